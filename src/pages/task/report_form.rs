//! The report as a form: short where all is well, with reasons where it is not.

use super::deeds::{departments, step};
use super::seen::Seen;
use crate::domain::{Light, Named, Outlook, Relation, Report};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::pages::history::lower;

/// The report form of the task's page: everything that can be said.
pub fn report(seen: &Seen) -> Deed {
    let lang = seen.lang;
    let relation = Relation::of(&seen.actor, &seen.sight.facts);
    let supports = relation.support && !relation.lead && !relation.handler;
    let title = if supports { lang.my_department_add_part() } else { lang.task_report() };
    let last = seen.sheet.last_report().map(|last| last_report(seen, last));
    let deed = step(seen, "report", title)
        .text(last.unwrap_or_else(|| lang.task_report_none().to_owned()));
    if supports { share(seen, deed) } else { whole(seen, deed) }
}

fn last_report(seen: &Seen, last: &Report) -> String {
    let outlook = last.outlook.or(seen.it().last_outlook);
    let outlook =
        outlook.map_or(seen.lang.ledger_no_change(), |outlook| seen.lang.outlook(outlook));
    let outlook = lower(seen.lang, outlook);
    let percent = last.percent.unwrap_or(seen.it().percent);
    seen.lang.task_report_last(seen.day(last.reported_on), outlook, percent)
}

/// What a supporter says of its share.
fn share(seen: &Seen, deed: Deed) -> Deed {
    let lang = seen.lang;
    deed.field(Field::new("done", lang.task_what_changed(), Control::Text(3)))
        .field(Field::new("problem", lang.task_problem(), Control::Text(2)))
        .button(Button::new("primary", lang.task_send_report()))
}

fn whole(seen: &Seen, deed: Deed) -> Deed {
    let lang = seen.lang;
    let task = seen.it();
    let overdue = seen.marks().light(seen.today) == Light::Overdue;
    let percent = Field::new("percent", lang.task_done_percent(), Control::Percent);
    let mut deed = if task.long_term { deed } else { deed.field(outlook(lang, task.last_outlook)) };
    deed = deed.field(percent.value(task.percent)).field(Field::new(
        "done",
        lang.task_what_changed(),
        Control::Text(3),
    ));
    if overdue {
        let others = departments(seen, task.lead_id, lang.task_nothing_needed());
        deed = lateness(lang, deed, others);
    }
    deed = deed
        .field(Field::new("problem", lang.task_problem(), Control::Text(2)))
        .field(Field::new("next", lang.task_next(), Control::Text(2)))
        .button(Button::new("primary", lang.task_send_report()));
    if overdue {
        return deed;
    }
    let same = match task.last_report_on {
        Some(day) => lang.task_no_change_since(seen.day(day)),
        None => lang.task_no_change().to_owned(),
    };
    deed.button(Button::new("plain", same).sends("no_change"))
}

/// "Will it be done in time?", answered as last time.
pub fn outlook(lang: Lang, last: Option<Outlook>) -> Field {
    let last = last.unwrap_or(Outlook::OnTime);
    let all = Outlook::ALL
        .iter()
        .map(|outlook| Choice::new(outlook, lang.outlook(outlook)).when(*outlook == last));
    Field::new("outlook", lang.task_outlook_question(), Control::Radios(all.collect()))
}

/// What an overdue task must say: why, until when, what must be coordinated, and with whom of
/// the `others`.
pub fn lateness(lang: Lang, deed: Deed, others: Control) -> Deed {
    let needs = needs(lang).map(|(word, label)| Choice::new(word, label));
    deed.field(Field::new("delay_reason", lang.task_why_overdue(), Control::Text(2)))
        .field(Field::new("expected_on", lang.task_expected(), Control::Date))
        .field(Field::new("needs", lang.task_needs(), Control::Checks(needs.to_vec())))
        .field(Field::new("waiting_on_department_id", lang.task_waiting_on(), others))
}

/// What may have to be coordinated, by the word that the form sends.
pub fn needs(lang: Lang) -> [(&'static str, &'static str); 3] {
    [
        ("coordination", lang.task_needs_coordination()),
        ("funds", lang.task_needs_funds()),
        ("decision", lang.task_needs_decision()),
    ]
}

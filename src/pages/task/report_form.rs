//! The report as a form: short where all is well, with reasons where it is not.

use chrono::NaiveDate;

use super::deeds::step;
use super::milestones::reached_field;
use super::seen::Seen;
use crate::domain::{Milestone, Named, Need, Outlook, Question, Relation, Report, Task, Tree};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::pages::history::lower;

/// What a report form is filled in from.
pub struct Reporting<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The civil date.
    pub today: NaiveDate,
    /// The task.
    pub task: &'a Task,
    /// The lead's last report.
    pub last: Option<&'a Report>,
    /// All departments.
    pub tree: &'a Tree,
    /// Whether the office asked something that the report answers.
    pub questioned: bool,
    /// The milestones of the task.
    pub milestones: &'a [Milestone],
}

impl Reporting<'_> {
    /// The report of the lead where all is well: outlook, percentage, a line, or nothing new in
    /// one tap.
    pub fn short(&self, deed: Deed) -> Deed {
        let deed = self.outlook(deed).field(self.percent());
        let deed = deed.field(Field::new("done", self.lang.task_what_changed(), Control::Line));
        let deed = match self.task.waiting_on_id {
            Some(_) => deed.field(self.waiting_on()),
            None => deed,
        };
        let deed = self.reached(deed, 1);
        self.same(deed.button(self.send()))
    }

    /// The report of the lead where the task is overdue and nobody said why: why, until when, what
    /// must be coordinated.
    pub fn late(&self, deed: Deed) -> Deed {
        self.lateness(deed).button(self.send())
    }

    /// Everything that the lead can say; what is rarely needed is folded.
    pub fn whole(&self, deed: Deed) -> Deed {
        let lang = self.lang;
        let done = Field::new("done", lang.task_what_changed(), Control::Text(3));
        let more = |deed: Deed| {
            deed.field(Field::new("problem", lang.task_problem(), Control::Text(2)).folded())
                .field(Field::new("next", lang.task_next(), Control::Text(2)).folded())
        };
        if self.task.must_explain(self.today) {
            let deed = self.reached(self.lateness(deed), usize::MAX);
            return more(deed.field(done.folded())).button(self.send());
        }
        let deed = self.reached(self.outlook(deed).field(self.percent()).field(done), usize::MAX);
        let deed = more(deed).field(self.needs().folded()).field(self.waiting_on().folded());
        self.same(deed.button(self.send()))
    }

    /// What a supporter says of its share.
    pub fn share(&self, deed: Deed) -> Deed {
        let lang = self.lang;
        deed.field(Field::new("done", lang.task_what_changed(), Control::Text(3)))
            .field(Field::new("problem", lang.task_problem(), Control::Text(2)))
            .button(self.send())
    }

    /// "Will it be done in time?", answered as last time.
    fn outlook(&self, deed: Deed) -> Deed {
        if self.task.long_term {
            return deed;
        }
        let last = self.task.last_outlook.unwrap_or(Outlook::OnTime);
        let all = Outlook::ALL
            .iter()
            .map(|outlook| Choice::new(outlook, self.lang.outlook(outlook)).when(*outlook == last));
        let control = Control::Radios(all.collect());
        deed.field(Field::new("outlook", self.lang.task_outlook_question(), control))
    }

    /// The next `most` milestones, to be ticked.
    fn reached(&self, deed: Deed, most: usize) -> Deed {
        let open = self.milestones.iter().filter(|one| one.done_on.is_none()).take(most);
        match reached_field(self.lang, open) {
            Some(field) => deed.field(field),
            None => deed,
        }
    }

    fn percent(&self) -> Field {
        let field = Field::new("percent", self.lang.task_done_percent(), Control::Percent);
        field.value(self.task.percent)
    }

    /// What an overdue task must say; what was said last stands there to be mended.
    fn lateness(&self, deed: Deed) -> Deed {
        let lang = self.lang;
        let reason = self.last.and_then(|last| last.delay_reason.clone()).unwrap_or_default();
        let why = Field::new("delay_reason", lang.task_why_overdue(), Control::Text(2));
        deed.field(why.value(reason))
            .field(Field::new("expected_on", lang.task_expected(), Control::Date))
            .field(self.percent())
            .field(self.needs())
            .field(self.waiting_on())
    }

    fn needs(&self) -> Field {
        let said = self.last.and_then(|last| last.needs.as_deref());
        let said = said.and_then(Need::read).unwrap_or_default();
        let all = Need::ALL
            .iter()
            .map(|need| Choice::new(need, self.lang.need(need)).when(said.contains(need)));
        Field::new("needs", self.lang.task_needs(), Control::Checks(all.collect()))
    }

    fn waiting_on(&self) -> Field {
        let waits = self.task.waiting_on_id;
        let mut all = vec![Choice::new("", self.lang.task_nothing_needed()).when(waits.is_none())];
        let others = self
            .tree
            .iter()
            .filter(|one| one.id != self.task.lead_id && (one.active || waits == Some(one.id)));
        all.extend(
            others.map(|one| Choice::new(one.id, one.name.as_str()).when(waits == Some(one.id))),
        );
        Field::new("waiting_on_department_id", self.lang.task_waiting_on(), Control::Choice(all))
    }

    fn send(&self) -> Button {
        Button::new("primary", self.lang.task_send_report())
    }

    /// "Nothing has changed" in one tap; not an answer to a question.
    fn same(&self, deed: Deed) -> Deed {
        if self.questioned {
            return deed;
        }
        let same = match self.task.last_report_on {
            Some(day) => self.lang.task_no_change_since(self.lang.date_near(day, self.today)),
            None => self.lang.task_no_change().to_owned(),
        };
        deed.button(Button::new("plain", same).sends("no_change"))
    }
}

/// The report form of the task's page: everything that can be said.
pub fn report(seen: &Seen) -> Deed {
    form(seen, Reporting::whole).field(seen.files_field())
}

/// The report form behind a link: what is asked for, a file from the telephone, and
/// nothing that can wait for a keyboard.
pub fn report_by_link(seen: &Seen) -> Deed {
    let asked = if seen.it().must_explain(seen.today) {
        form(seen, Reporting::late)
    } else {
        form(seen, Reporting::short)
    };
    asked.field(seen.files_field())
}

fn form<'a>(seen: &'a Seen, of_the_lead: impl Fn(&Reporting<'a>, Deed) -> Deed) -> Deed {
    let lang = seen.lang;
    let relation = Relation::of(&seen.actor, &seen.sight.facts);
    let supports = relation.support && !relation.lead && !relation.handler;
    let asked: Vec<&Question> = seen
        .sheet
        .questions
        .iter()
        .filter(|question| (question.department_id == seen.it().lead_id) != supports)
        .collect();
    let title = if supports { lang.my_department_add_part() } else { lang.task_report() };
    let last = seen.sheet.last_report();
    let told = last.map(|last| last_report(seen, last));
    let text = match asked.as_slice() {
        [] => told.unwrap_or_else(|| lang.task_report_none().to_owned()),
        asked => asked
            .iter()
            .map(|one| lang.task_asks(&one.asked_by_name, seen.day(one.asked_on), &one.text))
            .collect::<Vec<_>>()
            .join(" "),
    };
    let deed = step(seen, "report", title).text(text);
    let reporting = Reporting {
        lang,
        today: seen.today,
        task: seen.it(),
        last,
        tree: &seen.sight.tree,
        questioned: !asked.is_empty(),
        milestones: &seen.sheet.milestones,
    };
    if supports { reporting.share(deed) } else { of_the_lead(&reporting, deed) }
}

fn last_report(seen: &Seen, last: &Report) -> String {
    let outlook = last.outlook.or(seen.it().last_outlook);
    let outlook =
        outlook.map_or(seen.lang.ledger_no_change(), |outlook| seen.lang.outlook(outlook));
    let outlook = lower(seen.lang, outlook);
    let percent = last.percent.unwrap_or(seen.it().percent);
    seen.lang.task_report_last(seen.day(last.reported_on), outlook, percent)
}

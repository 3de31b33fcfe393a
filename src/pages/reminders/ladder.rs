//! The ladder as it holds, rung by rung, and what was changed about it.

use crate::domain::{Deed, Ladder, ReminderKind, Rung};
use crate::i18n::Lang;

/// One rung, in words.
pub struct Step {
    pub mark: &'static str,
    pub late: bool,
    pub name: String,
    pub when: &'static str,
    pub whom: String,
}

/// What hangs on the due date, up to the weekly reminder.
pub fn by_date(lang: Lang, ladder: &Ladder) -> Vec<Step> {
    let rungs = ladder.of(ReminderKind::DueSoon).chain(ladder.of(ReminderKind::Overdue));
    let mut steps: Vec<Step> = rungs.map(|rung| step(lang, rung)).collect();
    if !ladder.weekly.is_empty() && ladder.of(ReminderKind::Overdue).next().is_some() {
        steps.push(Step {
            mark: "over",
            late: true,
            name: lang.reminders_weekly().to_owned(),
            when: lang.reminders_from_then_on(),
            whom: lang.parts(&ladder.weekly),
        });
    }
    steps
}

/// The rungs of the other kinds.
pub fn of_kind(lang: Lang, ladder: &Ladder, kind: ReminderKind) -> Vec<Step> {
    ladder.of(kind).map(|rung| step(lang, rung)).collect()
}

fn step(lang: Lang, rung: &Rung) -> Step {
    let days = rung.step;
    let spelt = if days == 1 {
        lang.reminders_working_day(days)
    } else {
        lang.reminders_working_days(days)
    };
    let (mark, late, name, when) = match rung.kind {
        ReminderKind::DueSoon | ReminderKind::ReportDue if days == 0 => {
            ("soon", false, lang.reminders_the_day().to_owned(), lang.reminders_itself())
        }
        ReminderKind::DueSoon | ReminderKind::ReportDue => {
            ("soon", false, spelt, lang.reminders_before())
        }
        ReminderKind::Overdue => ("over", true, lang.reminders_day(days), lang.reminders_after()),
        ReminderKind::ReportMissed => {
            ("over", false, lang.reminders_day(days), lang.reminders_after())
        }
        ReminderKind::Unacknowledged => ("none", false, spelt, ""),
    };
    Step { mark, late, name, when, whom: whom(lang, rung) }
}

/// Who is told, and what happens besides.
pub fn whom(lang: Lang, rung: &Rung) -> String {
    let parts = lang.parts(&rung.whom);
    match rung.deed {
        None => parts,
        Some(Deed::CallList) => lang.reminders_deed_call_list().to_owned(),
        Some(Deed::UrgingNotice) => lang.reminders_deed_urging_notice().to_owned(),
        Some(Deed::Circular) => lang.reminders_deed_circular(parts),
    }
}

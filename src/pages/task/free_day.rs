//! A due date on a day without work: the working day before, or the one after?

use chrono::NaiveDate;

use crate::domain::{Fault, WorkCalendar, day_from};
use crate::http::{Failure, Posted};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Deed};
use crate::services::Error;

/// What to do about the date that a form gives.
pub enum Due {
    /// It is taken as it stands.
    AsGiven,
    /// Its sender has said which working day it is to be.
    Moved(NaiveDate),
    /// Its sender is to be asked.
    Ask(NaiveDate),
}

/// What to do about the date of `posted`. What stood there `before` is not asked about again.
pub fn due(posted: &Posted, calendar: &WorkCalendar, before: Option<NaiveDate>) -> Due {
    let day = day_from(posted.text("due_on").trim()).ok();
    match day.filter(|day| Some(*day) != before && !calendar.is_working_day(*day)) {
        None => Due::AsGiven,
        Some(day) if is(posted, ["free_before", "issue_before"]) => {
            Due::Moved(calendar.on_or_before(day))
        }
        Some(day) if is(posted, ["free_after", "issue_after"]) => {
            Due::Moved(calendar.on_or_after(day))
        }
        Some(day) => Due::Ask(day),
    }
}

/// Whether the form is to issue as well.
pub fn issues(posted: &Posted) -> bool {
    is(posted, ["issue", "issue_before"]) || posted.ticked("issue_after")
}

fn is(posted: &Posted, names: [&str; 2]) -> bool {
    names.iter().any(|name| posted.ticked(name))
}

/// The form again, with the two buttons that answer; and why it came back.
pub fn ask(lang: Lang, deed: Deed, day: NaiveDate, issue: bool, calendar: &WorkCalendar) -> Deed {
    let names = if issue { ["issue_before", "issue_after"] } else { ["free_before", "free_after"] };
    let before = lang.task_free_before(lang.date(calendar.on_or_before(day)));
    let after = lang.task_free_after(lang.date(calendar.on_or_after(day)));
    Deed { buttons: Vec::new(), ..deed }
        .button(Button::new("primary", before).sends(names[0]))
        .button(Button::new("primary", after).sends(names[1]))
}

/// Why a form came back.
pub fn why(day: NaiveDate) -> Failure {
    Error::invalid("due_on", Fault::FreeDay(day)).into()
}

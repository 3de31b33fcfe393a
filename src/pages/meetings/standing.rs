//! How the tasks of one meeting stand.

use chrono::NaiveDate;

use crate::domain::{Actor, Counts, Light, Measure, MeetingId, Ratio, TaskFilter};
use crate::i18n::Lang;
use crate::pages::{Bar, Figure, RateFigure, Tally};
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::views::task_list::{self, Sort};
use crate::persistence::{Conn, Error};

/// More tasks than any meeting has.
const MOST: i64 = 500;

/// How the tasks of one meeting stand; parents, drafts and what does not count are left out.
#[derive(Debug, Clone)]
pub struct Standing {
    pub all: Figure,
    pub overdue: Figure,
    /// Closed, of those due.
    pub due: RateFigure,
    /// Not due yet.
    pub later: i64,
    pub bar: Bar,
    /// The bar in words.
    pub bar_label: String,
}

impl Standing {
    /// How `counts` of `meeting` stand as of `today`.
    pub fn of(lang: Lang, meeting: MeetingId, counts: Counts, today: NaiveDate) -> Self {
        let filter = TaskFilter { meeting_id: Some(meeting), ..TaskFilter::default() };
        let tally = Tally::new(counts, filter, today);
        let lights = tally.lights().into_iter().filter(|(_, figure)| figure.count > 0);
        let words =
            lights.map(|(light, figure)| lang.dashboard_bar_part(lang.light(light), figure.count));
        Self {
            all: tally.figure(Measure::All),
            overdue: tally.figure(Measure::Lit(Light::Overdue)),
            due: tally.rate(Ratio::DUE_COMPLETION),
            later: counts.all - counts.due,
            bar: tally.bar(lang),
            bar_label: words.collect::<Vec<_>>().join(lang.dashboard_list_comma()),
        }
    }

    /// In one line, as HTML.
    pub fn said(&self, lang: Lang) -> String {
        if self.due.of.count == 0 {
            return lang.meetings_nothing_due().to_owned();
        }
        let (closed, due) = (self.due.part.bold(), self.due.of.bold());
        lang.meetings_tasks_sub(closed, due, self.overdue.bold(), self.later)
    }
}

/// The tasks of a meeting that `viewer` may see, by number.
pub fn tasks(
    conn: &mut Conn,
    viewer: &Actor,
    meeting: MeetingId,
    today: NaiveDate,
) -> Result<Vec<TaskLine>, Error> {
    let filter = TaskFilter { meeting_id: Some(meeting), ..TaskFilter::default() };
    let sort = Sort { by: task_list::SortKey::Number, descending: false };
    let mut found = task_list::page(conn, viewer, &filter, sort, None, MOST, today)?.items;
    // How a department divides its work is not the meeting's business.
    found.retain(|line| !line.task.is_subtask);
    Ok(found)
}

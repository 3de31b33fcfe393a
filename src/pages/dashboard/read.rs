//! Everything that the page needs from the database: a fixed number of questions.

use chrono::NaiveDate;

use super::sentence::Before;
use crate::domain::{Actor, State, WorkCalendar};
use crate::persistence::views::dashboard::{
    Ages, Board, DashboardFilter, Day, Decider, DueTask, Extensions, LastMeeting, OverdueTask,
    Totals, WaitingTask,
};
use crate::persistence::{Conn, Error};

/// How far the page looks ahead, in working days.
pub(super) const AHEAD: u32 = 10;
/// The longest lists that the page shows; behind each stands the whole one.
const RED_ROWS: usize = 10;
const NEXT_ROWS: usize = 14;
const LAST_MEETINGS: usize = 2;
const FEW: usize = 8;

/// What the page shows.
pub(super) struct Read {
    pub board: Board,
    pub before: Option<Before>,
    pub red: Vec<OverdueTask>,
    pub next: Vec<DueTask>,
    pub due: i64,
    pub until: NaiveDate,
    pub waiting_since: Option<NaiveDate>,
    pub first_issued: Option<NaiveDate>,
    pub last_meetings: Vec<LastMeeting>,
    pub ages: Ages,
    pub extensions: Extensions,
    pub deciders: Vec<Decider>,
    pub waiting: Vec<WaitingTask>,
    /// Long-term tasks whose report is missed.
    pub long_term_missed: i64,
}

/// Reads what `viewer` may know of the day of `filter`, and of `before` to compare with.
pub(super) fn read(
    conn: &mut Conn,
    viewer: &Actor,
    day: &Day,
    filter: &DashboardFilter,
    before: Option<&DashboardFilter>,
    calendar: &WorkCalendar,
) -> Result<Read, Error> {
    let until = calendar.working_days_after(filter.as_of, AHEAD);
    let (next, due) = day.due_until(conn, until, NEXT_ROWS)?;
    let before = match before {
        Some(before) => {
            let day = Day::read(conn, viewer, before)?;
            let from = before.from.unwrap_or(before.as_of);
            let totals = Totals::of(day.standings(), day.as_of);
            let days = (before.as_of - from).num_days() + 1;
            Some(Before { totals, from, days }).filter(|before| before.totals.counts.all > 0)
        }
        None => None,
    };
    let board = Board::of(conn, day)?;
    let counted = || day.standings().filter(|one| one.counted);
    let (deciders, waiting) = day.waiting(conn, FEW)?;
    let long_term_missed =
        day.standings().filter(|one| one.long_term && one.marks.report_missed(day.as_of)).count();
    Ok(Read {
        red: day.overdue(conn, RED_ROWS)?,
        last_meetings: LastMeeting::first_of(conn, &board.meetings, LAST_MEETINGS)?,
        waiting_since: counted()
            .filter(|one| one.marks.state == State::AwaitingAcknowledgement)
            .filter_map(|one| one.issued_on)
            .min(),
        first_issued: counted().filter_map(|one| one.issued_on).min(),
        ages: day.ages(),
        extensions: day.extensions(conn, FEW)?,
        long_term_missed: i64::try_from(long_term_missed).unwrap_or(i64::MAX),
        board,
        before,
        next,
        due,
        until,
        deciders,
        waiting,
    })
}

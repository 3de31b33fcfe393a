//! What the page lists: doors, departments, programmes or meetings, the last meetings.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::links::{Doors, asked, closed, flagged, ledger, lit, open, unacknowledged};
use crate::domain::{Counts, DepartmentPart, Flag, Light, Month, RequestKind, TaskFilter};
use crate::i18n::Lang;
use crate::pages::department_list::list_path;
use crate::pages::{Bar, Nav};
use crate::persistence::views::dashboard::{
    Board, DepartmentFigures, LastMeeting, MeetingFigures, OverdueTask, ProgrammeFigures, Totals,
};

/// One of the five figures below the headline.
#[derive(Debug)]
pub(super) struct DoorRow {
    /// The stylesheet's name of it.
    pub kind: &'static str,
    /// Where it leads.
    pub href: String,
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: i64,
    /// What should be known of them at once.
    pub small: String,
}

/// A number in a table, and its door.
#[derive(Debug)]
pub(super) struct Cell {
    /// How many; a zero is no door.
    pub count: i64,
    /// Where they are listed.
    pub href: String,
}

/// A row of figures: of a department, a programme or a meeting.
#[derive(Debug)]
pub(super) struct FigureRow {
    /// Whose.
    pub name: String,
    /// Where all of it is listed.
    pub href: String,
    /// Its open tasks on paper, of a department.
    pub list: Option<String>,
    /// Its shares.
    pub bar: Bar,
    /// All.
    pub all: Cell,
    /// Closed.
    pub closed: Cell,
    /// Open.
    pub open: Cell,
    /// Overdue.
    pub overdue: Cell,
    /// On time of those due; `None` where nothing is due yet.
    pub on_time: Option<String>,
    /// Extended at least once.
    pub extended: Cell,
    /// With a missed report.
    pub missed: Cell,
    /// Supported, counted apart.
    pub support: Cell,
}

/// A meeting's decisions as a bar and a sentence.
#[derive(Debug)]
pub(super) struct MeetingRow {
    /// Its own page.
    pub path: String,
    /// Its title.
    pub title: String,
    /// When it was held.
    pub held_on: NaiveDate,
    /// Its shares.
    pub bar: Bar,
    /// The same in words, for the bar.
    pub label: String,
    /// What became of its decisions.
    pub sentence: String,
    /// Where its tasks are listed.
    pub href: String,
}

/// The bar of `counts`.
pub(super) fn bar(counts: &Counts) -> Bar {
    Bar::of([
        ("done", counts.closed_on_time),
        ("late", counts.closed_late),
        ("track", counts.on_track),
        ("soon", counts.due_soon),
        ("over", counts.overdue),
    ])
}

/// The same in words.
pub(super) fn bar_label(lang: Lang, counts: &Counts) -> String {
    let parts = [
        (Light::ClosedOnTime, counts.closed_on_time),
        (Light::ClosedLate, counts.closed_late),
        (Light::OnTrack, counts.on_track),
        (Light::DueSoon, counts.due_soon),
        (Light::Overdue, counts.overdue),
    ];
    let parts = parts.map(|(light, count)| lang.dashboard_bar_part(lang.light(light), count));
    parts.join(lang.dashboard_list_comma())
}

/// What the five doors are made of, beside the totals.
pub(super) struct DoorFacts<'a> {
    pub as_of: NaiveDate,
    pub today: NaiveDate,
    pub totals: &'a Totals,
    /// The longest overdue tasks, the longest first.
    pub overdue: &'a [OverdueTask],
    /// The last of the next working days, how many they are, and how many tasks fall due.
    pub due: (NaiveDate, u32, i64),
    /// When the first of those not acknowledged was issued.
    pub waiting_since: Option<NaiveDate>,
}

/// The five doors.
pub(super) fn doors(lang: Lang, doors: &Doors, facts: &DoorFacts<'_>) -> Vec<DoorRow> {
    let DoorFacts { as_of, totals, .. } = facts;
    let counts = &totals.counts;
    let none = || lang.dashboard_none_yet().to_owned();
    let month = Month { first: first_of(*as_of), opened: 0, closed: 0 };
    let (until, days, due) = facts.due;
    let label = |light| lang.light(light).to_owned();
    let closed_label = if (first_of(facts.today)) == month.first {
        lang.dashboard_door_closed().to_owned()
    } else {
        lang.dashboard_door_closed_in(lang.month_of_year(month.first))
    };
    let late = totals.closed_this_month - totals.closed_this_month_on_time;
    vec![
        DoorRow {
            kind: "over",
            href: ledger(&lit(doors.counted(), &[Light::Overdue])),
            label: label(Light::Overdue),
            count: counts.overdue,
            small: longest(lang, facts.overdue.first().map_or(0, |task| task.days_over)),
        },
        DoorRow {
            kind: "soon",
            href: ledger(&doors.due_until(until)),
            label: lang.dashboard_door_due(days),
            count: due,
            small: lang.dashboard_due_by(lang.day(until)),
        },
        DoorRow {
            kind: "none",
            href: ledger(&unacknowledged(doors.counted())),
            label: lang.words_state_awaiting_acknowledgement().to_owned(),
            count: counts.awaiting_acknowledgement,
            small: facts.waiting_since.map_or_else(none, |since| {
                lang.dashboard_oldest_issued(lang.date_near(since, facts.today))
            }),
        },
        DoorRow {
            kind: "wait",
            href: ledger(&asked(doors.counted())),
            label: lang.words_flag_awaiting_decision().to_owned(),
            count: counts.awaiting_decision,
            small: awaiting(lang, totals),
        },
        DoorRow {
            kind: "done",
            href: ledger(&doors.closed_in(&month)),
            label: closed_label,
            count: totals.closed_this_month,
            small: match totals.closed_this_month {
                0 => none(),
                _ => lang.dashboard_on_time_and_late(totals.closed_this_month_on_time, late),
            },
        },
    ]
}

fn first_of(day: NaiveDate) -> NaiveDate {
    chrono::Datelike::with_day(&day, 1).unwrap_or(day)
}

fn longest(lang: Lang, days: i64) -> String {
    match days {
        0 => lang.dashboard_none_overdue().to_owned(),
        1 => lang.dashboard_longest_one(days),
        days => lang.dashboard_longest(days),
    }
}

/// "1 closure, 2 extensions".
fn awaiting(lang: Lang, totals: &Totals) -> String {
    let of = |kinds: &[RequestKind]| -> i64 {
        kinds.iter().filter_map(|kind| totals.awaiting.get(kind)).sum()
    };
    let closures = of(&[RequestKind::Closure, RequestKind::InterimClosure]);
    let extensions = of(&[RequestKind::Extension]);
    let others = of(&[RequestKind::Suspension, RequestKind::Cancellation]);
    let parts = [
        (closures, closures_of(lang, closures)),
        (extensions, extensions_of(lang, extensions)),
        (others, lang.dashboard_other_requests(others)),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if parts.is_empty() {
        lang.dashboard_none_yet().to_owned()
    } else {
        parts.join(lang.dashboard_list_comma())
    }
}

fn closures_of(lang: Lang, count: i64) -> String {
    match count {
        1 => lang.dashboard_closures_one(count),
        _ => lang.dashboard_closures(count),
    }
}

fn extensions_of(lang: Lang, count: i64) -> String {
    match count {
        1 => lang.dashboard_extensions_one(count),
        _ => lang.dashboard_extensions(count),
    }
}

/// A row of `counts`, which are those of `filter`.
fn figures(name: &str, counts: &Counts, filter: &TaskFilter) -> FigureRow {
    let cell = |count, filter: TaskFilter| Cell { count, href: ledger(&filter) };
    let all = || filter.clone();
    FigureRow {
        name: name.to_owned(),
        href: ledger(filter),
        list: None,
        bar: bar(counts),
        all: cell(counts.all, all()),
        closed: cell(counts.closed, closed(all())),
        open: cell(counts.open, open(all())),
        overdue: cell(counts.overdue, lit(all(), &[Light::Overdue])),
        on_time: counts.on_time().shown(),
        extended: cell(counts.extended, flagged(all(), Flag::Extended)),
        missed: cell(counts.missed, flagged(all(), Flag::ReportMissed)),
        support: cell(0, all()),
    }
}

/// By department: those with any task, the most overdue first, then the least on time.
pub(super) fn departments(doors: &Doors, board: &Board) -> Vec<FigureRow> {
    let mut shown: Vec<&DepartmentFigures> =
        board.departments.iter().filter(|one| one.lead.all + one.support.all > 0).collect();
    shown.sort_by_key(|one| {
        let on_time = one.lead.on_time().tenths().unwrap_or(i64::MAX);
        (Reverse(one.lead.overdue), on_time, one.lead.all == 0)
    });
    let row = |one: &DepartmentFigures| FigureRow {
        list: Some(list_path(one.id, Nav::Dashboard.path())),
        support: Cell {
            count: one.support.all,
            href: ledger(&doors.department(one.id, DepartmentPart::Support)),
        },
        ..figures(&one.name, &one.lead, &doors.department(one.id, DepartmentPart::Lead))
    };
    shown.into_iter().map(row).collect()
}

/// All together: the foot of the table of departments.
pub(super) fn together(lang: Lang, doors: &Doors, board: &Board) -> FigureRow {
    let name = lang.dashboard_everything();
    figures(name, &board.totals.counts, &doors.counted())
}

/// By programme: those with any task.
pub(super) fn programmes(doors: &Doors, board: &Board) -> Vec<FigureRow> {
    let row = |one: &ProgrammeFigures| {
        let filter = TaskFilter { programme_id: Some(one.id), ..doors.counted() };
        FigureRow {
            href: format!("/programmes/{}", one.id),
            ..figures(&one.name, &one.counts, &filter)
        }
    };
    board.programmes.iter().filter(|one| one.counts.all > 0).map(row).collect()
}

/// By meeting, the last `most` of them.
pub(super) fn meetings(doors: &Doors, board: &Board, most: usize) -> Vec<FigureRow> {
    let row = |one: &MeetingFigures| {
        let filter = TaskFilter { meeting_id: Some(one.id), ..doors.counted() };
        figures(&one.title, &one.counts, &filter)
    };
    board.meetings.iter().filter(|one| one.counts.all > 0).take(most).map(row).collect()
}

/// The last meetings' decisions.
pub(super) fn last_meetings(lang: Lang, doors: &Doors, last: &[LastMeeting]) -> Vec<MeetingRow> {
    let row = |meeting: &LastMeeting| {
        let figures = &meeting.figures;
        MeetingRow {
            path: format!("/meetings/{}", figures.id),
            title: figures.title.clone(),
            held_on: figures.held_on,
            bar: bar(&figures.counts),
            label: bar_label(lang, &figures.counts),
            sentence: decisions(lang, meeting),
            href: ledger(&TaskFilter { meeting_id: Some(figures.id), ..doors.counted() }),
        }
    };
    last.iter().map(row).collect()
}

/// "14 decisions: 4 closed, 10 in progress, 2 of them due soon; 4 of 4 due closed on time."
fn decisions(lang: Lang, meeting: &LastMeeting) -> String {
    let counts = &meeting.figures.counts;
    let working = counts.open - counts.awaiting_acknowledgement;
    let parts = [
        (counts.closed, lang.dashboard_part_closed(counts.closed)),
        (working, lang.dashboard_part_in_progress(working)),
        (counts.due_soon, lang.dashboard_part_due_soon(counts.due_soon)),
        (counts.overdue, lang.dashboard_part_overdue(counts.overdue)),
        (
            counts.awaiting_acknowledgement,
            lang.dashboard_part_awaiting(counts.awaiting_acknowledgement),
        ),
        (meeting.unassigned, lang.dashboard_part_unassigned(meeting.unassigned)),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    let parts = parts.join(lang.dashboard_list_comma());
    let due = match counts.due {
        0 => lang.dashboard_nothing_due().to_owned(),
        due => lang.dashboard_due_on_time(counts.due_on_time, due),
    };
    match counts.all + meeting.unassigned {
        1 => lang.dashboard_decisions_one(1, parts, due),
        all => lang.dashboard_decisions(all, parts, due),
    }
}

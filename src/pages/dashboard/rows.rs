//! What the page lists: doors, departments, programmes or meetings, the last meetings.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::links::Doors;
use crate::domain::{
    Counts, DepartmentPart, Light, Measure, Month, Ratio, RequestKind, TaskFilter,
};
use crate::i18n::Lang;
use crate::pages::department_list::list_path;
use crate::pages::{Bar, Figure, Nav, RateFigure, Tally};
use crate::persistence::views::dashboard::{
    Board, DepartmentFigures, LastMeeting, MeetingFigures, OverdueTask, ProgrammeFigures, Totals,
};

/// One of the five figures below the headline.
#[derive(Debug)]
pub(super) struct DoorRow {
    /// The stylesheet's name of it.
    pub kind: &'static str,
    /// How many, and where they are listed.
    pub figure: Figure,
    /// What is counted.
    pub label: String,
    /// What should be known of them at once.
    pub small: String,
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
    pub all: Figure,
    /// Closed.
    pub closed: Figure,
    /// Open.
    pub open: Figure,
    /// Overdue.
    pub overdue: Figure,
    /// On time of those due.
    pub on_time: RateFigure,
    /// Extended at least once.
    pub extended: Figure,
    /// With a missed report.
    pub missed: Figure,
    /// Supported, counted apart.
    pub support: Figure,
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
    /// What became of its decisions, as HTML.
    pub sentence: String,
    /// Its tasks.
    pub all: Figure,
}

/// The bar of `counts` in words.
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
    let tally = doors.tally(&totals.counts);
    let none = || lang.dashboard_none_yet().to_owned();
    let month = Month { first: first_of(*as_of), opened: 0, closed: totals.closed_this_month };
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
            figure: tally.figure(Measure::Lit(Light::Overdue)),
            label: label(Light::Overdue),
            small: longest(lang, facts.overdue.first().map_or(0, |task| task.days_over)),
        },
        DoorRow {
            kind: "soon",
            figure: Figure::new(due, &doors.due_until(until)),
            label: lang.dashboard_door_due(days),
            small: lang.dashboard_due_by(lang.day(until)),
        },
        DoorRow {
            kind: "none",
            figure: tally.figure(Measure::Unacknowledged),
            label: lang.words_state_awaiting_acknowledgement().to_owned(),
            small: facts.waiting_since.map_or_else(none, |since| {
                lang.dashboard_oldest_issued(lang.date_near(since, facts.today))
            }),
        },
        DoorRow {
            kind: "wait",
            figure: tally.figure(Measure::AwaitingDecision),
            label: lang.words_flag_awaiting_decision().to_owned(),
            small: awaiting(lang, totals),
        },
        DoorRow {
            kind: "done",
            figure: doors.closed_in(&month),
            label: closed_label,
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

/// A row of a tally.
fn figures(lang: Lang, name: &str, tally: &Tally) -> FigureRow {
    let figure = |measure| tally.figure(measure);
    let all = figure(Measure::All);
    FigureRow {
        name: name.to_owned(),
        href: all.href.clone(),
        list: None,
        bar: tally.bar(lang),
        all,
        closed: figure(Measure::Closed),
        open: figure(Measure::Open),
        overdue: figure(Measure::Lit(Light::Overdue)),
        on_time: tally.rate(Ratio::ON_TIME),
        extended: figure(Measure::Extended),
        missed: figure(Measure::ReportMissed),
        support: Figure::new(0, &tally.filter),
    }
}

/// By department: those with any task, the most overdue first, then the least on time.
pub(super) fn departments(lang: Lang, doors: &Doors, board: &Board) -> Vec<FigureRow> {
    let mut shown: Vec<&DepartmentFigures> =
        board.departments.iter().filter(|one| one.lead.all + one.support.all > 0).collect();
    shown.sort_by_key(|one| {
        let on_time = one.lead.on_time().tenths().unwrap_or(i64::MAX);
        (Reverse(one.lead.overdue), on_time, one.lead.all == 0)
    });
    let tally = |counts: &Counts, id, part| doors.tally_of(counts, doors.department(id, part));
    let row = |one: &DepartmentFigures| FigureRow {
        list: Some(list_path(one.id, Nav::Dashboard.path())),
        support: tally(&one.support, one.id, DepartmentPart::Support).figure(Measure::All),
        ..figures(lang, &one.name, &tally(&one.lead, one.id, DepartmentPart::Lead))
    };
    shown.into_iter().map(row).collect()
}

/// All together: the foot of the table of departments.
pub(super) fn together(lang: Lang, doors: &Doors, board: &Board) -> FigureRow {
    figures(lang, lang.dashboard_everything(), &doors.tally(&board.totals.counts))
}

/// By programme: those with any task.
pub(super) fn programmes(lang: Lang, doors: &Doors, board: &Board) -> Vec<FigureRow> {
    let row = |one: &ProgrammeFigures| {
        let filter = TaskFilter { programme_id: Some(one.id), ..doors.counted() };
        FigureRow {
            href: format!("/programmes/{}", one.id),
            ..figures(lang, &one.name, &doors.tally_of(&one.counts, filter))
        }
    };
    board.programmes.iter().filter(|one| one.counts.all > 0).map(row).collect()
}

/// By meeting, the last `most` of them.
pub(super) fn meetings(lang: Lang, doors: &Doors, board: &Board, most: usize) -> Vec<FigureRow> {
    let row = |one: &MeetingFigures| {
        let filter = TaskFilter { meeting_id: Some(one.id), ..doors.counted() };
        figures(lang, &one.title, &doors.tally_of(&one.counts, filter))
    };
    board.meetings.iter().filter(|one| one.counts.all > 0).take(most).map(row).collect()
}

/// The last meetings' decisions.
pub(super) fn last_meetings(lang: Lang, doors: &Doors, last: &[LastMeeting]) -> Vec<MeetingRow> {
    let row = |meeting: &LastMeeting| {
        let figures = &meeting.figures;
        let filter = TaskFilter { meeting_id: Some(figures.id), ..doors.counted() };
        let tally = doors.tally_of(&figures.counts, filter);
        let path = format!("/meetings/{}", figures.id);
        MeetingRow {
            title: figures.title.clone(),
            held_on: figures.held_on,
            bar: tally.bar(lang),
            label: bar_label(lang, &figures.counts),
            sentence: decisions(lang, &tally, meeting.unassigned, &path),
            all: tally.figure(Measure::All),
            path,
        }
    };
    last.iter().map(row).collect()
}

/// "14 tasks: 4 closed, 10 in progress, 2 of them due soon; 4 of 4 due closed on time.", as HTML.
fn decisions(lang: Lang, tally: &Tally, unassigned: i64, path: &str) -> String {
    let figure = |measure| tally.figure(measure);
    let part = |measure, words: fn(Lang, String) -> String| {
        let figure = figure(measure);
        (figure.count > 0).then(|| words(lang, figure.bold()))
    };
    let parts = [
        part(Measure::Closed, Lang::dashboard_part_closed),
        part(Measure::InHand, Lang::dashboard_part_in_progress),
        part(Measure::Lit(Light::DueSoon), Lang::dashboard_part_due_soon),
        part(Measure::Lit(Light::Overdue), Lang::dashboard_part_overdue),
        part(Measure::Unacknowledged, Lang::dashboard_part_awaiting),
        (unassigned > 0).then(|| {
            // Directives without a task: where they stand is the meeting's own page.
            let count = format!(r#"<a href="{path}"><b>{unassigned}</b></a>"#);
            lang.dashboard_part_unassigned(count)
        }),
    ];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>();
    let parts = parts.join(lang.dashboard_list_comma());
    let due = match figure(Measure::Due) {
        due if due.count == 0 => lang.dashboard_nothing_due().to_owned(),
        due => lang.dashboard_due_on_time(figure(Measure::DueOnTime).bold(), due.bold()),
    };
    let all = figure(Measure::All);
    match all.count {
        1 => lang.dashboard_decisions_one(all.bold(), parts, due),
        _ => lang.dashboard_decisions(all.bold(), parts, due),
    }
}

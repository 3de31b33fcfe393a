//! The year as a list of dated deeds, counted back from the story's last day.

use chrono::{NaiveDate, TimeDelta};

use super::content::{Fate, MeetingOutline, TaskOutline};
use crate::domain::{Cadence, Pace, ReportDays, WorkCalendar};

/// Something that somebody did, at a minute of a day.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) day: NaiveDate,
    /// Minutes after midnight.
    pub(super) minute: u32,
    pub(super) deed: Deed,
}

/// What was done; the numbers are places in the lists of meetings and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// The minutes of a meeting were filed.
    File(usize),
    /// Its directives were gone through, and tasks made of them.
    Review(usize),
    Issue(usize),
    Acknowledge(usize),
    Report(usize, Told),
    AskExtension(usize, NaiveDate),
    GrantExtension(usize),
    AskClosure(usize),
    Close(usize),
    SendBack(usize),
    Suspend(usize),
    Cancel(usize),
    Urge(usize),
    Instruct(usize),
}

/// What a report says, but for its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) percent: u8,
    /// The outline's own words, not those that stand for any report.
    pub(super) latest: bool,
    /// It comes after the due date, and says why.
    pub(super) overdue: bool,
}

/// The days that the story counts in.
#[derive(Debug, Clone)]
pub(super) struct Days {
    last: NaiveDate,
    calendar: WorkCalendar,
}

impl Days {
    /// The story ends on `today`, or on the working day before it.
    pub(super) fn until(today: NaiveDate) -> Self {
        let calendar = WorkCalendar::default();
        Self { last: calendar.on_or_before(today), calendar }
    }

    /// The working day at `offset` days from the last: nothing happens on a weekend, and what
    /// is past stays past.
    pub(super) fn at(&self, offset: i64) -> NaiveDate {
        let day = self.last + TimeDelta::days(offset);
        if offset <= 0 { self.calendar.on_or_before(day) } else { self.calendar.on_or_after(day) }
    }

    /// The day before the story begins.
    pub(super) fn first(&self) -> NaiveDate {
        self.at(-350)
    }

    /// `count` working days after `day`, but not later than the last day.
    fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.calendar.working_days_after(day, count).min(self.last)
    }
}

impl MeetingOutline {
    /// When it was held.
    pub(super) fn held_on(&self, days: &Days) -> NaiveDate {
        self.held_on.unwrap_or_else(|| days.at(self.held.unwrap_or_default()))
    }

    fn reviewed_on(&self, days: &Days) -> NaiveDate {
        days.at(self.reviewed.unwrap_or_else(|| self.held.unwrap_or_default() + 2))
    }
}

/// Everything that happened, in the order in which it did.
pub(super) fn tell(meetings: &[MeetingOutline], tasks: &[TaskOutline], days: &Days) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (at, meeting) in meetings.iter().enumerate() {
        let reviewed = meeting.reviewed_on(days);
        let filed = meeting.held.map_or(reviewed, |held| days.at(held + 1).min(reviewed));
        moments.push(Moment { day: filed, minute: 540, deed: Deed::File(at) });
        moments.push(Moment { day: reviewed, minute: 570, deed: Deed::Review(at) });
    }
    for (at, task) in tasks.iter().enumerate() {
        let meeting = meetings.iter().find(|meeting| meeting.key == task.meeting);
        let reviewed = meeting.map_or(days.last, |meeting| meeting.reviewed_on(days));
        let life = Life { task, at, days, reviewed };
        moments.extend(life.moments());
    }
    moments.sort_by_key(|moment| (moment.day, moment.minute));
    moments
}

/// One task on its way.
struct Life<'a> {
    task: &'a TaskOutline,
    at: usize,
    days: &'a Days,
    reviewed: NaiveDate,
}

impl Life<'_> {
    fn moments(&self) -> Vec<Moment> {
        let (task, days, at) = (self.task, self.days, self.at);
        let mut moments = Vec::new();
        let mut add = |day: NaiveDate, base: u32, deed: Deed| {
            let minute = base + u32::try_from(at % 29).unwrap_or_default();
            moments.push(Moment { day, minute, deed });
        };
        if task.fate == Fate::Draft {
            return moments;
        }
        let unheard = task.fate == Fate::Unacknowledged;
        let issued = if unheard { days.at(-2).max(self.reviewed) } else { self.reviewed };
        add(issued, 600, Deed::Issue(at));
        if unheard {
            return moments;
        }
        let taken = days.after(issued, 1);
        add(taken, 630, Deed::Acknowledge(at));
        if let (Some(first), Some(due)) = (task.first_due, task.due) {
            let asked = days.at((first - 4).min(-6)).max(taken);
            add(asked, 700, Deed::AskExtension(at, days.at(due)));
            add(days.after(asked, 1), 840, Deed::GrantExtension(at));
        }
        let end = task.on.map_or(days.last, |on| days.at(on));
        for (day, told) in self.reports(taken, end) {
            add(day, 660, Deed::Report(at, told));
        }
        match task.fate {
            Fate::Closed => {
                add(end, 740, Deed::AskClosure(at));
                add(days.after(end, 1), 860, Deed::Close(at));
            }
            Fate::SentBack => {
                add(days.at(-4), 740, Deed::AskClosure(at));
                add(days.at(-2), 860, Deed::SendBack(at));
            }
            Fate::AsksClosure => add(days.at(-1), 740, Deed::AskClosure(at)),
            Fate::AsksExtension => {
                let overdue = task.due.is_some_and(|due| due < 0);
                let to = days.at(task.asks_for.unwrap_or_default());
                add(days.at(if overdue { 0 } else { -1 }), 700, Deed::AskExtension(at, to));
            }
            Fate::Suspended => add(end, 880, Deed::Suspend(at)),
            Fate::Cancelled => add(end, 880, Deed::Cancel(at)),
            Fate::Draft | Fate::Unacknowledged | Fate::Open | Fate::LongTerm => {}
        }
        if task.unexplained {
            add(days.at(-2), 900, Deed::Urge(at));
        } else if task.due.is_some_and(|due| due < -15) && task.fate == Fate::Open {
            add(days.at(-3), 900, Deed::Instruct(at));
        }
        moments
    }

    /// The days on which the department reported, from `taken` until `end`.
    fn reports(&self, taken: NaiveDate, end: NaiveDate) -> Vec<(NaiveDate, Told)> {
        let (task, days) = (self.task, self.days);
        let mut on = due_reports(task.cadence, taken, end, &days.calendar);
        let due = task.due.map(|due| days.at(due));
        // Of a task that was stopped, its last words say why; they are no report.
        let stopped = matches!(task.fate, Fate::Suspended | Fate::Cancelled);
        let last = task.last.as_ref().filter(|_| !stopped);
        let at_work = !stopped && task.fate != Fate::Closed;
        let late = at_work && due.is_some_and(|due| due < days.last);
        if task.fate == Fate::Closed {
            // Now and then a report did not come.
            if self.at % 9 == 4 && on.len() > 1 {
                on.remove(1);
            }
        } else if task.silent {
            on.pop();
            on.retain(|day| !task.unexplained || due.is_none_or(|due| *day < due));
        } else if last.is_some() {
            let fresh = days.at(-1 - i64::try_from(self.at % 5).unwrap_or_default());
            if on.last().is_none_or(|last| *last < fresh) && fresh > taken && fresh <= end {
                on.push(fresh);
            }
        }
        if let Some(due) = due.filter(|_| late && !task.unexplained)
            && on.last().is_none_or(|last| *last <= due)
        {
            on.push(days.after(due, if task.silent { 4 } else { 1 }));
        }
        if on.is_empty() && last.is_some() {
            on.push(days.after(taken, 2));
        }
        let count = on.len();
        let goal = if task.fate == Fate::Closed { 90 } else { usize::from(task.percent) };
        let told = |nth: usize, day: NaiveDate| Told {
            percent: step_of_five(goal, nth + 1, count),
            latest: nth + 1 == count && last.is_some(),
            overdue: late && due.is_some_and(|due| day > due),
        };
        on.into_iter().enumerate().map(|(nth, day)| (day, told(nth, day))).collect()
    }
}

/// The days between `taken` and `end` by which a report was due.
fn due_reports(
    cadence: Cadence,
    taken: NaiveDate,
    end: NaiveDate,
    calendar: &WorkCalendar,
) -> Vec<NaiveDate> {
    let next = |last: Option<NaiveDate>| {
        ReportDays::default()
            .next_due(cadence, taken, last, calendar, Pace::Resting)
            .filter(|due| *due < end && *due > last.unwrap_or(taken))
    };
    std::iter::successors(next(None), |last| next(Some(*last))).collect()
}

/// The `nth` of `count` equal steps to `goal`, in fives; the last one is `goal` itself.
fn step_of_five(goal: usize, nth: usize, count: usize) -> u8 {
    let percent = if nth == count { goal } else { goal * nth / count / 5 * 5 };
    u8::try_from(percent).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Weekday};

    use super::*;
    use crate::cli::demo::content;

    fn told_on(today: &str) -> (Vec<TaskOutline>, Days, Vec<Moment>) {
        let days = Days::until(today.parse().unwrap());
        let tasks = content::tasks().unwrap();
        let moments = tell(&content::meetings().unwrap(), &tasks, &days);
        (tasks, days, moments)
    }

    #[test]
    fn nothing_happens_or_falls_due_on_a_weekend() {
        let weekend = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        for today in ["2023-06-16", "2026-11-22", "2028-02-29", "2027-01-01", "2026-10-05"] {
            let (tasks, days, moments) = told_on(today);
            assert!(!moments.iter().any(|moment| weekend(moment.day)), "{today}");
            let due = tasks.iter().flat_map(|task| [task.due, task.first_due, task.asks_for]);
            assert!(!due.flatten().any(|offset| weekend(days.at(offset))), "{today}");
        }
    }

    #[test]
    fn nothing_happens_after_today_or_out_of_order() {
        for today in ["2023-06-16", "2026-11-22", "2028-02-29", "2027-01-01", "2026-10-05"] {
            let (tasks, days, moments) = told_on(today);
            assert!(moments.iter().all(|moment| moment.day <= days.last), "{today}");
            for (at, task) in tasks.iter().enumerate() {
                let place = |wanted: &Deed| moments.iter().position(|one| one.deed == *wanted);
                let (issued, taken) = (place(&Deed::Issue(at)), place(&Deed::Acknowledge(at)));
                let asked = place(&Deed::AskClosure(at));
                let title = task.title.say(crate::i18n::Lang::En);
                assert!(taken.is_none() || issued < taken, "{title} on {today}");
                assert!(asked.is_none() || taken < asked, "{title} on {today}");
            }
        }
    }

    #[test]
    fn who_is_late_has_said_why_but_for_two() {
        let (tasks, days, moments) = told_on("2023-06-16");
        let late = |task: &TaskOutline| {
            task.due.is_some_and(|due| days.at(due) < days.last)
                && matches!(task.fate, Fate::Open | Fate::AsksExtension)
        };
        let explained = |at: usize| {
            moments.iter().any(
                |moment| matches!(moment.deed, Deed::Report(of, told) if of == at && told.overdue),
            )
        };

        let overdue: Vec<usize> =
            tasks.iter().enumerate().filter(|(_, task)| late(task)).map(|(at, _)| at).collect();

        assert_eq!(overdue.len(), 8);
        assert_eq!(overdue.iter().filter(|at| !explained(**at)).count(), 2);
    }
}

//! Two years of passes by a simulated clock: random tasks, holidays, vacations, restarts and days
//! on which nobody was there.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{Cadence, CalendarEntry, DayKind, MONDAY_TO_FRIDAY, Urgency};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar(dice: &mut Dice) -> WorkCalendar {
    let entry = |kind, from: NaiveDate, days: u64| CalendarEntry {
        id: 0,
        kind,
        name: String::new(),
        from,
        to: from + Days::new(days),
        source: None,
    };
    let mut entries = Vec::new();
    for year in 2026..=2029 {
        let on = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        entries.push(entry(DayKind::Vacation, on(1, 12), 35));
        entries.push(entry(DayKind::Vacation, on(7, 10), 48));
        entries.push(entry(DayKind::Holiday, on(10, 1), 6));
        for _ in 0..4 {
            let first = on(1, 1) + Days::new(dice.roll(360));
            entries.push(entry(DayKind::Holiday, first, dice.roll(4)));
            entries.push(entry(DayKind::WorkingDay, first + Days::new(5), 0));
        }
    }
    WorkCalendar::of(MONDAY_TO_FRIDAY, &entries)
}

fn task(dice: &mut Dice, nth: i64) -> (Watched, NaiveDate) {
    let sent_on = day("2026-01-05") + Days::new(dice.roll(600));
    let person = |dice: &mut Dice| PersonId(1 + i64::try_from(dice.roll(9)).unwrap());
    let due_on = sent_on + Days::new(2 + dice.roll(150));
    let task = Watched {
        task: TaskId(nth),
        state: State::InProgress,
        urgency: [Urgency::Normal, Urgency::Urgent, Urgency::Critical]
            [usize::try_from(dice.roll(3)).unwrap()],
        due_on: (dice.roll(10) > 0).then_some(due_on),
        sent_on,
        clock_stands: false,
        cadence: [Cadence::None, Cadence::Weekly, Cadence::Monthly]
            [usize::try_from(dice.roll(3)).unwrap()],
        reports_from: Some(sent_on),
        last_report_on: None,
        parties: Parties {
            head: Some(person(dice)),
            handler: (dice.roll(2) == 0).then(|| person(dice)),
            contacts: vec![person(dice)],
            leader: Some(person(dice)),
            office_heads: vec![person(dice)],
            clerks: vec![person(dice)],
            deputies: Vec::new(),
        },
    };
    (task, due_on + Days::new(dice.roll(60)))
}

/// Everything that is told of `tasks`, each until the day on which it is closed, by passes on the
/// days on which somebody is there.
fn told(
    tasks: &[(Watched, NaiveDate)],
    calendar: &WorkCalendar,
    is_there: impl Fn(NaiveDate) -> bool,
) -> Vec<(NaiveDate, Planned)> {
    let (first, last) = (day("2026-01-05"), day("2028-01-05"));
    let rules = Rules::default();
    let mut claimed: BTreeSet<(PersonId, TaskId, ReminderKind, i32, NaiveDate)> = BTreeSet::new();
    let mut through = first;
    let mut told = Vec::new();
    for today in first.iter_days().take_while(|day| *day <= last).filter(|day| is_there(*day)) {
        let at_work = calendar.is_working_day(today);
        let open: Vec<Watched> = tasks
            .iter()
            .filter(|(task, closed)| task.sent_on < today && today < *closed)
            .filter(|(task, _)| at_work || task.urgency == Urgency::Critical)
            .map(|(task, _)| task.clone())
            .collect();
        // Twice, as after a restart in the middle of the day.
        for _ in 0..2 {
            let found = plan(&open, &rules, calendar, through + Days::new(1), today);
            for one in merged(found) {
                if claimed.insert((one.person, one.task, one.kind, one.step, one.on)) {
                    told.push((today, one));
                }
            }
        }
        if at_work {
            through = today;
        }
    }
    told
}

#[test]
fn over_two_years_everything_that_is_planned_is_told_once_on_its_day() {
    for seed in 1..=6 {
        let mut dice = Dice(seed);
        let calendar = calendar(&mut dice);
        let tasks: Vec<_> = (1..=20).map(|nth| task(&mut dice, nth)).collect();
        let told = told(&tasks, &calendar, |_| true);
        assert!(told.len() > 100);

        let mut expected = Vec::new();
        for (task, closed) in &tasks {
            let last = *closed - Days::new(1);
            let all = std::slice::from_ref(task);
            let found = plan(all, &Rules::default(), &calendar, day("2026-01-06"), last);
            expected.extend(found.into_iter().filter(|one| one.on <= day("2028-01-05")));
        }
        expected.sort_unstable();
        let mut planned: Vec<Planned> = told.iter().map(|(_, one)| *one).collect();
        planned.sort_unstable();
        assert_eq!(planned, expected, "seed {seed}");

        for (today, one) in &told {
            let (task, closed) = &tasks[usize::try_from(one.task.0 - 1).unwrap()];
            assert_eq!(*today, one.on);
            assert!(today < closed, "nothing of what is closed");
            let critical = task.urgency == Urgency::Critical;
            assert!(critical || calendar.is_working_day(*today), "{today} is free");
            if !critical && calendar.in_vacation(*today) {
                assert_eq!(*today, calendar.first_of_week(*today), "weekly in a vacation");
            }
        }
    }
}

#[test]
fn after_days_without_a_pass_what_is_still_true_is_told_once() {
    let mut dice = Dice(11);
    let calendar = calendar(&mut dice);
    let tasks: Vec<_> = (1..=20).map(|nth| task(&mut dice, nth)).collect();
    let away: BTreeSet<NaiveDate> = (0..60)
        .flat_map(|_| {
            let first = day("2026-01-05") + Days::new(dice.roll(730));
            first.iter_days().take(1 + usize::try_from(dice.roll(12)).unwrap())
        })
        .collect();
    let told = told(&tasks, &calendar, |day| !away.contains(&day));
    let mut seen = BTreeSet::new();
    for (today, one) in &told {
        assert!(seen.insert((*today, one.person, one.task, one.kind)), "merged: {one:?}");
        let (task, closed) = &tasks[usize::try_from(one.task.0 - 1).unwrap()];
        assert!(one.on <= *today && today < closed);
        let passed = task.due_on.is_some_and(|due| due < *today);
        let also = told.iter().any(|(day, other)| {
            (day, other.person, other.task) == (today, one.person, one.task)
                && other.kind == ReminderKind::Overdue
        });
        assert!(!(passed && also && one.kind == ReminderKind::DueSoon), "no longer true: {one:?}");
    }
    // Whoever was to hear of an overdue task has heard of it, however long nobody was there.
    for (task, closed) in &tasks {
        let last = *closed - Days::new(1);
        let all = std::slice::from_ref(task);
        let Some(due) = task.due_on else { continue };
        let quiet = |day: &NaiveDate| away.contains(day) || !calendar.is_working_day(*day);
        let first = plan(all, &Rules::default(), &calendar, due, last)
            .into_iter()
            .find(|one| one.kind == ReminderKind::Overdue);
        let Some(first) = first else { continue };
        let heard_by = first.on.iter_days().find(|day| !quiet(day)).unwrap();
        if heard_by <= last && heard_by <= day("2028-01-05") {
            assert!(
                told.iter().any(|(_, one)| one.task == task.task
                    && one.kind == ReminderKind::Overdue
                    && one.person == first.person),
                "{first:?} by {heard_by}"
            );
        }
    }
}

#[test]
fn nothing_is_told_while_the_clock_stands_still() {
    let mut dice = Dice(5);
    let calendar = calendar(&mut dice);
    let stands = |nth| {
        let (task, closed) = task(&mut dice, nth);
        (Watched { clock_stands: true, ..task }, closed)
    };
    let tasks: Vec<_> = (1..=20).map(stands).collect();
    assert!(told(&tasks, &calendar, |_| true).is_empty());
}

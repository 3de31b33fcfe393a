//! Two years of reminders through the services and out to a mail server, with a process that dies at
//! every step of a pass and of a delivery: nothing is lost, nothing is told twice, and what leaves
//! twice leaves under the same name.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use duban::app::App;
use duban::domain::{
    Actor, CalendarEntry, DayKind, LetterKind, LetterState, RequestKind, State, Task, TaskId,
    Urgency,
};
use duban::mail::Post;
use duban::persistence::outbox::{self, KeptLetter, LetterFilter};
use duban::persistence::reminders as kept;
use duban::services::requests::{Asked, request};
use duban::services::tasks::TaskPatch;
use duban::services::{Error, decisions, delivery, reminders, steps, tasks, working_calendar};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::smtp_sink::SmtpSink;

on_both!(over_two_years_a_process_that_dies_loses_and_doubles_no_reminder,);

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Where the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Death {
    /// After the digests are written, before they are kept.
    WritingThem,
    /// Before a letter is claimed.
    BeforeTheClaim,
    /// With a letter in hand that the mail server has not taken.
    WithALetterInHand,
    /// After the mail server took a letter, before that is kept.
    BeforeTheMark,
    /// The same with the second letter: the mark of the first is kept.
    BeforeTheSecondMark,
}

const DEATHS: [Death; 5] = [
    Death::WritingThem,
    Death::BeforeTheClaim,
    Death::WithALetterInHand,
    Death::BeforeTheMark,
    Death::BeforeTheSecondMark,
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(kind: DayKind, from: NaiveDate, days: u64) -> CalendarEntry {
    CalendarEntry {
        id: 0,
        kind,
        name: kind.to_string(),
        from,
        to: from + Days::new(days),
        source: None,
    }
}

/// Holidays, the days worked for them, and two vacations in each year.
fn calendar(dice: &mut Dice) -> Vec<CalendarEntry> {
    let mut entries = Vec::new();
    for year in 2026..=2027 {
        let on = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        entries.push(entry(DayKind::Vacation, on(1, 20), 25));
        entries.push(entry(DayKind::Vacation, on(7, 10), 45));
        for month in [3, 5, 10, 12] {
            let first = on(month, 1) + Days::new(dice.roll(20));
            entries.push(entry(DayKind::Holiday, first, dice.roll(4)));
            entries.push(entry(DayKind::WorkingDay, first + Days::new(6), 0));
        }
    }
    entries
}

/// A house whose process can die.
struct House {
    college: College,
    sink: SmtpSink,
    dice: Dice,
    open: Vec<TaskId>,
    deaths: BTreeMap<String, usize>,
}

impl House {
    fn app(&self) -> &App {
        &self.college.office.app
    }

    /// The process is started again: nothing but the database remembers.
    fn start_again(&mut self) {
        let old = self.app();
        let (settings, clock) = ((*old.settings).clone(), Arc::clone(&old.clock));
        let mut app = App::open(settings, clock).unwrap();
        app.post = old.post.clone();
        app.reader = old.reader.clone();
        self.college.office.app = app;
    }

    /// Does `work`, in which the process dies.
    fn die(&mut self, death: Death, work: impl FnOnce(&App)) {
        let app = self.app().clone();
        // Without a word: a dead process says nothing.
        let died = catch_unwind(AssertUnwindSafe(|| work(&app))).is_err();
        *self
            .deaths
            .entry(format!("{death:?}{}", if died { "" } else { " (late)" }))
            .or_default() += 1;
        drop(app);
        self.start_again();
        // A claim of the dead holds for a while.
        self.college.office.pass(TimeDelta::seconds(31));
    }

    fn letters(&self) -> Vec<KeptLetter> {
        let all = LetterFilter { limit: 100_000, ..LetterFilter::default() };
        self.app().db.read(|conn| outbox::list(conn, &all)).unwrap()
    }

    /// What people do in the morning.
    fn live(&mut self, nth: u64) {
        let today = self.app().today();
        if nth.is_multiple_of(18) {
            let urgency = [Urgency::Normal, Urgency::Normal, Urgency::Urgent, Urgency::Critical];
            let urgency = urgency[usize::try_from(self.dice.roll(4)).unwrap()];
            let due = (today + Days::new(5 + self.dice.roll(40))).to_string();
            let draft = self.college.draft(&format!("Task {nth}"), &due);
            let patch = TaskPatch { urgency: Some(urgency), ..TaskPatch::default() };
            let clerk = self.college.clerk;
            let task = self
                .college
                .as_person(clerk, |act| {
                    let task = tasks::edit(act, draft.id, draft.version, patch)?;
                    steps::issue(act, task.id, task.version)
                })
                .unwrap();
            self.open.push(task.id);
        }
        if self.dice.roll(7) > 0 || self.open.is_empty() {
            return;
        }
        let which = usize::try_from(self.dice.roll(self.open.len() as u64)).unwrap();
        let task = self.college.task(self.open[which]);
        if self.act_on(&task).is_some_and(|task| task.state == State::Closed) {
            self.open.remove(which);
        }
    }

    /// The next step of a task's way; some rest with their clock standing for a while.
    fn act_on(&mut self, task: &Task) -> Option<Task> {
        let (head, decider) = (self.college.head, self.college.office_head);
        let (id, version) = (task.id, task.version);
        let done: Result<Task, Error> = match (task.state, self.dice.roll(4)) {
            (State::AwaitingAcknowledgement, _) => {
                let yes = steps::Acknowledgement { can_meet_date: true, ..Default::default() };
                self.college.as_person(head, |act| steps::acknowledge(act, id, version, &yes))
            }
            (State::InProgress, 0) => {
                self.college.as_operator(|act| steps::suspend(act, id, version, "Funds"))
            }
            (State::InProgress, _) if task.open_request_id.is_none() => {
                let result = Some("It is done".to_owned());
                let asked = Asked { result, ..Asked::new(RequestKind::Closure) };
                self.college
                    .as_person(head, |act| request(act, id, version, &asked).map(|(task, _)| task))
            }
            (State::ClosureReview, _) => {
                let open = task.open_request_id?;
                self.college.as_person(decider, |act| decisions::approve(act, open, None, "", None))
            }
            (State::Suspended, _) => {
                let due = self.app().today() + Days::new(20);
                self.college.as_operator(|act| steps::resume(act, id, version, Some(due)))
            }
            _ => return None,
        };
        Some(done.unwrap())
    }

    /// Writes the digests of the day and lets every letter leave, with a death on the way.
    fn pass(&mut self, death: Option<Death>) {
        let write = |app: &App| app.act_now(Actor::operator(), reminders::write_due);
        match death {
            Some(Death::WritingThem) => self.die(Death::WritingThem, |app| {
                let _lost: Result<(), Error> = app.act_now(Actor::operator(), |act| {
                    reminders::write_due(act)?;
                    resume_unwind(Box::new("died"))
                });
            }),
            Some(Death::BeforeTheClaim) => {
                write(self.app()).unwrap();
                self.die(Death::BeforeTheClaim, |app| die_at(app, 1));
            }
            Some(Death::WithALetterInHand) => {
                write(self.app()).unwrap();
                self.die(Death::WithALetterInHand, |app| {
                    let (now, lease) = (app.clock.now(), "of the dead");
                    let until = now + TimeDelta::seconds(30);
                    let claimed = app.db.write(|conn| outbox::claim(conn, lease, now, until));
                    assert!(claimed.is_ok());
                    resume_unwind(Box::new("died"))
                });
            }
            Some(Death::BeforeTheMark) => {
                write(self.app()).unwrap();
                self.die(Death::BeforeTheMark, |app| die_at(app, 2));
            }
            Some(Death::BeforeTheSecondMark) => {
                write(self.app()).unwrap();
                self.die(Death::BeforeTheSecondMark, |app| die_at(app, 3));
            }
            None => {}
        }
        // Whatever happened, the process is there again, twice over.
        for _ in 0..2 {
            write(self.app()).unwrap();
            delivery::deliver_due(self.app()).unwrap();
        }
    }
}

/// Delivers, and dies inside the transaction number `nth`: it puts the last letter down and takes the
/// next one up, so that nothing of either is kept.
fn die_at(app: &App, nth: u32) {
    let count = std::cell::Cell::new(0);
    delivery::deliver_while(app, || {
        count.set(count.get() + 1);
        if count.get() == nth { resume_unwind(Box::new("died")) } else { true }
    })
    .unwrap();
}

async fn over_two_years_a_process_that_dies_loses_and_doubles_no_reminder(database: Database) {
    let sink = SmtpSink::open([]);
    let mut college = College::on("2026-01-05", database);
    college.office.app.post = Post::open(&sink.url(), None).unwrap();
    let mut dice = Dice(7);
    let entries = calendar(&mut dice);
    college.as_operator(|act| working_calendar::add_all(act, entries)).unwrap();
    let mut house = House { college, sink, dice, open: Vec::new(), deaths: BTreeMap::new() };
    let mut planned = Vec::new();
    let mut told = 0;
    let mut arrived = 0;

    let days = day("2026-01-06").iter_days().take_while(|day| *day <= day_of_end());
    for (nth, today) in (0_u64..).zip(days) {
        house.college.office.turn_to(&today.to_string());
        house.live(nth);
        let app = house.app().clone();
        let preview = reminders_of(&app, today);
        let before: Vec<String> = house.letters().into_iter().map(|one| one.message_id).collect();
        let death =
            (house.dice.roll(4) == 0).then(|| DEATHS[usize::try_from(house.dice.roll(5)).unwrap()]);
        house.pass(death);

        // Told today is what was planned for today, of what is open and whose clock goes.
        let all = app.db.read(kept::told).unwrap();
        let now: Vec<_> = all.iter().filter(|one| one.0 == today).copied().collect();
        assert_eq!(now, preview, "{today} {death:?}");
        assert_eq!(all.len(), told + now.len(), "{today}: nothing late, nothing early");
        told = all.len();
        let working = app.calendar().is_working_day(today);
        for (_, _, task, ..) in &now {
            let task = house.college.task(*task);
            assert!(working || task.urgency == Urgency::Critical, "{today} is free");
            let open = matches!(task.state, State::AwaitingAcknowledgement | State::InProgress);
            assert!(open && task.stopped_on.is_none(), "{today}: {:?}", task.state);
        }
        planned.extend(now);

        // What was written today has left today: once, or twice under one name after a death.
        let names = house.sink.names();
        let left: Vec<&String> = names[arrived..].iter().collect();
        arrived = names.len();
        let twice = left.len() - left.iter().collect::<BTreeSet<_>>().len();
        let may = matches!(death, Some(Death::BeforeTheMark | Death::BeforeTheSecondMark));
        assert!(twice <= usize::from(may), "{today} {death:?}: {left:?}");
        let written: BTreeSet<String> = house
            .letters()
            .into_iter()
            .filter(|one| !before.contains(&one.message_id) && one.state == LetterState::Sent)
            .map(|one| format!("<{}>", one.message_id))
            .collect();
        assert!(written.iter().all(|name| left.contains(&name)), "{today} {death:?}");
        let digests = |one: &KeptLetter| one.kind == LetterKind::Digest;
        let fresh = house.letters().into_iter().filter(digests);
        let fresh = fresh.filter(|one| !before.contains(&one.message_id)).count();
        assert_eq!(fresh > 0, !preview.is_empty(), "{today}: a digest where there is something");
    }

    assert!(planned.len() > 300, "{} reminders", planned.len());
    let unique: BTreeSet<_> = planned.iter().collect();
    assert_eq!(unique.len(), planned.len(), "each once");
    let states: BTreeSet<LetterState> = house.letters().iter().map(|one| one.state).collect();
    assert_eq!(states, BTreeSet::from([LetterState::Sent]));
    for death in DEATHS {
        let times = house.deaths.get(&format!("{death:?}")).copied().unwrap_or_default();
        assert!(times >= 5, "{death:?}: {:?}", house.deaths);
    }
}

fn day_of_end() -> NaiveDate {
    day("2027-12-31")
}

/// What is planned for `today`, in the order in which it is kept.
fn reminders_of(
    app: &App,
    today: NaiveDate,
) -> Vec<(NaiveDate, duban::domain::PersonId, TaskId, duban::domain::ReminderKind, i32)> {
    let found = app.db.read(|conn| reminders::preview(conn, app, None, (today, today))).unwrap();
    let mut all: Vec<_> =
        found.items.iter().map(|one| (one.on, one.person, one.task, one.kind, one.step)).collect();
    all.sort_unstable();
    all
}

impl College {
    fn as_operator<T>(
        &self,
        work: impl FnOnce(&mut duban::app::Act<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.office.app.act_now(Actor::operator(), work)
    }
}

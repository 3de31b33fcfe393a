//! Any past day is shown as it was shown on that day: a random life of tasks is played day by
//! day, and what was seen then is asked for again at the end.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use duban::app::Act;
use duban::domain::{
    Actor, Cadence, DepartmentId, DepartmentPart, Outlook, PersonId, ProgrammeId, RequestKind,
    State, Task, TaskId,
};
use duban::persistence::views::dashboard::{
    Ages, Board, DashboardFilter, Day, Decider, DueTask, Extensions, OverdueTask, WaitingTask,
};
use duban::persistence::views::missed_reports::{Dues, MissedReports};
use duban::persistence::{Conn, departments, programmes, tasks};
use duban::services::reports::Told;
use duban::services::requests::Asked;
use duban::services::steps::Acknowledgement;
use duban::services::tasks::{NewTask, TaskPatch};
use duban::services::{Error, decisions, reports, requests, steps, tasks as task_services};

use crate::dashboard::{Dice, day};
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(a_past_day_is_shown_as_it_was_shown);

const FIRST: &str = "2026-01-05";
/// How many days are played: through a month's end, a term's worth of cadences and more.
const DAYS: u64 = 75;
/// How many things are tried on each of them.
const ACTS: u64 = 7;

/// All that is shown of a day.
#[derive(Debug, PartialEq)]
struct Shown {
    board: Board,
    red: Vec<OverdueTask>,
    next: (Vec<DueTask>, i64),
    ages: Ages,
    extensions: Extensions,
    waiting: (Vec<Decider>, Vec<WaitingTask>),
    missed: MissedReports,
}

struct Life {
    cast: Cast,
    dice: Dice,
    departments: Vec<DepartmentId>,
    leaders: Vec<PersonId>,
    programme: ProgrammeId,
    tasks: Vec<TaskId>,
    /// What happened, and how often.
    done: BTreeMap<&'static str, usize>,
}

impl Life {
    fn begin(database: Database) -> Self {
        let cast = cast(Office::on(FIRST, database));
        let begun = cast.office.app.db.write(|conn| {
            let tree = departments::tree(conn)?;
            let all: Vec<DepartmentId> = tree.iter().map(|one| one.id).collect();
            let leaders = all.iter().filter_map(|id| tree.leader(*id)).collect();
            Ok::<_, duban::persistence::Error>((all, leaders, programmes::insert(conn, "Reforms")?))
        });
        let (departments, leaders, programme) = begun.unwrap();
        let (dice, tasks, done) = (Dice(5_309), Vec::new(), BTreeMap::new());
        Self { cast, dice, departments, leaders, programme, tasks, done }
    }

    fn today(&self) -> NaiveDate {
        self.cast.office.app.today()
    }

    fn soon(&mut self) -> NaiveDate {
        self.today() + Days::new(1 + self.dice.below(25))
    }

    fn act(&mut self, name: &'static str, work: impl FnOnce(&mut Act<'_>) -> Result<Task, Error>) {
        if let Ok(task) = self.cast.office.app.act_now(Actor::operator(), work) {
            *self.done.entry(name).or_default() += 1;
            if !self.tasks.contains(&task.id) {
                self.tasks.push(task.id);
            }
        }
    }

    fn create(&mut self) {
        let long_term = self.dice.one_in(6);
        let cadences = [Cadence::None, Cadence::Weekly, Cadence::HalfMonthly];
        let new = NewTask {
            title: format!("Task {}", self.tasks.len()),
            lead_id: Some(self.dice.of(&self.departments)),
            supporters: Vec::new(),
            programme_id: self.dice.one_in(2).then_some(self.programme),
            long_term,
            cadence: if long_term { Cadence::Weekly } else { self.dice.of(&cadences) },
            due_on: (!long_term).then(|| self.soon()),
            ..NewTask::default()
        };
        self.act("create", |act| task_services::create(act, new));
    }

    /// Something happens to some task, if it can.
    fn happen(&mut self) {
        if self.tasks.len() < 8 || self.dice.one_in(6) {
            return self.create();
        }
        let id = self.dice.of(&self.tasks);
        let task = self.cast.task(id);
        let (version, reason) = (task.version, "It has to be");
        let (soon, supporter) = (self.soon(), self.dice.of(&self.departments));
        let leader = self.dice.of(&self.leaders);
        match task.state {
            State::Draft => self.act("issue", |act| steps::issue(act, id, version)),
            State::AwaitingAcknowledgement => match self.dice.below(6) {
                0 => self.act("recall", |act| steps::recall(act, id, version, reason)),
                1 => self.act("return", |act| steps::send_back(act, id, version, reason)),
                can => {
                    let answer = Acknowledgement {
                        can_meet_date: can > 2,
                        proposed_due_on: (can == 2)
                            .then(|| task.due_on.map(|due| due + Days::new(9)))
                            .flatten(),
                        reason: reason.to_owned(),
                    };
                    self.act("acknowledge", |act| steps::acknowledge(act, id, version, &answer));
                }
            },
            State::InProgress | State::ClosureReview if task.open_request_id.is_some() => {
                self.decide(&task);
            }
            State::InProgress | State::ClosureReview => match self.dice.below(9) {
                0 => self.act("suspend", |act| steps::suspend(act, id, version, reason)),
                1 => {
                    self.act("transfer", |act| {
                        steps::transfer(act, id, version, supporter, reason)
                    });
                }
                2 => {
                    let patch = TaskPatch {
                        supporters: Some(vec![supporter]),
                        leader_id: Some(Some(leader)),
                        ..TaskPatch::default()
                    };
                    self.act("edit", |act| task_services::edit(act, id, version, patch));
                }
                3 => {
                    let patch = TaskPatch { supporters: Some(Vec::new()), ..TaskPatch::default() };
                    self.act("part", |act| task_services::edit(act, id, version, patch));
                }
                4 => {
                    let asked = Asked {
                        reason: reason.to_owned(),
                        new_due_on: task.due_on.map(|due| due.max(soon) + Days::new(5)),
                        ..Asked::new(RequestKind::Extension)
                    };
                    self.ask("extension", &task, &asked);
                }
                5 | 6 => {
                    let result = Some("It is done".to_owned());
                    let asked = Asked { result, ..Asked::new(RequestKind::Closure) };
                    self.ask("closure", &task, &asked);
                }
                _ => {
                    let told = Told {
                        outlook: Some(self.dice.of(&[Outlook::OnTime, Outlook::Blocked])),
                        done: Some("A step".to_owned()),
                        problem: Some("Rain".to_owned()),
                        percent: Some(i32::try_from(self.dice.below(100)).unwrap()),
                        delay_reason: Some("Rain".to_owned()),
                        expected_on: Some(soon),
                        ..Told::default()
                    };
                    self.act("report", |act| {
                        reports::report(act, id, None, &told).map(|(task, _)| task)
                    });
                }
            },
            State::Suspended => {
                self.act("resume", |act| steps::resume(act, id, version, Some(soon)));
            }
            State::Closed if self.dice.one_in(6) => {
                self.act("reopen", |act| steps::reopen(act, id, version, reason, Some(soon)));
            }
            State::Closed | State::Cancelled => self.create(),
        }
    }

    fn ask(&mut self, name: &'static str, task: &Task, asked: &Asked) {
        let (id, version) = (task.id, task.version);
        self.act(name, |act| requests::request(act, id, version, asked).map(|(task, _)| task));
    }

    fn decide(&mut self, task: &Task) {
        let request = task.open_request_id.unwrap();
        match self.dice.below(5) {
            0 => self.act("reject", |act| decisions::reject(act, request, None, "Not yet")),
            1 => self.act("withdraw", |act| requests::withdraw(act, request, None)),
            2 => self.act("approve", |act| decisions::approve(act, request, None, "", None)),
            // It waits, as requests do.
            _ => {}
        }
    }

    fn filters(&self, as_of: NaiveDate) -> [DashboardFilter; 3] {
        let all = || DashboardFilter::on(as_of);
        [
            all(),
            DashboardFilter {
                department_id: Some(self.cast.support.id),
                role: Some(DepartmentPart::Support),
                ..all()
            },
            DashboardFilter { leader_id: self.leaders.first().copied(), ..all() },
        ]
    }

    /// What is shown of `as_of`, asked for today.
    fn shown(&self, as_of: NaiveDate) -> Vec<Shown> {
        let (days, calendar) =
            (self.cast.office.app.settings.reports.days(), self.cast.office.app.calendar());
        let viewer = Actor::operator();
        let read = |conn: &mut Conn| {
            let one = |filter: DashboardFilter| {
                let day = Day::read(conn, &viewer, &filter)?;
                let dues = Dues { days: &days, calendar: &calendar };
                Ok(Shown {
                    board: Board::of(conn, &day)?,
                    red: day.overdue(conn, 10)?,
                    next: day.due_until(conn, as_of + Days::new(14), 14)?,
                    ages: day.ages(),
                    extensions: day.extensions(conn, 8)?,
                    waiting: day.waiting(conn, 8)?,
                    missed: MissedReports::of(conn, &viewer, &filter, Some(Cadence::Weekly), dues)?,
                })
            };
            self.filters(as_of)
                .into_iter()
                .map(one)
                .collect::<Result<_, duban::persistence::Error>>()
        };
        self.cast.office.app.db.read(read).unwrap()
    }
}

async fn a_past_day_is_shown_as_it_was_shown(database: Database) {
    let mut life = Life::begin(database);
    let mut records: Vec<(NaiveDate, Vec<Shown>)> = Vec::new();
    for passed in 0..DAYS {
        let today = day(FIRST) + Days::new(passed);
        life.cast.office.turn_to(&today.to_string());
        for _ in 0..ACTS {
            life.happen();
        }
        records.push((today, life.shown(today)));
    }
    for name in [
        "create",
        "issue",
        "recall",
        "return",
        "acknowledge",
        "suspend",
        "resume",
        "transfer",
        "edit",
        "part",
        "extension",
        "closure",
        "approve",
        "reject",
        "withdraw",
        "report",
        "reopen",
    ] {
        assert!(life.done.contains_key(name), "nobody could {name}: {:?}", life.done);
    }
    let last = &records.last().unwrap().1[0];
    assert!(last.board.totals.counts.all > 10 && last.board.totals.counts.closed > 2);
    assert!(records.iter().any(|(_, shown)| !shown[0].red.is_empty()));
    assert!(records.iter().any(|(_, shown)| shown[0].missed.missing > 0));
    assert!(records.iter().any(|(_, shown)| shown[1].board.totals.counts.all > 0));
    for (day, shown) in &records {
        assert_eq!(life.shown(*day), *shown, "{day}");
    }
    // Every task is still there to be read.
    let listed = life.cast.office.app.db.read(|conn| tasks::find_all(conn, &life.tasks)).unwrap();
    assert_eq!(listed.len(), life.tasks.len());
}

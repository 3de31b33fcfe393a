//! The story is played: every deed through the use case that people would take, on its day.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};

use super::college::Members;
use super::content::{Fate, MeetingOutline, Phrases, TaskOutline, Unreadable, minutes};
use super::minutes::Minutes;
use super::story::{Days, Deed, Told};
use crate::app::{Act, App, actor_of};
use crate::domain::{
    DirectiveId, Disposition, FreeDays, MeetingId, Outlook, PersonId, RequestId, RequestKind,
    Source, Task, TaskId, Urgency,
};
use crate::i18n::Lang;
use crate::persistence::looks::PORTFOLIO;
use crate::persistence::{self, Conn, tasks};
use crate::services;
use crate::services::decisions::{approve, reject};
use crate::services::intake::{self, MeetingInput};
use crate::services::reports::{self, report};
use crate::services::requests::{Asked, request};
use crate::services::review::{self, decide};
use crate::services::steps::{self, Acknowledgement};
use crate::services::tasks::{NewTask, create};
use crate::services::{instructions, looks};

/// Everything that the story is told from.
pub(super) struct Script<'a> {
    pub(super) meetings: &'a [MeetingOutline],
    pub(super) tasks: &'a [TaskOutline],
    pub(super) phrases: &'a Phrases,
    pub(super) members: &'a Members,
    pub(super) days: &'a Days,
    pub(super) lang: Lang,
}

/// What has come of it so far.
#[derive(Default)]
pub(super) struct Stage {
    meetings: BTreeMap<usize, (MeetingId, Minutes)>,
    tasks: BTreeMap<usize, TaskId>,
    requests: BTreeMap<usize, RequestId>,
}

/// Why a story stopped.
#[derive(Debug, thiserror::Error)]
pub(super) enum Interrupted {
    #[error("{0}: {1}")]
    Refused(String, #[source] services::Error),
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(transparent)]
    Storage(#[from] persistence::Error),
}

/// The instant, in UTC, of a minute of `day` in the house's zone; never later than `latest`.
pub(super) fn instant(
    app: &App,
    day: NaiveDate,
    minute: u32,
    latest: NaiveDateTime,
) -> NaiveDateTime {
    let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    let zoned = app.house().zone.from_local_datetime(&local).earliest();
    zoned.map_or(local, |zoned| zoned.naive_utc()).min(latest)
}

/// Acts as `who`, at the time that the clock shows.
pub(super) fn acting<T>(
    app: &App,
    conn: &mut Conn,
    who: PersonId,
    work: impl FnOnce(&mut Act<'_>) -> Result<T, services::Error>,
) -> Result<T, services::Error> {
    let (now, today) = (app.clock.now(), app.today());
    let actor = actor_of(conn, who, today)?;
    let calendar = app.calendar();
    let free_days = FreeDays::default();
    work(&mut Act { conn, actor, now, today, app, calendar, free_days })
}

impl Script<'_> {
    /// Plays one moment in the open transaction; the clock shows it already.
    pub(super) fn play(
        &self,
        app: &App,
        conn: &mut Conn,
        stage: &mut Stage,
        deed: &Deed,
    ) -> Result<(), Interrupted> {
        match deed {
            Deed::File(at) => self.file(app, conn, stage, *at),
            Deed::Review(at) => self.review(app, conn, stage, *at),
            Deed::Issue(at)
            | Deed::Acknowledge(at)
            | Deed::Report(at, _)
            | Deed::AskExtension(at, _)
            | Deed::GrantExtension(at)
            | Deed::AskClosure(at)
            | Deed::Close(at)
            | Deed::SendBack(at)
            | Deed::Suspend(at)
            | Deed::Cancel(at)
            | Deed::Urge(at)
            | Deed::Instruct(at) => {
                let outcome = self.step(app, conn, stage, *at, deed);
                outcome.map_err(|error| self.interrupted(*at, deed, error))
            }
        }
    }

    fn interrupted(&self, at: usize, deed: &Deed, error: services::Error) -> Interrupted {
        let title = self.tasks[at].title.say(self.lang);
        Interrupted::Refused(format!("{deed:?} of “{title}”"), error)
    }

    fn file(
        &self,
        app: &App,
        conn: &mut Conn,
        stage: &mut Stage,
        at: usize,
    ) -> Result<(), Interrupted> {
        let outline = &self.meetings[at];
        let held_on = outline.held_on(self.days);
        let minutes = Minutes::of(&minutes(&outline.key, self.lang)?, held_on, self.lang);
        let input = MeetingInput {
            title: outline.title.say(self.lang).to_owned(),
            body_id: self.members.bodies.get(&outline.body).copied(),
            held_on,
            chair: Some(outline.chair.say(self.lang).to_owned()),
            source: Source::Meeting,
            confidential: false,
            reader_ids: std::collections::BTreeSet::new(),
        };
        let filed = acting(app, conn, self.clerk(), |act| intake::file(act, &input, &minutes.text))
            .map_err(|error| Interrupted::Refused(input.title.clone(), error))?;
        stage.meetings.insert(at, (filed.id, minutes));
        Ok(())
    }

    /// Each sentence that tasks rest on is accepted, and its tasks are written down.
    fn review(
        &self,
        app: &App,
        conn: &mut Conn,
        stage: &mut Stage,
        at: usize,
    ) -> Result<(), Interrupted> {
        let outline = &self.meetings[at];
        let Some((meeting, minutes)) = stage.meetings.get(&at) else { return Ok(()) };
        let last = at + 1 == self.meetings.len();
        let made = acting(app, conn, self.clerk(), |act| {
            let mut made = Vec::new();
            let mut kept = BTreeMap::new();
            let rests = |task: &TaskOutline| task.meeting == outline.key;
            for (place, task) in self.tasks.iter().enumerate().filter(|(_, task)| rests(task)) {
                let key = task.sentence;
                let directive = if let Some(id) = kept.get(&key) {
                    *id
                } else {
                    let Some(id) = directive_at(act, *meeting, minutes, key)? else { continue };
                    decide(act, id, None, Disposition::Accepted)?;
                    kept.insert(key, id);
                    id
                };
                let new = NewTask {
                    directive_id: Some(directive),
                    meeting_id: Some(*meeting),
                    ..self.new_task(task)
                };
                made.push((place, create(act, new)?.id));
            }
            for (one, _) in review::of_meeting(act.conn, &act.actor.clone(), *meeting)? {
                let touches = |key: &char| minutes.overlap(*key, one.span.start, one.span.end) > 0;
                let later = outline.later.iter().any(touches);
                let declined = outline.declined.iter().any(touches) || !last;
                if one.disposition == Disposition::Pending && declined && !later {
                    decide(act, one.id, None, Disposition::Declined)?;
                }
            }
            Ok(made)
        })
        .map_err(|error| Interrupted::Refused(outline.key.clone(), error))?;
        stage.tasks.extend(made);
        Ok(())
    }

    fn new_task(&self, task: &TaskOutline) -> NewTask {
        let member = |key: &String| self.members.departments.get(key).map(|member| member.id);
        let due = task.first_due.or(task.due).map(|due| self.days.at(due));
        let programme = task.programme.as_ref();
        NewTask {
            title: capital(task.title.say(self.lang)),
            requirement: task
                .mark
                .as_ref()
                .map(|mark| capital(mark.say(self.lang)))
                .unwrap_or_default(),
            lead_id: member(&task.lead),
            supporters: task.with.iter().filter_map(member).collect(),
            due_on: due,
            long_term: task.fate == Fate::LongTerm,
            follower_id: Some(self.clerk()),
            programme_id: programme.and_then(|key| self.members.programmes.get(key)).copied(),
            urgency: task.urgency,
            cadence: task.cadence,
            ..NewTask::default()
        }
    }

    fn step(
        &self,
        app: &App,
        conn: &mut Conn,
        stage: &mut Stage,
        at: usize,
        deed: &Deed,
    ) -> Result<(), services::Error> {
        let task = &self.tasks[at];
        let (Some(id), Some(lead)) =
            (stage.tasks.get(&at).copied(), self.members.departments.get(&task.lead).copied())
        else {
            return Ok(());
        };
        let version = tasks::find(conn, id)?.version;
        let words = |words: &super::content::Words| words.say(self.lang).to_owned();
        let why = task.last.as_ref().map(words).unwrap_or_default();
        let asked_before = stage.requests.get(&at).copied();
        match deed {
            Deed::Issue(_) => acting(app, conn, self.clerk(), |act| steps::issue(act, id, version)),
            Deed::Acknowledge(_) => {
                let yes = Acknowledgement {
                    can_meet_date: true,
                    proposed_due_on: None,
                    reason: String::new(),
                };
                acting(app, conn, lead.head, |act| steps::acknowledge(act, id, version, &yes))
            }
            Deed::Report(_, told) => {
                let told = self.told(at, *told);
                let why = words(self.phrases.more_time(at));
                acting(app, conn, lead.head, |act| report_as_due(act, id, told, &why))
            }
            Deed::AskExtension(_, to) => {
                let asked = Asked {
                    reason: task.problem.as_ref().map_or_else(
                        || words(self.phrases.more_time(at)),
                        |problem| capital(&words(problem)),
                    ),
                    new_due_on: Some(*to),
                    ..Asked::new(RequestKind::Extension)
                };
                acting(app, conn, lead.head, |act| request(act, id, version, &asked)).map(
                    |(task, made)| {
                        stage.requests.insert(at, made.id);
                        task
                    },
                )
            }
            Deed::AskClosure(_) => {
                let asked = Asked {
                    result: task.mark.as_ref().map(|mark| capital(mark.say(self.lang))),
                    ..Asked::new(RequestKind::Closure)
                };
                acting(app, conn, lead.head, |act| request(act, id, version, &asked)).map(
                    |(task, made)| {
                        stage.requests.insert(at, made.id);
                        task
                    },
                )
            }
            Deed::GrantExtension(_) => {
                let comment = words(&self.phrases.granted);
                let Some(request) = asked_before else { return Ok(()) };
                acting(app, conn, lead.leader, |act| approve(act, request, None, &comment, None))
            }
            Deed::Close(_) => {
                let comment = words(&self.phrases.closed);
                let Some(request) = asked_before else { return Ok(()) };
                let who = if task.urgency == Urgency::Normal { self.clerk() } else { lead.leader };
                acting(app, conn, who, |act| approve(act, request, None, &comment, None))
            }
            Deed::SendBack(_) => {
                let comment = words(&self.phrases.sent_back);
                let Some(request) = asked_before else { return Ok(()) };
                acting(app, conn, self.clerk(), |act| reject(act, request, None, &comment))
            }
            Deed::Suspend(_) => {
                acting(app, conn, self.clerk(), |act| steps::suspend(act, id, version, &why))
            }
            Deed::Cancel(_) => {
                acting(app, conn, self.clerk(), |act| steps::cancel(act, id, version, &why))
            }
            Deed::Urge(_) => {
                let note = words(&self.phrases.urged);
                acting(app, conn, self.clerk(), |act| steps::urge(act, id, None, &note))
            }
            Deed::Instruct(_) => {
                let text = words(&self.phrases.instructed);
                acting(app, conn, lead.leader, |act| {
                    // They looked that day; what came in since is new to them.
                    looks::look(act, PORTFOLIO)?;
                    instructions::on_task(act, id, None, &text, None)
                })
            }
            Deed::File(_) | Deed::Review(_) => return Ok(()),
        }
        .map(drop)
    }

    fn told(&self, at: usize, told: Told) -> reports::Told {
        let task = &self.tasks[at];
        let own = task.last.as_ref().filter(|_| told.latest);
        let done = own.unwrap_or_else(|| self.phrases.progress(told.percent, at));
        let problem = task.problem.as_ref().filter(|_| told.latest);
        let problem = problem.map(|problem| capital(problem.say(self.lang)));
        let waits_for = task.waits_for.as_ref().filter(|_| told.latest);
        let waits_for = waits_for.and_then(|key| self.members.departments.get(key));
        let outlook = match (&problem, told.overdue) {
            (Some(_), true) => Outlook::Blocked,
            (Some(_), false) => Outlook::AtRisk,
            (None, _) => Outlook::OnTime,
        };
        reports::Told {
            outlook: Some(outlook),
            done: Some(done.say(self.lang).to_owned()),
            percent: Some(i32::from(told.percent)),
            delay_reason: problem.clone().filter(|_| told.overdue),
            expected_on: task.expected.filter(|_| told.overdue).map(|day| self.days.at(day)),
            problem,
            waiting_on_department_id: waits_for.map(|member| member.id),
            ..reports::Told::default()
        }
    }

    fn clerk(&self) -> PersonId {
        self.members.people.get("clerk").copied().unwrap_or(PersonId(0))
    }
}

/// Reports on a task; where it is overdue and nobody said why, `why` does.
pub(super) fn report_as_due(
    act: &mut Act<'_>,
    id: TaskId,
    told: reports::Told,
    why: &str,
) -> Result<Task, services::Error> {
    let mut told = told;
    told.expected_on = told.expected_on.filter(|day| *day >= act.today);
    if tasks::find(act.conn, id)?.must_explain(act.today) {
        let soon = act.calendar().working_days_after(act.today, 20);
        told.expected_on.get_or_insert(soon);
        told.delay_reason.get_or_insert_with(|| why.to_owned());
    }
    report(act, id, None, &told).map(|(task, _)| task)
}

/// The directive that was found in the sentence `key`, or one made of the whole sentence.
fn directive_at(
    act: &mut Act<'_>,
    meeting: MeetingId,
    minutes: &Minutes,
    key: char,
) -> Result<Option<DirectiveId>, services::Error> {
    let found = review::of_meeting(act.conn, &act.actor.clone(), meeting)?;
    let nearest = found
        .iter()
        .map(|(one, _)| (minutes.overlap(key, one.span.start, one.span.end), one.id))
        .filter(|(overlap, _)| *overlap > 0)
        .max_by_key(|(overlap, _)| *overlap);
    match (nearest, minutes.sentence(key)) {
        (Some((_, id)), _) => Ok(Some(id)),
        (None, Some(span)) => review::add(act, meeting, span).map(|made| Some(made.id)),
        (None, None) => Ok(None),
    }
}

/// With a capital letter, as a sentence begins.
fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

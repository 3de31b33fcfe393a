//! Reminders, once each, whatever restarts: what the plan finds goes into one digest per person
//! and day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};

use super::Error;
use super::correspondence::{Correspondence, Draft};
use super::group_letters;
use super::urging::REPLY_WITHIN;
use crate::app::{Act, App};
use crate::domain::{
    Deed, LetterKind, Part, PersonId, Planned, ReminderKind, Rules, State, TaskId, Urgency,
    Watched, deeds, escalation, merged, plan,
};
use crate::i18n::Lang;
use crate::mail::{Clerk, Digest, DigestTask, ReaderPart};
use crate::persistence::views::mailing::{self, MailedTask};
use crate::persistence::{self, Conn, calendar, digest_readers, reminders, urging_notices};

/// After a longer time without a pass the ladder is not climbed again from its foot.
const LONGEST_PAUSE: Days = Days::new(31);

/// What would be told, with the names that it needs.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// In order of day, person, task and kind.
    pub items: Vec<Planned>,
    /// The tasks.
    pub tasks: BTreeMap<TaskId, MailedTask>,
    /// What people are called.
    pub names: BTreeMap<PersonId, String>,
}

impl Preview {
    /// A line for each: day, person, number, kind, step and why, parted by tabs.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let name = |id: PersonId| self.names.get(&id).map_or("", String::as_str);
        self.items
            .iter()
            .map(|one| {
                let task = self.tasks.get(&one.task);
                let number = task.and_then(|task| task.number.as_deref()).unwrap_or_default();
                let principal = one.instead_of.map(name);
                let due_on = task.and_then(|task| task.due_on);
                let why = lang.reminder_reason(one, due_on, principal);
                let Planned { on, person, kind, step, .. } = one;
                format!("{on}\t{}\t{number}\t{kind}\t{step}\t{why}", name(*person))
            })
            .collect()
    }
}

/// What would be told from `from` to `to` if nothing changed: under the ladder that holds, or
/// under `rules` to see what they would do.
pub fn preview(
    conn: &mut Conn,
    app: &App,
    rules: Option<Rules>,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Preview, persistence::Error> {
    let today = app.today();
    let mut post = Correspondence::read(conn, app, today.min(from))?;
    if let Some(rules) = rules {
        let report_days = post.rules().report_days.clone();
        post = post.with_rules(Rules { report_days, ..rules });
    }
    let tasks = mailing::watched(conn)?;
    let watched: Vec<Watched> = tasks.iter().map(|task| post.watched(task)).collect();
    let items = plan(&watched, post.rules(), &calendar::read(conn)?, from, to);
    let people: BTreeSet<PersonId> =
        items.iter().flat_map(|one| [Some(one.person), one.instead_of]).flatten().collect();
    Ok(Preview {
        names: people.into_iter().map(|id| (id, post.name_of(id))).collect(),
        tasks: tasks.into_iter().map(|task| (task.id, task)).collect(),
        items,
    })
}

/// Writes the digests of today; how many there are. Doing it twice writes nothing twice, and
/// after some days without a pass what is still true is told once.
pub fn write_due(act: &mut Act<'_>) -> Result<usize, Error> {
    let time = act.local(act.now).time();
    Ok(write_for_all(act)? + write_for_those_who_chose(act, time)?)
}

/// Writes the digests of those who chose no hour of their own, and what the ladder does besides.
pub fn write_for_all(act: &mut Act<'_>) -> Result<usize, Error> {
    let told = reminders::told_through(act.conn)?;
    let from = told.map_or(act.today, |told| (told + Days::new(1)).max(act.today - LONGEST_PAUSE));
    if from > act.today {
        return Ok(0);
    }
    let chose: BTreeSet<PersonId> =
        digest_readers::all(act.conn)?.into_iter().map(|one| one.person).collect();
    let pass = Pass::begin(act)?;
    pass.do_deeds(act, from)?;
    let written = pass.tell(act, from, |person| !chose.contains(&person))?;
    if pass.at_work {
        let planned = plan(&pass.all(), pass.post.rules(), act.calendar(), from, act.today);
        group_letters::overdue(act, &pass.post, &planned, &pass.tasks)?;
        reminders::set_told_through(act.conn, act.today)?;
    }
    Ok(written)
}

/// Writes the digests of those who chose an hour of their own that has come at `time`.
pub fn write_for_those_who_chose(act: &mut Act<'_>, time: NaiveTime) -> Result<usize, Error> {
    let readers = digest_readers::all(act.conn)?.into_iter();
    let due: Vec<_> =
        readers.filter(|one| one.reads_at <= time && one.told_through < act.today).collect();
    if due.is_empty() {
        return Ok(0);
    }
    let pass = Pass::begin(act)?;
    let mut written = 0;
    for reader in due {
        let from = (reader.told_through + Days::new(1)).max(act.today - LONGEST_PAUSE);
        written += pass.tell(act, from, |person| person == reader.person)?;
        if pass.at_work {
            digest_readers::set_told_through(act.conn, reader.person, act.today)?;
        }
    }
    Ok(written)
}

/// One look at all that is open, for some readers.
struct Pass {
    post: Correspondence,
    tasks: BTreeMap<TaskId, MailedTask>,
    watched: BTreeMap<TaskId, Watched>,
    at_work: bool,
}

impl Pass {
    fn begin(act: &mut Act<'_>) -> Result<Self, Error> {
        let at_work = act.calendar().is_working_day(act.today);
        let post = Correspondence::open(act)?;
        // On a day without work only what is critical is told; the rest waits for the next pass.
        let tasks: BTreeMap<TaskId, MailedTask> = mailing::watched(act.conn)?
            .into_iter()
            .filter(|task| at_work || task.urgency == Urgency::Critical)
            .map(|task| (task.id, task))
            .collect();
        let watched = tasks.values().map(|task| (task.id, post.watched(task))).collect();
        Ok(Self { post, tasks, watched, at_work })
    }

    fn all(&self) -> Vec<Watched> {
        self.watched.values().cloned().collect()
    }

    /// What the rungs do besides telling, that have been reached since `from`.
    fn do_deeds(&self, act: &mut Act<'_>, from: NaiveDate) -> Result<(), Error> {
        let (all, rules) = (self.all(), self.post.rules());
        for reached in deeds(&all, rules, act.calendar(), from, act.today) {
            // The other deeds are lists, found anew whenever somebody looks.
            let task = self.tasks.get(&reached.task).filter(|task| !task.is_subtask);
            let due_on = task.and_then(|task| task.due_on);
            if let (Deed::UrgingNotice, Some(due_on)) = (reached.deed, due_on) {
                let reply_by = act.calendar().working_days_after(act.today, REPLY_WITHIN);
                urging_notices::draft(act.conn, reached.task, due_on, act.today, reply_by)?;
            }
        }
        Ok(())
    }

    /// Tells those of whom `whom` is true what was due since `from`; how many digests that makes.
    fn tell(
        &self,
        act: &mut Act<'_>,
        from: NaiveDate,
        whom: impl Fn(PersonId) -> bool,
    ) -> Result<usize, Error> {
        let planned = plan(&self.all(), self.post.rules(), act.calendar(), from, act.today);
        let planned = planned.into_iter().filter(|one| whom(one.person)).collect();
        let mut due: BTreeMap<PersonId, Vec<Planned>> = BTreeMap::new();
        for one in merged(planned) {
            if reminders::claim(act.conn, &one, act.now)? {
                due.entry(one.person).or_default().push(one);
            }
        }
        let mut written = 0;
        for (person, planned) in due {
            written += usize::from(self.write_digest(act, person, &planned)?);
        }
        Ok(written)
    }

    /// Writes the digest of one person; `false` for somebody whom no letter reaches.
    fn write_digest(
        &self,
        act: &mut Act<'_>,
        person: PersonId,
        planned: &[Planned],
    ) -> Result<bool, Error> {
        let Some(reader) = self.post.reader(person, act.today) else { return Ok(false) };
        let mut by_task: BTreeMap<TaskId, Vec<&Planned>> = BTreeMap::new();
        for one in planned {
            by_task.entry(one.task).or_default().push(one);
        }
        let mut lines: Vec<(&MailedTask, DigestTask)> = by_task
            .iter()
            .filter_map(|(id, told)| {
                let (task, watched) = (self.tasks.get(id)?, self.watched.get(id)?);
                Some((task, self.digest_task(act, task, watched, told)))
            })
            .collect();
        lines.sort_by_key(|(task, line)| (!line.dated, task.due_on, task.id));
        let errands = lines
            .iter_mut()
            .filter_map(|(task, line)| self.post.ask(&mut line.line, task, act.today))
            .collect();
        // A digest of one task is about that task, and can be answered.
        let single = if let [(task, _)] = lines.as_slice() { Some(task.id) } else { None };
        let clerks: BTreeSet<Option<Clerk>> =
            lines.iter().map(|(task, _)| self.post.clerk(task)).collect();
        let digest = Digest {
            department: self.department_of(person, &lines),
            free_days: free_days(act),
            reader,
            tasks: lines.into_iter().map(|(_, line)| line).collect(),
            clerks: clerks.into_iter().flatten().collect(),
        };
        let draft = Draft {
            kind: LetterKind::Digest,
            task: single,
            cause: format!("digest:{}", act.today),
            wording: digest.render()?,
            links: errands,
        };
        let Some(letter) = self.post.send(act, person, draft)? else { return Ok(false) };
        for one in planned {
            reminders::link(act.conn, one, letter)?;
        }
        Ok(true)
    }

    fn digest_task(
        &self,
        act: &Act<'_>,
        task: &MailedTask,
        watched: &Watched,
        told: &[&Planned],
    ) -> DigestTask {
        let of = |kind| told.iter().find(|one| one.kind == kind);
        let next = |kind| {
            let one = of(kind)?;
            let next = escalation(watched, self.post.rules(), act.calendar(), one)?;
            (next.on > act.today).then(|| self.post.said(&next))
        };
        let first = told.first();
        let dated =
            |one: &&Planned| matches!(one.kind, ReminderKind::DueSoon | ReminderKind::Overdue);
        DigestTask {
            line: self.post.line(task, ReaderPart::Of(first.map_or(Part::Head, |one| one.part))),
            instead_of: first.and_then(|one| one.instead_of).map(|one| self.post.name_of(one)),
            unacknowledged: task.state == State::AwaitingAcknowledgement,
            dated: told.iter().any(dated),
            report_due: of(ReminderKind::ReportDue).is_some(),
            report_missed: of(ReminderKind::ReportMissed).is_some(),
            unless_acknowledged: next(ReminderKind::Unacknowledged),
            while_overdue: next(ReminderKind::Overdue),
        }
    }

    /// The department whose name stands over a digest: the one that the reader answers for, where
    /// all tasks of the digest are its own.
    fn department_of(
        &self,
        person: PersonId,
        lines: &[(&MailedTask, DigestTask)],
    ) -> Option<String> {
        let (first, _) = lines.first()?;
        let one = lines.iter().all(|(task, _)| task.lead_id == first.lead_id);
        let holds = self.post.tree().held_by(person).contains(&first.lead_id);
        (one && holds).then(|| self.post.tree().name(first.lead_id).to_owned())
    }
}

/// Of the coming week the holidays, and the days worked for one.
fn free_days(act: &Act<'_>) -> Vec<(NaiveDate, bool)> {
    let coming = act.today.iter_days().skip(1).take(7);
    let calendar = act.calendar();
    coming
        .filter(|day| calendar.is_holiday(*day) || calendar.is_made_up(*day))
        .map(|day| (day, calendar.is_made_up(day)))
        .collect()
}

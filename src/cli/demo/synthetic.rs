//! Tasks without a story, to see how the house bears many.

use std::io::{self, Write as _};

use chrono::NaiveDateTime;

use super::college::Member;
use super::play::{Interrupted, Script, acting, instant, report_as_due};
use crate::app::App;
use crate::domain::{Clock as _, ManualClock, RequestKind, TaskId};
use crate::persistence::{Conn, tasks};
use crate::services;
use crate::services::decisions::approve;
use crate::services::reports::Told;
use crate::services::requests::{Asked, request};
use crate::services::steps::{self, Acknowledgement};
use crate::services::tasks::{NewTask, create};

/// So many in one transaction.
const BATCH: usize = 200;

/// Writes `count` of them down, spread over the year, in all states.
pub(super) fn add(
    app: &App,
    clock: &ManualClock,
    script: &Script<'_>,
    count: usize,
) -> Result<(), Interrupted> {
    let latest = clock.now();
    let leads: Vec<Member> = script.members.departments.values().copied().collect();
    let places: Vec<usize> = (0..count).collect();
    for batch in places.chunks(BATCH) {
        app.db.write(|conn| {
            batch.iter().try_for_each(|nth| {
                let made = Made { app, clock, script, latest, nth: *nth, count };
                let lead = leads[nth % leads.len()];
                let refused = |error| Interrupted::Refused(format!("synthetic task {nth}"), error);
                made.live(conn, lead).map_err(refused)
            })
        })?;
        let done = batch.last().map_or(0, |nth| nth + 1);
        // Nobody may be listening any more; the work goes on.
        let _ = write!(io::stderr(), "\r{done} of {count} synthetic tasks");
    }
    if count > 0 {
        let _ = writeln!(io::stderr());
    }
    Ok(())
}

/// One task on its way.
struct Made<'a> {
    app: &'a App,
    clock: &'a ManualClock,
    script: &'a Script<'a>,
    latest: NaiveDateTime,
    nth: usize,
    count: usize,
}

impl Made<'_> {
    fn live(&self, conn: &mut Conn, lead: Member) -> Result<(), services::Error> {
        let span = i64::try_from(self.nth * 340 / self.count.max(1)).unwrap_or_default();
        let issued = span - 342;
        let due = issued + 20 + i64::try_from(self.nth * 37 % 140).unwrap_or_default();
        let clerk = self.script.members.people.get("clerk").copied();
        let Some(clerk) = clerk else { return Ok(()) };
        let phrase = self.script.phrases.synthetic.say(self.script.lang);
        let new = NewTask {
            title: format!("{phrase} {}", self.nth + 1),
            lead_id: Some(lead.id),
            due_on: Some(self.script.days.at(due)),
            follower_id: Some(clerk),
            ..NewTask::default()
        };
        self.turn_to(issued);
        let task = acting(self.app, conn, clerk, |act| {
            let task = create(act, new)?;
            steps::issue(act, task.id, task.version)
        })?;
        let taken = issued + 1;
        if taken >= 0 || self.nth % 10 == 9 && due > 0 {
            return Ok(());
        }
        self.turn_to(taken);
        let yes =
            Acknowledgement { can_meet_date: true, proposed_due_on: None, reason: String::new() };
        acting(self.app, conn, lead.head, |act| {
            steps::acknowledge(act, task.id, task.version, &yes)
        })?;
        self.turn_to((taken + 10).min(0));
        let percent = u8::try_from(self.nth * 13 % 100).unwrap_or_default();
        let done = self.script.phrases.progress(percent, self.nth).say(self.script.lang);
        let told = Told {
            done: Some(done.to_owned()),
            percent: Some(i32::from(percent)),
            ..Told::default()
        };
        let why = self.script.phrases.more_time(self.nth).say(self.script.lang);
        acting(self.app, conn, lead.head, |act| report_as_due(act, task.id, told, why))?;
        // One in twelve is still open after its date, one in eight was late.
        if due < -8 && self.nth % 12 != 5 {
            let on = if self.nth % 8 == 3 { due + 5 } else { due - 3 };
            self.close(conn, lead, task.id, on)?;
        }
        Ok(())
    }

    fn close(
        &self,
        conn: &mut Conn,
        lead: Member,
        id: TaskId,
        on: i64,
    ) -> Result<(), services::Error> {
        self.turn_to(on);
        let version = tasks::find(conn, id)?.version;
        let result = self.script.phrases.closed.say(self.script.lang).to_owned();
        let asked = Asked { result: Some(result), ..Asked::new(RequestKind::Closure) };
        let (_, made) = acting(self.app, conn, lead.head, |act| request(act, id, version, &asked))?;
        self.turn_to((on + 1).min(0));
        acting(self.app, conn, lead.leader, |act| approve(act, made.id, None, "", None))?;
        Ok(())
    }

    /// Turns the clock to noon of the working day at `offset`.
    fn turn_to(&self, offset: i64) {
        let day = self.script.days.at(offset);
        self.clock.set(instant(self.app, day, 720, self.latest));
    }
}

//! One act: an open transaction, the moment it happens, and who acts.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};

use super::App;
use crate::documents::{Document, Error as DocumentError};
use crate::domain::{Actor, DecisionRules, Faults, FreeDays, Sha256Hex, WorkCalendar};
use crate::persistence::{self, Conn, calendar};

/// What a use case works with. All that it writes is kept together, or not at all; several use
/// cases may share one act.
pub struct Act<'a> {
    /// The open transaction.
    pub conn: &'a mut Conn,
    /// Who acts.
    pub actor: Actor,
    /// The instant, in UTC.
    pub now: NaiveDateTime,
    /// The civil date in the organisation's zone.
    pub today: NaiveDate,
    /// The handles.
    pub app: &'a App,
    /// The working calendar as the database has it.
    pub calendar: Arc<WorkCalendar>,
    /// What becomes of dates on free days; pages ask.
    pub free_days: FreeDays,
}

impl Act<'_> {
    /// The working calendar.
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// The date that `day` comes to, as whoever gave it wants free days to be taken; noted at
    /// `field` where they must be asked.
    pub fn settled(
        &self,
        field: &str,
        day: Option<NaiveDate>,
        faults: &mut Faults,
    ) -> Option<NaiveDate> {
        let settled = day.map(|day| self.free_days.settle(day, self.calendar()));
        settled.and_then(|settled| faults.check(field, settled)).or(day)
    }

    /// An instant as the organisation's clocks show it.
    pub fn local(&self, at: NaiveDateTime) -> NaiveDateTime {
        at.and_utc().with_timezone(&self.app.house().zone).naive_local()
    }

    /// Does `work` as a part that can be taken back alone: where it fails, and where `keep` is
    /// not set.
    pub fn attempt<T, E: From<persistence::Error>>(
        &mut self,
        keep: bool,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let Self { conn, actor, now, today, app, calendar, free_days } = self;
        conn.attempt(keep, |conn| {
            let (actor, calendar) = (actor.clone(), Arc::clone(calendar));
            let (now, today, free_days) = (*now, *today, *free_days);
            work(&mut Act { conn, actor, now, today, app, calendar, free_days })
        })
    }

    /// Who may decide what, as this installation has it.
    pub fn rules(&self) -> DecisionRules {
        self.app.settings.rules()
    }
}

impl App {
    /// Runs a use case on behalf of `actor`, in one transaction. Blocks.
    pub fn act_now<T, E: From<persistence::Error>>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (outcome, calendar) = self.db.write(|conn| {
            let (now, today) = (self.clock.now(), self.today());
            let calendar = Arc::new(calendar::read(conn)?);
            let free_days = FreeDays::default();
            let mut act = Act { conn, actor, now, today, app: self, calendar, free_days };
            let outcome = work(&mut act)?;
            Ok::<_, E>((outcome, act.calendar))
        })?;
        self.set_calendar(calendar);
        self.written.notify_waiters();
        Ok(outcome)
    }

    /// Runs a use case on behalf of `actor`, in one transaction, off the server's own threads.
    pub async fn act<T, E>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<persistence::Error> + Send + 'static,
    {
        let app = self.clone();
        off_thread(move || app.act_now(actor, work)).await
    }

    /// Looks something up, off the server's own threads.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<persistence::Error> + Send + 'static,
    {
        let db = self.db.clone();
        off_thread(move || db.read(work)).await
    }

    /// Keeps a file in the store, off the server's own threads.
    pub async fn keep_file(&self, bytes: Arc<[u8]>) -> std::io::Result<Sha256Hex> {
        let store = self.store.clone();
        off_thread(move || store.put(&bytes)).await
    }

    /// Reads a file, off the server's own threads.
    pub async fn read_document(
        &self,
        bytes: Arc<[u8]>,
        name: String,
    ) -> Result<Document, DocumentError> {
        let reader = self.reader.clone();
        off_thread(move || reader.read(&bytes, &name)).await
    }

    /// Does what may take long, off the server's own threads and with no transaction open.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> T {
        let app = self.clone();
        off_thread(move || work(&app)).await
    }
}

/// A panic in there is a panic here.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

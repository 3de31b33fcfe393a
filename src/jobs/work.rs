//! The loops, and how they are stopped.

use std::time::Duration;

use chrono::{NaiveDateTime, TimeZone as _};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::right::{Right, Taken};
use super::schedule::Listener;
use crate::app::{Act, App};
use crate::domain::Actor;
use crate::services::{
    self, accounts, attachments, delivery, recurrences, reminders, replies, weeks,
};

/// How long a letter waits at most before somebody looks; usually the act that wrote it rings.
const LOOK: Duration = Duration::from_secs(5);

/// How often the calendar's schedule is listened to.
const LISTEN: Duration = Duration::from_secs(15);

/// The mailbox elsewhere is not looked into more often.
const LEAST: Duration = Duration::from_secs(10);

/// How often what is over is cleared away.
const TIDY: Duration = Duration::from_hours(1);

/// How often files are looked through that nothing names: every so many times that is cleared away.
const SWEEP: u32 = 24;
/// How often it is looked whether a task repeats.
const RENEW: Duration = Duration::from_mins(10);

/// How often the right to work is asked for that another process has.
const ASK: Duration = Duration::from_secs(20);

/// The jobs of a house, at work until they are stopped.
#[derive(Debug)]
pub struct Jobs {
    stop: watch::Sender<bool>,
    work: JoinHandle<()>,
}

impl Jobs {
    /// Starts them.
    pub fn start(app: App) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, work: tokio::spawn(work(app, stopped)) }
    }

    /// Stops them, after the letter in hand.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.work.await {
            tracing::error!(%error, "the jobs did not end well");
        }
    }
}

async fn work(app: App, stopped: watch::Receiver<bool>) {
    let Some(_right) = right(&app, stopped.clone()).await else { return };
    tokio::join!(
        deliver(app.clone(), stopped.clone()),
        remind(app.clone(), stopped.clone()),
        renew(app.clone(), stopped.clone()),
        collect(app.clone(), stopped.clone()),
        tidy(app, stopped),
    );
}

/// The right to work; waits for as long as another process has it.
async fn right(app: &App, mut stopped: watch::Receiver<bool>) -> Option<Right> {
    let mut told = false;
    loop {
        match Right::take(app.db.file()) {
            Ok(right) => return Some(right),
            Err(error @ Taken::ByAnother) if !told => tracing::info!("{error}; waiting for it"),
            Err(Taken::ByAnother) => {}
            Err(error) => tracing::error!(%error, "letters do not leave"),
        }
        told = true;
        if pause(ASK, &mut stopped).await {
            return None;
        }
    }
}

/// Lets letters leave, a few seconds after they are written at the latest.
async fn deliver(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        let rung = app.written.notified();
        let (house, hears) = (app.clone(), stopped.clone());
        let passed = blocking(move || delivery::deliver_while(&house, || !*hears.borrow())).await;
        ran(&app, "deliver", &passed);
        let counts = passed.unwrap_or_else(|error| {
            tracing::error!(%error, "could not deliver letters");
            delivery::Counts::default()
        });
        if counts != delivery::Counts::default() {
            let delivery::Counts { sent, skipped, failed, dead } = counts;
            tracing::info!(sent, skipped, failed, dead, "{sent} letters left");
        }
        tokio::select! {
            () = rung => {}
            stop = pause(LOOK, &mut stopped) => if stop { return },
        }
        if *stopped.borrow() {
            return;
        }
    }
}

/// Writes the digests when their hour strikes, and what was missed while the house was closed.
async fn remind(app: App, mut stopped: watch::Receiver<bool>) {
    let schedule = app.settings.schedule.digest.clone();
    let mut listener = Listener::since_midnight(schedule, local_now(&app));
    let mut week = Listener::since_midnight(app.settings.schedule.leaders.clone(), local_now(&app));
    loop {
        let now = local_now(&app);
        if week.struck(now) {
            let written = app.act(Actor::operator(), weeks::write).await;
            ran(&app, "week", &written);
            match written {
                Ok(written) => tracing::info!(written, "wrote {written} letters of the week"),
                Err(error) => tracing::error!(%error, "could not write the letters of the week"),
            }
        }
        let own = move |act: &mut Act<'_>| reminders::write_for_those_who_chose(act, now.time());
        let written = app.act(Actor::operator(), own).await;
        ran(&app, "remind", &written);
        match written {
            Ok(0) => {}
            Ok(written) => tracing::info!(written, "wrote {written} digests"),
            Err(error) => tracing::error!(%error, "could not write the digests"),
        }
        if listener.struck(now) {
            let written = app.act(Actor::operator(), reminders::write_for_all).await;
            ran(&app, "digest", &written);
            match written {
                Ok(0) => {}
                Ok(written) => tracing::info!(written, "wrote {written} digests"),
                Err(error) => {
                    tracing::error!(%error, "could not write the digests");
                    // The hour is listened for anew, so that the pass is tried again.
                    let schedule = app.settings.schedule.digest.clone();
                    listener = Listener::since_midnight(schedule, local_now(&app));
                }
            }
        }
        if pause(LISTEN, &mut stopped).await {
            return;
        }
    }
}

/// Writes down the next instances of repeating tasks.
async fn renew(app: App, mut stopped: watch::Receiver<bool>) {
    loop {
        let written = app.act(Actor::operator(), recurrences::renew).await;
        ran(&app, "renew", &written);
        match written {
            Ok(0) => {}
            Ok(written) => tracing::info!(written, "wrote {written} repeating tasks down"),
            Err(error) => tracing::error!(%error, "could not write repeating tasks down"),
        }
        if pause(RENEW, &mut stopped).await {
            return;
        }
    }
}

/// Looks into the mailbox elsewhere, where one is configured.
async fn collect(app: App, mut stopped: watch::Receiver<bool>) {
    if app.inbox.is_none() {
        return;
    }
    let every = Duration::from_secs(app.settings.mail.imap_every).max(LEAST);
    let mut failed = false;
    loop {
        match app.aside(replies::collect).await {
            Ok(replies::Collected { taken: 0, others: 0, passed: 0 }) => failed = false,
            Ok(replies::Collected { taken, others, passed }) => {
                failed = false;
                tracing::info!(taken, others, passed, "took {taken} answers in");
            }
            // Said once, not every minute of a mail server's night.
            Err(error) if !failed => {
                failed = true;
                tracing::error!(%error, "could not look into the mailbox");
            }
            Err(error) => tracing::debug!(%error, "still could not look into the mailbox"),
        }
        if pause(every, &mut stopped).await {
            return;
        }
    }
}

/// Clears away what nobody asks for any more.
async fn tidy(app: App, mut stopped: watch::Receiver<bool>) {
    for time in 0_u32.. {
        let tidied = app.act(Actor::operator(), accounts::tidy).await;
        ran(&app, "tidy", &tidied);
        if let Err(error) = tidied {
            tracing::error!(%error, "could not clear away what is over");
        }
        if time.is_multiple_of(SWEEP) {
            let swept = app.aside(attachments::sweep).await;
            ran(&app, "sweep", &swept);
            match swept {
                Ok(0) => {}
                Ok(gone) => tracing::info!(gone, "removed {gone} files that nothing names"),
                Err(error) => tracing::error!(%error, "could not look through the files"),
            }
        }
        if pause(TIDY, &mut stopped).await {
            return;
        }
    }
}

/// Notes how a job ended, for who watches the process.
fn ran<T, E>(app: &App, job: &'static str, outcome: &Result<T, E>) {
    app.metrics.ran(job, app.clock.now(), outcome.is_ok());
}

/// What the clock on the organisation's wall shows.
fn local_now(app: &App) -> NaiveDateTime {
    app.house().zone.from_utc_datetime(&app.clock.now()).naive_local()
}

/// Waits; `true` when the jobs are to stop.
async fn pause(length: Duration, stopped: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(length) => false,
        // An error means that nobody is left who could say stop.
        _ = stopped.wait_for(|stop| *stop) => true,
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, services::Error> + Send + 'static,
) -> Result<T, services::Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

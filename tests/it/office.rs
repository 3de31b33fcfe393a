//! A whole house for one test: its own database, a clock that stands still, post that stays in
//! the house.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use duban::app::App;
use duban::documents::Reader;
use duban::domain::ManualClock;
use duban::settings::{self, Settings};
use tempfile::TempDir;

use crate::databases::Database;
use crate::documents::program;

/// The zone of every office: not that of the machine that runs the tests.
const ZONE: Tz = Tz::Asia__Shanghai;

/// The house.
pub struct Office {
    pub app: App,
    clock: Arc<ManualClock>,
    _files: TempDir,
    /// Dropped last: the connections are closed before the database goes.
    _database: Database,
}

impl Office {
    /// A house in which it is nine in the morning of `day`.
    pub fn on(day: &str, database: Database) -> Self {
        Self::with(day, database, |_| {})
    }

    /// The same, with settings of its own.
    pub fn with(day: &str, database: Database, decide: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(ManualClock::at(nine_o_clock(day.parse().unwrap())));
        let mut settings = settings::load(None).unwrap();
        database.url().clone_into(&mut settings.database.url);
        "a secret of the tests, long enough".clone_into(&mut settings.server.secret);
        "mailbox:".clone_into(&mut settings.mail.url);
        settings.organisation.time_zone = Some(ZONE);
        let files = TempDir::with_prefix("duban-files-").unwrap();
        settings.files.folder = Some(files.path().to_owned());
        decide(&mut settings);
        let mut app = App::open(settings, Arc::<ManualClock>::clone(&clock)).unwrap();
        // The program of the tests is not the one that reads documents.
        app.reader = Reader::started_as(program(), *app.reader.limits());
        Self { app, clock, _files: files, _database: database }
    }

    /// Turns the clock to nine in the morning of `day`.
    pub fn turn_to(&self, day: &str) {
        self.clock.set(nine_o_clock(day.parse().unwrap()));
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.clock.set(self.app.clock.now() + time);
    }
}

/// Nine in the morning of `day`, in UTC.
fn nine_o_clock(day: NaiveDate) -> chrono::NaiveDateTime {
    let morning = day.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap());
    morning.and_local_timezone(ZONE).unwrap().naive_utc()
}

#[test]
fn the_clock_of_the_house_stands_still_until_it_is_turned() {
    let office = Office::on("2026-03-06", Database::sqlite());
    let first = office.app.clock.now();

    assert_eq!(office.app.clock.now(), first);
    assert_eq!(office.app.today().to_string(), "2026-03-06");

    office.turn_to("2026-03-09");

    assert_eq!(office.app.today().to_string(), "2026-03-09");
}

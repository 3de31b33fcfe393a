//! The handles themselves, and how they are opened.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use chrono::NaiveDate;
use tokio::sync::Notify;

use super::secret::NoSecret;
use super::{House, Secret};
use crate::channels::{ChannelRefused, Channels};
use crate::documents::{Limits, Reader};
use crate::domain::{Actor, Clock, PersonId, WorkCalendar};
use crate::inbox::{Inbox, InboxRefused};
use crate::links::Links;
use crate::mail::{Post, PostRefused, Signer, SignerRefused};
use crate::model::{Model, ModelRefused};
use crate::papers::Fonts;
use crate::persistence::{self, Conn, Db, MigrationError, calendar, departments, migrate, people};
use crate::settings::{Files, Settings};
use crate::store::{Store, StoreRefused};
use crate::telemetry::Metrics;

/// The handles that a use case needs. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// Where "now" comes from.
    pub clock: Arc<dyn Clock>,
    /// What the installation decided.
    pub settings: Arc<Settings>,
    /// Addresses to hand out.
    pub links: Links,
    /// How letters leave.
    pub post: Post,
    /// Seals letters that leave, where that is configured.
    pub signer: Option<Signer>,
    /// A mailbox in which answers wait, where one is configured.
    pub inbox: Option<Inbox>,
    /// How letters leave otherwise.
    pub channels: Channels,
    /// Keeps files.
    pub store: Store,
    /// Reads documents.
    pub reader: Reader,
    /// The fonts of papers.
    pub fonts: Fonts,
    /// A language model that reads minutes besides the rules, where one is configured.
    pub model: Option<Model>,
    /// Seals cookies, forms and links.
    pub secret: Secret,
    /// Rings after every act that was kept: there may be a letter to deliver.
    pub written: Arc<Notify>,
    /// Stands for the settings: other settings, another text. Tells nothing about them.
    pub settled: Arc<str>,
    /// What the process counts.
    pub metrics: Arc<Metrics>,
    house: Arc<RwLock<House>>,
    calendar: Arc<RwLock<Arc<WorkCalendar>>>,
}

/// Why the house does not open.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// The database cannot be reached.
    #[error("`database.url`: {0}")]
    Database(#[from] diesel::ConnectionError),
    /// Its schema is not ours.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// There is no secret to seal with.
    #[error(transparent)]
    Secret(#[from] NoSecret),
    /// Letters could not leave.
    #[error(transparent)]
    Post(#[from] PostRefused),
    /// Letters could not be sealed.
    #[error(transparent)]
    Signer(#[from] SignerRefused),
    /// Answers could not be fetched.
    #[error(transparent)]
    Inbox(#[from] InboxRefused),
    /// Another channel could not be used.
    #[error(transparent)]
    Channels(#[from] ChannelRefused),
    /// The language model could not be asked.
    #[error(transparent)]
    Model(#[from] ModelRefused),
    /// Files could not be kept.
    #[error(transparent)]
    Store(#[from] StoreRefused),
    /// It cannot be read.
    #[error(transparent)]
    Storage(#[from] persistence::Error),
}

impl App {
    /// Opens the database that the settings name and brings its schema up to date.
    pub fn open(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, NotOpened> {
        let post = Post::open(&settings.mail.url, settings.mail.ca_file.as_deref())?;
        let signer = Signer::open(&settings.mail.dkim)?;
        let inbox = Inbox::open(&settings.mail.imap_url, settings.mail.ca_file.as_deref())?;
        let channels = Channels::open(&settings.channels)?;
        let model = Model::open(&settings.extraction.model)?;
        let db = Db::open(&settings.database.url)?;
        let secret = Secret::from_settings(&settings.server.secret, db.file())?;
        let store = open_store(&settings, &db)?;
        db.direct(migrate)?;
        let house = db.read(|conn| House::read(conn, &settings.organisation))?;
        let calendar = Arc::new(db.read(calendar::read)?);
        let settled = secret.short_seal("settings", &format!("{settings:?}")).into();
        Ok(Self {
            links: Links::new(settings.server.public_url()),
            db,
            clock,
            post,
            signer,
            inbox,
            channels,
            reader: Reader::new(limits(&settings.files)),
            fonts: Fonts::new(settings.papers.font_file.clone()),
            model,
            store,
            secret,
            settings: Arc::new(settings),
            written: Arc::new(Notify::new()),
            settled,
            metrics: Arc::new(Metrics::default()),
            house: Arc::new(RwLock::new(house)),
            calendar: Arc::new(RwLock::new(calendar)),
        })
    }

    /// Whose house it is.
    pub fn house(&self) -> House {
        self.house.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Takes notice of what set-up has kept.
    pub fn set_house(&self, house: House) {
        *self.house.write().unwrap_or_else(std::sync::PoisonError::into_inner) = house;
    }

    /// The civil date in the organisation's zone.
    pub fn today(&self) -> NaiveDate {
        self.clock.today(self.house().zone)
    }

    /// The working calendar, as of the last act or look.
    pub fn calendar(&self) -> Arc<WorkCalendar> {
        Arc::clone(&self.calendar.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Takes notice of the calendar as the database has it.
    pub fn set_calendar(&self, calendar: Arc<WorkCalendar>) {
        *self.calendar.write().unwrap_or_else(std::sync::PoisonError::into_inner) = calendar;
    }
}

/// The store that the settings name; without a word from them, a folder beside the database.
///
/// # Errors
/// Where the settings are wrong.
pub fn open_store(settings: &Settings, db: &Db) -> Result<Store, StoreRefused> {
    Store::open(&settings.store, folder_of_files(&settings.files, db.file()))
}

/// As the settings name it, else beside the database.
fn folder_of_files(files: &Files, database: Option<&Path>) -> PathBuf {
    let beside =
        || database.map_or(Path::new("data/duban.db"), |file| file).with_file_name("files");
    files.folder.clone().unwrap_or_else(beside)
}

/// What the settings allow a document.
fn limits(files: &Files) -> Limits {
    Limits {
        file: usize::from(files.largest_mb) << 20,
        memory: u64::from(files.read_memory_mb) << 20,
        time: Duration::from_secs(files.read_seconds.into()),
        ..Limits::default()
    }
}

/// The person `id` as an actor, with what their departments and principals give them today.
pub fn actor_of(
    conn: &mut Conn,
    id: PersonId,
    today: NaiveDate,
) -> Result<Actor, persistence::Error> {
    let person = people::find(conn, id)?;
    let tree = departments::tree(conn)?;
    let principals = people::principals_of(conn, id, today)?;
    Ok(Actor::new(&person, &tree, principals))
}

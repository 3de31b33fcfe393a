//! One connection, whichever database the installation chose, and the two doors to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::{
    AnsiTransactionManager, InstrumentationEvent, SimpleConnection, TransactionManager,
};
use diesel::r2d2::{ManageConnection, Pool};
use diesel::{
    Connection, ConnectionError, ConnectionResult, PgConnection, QueryResult, SqliteConnection,
};

use super::Error;

/// One connection, whichever database the installation chose.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// A PostgreSQL server.
    Postgres(PgConnection),
    /// A SQLite file.
    Sqlite(SqliteConnection),
}

/// How long a request waits for a free connection before it is told that the house is busy.
const PATIENCE: Duration = Duration::from_secs(10);

/// SQLite reads beside its one writer.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

impl Conn {
    /// Opens the database that `url` names: `sqlite://PATH` or `postgres://…`.
    pub fn open(url: &str) -> ConnectionResult<Self> {
        match url.split_once(':') {
            Some(("postgres" | "postgresql", _)) => {
                PgConnection::establish(url).map(Self::Postgres)
            }
            Some(("sqlite", path)) => Self::open_sqlite(path.trim_start_matches("//")),
            _ => Err(ConnectionError::InvalidConnectionUrl(format!(
                "`{url}` starts with neither `sqlite:` nor `postgres:`"
            ))),
        }
    }

    fn open_sqlite(path: &str) -> ConnectionResult<Self> {
        if let Some(folder) =
            Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder).map_err(|error| {
                ConnectionError::BadConnection(format!("{}: {error}", folder.display()))
            })?;
        }
        let mut conn = SqliteConnection::establish(path)
            .map_err(|error| ConnectionError::BadConnection(format!("{path}: {error}")))?;
        // An acknowledged write survives a power cut: FULL, not NORMAL.
        conn.batch_execute(
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
             PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Self::Sqlite(conn))
    }

    /// Whether this is a PostgreSQL server.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Opens a transaction that means to write.
    ///
    /// SQLite must be told so at once: a transaction that starts by reading and only later asks
    /// to write is turned away with "database is locked" if anyone else wrote in between.
    fn begin(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
        }
    }

    /// Runs `work` in a transaction that means to write: all of it, or none of it.
    pub fn write<T, E: From<Error>>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.begin().map_err(Error::from)?;
        let outcome = work(self);
        match outcome {
            Ok(_) => self.commit().map_err(Error::from)?,
            Err(_) => self.rollback().map_err(Error::from)?,
        }
        outcome
    }

    /// Runs `work` inside the open transaction, so that it alone can be taken back: where it
    /// fails, and where `keep` is not set.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        keep: bool,
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction(conn),
        }
        .map_err(Error::from)?;
        let outcome = work(self);
        if keep && outcome.is_ok() { self.commit() } else { self.rollback() }
            .map_err(Error::from)?;
        outcome
    }

    fn commit(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        }
    }

    fn rollback(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
            Self::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        }
    }
}

/// Opens and checks the connections of a pool.
#[derive(Debug)]
struct Manager {
    url: String,
    queries: Arc<AtomicU64>,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let mut conn = Conn::open(&self.url).map_err(diesel::r2d2::Error::ConnectionError)?;
        let queries = Arc::clone(&self.queries);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                queries.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking()
            || match conn {
                Conn::Postgres(conn) => AnsiTransactionManager::is_broken_transaction_manager(conn),
                Conn::Sqlite(conn) => AnsiTransactionManager::is_broken_transaction_manager(conn),
            }
    }
}

/// The database: a door for reading and a door for writing. Both block; callers on the server
/// go through `web::block`.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    url: String,
    queries: Arc<AtomicU64>,
}

/// How a pool of connections is used at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// What it is for: `read`, `write`, or `shared` for both.
    pub name: &'static str,
    /// Connections that are open.
    pub open: u32,
    /// Those of them that nobody uses.
    pub idle: u32,
    /// The most that there may be.
    pub most: u32,
}

impl Db {
    /// Opens the database that `url` names.
    ///
    /// # Errors
    /// What the database itself said: the pool would only say that time ran out.
    pub fn open(url: &str) -> ConnectionResult<Self> {
        let postgres = Conn::open(url)?.is_postgres();
        let queries = Arc::new(AtomicU64::new(0));
        let pool = |size: u32| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(PATIENCE)
                .test_on_check_out(postgres)
                .build(Manager { url: url.to_owned(), queries: Arc::clone(&queries) })
                .map_err(|error| ConnectionError::BadConnection(error.to_string()))
        };
        let (readers, writers) = if postgres {
            let shared = pool(POSTGRES_CONNECTIONS)?;
            (shared.clone(), shared)
        } else {
            (pool(SQLITE_READERS)?, pool(1)?)
        };
        Ok(Self { readers, writers, url: url.to_owned(), queries })
    }

    /// How many statements were sent since it was opened.
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// How its pools are used.
    pub fn pools(&self) -> Vec<PoolUse> {
        let of = |name, pool: &Pool<Manager>| {
            let state = pool.state();
            let (open, idle, most) = (state.connections, state.idle_connections, pool.max_size());
            PoolUse { name, open, idle, most }
        };
        if self.file().is_some() {
            vec![of("read", &self.readers), of("write", &self.writers)]
        } else {
            vec![of("shared", &self.readers)]
        }
    }

    /// Where the database lies.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The file of a SQLite database; `None` on PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        self.url.strip_prefix("sqlite:").map(|path| Path::new(path.trim_start_matches("//")))
    }

    /// Hands out the writing connection without a transaction: for migrations, which bring
    /// their own.
    pub fn direct<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        work(&mut *self.writers.get().map_err(Error::from)?)
    }

    /// Looks something up. All reads of `work` see one state of the database.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.readers.get().map_err(Error::from)?;
        conn.snapshot().map_err(Error::from)?;
        let outcome = work(&mut conn);
        conn.rollback().map_err(Error::from)?;
        outcome
    }

    /// Changes something: all of `work`, or none of it.
    pub fn write<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.writers.get().map_err(Error::from)?;
        conn.write(work)
    }
}

impl Conn {
    /// Opens a transaction in which every query sees the same state.
    fn snapshot(&mut self) -> QueryResult<()> {
        match self {
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction(conn),
        }
    }
}

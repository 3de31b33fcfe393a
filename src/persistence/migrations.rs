//! The schema's own history: one folder a database, the same names in both.

use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryableByName, RunQueryDsl, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Conn, Error, search};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database was written by a later duban.
    #[error("the database has the migration `{0}`, which this duban does not know: it is newer")]
    Newer(String),
    /// The database cannot be reached.
    #[error(transparent)]
    Storage(#[from] super::Error),
    /// A migration did not run.
    #[error("the schema could not be brought up to date: {0}")]
    Failed(String),
}

/// One migration and whether it has been run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Its name, which begins with its date.
    pub name: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// Brings the schema up to date, with what only we can compute; gives the names of the migrations
/// that were run.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, MigrationError> {
    let before = status(conn)?;
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| MigrationError::Failed(error.to_string());
    match conn {
        Conn::Postgres(pg) => pg.run_pending_migrations(POSTGRES).map(drop).map_err(failed)?,
        Conn::Sqlite(lite) => lite.run_pending_migrations(SQLITE).map(drop).map_err(failed)?,
    }
    search::fill(conn)?;
    Ok(before.into_iter().filter(|one| !one.applied).map(|one| one.name).collect())
}

/// Gives a database without tables the schema that those migrations make.
///
/// # Errors
/// Where this duban does not know one of them.
pub fn migrate_as(conn: &mut Conn, wanted: &[String]) -> Result<(), MigrationError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| MigrationError::Failed(error.to_string());
    let known = status(conn)?;
    if let Some(newer) = wanted.iter().find(|name| !known.iter().any(|one| one.name == **name)) {
        return Err(MigrationError::Newer(newer.clone()));
    }
    match conn {
        Conn::Postgres(pg) => {
            for one in pg.pending_migrations(POSTGRES).map_err(failed)? {
                if wanted.contains(&one.name().to_string()) {
                    pg.run_migration(&one).map_err(failed)?;
                }
            }
        }
        Conn::Sqlite(lite) => {
            for one in lite.pending_migrations(SQLITE).map_err(failed)? {
                if wanted.contains(&one.name().to_string()) {
                    lite.run_migration(&one).map_err(failed)?;
                }
            }
        }
    }
    Ok(())
}

/// Every migration of this duban, in order, and whether it has been run.
///
/// # Errors
/// Where the database has one that this duban does not know.
pub fn status(conn: &mut Conn) -> Result<Vec<MigrationStatus>, MigrationError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| MigrationError::Failed(error.to_string());
    let known = match conn {
        Conn::Postgres(_) => names::<Pg>(&POSTGRES).map_err(failed)?,
        Conn::Sqlite(_) => names::<Sqlite>(&SQLITE).map_err(failed)?,
    };
    let applied = applied(conn)?;
    if let Some(unknown) =
        applied.iter().find(|version| !known.iter().any(|(known, _)| known == *version))
    {
        return Err(MigrationError::Newer(unknown.clone()));
    }
    Ok(known
        .into_iter()
        .map(|(version, name)| MigrationStatus { applied: applied.contains(&version), name })
        .collect())
}

/// The versions that have been run. It only looks, so that a reader may ask; the library's own
/// question would make its table first.
fn applied(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let table = match conn {
        Conn::Postgres(_) => {
            "SELECT COUNT(*) AS count FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '__diesel_schema_migrations'"
        }
        Conn::Sqlite(_) => {
            "SELECT COUNT(*) AS count FROM sqlite_master \
             WHERE type = 'table' AND name = '__diesel_schema_migrations'"
        }
    };
    let tables: Tables = diesel::sql_query(table).get_result(conn)?;
    if tables.count == 0 {
        return Ok(Vec::new());
    }
    let kept = diesel::sql_query("SELECT version FROM __diesel_schema_migrations");
    let versions: Vec<Version> = kept.load(conn)?;
    Ok(versions.into_iter().map(|one| one.version).collect())
}

#[derive(QueryableByName)]
struct Tables {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Version and name of each, in order.
fn names<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
) -> diesel::migration::Result<Vec<(String, String)>>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    let mut found: Vec<(String, String)> = MigrationSource::<DB>::migrations(source)?
        .iter()
        .map(|one| (one.name().version().to_string(), one.name().to_string()))
        .collect();
    found.sort();
    Ok(found)
}

/// Whether the database holds no table at all, ours or anybody's.
pub fn is_blank(conn: &mut Conn) -> Result<bool, Error> {
    let count = match conn {
        Conn::Postgres(_) => {
            "SELECT COUNT(*) AS count FROM information_schema.tables \
             WHERE table_schema = current_schema()"
        }
        Conn::Sqlite(_) => {
            "SELECT COUNT(*) AS count FROM sqlite_master \
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        }
    };
    let tables: Tables = diesel::sql_query(count).get_result(conn)?;
    Ok(tables.count == 0)
}

/// Takes back every migration: a demonstration begins anew.
pub fn revert_all(conn: &mut Conn) -> Result<(), MigrationError> {
    let failed =
        |error: Box<dyn std::error::Error + Send + Sync>| MigrationError::Failed(error.to_string());
    match conn {
        Conn::Postgres(pg) => pg.revert_all_migrations(POSTGRES).map(drop).map_err(failed),
        Conn::Sqlite(lite) => {
            // People and departments name each other: with the rows that are there, no order of
            // dropping them would be free of dangling references.
            let keys = |lite: &mut SqliteConnection, on: &str| {
                lite.batch_execute(&format!("PRAGMA foreign_keys = {on}"))
                    .map_err(|error| MigrationError::Failed(error.to_string()))
            };
            keys(lite, "OFF")?;
            let reverted = lite.revert_all_migrations(SQLITE).map(drop).map_err(failed);
            keys(lite, "ON")?;
            reverted
        }
    }
}

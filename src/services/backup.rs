//! A backup: every table and every file in one archive, whole and checked; and the way back, into
//! either database.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::audit;
use crate::domain::Sha256Hex;
use crate::persistence::transfer::{self, Table};
use crate::persistence::{self, Conn, Db, MigrationError, attachments};
use crate::store::Store;

/// How the archive is made; a later one is not read.
const FORMAT: u32 = 1;
/// What lists the rest of the archive.
const MANIFEST: &str = "manifest.json";
/// Rows taken in at a time.
const BATCH: usize = 500;
/// The longest list of contents that is read, in bytes.
const LONGEST: u64 = 256 << 20;

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file cannot be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// It is no archive, or a broken one.
    #[error("this is not a whole backup: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// What it holds is not what was written.
    #[error("this backup is damaged: `{0}` is not as it was written")]
    Damaged(String),
    /// It was made by a later duban.
    #[error("this backup was made by a newer duban: {0}")]
    Newer(String),
    /// There is something there that would be lost.
    #[error("the database is not empty: restore into a new one")]
    NotEmpty,
    /// The database has another schema than the backup, and rows cannot be taken in as they are.
    #[error("the database has tables already, and this backup is older: restore into a new one")]
    OtherSchema,
    /// A file is named, but the store does not have it.
    #[error("the file {0} is not in the store, or not what was put there: {1}")]
    FileMissing(String, io::Error),
    /// The history that was restored is not the one that was written.
    #[error("the history is not as it was written: {0}")]
    History(String),
    /// The schema cannot be made.
    #[error(transparent)]
    Schema(#[from] MigrationError),
    /// It cannot be verified.
    #[error(transparent)]
    Service(#[from] super::Error),
    /// The database's own trouble.
    #[error(transparent)]
    Storage(#[from] persistence::Error),
}

/// What an archive holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The version of duban that wrote it.
    pub duban: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The migrations that its tables have.
    migrations: Vec<String>,
    /// Stands for every history in it, as `duban audit verify` prints it.
    pub digest: String,
    tables: Vec<Entry>,
    files: Vec<String>,
}

/// A table in the archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    name: String,
    rows: u64,
    sha256: String,
}

impl Manifest {
    /// How many rows it holds.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// How many files it holds.
    pub fn files(&self) -> usize {
        self.files.len()
    }
}

/// Passes on what is written, and sums it up.
struct Summed<W> {
    to: W,
    sum: Sha256,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes one to `out` while the house goes on: all of it is of one moment. `told` hears what has
/// been written.
pub fn write(
    db: &Db,
    store: &Store,
    at: DateTime<Utc>,
    out: &File,
    mut told: impl FnMut(&str),
) -> Result<Manifest, Error> {
    let mut zip = ZipWriter::new(BufWriter::new(out));
    let options = SimpleFileOptions::default().large_file(true);
    let manifest = db.read(|conn| {
        let applied = persistence::status(conn)?.into_iter().filter(|one| one.applied);
        let migrations = applied.map(|one| one.name).collect();
        let mut tables = Vec::new();
        for table in transfer::tables(conn)? {
            zip.start_file(format!("tables/{}.jsonl", table.name), options)?;
            let mut to = Summed { to: &mut zip, sum: Sha256::new() };
            let mut rows = 0;
            transfer::each_row(conn, &table, |row| {
                rows += 1;
                serde_json::to_writer(&mut to, &row).map_err(io::Error::from)?;
                Ok::<_, Error>(to.write_all(b"\n")?)
            })?;
            let sha256 = Sha256Hex::of_digest(&to.sum.finalize()).as_str().to_owned();
            told(&format!("{}: {rows} rows", table.name));
            tables.push(Entry { name: table.name, rows, sha256 });
        }
        let hashes: BTreeSet<String> =
            attachments::hashes(conn)?.iter().map(|hash| hash.as_str().to_owned()).collect();
        Ok::<_, Error>(Manifest {
            format: FORMAT,
            duban: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: at,
            migrations,
            digest: audit::verify(conn)?.digest,
            tables,
            files: hashes.into_iter().collect(),
        })
    })?;
    for name in &manifest.files {
        let missing = |error| Error::FileMissing(name.clone(), error);
        let hash = Sha256Hex::from_kept(name).ok_or_else(|| Error::Damaged(name.clone()))?;
        let bytes = store.get(&hash).map_err(missing)?;
        zip.start_file(format!("files/{name}"), options)?;
        zip.write_all(&bytes)?;
    }
    told(&format!("{} files", manifest.files.len()));
    zip.start_file(MANIFEST, options)?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(io::Error::from)?;
    zip.finish()?.flush()?;
    Ok(manifest)
}

/// Reads an archive's list of contents, and checks that all of it is as it was written.
///
/// # Errors
/// Where it is not, or where a later duban wrote it.
pub fn check<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Manifest, Error> {
    let mut text = String::new();
    archive.by_name(MANIFEST)?.take(LONGEST).read_to_string(&mut text)?;
    let damaged = |_unread| Error::Damaged(MANIFEST.to_owned());
    let format: Format = serde_json::from_str(&text).map_err(damaged)?;
    if format.format > FORMAT {
        return Err(Error::Newer(format!("its archive has format {}", format.format)));
    }
    let manifest: Manifest = serde_json::from_str(&text).map_err(damaged)?;
    for Entry { name, sha256, .. } in &manifest.tables {
        compare(archive, &format!("tables/{name}.jsonl"), sha256)?;
    }
    for name in &manifest.files {
        compare(archive, &format!("files/{name}"), name)?;
    }
    Ok(manifest)
}

/// What every archive says first, whoever made it.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

fn compare<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
    sha256: &str,
) -> Result<(), Error> {
    let mut sum = Summed { to: io::sink(), sum: Sha256::new() };
    let copied = io::copy(&mut archive.by_name(name)?, &mut sum);
    let found = Sha256Hex::of_digest(&sum.sum.finalize());
    match copied {
        Ok(_) if found.as_str() == sha256 => Ok(()),
        _ => Err(Error::Damaged(name.to_owned())),
    }
}

/// Puts back what an archive holds, into a database that nobody has written in. `told` hears what
/// has been taken in.
pub fn restore(
    conn: &mut Conn,
    store: &Store,
    file: File,
    mut told: impl FnMut(&str),
) -> Result<Manifest, Error> {
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let manifest = check(&mut archive)?;
    told("the backup is whole");
    make_ready(conn, &manifest)?;
    for name in &manifest.files {
        let mut bytes = Vec::new();
        archive.by_name(&format!("files/{name}"))?.read_to_end(&mut bytes)?;
        if store.put(&bytes)?.as_str() != name {
            return Err(Error::Damaged(name.clone()));
        }
    }
    told(&format!("{} files", manifest.files.len()));
    let tables = transfer::tables(conn)?;
    conn.write(|conn| {
        transfer::take_in(conn, &tables, |conn| {
            for Entry { name, rows, .. } in &manifest.tables {
                let table = tables.iter().find(|table| table.name == *name);
                let table = table.ok_or_else(|| Error::Newer(format!("it has `{name}`")))?;
                let lines = BufReader::new(archive.by_name(&format!("tables/{name}.jsonl"))?);
                fill(conn, table, lines)?;
                told(&format!("{name}: {rows} rows"));
            }
            Ok::<_, Error>(())
        })
    })?;
    persistence::migrate(conn)?;
    let verdict = audit::verify(conn)?;
    if let Some(found) = verdict.findings.first() {
        return Err(Error::History(found.to_string()));
    }
    if verdict.digest != manifest.digest {
        return Err(Error::History(format!("its digest is {}", verdict.digest)));
    }
    Ok(manifest)
}

/// Gives the database the schema of the backup; refuses one that holds anything.
fn make_ready(conn: &mut Conn, manifest: &Manifest) -> Result<(), Error> {
    if persistence::is_blank(conn)? {
        return persistence::migrate_as(conn, &manifest.migrations).map_err(|error| match error {
            MigrationError::Newer(name) => Error::Newer(format!("it has the migration `{name}`")),
            error => error.into(),
        });
    }
    let status = persistence::status(conn)?;
    if let Some(newer) =
        manifest.migrations.iter().find(|name| !status.iter().any(|one| one.name == **name))
    {
        return Err(Error::Newer(format!("it has the migration `{newer}`")));
    }
    let applied = status.iter().filter(|one| one.applied).map(|one| &one.name);
    if applied.clone().count() > 0 && !transfer::is_unused(conn)? {
        return Err(Error::NotEmpty);
    }
    if applied.ne(&manifest.migrations) {
        return Err(Error::OtherSchema);
    }
    Ok(())
}

fn fill(conn: &mut Conn, table: &Table, lines: impl io::BufRead) -> Result<(), Error> {
    let mut batch: Vec<String> = Vec::new();
    let mut lines = lines.lines().peekable();
    while let Some(line) = lines.next() {
        batch.push(line?);
        if batch.len() == BATCH || lines.peek().is_none() {
            table.insert(conn, &format!("[{}]", batch.join(",")))?;
            batch.clear();
        }
    }
    Ok(())
}

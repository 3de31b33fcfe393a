//! Reading in a process of its own, so that no document can take the server down.

use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Instant;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::kind::{Container, container, kind_of_text};
use super::{Document, Limits, encoding, mail};
use crate::domain::import::{Grid, NotATable};
use crate::domain::{DocumentKind, NotRead};

/// How many documents are read at a time; others wait.
const SEATS: usize = 2;

/// The hidden command with which the program reads one document and ends.
const COMMAND: &str = "read-document";

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document's fault.
    #[error(transparent)]
    NotRead(#[from] NotRead),
    /// Ours: the process that reads cannot be started.
    #[error("the reader of documents cannot be started: {0}")]
    NotStarted(#[from] io::Error),
}

/// What is asked of the process that reads; the document follows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    /// What the file is called.
    pub(super) name: String,
    /// Whether its cells are wanted, not its text.
    pub(super) table: bool,
    /// How much it may take.
    pub(super) limits: Limits,
}

/// Reads documents, each in a process that ends with it.
#[derive(Debug, Clone)]
pub struct Reader {
    program: PathBuf,
    limits: Limits,
    seats: Arc<Seats>,
}

impl Reader {
    /// A reader that starts this very program.
    pub fn new(limits: Limits) -> Self {
        // Linux knows the program by this name even after an update has replaced its file.
        let own = PathBuf::from("/proc/self/exe");
        let program = if own.exists() { Ok(own) } else { std::env::current_exe() };
        Self::started_as(program.unwrap_or_else(|_| PathBuf::from("duban")), limits)
    }

    /// A reader that starts `program`, which must be duban.
    pub fn started_as(program: PathBuf, limits: Limits) -> Self {
        Self { program, limits, seats: Arc::default() }
    }

    /// How much a document may take.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads a file, whatever it is; its name only tells one kind of text from another. Blocks,
    /// for at most twice [`Limits::time`].
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self, bytes: &[u8], name: &str) -> Result<Document, Error> {
        self.limits.check_file(bytes)?;
        // Plain text costs no more than its own size: it is read here.
        if container(bytes) == Container::Text && !mail::is_mail(bytes, false) {
            let text = encoding::decode(bytes)?;
            let kind = kind_of_text(&text, name);
            if matches!(kind, DocumentKind::Text | DocumentKind::Markdown) {
                return Ok(self.checked(Document { kind, text, left_out: Vec::new() })?);
            }
        }
        let _seat = self.seats.take(self.limits.time).ok_or(NotRead::Busy)?;
        let outcome: Option<Result<Document, NotRead>> = self.ask(bytes, name, false)?;
        Ok(self.checked(outcome.unwrap_or(Err(NotRead::Demanding))?)?)
    }

    /// The visible sheets of a spreadsheet, or the one of separated values. Blocks, for at most
    /// twice [`Limits::time`].
    ///
    /// # Errors
    /// Why they cannot be read; ours, where the process that reads cannot be started.
    pub fn read_table(&self, bytes: &[u8]) -> io::Result<Result<Vec<Grid>, NotATable>> {
        if let Err(refused) = self.limits.check_file(bytes) {
            return Ok(Err(refused.into()));
        }
        let Some(_seat) = self.seats.take(self.limits.time) else {
            return Ok(Err(NotRead::Busy.into()));
        };
        let outcome = self.ask(bytes, "", true)?;
        Ok(outcome.unwrap_or(Err(NotRead::Demanding.into())))
    }

    fn checked(&self, document: Document) -> Result<Document, NotRead> {
        if document.text.trim().is_empty() {
            return Err(NotRead::Empty);
        }
        if document.text.len() > self.limits.text {
            return Err(NotRead::TooLarge { most: self.limits.text });
        }
        Ok(document)
    }

    /// What the process answers; `None` where it does not, in its bounds.
    fn ask<T: DeserializeOwned>(
        &self,
        bytes: &[u8],
        name: &str,
        table: bool,
    ) -> io::Result<Option<T>> {
        let asked = Asked { name: name.to_owned(), table, limits: self.limits };
        let mut first = serde_json::to_vec(&asked)?;
        first.push(b'\n');
        let mut child = Command::new(&self.program)
            .arg(COMMAND)
            // The process needs nothing that is secret.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let said = self.converse(&mut child, &first, bytes);
        // It has ended, or has had its time.
        let _ended_before = child.kill();
        let status = child.wait()?;
        // What libraries print stands before the answer.
        let last = said.rsplit(|byte| *byte == b'\n').find(|line| !line.is_empty());
        if let Some(Ok(outcome)) = last.map(serde_json::from_slice) {
            return Ok(Some(outcome));
        }
        // Out of time, of memory, or of its stack: there is no answer.
        tracing::warn!(%status, "a document could not be read in its bounds");
        Ok(None)
    }

    /// Hands the document over, and what comes back in time.
    fn converse(&self, child: &mut Child, first: &[u8], bytes: &[u8]) -> Vec<u8> {
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Vec::new();
        };
        // JSON writes one byte of text as six at most.
        let most = u64::try_from(self.limits.text.saturating_mul(6)).unwrap_or(u64::MAX);
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                // A process that has ended does not listen; that it has is seen by its answer.
                let _unheard = input.write_all(first).and_then(|()| input.write_all(bytes));
            });
            scope.spawn(move || {
                let mut said = Vec::new();
                let heard = output.take(most.saturating_add(64 * 1024)).read_to_end(&mut said);
                if heard.is_ok() {
                    let _nobody_waits = sender.send(said);
                }
            });
            let said = receiver.recv_timeout(self.limits.time);
            if said.is_err() {
                // Ends both threads: their pipes close.
                let _ended_before = child.kill();
            }
            said.unwrap_or_default()
        })
    }
}

/// Places for documents that are being read.
#[derive(Debug, Default)]
struct Seats {
    taken: Mutex<usize>,
    freed: Condvar,
}

impl Seats {
    /// A place, as soon as one is free; `None` where none is in time.
    fn take(&self, time: std::time::Duration) -> Option<Seat<'_>> {
        let until = Instant::now() + time;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= SEATS {
            let left = until.checked_duration_since(Instant::now())?;
            let waited = self.freed.wait_timeout(taken, left);
            taken = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *taken += 1;
        Some(Seat(self))
    }
}

struct Seat<'a>(&'a Seats);

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.freed.notify_one();
    }
}

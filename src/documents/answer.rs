//! The other side of [`Reader`](super::Reader): a process that reads one document and ends.

use std::io::{self, BufRead as _, Read as _, Write as _};
use std::thread;

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::Serialize;

use super::read::read;
use super::reader::Asked;
use super::table::grids;
use crate::domain::NotRead;

/// Deep enough for every document that is not made to be bottomless.
const STACK: usize = 64 << 20;

/// Reads the document on standard input, in the bounds that its first line says, and answers with
/// one line on standard output. A panic of a library is a document that is damaged.
///
/// # Errors
/// Where standard input or output break off.
pub fn answer() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut first = String::new();
    input.read_line(&mut first)?;
    let asked: Asked = serde_json::from_str(&first)?;
    confine(&asked)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    if asked.table {
        let grids = in_a_thread(move || grids(&bytes, &asked.limits))?;
        say(&grids.unwrap_or(Err(NotRead::Damaged.into())))
    } else {
        let document = in_a_thread(move || read(&bytes, &asked.name, &asked.limits))?;
        say(&document.unwrap_or(Err(NotRead::Damaged)))
    }
}

fn say(outcome: &impl Serialize) -> io::Result<()> {
    let mut output = io::stdout().lock();
    serde_json::to_writer(&mut output, outcome)?;
    output.flush()
}

/// What `work` comes to; `None` where it panics.
fn in_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Option<T>> {
    Ok(thread::Builder::new().stack_size(STACK).spawn(work)?.join().ok())
}

/// Gives up what reading needs not. Whoever exceeds the rest is ended by the system.
fn confine(asked: &Asked) -> io::Result<()> {
    let seconds = asked.limits.time.as_secs() + 1;
    for (resource, most) in [
        (Resource::As, asked.limits.memory),
        (Resource::Cpu, seconds),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

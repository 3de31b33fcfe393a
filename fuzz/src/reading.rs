//! Documents, read under the conditions of the process that reads them in the program.

use std::time::Duration;
use std::{panic, thread};

use crate::documents::Limits;
use crate::domain::NotRead;

/// The stack that the reading process has.
const STACK: usize = 64 << 20;

/// Bounds that a small input can reach.
pub const LIMITS: Limits = Limits {
    file: 1 << 20,
    text: 64 << 10,
    unpacked: 1 << 20,
    memory: 1 << 30,
    time: Duration::from_secs(5),
};

/// Reads, and holds the text to what every reader promises. None is no finding: the document was
/// refused, or a library panicked and was forgiven.
pub fn read(reading: impl FnOnce() -> Result<String, NotRead> + Send) -> Option<String> {
    let text = on_its_stack(reading)?.ok()?;
    assert!(text.len() <= LIMITS.text, "a text of {} bytes", text.len());
    Some(text)
}

/// Does `work` on a stack as deep as that of the reading process; none where it panicked and that
/// was forgiven.
pub fn on_its_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let work = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        work.expect("a thread").join().ok()
    })
}

/// From now on, a panic inside a library is let pass: the reading process catches it, and calls the
/// document damaged. One in our own code stays a finding.
pub fn forgive_libraries() {
    let strict = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let foreign = info.location().is_some_and(|place| {
            place.file().contains("/registry/src/") || place.file().starts_with("/rustc/")
        });
        if !foreign {
            strict(info);
        }
    }));
}

//! How far long work has come, on the error output.

use std::io::{self, IsTerminal as _, Write as _};

/// On a terminal it is told so many times.
const TIMES: usize = 100;

/// Counts what was done.
#[derive(Debug)]
pub(super) struct Progress {
    what: &'static str,
    done: usize,
    shown: bool,
}

impl Progress {
    /// Of so many things of a kind.
    pub(super) fn of(what: &'static str) -> Self {
        Self { what, done: 0, shown: io::stderr().is_terminal() }
    }

    /// One of `total` more is done.
    pub(super) fn step(&mut self, total: usize) {
        self.done += 1;
        if self.shown && self.done.is_multiple_of((total / TIMES).max(1)) {
            // Nobody may be listening any more; the work goes on.
            let _ = write!(io::stderr(), "\r{} of {total} {}", self.done, self.what);
        }
    }

    /// All of it is done: told wherever the output goes.
    pub(super) fn done(self) {
        let begin = if self.shown { "\r" } else { "" };
        let _ = writeln!(io::stderr(), "{begin}{} {} written", self.done, self.what);
    }
}

//! The conversation with a mail server: who we are, what is unread, each message, what is read now.

use std::io::{self, BufReader, Read, Write};

use super::wire::{self, Answer, Broken, Token};

/// No message is taken that is larger, in bytes; its enclosures are not read anyway.
const LARGEST: u32 = 25 << 20;

/// How many messages one visit takes at most; the next one goes on.
const MOST: usize = 200;

/// How many answers may come before the one that is waited for.
const MOST_ANSWERS: usize = 10_000;

/// What became of a message in the hand of whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is read: nothing more is wanted of it.
    Read,
    /// It could not be kept: it stays unread, and the visit ends.
    Later,
}

/// What a visit brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visited {
    /// Messages that were read.
    pub read: usize,
    /// Messages that were too large, or that the server did not give: marked as read, and flagged.
    pub passed: usize,
}

/// Why a visit ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The line.
    #[error("the mail server cannot be reached: {0}")]
    Line(#[from] io::Error),
    /// Nothing that can be read.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The server refused.
    #[error("the mail server refused {verb}: {said}")]
    Refused {
        /// What was asked for.
        verb: &'static str,
        /// What it said.
        said: String,
    },
    /// It does not let anybody in by name and password.
    #[error("the mail server takes no password on this line")]
    NoPasswords,
}

/// A conversation.
pub struct Session<S> {
    line: BufReader<S>,
    tag: u32,
}

impl<S: Read + Write> Session<S> {
    /// Waits to be greeted.
    pub fn greet(line: S) -> Result<Self, Failed> {
        let mut session = Self { line: BufReader::new(line), tag: 0 };
        let greeting = wire::answer(&mut session.line, 0)?;
        if wire::is(greeting.first(), "*") && wire::is(greeting.get(1), "OK") {
            Ok(session)
        } else {
            Err(Failed::Refused { verb: "the call", said: words(&greeting) })
        }
    }

    /// Says who we are.
    pub fn log_in(&mut self, user: &str, password: &str) -> Result<(), Failed> {
        let able = self.ask("CAPABILITY", "CAPABILITY", 0)?;
        let disabled = |answer: &Answer| {
            wire::is(answer.get(1), "CAPABILITY")
                && answer.iter().any(|one| wire::is(Some(one), "LOGINDISABLED"))
        };
        if able.iter().any(disabled) {
            return Err(Failed::NoPasswords);
        }
        let command = format!("LOGIN {} {}", quoted(user), quoted(password));
        self.ask("LOGIN", &command, 0).map(drop)
    }

    /// Fetches what is unread in `folder`, the oldest first.
    pub fn fetch_unseen(
        mut self,
        folder: &str,
        mut take: impl FnMut(&[u8]) -> Taken,
    ) -> Result<Visited, Failed> {
        self.ask("SELECT", &format!("SELECT {}", quoted(folder)), 0)?;
        let answers = self.ask("SEARCH", "UID SEARCH UNSEEN", 0)?;
        let mut unseen: Vec<u32> =
            answers.iter().filter_map(|one| wire::found(one)).flatten().collect();
        unseen.sort_unstable();
        let mut visited = Visited::default();
        for uid in unseen.into_iter().take(MOST) {
            let Some(message) = self.message(uid)? else {
                self.mark(uid, "\\Seen \\Flagged")?;
                visited.passed += 1;
                continue;
            };
            match take(&message) {
                Taken::Read => {
                    self.mark(uid, "\\Seen")?;
                    visited.read += 1;
                }
                Taken::Later => break,
            }
        }
        // What is done is done, whether or not the server says goodbye.
        if let Err(error) = self.ask("LOGOUT", "LOGOUT", 0) {
            tracing::debug!(%error, "the mail server did not say goodbye");
        }
        Ok(visited)
    }

    /// One message, where it is there and not too large. Looking does not mark it.
    fn message(&mut self, uid: u32) -> Result<Option<Vec<u8>>, Failed> {
        let size = self.fetch(uid, "RFC822.SIZE", 0)?.and_then(|one| one.size);
        if size.is_none_or(|size| size > LARGEST) {
            return Ok(None);
        }
        // Some servers count line ends otherwise than they send them.
        let largest = LARGEST as usize + (1 << 20);
        Ok(self.fetch(uid, "BODY.PEEK[]", largest)?.and_then(|one| one.body))
    }

    fn fetch(
        &mut self,
        uid: u32,
        what: &str,
        largest: usize,
    ) -> Result<Option<wire::Fetched>, Failed> {
        let answers = self.ask("FETCH", &format!("UID FETCH {uid} ({what})"), largest)?;
        let mut fetched = answers.into_iter().filter_map(wire::fetched);
        Ok(fetched.find(|one| one.uid == Some(uid)))
    }

    fn mark(&mut self, uid: u32, flags: &str) -> Result<(), Failed> {
        self.ask("STORE", &format!("UID STORE {uid} +FLAGS.SILENT ({flags})"), 0).map(drop)
    }

    /// Sends a command and gives what the server said before it was done.
    fn ask(
        &mut self,
        verb: &'static str,
        command: &str,
        largest: usize,
    ) -> Result<Vec<Answer>, Failed> {
        self.tag += 1;
        let tag = format!("d{}", self.tag);
        let line = self.line.get_mut();
        line.write_all(format!("{tag} {command}\r\n").as_bytes())?;
        line.flush()?;
        let mut answers = Vec::new();
        while answers.len() < MOST_ANSWERS {
            // Greetings and lists may come as literals too, none of them long.
            let answer = wire::answer(&mut self.line, largest.max(64 * 1024))?;
            if !wire::is(answer.first(), &tag) {
                answers.push(answer);
            } else if wire::is(answer.get(1), "OK") {
                return Ok(answers);
            } else {
                return Err(Failed::Refused { verb, said: words(&answer) });
            }
        }
        Err(Broken::TooLong.into())
    }
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What the server said behind its tag, on one short line.
fn words(answer: &[Token]) -> String {
    let words = answer.iter().skip(1).filter_map(|token| match token {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    });
    let line = words.collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_do_not_end_a_password() {
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}

//! A small mail server of our own: it speaks SMTP over a real socket, keeps what it is given, and
//! misbehaves as it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the server treats one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Accept,
    /// Answers the recipient with this code.
    Refuse(u16),
    /// Answers the recipient with this code and these words.
    Say(u16, &'static str),
    /// Takes the whole letter and answers it with this code.
    RefuseLetter(u16),
    /// Takes half of the letter and hangs up.
    HangUp,
    /// Takes the whole letter, keeps it, and hangs up without a word.
    KeepAndHangUp,
    /// Says nothing any more.
    FallSilent,
}

/// A place in the conversation, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The sender was named.
    Sender,
    /// The recipient was named.
    Recipient,
    /// The first line of the letter has come.
    HalfWay,
    /// The whole letter has come and is kept, but that was not said.
    Kept,
    /// It was said.
    Answered,
}

type Watcher = Box<dyn FnMut(Place) + Send>;

#[derive(Default)]
struct State {
    manners: Mutex<VecDeque<Manner>>,
    letters: Mutex<Vec<String>>,
    watcher: Mutex<Option<Watcher>>,
}

/// The server. It lives as long as the process of the test.
pub struct SmtpSink {
    port: u16,
    state: Arc<State>,
}

impl SmtpSink {
    /// Opens on a free port; letters are accepted once `manners` are used up.
    pub fn open(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        *state.manners.lock().unwrap() = manners.into_iter().collect();
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&shared);
                // A client that hangs up ends its conversation, nothing else.
                std::thread::spawn(move || converse(&stream.unwrap(), &state));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The letters that were accepted, in full.
    pub fn letters(&self) -> Vec<String> {
        self.state.letters.lock().unwrap().clone()
    }

    /// The names of the letters that were accepted, in their order.
    pub fn names(&self) -> Vec<String> {
        let name = |letter: &String| {
            let line = letter.lines().find(|line| line.starts_with("Message-ID: "));
            line.unwrap_or_default().trim_start_matches("Message-ID: ").to_owned()
        };
        self.letters().iter().map(name).collect()
    }

    /// Whether every manner has been shown.
    pub fn is_done(&self) -> bool {
        self.state.manners.lock().unwrap().is_empty()
    }

    /// Calls `watcher` at every place of every conversation, which waits for it.
    pub fn watch(&self, watcher: impl FnMut(Place) + Send + 'static) {
        *self.state.watcher.lock().unwrap() = Some(Box::new(watcher));
    }
}

impl State {
    fn come_to(&self, place: Place) {
        if let Some(watcher) = self.watcher.lock().unwrap().as_mut() {
            watcher(place);
        }
    }
}

fn converse(stream: &TcpStream, state: &State) -> std::io::Result<()> {
    let say = |line: &str| { stream }.write_all(format!("{line}\r\n").as_bytes());
    let hang_up = || stream.shutdown(std::net::Shutdown::Both);
    let mut lines = BufReader::new(stream).lines();
    let mut manner = Manner::Accept;
    say("220 sink.example.org")?;
    while let Some(line) = lines.next() {
        let line = line?;
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250-sink.example.org\r\n250 8BITMIME")?,
            "MAIL" => {
                state.come_to(Place::Sender);
                say("250 ok")?;
            }
            "RCPT" => {
                manner = state.manners.lock().unwrap().pop_front().unwrap_or(Manner::Accept);
                state.come_to(Place::Recipient);
                match manner {
                    Manner::Refuse(code) => say(&format!("{code} not now, or never"))?,
                    Manner::Say(code, words) => say(&format!("{code} {words}"))?,
                    Manner::FallSilent => std::thread::sleep(Duration::from_mins(2)),
                    _ => say("250 ok")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                let Some(letter) = take_letter(&mut lines, state, manner) else {
                    return hang_up();
                };
                if let Manner::RefuseLetter(code) = manner {
                    say(&format!("{code} not this one"))?;
                    continue;
                }
                state.letters.lock().unwrap().push(letter);
                state.come_to(Place::Kept);
                if manner == Manner::KeepAndHangUp {
                    return hang_up();
                }
                say("250 kept")?;
                state.come_to(Place::Answered);
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    Ok(())
}

/// The letter, where all of it comes.
fn take_letter(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
    state: &State,
    manner: Manner,
) -> Option<String> {
    let mut letter = String::new();
    for line in lines.map_while(Result::ok) {
        if line == "." {
            return Some(letter);
        }
        if letter.is_empty() {
            state.come_to(Place::HalfWay);
            if manner == Manner::HangUp {
                return None;
            }
        }
        letter.push_str(line.strip_prefix('.').unwrap_or(&line));
        letter.push_str("\r\n");
    }
    None
}

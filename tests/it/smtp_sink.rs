//! A small mail server of our own: it speaks SMTP over a real socket, keeps what it is given, and
//! misbehaves as it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How the server treats one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Accept,
    /// Answers the recipient with this code.
    Refuse(u16),
    /// Takes half of the letter and hangs up.
    HangUp,
}

/// The server. It lives as long as the process of the test.
pub struct SmtpSink {
    port: u16,
    manners: Arc<Mutex<VecDeque<Manner>>>,
    letters: Arc<Mutex<Vec<String>>>,
}

impl SmtpSink {
    /// Opens on a free port; letters are accepted once `manners` are used up.
    pub fn open(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let manners = Arc::new(Mutex::new(manners.into_iter().collect::<VecDeque<_>>()));
        let letters = Arc::new(Mutex::new(Vec::new()));
        let (rules, kept) = (Arc::clone(&manners), Arc::clone(&letters));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (rules, kept) = (Arc::clone(&rules), Arc::clone(&kept));
                // A client that hangs up ends its conversation, nothing else.
                std::thread::spawn(move || converse(&stream.unwrap(), &rules, &kept));
            }
        });
        Self { port, manners, letters }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The letters that were accepted, in full.
    pub fn letters(&self) -> Vec<String> {
        self.letters.lock().unwrap().clone()
    }

    /// Whether every manner has been shown.
    pub fn is_done(&self) -> bool {
        self.manners.lock().unwrap().is_empty()
    }
}

fn converse(
    stream: &TcpStream,
    manners: &Mutex<VecDeque<Manner>>,
    letters: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let say = |line: &str| { stream }.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream).lines();
    let mut manner = Manner::Accept;
    say("220 sink.example.org")?;
    while let Some(line) = lines.next() {
        let line = line?;
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => say("250-sink.example.org\r\n250 8BITMIME")?,
            "RCPT" => {
                manner = manners.lock().unwrap().pop_front().unwrap_or(Manner::Accept);
                match manner {
                    Manner::Refuse(code) => say(&format!("{code} not now, or never"))?,
                    Manner::Accept | Manner::HangUp => say("250 ok")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                if manner == Manner::HangUp {
                    lines.next();
                    return stream.shutdown(std::net::Shutdown::Both);
                }
                let mut letter = String::new();
                for line in lines.by_ref().map_while(Result::ok).take_while(|line| line != ".") {
                    letter.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.push_str("\r\n");
                }
                letters.lock().unwrap().push(letter);
                say("250 kept")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    Ok(())
}

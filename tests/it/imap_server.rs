//! A small IMAP server of our own: one mailbox over a real socket, that misbehaves as it is told.

use std::io::{BufRead, BufReader, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What it does out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Nothing.
    Good,
    /// It lets nobody in.
    RefuseLogin,
    /// It wants no passwords at all.
    NoPasswords,
    /// It hangs up in the midst of a message.
    HangUpInLiteral,
    /// It promises more than anybody has.
    HugeLiteral,
    /// It tells a size of its own.
    Size(u64),
    /// It hangs up instead of marking a message as read.
    HangUpAtStore,
}

/// A message in the mailbox, and its flags.
#[derive(Debug, Clone)]
pub struct Kept {
    pub text: Vec<u8>,
    pub flags: String,
}

/// The server. It lives as long as the process of the test.
pub struct ImapServer {
    port: u16,
    manner: Arc<Mutex<Manner>>,
    mailbox: Arc<Mutex<Vec<Kept>>>,
    said: Arc<Mutex<Vec<String>>>,
}

impl ImapServer {
    pub fn open(messages: &[&[u8]]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = |text: &&[u8]| Kept { text: text.to_vec(), flags: String::new() };
        let mailbox = Arc::new(Mutex::new(messages.iter().map(kept).collect::<Vec<_>>()));
        let (manner, said) = (Arc::new(Mutex::new(Manner::Good)), Arc::default());
        let server =
            Self { port, manner: Arc::clone(&manner), mailbox: Arc::clone(&mailbox), said };
        let said = Arc::clone(&server.said);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let manner = *manner.lock().unwrap();
                // A client that hangs up ends its conversation, nothing else.
                let _ended = converse(&stream.unwrap(), manner, &mailbox, &said);
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("imap://duban:p%22w@127.0.0.1:{}/INBOX", self.port)
    }

    pub fn behave(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// The flags of each message.
    pub fn flags(&self) -> Vec<String> {
        self.mailbox.lock().unwrap().iter().map(|one| one.flags.clone()).collect()
    }

    /// What was asked, without tags.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }
}

fn converse(
    stream: &TcpStream,
    manner: Manner,
    mailbox: &Mutex<Vec<Kept>>,
    said: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut write = stream;
    let mut lines = BufReader::new(stream);
    write.write_all(b"* OK [CAPABILITY IMAP4rev1] ready (and \"willing\")\r\n")?;
    let mut line = String::new();
    while lines.by_ref().take(1_000).read_line(&mut line)? > 0 {
        let (tag, command) = line.trim_end().split_once(' ').unwrap();
        said.lock().unwrap().push(command.to_owned());
        let answer = answer(command, manner, &mut mailbox.lock().unwrap());
        let Some((before, end)) = answer else { return Ok(()) };
        write.write_all(&before)?;
        if end.is_empty() {
            return Ok(());
        }
        write.write_all(format!("{tag} {end}\r\n").as_bytes())?;
        line.clear();
    }
    Ok(())
}

/// What comes before the tagged line, and that line; empty where the server hangs up.
fn answer(command: &str, manner: Manner, mailbox: &mut [Kept]) -> Option<(Vec<u8>, &'static str)> {
    let words: Vec<&str> = command.split(' ').collect();
    let uid = || words[2].parse::<usize>().unwrap();
    Some(match words[..] {
        ["CAPABILITY"] if manner == Manner::NoPasswords => {
            (b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n".to_vec(), "OK done")
        }
        ["CAPABILITY"] => (b"* CAPABILITY IMAP4rev1 IDLE\r\n".to_vec(), "OK done"),
        ["LOGIN", ..] if manner == Manner::RefuseLogin => {
            (Vec::new(), "NO [AUTHENTICATIONFAILED] wrong password")
        }
        ["LOGIN", "\"duban\"", "\"p\\\"w\""] => (Vec::new(), "OK in"),
        ["SELECT", "\"INBOX\""] => (
            format!("* {} EXISTS\r\n* FLAGS (\\Seen \\Flagged)\r\n", mailbox.len()).into_bytes(),
            "OK [READ-WRITE] selected",
        ),
        ["UID", "SEARCH", "UNSEEN"] => {
            let unseen = (1..).zip(mailbox.iter()).filter(|(_, one)| !one.flags.contains("Seen"));
            let unseen: Vec<String> = unseen.map(|(uid, _)| uid.to_string()).collect();
            (format!("* SEARCH {}\r\n", unseen.join(" ")).into_bytes(), "OK found")
        }
        ["UID", "FETCH", _, "(RFC822.SIZE)"] => {
            let own = mailbox[uid() - 1].text.len() as u64;
            let size = if let Manner::Size(size) = manner { size } else { own };
            let (uid, other) = (uid(), "* 1 RECENT\r\n");
            (format!("{other}* {uid} FETCH (RFC822.SIZE {size} UID {uid})\r\n").into(), "OK sized")
        }
        ["UID", "FETCH", _, "(BODY.PEEK[])"] => {
            let text = &mailbox[uid() - 1].text;
            let size = if manner == Manner::HugeLiteral { 4_000_000_000 } else { text.len() };
            let mut said =
                format!("* {0} FETCH (UID {0} BODY[] {{{size}}}\r\n", uid()).into_bytes();
            if manner == Manner::HangUpInLiteral {
                said.extend_from_slice(&text[..text.len() / 2]);
                return Some((said, ""));
            }
            said.extend_from_slice(text);
            said.extend_from_slice(b")\r\n");
            (said, "OK fetched")
        }
        ["UID", "STORE", ..] if manner == Manner::HangUpAtStore => return None,
        ["UID", "STORE", _, "+FLAGS.SILENT", ..] => {
            mailbox[uid() - 1].flags = words[4..].join(" ");
            (Vec::new(), "OK stored")
        }
        ["LOGOUT"] => (b"* BYE see you\r\n".to_vec(), "OK bye"),
        _ => (Vec::new(), "BAD what"),
    })
}

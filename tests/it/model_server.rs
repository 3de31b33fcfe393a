//! A small language model of our own: it speaks HTTP over a real socket, says what it is told to
//! say, and misbehaves likewise.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use duban::model::Model;
use duban::settings;
use serde_json::{Value, json};

/// How the server answers one question.
#[derive(Debug, Clone)]
pub enum Manner {
    /// With these words of the model.
    Say(String),
    /// With this status, these headers and this body.
    Answer(u16, &'static str, Vec<u8>),
    /// Not before it is let go.
    Wait,
    /// With a byte every now and then, for ever.
    Drip,
    /// By hanging up.
    HangUp,
}

impl Manner {
    /// Proposes these quotes, each with the words before it.
    pub fn propose(quotes: &[(&str, &str)]) -> Self {
        let item = |(quote, before): &(&str, &str)| json!({ "quote": quote, "before": before });
        let items: Vec<Value> = quotes.iter().map(item).collect();
        Self::Say(json!({ "directives": items }).to_string())
    }
}

/// A question as it came.
#[derive(Debug, Clone)]
pub struct Question {
    pub head: String,
    pub body: Value,
}

impl Question {
    /// What the user's message holds.
    pub fn minutes(&self) -> &str {
        self.body["messages"][1]["content"].as_str().unwrap()
    }
}

/// The server. It lives as long as the process of the test.
pub struct ModelServer {
    port: u16,
    questions: Arc<Mutex<Vec<Question>>>,
    /// Rings whenever a question has come.
    pub asked: Receiver<()>,
    /// Lets one answer go that waits.
    pub go: Sender<()>,
}

/// What each conversation needs.
#[derive(Clone)]
struct House {
    manners: Arc<Mutex<VecDeque<Manner>>>,
    questions: Arc<Mutex<Vec<Question>>>,
    asked: Sender<()>,
    go: Arc<Mutex<Receiver<()>>>,
}

impl ModelServer {
    /// Opens on a free port; once `manners` are used up it proposes nothing.
    pub fn open(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let ((asked, rung), (go, gone)) = (channel(), channel());
        let house = House {
            manners: Arc::new(Mutex::new(manners.into_iter().collect())),
            questions: Arc::default(),
            asked,
            go: Arc::new(Mutex::new(gone)),
        };
        let questions = Arc::clone(&house.questions);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let house = house.clone();
                // A client that gives up ends its conversation, nothing else.
                std::thread::spawn(move || converse(stream.unwrap(), &house));
            }
        });
        Self { port, questions, asked: rung, go }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/v1", self.port)
    }

    /// The settings of a model that is this server, which has a second for a text.
    pub fn settings(&self) -> settings::Model {
        let mut model = settings::load(None).unwrap().extraction.model;
        model.url = self.url();
        "small".clone_into(&mut model.name);
        model.timeout = 1;
        model
    }

    /// The model that is this server; it has a minute.
    pub fn model(&self) -> Model {
        Model::open(&settings::Model { timeout: 60, ..self.settings() }).unwrap().unwrap()
    }

    /// What was asked so far.
    pub fn questions(&self) -> Vec<Question> {
        self.questions.lock().unwrap().clone()
    }
}

fn converse(mut stream: TcpStream, house: &House) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(question) = question(&mut reader)? {
        house.questions.lock().unwrap().push(question);
        let manner = house.manners.lock().unwrap().pop_front();
        // The test may be over, with nobody listening.
        let _ = house.asked.send(());
        match manner.unwrap_or(Manner::propose(&[])) {
            Manner::Say(words) => {
                let body = json!({ "choices": [{ "message": { "content": words } }] }).to_string();
                answer(&mut stream, 200, "content-type: application/json\r\n", body.as_bytes())?;
            }
            Manner::Answer(status, headers, body) => {
                answer(&mut stream, status, headers, &body)?;
            }
            Manner::Wait => {
                let _ = house.go.lock().unwrap().recv();
                let body = br#"{"choices": [{"message": {"content": "{\"directives\": []}"}}]}"#;
                answer(&mut stream, 200, "", body)?;
            }
            Manner::Drip => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
                loop {
                    stream.write_all(b" ")?;
                    std::thread::sleep(Duration::from_millis(50));
                }
            }
            Manner::HangUp => return stream.shutdown(Shutdown::Both),
        }
    }
    Ok(())
}

/// The next request on the connection.
fn question(reader: &mut impl BufRead) -> std::io::Result<Option<Question>> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line.to_ascii_lowercase());
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
    reader.read_exact(&mut body)?;
    Ok(Some(Question { head, body: serde_json::from_slice(&body).unwrap_or_default() }))
}

fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} as told\r\n{headers}content-length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

//! A small store of objects of our own: it speaks S3 over a real socket, and misbehaves as told.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use duban::settings::{self, Key};

/// What the server does instead of what it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Answers with this status.
    Refuse(u16),
    /// Says nothing for a while.
    Sleep,
}

#[derive(Default)]
struct Shelf {
    objects: BTreeMap<String, Vec<u8>>,
    calls: Vec<String>,
    manners: VecDeque<Manner>,
    strangers: usize,
}

/// The server. It lives as long as the process of the test.
#[derive(Clone)]
pub struct BucketServer {
    port: u16,
    kept: Arc<Mutex<Shelf>>,
}

/// When everything in it was put there, in both ways of writing.
const PUT_AT: (&str, &str) = ("Sun, 01 Feb 2026 00:00:00 GMT", "2026-02-01T00:00:00.000Z");

impl BucketServer {
    /// Opens on a free port, with nothing in it.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, kept: Arc::default() };
        let own = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let own = own.clone();
                // A client that gives up ends its conversation, nothing else.
                std::thread::spawn(move || own.converse(stream.unwrap()));
            }
        });
        server
    }

    /// The settings of a store that is this server.
    pub fn settings(&self) -> settings::Store {
        let mut store = settings::load(None).unwrap().store;
        "s3://college/duban".clone_into(&mut store.url);
        store.endpoint = format!("http://127.0.0.1:{}", self.port);
        store.access_key_id = Some(Key::new("college-key"));
        store.secret_access_key = Some(Key::new("the secret of the college"));
        store.timeout = 5;
        store
    }

    /// What the next calls meet.
    pub fn expect(&self, manners: impl IntoIterator<Item = Manner>) {
        self.kept.lock().unwrap().manners = manners.into_iter().collect();
    }

    /// The names of what is kept.
    pub fn names(&self) -> Vec<String> {
        self.kept.lock().unwrap().objects.keys().cloned().collect()
    }

    /// What was asked so far, as method and path, since the last time.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.kept.lock().unwrap().calls)
    }

    /// How many calls were not signed by the college.
    pub fn strangers(&self) -> usize {
        self.kept.lock().unwrap().strangers
    }

    /// Puts something else in the place of everything.
    pub fn spoil(&self) {
        for object in self.kept.lock().unwrap().objects.values_mut() {
            *object = b"something else".to_vec();
        }
    }

    fn converse(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        loop {
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                if reader.read_line(&mut head)? == 0 {
                    return Ok(());
                }
            }
            let header = |name: &str| {
                let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
                line.and_then(|line| Some(line.split_once(':')?.1.trim().to_owned()))
            };
            let length = header("content-length").map_or(0, |length| length.parse().unwrap());
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            let mut words = head.split_whitespace();
            let (method, address) = (words.next().unwrap(), words.next().unwrap());
            let signed = header("authorization").is_some_and(|said| {
                said.starts_with("AWS4-HMAC-SHA256 Credential=college-key/")
                    && said.contains("/us-east-1/s3/aws4_request")
            });
            let manner = {
                let mut kept = self.kept.lock().unwrap();
                kept.calls.push(format!("{method} {}", address.split('?').next().unwrap()));
                kept.strangers += usize::from(!signed);
                kept.manners.pop_front()
            };
            let (status, headers, said) = match manner {
                Some(Manner::Refuse(status)) => (status, String::new(), Vec::new()),
                Some(Manner::Sleep) => {
                    std::thread::sleep(Duration::from_secs(10));
                    return Ok(());
                }
                None => self.serve(method, address, body),
            };
            let length = said.len();
            let head =
                format!("HTTP/1.1 {status} as told\r\n{headers}content-length: {length}\r\n");
            stream.write_all(format!("{head}\r\n").as_bytes())?;
            if method != "HEAD" {
                stream.write_all(&said)?;
            }
        }
    }

    fn serve(&self, method: &str, address: &str, body: Vec<u8>) -> (u16, String, Vec<u8>) {
        let mut kept = self.kept.lock().unwrap();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let Some(key) = path.strip_prefix("/college") else {
            return (404, String::new(), Vec::new());
        };
        let key = key.trim_start_matches('/').to_owned();
        let found = format!("last-modified: {}\r\netag: \"x\"\r\n", PUT_AT.0);
        match (method, kept.objects.get(&key)) {
            ("PUT", _) => {
                kept.objects.insert(key, body);
                (200, found, Vec::new())
            }
            ("DELETE", _) => {
                kept.objects.remove(&key);
                (204, String::new(), Vec::new())
            }
            ("GET", _) if query.contains("list-type=2") => {
                assert!(query.contains("prefix=duban%2F"), "{query}");
                let mut entries = String::new();
                for (key, bytes) in &kept.objects {
                    let (at, size) = (PUT_AT.1, bytes.len());
                    write!(
                        entries,
                        "<Contents><Key>{key}</Key><LastModified>{at}</LastModified>\
                         <ETag>x</ETag><Size>{size}</Size></Contents>"
                    )
                    .unwrap();
                }
                let list = format!("<ListBucketResult>{entries}</ListBucketResult>");
                (200, "content-type: application/xml\r\n".to_owned(), list.into_bytes())
            }
            ("GET" | "HEAD", Some(bytes)) => (200, found, bytes.clone()),
            _ => (404, String::new(), Vec::new()),
        }
    }
}

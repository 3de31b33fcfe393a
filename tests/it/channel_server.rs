//! Chat services, a gateway of text messages and robots, played by a small server of our own: it
//! answers as theirs do, keeps what it is given, and misbehaves as it is told.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use duban::settings::{self, Key, Settings};
use serde_json::{Value, json};

/// How the server treats one message.
#[derive(Debug, Clone)]
pub enum Manner {
    /// As the service does when all is well.
    Accept,
    /// With this status, these headers and this body.
    Say(u16, &'static str, String),
    /// By taking the message and hanging up without a word.
    KeepAndHangUp,
    /// Not at all.
    FallSilent,
}

impl Manner {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::Say(status, "content-type: application/json\r\n", body.to_string())
    }
}

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub method: String,
    /// The path, with its query.
    pub path: String,
    pub head: String,
    pub body: String,
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Default)]
struct State {
    manners: VecDeque<Manner>,
    /// How tokens are asked for is answered, instead of with a token.
    token_manners: VecDeque<Manner>,
    tokens: usize,
    expired: bool,
    calls: Vec<Call>,
    delivered: Vec<Call>,
}

/// The server. It lives as long as the process of the test.
pub struct ChannelServer {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl ChannelServer {
    /// Opens on a free port; messages are accepted once `manners` are used up.
    pub fn open(manners: impl IntoIterator<Item = Manner>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State {
            manners: manners.into_iter().collect(),
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let state = Arc::clone(&shared);
                // A client that gives up ends its conversation, nothing else.
                std::thread::spawn(move || converse(stream.unwrap(), &state));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How the next question for a token is answered.
    pub fn ask_for_token(&self, manner: Manner) {
        self.state.lock().unwrap().token_manners.push_back(manner);
    }

    /// The token that was given is not good any more.
    pub fn expire_token(&self) {
        self.state.lock().unwrap().expired = true;
    }

    /// How many tokens were given.
    pub fn tokens(&self) -> usize {
        self.state.lock().unwrap().tokens
    }

    /// Every message that came, whatever was answered.
    pub fn calls(&self) -> Vec<Call> {
        self.state.lock().unwrap().calls.clone()
    }

    /// What people got to see: the services know a message again by its key or its content.
    pub fn delivered(&self) -> Vec<Call> {
        self.state.lock().unwrap().delivered.clone()
    }

    /// Sets all channels up to be this server, which has a second for a call.
    pub fn set_up(&self, settings: &mut Settings) {
        let channels = &mut settings.channels;
        channels.timeout = 1;
        channels.robot_hosts = vec!["127.0.0.1".to_owned()];
        let (url, key) = (self.url(), || Some(Key::new("top-secret")));
        let some = |text: &str| Some(text.to_owned());
        channels.wecom = settings::WeCom {
            corp_id: some("corp"),
            agent_id: "1000002".to_owned(),
            secret: key(),
            url: url.clone(),
            ..channels.wecom.clone()
        };
        channels.dingtalk = settings::DingTalk {
            app_key: some("key"),
            agent_id: "77".to_owned(),
            app_secret: key(),
            url: url.clone(),
            ..channels.dingtalk.clone()
        };
        channels.feishu = settings::Feishu {
            app_id: some("cli_a"),
            app_secret: key(),
            url: url.clone(),
            ..channels.feishu.clone()
        };
        channels.sms = settings::Sms {
            url: Some(format!("{url}/sms")),
            authorization: key(),
            accepted: "\"code\":0".to_owned(),
            ..channels.sms.clone()
        };
    }
}

fn converse(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(call) = call(&mut reader)? {
        let path = call.path.split('?').next().unwrap().to_owned();
        let asks = path.ends_with("/gettoken") || path.contains("/auth/");
        let manner = {
            let mut state = state.lock().unwrap();
            if asks {
                state.token_manners.pop_front().unwrap_or(Manner::Accept)
            } else {
                state.calls.push(call.clone());
                state.manners.pop_front().unwrap_or(Manner::Accept)
            }
        };
        match manner {
            Manner::Accept if asks => {
                let mut state = state.lock().unwrap();
                state.tokens += 1;
                state.expired = false;
                let token = format!("token-{}", state.tokens);
                answer(&mut stream, 200, "", &given(&path, &token).to_string())?;
            }
            Manner::Accept => {
                let (status, body) = accept(&mut state.lock().unwrap(), &path, call);
                answer(&mut stream, status, "", &body)?;
            }
            Manner::Say(status, headers, body) => answer(&mut stream, status, headers, &body)?,
            Manner::KeepAndHangUp => {
                accept(&mut state.lock().unwrap(), &path, call);
                return stream.shutdown(Shutdown::Both);
            }
            Manner::FallSilent => std::thread::sleep(Duration::from_mins(1)),
        }
    }
    Ok(())
}

/// A token, as the service of this path gives it.
fn given(path: &str, token: &str) -> Value {
    if path.contains("/auth/") {
        json!({ "code": 0, "msg": "ok", "tenant_access_token": token, "expire": 7200 })
    } else {
        json!({ "errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200 })
    }
}

/// Takes a message, as the service of this path does.
fn accept(state: &mut State, path: &str, call: Call) -> (u16, String) {
    let latest = format!("token-{}", state.tokens);
    let shown = call.path.contains(&format!("access_token={latest}"))
        || call.head.contains(&format!("authorization: bearer {latest}\r\n"));
    let good = shown && !state.expired;
    let (status, body, key) = match path {
        "/cgi-bin/message/send" if !good => {
            let said = "access_token expired, hint: token-1";
            return (200, json!({ "errcode": 42001, "errmsg": said }).to_string());
        }
        "/topapi/message/corpconversation/asyncsend_v2" if !good => {
            let said = json!({ "errcode": 88, "sub_code": "40014", "sub_msg": "不合法的access_token",
                "errmsg": "ding talk error[subcode=40014]" });
            return (200, said.to_string());
        }
        "/open-apis/im/v1/messages" if !good => {
            let said = "Invalid access token for authorization.";
            return (400, json!({ "code": 99_991_663, "msg": said }).to_string());
        }
        "/cgi-bin/message/send" => {
            assert_eq!(call.json()["enable_duplicate_check"], 1);
            (200, json!({ "errcode": 0, "errmsg": "ok", "msgid": "m" }), call.body.clone())
        }
        "/topapi/message/corpconversation/asyncsend_v2" => {
            let said = json!({ "errcode": 0, "task_id": 256_271_667_526_i64, "request_id": "r" });
            (200, said, call.body.clone())
        }
        "/open-apis/im/v1/messages" => {
            let key = call.json()["uuid"].as_str().unwrap().to_owned();
            (200, json!({ "code": 0, "msg": "success", "data": { "message_id": "om_1" } }), key)
        }
        "/sms" => {
            let key = call.json()["id"].as_str().unwrap().to_owned();
            return (200, keep(state, call, &key, "{\"code\":0,\"msg\":\"queued\"}".to_owned()));
        }
        "/hook/slack" => return (200, keep_all(state, call, "ok")),
        "/hook/teams" => return (202, keep_all(state, call, "")),
        "/hook/feishu" => return (200, keep_all(state, call, r#"{"StatusCode":0,"code":0}"#)),
        _ => return (200, keep_all(state, call, r#"{"errcode":0,"errmsg":"ok"}"#)),
    };
    (status, keep(state, call, &key, body.to_string()))
}

/// Shows a message unless one of this key was shown before.
fn keep(state: &mut State, call: Call, key: &str, said: String) -> String {
    let known = |one: &Call| one.body == key || (key.len() < 60 && one.body.contains(key));
    if !state.delivered.iter().any(known) {
        state.delivered.push(call);
    }
    said
}

fn keep_all(state: &mut State, call: Call, said: &str) -> String {
    state.delivered.push(call);
    said.to_owned()
}

/// The next request on the connection.
fn call(reader: &mut impl BufRead) -> std::io::Result<Option<Call>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
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
    Ok(Some(Call { method, path, head, body: String::from_utf8(body).unwrap() }))
}

fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &str) -> std::io::Result<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status} as told\r\n{headers}content-length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())
}

//! A browser without a window: keeps cookies, fills in forms, follows nothing by itself.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::to_bytes;
use actix_web::cookie::Cookie;
use actix_web::dev::Service as _;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, LOCATION};
use actix_web::test::{TestRequest, init_service};
use duban::app::App;
use duban::domain::{Actor, Role};
use duban::http::limit::CredentialLimit;
use duban::server::assemble;
use duban::services::directory::{self, PersonInput};
use duban::services::{Error, accounts, password};

/// What every account of the tests can be opened with.
pub const PASSWORD: &str = "a password of the tests";

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub html: String,
}

impl Answer {
    /// Where the answer sends to.
    #[track_caller]
    pub fn place(&self) -> &str {
        let place = self.headers.get(LOCATION);
        place
            .unwrap_or_else(|| panic!("{} sends nowhere: {}", self.status, self.html))
            .to_str()
            .unwrap()
    }

    /// The fields named in the summary of errors.
    pub fn wrong(&self) -> Vec<&str> {
        let summary = self.html.split_once("class=\"errsum\"").map_or("", |(_, rest)| rest);
        let summary = summary.split_once("</ul>").map_or("", |(list, _)| list);
        summary.split("<a href=\"#").skip(1).filter_map(|part| part.split('"').next()).collect()
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = self.html.split_once(&mark).map_or("", |(_, rest)| rest);
        rest.split('"').next().unwrap_or_default().to_owned()
    }
}

type Sent = Pin<Box<dyn Future<Output = (Answer, Vec<Cookie<'static>>)>>>;

/// Somebody in front of a browser.
pub struct Guest {
    send: Rc<dyn Fn(TestRequest) -> Sent>,
    cookies: BTreeMap<String, String>,
}

/// A new browser, with nobody signed in.
pub async fn guest(app: &App) -> Guest {
    guest_with(app, CredentialLimit::new(100, 1_000)).await
}

/// The same, with so many attempts at credentials.
pub async fn guest_with(app: &App, limit: CredentialLimit) -> Guest {
    let service = Rc::new(init_service(assemble(app.clone(), Arc::new(limit))).await);
    let send = move |request: TestRequest| -> Sent {
        let service = Rc::clone(&service);
        Box::pin(async move {
            let response = service.call(request.to_request()).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let cookies = response.response().cookies().map(Cookie::into_owned).collect();
            let body = to_bytes(response.into_body()).await.map_err(|_lost| "a body").unwrap();
            let html = String::from_utf8_lossy(&body).into_owned();
            (Answer { status, headers, html }, cookies)
        })
    };
    Guest { send: Rc::new(send), cookies: BTreeMap::new() }
}

impl Guest {
    /// Another browser in front of the same house.
    pub fn beside(&self) -> Self {
        Self { send: Rc::clone(&self.send), cookies: BTreeMap::new() }
    }

    /// Brings a cookie along.
    pub fn bring(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies.get(name).cloned().unwrap_or_default()
    }

    /// Looks at a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Looks at a page that the browser has kept with this stamp.
    pub async fn get_again(&mut self, path: &str, stamp: &str) -> Answer {
        self.send(TestRequest::get().uri(path).insert_header(("if-none-match", stamp))).await
    }

    /// Sends the form of `page` to `path` with `fields`.
    pub async fn post(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (csrf, key) = (page.hidden("csrf"), page.hidden("idempotency_key"));
        let hidden = [("csrf", csrf.as_str()), ("idempotency_key", key.as_str())];
        let all: Vec<_> = hidden.iter().chain(fields).copied().collect();
        self.send(TestRequest::post().uri(path).set_form(all)).await
    }

    /// Sends the form of `page` with a file.
    pub async fn upload(
        &mut self,
        page: &Answer,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &[u8]),
    ) -> Answer {
        self.upload_all(page, path, fields, &[file]).await
    }

    /// Sends the form of `page` with files.
    pub async fn upload_all(
        &mut self,
        page: &Answer,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let (csrf, key) = (page.hidden("csrf"), page.hidden("idempotency_key"));
        let hidden = [("csrf", csrf.as_str()), ("idempotency_key", key.as_str())];
        let mut body = Vec::new();
        for (field, text) in hidden.iter().chain(fields) {
            let head = format!("--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{text}\r\n").as_bytes());
        }
        for (name, bytes) in files {
            let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=";
            body.extend_from_slice(format!("{head}\"{name}\"\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = TestRequest::post().uri(path).set_payload(body);
        self.send(request.insert_header(("Content-Type", "multipart/form-data; boundary=b"))).await
    }

    /// Sends these fields, and nothing else.
    pub async fn send_fields(&mut self, path: &str, fields: &[(String, String)]) -> Answer {
        self.send(TestRequest::post().uri(path).set_form(fields)).await
    }

    /// Calls the API as a program with `token`.
    pub async fn call(&mut self, token: &str, method: Method, path: &str, body: &str) -> Answer {
        let mut request = TestRequest::default().method(method).uri(path);
        if !token.is_empty() {
            request = request.insert_header(("authorization", format!("Bearer {token}")));
        }
        self.send(request.set_payload(body.to_owned())).await
    }

    /// Asks the API for what a program has kept with this stamp.
    pub async fn call_again(&mut self, token: &str, path: &str, stamp: &str) -> Answer {
        let request = TestRequest::get().uri(path).insert_header(("if-none-match", stamp));
        self.send(request.insert_header(("authorization", format!("Bearer {token}")))).await
    }

    /// The same with a file of that name.
    pub async fn call_with_file(&mut self, token: &str, path: &str, name: &str) -> Answer {
        let head = "Content-Disposition: form-data; name=\"file\"; filename=";
        let body = format!("--b\r\n{head}\"{name}\"\r\n\r\nA list\r\n--b--\r\n");
        let mut request = TestRequest::post().uri(path).set_payload(body);
        if !token.is_empty() {
            request = request.insert_header(("authorization", format!("Bearer {token}")));
        }
        self.send(request.insert_header(("Content-Type", "multipart/form-data; boundary=b"))).await
    }

    /// Signs in.
    pub async fn enter(&mut self, email: &str) {
        let page = self.get("/sign-in").await;
        let answer =
            self.post(&page, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{}", answer.html);
    }

    async fn send(&mut self, mut request: TestRequest) -> Answer {
        for (name, value) in &self.cookies {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let peer = "192.0.2.1:40000".parse().unwrap();
        let (answer, cookies) = (self.send)(request.peer_addr(peer)).await;
        for cookie in cookies {
            self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
        }
        answer
    }
}

/// A person with an account that [`PASSWORD`] opens.
pub fn settle(app: &App, email: &str, role: Role) -> duban::domain::Person {
    let name = email.split('@').next().unwrap().to_owned();
    let input = PersonInput { name, email: Some(email.to_owned()), ..PersonInput::new(role) };
    let hash = password::hash(PASSWORD);
    app.act_now(Actor::operator(), |act| {
        let person = directory::create_person(act, &input)?;
        let token = accounts::invite(act, person.id)?;
        accounts::set_password(act, &token, duban::domain::LinkPurpose::Invitation, &hash)?;
        Ok::<_, Error>(person)
    })
    .unwrap()
}

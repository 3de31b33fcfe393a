//! One call of the API: who calls, and the two ways to answer: by looking, or by an act.

use std::fs::File;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, LOCATION};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::access::Caller;
use super::body::Posted;
use super::error::Problem;
use crate::app::{Act, App};
use crate::domain::{Actor, Attachment, AttachmentId, DecisionRules, MeetingId};
use crate::http::unchanged::{Known, Stamp};
use crate::http::{download, handed_over, id_in_place, made};
use crate::i18n::Lang;
use crate::model::Reading;
use crate::persistence::{Conn, revision};
use crate::services::Error;
use crate::services::once::{Earlier, Once};
use crate::services::proposals;

/// What a handler gives back.
pub type Answer = Result<HttpResponse, Problem>;

/// The longest `Idempotency-Key`.
const LONGEST_KEY: usize = 255;

/// One call: the caller and the handles.
#[derive(Clone)]
pub struct Call {
    app: App,
    caller: Caller,
    route: String,
    key: Option<String>,
}

/// What is at hand for looking something up.
pub struct Look<'a> {
    /// The open transaction.
    pub conn: &'a mut Conn,
    /// Who asks.
    pub actor: &'a Actor,
    /// The civil date in the organisation's zone.
    pub today: NaiveDate,
    /// The handles.
    pub app: &'a App,
}

/// Where an object that was made can be found.
#[derive(Debug, Clone, Copy)]
pub enum Made {
    /// Nothing was made: a step on something that exists.
    Nothing,
    /// An object below this path, by its id.
    At(&'static str),
    /// An object without an address of its own.
    Unaddressed,
}

impl FromRequest for Call {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl Call {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let app = request
            .app_data::<web::Data<App>>()
            .ok_or_else(|| Problem::ours(&"the application is not at hand"))?;
        let caller = request.extensions().get::<Caller>().cloned();
        let caller = caller.ok_or_else(|| Problem::unauthorized("a token is needed"))?;
        Ok(Self {
            app: app.get_ref().clone(),
            caller,
            route: format!("{} {}", request.method(), request.path()),
            key: key(request)?,
        })
    }

    /// Answers with what `work` finds.
    pub async fn look<T: Serialize + Send + 'static>(
        self,
        work: impl FnOnce(&mut Look<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Answer {
        let Self { app, caller, .. } = self;
        let (today, house) = (app.today(), app.clone());
        let found = app
            .read(move |conn| work(&mut Look { conn, actor: &caller.actor, today, app: &house }))
            .await?;
        json(StatusCode::OK, &found)
    }

    /// The same, unless the caller knows the stamp of what they asked for.
    pub async fn look_again<T: Serialize + Send + 'static>(
        self,
        request: &HttpRequest,
        work: impl FnOnce(&mut Look<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Answer {
        let Self { app, caller, .. } = self;
        let (today, house, known) = (app.today(), app.clone(), Known::of(request));
        let query = request.uri().path_and_query().map_or("", |one| one.as_str());
        let depends = [caller.principal(), query.to_owned(), today.to_string()];
        let (stamp, found) = app
            .read(move |conn| {
                let revision = revision::current(conn).map_err(Error::from)?;
                let stamp = Stamp::of(&house, revision, &depends);
                if known.has(&stamp) {
                    return Ok((stamp, None));
                }
                let found = work(&mut Look { conn, actor: &caller.actor, today, app: &house })?;
                Ok::<_, Problem>((stamp, Some(found)))
            })
            .await?;
        let Some(found) = found else { return Ok(stamp.still_holds()) };
        let mut answer = json(StatusCode::OK, &found)?;
        stamp.put_on(answer.headers_mut());
        Ok(answer)
    }

    /// Does `work` in one transaction and answers with what it gives; the same call sent twice
    /// under one key is done once.
    pub async fn act<B: Send + 'static, T: Serialize + Send + 'static>(
        self,
        made: Made,
        posted: Posted<B>,
        work: impl FnOnce(&mut Act<'_>, B) -> Result<T, Problem> + Send + 'static,
    ) -> Answer {
        let Self { app, caller, route, key } = self;
        let Posted { body, bytes } = posted;
        let once = key.map(|key| Once::new(caller.principal(), route, key, &bytes));
        let status = match made {
            Made::Nothing => StatusCode::OK,
            Made::At(_) | Made::Unaddressed => StatusCode::CREATED,
        };
        let kept = once.clone();
        let done = app
            .act(caller.actor, move |act| {
                if let Some(once) = &once
                    && let Some(said) = replay(once.recent(act)?)?
                {
                    return Ok(said);
                }
                let value = work(act, body)?;
                let answer =
                    serde_json::to_string(&value).map_err(|error| Problem::ours(&error))?;
                if let Some(once) = &once {
                    once.keep(act, status.as_u16(), &answer)?;
                }
                Ok((status, answer))
            })
            .await;
        let (status, answer) = match (done, kept) {
            (Ok(said), _) => said,
            (Err(problem), None) => return Err(problem),
            // The same call may have been quicker on another connection: then this is its answer.
            (Err(problem), Some(once)) => {
                let earlier = app.read(move |conn| once.earlier(conn)).await?;
                match replay(earlier) {
                    Ok(Some(said)) => said,
                    _ => return Err(problem),
                }
            }
        };
        Ok(dressed(status, answer, made))
    }

    /// Does what may take long, with no transaction open.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&App, &Actor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let actor = self.caller.actor.clone();
        Ok(self.app.aside(move |app| work(app, &actor)).await?)
    }

    /// Answers with a file that `work` writes, to be saved under `name`.
    pub async fn make(
        self,
        name: &str,
        media_type: &str,
        work: impl FnOnce(&App, &Actor, &File) -> Result<(), Error> + Send + 'static,
    ) -> Answer {
        let Self { app, caller, .. } = self;
        let file = made(&app, move |app, out| work(app, &caller.actor, out)).await?;
        Ok(handed_over(file, name, media_type)?)
    }

    /// The civil date in the organisation's zone.
    pub fn today(&self) -> NaiveDate {
        self.app.today()
    }

    /// The language of those who chose none.
    pub fn house_lang(&self) -> Lang {
        self.app.house().lang
    }

    /// An attachment that the caller may see, with what is in it.
    pub async fn fetch(self, id: AttachmentId) -> Result<(Attachment, Vec<u8>), Problem> {
        Ok(download::fetch(&self.app, self.caller.actor, id).await?)
    }

    /// Who may decide what, as this installation has it.
    pub fn rules(&self) -> DecisionRules {
        self.app.settings.rules()
    }

    /// A text, and what a language model makes of it, where there is one.
    pub async fn read_by_model(&self, text: String) -> (String, Option<Reading>) {
        self.app
            .aside(move |app| {
                let reading = app.model.as_ref().map(|model| model.read(&text, false));
                (text, reading)
            })
            .await
    }

    /// Seeks what a language model proposes for minutes that `answered` says are kept.
    pub async fn seek_proposals(self, answered: &HttpResponse, changed: Option<MeetingId>) {
        let Self { app, caller, .. } = self;
        if let Some(id) = changed.or_else(|| id_in_place(answered).map(MeetingId)) {
            app.aside(move |app| proposals::seek(app, &caller.actor, id)).await;
        }
    }
}

fn key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    const NAME: &str = "Idempotency-Key";

    let Some(value) = request.headers().get(NAME) else { return Ok(None) };
    let key = value.to_str().map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(Problem::field(NAME, "must be 1 to 255 visible ASCII characters"));
    }
    Ok(Some(key.to_owned()))
}

/// The answer that was given before, if there is one.
fn replay(earlier: Earlier) -> Result<Option<(StatusCode, String)>, Problem> {
    match earlier {
        Earlier::Never => Ok(None),
        Earlier::Differently => Err(Problem::key_reused()),
        Earlier::Answered(kept) => {
            let status = u16::try_from(kept.status).ok().and_then(|n| StatusCode::from_u16(n).ok());
            Ok(Some((status.unwrap_or(StatusCode::OK), kept.answer)))
        }
    }
}

fn dressed(status: StatusCode, answer: String, made: Made) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header(ContentType::json());
    if let Made::At(path) = made {
        let object = serde_json::from_str::<serde_json::Value>(&answer).unwrap_or_default();
        if let Some(id) = object["id"].as_i64() {
            response.insert_header((LOCATION, format!("{path}/{id}")));
        }
    }
    response.body(answer)
}

/// `value` as the body of an answer.
pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    let text = serde_json::to_string(value).map_err(|error| Problem::ours(&error))?;
    Ok(HttpResponse::build(status).insert_header(ContentType::json()).body(text))
}

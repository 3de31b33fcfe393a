//! Files with a task.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::ACCEPT;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::history::{ActorRef, check_seen};
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::reference::Instant;
use crate::app::App;
use crate::domain::{Attachment, AttachmentId, MeetingId, ReportId, RequestId, Sha256Hex, TaskId};
use crate::http::{Failure, Parts, UploadedFile, download};
use crate::persistence::attachments;
use crate::services::attachments::{Brought, receive};
use crate::services::enclosures::{self, Chosen};

/// A file that somebody brought.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub struct AttachmentView {
    id: AttachmentId,
    task_id: Option<TaskId>,
    /// The report that it came with.
    report_id: Option<ReportId>,
    /// The request that it came with.
    request_id: Option<RequestId>,
    /// The meeting whose minutes were read from it.
    meeting_id: Option<MeetingId>,
    name: String,
    /// What it is, by what is in it.
    media_type: String,
    /// Its bytes.
    size: i64,
    /// SHA-256 of its content, in hexadecimal digits.
    sha256: String,
    uploaded_by: ActorRef,
    created_at: Instant,
}

impl AttachmentView {
    /// Whether it came with that request.
    pub(super) fn came_with(&self, request: RequestId) -> bool {
        self.request_id == Some(request)
    }
}

impl From<Attachment> for AttachmentView {
    fn from(file: Attachment) -> Self {
        Self {
            id: file.id,
            task_id: file.task_id,
            report_id: file.report_id,
            request_id: file.request_id,
            meeting_id: file.meeting_id,
            name: file.name,
            media_type: file.media_type,
            size: file.size,
            sha256: file.sha256.as_str().to_owned(),
            uploaded_by: ActorRef { id: file.uploaded_by, name: file.uploaded_by_name },
            created_at: Instant(file.created_at),
        }
    }
}

/// A file, sent as `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the shape that is described; it is read part by part")]
pub struct AttachmentInput {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The one file of a call.
#[derive(Debug)]
pub struct OneFile(UploadedFile);

impl FromRequest for OneFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let app = request.app_data::<Data<App>>();
            let most = app.map(|app| app.reader.limits().file).unwrap_or_default();
            if !Parts::are_in(&request) {
                return Err(Problem::field("file", "must be sent as multipart/form-data"));
            }
            let read = Parts::read(&request, payload, most).await.map_err(|error| match error {
                Failure::TooLarge => Problem::too_large(most),
                error => Problem::malformed(error),
            })?;
            match <[UploadedFile; 1]>::try_from(read.files) {
                Ok([file]) if file.bytes.is_none() => Err(Problem::too_large(most)),
                Ok([file]) => Ok(Self(file)),
                Err(none) if none.is_empty() => Err(Problem::field("file", "is missing")),
                Err(_) => Err(Problem::field("file", "is sent more than once: send one at a time")),
            }
        })
    }
}

/// The files on a task, the oldest first.
#[utoipa::path(
    get, path = "/tasks/{id}/attachments", tag = "tasks", params(PageQuery),
    responses((status = 200, body = List<AttachmentView>))
)]
pub async fn list(call: Call, at: At<TaskId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        check_seen(look, at.0)?;
        let found = attachments::of_tasks(look.conn, &[at.0])?;
        let shown = found.into_iter().map(AttachmentView::from).collect();
        paging.page(&look.app.secret, shown, |one: &AttachmentView| one.id.0)
    })
    .await
}

/// Adds a file to a task. A later report or request may name it in its `attachment_ids`.
#[utoipa::path(
    post, path = "/tasks/{id}/attachments", tag = "tasks",
    request_body(content = AttachmentInput, content_type = "multipart/form-data"),
    responses((status = 201, body = AttachmentView))
)]
pub async fn create(call: Call, at: At<TaskId>, file: OneFile) -> Answer {
    let task = at.0;
    let OneFile(UploadedFile { name, bytes }) = file;
    let brought = Brought { name, bytes };
    let received = call
        .aside(move |app, actor| receive(app, actor, task, std::slice::from_ref(&brought)))
        .await?;
    if !received.faults.is_empty() {
        let faults = received.faults.into_iter();
        let said = faults.map(|one| crate::domain::FieldFault { field: "file".to_owned(), ..one });
        return Err(said.collect::<Vec<_>>().into());
    }
    // What is in the file and its name stand for the whole body.
    let key = received
        .stored
        .iter()
        .map(|file| format!("{} {}", Sha256Hex::as_str(&file.sha256), file.name));
    let bytes = Bytes::from(key.collect::<String>());
    let posted = Posted { body: Chosen { ids: Vec::new(), fresh: received.stored }, bytes };
    call.act(Made::At("/api/v1/attachments"), posted, move |act, chosen| {
        let added = enclosures::add(act, task, &chosen)?.pop();
        added.map(AttachmentView::from).ok_or_else(Problem::not_found)
    })
    .await
}

/// A file: its content, to be saved; or, for who accepts `application/json` alone, what it is.
#[utoipa::path(
    get, path = "/attachments/{id}", tag = "tasks",
    responses((status = 200, description = "The file", content(
        (String = "application/octet-stream"),
        (AttachmentView = "application/json"),
    )))
)]
pub async fn show(request: HttpRequest, call: Call, at: At<AttachmentId>) -> Answer {
    let accepted = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.trim().starts_with("application/json")) {
        let rules = call.rules();
        return call
            .look(move |look| {
                let find = crate::services::attachments::find;
                Ok(AttachmentView::from(find(look.conn, look.actor, at.0, rules)?))
            })
            .await;
    }
    let (attachment, bytes) = call.fetch(at.0).await?;
    Ok(download::handed_out(&attachment, bytes))
}

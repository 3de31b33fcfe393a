//! A form with files: the same promises as [`Posted`], whichever way the browser sent it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;

use super::posted::LARGEST;
use super::session::check_form;
use super::{Failure, Posted};
use crate::app::App;

/// Files this many times too large are still taken off the line; larger ones break it.
const DRAINED: usize = 5;

/// A form that may bring files.
#[derive(Debug, Clone)]
pub struct Uploaded {
    /// Its fields.
    pub form: Posted,
    /// The files that were chosen.
    pub files: Vec<UploadedFile>,
}

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// What it was called on the sender's machine.
    pub name: String,
    /// What is in it; `None` where that is more than a file may hold.
    pub bytes: Option<Arc<[u8]>>,
}

impl Uploaded {
    /// The file, where one was chosen.
    pub fn file(&self) -> Option<&UploadedFile> {
        self.files.last()
    }
}

/// What is sent in parts: fields and files, in the order sent.
#[derive(Debug, Default)]
pub struct Parts {
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// Its files.
    pub files: Vec<UploadedFile>,
}

impl Parts {
    /// Whether a request is sent in parts.
    pub fn are_in(request: &HttpRequest) -> bool {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
    }

    /// Reads them; of a file with more than `largest` bytes only that it is.
    ///
    /// # Errors
    /// Where they cannot be read, or are far too much.
    pub async fn read(
        request: &HttpRequest,
        payload: Payload,
        largest: usize,
    ) -> Result<Self, Failure> {
        let mut parts = Multipart::new(request.headers(), payload);
        let mut read = Self::default();
        let (mut left, mut left_of_files) = (LARGEST, largest.saturating_mul(DRAINED));
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(unreadable)?;
            let name = part.name().unwrap_or_default().to_owned();
            let disposition = part.content_disposition();
            let file_name = disposition.and_then(|said| said.get_filename()).map(str::to_owned);
            match file_name {
                // A control for a file in which none was chosen.
                Some(file_name) if file_name.is_empty() => {}
                Some(name) => {
                    let bytes = body_of(&mut part, &mut left_of_files, largest).await?;
                    let bytes = (bytes.len() <= largest).then(|| bytes.into());
                    read.files.push(UploadedFile { name, bytes });
                }
                None => {
                    let bytes = body_of(&mut part, &mut left, LARGEST).await?;
                    let text = String::from_utf8(bytes)
                        .map_err(|error| Failure::Unreadable(error.to_string()))?;
                    read.fields.push((name, text));
                }
            }
        }
        Ok(read)
    }
}

impl FromRequest for Uploaded {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !Parts::are_in(&request) {
                let form = Posted::from_request(&request, &mut payload).await?;
                return Ok(Self { form, files: Vec::new() });
            }
            let app = request.app_data::<Data<App>>().map(|app| app.reader.limits().file);
            let Parts { fields, files } =
                Parts::read(&request, payload, app.unwrap_or_default()).await?;
            let seen = files.iter().filter_map(|file| file.bytes.as_deref());
            let form = Posted::of(&request, fields, seen);
            check_form(&request, form.text("csrf"))?;
            Ok(Self { form, files })
        })
    }
}

/// The body of a part: one byte more than it may have stands for all that follow. They are taken
/// off the line, so that the form can come back and say so, up to what is `left` for all.
async fn body_of(part: &mut Field, left: &mut usize, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(unreadable)?;
        *left = left.checked_sub(chunk.len()).ok_or(Failure::TooLarge)?;
        let room = (most + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` asks for")]
fn unreadable(error: actix_multipart::MultipartError) -> Failure {
    Failure::Unreadable(error.to_string())
}

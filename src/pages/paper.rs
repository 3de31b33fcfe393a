//! A paper as a page to read and print, or as a file to keep.

use std::borrow::Borrow;
use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page};
use crate::app::App;
use crate::http::download::saved_as;
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::papers::Paper;
use crate::services::Error;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PDF: &str = "application/pdf";

/// What a paper is wanted as: the end of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Format {
    /// A page.
    #[serde(rename = "")]
    Html,
    /// A file to be edited.
    #[serde(rename = ".docx")]
    Docx,
    /// A file to be kept.
    #[serde(rename = ".pdf")]
    Pdf,
}

impl FromRequest for Format {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    /// By the end of the address.
    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let path = request.path();
        let ends = |end: &str| path.ends_with(end);
        let docx = if ends(".docx") { Self::Docx } else { Self::Html };
        ready(Ok(if ends(".pdf") { Self::Pdf } else { docx }))
    }
}

/// The language that a paper is wanted in, where that is not the reader's own.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct InLanguage {
    lang: Option<Lang>,
}

/// A paper with what stands around it.
pub struct Shown {
    /// What it says.
    pub paper: Paper,
    /// Its own address, without the end that says the format.
    pub path: String,
    /// What else the address says, as `ids=1,2`; may be empty.
    pub query: String,
    /// Where the reader came from.
    pub back: String,
    /// What is said beside it, on the page alone.
    pub note: String,
}

#[derive(Template)]
#[template(path = "pages/paper.html")]
struct PaperPage {
    frame: Frame,
    shown: Shown,
    sheets: String,
    /// The languages that it can be read in.
    languages: &'static [Lang],
}

impl InLanguage {
    /// The language to print in, for `reader`.
    pub fn or(self, reader: Lang) -> Lang {
        self.lang.unwrap_or(reader)
    }
}

impl Shown {
    /// Its address as `format`, in its own language.
    fn href(&self, format: &str) -> String {
        self.in_lang(format, self.paper.lang)
    }

    /// Its address as `format` in `lang`.
    fn in_lang(&self, format: &str, lang: impl Borrow<Lang>) -> String {
        let and = if self.query.is_empty() { "" } else { "&" };
        format!("{}{format}?{}{and}lang={}", self.path, self.query, lang.borrow().tag())
    }
}

/// The paper in the format that is wanted. Files are made off the server's own threads.
pub async fn answer(
    app: &web::Data<App>,
    signed: &SignedIn,
    format: Format,
    shown: Shown,
) -> Result<HttpResponse, Failure> {
    answer_in(app, signed, format, shown, &Lang::ALL).await
}

/// The same of a paper that somebody wrote in one language, and that there is in no other.
pub async fn answer_as_written(
    app: &web::Data<App>,
    signed: &SignedIn,
    format: Format,
    shown: Shown,
) -> Result<HttpResponse, Failure> {
    answer_in(app, signed, format, shown, &[]).await
}

async fn answer_in(
    app: &web::Data<App>,
    signed: &SignedIn,
    format: Format,
    shown: Shown,
    languages: &'static [Lang],
) -> Result<HttpResponse, Failure> {
    let failed = |error| Failure::from(Error::Paper(error));
    if format == Format::Html {
        let sheets = shown.paper.html().map_err(failed)?;
        let frame = Frame::of(signed, Nav::Elsewhere);
        return Ok(page(&PaperPage { frame, shown, sheets, languages }));
    }
    let (paper, fonts) = (shown.paper, app.fonts.clone());
    let name = file_name(&paper.name);
    let (bytes, served_as, end) = match format {
        Format::Pdf => (app.aside(move |_| paper.pdf(&fonts)).await, PDF, "pdf"),
        _ => (app.aside(move |_| paper.docx()).await, DOCX, "docx"),
    };
    Ok(saved_as(&format!("{name}.{end}"), served_as, bytes.map_err(failed)?))
}

/// A name that every file system takes.
fn file_name(name: &str) -> String {
    let plain = |c: char| if "/\\:*?\"<>|".contains(c) || c.is_control() { '-' } else { c };
    name.chars().map(plain).take(80).collect()
}

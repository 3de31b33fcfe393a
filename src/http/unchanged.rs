//! A page that nobody changed is not made again (RFC 9110, section 13): its stamp names what it is
//! made of, and who knows the stamp is told that it still holds.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;

/// What the stamps are sealed for.
const STAMP: &str = "stamp";

/// What a page is made of, sealed: the revision of the data, the program and its settings, and
/// whatever else the page depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp(String);

/// The stamps that a request names.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<String>);

impl Known {
    /// Those of `request`.
    pub fn of(request: &HttpRequest) -> Self {
        let named = request.headers().get_all(IF_NONE_MATCH).filter_map(|one| one.to_str().ok());
        Self(named.flat_map(|list| list.split(',')).map(|one| opaque(one).to_owned()).collect())
    }

    /// Whether `stamp` is one of them.
    pub fn has(&self, stamp: &Stamp) -> bool {
        self.0.iter().any(|one| one == opaque(&stamp.0) || one == "*")
    }
}

/// Compared weakly: what is compressed on its way is the same page.
fn opaque(text: &str) -> &str {
    text.trim().trim_start_matches("W/")
}

impl Stamp {
    /// The stamp of what `revision` and `parts` make; the day and the reader are among the parts.
    pub fn of(app: &App, revision: i64, parts: &[String]) -> Self {
        let mut text = format!("{} {} {revision}", env!("SOURCES_DIGEST"), app.settled);
        for part in parts {
            // The length keeps parts apart that a reader may choose.
            text = format!("{text} {}:{part}", part.len());
        }
        Self(format!("W/\"{}\"", app.secret.short_seal(STAMP, &text)))
    }

    /// The answer to who knows it.
    pub fn still_holds(&self) -> HttpResponse {
        let mut answer = HttpResponse::NotModified().finish();
        self.put_on(answer.headers_mut());
        answer
    }

    /// Puts it on an answer, which the reader's own browser may keep, and asks about each time.
    pub fn put_on(&self, headers: &mut HeaderMap) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            headers.insert(ETAG, value);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(VARY, HeaderValue::from_static("Cookie, Authorization, Accept-Language"));
    }
}

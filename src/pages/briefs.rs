//! The brief for the next meeting, and the minutes written back.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Deserialize;

use super::notices::house;
use super::paper::{Format, InLanguage, Shown, answer};
use super::see_other;
use crate::app::App;
use crate::domain::{BodyId, MeetingId};
use crate::http::{Failure, SignedIn};
use crate::papers;
use crate::persistence::views::brief;
use crate::services::{Error, intake};

/// Where these pages are.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/meetings/{id}/brief", web::get().to(show))
        .route("/meetings/{id}/brief.docx", web::get().to(show))
        .route("/meetings/{id}/brief.pdf", web::get().to(show))
        .route("/meetings/{id}/written-back", web::get().to(show))
        .route("/meetings/{id}/written-back.docx", web::get().to(show))
        .route("/meetings/{id}/written-back.pdf", web::get().to(show))
        .route("/bodies/{id}/brief", web::get().to(next));
}

/// As of which day.
#[derive(Debug, Default, Deserialize)]
pub struct AsOf {
    as_of: Option<String>,
}

impl AsOf {
    fn day(&self, today: NaiveDate) -> Result<NaiveDate, Failure> {
        let given = self.as_of.as_deref().filter(|text| !text.is_empty());
        let Some(text) = given else { return Ok(today) };
        text.parse().map_err(|_bad| Failure::Unreadable(format!("`{text}` is not a date")))
    }
}

/// `GET /meetings/{id}/brief` and `…/written-back`: the same facts on two papers.
async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    request: HttpRequest,
    format: Format,
    asked: web::Query<AsOf>,
    wanted: web::Query<InLanguage>,
) -> Result<HttpResponse, Failure> {
    let (id, as_of, actor) = (id.into_inner(), asked.day(signed.today)?, signed.actor.clone());
    let found = app.read(move |conn| {
        intake::meeting(conn, &actor, id)?;
        Ok::<_, Error>(brief::of_meeting(conn, &actor, id, as_of)?)
    });
    let found = found.await?;
    let (reader, lang) = (signed.lang, wanted.or(signed.lang));
    let organisation = house(&app, lang);
    let (paper, name, note) = if request.path().contains("/written-back") {
        let paper = papers::written_back(lang, &organisation, &found);
        (paper, "written-back", reader.papers_written_back_note())
    } else {
        let paper = papers::brief(lang, &organisation, &found);
        (paper, "brief", reader.papers_brief_note())
    };
    let shown = Shown {
        paper,
        path: format!("/meetings/{id}/{name}"),
        query: format!("as_of={as_of}"),
        back: format!("/meetings/{id}"),
        note: note.to_owned(),
    };
    answer(&app, &signed, format, shown).await
}

/// `GET /bodies/{id}/brief`: the brief for the body's next meeting is that of its last one, with
/// what is left of those before.
async fn next(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<BodyId>,
) -> Result<HttpResponse, Failure> {
    let (id, actor, today) = (id.into_inner(), signed.actor.clone(), signed.today);
    let last = app.read(move |conn| brief::last_of(conn, &actor, id, today)).await?;
    Ok(see_other(match last {
        Some(meeting) => format!("/meetings/{meeting}/brief"),
        None => format!("/meetings?body_id={id}"),
    }))
}

//! What answers under `/meetings/{id}/review`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::desk::Desk;
use super::post::apply;
use super::show::{ReviewPage, Wish};
use super::typed::{Command, Typed};
use crate::app::App;
use crate::domain::{DirectiveId, FieldFault, MeetingId};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::pages::page;
use crate::persistence;
use crate::services::{Error, review};

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    open: Option<String>,
    show: Option<String>,
    tool: Option<String>,
}

/// `GET /meetings/{id}/review`.
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let Query { open, show, tool } = query.into_inner();
    let wish = Wish {
        open: open.and_then(|id| id.parse().ok()),
        show: show.unwrap_or_default(),
        tool: tool.unwrap_or_default(),
        ..Wish::default()
    };
    answer(&app, &signed, id.into_inner(), wish).await
}

/// `POST /meetings/{id}/review`: saves, decides, creates. What fails comes back as it was typed.
pub async fn decide(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let typed = Typed::read(&posted);
    let work = typed.clone();
    let outcome = signed.once(&app, &posted, move |act| apply(act, id, &work)).await;
    let (mut errors, mut obstacles) = (FormErrors::default(), Vec::new());
    match outcome {
        Ok(done) => return Ok(done),
        Err(Error::Invalid(faults)) => {
            let (of_others, own): (Vec<_>, Vec<_>) =
                faults.into_iter().partition(|fault| review::blame(fault).is_some());
            errors.extend(signed.lang, &own);
            obstacles = of_others;
        }
        Err(Error::Storage(persistence::Error::Stale)) => {
            note_stale(&app, &signed, id, &typed, &mut errors).await?;
        }
        Err(error) => return Err(error.into()),
    }
    // What was typed is fine, only no task can be made of it yet: it is kept.
    let saved = errors.is_empty();
    if saved {
        let only_save = Typed { command: Command::Save, ..typed.clone() };
        app.act(signed.actor.clone(), move |act| apply(act, id, &only_save)).await?;
    }
    let wish = Wish {
        open: first_of(&obstacles).or(typed.in_hand.as_ref().map(|one| one.id)).map(|id| id.0),
        show: typed.show.clone(),
        tool: if errors.of("passage").is_some() { "add" } else { "" }.to_owned(),
        passage: posted.text("passage").to_owned(),
        issue: posted.ticked("issue"),
        typed: Some(&typed).filter(|_| !saved),
        faults: obstacles,
        errors,
    };
    let mut response = answer(&app, &signed, id, wish).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn first_of(obstacles: &[FieldFault]) -> Option<DirectiveId> {
    obstacles.first().and_then(review::blame).map(|(id, ..)| id)
}

/// Says whose change came first; the next save goes through.
async fn note_stale(
    app: &App,
    signed: &SignedIn,
    id: MeetingId,
    typed: &Typed,
    errors: &mut FormErrors,
) -> Result<(), Failure> {
    let desk = desk(app, signed, id).await?;
    let in_hand = typed.in_hand.as_ref().and_then(|one| {
        let entry = desk.entries.iter().find(|entry| entry.directive.id == one.id)?;
        (entry.directive.version != one.version).then(|| entry.label.to_string())
    });
    match in_hand {
        Some(label) => errors.add("title", signed.lang.review_stale(label)),
        None => errors.add("rv", signed.lang.review_stale_some()),
    }
    Ok(())
}

async fn desk(app: &App, signed: &SignedIn, id: MeetingId) -> Result<Desk, Failure> {
    let actor = signed.actor.clone();
    let desk = app.read(move |conn| Desk::read(conn, &actor, id)).await?;
    if signed.actor.role.runs_office() { Ok(desk) } else { Err(Error::Forbidden.into()) }
}

async fn answer(
    app: &App,
    signed: &SignedIn,
    id: MeetingId,
    wish: Wish<'_>,
) -> Result<HttpResponse, Failure> {
    let desk = desk(app, signed, id).await?;
    Ok(page(&ReviewPage::new(app, signed, &desk, wish)))
}

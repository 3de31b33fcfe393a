//! What answers under `/meetings/{id}/review`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::conflict::changed;
use super::desk::Desk;
use super::post::apply;
use super::show::{ReviewPage, Wish};
use super::typed::{Command, Typed};
use crate::app::{Act, App};
use crate::domain::{DirectiveId, FieldFault, MeetingId, Preparation};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::pages::{free_day, page};
use crate::persistence::{self, directives};
use crate::services::intake::Revised;
use crate::services::{Error, intake, review};

/// What the address may ask for.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    open: Option<String>,
    show: Option<String>,
    tool: Option<String>,
    /// What was just taken back, and how many it touched.
    undone: Option<String>,
    of: Option<String>,
    /// What changed minutes did: kept, lost, found.
    revised: Option<String>,
}

/// `GET /meetings/{id}/review`.
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let Query { open, show, tool, undone, of, revised } = query.into_inner();
    let of = of.and_then(|of| of.parse().ok()).unwrap_or(1);
    let wish = Wish {
        open: open.and_then(|id| id.parse().ok()),
        show: show.unwrap_or_default(),
        tool: tool.unwrap_or_default(),
        undone: undone.map(|deed| (deed, of)),
        revised: revised.and_then(|text| Revised::read(&text)),
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
    let (work, free_days) = (typed.clone(), free_day::answer(&posted));
    let outcome = if typed.command == Command::Preview {
        app.act(signed.actor.clone(), move |act| apply(act, id, &work)).await.map(|_| None)
    } else {
        let asking = move |act: &mut Act<'_>| {
            act.free_days = free_days;
            apply(act, id, &work)
        };
        signed.once(&app, &posted, asking).await.map(Some)
    };
    let (mut errors, mut obstacles) = (FormErrors::default(), Vec::new());
    let (mut typed, mut theirs) = (typed, None);
    match outcome {
        Ok(Some(done)) => return Ok(done),
        Ok(None) => return preview(&app, &signed, id, &posted, typed).await,
        Err(Error::Invalid(faults)) => {
            let (of_others, own): (Vec<_>, Vec<_>) =
                faults.into_iter().partition(|fault| review::blame(fault).is_some());
            if own.iter().any(|fault| fault.field == "several") {
                errors.add("several", signed.lang.review_pick_first());
            }
            errors.extend(signed.lang, &own);
            obstacles = of_others;
        }
        Err(Error::Storage(persistence::Error::Stale)) => {
            theirs = note_stale(&app, &signed, id, &mut typed, &mut errors).await?;
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
        tool: tool_of(&typed.command, &errors).to_owned(),
        theirs,
        passage: posted.text("passage").to_owned(),
        issue: posted.ticked("issue"),
        typed: Some(&typed).filter(|_| !saved),
        faults: obstacles,
        errors,
        ..Wish::default()
    };
    let mut response = answer(&app, &signed, id, wish).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn first_of(obstacles: &[FieldFault]) -> Option<DirectiveId> {
    obstacles.first().and_then(review::blame).map(|(id, ..)| id)
}

/// The tool that stays open while its form is put right.
fn tool_of(command: &Command, errors: &FormErrors) -> &'static str {
    match command {
        Command::Give => "several",
        _ if errors.of("passage").is_some() => "add",
        _ => "",
    }
}

/// Shows what giving several the same would do. What was typed otherwise is saved by now.
async fn preview(
    app: &App,
    signed: &SignedIn,
    id: MeetingId,
    posted: &Posted,
    typed: Typed,
) -> Result<HttpResponse, Failure> {
    let open = typed.in_hand.as_ref().map(|one| one.id.0);
    let typed = Typed { in_hand: None, ..typed };
    let mut errors = FormErrors::default();
    let desk = desk(app, signed, id).await?;
    let understood = typed.picked.given.given_to(&Preparation::default(), desk.meeting.held_on);
    if let Err(fault) = understood {
        errors.add("several_due", signed.lang.fault(&fault));
    }
    let wish = Wish {
        open: open.or(Some(0)),
        show: typed.show.clone(),
        tool: "several".to_owned(),
        issue: posted.ticked("issue"),
        typed: Some(&typed),
        errors,
        ..Wish::default()
    };
    Ok(page(&ReviewPage::new(app, signed, &desk, wish)))
}

/// Says whose change came first, and takes it over where nothing else was typed; the next save
/// goes through. Gives the candidate that both changed.
async fn note_stale(
    app: &App,
    signed: &SignedIn,
    id: MeetingId,
    typed: &mut Typed,
    errors: &mut FormErrors,
) -> Result<Option<DirectiveId>, Failure> {
    let (desk, lang) = (desk(app, signed, id).await?, signed.lang);
    let both = typed.in_hand.as_ref().and_then(|one| {
        let entry = desk.entry(one.id)?;
        (entry.directive.version != one.version).then_some((one.clone(), entry))
    });
    let Some((one, entry)) = both else {
        errors.add("rv", lang.review_stale_some());
        return Ok(None);
    };
    let (seen, now) = (one.clone(), entry.directive.clone());
    let base = app.read(move |conn| seen.base(conn, &now)).await?;
    let (now, label) = (&entry.directive, entry.label.to_string());
    let who = now.reviewed_by.map_or_else(String::new, |id| desk.named(id));
    let said = base.as_ref().map(|base| changed(&desk, lang, base, now)).unwrap_or_default();
    errors.add(
        "title",
        if said.is_empty() {
            lang.review_stale(label)
        } else {
            lang.review_stale_said(who, label, said.join(lang.review_comma()))
        },
    );
    if let Some(base) = base {
        typed.in_hand = Some(one.merged(&base, now));
    }
    Ok(Some(one.id))
}

/// `GET /meetings/{id}/review/stamp`: a short text that changes whenever anything there does.
pub async fn stamp(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
) -> Result<HttpResponse, Failure> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let stamp = app
        .read(move |conn| {
            intake::meeting(conn, &actor, id)?;
            if !actor.runs_office() {
                return Err(Error::Forbidden);
            }
            Ok::<_, Error>(directives::stamp(conn, id)?)
        })
        .await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(stamp))
}

async fn desk(app: &App, signed: &SignedIn, id: MeetingId) -> Result<Desk, Failure> {
    if !signed.actor.runs_office() {
        let actor = signed.actor.clone();
        app.read(move |conn| intake::meeting(conn, &actor, id)).await?;
        return Err(Error::Forbidden.into());
    }
    let (actor, now, today) = (signed.actor.clone(), app.clock.now(), signed.today);
    Ok(app.read(move |conn| Desk::read(conn, &actor, id, now, today)).await?)
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

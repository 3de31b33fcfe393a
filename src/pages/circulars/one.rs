//! One circular: written and signed while it is a draft, looked up once it is signed.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::deeds::Deeds;
use super::list::light;
use crate::app::{Act, App};
use crate::domain::{
    Circular, CircularEvent, CircularId, CircularStep, CircularTexts, NamedTask, may_on_circular,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::{circular_path, task_path};
use crate::pages::task::comes_back;
use crate::pages::{Frame, Nav, page};
use crate::persistence::circulars as rows;
use crate::services::{Error, circulars};

#[derive(Template)]
#[template(path = "pages/circular.html")]
struct CircularPage {
    frame: Frame,
    l: Lang,
    circular: Circular,
    path: String,
    state: (&'static str, &'static str),
    facts: Vec<String>,
    overdue: Vec<Row>,
    deeds: Deeds,
    /// Whether somebody else must go on.
    waits: bool,
    history: Vec<Line>,
    done: Option<(&'static str, String)>,
    errors: FormErrors,
    /// Whether the reader writes circulars.
    office: bool,
}

/// An overdue task of the annex.
struct Row {
    path: String,
    title: String,
    lead: String,
    over: String,
    candidate: bool,
    reason: Option<String>,
}

/// A line of the history.
struct Line {
    step: &'static str,
    who: String,
    iso: NaiveDate,
    at: String,
    note: Option<String>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
    #[serde(default)]
    kept: String,
}

/// `GET /circulars/{id}`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<CircularId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut built = build(&app, &me, id.into_inner()).await?;
    built.done = done(me.lang, &query);
    Ok(page(&built))
}

/// `POST /circulars/{id}/{verb}`.
pub async fn act(
    app: web::Data<App>,
    me: SignedIn,
    path: web::Path<(CircularId, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    let (named, typed) = (verb.clone(), posted.clone());
    let work = move |act: &mut Act<'_>| take(act, id, &named, &typed);
    match me.once(&app, &posted, work).await.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &me, id).await?;
            match built.deeds.of_verb(&verb) {
                Some(deed) => built.errors = deed.fill(&posted, &failure, me.lang),
                None => built.errors.add("main", failure.explain(me.lang).text),
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

/// Takes the step that `verb` names; gives where to go afterwards.
fn take(act: &mut Act<'_>, id: CircularId, verb: &str, posted: &Posted) -> Result<String, Error> {
    let version = posted.text("version").parse().unwrap_or_default();
    let place = circular_path(id);
    let mut add = String::new();
    match verb {
        "edit" => drop(circulars::edit(act, id, version, &texts(posted))?),
        "retake" => {
            let (_, kept) = circulars::retake(act, id, version)?;
            add = format!("&kept={}", kept.join(","));
        }
        "submit" => drop(circulars::submit(act, id, version)?),
        "withdraw" => drop(circulars::withdraw(act, id, Some(version))?),
        "return" => {
            drop(circulars::send_back(act, id, Some(version), posted.text("comment"))?);
        }
        "sign" => {
            circulars::sign(act, id, version)?;
            if posted.ticked("send") {
                circulars::send(act, id)?;
            }
        }
        "discard" => drop(circulars::discard(act, id, version)?),
        "send" => drop(circulars::send(act, id)?),
        _ => return Err(Error::NOT_FOUND),
    }
    Ok(format!("{place}?done={verb}{add}"))
}

fn texts(posted: &Posted) -> CircularTexts {
    let text = |name| posted.text(name).replace("\r\n", "\n");
    CircularTexts {
        subject: text("subject"),
        opening: text("opening"),
        well: text("well"),
        behind: text("behind"),
        asked: text("asked"),
        issuer: text("issuer"),
        copies: text("copies"),
    }
}

/// What was just done, and what to look at.
fn done(l: Lang, query: &Query) -> Option<(&'static str, String)> {
    let label = |name: &str| match name {
        "subject" => Some(l.circular_field_subject()),
        "opening" => Some(l.circular_field_opening()),
        "well" => Some(l.circular_field_well()),
        "behind" => Some(l.circular_field_behind()),
        "asked" => Some(l.circular_field_asked()),
        "issuer" => Some(l.circular_field_issuer()),
        "copies" => Some(l.circular_field_copies()),
        _ => None,
    };
    let said = match query.done.as_str() {
        "create" => l.circular_done_create(),
        "edit" => l.circular_done_edit(),
        "retake" => l.circular_done_retake(),
        "submit" => l.circular_done_submit(),
        "withdraw" => l.circular_done_withdraw(),
        "return" => l.circular_done_return(),
        "sign" => l.circular_done_sign(),
        "discard" => l.circular_done_discard(),
        "send" => l.circular_done_send(),
        _ => return None,
    };
    let kept: Vec<&str> = query.kept.split(',').filter_map(label).collect();
    let kept = kept.join(l.circular_between());
    let more = if kept.is_empty() { String::new() } else { l.circular_kept_words(kept) };
    Some((said, more))
}

async fn build(app: &App, me: &SignedIn, id: CircularId) -> Result<CircularPage, Failure> {
    let (l, actor) = (me.lang, me.actor.clone());
    let office = actor.runs_office();
    let (circular, history) = app
        .read(move |conn| {
            let circular = circulars::look(conn, &actor, id)?;
            // How it came about is the office's own affair.
            let history = if office { rows::history(conn, id)? } else { Vec::new() };
            Ok::<_, Error>((circular, history))
        })
        .await?;
    let deeds = Deeds::of(l, &me.actor, &circular);
    let mut facts = vec![l.circular_figures_as_of(l.date(circular.figures.as_of))];
    if let Some(signature) = &circular.signature {
        facts.insert(0, signature.number.clone());
        facts.push(l.circular_by(&signature.by, l.date(signature.on)));
    }
    let zone = app.house().zone;
    let local = |at: NaiveDateTime| at.and_utc().with_timezone(&zone).naive_local();
    let overdue = circular.figures.overdue.iter();
    Ok(CircularPage {
        frame: Frame::of(me, Nav::Elsewhere),
        l,
        path: circular_path(id),
        state: (light(circular.state), l.circular_state(circular.state)),
        facts,
        overdue: overdue.filter(|_| office).map(|task| row(l, task)).collect(),
        waits: office
            && circular.state.after(CircularStep::Sign).is_ok()
            && circular.state.after(CircularStep::Edit).is_err()
            && may_on_circular(&me.actor, circular.state, Some(CircularStep::Sign))
                != crate::domain::Verdict::Allowed,
        history: history.iter().map(|event| line(l, event, local(event.at))).collect(),
        deeds,
        done: None,
        errors: FormErrors::default(),
        office,
        circular,
    })
}

fn row(l: Lang, task: &NamedTask) -> Row {
    Row {
        path: task_path(task.id),
        title: match &task.number {
            Some(number) => l.circular_numbered(&task.title, number),
            None => task.title.clone(),
        },
        lead: task.lead.clone(),
        over: match task.days_over {
            1 => l.words_days_over_one(1),
            days => l.words_days_over(days),
        },
        candidate: task.candidate,
        reason: task.reason.clone(),
    }
}

fn line(l: Lang, event: &CircularEvent, at: NaiveDateTime) -> Line {
    let note = match (event.step, event.note.as_deref()) {
        (CircularStep::Send, Some("0")) => Some(l.circular_sent_to_nobody().to_owned()),
        (CircularStep::Send, Some("1")) => Some(l.circular_sent_to_one().to_owned()),
        (CircularStep::Send, Some(count)) => Some(l.circular_sent_to(count)),
        (_, note) => note.map(str::to_owned),
    };
    Line {
        step: l.circular_step(event.step),
        who: match &event.on_behalf_of {
            Some(principal) => l.circular_on_behalf(&event.actor, principal),
            None => event.actor.clone(),
        },
        iso: at.date(),
        at: l.moment(at),
        note,
    }
}

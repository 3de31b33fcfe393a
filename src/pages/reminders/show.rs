//! The page itself.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::channels::{self, ChannelLine};
use super::effect::{self, Effect, Row};
use super::ladder::{self, Step};
use super::outbox::{self, LetterLine, change_told, may_read_mailbox};
use super::policy::{self, Policy};
use crate::app::App;
use crate::domain::{HouseChange, LetterId, LetterState, Named as _, ReminderKind, Rules, Urgency};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::pages::{Frame, Nav, page, returned};
use crate::persistence::outbox::{LetterFilter, count_by_state, list};
use crate::persistence::{calendar, house_changes, ladder as kept};
use crate::services::{self, Error, reminders};

/// How many letters a page lists.
const PAGE: usize = 50;

/// How many changes it lists.
const CHANGES: i64 = 20;

#[derive(Template)]
#[template(path = "pages/reminders.html")]
struct RemindersPage {
    frame: Frame,
    errors: FormErrors,
    tabs: Vec<Tab>,
    ladder: Vec<Step>,
    unacknowledged: Vec<Step>,
    reports: Vec<Step>,
    effect: Effect,
    /// The rows behind one count, under their heading.
    behind: Option<(String, Vec<Row>)>,
    policy: Policy,
    changes: Vec<(String, String)>,
    channels: Vec<ChannelLine>,
    counts: String,
    dead: i64,
    only_dead: bool,
    done: &'static str,
    letters: Vec<LetterLine>,
    older: Option<LetterId>,
    mailbox: bool,
}

/// The ladder of another urgency.
struct Tab {
    path: String,
    label: &'static str,
    here: bool,
}

/// What to show.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    state: Option<LetterState>,
    before: Option<LetterId>,
    urgency: Option<Urgency>,
    day: Option<NaiveDate>,
    kind: Option<ReminderKind>,
    step: Option<i32>,
    #[serde(default)]
    done: String,
}

/// `GET /reminders`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&build(&app, &me, query.into_inner(), None).await?))
}

/// `POST /reminders`: decides the ladder.
pub async fn save(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let form = posted.clone();
    let outcome = me
        .once(&app, &posted, move |act| {
            let rules = policy::typed(&form, kept::read(act.conn)?)?;
            services::ladder::change(act, rules)?;
            Ok(format!("/reminders?urgency={}&done=saved#policy", policy::urgency(&form)))
        })
        .await;
    match outcome {
        Err(Error::Invalid(_)) => wrong(&app, &me, &posted).await,
        other => Ok(other?),
    }
}

/// `POST /reminders/try`: what the ladder of the form would send; nothing is kept.
pub async fn try_out(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let holding = app.read(kept::read).await.map_err(Error::from)?;
    match policy::typed(&posted, holding) {
        Ok(rules) => {
            let query = Query { urgency: Some(policy::urgency(&posted)), ..Query::default() };
            Ok(page(&build(&app, &me, query, Some(rules)).await?))
        }
        Err(Error::Invalid(_)) => wrong(&app, &me, &posted).await,
        Err(other) => Err(other.into()),
    }
}

async fn wrong(app: &App, me: &SignedIn, posted: &Posted) -> Result<HttpResponse, Failure> {
    let query = Query { urgency: Some(policy::urgency(posted)), ..Query::default() };
    let mut built = build(app, me, query, None).await?;
    built.errors.add("policy", me.lang.reminders_step_wrong());
    Ok(returned(&built))
}

async fn build(
    app: &App,
    me: &SignedIn,
    query: Query,
    tried: Option<Rules>,
) -> Result<RemindersPage, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let (lang, today) = (me.lang, me.today);
    let Query { state, before, urgency, day, kind, step, done } = query;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let filter = LetterFilter { state, before, limit, ..LetterFilter::default() };
    let (house, trying) = (app.clone(), tried.clone());
    let read = move |conn: &mut crate::persistence::Conn| {
        let span = effect::span(today);
        let holding = reminders::preview(conn, &house, None, span)?;
        let trying = trying.map(|rules| reminders::preview(conn, &house, Some(rules), span));
        Ok::<_, Error>((
            list(conn, &filter)?,
            count_by_state(conn)?,
            kept::read(conn)?,
            (holding, trying.transpose()?),
            Arc::new(calendar::read(conn)?),
            house_changes::last(conn, HouseChange::LADDER, CHANGES)?,
            channels::reached(conn, &house)?,
        ))
    };
    let (mut found, counts, holds, (holding, trying), calendar, changes, reached) =
        app.read(read).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let count = |states: &[LetterState]| -> i64 {
        counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    };
    let dead = count(&[LetterState::Dead]);
    let on_the_way = [LetterState::Waiting, LetterState::Sending, LetterState::Failed];
    let urgency = urgency.unwrap_or(Urgency::Normal);
    let climbed = holds.ladder(urgency);
    let mut reports = ladder::of_kind(lang, climbed, ReminderKind::ReportDue);
    reports.extend(ladder::of_kind(lang, climbed, ReminderKind::ReportMissed));
    let behind = day.zip(kind).zip(step).map(|((day, kind), step)| {
        let heading = lang.reminders_day_of(lang.date(day), lang.rung(kind, step));
        (heading, effect::behind(lang, &holding, (day, kind, step)))
    });
    Ok(RemindersPage {
        tabs: Urgency::ALL
            .iter()
            .map(|one| Tab {
                path: format!("/reminders?urgency={one}"),
                label: lang.urgency(one),
                here: *one == urgency,
            })
            .collect(),
        ladder: ladder::by_date(lang, climbed),
        unacknowledged: ladder::of_kind(lang, climbed, ReminderKind::Unacknowledged),
        reports,
        effect: match &trying {
            Some(trying) => {
                let before = effect::letters(&holding.items);
                Effect::of(lang, today, trying, &calendar, Some(before))
            }
            None => Effect::of(lang, today, &holding, &calendar, None),
        },
        behind,
        policy: Policy::of(lang, tried.as_ref().unwrap_or(&holds), urgency),
        changes: changes.into_iter().map(|one| change_told(app, me, one)).collect(),
        channels: channels::lines(app, lang, reached),
        counts: lang.reminders_counts(count(&[LetterState::Sent]), count(&on_the_way), dead),
        dead,
        only_dead: state == Some(LetterState::Dead),
        done: match done.as_str() {
            "resent" => "resent",
            "saved" => "saved",
            _ => "",
        },
        older: found.last().filter(|_| more).map(|letter| letter.id),
        letters: found.into_iter().map(|letter| outbox::line(app, me, letter)).collect(),
        mailbox: app.post.is_mailbox() && may_read_mailbox(app, me),
        errors: FormErrors::default(),
        frame: Frame::of(me, Nav::Reminders),
    })
}

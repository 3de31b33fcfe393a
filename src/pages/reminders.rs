//! 提醒与催办: the ladder as it holds, and what has become of every letter.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{Frame, Nav, page};
use crate::app::App;
use crate::domain::{LetterId, LetterKind, LetterState, Part, ReminderKind, Rules, Rung};
use crate::http::{Failure, Posted, SignedIn, Visit, local_path};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::persistence::outbox::{self, KeptLetter, LetterFilter};
use crate::services::{Error, delivery};

/// How many letters a page lists.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "pages/reminders.html")]
struct RemindersPage {
    frame: Frame,
    ladder: Vec<Step>,
    unacknowledged: Vec<Step>,
    counts: String,
    dead: i64,
    only_dead: bool,
    resent: bool,
    letters: Vec<LetterLine>,
    older: Option<LetterId>,
    mailbox: bool,
}

/// One rung, in words.
struct Step {
    mark: &'static str,
    late: bool,
    name: String,
    when: &'static str,
    whom: String,
}

/// One letter of the outbox.
struct LetterLine {
    id: LetterId,
    when: String,
    kind: &'static str,
    about: String,
    path: Option<String>,
    to: String,
    light: &'static str,
    result: String,
    dead: bool,
}

/// Which letters to show.
#[derive(Debug, Deserialize)]
pub struct Query {
    state: Option<LetterState>,
    before: Option<LetterId>,
    #[serde(default)]
    done: String,
}

/// `GET /reminders`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let Query { state, before, done } = query.into_inner();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let filter = LetterFilter { state, before, limit, ..LetterFilter::default() };
    let (mut kept, counts) = app
        .read(move |conn| {
            Ok::<_, Error>((outbox::list(conn, &filter)?, outbox::count_by_state(conn)?))
        })
        .await?;
    let more = kept.len() > PAGE;
    kept.truncate(PAGE);
    let count = |states: &[LetterState]| -> i64 {
        counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    };
    let dead = count(&[LetterState::Dead]);
    let on_the_way = [LetterState::Waiting, LetterState::Sending, LetterState::Failed];
    let rules = Rules::default();
    Ok(page(&RemindersPage {
        ladder: ladder(me.lang, &rules, false),
        unacknowledged: ladder(me.lang, &rules, true),
        counts: me.lang.reminders_counts(count(&[LetterState::Sent]), count(&on_the_way), dead),
        dead,
        only_dead: state == Some(LetterState::Dead),
        resent: done == "resent",
        older: kept.last().filter(|_| more).map(|letter| letter.id),
        letters: kept.into_iter().map(|letter| line(&app, &me, letter)).collect(),
        mailbox: app.post.is_mailbox() && may_read_mailbox(&app, &me),
        frame: Frame::of(&me, Nav::Reminders),
    }))
}

/// `POST /letters/{id}/resend`.
pub async fn resend(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<LetterId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let place = match local_path(posted.text("back")) {
        Some("/desk") => "/desk#mail",
        _ => "/reminders?done=resent#outbox",
    };
    let work = me.once(&app, &posted, move |act| {
        delivery::resend(act, id)?;
        Ok(place.to_owned())
    });
    Ok(work.await?)
}

/// Whether a visitor may read everybody's letters: in the demonstration everybody may.
pub(super) fn may_read_mailbox(app: &App, visit: &Visit) -> bool {
    let admin = visit.person.as_ref().is_some_and(|one| one.role == crate::domain::Role::Admin);
    app.house().demo || admin
}

/// A moment as lists say it: the day and the time on the organisation's wall.
pub(super) fn moment(app: &App, visit: &Visit, instant: NaiveDateTime) -> String {
    let local = instant.and_utc().with_timezone(&app.house().zone).naive_local();
    format!("{} {}", visit.lang.date_near(local.date(), visit.today), local.format("%H:%M"))
}

/// What a letter is about, in a word.
pub(super) fn kind_words(lang: Lang, kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Issued => lang.reminders_kind_issued(),
        LetterKind::Submitted => lang.reminders_kind_submitted(),
        LetterKind::SentBack => lang.reminders_kind_sent_back(),
        LetterKind::Returned => lang.reminders_kind_returned(),
        LetterKind::RequestToDecide => lang.reminders_kind_request_to_decide(),
        LetterKind::Decided => lang.reminders_kind_decided(),
        LetterKind::Urged => lang.words_event_urged(),
        LetterKind::Instructed => lang.words_event_instructed(),
        LetterKind::Questioned => lang.words_event_questioned(),
        LetterKind::SupportAsked => lang.words_event_invited(),
        LetterKind::SupportAnswered => lang.reminders_kind_support_answered(),
        LetterKind::HandedOver => lang.words_event_handed_over(),
        LetterKind::Delegated => lang.reminders_kind_delegated(),
        LetterKind::Digest => lang.reminders_kind_digest(),
        LetterKind::Invitation => lang.reminders_kind_invitation(),
        LetterKind::Forgotten => lang.reminders_kind_forgotten(),
    }
}

fn line(app: &App, visit: &Visit, letter: KeptLetter) -> LetterLine {
    let lang = visit.lang;
    let error = letter.error.unwrap_or_default();
    let (light, result) = match letter.state {
        LetterState::Waiting => ("none", lang.reminders_state_waiting().to_owned()),
        LetterState::Sending => ("none", lang.reminders_state_sending().to_owned()),
        LetterState::Sent => {
            let at = letter.sent_at.map(|at| moment(app, visit, at)).unwrap_or_default();
            ("track", lang.reminders_state_sent(at))
        }
        LetterState::Skipped => ("none", lang.reminders_state_skipped().to_owned()),
        LetterState::Failed if letter.attempts == 1 => {
            ("soon", lang.reminders_state_failed_one(error))
        }
        LetterState::Failed => ("soon", lang.reminders_state_failed(letter.attempts, error)),
        LetterState::Dead => ("over", lang.reminders_state_dead(error)),
    };
    LetterLine {
        id: letter.id,
        when: moment(app, visit, letter.created_at),
        kind: kind_words(lang, letter.kind),
        about: letter.subject,
        path: letter.task_id.map(task_path),
        to: letter.to_name,
        light,
        result,
        dead: letter.state == LetterState::Dead,
    }
}

/// The rungs in words: those of an unacknowledged task, or those of a date with the weekly one.
fn ladder(lang: Lang, rules: &Rules, unacknowledged: bool) -> Vec<Step> {
    let rungs = rules
        .ladder
        .iter()
        .filter(|rung| (rung.kind == ReminderKind::Unacknowledged) == unacknowledged);
    let mut steps: Vec<Step> = rungs.map(|rung| step(lang, rung)).collect();
    if !unacknowledged {
        steps.push(Step {
            mark: "over",
            late: true,
            name: lang.reminders_weekly().to_owned(),
            when: lang.reminders_from_then_on(),
            whom: whom(lang, rules.weekly),
        });
    }
    steps
}

fn step(lang: Lang, rung: &Rung) -> Step {
    let (mark, late, name, when) = match (rung.kind, rung.step) {
        (ReminderKind::DueSoon, 0) => {
            ("soon", false, lang.reminders_the_day().to_owned(), lang.reminders_itself())
        }
        (ReminderKind::DueSoon, 1) => {
            ("soon", false, lang.reminders_working_day(1), lang.reminders_before())
        }
        (ReminderKind::DueSoon, days) => {
            ("soon", false, lang.reminders_working_days(days), lang.reminders_before())
        }
        (ReminderKind::Overdue, days) => {
            ("over", true, lang.reminders_day(days), lang.reminders_after())
        }
        (ReminderKind::Unacknowledged, 1) => ("none", false, lang.reminders_working_day(1), ""),
        (ReminderKind::Unacknowledged, days) => {
            ("none", false, lang.reminders_working_days(days), "")
        }
    };
    Step { mark, late, name, when, whom: whom(lang, rung.whom) }
}

fn whom(lang: Lang, parts: &[Part]) -> String {
    let names: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Part::Head => lang.reminders_part_head(),
            Part::Handler => lang.reminders_part_handler(),
            Part::Contact => lang.reminders_part_contact(),
            Part::Leader => lang.reminders_part_leader(),
            Part::OfficeHead => lang.reminders_part_office_head(),
        })
        .collect();
    names.join(lang.reminders_between())
}

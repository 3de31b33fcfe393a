//! What has become of every letter.

use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;

use crate::app::App;
use crate::domain::{Channel, LetterId, LetterKind, LetterState};
use crate::http::{Failure, Posted, SignedIn, Visit, local_path};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::persistence::house_changes::KeptChange;
use crate::persistence::outbox::KeptLetter;
use crate::services::delivery;

/// One letter of the outbox.
pub struct LetterLine {
    pub id: LetterId,
    pub when: String,
    pub kind: &'static str,
    pub about: String,
    pub path: Option<String>,
    pub to: String,
    /// Where it is another than mail.
    pub channel: Option<&'static str>,
    /// Why it left by mail after all.
    pub diverted: Option<String>,
    pub light: &'static str,
    pub result: String,
    pub dead: bool,
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
pub fn may_read_mailbox(app: &App, visit: &Visit) -> bool {
    let admin = visit.person.as_ref().is_some_and(|one| one.role == crate::domain::Role::Admin);
    app.house().demo || admin
}

/// A moment as lists say it: the day and the time on the organisation's wall.
pub fn moment(app: &App, visit: &Visit, instant: NaiveDateTime) -> String {
    let local = instant.and_utc().with_timezone(&app.house().zone).naive_local();
    format!("{} {}", visit.lang.date_near(local.date(), visit.today), local.format("%H:%M"))
}

/// Who changed the ladder or the calendar and when, and what they changed.
pub fn change_told(app: &App, visit: &Visit, one: KeptChange) -> (String, String) {
    let lang = visit.lang;
    let when = lang.reminders_changed_by(moment(app, visit, one.at), one.by);
    (when, lang.house_change(&one.change))
}

/// What a letter is about, in a word.
pub fn kind_words(lang: Lang, kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Issued => lang.reminders_kind_issued(),
        LetterKind::Submitted => lang.reminders_kind_submitted(),
        LetterKind::SentBack => lang.reminders_kind_sent_back(),
        LetterKind::Returned => lang.reminders_kind_returned(),
        LetterKind::RequestToDecide => lang.reminders_kind_request_to_decide(),
        LetterKind::Decided => lang.reminders_kind_decided(),
        LetterKind::Urged => lang.words_event_urged(),
        LetterKind::UrgingNotice => lang.reminders_kind_urging_notice(),
        LetterKind::Circular => lang.reminders_kind_circular(),
        LetterKind::Week => lang.reminders_kind_week(),
        LetterKind::Instructed => lang.words_event_instructed(),
        LetterKind::Questioned => lang.words_event_questioned(),
        LetterKind::SupportAsked => lang.words_event_invited(),
        LetterKind::SupportAnswered => lang.reminders_kind_support_answered(),
        LetterKind::HandedOver => lang.words_event_handed_over(),
        LetterKind::Delegated => lang.reminders_kind_delegated(),
        LetterKind::NotTaken => lang.reminders_kind_not_taken(),
        LetterKind::Digest => lang.reminders_kind_digest(),
        LetterKind::GroupOverdue => lang.channel_kind_group_overdue(),
        LetterKind::Test => lang.channel_kind_test(),
        LetterKind::Invitation => lang.reminders_kind_invitation(),
        LetterKind::Forgotten => lang.reminders_kind_forgotten(),
    }
}

pub fn line(app: &App, visit: &Visit, letter: KeptLetter) -> LetterLine {
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
        channel: (letter.channel != Channel::Mail).then(|| lang.channel(letter.channel)),
        diverted: letter.diverted,
        light,
        result,
        dead: letter.state == LetterState::Dead,
    }
}

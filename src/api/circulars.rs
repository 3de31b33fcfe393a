//! Circulars over the API: drafted, signed, read.

use chrono::NaiveDate;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::circular_view::{CircularSent, CircularView};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery};
use super::text::{Line, Prose, Words};
use crate::domain::{BodyId, CircularId, CircularPeriod, ProgrammeId};
use crate::services::circulars::{self, NewCircular};

body! {
    /// A circular to be drafted from the ledger.
    NewCircularInput {
        period: CircularPeriod,
        /// The first day, or any day of the period.
        from: NaiveDate,
        /// The last day; for `custom` alone.
        to: Option<NaiveDate>,
        body_id: Option<BodyId>,
        programme_id: Option<ProgrammeId>,
        /// `en` or `zh-CN`; that of the organisation where nothing is said.
        language: Option<Line>,
    }
}

body! {
    /// Other words.
    CircularChange {
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
    changes {
        subject: Line,
        opening: Words,
        well: Words,
        behind: Words,
        asked: Words,
        issuer: Line,
        copies: Prose,
    }
}

body! {
    /// A step on a circular.
    CircularStepInput {
        /// The version that was looked at; another one by now is refused.
        version: i64,
    }
}

body! {
    /// Why it is sent back.
    CircularReturnInput {
        comment: Words,
        version: Option<i64>,
    }
}

body! {
    /// Sends it; nothing has to be said.
    CircularSendInput {
        version: Option<i64>,
    }
}

/// The circulars that one may read: drafts are the office's.
#[utoipa::path(
    get, path = "/circulars", tag = "circulars", params(PageQuery),
    responses((status = 200, body = List<CircularView>))
)]
pub async fn list(call: Call, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| -> Result<_, Problem> {
        let mut found = circulars::list(look.conn, look.actor)?;
        found.sort_by_key(|one| one.id);
        let shown = found.into_iter().map(CircularView::from).collect();
        paging.page(&look.app.secret, shown, |one: &CircularView| one.id.0)
    })
    .await
}

/// Drafts a circular from the ledger. Tasks of confidential meetings are left out.
#[utoipa::path(
    post, path = "/circulars", tag = "circulars", request_body = NewCircularInput,
    responses((status = 201, body = CircularView))
)]
pub async fn create(call: Call, posted: Posted<NewCircularInput>) -> Answer {
    call.act(Made::At("/api/v1/circulars"), posted, |act, new| -> Result<_, Problem> {
        let lang = new.language.map(|text| text.0.parse());
        let lang = lang.transpose().map_err(|unknown| Problem::field("language", unknown))?;
        let new = NewCircular {
            period: new.period,
            from: Some(new.from),
            to: new.to,
            body_id: new.body_id,
            programme_id: new.programme_id,
            lang,
        };
        Ok(CircularView::from(circulars::create(act, &new)?))
    })
    .await
}

/// One circular.
#[utoipa::path(
    get, path = "/circulars/{id}", tag = "circulars",
    responses((status = 200, body = CircularView))
)]
pub async fn show(call: Call, at: At<CircularId>) -> Answer {
    call.look(move |look| -> Result<_, Problem> {
        Ok(CircularView::from(circulars::look(look.conn, look.actor, at.0)?))
    })
    .await
}

/// Changes the words of a draft.
#[utoipa::path(
    patch, path = "/circulars/{id}", tag = "circulars", request_body = CircularChange,
    responses((status = 200, body = CircularView))
)]
pub async fn change(call: Call, at: At<CircularId>, posted: Posted<CircularChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| -> Result<_, Problem> {
        let CircularChange { version, subject, opening, well, behind, asked, issuer, copies } =
            change;
        // Who may not see it learns nothing of its words.
        let mut texts = circulars::look(act.conn, &act.actor, at.0)?.texts;
        texts.subject = subject.0.map_or(texts.subject, |text| text.0);
        texts.opening = opening.0.map_or(texts.opening, |text| text.0);
        texts.well = well.0.map_or(texts.well, |text| text.0);
        texts.behind = behind.0.map_or(texts.behind, |text| text.0);
        texts.asked = asked.0.map_or(texts.asked, |text| text.0);
        texts.issuer = issuer.0.map_or(texts.issuer, |text| text.0);
        texts.copies = copies.0.map_or(texts.copies, |text| text.0);
        Ok(CircularView::from(circulars::edit(act, at.0, version, &texts)?))
    })
    .await
}

/// Takes the figures of a draft anew, and drafts anew the words that nobody changed.
#[utoipa::path(
    post, path = "/circulars/{id}/retake", tag = "circulars", request_body = CircularStepInput,
    responses((status = 200, body = CircularView))
)]
pub async fn retake(call: Call, at: At<CircularId>, posted: Posted<CircularStepInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        let (circular, _) = circulars::retake(act, at.0, body.version)?;
        Ok(CircularView::from(circular))
    })
    .await
}

/// Lays a draft before the office head.
#[utoipa::path(
    post, path = "/circulars/{id}/submit", tag = "circulars", request_body = CircularStepInput,
    responses((status = 200, body = CircularView))
)]
pub async fn submit(call: Call, at: At<CircularId>, posted: Posted<CircularStepInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        Ok(CircularView::from(circulars::submit(act, at.0, body.version)?))
    })
    .await
}

/// Takes it back before anybody has signed.
#[utoipa::path(
    post, path = "/circulars/{id}/withdraw", tag = "circulars", request_body = CircularStepInput,
    responses((status = 200, body = CircularView))
)]
pub async fn withdraw(call: Call, at: At<CircularId>, posted: Posted<CircularStepInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        Ok(CircularView::from(circulars::withdraw(act, at.0, Some(body.version))?))
    })
    .await
}

/// Sends it back unsigned, with the reason.
#[utoipa::path(
    post, path = "/circulars/{id}/return", tag = "circulars", request_body = CircularReturnInput,
    responses((status = 200, body = CircularView))
)]
pub async fn send_back(
    call: Call,
    at: At<CircularId>,
    posted: Posted<CircularReturnInput>,
) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        let circular = circulars::send_back(act, at.0, body.version, &body.comment.0)?;
        Ok(CircularView::from(circular))
    })
    .await
}

/// Signs it: it gets its number, and never changes again.
#[utoipa::path(
    post, path = "/circulars/{id}/sign", tag = "circulars", request_body = CircularStepInput,
    responses((status = 200, body = CircularView))
)]
pub async fn sign(call: Call, at: At<CircularId>, posted: Posted<CircularStepInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        Ok(CircularView::from(circulars::sign(act, at.0, body.version)?))
    })
    .await
}

/// Sets a draft aside for good.
#[utoipa::path(
    post, path = "/circulars/{id}/discard", tag = "circulars", request_body = CircularStepInput,
    responses((status = 200, body = CircularView))
)]
pub async fn discard(call: Call, at: At<CircularId>, posted: Posted<CircularStepInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        Ok(CircularView::from(circulars::discard(act, at.0, body.version)?))
    })
    .await
}

/// Sends a signed circular to heads, contacts and leaders, one letter each.
#[utoipa::path(
    post, path = "/circulars/{id}/send", tag = "circulars", request_body = CircularSendInput,
    responses((status = 200, body = CircularSent))
)]
pub async fn send(call: Call, at: At<CircularId>, posted: Posted<CircularSendInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, body| -> Result<_, Problem> {
        let seen = circulars::look(act.conn, &act.actor, at.0)?.version;
        if body.version.is_some_and(|version| version != seen) {
            return Err(Problem::stale());
        }
        Ok(CircularSent { written: circulars::send(act, at.0)? })
    })
    .await
}

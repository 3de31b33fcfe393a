//! 督办通报: a circular on one period, and its life from draft to signature.

mod figures;
mod period;
mod rule;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

pub use figures::{CircularFigures, NamedTask, Tally, UnitFigures};
pub use period::{BadPeriod, CircularPeriod, CircularSpan};
pub use rule::{CircularRule, NamedAfter, Overdue, UnitRecord, UnitVerdict};

use super::named::named;
use super::{Actor, BodyId, CircularId, PersonId, ProgrammeId, Role, Verdict};

named! {
    /// Where a circular stands.
    CircularState, "a state of a circular" {
        /// 拟稿.
        Draft = "draft",
        /// 待签发.
        Submitted = "submitted",
        /// 已签发: it never changes again.
        Signed = "signed",
        /// 作废, before anybody signed it.
        Discarded = "discarded",
    }
}

named! {
    /// What can be done with a circular, as its history tells it.
    CircularStep, "a step of a circular" {
        /// 起草.
        Create = "create",
        /// Its words were changed.
        Edit = "edit",
        /// 重新取数: its figures were taken anew.
        Retake = "retake",
        /// 提交签发.
        Submit = "submit",
        /// 撤回.
        Withdraw = "withdraw",
        /// 退回修改.
        Return = "return",
        /// 签发.
        Sign = "sign",
        /// 作废.
        Discard = "discard",
        /// 发送.
        Send = "send",
    }
}

/// A step that the state of the circular has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the step `{step}` cannot be taken on a circular that is {state}")]
pub struct CircularRefused {
    /// Where it stands.
    pub state: CircularState,
    /// What was wanted.
    pub step: CircularStep,
}

impl CircularState {
    /// The whole life of a circular. What is signed is corrected by another circular only.
    ///
    /// # Errors
    /// Where the state has no room for the step.
    pub fn after(self, step: CircularStep) -> Result<Self, CircularRefused> {
        use CircularStep::{Discard, Edit, Retake, Return, Send, Sign, Submit, Withdraw};
        match (self, step) {
            (Self::Draft, Edit | Retake) => Ok(Self::Draft),
            (Self::Draft, Submit) => Ok(Self::Submitted),
            (Self::Submitted, Withdraw | Return) => Ok(Self::Draft),
            (Self::Draft | Self::Submitted, Sign) => Ok(Self::Signed),
            (Self::Draft, Discard) => Ok(Self::Discarded),
            (Self::Signed, Send) => Ok(Self::Signed),
            (state, step) => Err(CircularRefused { state, step }),
        }
    }
}

/// May `actor` see a circular in `state` (`step` is `None`), or take a step on it? Says nothing
/// of whether the state has room for the step.
///
/// The office writes it and the office head signs it; once signed it goes to everybody who leads,
/// observes, or holds a department.
pub fn may_on_circular(actor: &Actor, state: CircularState, step: Option<CircularStep>) -> Verdict {
    let office = actor.runs_office();
    let told = office || actor.reads_all() || !actor.holds.is_empty();
    if !office && (state != CircularState::Signed || !told) {
        return Verdict::Hidden;
    }
    let allowed = match step {
        None => true,
        Some(CircularStep::Sign | CircularStep::Return) => signs_circulars(actor),
        Some(_) => office,
    };
    if allowed { Verdict::Allowed } else { Verdict::Refused }
}

/// Whether `actor` signs circulars: the office head, who stands in for one, an administrator.
pub fn signs_circulars(actor: &Actor) -> bool {
    actor.wears(|role| matches!(role, Role::OfficeHead | Role::Admin))
}

/// Whether any circular can ever be read by `actor`.
pub fn reads_circulars(actor: &Actor) -> bool {
    may_on_circular(actor, CircularState::Signed, None) == Verdict::Allowed
}

/// What a circular is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularScope {
    /// The period.
    pub span: CircularSpan,
    /// Only what meetings of this body decided.
    pub body_id: Option<BodyId>,
    /// Only what belongs to this programme.
    pub programme_id: Option<ProgrammeId>,
}

/// The words of a circular that its writer may change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CircularTexts {
    /// What it is on: 关于…的通报.
    pub subject: String,
    /// The totals in words.
    pub opening: String,
    /// Who did well.
    pub well: String,
    /// Who is behind.
    pub behind: String,
    /// What is asked.
    pub asked: String,
    /// Whose paper it is: the office.
    pub issuer: String,
    /// To whom it goes.
    pub copies: String,
}

impl CircularTexts {
    /// Takes each text anew that nobody has changed since it was `drafted`: what somebody wrote
    /// with their own hand stays. Gives the names of those that stayed.
    pub fn redraft(&mut self, drafted: &Self, anew: Self) -> Vec<&'static str> {
        let mut kept = Vec::new();
        let mut one = |name, now: &mut String, was: &String, text: String| {
            if now == was {
                *now = text;
            } else {
                kept.push(name);
            }
        };
        let Self { subject, opening, well, behind, asked, issuer, copies } = anew;
        one("subject", &mut self.subject, &drafted.subject, subject);
        one("opening", &mut self.opening, &drafted.opening, opening);
        one("well", &mut self.well, &drafted.well, well);
        one("behind", &mut self.behind, &drafted.behind, behind);
        one("asked", &mut self.asked, &drafted.asked, asked);
        one("issuer", &mut self.issuer, &drafted.issuer, issuer);
        one("copies", &mut self.copies, &drafted.copies, copies);
        kept
    }
}

/// A circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circular {
    /// Its identity.
    pub id: CircularId,
    /// Where it stands.
    pub state: CircularState,
    /// What it is about.
    pub scope: CircularScope,
    /// The language that it is written in, as a BCP 47 tag.
    pub lang: String,
    /// Its figures, as they were taken last.
    pub figures: CircularFigures,
    /// Its words as they were drafted from the figures.
    pub drafted: CircularTexts,
    /// Its words.
    pub texts: CircularTexts,
    /// What it was signed under.
    pub signature: Option<CircularSignature>,
    /// Counted up by every change.
    pub version: i64,
}

/// What is known of a circular once it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularSignature {
    /// The year of its number.
    pub year: i32,
    /// Its place in that year.
    pub seq: i32,
    /// Its number, 第N期.
    pub number: String,
    /// Who signed it, by the name that they had then.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// The paper as it was signed, as JSON.
    pub frozen: String,
    /// The digest of exactly that text.
    pub digest: String,
}

/// A line of a circular's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircularEvent {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// Who.
    pub actor_id: Option<PersonId>,
    /// By the name that they had then.
    pub actor: String,
    /// For whom a deputy did it, by name.
    pub on_behalf_of: Option<String>,
    /// What.
    pub step: CircularStep,
    /// Why, or to how many.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests;

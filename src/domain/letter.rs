//! Letters in the outbox: what they are about, where they stand, when they are tried again.

use chrono::TimeDelta;

use super::named::named;

named! {
    /// What a letter is about.
    LetterKind, "a kind of letter" {
        /// 交办.
        Issued = "issued",
        /// Drafts wait for the reader's signature.
        Submitted = "submitted",
        /// Submitted drafts came back.
        SentBack = "sent_back",
        /// 退办.
        Returned = "returned",
        /// A request waits for the reader's decision.
        RequestToDecide = "request_to_decide",
        /// What became of a request.
        Decided = "decided",
        /// 催办, by hand.
        Urged = "urged",
        /// 督办催办单, signed.
        UrgingNotice = "urging_notice",
        /// The leader's week.
        Week = "week",
        /// 批示.
        Instructed = "instructed",
        /// The office asks about a report.
        Questioned = "questioned",
        /// 商请配合: a department is asked to support.
        SupportAsked = "support_asked",
        /// What it answered.
        SupportAnswered = "support_answered",
        /// 移交: tasks changed hands.
        HandedOver = "handed_over",
        /// Somebody was named as handler 经办人.
        Delegated = "delegated",
        /// The daily digest.
        Digest = "digest",
        /// The way into a new account.
        Invitation = "invitation",
        /// A new password for a forgotten one.
        Forgotten = "forgotten",
    }
}

named! {
    /// Where a letter stands.
    LetterState, "a state of a letter" {
        /// Written, not tried yet.
        Waiting = "waiting",
        /// Somebody has it in hand, as long as the lease lasts.
        Sending = "sending",
        /// The mail server took it.
        Sent = "sent",
        /// Its reason no longer held.
        Skipped = "skipped",
        /// Not taken; will be tried again.
        Failed = "failed",
        /// Given up; somebody has to look.
        Dead = "dead",
    }
}

/// How long after a failed try the next one follows, in minutes: eight tries, then no more.
const PAUSES: [i64; 7] = [1, 5, 15, 60, 180, 360, 720];

/// The pause after try number `attempts`; `None` when there is no further one.
pub fn pause_after(attempts: i32) -> Option<TimeDelta> {
    let index = usize::try_from(attempts).ok()?.checked_sub(1)?;
    PAUSES.get(index).map(|minutes| TimeDelta::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_eight_times() {
        assert_eq!(pause_after(1), Some(TimeDelta::minutes(1)));
        assert_eq!(pause_after(4), Some(TimeDelta::minutes(60)));
        assert!(pause_after(7).is_some());
        assert_eq!(pause_after(8), None);
    }
}

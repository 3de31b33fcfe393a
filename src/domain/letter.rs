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
        /// 督办通报, signed.
        Circular = "circular",
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
        /// An answer by mail was not taken.
        NotTaken = "not_taken",
        /// The daily digest.
        Digest = "digest",
        /// What is overdue, told to a department's group.
        GroupOverdue = "group_overdue",
        /// A message that shows whether a channel works.
        Test = "test",
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
        /// The mail server, or another service, took it.
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

/// The pause after try number `attempts` of the letter called `name`; `None` when there is no
/// further one. Up to a quarter is taken off by lot, so that letters that failed together do not
/// all come back together; the lot is the letter's own, so that the same try always waits alike.
pub fn pause_after(attempts: i32, name: &str) -> Option<TimeDelta> {
    let index = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let seconds = PAUSES.get(index)? * 60;
    let most = u64::try_from(seconds / 4).unwrap_or(0) + 1;
    let off = i64::try_from(lot(name, attempts) % most).unwrap_or(0);
    Some(TimeDelta::seconds(seconds - off))
}

/// A number drawn from a letter's name and the try (FNV-1a, its high bits folded in).
fn lot(name: &str, attempts: i32) -> u64 {
    let drawn =
        name.bytes().chain(attempts.to_le_bytes()).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64)
        });
    drawn ^ (drawn >> 32)
}

/// Whether a mail server said that there is no such mailbox: the enhanced status codes about the
/// address itself (RFC 3463, 5.1.x), and a mailbox that is switched off (5.2.1). A bare 550 may
/// as well mean that the letter was not liked.
pub fn names_bad_address(answer: &str) -> bool {
    answer.split(|c: char| !c.is_ascii_digit() && c != '.').any(|word| {
        let mut parts = word.trim_end_matches('.').split('.');
        let class = (parts.next(), parts.next(), parts.next(), parts.next());
        matches!(
            class,
            (Some("5"), Some("1"), Some(_), None) | (Some("5"), Some("2"), Some("1"), None)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_eight_times() {
        let tried: Vec<i32> =
            (-1..20).filter(|tries| pause_after(*tries, "a@example.org").is_some()).collect();
        assert_eq!(tried, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn a_pause_is_never_longer_than_said_and_at_most_a_quarter_shorter() {
        for (tries, minutes) in (1..).zip(PAUSES) {
            for number in 0..200 {
                let pause = pause_after(tries, &format!("{number}@example.org")).unwrap();
                let longest = TimeDelta::minutes(minutes);
                assert!(pause <= longest && pause >= longest * 3 / 4, "{tries}: {pause}");
            }
        }
    }

    #[test]
    fn letters_that_failed_together_do_not_come_back_together() {
        let pauses: std::collections::BTreeSet<_> =
            (0..200).map(|n| pause_after(4, &format!("{n}@example.org"))).collect();
        assert!(pauses.len() > 100, "{} different pauses", pauses.len());
        assert_eq!(pause_after(4, "a@example.org"), pause_after(4, "a@example.org"));
        assert_ne!(pause_after(4, "a@example.org"), pause_after(4, "b@example.org"));
    }

    #[test]
    fn only_what_is_said_of_the_address_marks_it() {
        for answer in [
            "permanent error (550): 5.1.1 <anna@example.edu>: user unknown",
            "5.1.10 recipient not found",
            "550 5.2.1 mailbox disabled",
        ] {
            assert!(names_bad_address(answer), "{answer}");
        }
        for answer in [
            "permanent error (550): not now, or never",
            "550 5.7.1 rejected as spam",
            "5.2.2 mailbox full",
            "4.1.1 try later",
            "version 15.1.1 of 5.1",
            "",
        ] {
            assert!(!names_bad_address(answer), "{answer}");
        }
    }
}

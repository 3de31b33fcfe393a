//! Decisions in English: `agreed to mend`, a motion, whose act is still to be done.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Rule;
use super::cue::{Context, Found};
use super::english_cue::pattern;
use super::english_verb::is_act;
use super::frame::Voice;
use super::lexicon::ENGLISH_DONE_BY_VOTE;

/// `RESOLUTION: …`, `Agreed: …`: a label that makes a decision of what follows.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[*_\[(]*(?i:agreed|resolved|resolution|decision|decided|conclusion|outcome)(?:\s*#?\d+)?[*_\])]*\s*:[*_]*\s+(?P<verb>\w+)",
    )
});
/// `agreed to mend`, `directed Kim to`, `motion to`.
static DECISION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:consensus\s+(?:was|is)\s+to|(?:it\s+was\s+)?(?:agreed|decided|resolved|voted|determined)(?:\s+unanimously)?,?\s+(?:to|that)|(?:directed|instructed|asked|requested|authorized|authorised|tasked|assigned|appointed|charged|reminded|urged|required)\s+(?P<whom>(?:\S+\s+){1,6}?)(?:to|with)|motion\b.{0,120}?\bto|moved\b.{0,60}?\bto|moved\s+that|mo(?:tion|ved)\b.{0,120}?\bthat)\s+(?P<verb>\w+)",
    )
});

/// The decision in `clause`, where its act is still to be done.
pub(super) fn decision(clause: &str, context: Context) -> Option<Found> {
    if let Some(found) = LABEL.captures(clause) {
        let whole = found.get(0)?;
        let word = found.name("verb")?.as_str().to_lowercase();
        let votes = ["approve", "approved", "accept", "adopt", "appoint", "elect", "no", "none"];
        let label = clause[..whole.end()].find(':').unwrap_or(whole.end());
        return (!votes.contains(&word.as_str()))
            .then(|| Found::new(Rule::Decision, clause, 0, label, 0.75));
    }
    let found = DECISION.captures(clause)?;
    let word = found.name("verb")?.as_str().to_lowercase();
    let lower = clause.to_lowercase();
    let motion = lower.contains("motion") || lower.contains("moved");
    let given_away = word == "give" || word == "grant";
    let fits = if motion {
        let lost = ["failed", "died", "withdrawn", "defeated"];
        (is_act(&word) || given_away)
            && !ENGLISH_DONE_BY_VOTE.has(&word)
            && !lost.iter().any(|end| lower.contains(end))
    } else {
        let to_itself = found.name("whom").is_some_and(|whom| is_the_body(whom.as_str()));
        !ENGLISH_DONE_BY_VOTE.has(&word) && context.voice != Some(Voice::Opines) && !to_itself
    };
    fits.then(|| {
        let whole = found.get(0).map_or(0..0, |whole| whole.range());
        let words = clause[whole.clone()].split_whitespace().next().unwrap_or("");
        Found::new(Rule::Decision, clause, whole.start, words.len(), 0.72)
    })
}

/// `asked the board to`: what somebody wishes of the meeting is no decision of it.
fn is_the_body(whom: &str) -> bool {
    let words = whom.trim().to_lowercase();
    let body = words.strip_prefix("the ").unwrap_or(&words);
    let body = body.strip_prefix("town ").or_else(|| body.strip_prefix("city ")).unwrap_or(body);
    matches!(body, "board" | "council" | "commission" | "trustees" | "commissioners")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(clause: &str, expected: bool) {
        assert_eq!(decision(clause, Context::default()).is_some(), expected, "{clause}");
    }

    #[test]
    fn a_label_makes_a_decision_of_what_follows() {
        case("RESOLUTION: Move the gate", true);
        case("**Agreed:** Kim orders chalk", true);
        case("RESOLUTION: Approve the minutes", false);
    }

    #[test]
    fn a_motion_counts_while_its_act_is_still_to_be_done() {
        case("Motion by Kim, second by Lee, to repair the gate. Carried.", true);
        case("Motion by Kim to repair the gate failed.", false);
        case("Kim moved to adjourn.", false);
        case("It was agreed that Lee should sweep.", true);
        case("The board directed Lee to sweep.", true);
        case("Mr. Poe asked the board to sweep.", false);
    }
}

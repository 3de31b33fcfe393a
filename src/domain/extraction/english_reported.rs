//! Commitments told by somebody else: `Kim said she would order chalk`.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Rule;
use super::cue::Found;
use super::english_cue::pattern;
use super::english_verb::is_act;

static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<who>(?:the\s+)?\w[\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,3})\s+(?:also\s+)?(?:said|says|indicated|indicates|stated|states|noted|confirmed|replied|reported|promised|added|mentioned|explained|advised|answered)\s+(?:that\s+)?(?:he|she|they)\s+(?P<will>would|will|[’']ll|(?:was|were|is|are)\s+going\s+to|intend(?:s|ed)?\s+to|plan(?:s|ned)?\s+to)\s+(?P<verb>[a-z]+)",
    )
});

/// The commitment that `clause` tells of.
pub(super) fn reported(clause: &str) -> Option<Found> {
    let found = REPORTED.captures(clause)?;
    let (will, verb) = (found.name("will")?, found.name("verb")?);
    let wish = matches!(verb.as_str(), "like" | "prefer" | "be" | "have" | "not" | "need");
    (!wish && (is_act(verb.as_str())))
        .then(|| Found::new(Rule::Commitment, clause, will.start(), will.len(), 0.65))
}

/// Who says of themselves what `clause` tells.
pub(super) fn speaker(clause: &str) -> Option<&str> {
    Some(REPORTED.captures(clause)?.name("who")?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_says_they_will_do_is_their_commitment() {
        let clause = "Kim said she would order chalk.";
        assert_eq!(reported(clause).map(|found| found.cue.rule), Some(Rule::Commitment));
        assert_eq!(speaker(clause), Some("Kim"));
        assert!(reported("Lee indicated that he was going to write to the council.").is_some());
        assert!(reported("Kim said she would like more chalk.").is_none());
        assert!(reported("Kim said the gate would close.").is_none());
    }
}

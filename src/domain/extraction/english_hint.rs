//! Hints: a glance at the words of an English clause that spares it the patterns which cannot match.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Which kinds of cue a clause may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hints(u8);

impl Hints {
    /// A verb of speech, which may open a frame.
    pub(super) const FRAME: u8 = 1;
    /// A strong modal.
    pub(super) const STRONG: u8 = 2;
    /// A plain modal.
    pub(super) const PLAIN: u8 = 4;
    /// A decision.
    pub(super) const DECISION: u8 = 8;
    /// A commitment.
    pub(super) const WILL: u8 = 16;
    /// A pronoun that a reported commitment needs.
    pub(super) const REPORTED: u8 = 32;
    /// Somebody named as the object of an assignment.
    pub(super) const OBJECT: u8 = 64;

    /// What `clause` may hold.
    pub(super) fn of(clause: &str) -> Self {
        let mut found = 0;
        let mut short = [0_u8; LONGEST];
        for word in clause.split(|c: char| !c.is_ascii_alphabetic()) {
            if let Some(lower) = short.get_mut(..word.len()) {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                found |= WORDS.get(&*lower).copied().unwrap_or(0);
            }
        }
        Self(found)
    }

    /// Whether a cue of `kind` is possible.
    pub(super) fn may(self, kind: u8) -> bool {
        self.0 & kind != 0
    }
}

const LONGEST: usize = 14;

/// Words without which a pattern of the kind never matches.
const KINDS: &[(u8, &str)] = &[
    (
        Hints::FRAME,
        "emphasise emphasises emphasised emphasize emphasizes emphasized stress stresses stressed require \
         required requires request requests requested urge urges urged demand demands demanded instruct \
         instructs instructed reminded made put called underlined agreed decided resolved determined \
         concluded consensus moved voted point points pointed noted notes stated states said says mentioned \
         mentions explained explains reported reports announced advised informed clarified shared confirmed \
         added think thinks thought suggest suggests suggested believe believes believed feel feels felt \
         wonder wonders wondered propose proposes proposed hope hopes hoped would wants wanted want prefer \
         prefers preferred commented asked asks questioned argued recommend recommends recommended expressed",
    ),
    (
        Hints::STRONG,
        "must shall have has required instructed directed tasked obliged necessary imperative essential \
         mandatory prohibited responsible to",
    ),
    (
        Hints::PLAIN,
        "should ought need needs please remember forget sure let lets want asked encouraged reminded expected \
         urged requested invited advised on efforts require requires required urges call calls called",
    ),
    (
        Hints::DECISION,
        "consensus agreed decided resolved resolution decision conclusion outcome voted determined directed \
         instructed asked requested authorized authorised tasked assigned appointed charged reminded urged \
         required motion moved",
    ),
    (
        Hints::WILL,
        "will can ll going volunteered volunteer volunteers offer offers offered agree agrees agreed promise \
         promises promised plan plans commit commits committed undertook undertakes pledge pledges pledged \
         took tasked",
    ),
    (Hints::REPORTED, "he she they"),
    (
        Hints::OBJECT,
        "directed instructed asked requested authorize authorise authorized authorised authorizing \
         authorising tasked give assigned owner assignee responsible by",
    ),
];

static WORDS: LazyLock<HashMap<&'static [u8], u8>> = LazyLock::new(|| {
    let mut words: HashMap<&[u8], u8> = HashMap::new();
    for (kind, list) in KINDS {
        for word in list.split_whitespace() {
            *words.entry(word.as_bytes()).or_default() |= kind;
        }
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hint_at_the_patterns_that_they_may_match() {
        let hints = Hints::of("Kim MUST mend the gate, she'll do it");
        assert!(hints.may(Hints::STRONG) && hints.may(Hints::WILL) && hints.may(Hints::REPORTED));
        assert!(!hints.may(Hints::PLAIN) && !hints.may(Hints::DECISION));
        assert!(Hints::of("the gate is old") == Hints(0));
        assert!(
            KINDS.iter().all(|(_, list)| list.split_whitespace().all(|word| word.len() <= LONGEST))
        );
    }
}

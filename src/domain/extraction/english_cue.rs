//! Cues of English clauses.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::Rule;
use super::clause::points_to_an_act;
use super::cue::{Context, Found};
use super::english_decision::decision;
use super::english_hint::Hints;
use super::english_reported::reported;
use super::english_verb::{begins_with_imperative, is_act, is_participle, is_state, may_be_verb};
use super::english_will::will;
use super::frame::Voice;
use super::lexicon::ENGLISH_NO_NAMES;

/// `ACTION:`, `Action item 3 -`, `TODO Kim:`, `AI:`, `[Action]`.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x)(?:^|[\s(\[*_"“])(?:
    \#?(?i:action(?:\s+(?:items?|points?|required|needed|step))?(?:\s*\#?\d+)?)\s*(?:\([^)\r\n]{1,40}\)|on\s+\w+|for\s+\w+|by\s+\w+|-\s*\w+)?\s*[\])*_]*\s*[:\-–—]
    |\#?(?:TODO|TO\s?DO|ToDo|Todo)\b\s*[^:\r\n]{0,30}[:\-–—]?
    |\#action\b|\[action\]|\[ACTION\]|\[TODO\]
    |ACTION\s+(?:[A-Z@][\w.’'-]*(?:\s*(?:,|/|&|and)\s*|\s+)?){1,4}\s*:
    |(?:AI|AP|A/I|A\.I\.|ACT)\s*\d*\s*(?:\([^)\r\n]{1,40}\)|\[[^\]\r\n]{1,40}\])?\s*[:\-–—]
    |(?i:next\s+steps?|follow[\s-]?up|to\s+do|task|deliverable)\s*[:–—]
    |(?i:owner|assignee|assigned\s+to|responsible)\s*:
    )"#,
    )
});
/// A modal that leaves no choice.
static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:must|shall|ha(?:ve|s)\s+to|(?:is|are|was|were|be)\s+(?:required|instructed|directed|tasked|obliged)\s+to|it\s+is\s+(?:also\s+)?(?:necessary|imperative|essential|mandatory)\s+(?:to|that|for)|is\s+prohibited|are\s+prohibited|is\s+responsible\s+for|are\s+responsible\s+for|is\s+to\s+be|are\s+to\s+be)\b",
    )
});
/// A modal that asks.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:should|ought\s+to|needs?\s+to|please|remember\s+to|don[’']?t\s+forget|be\s+sure\s+to|make\s+sure|let[’']?s|we\s+want\s+to|(?:is|are|was|were|be)\s+(?:asked|encouraged|reminded|expected|urged|requested|invited|advised|called\s+on)\s+to|efforts\s+(?:should|must)\s+be\s+made|(?:requires?|required|requested|urge[sd]|asked|call(?:s|ed)\s+(?:up)?on)\s+(?:all|each|every|the|relevant|everyone|departments|units|members|colleges|participants|teachers|students|staff)\b[^,;]{0,60}?\bto)\b",
    )
});
/// Somebody is told to: `Kim to order chalk`.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[@*_\[(]*)(?P<who>(?:[A-Z@][\w.’'-]*|all|everyone|everybody|staff|the\s+\w+)(?:\*|\]|\))*(?:(?:\s*(?:,|/|&|\band\b)\s*|\s+)(?:[A-Z@][\w.’'-]*|the|of|chair|clerk|board|committee|team|staff))*)(?:\*|\]|\))*\s*(?:[-–:]\s*)?(?:is\s+|are\s+)?to\s+(?P<verb>[a-z][\w-]*)",
    )
});
/// `The Finance Office is to report`.
static DUTY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:is|are)\s+(?:also\s+)?to\s+(?P<verb>[a-z]+)"));
pub(super) fn pattern(text: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used by a test")]
    Regex::new(text).unwrap()
}

/// The cue of a clause, with how sure it is.
pub(super) fn cue(clause: &str, context: Context) -> Option<Found> {
    if let Some(mark) = MARK.find(clause) {
        let at = mark.start() + (mark.len() - mark.as_str().trim_start().len());
        return Some(Found::new(Rule::Mark, clause, at, mark.end() - at, 0.95));
    }
    if clause.trim_end_matches(['”', '"', ')', '*']).ends_with('?') || is_finished(clause) {
        return None;
    }
    if let Some(found) = given(clause).or_else(|| pointed_at(clause)) {
        return Some(found);
    }
    let opinion = matches!(context.voice, Some(Voice::Opines | Voice::Outside));
    let hints = Hints::of(clause);
    // `He believes that it is necessary to`: so a translation machine renders a requirement.
    let necessary = clause.contains("is necessary to");
    if (!opinion || necessary)
        && hints.may(Hints::STRONG)
        && !is_condition(clause)
        && let Some(found) = modal(clause, &STRONG, Rule::StrongModal, 0.85)
    {
        return Some(found);
    }
    if !opinion && !is_condition(clause) {
        if hints.may(Hints::STRONG)
            && let Some(found) = duty(clause)
        {
            return Some(found);
        }
        let sure = if context.voice == Some(Voice::Says) { 0.55 } else { 0.75 };
        if hints.may(Hints::PLAIN)
            && let Some(found) = modal(clause, &PLAIN, Rule::PlainModal, sure)
        {
            return Some(found);
        }
    }
    if hints.may(Hints::DECISION)
        && let Some(found) = decision(clause, context)
    {
        return Some(found);
    }
    if hints.may(Hints::REPORTED)
        && let Some(found) = reported(clause)
    {
        return Some(found);
    }
    if hints.may(Hints::WILL)
        && let Some(found) = will(clause)
    {
        return Some(found);
    }
    if context.listed && is_task(clause) {
        return Some(Found::whole(Rule::Listed, first_words(clause), 0.7));
    }
    if context.demanding && begins_with_imperative(clause) {
        return Some(Found::whole(Rule::Imperative, first_words(clause), 0.55));
    }
    None
}

/// Where the names stand in `ACTION: Kim, Lee`; none where more is said.
pub(super) fn names_behind_mark(sentence: &str) -> Option<std::ops::Range<usize>> {
    if sentence.split_whitespace().nth(14).is_some() {
        return None;
    }
    let mark = MARK.find(sentence).filter(|mark| mark.start() == 0)?;
    let behind = &sentence[mark.end()..];
    let mut names = behind
        .split([' ', ',', '/', '&', '.'])
        .map(|word| word.trim_matches(['*', '_', ')', ']', '(', '@']))
        .filter(|word| !word.is_empty() && *word != "and")
        .peekable();
    let fits = names.peek().is_some()
        && names.clone().count() <= 6
        && names.all(|word| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(char::is_alphabetic)
                && !ENGLISH_NO_NAMES.has(word)
        });
    fits.then(|| mark.end()..sentence.len())
}

/// `→ Kim orders chalk`.
fn pointed_at(clause: &str) -> Option<Found> {
    let arrow = ["→", "⇒", "->", "=>"].into_iter().find(|arrow| clause.starts_with(arrow))?;
    points_to_an_act(&clause[arrow.len()..])
        .then(|| Found::new(Rule::Listed, clause, 0, arrow.len(), 0.65))
}

/// `Kim to order chalk`, at the beginning.
fn given(clause: &str) -> Option<Found> {
    let found = GIVEN.captures(clause)?;
    let (who, verb) = (found.name("who")?, found.name("verb")?);
    let words = who.as_str().split_whitespace().count();
    let first = who.as_str().split_whitespace().next().unwrap_or("");
    let name = !ENGLISH_NO_NAMES.has(first) && words <= 8;
    (name && (is_act(verb.as_str()) || may_be_verb(verb.as_str())))
        .then(|| Found::new(Rule::Assignment, clause, who.start(), verb.end() - who.start(), 0.88))
}

/// `The Finance Office is to report`: who is named, not what is aimed at (`the goal is to grow`).
fn duty(clause: &str) -> Option<Found> {
    let found = DUTY.captures(clause)?;
    let (whole, verb) = (found.get(0)?, found.name("verb")?);
    let before = clause[..whole.start()].trim_end_matches(|c: char| !c.is_alphanumeric());
    let subject = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let named = before.contains(' ') && subject.starts_with(char::is_uppercase);
    (named && may_be_verb(verb.as_str()) && !in_a_relative_clause(&clause[..whole.start()]))
        .then(|| Found::new(Rule::Assignment, clause, whole.start(), whole.len(), 0.8))
}

/// The first modal that stands as a requirement.
fn modal(clause: &str, pattern: &Regex, rule: Rule, confidence: f32) -> Option<Found> {
    pattern.find_iter(clause).find_map(|found| {
        let before = clause[..found.start()].trim_end();
        let behind = clause[found.end()..].trim_start();
        let stands =
            !in_a_relative_clause(before) && !is_mere_state(found.as_str(), before, behind);
        stands.then(|| Found::new(rule, clause, found.start(), found.len(), confidence))
    })
}

/// `who must`, `that need to`: said of a thing in passing; `would need to`: only imagined.
pub(super) fn in_a_relative_clause(before: &str) -> bool {
    const LAST: &[&str] = &[
        "who", "which", "that", "what", "whether", "if", "where", "how", "why", "may", "might",
        "not", "would", "could", "’d", "'d",
    ];
    const ASKS: &[&str] = &["if", "whether", "what", "why", "how", "where"];
    let near = before.rsplit([',', ';', ':']).next().unwrap_or(before).to_lowercase();
    let words: Vec<&str> = near.split_whitespace().collect();
    let Some(last) = words.last() else { return false };
    // `those who fail to report must`: the relative clause has had its own verb before the modal.
    let relative = words.iter().rposition(|word| matches!(*word, "who" | "which"));
    LAST.contains(last)
        || words.iter().any(|word| ASKS.contains(word))
        || relative.is_some_and(|at| words.len() - at <= 2)
}

/// `should be fine`, `must have been`: a guess, not a requirement.
fn is_mere_state(modal: &str, before: &str, behind: &str) -> bool {
    let modal = modal.to_lowercase();
    let mut words =
        behind.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.next().unwrap_or("").to_lowercase();
    let guess = matches!(modal.as_str(), "should" | "must" | "shall" | "ought to");
    let subject = before.rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    if guess && first == "be" {
        let next = words.find(|word| {
            !matches!(
                word.to_lowercase().as_str(),
                "also"
                    | "fully"
                    | "well"
                    | "further"
                    | "carefully"
                    | "made"
                    | "strictly"
                    | "immediately"
            )
        });
        return next.is_some_and(|next| {
            is_state(&next.to_lowercase())
                || !is_participle(&next.to_lowercase())
                    && subject != "we"
                    && !matches!(next, "in" | "on" | "a" | "the" | "no" | "at")
        });
    }
    let had_to = modal.starts_with("ha")
        && ["did", "didn't", "don't", "not", "would", "may", "might", "never"]
            .contains(&subject.as_str());
    guess && matches!(first.as_str(), "have" | "it" | "we" | "i" | "he" | "they")
        || had_to
        || first.is_empty() && modal != "please"
}

/// `If …`, `Unless …`: what would be, not what is to be.
pub(super) fn is_condition(clause: &str) -> bool {
    let lower = clause.trim_start_matches(['-', '*', ' ']).to_lowercase();
    let opens = ["if ", "unless ", "in case ", "in the event", "assuming "]
        .iter()
        .any(|word| lower.starts_with(word));
    opens && !lower.contains("please") && !lower.contains(" must ")
}

/// Something that the text itself calls done, dropped or put off.
fn is_finished(clause: &str) -> bool {
    let lower = clause.to_lowercase();
    [
        "(done)",
        "(complete)",
        "(completed)",
        "- done",
        "✅",
        "✔",
        "[done]",
        "done:",
        "completed:",
        "(closed)",
        "is postponed",
        "was postponed",
        "no action",
        "(dropped)",
    ]
    .iter()
    .any(|sign| lower.contains(sign))
}

/// Whether a listed item is a task, and not a mere label or a remark on the past.
fn is_task(clause: &str) -> bool {
    let letters = clause.chars().filter(|c| c.is_alphabetic()).count();
    let lower = clause.to_lowercase();
    let idle = ["none", "n/a", "no updates", "nothing", "tbd", "no report", "no action"]
        .iter()
        .any(|word| lower.starts_with(word));
    let past = [
        " was ",
        " were ",
        " has been ",
        " have been ",
        " had ",
        "discussed",
        "reported",
        "reviewed the",
        "thanked",
    ]
    .iter()
    .any(|word| lower.contains(word));
    letters >= 6 && !idle && !past && !clause.trim_end_matches('*').ends_with(':')
}

/// The first words of a clause, to be shown as its cue.
fn first_words(clause: &str) -> &str {
    let end = clause.match_indices(char::is_whitespace).nth(2).map_or(clause.len(), |(at, _)| at);
    clause[..end].trim_end_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(clause: &str, context: Context, expected: Option<Rule>) {
        assert_eq!(cue(clause, context).map(|found| found.cue.rule), expected, "{clause}");
    }

    #[test]
    fn explicit_marks_come_first() {
        for text in [
            "ACTION: Kim to order chalk",
            "Action item 3 - order chalk",
            "TODO Kim: chalk",
            "AI (Kim): chalk",
            "[ACTION] chalk: order it",
        ] {
            case(text, Context::default(), Some(Rule::Mark));
        }
        case("AI models were shown.", Context::default(), None);
    }

    #[test]
    fn somebody_named_is_to_do_it() {
        let alone = Context::default();
        case("The Finance Office is to report on the budget.", alone, Some(Rule::Assignment));
        case(
            "The Student Affairs Office, together with the Logistics Office, is to repair the heating.",
            alone,
            Some(Rule::Assignment),
        );
        case("The goal of the college is to grow.", alone, None);
    }

    #[test]
    fn modals_ask_unless_they_guess_or_question() {
        let alone = Context::default();
        case("The gate must be mended.", alone, Some(Rule::StrongModal));
        case("It is necessary to mend the gate.", alone, Some(Rule::StrongModal));
        case("Members should return their keys.", alone, Some(Rule::PlainModal));
        case("Please return your keys.", alone, Some(Rule::PlainModal));
        case("That should be fine.", alone, None);
        case("Should we mend the gate?", alone, None);
        case("If it rains the hall should be used.", alone, None);
        case("the bolts that must be replaced are known", alone, None);
    }

    #[test]
    fn commitments_need_somebody_who_can_act() {
        let alone = Context::default();
        case("Kim will order chalk.", alone, Some(Rule::Commitment));
        case("The treasurer is going to send a bill.", alone, Some(Rule::Commitment));
        case("Lee volunteered to sweep.", alone, Some(Rule::Commitment));
        case("The meeting will take place in May.", alone, None);
        case("It will rain.", alone, None);
        case("Kim to order chalk", alone, Some(Rule::Assignment));
    }

    #[test]
    fn decisions_count_unless_they_carry_themselves_out() {
        let alone = Context::default();
        case("Motion by Kim, second by Lee to repair the gate.", alone, Some(Rule::Decision));
        case("Motion by Kim, second by Lee to approve the minutes.", alone, None);
        case(
            "The board agreed to repair the gate.",
            Context { voice: Some(Voice::Decides), ..alone },
            Some(Rule::Decision),
        );
    }

    #[test]
    fn a_bare_imperative_counts_only_among_requirements() {
        case("Strengthen the watch.", Context::default(), None);
        case(
            "Strengthen the watch.",
            Context { demanding: true, ..Context::default() },
            Some(Rule::Imperative),
        );
        case(
            "Gate repair (Kim)",
            Context { listed: true, ..Context::default() },
            Some(Rule::Listed),
        );
    }
}

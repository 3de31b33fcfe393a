//! Who supports, in English clauses: "supported by Kim", "with help from the Library".

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::OwnerRole;
use super::english_owner::list;
use super::lexicon::ENGLISH_NO_NAMES;
use super::owner::Named;

/// Capitalised names and words for many, joined as in a list.
const NAMES: &str = r"(?:(?:the\s+)?[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*|all\s+(?:the\s+)?(?:schools|colleges|departments|offices|units))";

static SUPPORTED: LazyLock<Regex> = LazyLock::new(|| {
    let joined = format!(r"{NAMES}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){NAMES})*");
    pattern(&format!(
        r"\b(?:(?:supported|assisted|helped|backed)\s+by|(?:with|in)\s+(?:the\s+)?(?:support|assistance|help|cooperation)\s+(?:of|from|by|with)|support(?:ing)?:)\s+(?P<who>{joined})"
    ))
});
/// `The Library, with the Clinic,` before its modal.
static HELPERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r",\s+(?:together\s+|along\s+)?with\s+(?P<who>{NAMES}(?:\s+and\s+{NAMES})*),?$"
    ))
});
/// `Kim, Lee and the Library`.
static LIST: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?:The\s+)?{NAMES}(?:,\s+{NAMES})+,?\s+and\s+{NAMES}$")));

fn pattern(text: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used by a test")]
    Regex::new(text).unwrap()
}

/// `named`, the leads of `clause`, with those who support them.
pub(super) fn with_supporters(clause: &str, named: Named) -> Named {
    let subject = || HELPERS.captures_iter(before_modal(clause)).next();
    let Some(found) = SUPPORTED.captures(clause).or_else(subject) else { return named };
    let supporters: Vec<String> = list(&found["who"])
        .into_iter()
        .map(|(name, _)| name.strip_prefix("the ").map(str::to_owned).unwrap_or(name))
        .collect();
    let supports = |name: &str| supporters.iter().any(|supporter| supporter == name);
    let leads: Named = named.into_iter().filter(|(name, _)| !supports(name)).collect();
    // Support without a lead leads.
    let role = if leads.is_empty() { OwnerRole::Lead } else { OwnerRole::Support };
    let supporters = supporters.into_iter().map(|name| (name, role));
    leads.into_iter().chain(supporters).collect()
}

/// `clause` up to its modal.
fn before_modal(clause: &str) -> &str {
    let modals = [" must ", " shall ", " should ", " will ", " to ", " is to ", " are to "];
    let end = modals.iter().filter_map(|modal| clause.find(modal)).min();
    &clause[..end.unwrap_or(0)]
}

/// The subject `before` a modal, without those who help; a list of names is one subject.
pub(super) fn lone_subject(before: &str) -> Option<&str> {
    if let Some(found) = HELPERS.find(before) {
        return Some(&before[..found.start()]);
    }
    let first = before.split([' ', ',']).next().unwrap_or_default();
    let opens = first == "The" || !ENGLISH_NO_NAMES.has(first);
    (opens && LIST.is_match(before)).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(clause: &str, lead: &str, expected: &[&str]) {
        let named = with_supporters(clause, vec![(lead.to_owned(), OwnerRole::Lead)]);
        let told: Vec<String> = named
            .into_iter()
            .map(|(text, role)| if role == OwnerRole::Lead { text } else { format!("+{text}") })
            .collect();
        assert_eq!(told, expected, "{clause}");
    }

    #[test]
    fn who_helps_supports() {
        case("Kim to sweep, supported by Lee and the Library", "Kim", &["Kim", "+Lee", "+Library"]);
        case("Kim will sweep with help from all schools.", "Kim", &["Kim", "+all schools"]);
        case("The Clinic, with the Library, must sweep.", "Clinic", &["Clinic", "+Library"]);
        case("Kim must be supported by evidence.", "Kim", &["Kim"]);
        case("Sweep, supported by Kim", "Kim", &["Kim"]);
    }

    #[test]
    fn a_list_of_names_is_one_subject() {
        assert_eq!(lone_subject("Kim, Lee and Jo"), Some("Kim, Lee and Jo"));
        assert_eq!(lone_subject("The Clinic, with the Library,"), Some("The Clinic"));
        assert_eq!(lone_subject("After the break, Kim and Lee"), None);
        assert_eq!(lone_subject("Kim"), None);
    }
}

//! Owners in English clauses.

use std::sync::LazyLock;

use regex::Regex;

use super::candidate::{OwnerRole, Rule};
use super::cue::Found;
use super::english_hint::Hints;
use super::english_subject::{asked, subject, subject_of_another_modal};
use super::english_verb::is_act;
use super::lexicon::{ENGLISH_NO_NAMES, ENGLISH_SOMEBODY};
use super::owner::Named;

/// Names in brackets: `(Kim and Lee)`, `[@kim]`.
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[(\[]([^()\[\]\n]{2,80})[)\]]"));
/// `@kim`.
static HANDLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[^\w/.@])@([A-Za-z][\w-]{1,38})"));
/// `directed Kim to`, `give Kim the authority`, `assigned to Kim`, `by Kim`.
static OBJECT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:directed|instructed|asked|requested|authori[sz]ed?|tasked|authori[sz]ing|authorize|authorise|give|assigned\s+to|owner:|assignee:|responsible:|done\s+by|provided\s+by|prepared\s+by|led\s+by|handled\s+by)\s+(?P<who>the\s+(?:clerk|board|committee|chair|treasurer|secretary|staff|attorney|engineer|mayor|superintendent|director|president|principal|librarian|manager|city|county|administrator)\b|(?:the\s+)?(?:[A-Z][\w.’'-]*|@[\w-]+)(?:(?:\s+and\s+|\s*,\s*|\s*&\s*|\s+)(?:[A-Z][\w.’'-]*|@[\w-]+))*)",
    )
});

fn pattern(text: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used by a test")]
    Regex::new(text).unwrap()
}

/// The names in `clause`.
pub(super) fn named(clause: &str, found: &Found) -> Named {
    if let Some(behind) = clause.strip_prefix(['→', '⇒']) {
        return before_act(behind, found);
    }
    let at_the_front = || match found.cue.rule {
        Rule::Mark => behind_mark(clause, found),
        Rule::Listed | Rule::Imperative => label_before(clause),
        Rule::Assignment => list(given_to(&found.cue.text)),
        _ => Vec::new(),
    };
    let as_object =
        || if Hints::of(clause).may(Hints::OBJECT) { object(clause) } else { Vec::new() };
    let attempts: [&dyn Fn() -> Named; 9] = [
        &at_the_front,
        &as_object,
        &|| in_brackets(clause),
        &|| asked(&found.cue.text),
        &|| subject(clause, found),
        &|| subject_of_another_modal(clause, found),
        &|| behind_dash(clause, found),
        &|| before_act(clause, found),
        &|| handles(clause),
    ];
    attempts.iter().map(|attempt| attempt()).find(|named| !named.is_empty()).unwrap_or_default()
}

/// The name that a heading or a line with a colon is.
pub(super) fn label(label: &str) -> Named {
    let inner = label.trim_matches(['*', '#', ' ', ':', '_']);
    let words: Vec<&str> = inner.split_whitespace().collect();
    let one_name = words.len() <= 2
        && words.iter().all(|word| is_name(word))
        && label.trim_end_matches('*').ends_with(':');
    if one_name || inner.starts_with('@') { list(inner) } else { Vec::new() }
}

/// `Kim and Lee` of `Kim and Lee to order`; nobody of `is to order`, behind whom the act stands.
fn given_to(words: &str) -> &str {
    if words.starts_with("is ") || words.starts_with("are ") {
        return "";
    }
    let end = words.rfind(" to ").unwrap_or(words.len());
    words[..end].trim_end_matches(" is").trim_end_matches(" are")
}

/// `TODO Kim: …`, `ACTION: Kim to …`, `ACTION: Kim - …`.
fn behind_mark(clause: &str, found: &Found) -> Named {
    let mark = &found.cue.text;
    // A name may stand inside the mark: `TODO Kim:`, `AI (Kim):`.
    let inside = mark.trim_start_matches(|c: char| !c.is_alphanumeric());
    let inside = inside
        .split_once(|c: char| c.is_whitespace() || c == '(' || c == '[')
        .map_or("", |(_, rest)| rest);
    let inside = inside.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let inside =
        inside.trim_start_matches("on ").trim_start_matches("for ").trim_start_matches("by ");
    let first = inside.split_whitespace().next().unwrap_or("");
    let kinds = ["item", "items", "point", "points", "required", "needed", "step", "steps", "up"];
    if !inside.is_empty()
        && !kinds.contains(&first.to_lowercase().as_str())
        && !first.starts_with(|c: char| c.is_ascii_digit())
        && inside.split_whitespace().count() <= 5
    {
        return list(inside);
    }
    label_before(clause[found.at + found.length..].trim_start())
}

/// `Kim: …`, `Kim - …`, `Kim to …`, `Kim will …`, `Kim, …` at the beginning.
pub(super) fn label_before(words: &str) -> Named {
    let words =
        words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '[' | '('));
    let bare = words.strip_prefix("The ").unwrap_or(words).trim_start();
    let first = bare.split_whitespace().next().unwrap_or("");
    // `marcus to open …`, `The treasurer opens …`
    let behind = bare[first.len()..].trim_start();
    let next = behind.split_whitespace().next().unwrap_or("");
    let acts = next.strip_suffix('s').is_some_and(is_act) && ENGLISH_SOMEBODY.has(first);
    let handle = first.len() > 2
        && first.chars().all(|c| c.is_ascii_lowercase())
        && next == "to"
        && !is_act(first);
    if acts || handle {
        return list(first);
    }
    let mut end = 0;
    let mut at = 0;
    for word in words.split_inclusive(char::is_whitespace).take(9) {
        let plain = word.trim();
        let bare = plain.trim_end_matches([':', ',', '*', ']', ')', '_']);
        let joins = matches!(bare, "and" | "&" | "+" | "/");
        if end > 0
            && (matches!(
                bare,
                "to" | "will"
                    | "-"
                    | "–"
                    | "—"
                    | "is"
                    | "are"
                    | "can"
                    | "should"
                    | "shall"
                    | "must"
                    | "needs"
                    | "has"
            ))
        {
            return list(&words[..end]);
        }
        if !(joins && end > 0
            || bare.split('/').all(is_name)
            || bare.chars().all(char::is_alphabetic)
                && plain.ends_with(':')
                && at == 0
                && bare.len() > 1)
        {
            break;
        }
        at += word.len();
        if !joins {
            end = at - (word.len() - word.trim_end().len());
        }
        if plain.ends_with(':') {
            return list(words[..end].trim_end_matches(':'));
        }
    }
    Vec::new()
}

/// `directed Kim to`, `by Kim`.
fn object(clause: &str) -> Named {
    OBJECT
        .captures(clause)
        .and_then(|found| Some(list(found.name("who")?.as_str())))
        .unwrap_or_default()
}

/// `(Kim and Lee)`.
fn in_brackets(clause: &str) -> Named {
    if !clause.contains(['(', '[']) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for found in BRACKETS.captures_iter(clause) {
        let inner = &found[1];
        let whole = found.get(0).map_or(0, |whole| whole.end());
        // A link's address and a reference are no names.
        if clause[whole..].starts_with('(') || inner.contains("http") || inner.contains('#') {
            continue;
        }
        let words =
            inner.split([',', ' ', '&', '/']).map(str::trim).filter(|word| !word.is_empty());
        let names = words.clone().filter(|word| is_name(word)).count();
        let others = words.filter(|word| !is_name(word) && *word != "and").count();
        if names > 0 && others == 0 && names <= 8 {
            all.extend(list(inner));
        } else if names == 0 && others > 0 && inner.split(',').count() > 1 {
            all.clear();
        }
    }
    if all.is_empty() { in_mixed_brackets(clause) } else { all }
}

/// `(kim (interested), Lee, Jo (interested))`: one bracket inside another.
fn in_mixed_brackets(clause: &str) -> Named {
    let Some(open) = clause.find('(') else { return Vec::new() };
    let inside = &clause[open + 1..];
    let first_end = inside.find(['(', ')']).unwrap_or(0);
    if !inside[first_end..].starts_with('(') {
        return Vec::new();
    }
    let Some(end) = inside.find("))").or_else(|| inside.rfind(')')) else { return Vec::new() };
    let mut plain = String::new();
    let mut depth = 0;
    for c in inside[..end].chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let names: Vec<&str> =
        plain.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let short =
        names.iter().all(|name| name.split_whitespace().count() <= 2 && !name.contains('.'));
    if short
        && names.len() > 1
        && names.iter().filter(|name| is_name(name)).count() * 2 >= names.len()
    {
        names.into_iter().map(|name| (name.to_owned(), OwnerRole::Lead)).collect()
    } else {
        Vec::new()
    }
}

/// `Kim order chalk` as an item of a list.
fn before_act(clause: &str, found: &Found) -> Named {
    let mut words = clause.split_whitespace();
    let (name, verb) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let acts = is_act(verb) || verb.strip_suffix('s').is_some_and(is_act);
    let listed = found.cue.rule == Rule::Listed;
    if listed && is_name(name) && acts { list(name) } else { Vec::new() }
}

/// `order chalk - Kim, by Friday`: the name behind the last dash of a listed task.
fn behind_dash(clause: &str, found: &Found) -> Named {
    if !matches!(found.cue.rule, Rule::Listed | Rule::Mark | Rule::Imperative) {
        return Vec::new();
    }
    let dash = [" - ", " – ", " — ", " -- "]
        .iter()
        .filter_map(|dash| Some(clause.rfind(dash)? + dash.len()))
        .max();
    let names = dash.map_or("", |at| &clause[at..]);
    let names = names.split([',', '(', ';', '.']).next().unwrap_or(names).trim();
    let mut words =
        names.split([' ', '/', '&']).filter(|word| !word.is_empty() && *word != "and").peekable();
    let fits = words.peek().is_some()
        && words.clone().count() <= 5
        && words.all(|word| is_name(word) || ENGLISH_SOMEBODY.has(word));
    if fits { list(names) } else { Vec::new() }
}

/// The names in a cell of a table.
pub(super) fn cell(words: &str) -> Named {
    list(words.trim())
}

/// `@kim`, wherever it stands.
fn handles(clause: &str) -> Named {
    if !clause.contains('@') {
        return Vec::new();
    }
    HANDLE.captures_iter(clause).map(|found| (found[1].to_owned(), OwnerRole::Lead)).collect()
}

/// The single names of a list.
pub(super) fn list(names: &str) -> Named {
    let mut parts = vec![names];
    for sign in [" and ", ",", " & ", "&", "/", " + ", ";"] {
        // `Science & Technology Office` is one name.
        if sign.contains('&') && names_an_office(names) {
            continue;
        }
        parts = parts.iter().flat_map(|part| part.split(sign)).collect();
    }
    parts
        .into_iter()
        .map(|part| {
            part.trim()
                .trim_start_matches("and ")
                .trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '@')
                .trim_start_matches('@')
                .to_owned()
        })
        .filter(|part| part.len() > 1 && part.len() <= 60 && !is_nobody(part))
        .map(|part| (part, OwnerRole::Lead))
        .collect()
}

/// Whether `names` ends in what only an office is called, or begins with `School of` and the like.
fn names_an_office(names: &str) -> bool {
    const KINDS: [&str; 14] = [
        "office",
        "department",
        "school",
        "college",
        "center",
        "centre",
        "division",
        "bureau",
        "section",
        "committee",
        "faculty",
        "institute",
        "library",
        "service",
    ];
    let plain = names.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let last = plain.rsplit(' ').next().unwrap_or_default();
    KINDS.iter().any(|kind| last == *kind || plain.contains(&format!("{kind} of ")))
}

fn is_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    [
        "tbd",
        "and",
        "but",
        "tba",
        "all",
        "none",
        "n/a",
        "me",
        "interested",
        "optional",
        "ongoing",
        "done",
        "new",
        "the",
        "everyone",
        "someone",
        "anyone",
        "someone should",
        "we",
        "i",
        "unassigned",
        "open",
        "pending",
    ]
    .contains(&lower.as_str())
}

/// Whether `word` may be a person's or a body's name.
fn is_name(word: &str) -> bool {
    let word = word.trim_matches(['*', '_', '[', ']', '(', ')', ',', '.', ':']);
    let handle = word.starts_with('@') && word.len() > 2;
    handle
        || word.len() > 1
            && word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphanumeric() || ".'’-".contains(c))
            && !ENGLISH_NO_NAMES.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::cue::{Context, cue};

    #[track_caller]
    fn case(clause: &str, expected: &[&str]) {
        let found = cue(clause, Context { listed: true, ..Context::default() }).unwrap();
        let named: Vec<_> = named(clause, &found).into_iter().map(|(text, _)| text).collect();
        assert_eq!(named, expected, "{clause}");
    }

    #[test]
    fn names_stand_in_many_places() {
        case("ACTION: Kim to order chalk", &["Kim"]);
        case("ACTION: Kim and Lee to order chalk", &["Kim", "Lee"]);
        case("TODO Kim: order chalk", &["Kim"]);
        case("AI (Kim): order chalk", &["Kim"]);
        case("Action item: order chalk (Kim)", &["Kim"]);
        case("Kim to order chalk", &["Kim"]);
        case("Kim - order chalk", &["Kim"]);
        case("Kim and Lee: order chalk", &["Kim", "Lee"]);
        case("Gate repair (Kim, Lee)", &["Kim", "Lee"]);
        case("Gate repair (kim (interested), Lee, Jo (interested))", &["kim", "Lee", "Jo"]);
        case("order chalk @kim-lee", &["kim-lee"]);
        case("order chalk - Kim, by Friday", &["Kim"]);
        case("Kim/Lee: order chalk", &["Kim", "Lee"]);
        case("AI: kim to order chalk", &["kim"]);
        case("The treasurer orders chalk", &["treasurer"]);
    }

    #[test]
    fn an_office_with_an_ampersand_is_one() {
        case(
            "The Science & Technology Office shall propose a plan",
            &["Science & Technology Office"],
        );
        case("Kim & Lee to order chalk", &["Kim", "Lee"]);
    }
}

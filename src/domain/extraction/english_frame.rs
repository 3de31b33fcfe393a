//! Who says it, in English: the frame before a requirement, and what it makes of it.

use std::sync::LazyLock;

use regex::Regex;

use super::english_hint::Hints;
use super::frame::{Frame, Voice};

static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "a constant that a test uses")]
    Regex::new(
        r"(?xs)^(?P<who>.{0,140}?)\b(?:
        (?P<demands>emphasi[sz]e[sd]?|stress(?:es|ed)|require[sd]|request(?:s|ed)|urge[sd]|demand(?:s|ed)|instruct(?:s|ed)|reminded\s+(?:\w+\s+){1,5}?|made\s+it\s+clear|put\s+forward\s+(?:\w+\s+){0,4}requirements?|called\s+for|underlined)
        |(?P<decides>agreed|decided|resolved|determined|concluded|consensus\s+(?:is|was)|moved|voted)
        |(?P<says>point(?:s|ed)\s+out|noted|notes|stated|states|said|says|mentioned|mentions|explained|explains|reported|reports|announced|advised|informed\s+(?:\w+\s+){1,5}?|clarified|shared|confirmed|added)
        |(?P<opines>thinks?|thought|suggest(?:s|ed)|believe[sd]?|feels?|felt|wonder(?:s|ed)|propose[sd]|hopes?|hoped|would\s+like|would\s+prefer|wants?|wanted|prefers?|preferred|commented|asked|asks|questioned|argued|recommends?|recommended|expressed)
        )(?P<that>\s*[:,]\s+(?:that\s+)?|\s+that\s+|\s+)",
    )
    .unwrap()
});

/// The frame of `sentence`.
pub(super) fn frame(sentence: &str) -> Option<Frame> {
    let near = &sentence[..sentence.floor_char_boundary(240)];
    if !Hints::of(near).may(Hints::FRAME) {
        return None;
    }
    let found = FRAME.captures(near)?;
    let who = &found["who"];
    let link = &found["that"];
    let said = !link.trim().is_empty();
    // `were asked to`, `everyone who wants`: no frame, but what is asked of them.
    let last = who.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let asks = found.name("demands").is_some() || found.name("opines").is_some();
    if asks && ["is", "are", "was", "were", "be", "been"].contains(&last.as_str())
        || ["who", "which", "that"].contains(&last.as_str())
    {
        return None;
    }
    // A modal before the verb means that the verb is the act: "Kim will report that …".
    let acts = [" will ", " to ", " must ", " should ", " shall ", " please ", " need ", " not "];
    let lower = format!(" {} ", who.to_lowercase());
    if acts.iter().any(|word| lower.contains(word))
        || who.contains(';')
        || without_titles(who).contains('.')
    {
        return None;
    }
    let rest = &sentence[found.get(0)?.end()..];
    if found.name("demands").is_some() && !said && asks_somebody(rest) {
        return Some(Frame { end: 0, voice: Voice::Demands });
    }
    let voice = if found.name("demands").is_some() {
        Voice::Demands
    } else if found.name("decides").is_some() {
        Voice::Decides
    } else if found.name("says").is_some() {
        if !said && !speaks_on(rest) {
            return None;
        }
        if speaks_for_the_meeting(&lower) {
            Voice::Demands
        } else if lower.trim() != "it was" && wishes(rest) {
            Voice::Opines
        } else {
            Voice::Says
        }
    } else {
        Voice::Opines
    };
    let end = found.get(0)?.end();
    Some(Frame { end, voice })
}

/// Whether the words go on as what somebody said: with a subject.
fn speaks_on(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or("").to_lowercase();
    ["the", "we", "he", "she", "they", "it", "this", "there", "all", "everyone", "i", "our"]
        .contains(&first.as_str())
}

/// `required all units to report`: the words behind the verb hold the whole requirement.
fn asks_somebody(rest: &str) -> bool {
    let near = rest.split([',', ';', ':']).next().unwrap_or(rest);
    let to = near.split_whitespace().take(14).position(|word| word == "to");
    to.is_some_and(|at| at > 0) && !rest.trim_start().starts_with("that ")
}

/// `Kim said we should …`: what one of them would like.
fn wishes(rest: &str) -> bool {
    let mut words = rest.split_whitespace().take(6).map(str::to_lowercase);
    let subject = words.next().unwrap_or_default();
    ["we", "they", "it", "there", "you", "someone", "somebody"].contains(&subject.as_str())
        && words.any(|word| ["should", "could", "might", "would"].contains(&word.as_str()))
}

/// `who` without the full stops of titles and initials.
fn without_titles(who: &str) -> String {
    let titles = ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "St.", "No.", "Rev.", "Supt.", "Hon."];
    titles.iter().fold(who.to_owned(), |who, title| who.replace(title, ""))
}

fn speaks_for_the_meeting(who: &str) -> bool {
    [
        "meeting",
        "conference",
        "session",
        "chair",
        "director",
        "secretary",
        "president",
        "mayor",
        "dean",
        "principal",
        "symposium",
    ]
    .iter()
    .any(|word| who.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_tells_who_speaks_and_how() {
        #[track_caller]
        fn case(sentence: &str, expected: Option<(Voice, &str)>) {
            let found = frame(sentence).map(|frame| (frame.voice, &sentence[frame.end..]));
            assert_eq!(found, expected);
        }

        case(
            "The meeting stressed that the gate must be mended.",
            Some((Voice::Demands, "the gate must be mended.")),
        );
        case(
            "The meeting pointed out that the gate is old.",
            Some((Voice::Demands, "the gate is old.")),
        );
        case("Kim thinks we should mend it.", Some((Voice::Opines, "we should mend it.")));
        case("Kim noted that it is old.", Some((Voice::Says, "it is old.")));
        case("The board agreed to mend the gate.", Some((Voice::Decides, "to mend the gate.")));
        case("Kim said we should mend it.", Some((Voice::Opines, "we should mend it.")));
        case("Teachers were asked to mend it.", None);
        case(
            "Kim required all units to mend it.",
            Some((Voice::Demands, "Kim required all units to mend it.")),
        );
        case("Kim will report that the gate is old.", None);
        case("Mend the gate.", None);
    }
}

//! Who says it, in English: the frame before a requirement, and what it makes of it.

use std::sync::LazyLock;

use regex::Regex;

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
    let found = FRAME.captures(sentence)?;
    let who = &found["who"];
    let link = &found["that"];
    let said = !link.trim().is_empty();
    // A modal before the verb means that the verb is the act: "Kim will report that …".
    let acts = [" will ", " to ", " must ", " should ", " shall ", " please ", " need ", " not "];
    let lower = format!(" {} ", who.to_lowercase());
    if acts.iter().any(|word| lower.contains(word))
        || who.contains([';', '.']) && !who.contains("r.")
    {
        return None;
    }
    let voice = if found.name("demands").is_some() {
        Voice::Demands
    } else if found.name("decides").is_some() {
        Voice::Decides
    } else if found.name("says").is_some() {
        if !said && !speaks_on(&sentence[found.get(0)?.end()..]) {
            return None;
        }
        if speaks_for_the_meeting(&lower) { Voice::Demands } else { Voice::Says }
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
        case("Kim will report that the gate is old.", None);
        case("Mend the gate.", None);
    }
}

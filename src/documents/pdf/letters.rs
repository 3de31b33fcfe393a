//! The characters that were meant: fonts give some of them out as radicals or ligatures, which
//! look alike and are found by nobody.

use icu_normalizer::ComposingNormalizerBorrowed;

/// U+2E80 to U+2EF3, the radicals of Chinese dictionaries in their other forms, as the characters
/// that they are (Unicode's `EquivalentUnifiedIdeograph`).
const RADICALS: &str = "冫厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄㣺扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒罓罒罓羊羊羊耂肀聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// `text` with its radicals and ligatures as ordinary characters, and without what is no character.
pub(super) fn plain(text: &str) -> String {
    let unified = ComposingNormalizerBorrowed::new_nfkc();
    let mut found = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\u{2e80}'..='\u{2ef3}' => {
                let at = u32::from(sign) - 0x2e80;
                let meant = usize::try_from(at).ok().and_then(|at| RADICALS.chars().nth(at));
                found.push(meant.unwrap_or(sign));
            }
            // Kangxi radicals, compatibility ideographs, ligatures.
            '\u{2f00}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}' => {
                found.extend(unified.normalize_iter(std::iter::once(sign)));
            }
            '\u{a0}' | '\t' => found.push(' '),
            // Soft hyphens and joiners are not seen.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            // The bullets of Symbol and Wingdings.
            '\u{f06c}' | '\u{f06e}' | '\u{f0a7}' | '\u{f0b7}' | '\u{f0d8}' => found.push('•'),
            '\u{e000}'..='\u{f8ff}' => found.push('\u{fffd}'),
            sign if sign.is_control() => {}
            sign => found.push(sign),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_mapped_back_to_characters() {
        assert_eq!(RADICALS.chars().count(), 0x2ef3 - 0x2e80 + 1);
        for (given, meant) in [
            (
                "⽅案⽉⼈⼯⾏⾯⻔⻓⻆⻋⻅⻚⻛⻢⻰⻮⺠⻄⻘",
                "方案月人工行面门长角车见页风马龙齿民西青",
            ),
            ("\u{f900}\u{fb01}le\u{ad}s\u{a0}x", "\u{8c48}files x"),
            ("\u{f0b7} x\u{e123}", "• x\u{fffd}"),
            ("党委会2026", "党委会2026"),
        ] {
            assert_eq!(plain(given), meant);
        }
    }
}

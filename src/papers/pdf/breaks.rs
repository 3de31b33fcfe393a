//! Where a line may end: Chinese between any two characters, but no closing mark begins a line
//! and no opening mark ends one (kinsoku); Latin words stay whole.

/// What may not begin a line.
const NO_START: &str = "、。，．・：；？！）］｝〕〉》」』】〗’”…—～·％‰℃°々ー,.:;?!)]}»›%";
/// What may not end one.
const NO_END: &str = "（［｛〔〈《「『【〖‘“([{«‹￥¥$№#";

/// Whether a line may end between `before` and `after`.
pub fn may_break(before: char, after: char) -> bool {
    if after == ' ' {
        return false;
    }
    if before == ' ' {
        return true;
    }
    if NO_START.contains(after) || NO_END.contains(before) {
        return false;
    }
    is_wide(before) || is_wide(after) || matches!(before, '/' | '–')
}

/// Chinese characters, their punctuation, and what is as wide.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x9fff | 0xa960..=0xa97f | 0xac00..=0xd7ff | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f | 0xff00..=0xffef | 0x2_0000..=0x3_ffff
        | 0x25a0..=0x27bf | 0x1_f000..=0x1_faff)
        || "“”‘’…—".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_closing_mark_begins_a_line_and_no_opening_one_ends_it() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            let all: Vec<char> = text.chars().collect();
            let mut shown = String::new();
            for (at, c) in all.iter().enumerate() {
                if at > 0 && may_break(all[at - 1], *c) {
                    shown.push('|');
                }
                shown.push(*c);
            }
            assert_eq!(shown, expected);
        }

        case("督办，通知", "督|办，|通|知");
        case("见《办法》。", "见|《办|法》。");
        case("the rate 90.4%", "the |rate |90.4%");
        case("于2023年6月", "于|2023|年|6|月");
        case("嘉职院督〔2023〕17号", "嘉|职|院|督|〔2023〕|17|号");
        case("2023-109 done", "2023-109 |done");
    }
}

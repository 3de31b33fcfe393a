//! Numbers as lists write them, by the names that Office Open XML gives the ways of writing
//! (ISO/IEC 29500-1, 17.18.59).

/// `number` in the way called `format`; one that is not known is written in Arabic digits.
pub(super) fn numeral(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "lowerLetter" => letter(number, 'a'),
        "upperLetter" => letter(number, 'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => han(
            number,
            ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
            ["十", "百", "千"],
        ),
        "chineseLegalSimplified" => han(
            number,
            ["", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
            ["拾", "佰", "仟"],
        ),
        "ideographTraditional" => of(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            of(number, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
        }
        "decimalEnclosedParen" => of(number, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
        "decimalEnclosedFullstop" => of(number, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
        "decimalFullWidth" | "decimalFullWidth2" => number
            .to_string()
            .chars()
            .map(|digit| of(u32::from(digit) - 47, "０１２３４５６７８９"))
            .collect(),
        _ => number.to_string(),
    }
}

/// The sign of that place; where there are no more, digits.
fn of(number: u32, signs: &str) -> String {
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let sign = at.and_then(|at| signs.chars().nth(at));
    sign.map_or_else(|| number.to_string(), String::from)
}

/// a to z, then aa, bb, as Word has it.
fn letter(number: u32, first: char) -> String {
    let Some(index) = number.checked_sub(1).filter(|index| *index < 26 * 10) else {
        return number.to_string();
    };
    let sign = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    (0..=index / 26).map(|_| sign).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while left >= worth {
            text.push_str(sign);
            left -= worth;
        }
    }
    text
}

/// 一, 十, 十一, 二十三, 一百零五; beyond four digits Arabic ones.
fn han(number: u32, digits: [&str; 10], units: [&str; 3]) -> String {
    if number == 0 || number > 9999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut skipped = false;
    for place in (0..4_u32).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        if digit == 0 {
            skipped = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut skipped) {
            text.push('零');
        }
        // 十 and not 一十, where the number begins with it.
        if !(digit == 1 && place == 1 && text.is_empty()) {
            text.push_str(digits[digit as usize]);
        }
        if let Some(unit) = place.checked_sub(1) {
            text.push_str(units[unit as usize]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        #[track_caller]
        fn case(format: &str, number: u32, expected: &str) {
            assert_eq!(numeral(number, format), expected);
        }

        case("decimal", 12, "12");
        case("decimalZero", 7, "07");
        case("lowerLetter", 3, "c");
        case("upperLetter", 28, "BB");
        case("lowerRoman", 14, "xiv");
        case("chineseCounting", 10, "十");
        case("chineseCountingThousand", 23, "二十三");
        case("chineseCountingThousand", 105, "一百零五");
        case("chineseCountingThousand", 1010, "一千零一十");
        case("chineseLegalSimplified", 2, "贰");
        case("ideographTraditional", 2, "乙");
        case("decimalEnclosedCircleChinese", 20, "⑳");
        case("decimalEnclosedCircle", 21, "21");
        case("decimalFullWidth", 10, "１０");
        case("none", 3, "");
        case("a way that nobody knows", 3, "3");
        case("upperRoman", u32::MAX, "4294967295");
    }
}

//! Numbers as figures and as words, in Chinese and English.

/// The value of Chinese numerals: 十五, 二〇二四, 两.
pub(super) fn han(word: &str) -> Option<u32> {
    if !word.contains(['十', '百']) {
        return word
            .chars()
            .try_fold(0_u32, |value, c| value.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut pending) = (0_u32, None);
    for c in word.chars() {
        match c {
            '十' | '百' => {
                let unit = if c == '十' { 10 } else { 100 };
                total = total.checked_add(pending.take().unwrap_or(1) * unit)?;
            }
            c => pending = Some(digit(c)?),
        }
    }
    total.checked_add(pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    const DIGITS: &str = "〇一二三四五六七八九";
    match c {
        '零' | '○' | 'Ｏ' => Some(0),
        '两' => Some(2),
        c => DIGITS.chars().position(|digit| digit == c).and_then(|at| u32::try_from(at).ok()),
    }
}

/// The value of an English number: `3`, `three`, `third`, `21st`.
pub(super) fn english(word: &str) -> Option<u32> {
    const WORDS: &[&[&str]] = &[
        &["zero"],
        &["one", "a", "an", "first"],
        &["two", "second", "couple"],
        &["three", "third"],
        &["four", "fourth"],
        &["five", "fifth"],
        &["six", "sixth"],
        &["seven", "seventh"],
        &["eight", "eighth"],
        &["nine", "ninth"],
        &["ten", "tenth"],
        &["eleven"],
        &["twelve"],
        &["thirteen"],
        &["fourteen"],
        &["fifteen"],
    ];
    let tens = || match word {
        "twenty" => Some(20),
        "thirty" => Some(30),
        "forty" => Some(40),
        "forty-five" => Some(45),
        "sixty" => Some(60),
        "ninety" => Some(90),
        _ => None,
    };
    let figures = || word.parse().ok().filter(|_| word.len() <= 4);
    let known = WORDS.iter().position(|words| words.contains(&word));
    known
        .and_then(|at| u32::try_from(at).ok())
        .or_else(figures)
        .or_else(|| ordinal(word))
        .or_else(tens)
}

/// The value of figures with an ending: `21st`, `3rd`.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    let figures = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending))?;
    figures.parse().ok().filter(|_| figures.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_have_values() {
        assert_eq!(han("十五"), Some(15));
        assert_eq!(han("二十"), Some(20));
        assert_eq!(han("三十一"), Some(31));
        assert_eq!(han("二〇二四"), Some(2024));
        assert_eq!(han("两"), Some(2));
        assert_eq!(han("百"), Some(100));
        assert_eq!(han("门"), None);
        assert_eq!(han("九九九九九九九九九九九九"), None);
    }

    #[test]
    fn english_numbers_have_values() {
        assert_eq!(english("three"), Some(3));
        assert_eq!(english("21st"), Some(21));
        assert_eq!(english("14"), Some(14));
        assert_eq!(english("gate"), None);
    }
}

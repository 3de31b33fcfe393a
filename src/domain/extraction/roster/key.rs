//! What spellings of one name have in common.

/// `name` without what differs between spellings of it: case, width, white space, quotation marks,
/// the English article, `&` for "and".
pub(super) fn key(name: &str) -> String {
    let folded: String = name.chars().map(half_width).flat_map(char::to_lowercase).collect();
    let words = folded.split_whitespace().map(|word| if word == "&" { "and" } else { word });
    let words = words.enumerate().filter(|(at, word)| *at > 0 || *word != "the");
    let quotes = ['"', '\'', '“', '”', '‘', '’', '「', '」', '《', '》', '*', '_', '`'];
    words.flat_map(|(_, word)| word.chars()).filter(|c| !quotes.contains(c)).collect()
}

/// `c` in its half-width form.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// The words of a Latin text in lower case; a genitive's `'s` is no part of one.
pub(super) fn words(text: &str) -> Vec<String> {
    text.replace('’', "'")
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '&')
        .map(|word| word.trim_matches('\'').to_lowercase())
        .map(|word| word.strip_suffix("'s").map(str::to_owned).unwrap_or(word))
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(key("The Ｓcience　&  Technology Office"), key("science and technology office"));
        assert_eq!(key("教务处（招生办）"), key("教务处(招生办)"));
        assert_ne!(key("教务处"), key("教务科"));
    }

    #[test]
    fn words_lose_their_genitive() {
        assert_eq!(words("President's Office (HQ)"), ["president", "office", "hq"]);
    }
}

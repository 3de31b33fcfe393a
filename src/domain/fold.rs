//! Folding: what two spellings of one text have in common, so that search finds both.

/// Lower case, half-width forms for full-width ones, one space for any run of white space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let narrow = match c {
            '\u{3000}' => ' ',
            // The full-width forms stand in the order of ASCII.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '【' | '〔' => '[',
            '】' | '〕' => ']',
            '“' | '”' | '「' | '」' => '"',
            '‘' | '’' => '\'',
            '、' => ',',
            '。' => '.',
            c => c,
        };
        if narrow.is_whitespace() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(narrow.to_lowercase());
        }
    }
    folded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_cases_and_brackets_fold_together() {
        assert_eq!(fold("  Publish　the  “Schedule” "), "publish the \"schedule\"");
        assert_eq!(fold("党委会督〔２０２３〕７号"), fold("党委会督[2023]7号"));
        assert_eq!(fold("（试行）"), "(试行)");
    }
}

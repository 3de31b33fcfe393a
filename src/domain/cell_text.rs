//! Text that a spreadsheet would take for a formula, made harmless in CSV and put back.

/// What a cell may not begin with, as spreadsheets read CSV; their wide forms too, which some
/// read alike.
const BEGINNINGS: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What a spreadsheet takes for "what follows is text".
const QUOTE: char = '\'';

/// `text` as a CSV cell may hold it: what would be taken for a formula gets a quote before it.
/// [`unguarded`] gives back exactly what was there.
pub fn guarded(text: &str) -> String {
    if tempts(text) { format!("{QUOTE}{text}") } else { text.to_owned() }
}

/// What stood in a cell before it was [`guarded`].
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(QUOTE).filter(|text| tempts(text)).unwrap_or(cell)
}

/// Whether `text` would be taken for a formula, once blanks and quotes before it are gone.
fn tempts(text: &str) -> bool {
    text.chars()
        .take_while(|c| *c == QUOTE || c.is_whitespace() || BEGINNINGS.contains(c))
        .any(|c| BEGINNINGS.contains(&c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_be_a_formula_gets_a_quote() {
        #[track_caller]
        fn case(text: &str, cell: &str) {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }

        case("=1+1", "'=1+1");
        case("-2 to 3", "'-2 to 3");
        case("@SUM(A1)", "'@SUM(A1)");
        case("\t=1", "'\t=1");
        case("  =1", "'  =1");
        case("＝1", "'＝1");
        case("'=1", "''=1");
        case("'tis said", "'tis said");
        case("落实“+”行动", "落实“+”行动");
        case("", "");
    }

    proptest! {
        #[test]
        fn whatever_it_was_comes_back(text in "[ '=+@\t\ra＝-]{0,6}") {
            let cell = guarded(&text);
            prop_assert_eq!(unguarded(&cell), text);
            prop_assert!(!cell.starts_with(BEGINNINGS));
        }
    }
}

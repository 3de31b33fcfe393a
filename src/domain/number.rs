//! The number of a task: gap-free per year of issue, in the form that the organisation uses.

use std::fmt;
use std::str::FromStr;

/// A pattern such as `{year}-{n:03}` or `党委会督〔{year}〕{n}号`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Year,
    Count { width: usize },
}

/// A pattern that could not give every task a number of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number pattern: it needs `{{year}}` and `{{n}}` (or `{{n:03}}`) once each")]
pub struct BadPattern(pub String);

impl NumberPattern {
    /// The number of the `n`th task issued in `year`.
    pub fn number(&self, year: i32, n: i32) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Year => year.to_string(),
                Piece::Count { width } => format!("{n:0width$}"),
            })
            .collect()
    }
}

impl NumberPattern {
    /// Year and place of a number of this form, as another ledger brings it: of our own century,
    /// and no higher than an office counts.
    pub fn read(&self, text: &str) -> Option<(i32, i32)> {
        let (mut rest, mut year, mut place) = (text.trim(), None, None);
        for piece in &self.0 {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            match piece {
                Piece::Text(words) => rest = rest.strip_prefix(words.as_str())?,
                // A year has four digits, so that a place may follow at once.
                Piece::Year => {
                    year = rest.get(..4.min(digits))?.parse().ok();
                    rest = &rest[4.min(digits)..];
                }
                Piece::Count { .. } => {
                    place = rest[..digits].parse().ok();
                    rest = &rest[digits..];
                }
            }
        }
        let (year, place) = (year?, place?);
        let ours = (2000..2100).contains(&year) && (1..100_000).contains(&place);
        // 2026-7 is not how 2026-007 is written.
        (ours && rest.is_empty() && self.number(year, place) == text.trim())
            .then_some((year, place))
    }
}

impl Default for NumberPattern {
    /// `{year}-{n:03}`.
    fn default() -> Self {
        Self(vec![Piece::Year, Piece::Text("-".to_owned()), Piece::Count { width: 3 }])
    }
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Year => f.write_str("{year}"),
            Piece::Count { width: 0 } => f.write_str("{n}"),
            Piece::Count { width } => write!(f, "{{n:0{width}}}"),
        })
    }
}

impl FromStr for NumberPattern {
    type Err = BadPattern;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadPattern(text.to_owned());
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').ok_or_else(bad)?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(match name.split_once(':') {
                None if name == "year" => Piece::Year,
                None if name == "n" => Piece::Count { width: 0 },
                Some(("n", width)) if width.starts_with('0') && width.len() == 2 => {
                    Piece::Count { width: width[1..].parse().map_err(|_bad| bad())? }
                }
                _ => return Err(bad()),
            });
            rest = tail;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        let years = pieces.iter().filter(|piece| **piece == Piece::Year).count();
        let counts = pieces.iter().filter(|piece| matches!(piece, Piece::Count { .. })).count();
        if years == 1 && counts == 1 { Ok(Self(pieces)) } else { Err(bad()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_its_pattern() {
        #[track_caller]
        fn case(pattern: &str, expected: &str) {
            let pattern: NumberPattern = pattern.parse().unwrap();
            assert_eq!(pattern.number(2023, 7), expected);
        }

        case("{year}-{n:03}", "2023-007");
        case("党委会督〔{year}〕{n}号", "党委会督〔2023〕7号");
        assert_eq!(NumberPattern::default().to_string(), "{year}-{n:03}");
    }

    #[test]
    fn a_number_is_read_back_by_its_pattern() {
        let ours = NumberPattern::default();
        assert_eq!(ours.read(" 2026-007 "), Some((2026, 7)));
        assert_eq!(ours.read("2026-1234"), Some((2026, 1234)));
        for strange in
            ["2026-7", "7", "2026-007a", "1026-007", "2026-000", "二〇二六-1", "", "2026"]
        {
            assert_eq!(ours.read(strange), None, "{strange}");
        }
        let long: NumberPattern = "党委会督〔{year}〕{n}号".parse().unwrap();
        assert_eq!(long.read("党委会督〔2026〕12号"), Some((2026, 12)));
        assert_eq!(
            "{year}{n:03}".parse::<NumberPattern>().unwrap().read("2026012"),
            Some((2026, 12))
        );
    }

    #[test]
    fn a_pattern_that_would_repeat_itself_is_refused() {
        for bad in ["督办{n}", "{year}", "{year}-{n}-{n}", "{year}-{m}", "{year}-{n", "{year}{n:3}"]
        {
            assert!(bad.parse::<NumberPattern>().is_err(), "{bad}");
        }
    }
}

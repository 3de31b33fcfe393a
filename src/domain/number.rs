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
    fn a_pattern_that_would_repeat_itself_is_refused() {
        for bad in ["督办{n}", "{year}", "{year}-{n}-{n}", "{year}-{m}", "{year}-{n", "{year}{n:3}"]
        {
            assert!(bad.parse::<NumberPattern>().is_err(), "{bad}");
        }
    }
}

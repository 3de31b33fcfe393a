//! A place in a Chinese text, from which words are eaten one by one; blanks between them do not count.

use super::numeral;

/// The signs of a text, full-width figures and marks made narrow.
#[derive(Debug)]
pub(super) struct Signs(Vec<(usize, char)>);

impl Signs {
    /// The signs of `text`.
    pub(super) fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(at, c)| (at, narrow(c))).collect())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// A cursor at sign number `at`.
    pub(super) fn cursor(&self, at: usize) -> Cursor<'_> {
        Cursor { signs: &self.0, at }
    }
}

/// A place among signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'s> {
    signs: &'s [(usize, char)],
    at: usize,
}

impl Cursor<'_> {
    /// The number of the sign where the cursor stands.
    pub(super) fn position(self) -> usize {
        self.at
    }

    /// The byte at which the next sign begins.
    pub(super) fn start_byte(self) -> usize {
        self.signs.get(self.at).map_or_else(|| self.end_byte(), |(at, _)| *at)
    }

    /// The byte behind the last sign that was eaten.
    pub(super) fn end_byte(self) -> usize {
        match self.at.checked_sub(1).and_then(|last| self.signs.get(last)) {
            Some((at, _)) => self.signs.get(self.at).map_or(at + 4, |(next, _)| *next),
            None => 0,
        }
    }

    /// The next sign that is not blank.
    pub(super) fn peek(self) -> Option<char> {
        self.signs[self.at..].iter().map(|(_, c)| *c).find(|c| *c != ' ')
    }

    /// Whether a blank stands here.
    pub(super) fn at_blank(self) -> bool {
        self.signs.get(self.at).is_some_and(|(_, c)| *c == ' ')
    }

    /// Eats `word`, if it stands here.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let mut next = *self;
        for expected in word.chars() {
            next.skip_blanks();
            if next.signs.get(next.at).map(|(_, c)| *c) != Some(expected) {
                return false;
            }
            next.at += 1;
        }
        *self = next;
        true
    }

    /// Eats the first of `words` that stands here, and says which.
    pub(super) fn eat_any<'w>(&mut self, words: &[&'w str]) -> Option<&'w str> {
        words.iter().copied().find(|word| self.eat(word))
    }

    /// Whether one of `words` stands here.
    pub(super) fn sees(mut self, words: &[&str]) -> bool {
        self.eat_any(words).is_some()
    }

    /// Eats a number in figures (four at most) or Chinese numerals, and says how many signs it had.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        self.skip_blanks();
        let rest = &self.signs[self.at..];
        let run = |fits: fn(&char) -> bool| {
            rest.iter().map(|(_, c)| *c).take(7).take_while(fits).collect::<String>()
        };
        let figures = run(char::is_ascii_digit);
        let (value, length) = if figures.is_empty() {
            let word = run(|c| "〇零○一二两三四五六七八九十百".contains(*c));
            (numeral::han(&word).filter(|_| !word.is_empty())?, word.chars().count())
        } else {
            (figures.parse().ok().filter(|_| figures.len() <= 4)?, figures.len())
        };
        self.at += length;
        Some((value, length))
    }

    fn skip_blanks(&mut self) {
        while self.signs.get(self.at).is_some_and(|(_, c)| *c == ' ') {
            self.at += 1;
        }
    }
}

/// `c` in its narrow form; every blank a plain one, every dash and colon the same.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        '：' => ':',
        '／' => '/',
        '．' => '.',
        '（' => '(',
        '）' => ')',
        '－' | '—' | '–' | '~' | '～' | '―' => '-',
        '“' | '”' | '「' | '」' | '‘' | '’' => '"',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_eaten_across_blanks_and_widths() {
        let signs = Signs::of("６ 月十五日");
        let mut cursor = signs.cursor(0);
        assert_eq!(cursor.number(), Some((6, 1)));
        assert!(cursor.eat("月"));
        assert_eq!(cursor.number(), Some((15, 2)));
        assert!(!cursor.eat("号"));
        assert!(cursor.eat("日"));
        assert_eq!(cursor.number(), None);
        assert_eq!(cursor.peek(), None);
    }
}

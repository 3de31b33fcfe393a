//! A place in an English text, from which words are eaten one by one.

/// A word with its place in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    /// The word in lower case, without marks at its ends.
    pub(super) text: &'t str,
    /// Where it begins.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// A place among words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'w, 't> {
    pub(super) words: &'w [Word<'t>],
    /// The number of the word where it stands.
    pub(super) at: usize,
}

impl<'w, 't> Words<'w, 't> {
    /// The place of word number `at`.
    pub(super) fn at(words: &'w [Word<'t>], at: usize) -> Self {
        Self { words, at }
    }

    /// The next word; empty at the end.
    pub(super) fn word(self) -> &'t str {
        self.words.get(self.at).map_or("", |word| word.text)
    }

    /// Eats the words of `phrase`, if they stand here.
    pub(super) fn eat(&mut self, phrase: &str) -> bool {
        let mut next = *self;
        for word in phrase.split(' ') {
            if next.word() != word {
                return false;
            }
            next.at += 1;
        }
        *self = next;
        true
    }

    /// Eats the first of `phrases` that stands here, and says which.
    pub(super) fn eat_any<'p>(&mut self, phrases: &[&'p str]) -> Option<&'p str> {
        phrases.iter().copied().find(|phrase| self.eat(phrase))
    }

    /// Whether one of `phrases` stands here.
    pub(super) fn sees(mut self, phrases: &[&str]) -> bool {
        self.eat_any(phrases).is_some()
    }

    /// Eats the next word, if `read` makes something of it.
    pub(super) fn take<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let value = read(self.word())?;
        self.at += 1;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_eaten_in_order() {
        let words = ["end", "of", "june"].map(|text| Word { text, start: 0, end: 0 });
        let mut place = Words::at(&words, 0);
        assert!(!place.eat("end of may"));
        assert_eq!(place.eat_any(&["start of", "end of"]), Some("end of"));
        assert_eq!(place.take(|word| word.strip_prefix("ju").map(str::len)), Some(2));
        assert_eq!(place.word(), "");
    }
}

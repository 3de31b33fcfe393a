//! What a server says (RFC 3501): lines, with literals in their midst, and what stands in them.

use std::io::{self, BufRead, Read as _};

/// The longest line, literals apart, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// The most literals in one answer.
const MOST_LITERALS: usize = 16;

/// Why nothing more can be read.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The line itself.
    #[error(transparent)]
    Line(#[from] io::Error),
    /// It ended in the midst of an answer.
    #[error("the mail server hung up")]
    HungUp,
    /// More than anybody needs.
    #[error("the mail server's answer is too long")]
    TooLong,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// `(`
    Open,
    /// `)`
    Close,
    /// A bare word, as in `FETCH` or `BODY[]`.
    Word(String),
    /// What stands in quotation marks, or came as a literal.
    Text(Vec<u8>),
}

/// One answer, piece by piece.
pub type Answer = Vec<Token>;

/// Reads one answer, whose literals may have `largest` bytes each.
pub fn answer(from: &mut impl BufRead, largest: usize) -> Result<Answer, Broken> {
    let mut answer = Answer::new();
    for _ in 0..=MOST_LITERALS {
        let mut line = Vec::new();
        from.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            let full = line.len() as u64 == LONGEST_LINE;
            return Err(if full { Broken::TooLong } else { Broken::HungUp });
        }
        let line = line.trim_ascii_end();
        let Some((words, size)) = before_literal(line) else {
            tokens(line, &mut answer);
            return Ok(answer);
        };
        tokens(words, &mut answer);
        if size > largest {
            return Err(Broken::TooLong);
        }
        let mut literal = Vec::new();
        // Grows with what comes, not with what was promised.
        from.take(size as u64).read_to_end(&mut literal)?;
        if literal.len() < size {
            return Err(Broken::HungUp);
        }
        answer.push(Token::Text(literal));
    }
    Err(Broken::TooLong)
}

/// The words before a literal, and its size.
fn before_literal(line: &[u8]) -> Option<(&[u8], usize)> {
    let inner = line.strip_suffix(b"}")?;
    let at = inner.iter().rposition(|byte| *byte == b'{')?;
    let digits = std::str::from_utf8(&inner[at + 1..]).ok()?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A number beyond all bounds is beyond ours as well.
    plain.then(|| (&line[..at], digits.parse().unwrap_or(usize::MAX)))
}

/// Takes the words of a line apart. Nothing is refused: what is no answer matches nothing.
fn tokens(line: &[u8], into: &mut Answer) {
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            b' ' | b'\t' | b'\r' => after,
            b'(' | b')' => {
                into.push(if *first == b'(' { Token::Open } else { Token::Close });
                after
            }
            b'"' => quoted(after, into),
            _ => word(rest, into),
        };
    }
}

fn quoted<'a>(line: &'a [u8], into: &mut Answer) -> &'a [u8] {
    let mut text = Vec::new();
    let mut bytes = line.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                into.push(Token::Text(text));
                return &line[at + 1..];
            }
            b'\\' => text.extend(bytes.next().map(|(_, byte)| *byte)),
            byte => text.push(*byte),
        }
    }
    into.push(Token::Text(text));
    &[]
}

/// A word; what stands in its brackets belongs to it.
fn word<'a>(line: &'a [u8], into: &mut Answer) -> &'a [u8] {
    let mut within = false;
    let ends = line.iter().position(|byte| {
        match byte {
            b'[' => within = true,
            b']' => within = false,
            _ => {}
        }
        !within && matches!(byte, b' ' | b'(' | b')' | b'"')
    });
    let (word, rest) = line.split_at(ends.unwrap_or(line.len()));
    into.push(Token::Word(String::from_utf8_lossy(word).into_owned()));
    rest
}

/// Whether the piece is this word, whatever its capitals.
pub fn is(token: Option<&Token>, word: &str) -> bool {
    matches!(token, Some(Token::Word(own)) if own.eq_ignore_ascii_case(word))
}

/// The numbers of `* SEARCH 2 84 882`; `None` for another answer.
pub fn found(answer: &[Token]) -> Option<Vec<u32>> {
    let [star, search, numbers @ ..] = answer else { return None };
    if !is(Some(star), "*") || !is(Some(search), "SEARCH") {
        return None;
    }
    Some(numbers.iter().filter_map(number).collect())
}

/// What `* 12 FETCH (UID 5 RFC822.SIZE 44 BODY[] …)` says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The message's number that lasts.
    pub uid: Option<u32>,
    /// Its size in bytes.
    pub size: Option<u32>,
    /// All of it.
    pub body: Option<Vec<u8>>,
}

/// What was fetched of one message; `None` for another answer.
pub fn fetched(answer: Answer) -> Option<Fetched> {
    if !is(answer.first(), "*") || !is(answer.get(2), "FETCH") {
        return None;
    }
    let mut fetched = Fetched::default();
    let mut inside = answer.into_iter().skip(3).peekable();
    while let Some(token) = inside.next() {
        let Token::Word(name) = token else { continue };
        match name.to_ascii_uppercase().as_str() {
            "UID" => fetched.uid = inside.peek().and_then(number),
            "RFC822.SIZE" => fetched.size = inside.peek().and_then(number),
            "BODY[]" => {
                if let Some(Token::Text(body)) = inside.peek_mut() {
                    fetched.body = Some(std::mem::take(body));
                }
            }
            _ => {}
        }
    }
    Some(fetched)
}

fn number(token: &Token) -> Option<u32> {
    match token {
        Token::Word(word) => word.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8]) -> Result<Answer, Broken> {
        answer(&mut &text[..], 1 << 20)
    }

    #[test]
    fn a_message_is_taken_out_of_its_answer() {
        let said = b"* 12 FETCH (FLAGS (\\Recent) UID 5 BODY[HEADER.FIELDS (DATE)] \"a \\\" b\" \
                     RFC822.SIZE 44 BODY[] {9}\r\nFrom: a)\n X-GM \"x\")\r\n";
        let fetched = fetched(read(said).unwrap()).unwrap();
        assert_eq!(fetched.uid, Some(5));
        assert_eq!(fetched.size, Some(44));
        assert_eq!(fetched.body.as_deref(), Some(&b"From: a)\n"[..]));
    }

    #[test]
    fn an_empty_message_may_come_in_quotation_marks() {
        let fetched = fetched(read(b"* 1 FETCH (BODY[] \"\" UID 7)\r\n").unwrap()).unwrap();
        assert_eq!((fetched.uid, fetched.body), (Some(7), Some(Vec::new())));
        let none = super::fetched(read(b"* 1 FETCH (UID 7 BODY[] NIL)\r\n").unwrap()).unwrap();
        assert_eq!(none.body, None);
    }

    #[test]
    fn numbers_are_found_and_other_answers_passed_over() {
        assert_eq!(found(&read(b"* SEARCH 2 84 882\r\n").unwrap()), Some(vec![2, 84, 882]));
        assert_eq!(found(&read(b"* search\r\n").unwrap()), Some(Vec::new()));
        assert_eq!(found(&read(b"* 3 EXISTS\r\n").unwrap()), None);
        assert_eq!(fetched(read(b"* 3 EXISTS\r\n").unwrap()), None);
    }

    #[test]
    fn what_is_too_long_or_breaks_off_is_refused() {
        let huge = b"* 1 FETCH (BODY[] {99999999999999999999}\r\n";
        assert!(matches!(read(huge), Err(Broken::TooLong)));
        assert!(matches!(read(b"* 1 FETCH (BODY[] {1048577}\r\nx"), Err(Broken::TooLong)));
        assert!(matches!(read(b"* 1 FETCH (BODY[] {9}\r\nFrom"), Err(Broken::HungUp)));
        assert!(matches!(read(b"* OK"), Err(Broken::HungUp)));
        assert!(matches!(read(&b"x".repeat(70_000)), Err(Broken::TooLong)));
        assert!(matches!(read(&b"{0}\r\n".repeat(40)), Err(Broken::TooLong)));
    }

    proptest! {
        #[test]
        fn nothing_that_a_server_says_breaks_the_reader(said in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(answer) = read(&said) {
                found(&answer);
                fetched(answer);
            }
        }

        #[test]
        fn lines_like_answers_do_not_either(said in r#"(\* |[0-9]{1,3} |FETCH |\(|\)|UID |BODY\[\] |"|\\|\{[0-9]{0,3}\}\r\n|\r\n|[a-z]{1,4}){0,40}"#) {
            if let Ok(answer) = read(said.as_bytes()) {
                found(&answer);
                fetched(answer);
            }
        }

        #[test]
        fn every_message_comes_out_as_it_went_in(
            body in prop::collection::vec(any::<u8>(), 0..2000),
            uid in 1..u32::MAX,
        ) {
            let mut said = format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n", body.len()).into_bytes();
            said.extend_from_slice(&body);
            said.extend_from_slice(b")\r\n");
            let fetched = fetched(read(&said).unwrap()).unwrap();
            prop_assert_eq!((fetched.uid, fetched.body), (Some(uid), Some(body)));
        }
    }
}

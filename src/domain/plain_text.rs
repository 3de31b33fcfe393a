//! Files of plain text, in the encodings that need no guessing.

/// A file that is not plain text in an encoding that can be told for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file is not text in UTF-8, nor in UTF-16 with a byte order mark")]
pub struct NotPlainText;

/// The text of a file: UTF-8, or UTF-16 with a byte order mark. The mark is not part of the text.
pub fn plain_text(bytes: &[u8]) -> Result<String, NotPlainText> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        bytes => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, NotPlainText> {
    std::str::from_utf8(bytes).map(str::to_owned).or(Err(NotPlainText))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotPlainText> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(NotPlainText) };
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    String::from_utf16(&units).or(Err(NotPlainText))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_tells_the_encoding() {
        assert_eq!(plain_text("会议 😀".as_bytes()).unwrap(), "会议 😀");
        assert_eq!(plain_text(b"\xef\xbb\xbfA").unwrap(), "A");
        assert_eq!(plain_text(b"\xff\xfeA\0\x0a\x4f").unwrap(), "A会".replace('会', "\u{4f0a}"));
        assert_eq!(plain_text(b"\xfe\xff\0A").unwrap(), "A");
    }

    #[test]
    fn what_would_have_to_be_guessed_is_refused() {
        assert_eq!(plain_text(&[0xbb, 0xe1, 0xd2, 0xe9]), Err(NotPlainText));
        assert_eq!(plain_text(b"\xff\xfeA"), Err(NotPlainText));
        assert_eq!(plain_text(b"\x89PNG\r\n"), Err(NotPlainText));
    }
}

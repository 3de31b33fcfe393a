//! From bytes to characters: what a byte order mark says, what is valid, and else what Chinese and
//! Western offices have been writing for decades.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::domain::{Foreign, NotRead};

/// The text of a file: UTF-8; UTF-16, with a byte order mark or plainly so; GB18030, Big5 or
/// Windows-1252 where the text shows it. The mark is not part of the text.
///
/// # Errors
/// Bytes that are no characters, a NUL, or no text at all. Nothing is replaced silently.
pub fn decode(bytes: &[u8]) -> Result<String, NotRead> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            strict(encoding, &bytes[mark..]).ok_or_else(|| broken(encoding, bytes, mark))?
        }
        None => unmarked(bytes)?,
    };
    if text.contains('\0') {
        return Err(NotRead::Nul);
    }
    Ok(text)
}

fn unmarked(bytes: &[u8]) -> Result<String, NotRead> {
    if let Some(text) = utf_16(bytes) {
        return Ok(text);
    }
    let invalid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error.valid_up_to(),
    };
    if bytes.contains(&0) {
        return Err(NotRead::Foreign(Foreign::Unknown));
    }
    if is_nearly_utf_8(bytes) {
        return Err(NotRead::Encoding { at: invalid });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = |country| match detector.guess(country, Utf8Detection::Deny) {
        // The standard that GBK is a part of.
        guessed if guessed == GBK => GB18030,
        guessed => guessed,
    };
    let mut guesses = [None, Some(&b"cn"[..]), Some(b"tw")].map(guess).into_iter();
    let known = guesses.find(|guess| [GB18030, BIG5, WINDOWS_1252].contains(guess));
    let encoding = known.ok_or(NotRead::Encoding { at: invalid })?;
    let text = strict(encoding, bytes).ok_or_else(|| broken(encoding, bytes, 0))?;
    // No office writes these; a program or a picture is full of them.
    if text.contains(|c: char| c.is_control() && !"\t\n\r\u{b}\u{c}".contains(c)) {
        return Err(NotRead::Foreign(Foreign::Unknown));
    }
    Ok(text)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// Where the first byte stands that belongs to no character.
fn broken(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> NotRead {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let rest = &bytes[mark..];
    let mut at = 0;
    let mut sink = String::with_capacity(8 * 1024);
    loop {
        sink.clear();
        let (result, read) =
            decoder.decode_to_string_without_replacement(&rest[at..], &mut sink, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::InputEmpty => break,
            encoding_rs::DecoderResult::Malformed(wrong, after) => {
                at = at.saturating_sub(usize::from(wrong) + usize::from(after));
                break;
            }
        }
    }
    NotRead::Encoding { at: mark + at }
}

/// Whether most of what is not ASCII is UTF-8: one broken byte does not make it another encoding.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let text = UTF_8.decode_without_bom_handling(bytes).0;
    let wide = text.chars().filter(|c| !c.is_ascii());
    let (good, bad) = wide.fold((0_usize, 0_usize), |(good, bad), c| {
        if c == char::REPLACEMENT_CHARACTER { (good, bad + 1) } else { (good + 1, bad) }
    });
    good >= 8 && bad <= good / 8
}

/// UTF-16 without a byte order mark, where it is plainly that: nearly every character is one that
/// Chinese or Western minutes are written in.
fn utf_16(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) || bytes.len() < 8 {
        return None;
    }
    [UTF_16LE, UTF_16BE]
        .into_iter()
        .filter_map(|encoding| strict(encoding, bytes))
        .find(|text| !text.contains('\0') && is_office_prose(text))
}

fn is_office_prose(text: &str) -> bool {
    let (all, usual) = text.chars().fold((0_usize, 0_usize), |(all, usual), c| {
        let known = matches!(c,
            ' '..='~' | '\t' | '\n' | '\r' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2027}' | '\u{2460}'..='\u{2473}');
        (all + 1, usual + usize::from(known))
    });
    // ASCII read as UTF-16 looks like rare Han: prose has ordinary ones, or Latin letters.
    let common = text
        .chars()
        .filter(|c| c.is_ascii() || "的一不会各年月日要和办处在中为第，。、".contains(*c));
    usual * 10 >= all * 9 && common.count() * 12 >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: &str =
        "院长办公会纪要\n2026年3月5日，会议要求教务处修订课程方案，6月底前完成。\n";

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_of_an_office_gives_the_same_text() {
        let gb = GB18030.encode(MINUTES).0.into_owned();
        let mut marked = vec![0xff, 0xfe];
        marked.extend(utf_16(MINUTES, u16::to_le_bytes));
        let mut marked_big = vec![0xfe, 0xff];
        marked_big.extend(utf_16(MINUTES, u16::to_be_bytes));
        for bytes in [
            MINUTES.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", MINUTES.as_bytes()].concat(),
            marked,
            marked_big,
            utf_16(MINUTES, u16::to_le_bytes),
            utf_16(MINUTES, u16::to_be_bytes),
            gb,
        ] {
            assert_eq!(decode(&bytes).unwrap(), MINUTES, "{bytes:x?}");
        }
        let english = "The office shall mend the gate.\n";
        assert_eq!(decode(&utf_16(english, u16::to_le_bytes)).unwrap(), english);
        assert_eq!(decode(english.as_bytes()).unwrap(), english);
    }

    #[test]
    fn four_bytes_of_gb18030_and_western_quotes_are_read() {
        let rare = format!("{MINUTES}㐀𠀀，由张䶮负责。");
        assert_eq!(decode(&GB18030.encode(&rare).0).unwrap(), rare);
        let quotes = b"The \x93open lessons\x94 list is due \x96 see the caf\xe9 notes.";
        assert_eq!(decode(quotes).unwrap(), "The “open lessons” list is due – see the café notes.");
        let taiwan = "會議紀錄：教務處應於六月底前修訂課程方案，並提報校務會議。";
        assert_eq!(decode(&BIG5.encode(taiwan).0).unwrap(), taiwan);
    }

    #[test]
    fn even_a_line_of_ascii_is_not_taken_for_wide_characters() {
        for text in ["Minutes.", "ab cd ef", "# Minutes of the board\r\n", "1234567890"] {
            assert_eq!(decode(text.as_bytes()).unwrap(), text);
        }
    }

    #[test]
    fn a_broken_text_is_refused_with_its_place_and_not_guessed() {
        let mut broken = MINUTES.as_bytes().to_vec();
        broken[21] = 0xff;
        assert_eq!(decode(&broken), Err(NotRead::Encoding { at: 21 }));
        assert_eq!(decode(b"\xef\xbb\xbfA\xff"), Err(NotRead::Encoding { at: 4 }));
        assert_eq!(decode(b"\xff\xfeA"), Err(NotRead::Encoding { at: 2 }));
    }

    #[test]
    fn a_nul_is_refused_and_so_is_what_is_no_text() {
        assert_eq!(decode(b"mend\0the gate"), Err(NotRead::Nul));
        let noise: Vec<u8> = (0..2000_u32).map(|n| (n * 7919 % 251) as u8).collect();
        assert!(decode(&noise).is_err());
        assert!(decode(b"\x7fELF\x02\x01\x01\0\xff\xfe\xc0").is_err());
    }
}

//! Letters: what is written in them, then each enclosure that can be read, under its name.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use super::kind::container;
use super::{Container, Document, Limits, docx, encoding, html, pdf};
use crate::domain::{DocumentKind, NotRead};

/// Letters within letters are read to this depth.
const DEEPEST: usize = 4;
/// No letter encloses more.
const MOST_PARTS: usize = 200;

/// Lines that only the head of a letter has.
const SIGNS: &[&str] = &["mime-version:", "message-id:", "received:", "return-path:"];

/// Whether a file is a letter: it begins with a head that says from whom, and bears a mark of the
/// post (where it is `named` like a letter, none is needed).
pub(super) fn is_mail(bytes: &[u8], named: bool) -> bool {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let mut from = false;
    let mut sign = named;
    for (index, line) in head.split(|byte| *byte == b'\n').enumerate() {
        let line = String::from_utf8_lossy(line).trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        let name = line.split(':').next().unwrap_or_default();
        let is_field = line.contains(':')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_more = index > 0 && line.starts_with([' ', '\t']);
        // Mailboxes kept as files begin each letter so.
        let is_envelope = index == 0 && line.starts_with("from ");
        if !is_field && !is_more && !is_envelope {
            return false;
        }
        from |= line.starts_with("from:");
        sign |= SIGNS.iter().any(|sign| line.starts_with(sign));
    }
    from && sign
}

/// Reads a letter. Its text is taken where it has one, else its HTML; then every enclosure that
/// can be read follows, in the order of the letter, each under its name. Pictures and whatever
/// cannot be read are named in [`Document::left_out`].
///
/// # Errors
/// [`NotRead::Damaged`] for what is no letter, [`NotRead::TooLarge`] for a text beyond bounds.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, NotRead> {
    let message = MessageParser::default().parse(bytes).ok_or(NotRead::Damaged)?;
    let mut letter = Letter { limits, text: String::new(), left_out: Vec::new(), parts: 0 };
    letter.take(&message, 0)?;
    Ok(Document { kind: DocumentKind::Mail, text: letter.text, left_out: letter.left_out })
}

struct Letter<'a> {
    limits: &'a Limits,
    text: String,
    left_out: Vec<String>,
    parts: usize,
}

impl Letter<'_> {
    fn take(&mut self, message: &Message<'_>, depth: usize) -> Result<(), NotRead> {
        if depth > DEEPEST {
            return Err(NotRead::Demanding);
        }
        for body in message.text_bodies() {
            match &body.body {
                PartType::Text(text) => self.add(text)?,
                PartType::Html(page) => {
                    let text = html::text(page, self.limits)?;
                    self.add(&text)?;
                }
                _ => {}
            }
        }
        for part in message.attachments() {
            self.parts += 1;
            if self.parts > MOST_PARTS {
                return Err(NotRead::Demanding);
            }
            if let PartType::Message(enclosed) = &part.body {
                let name = enclosed.subject().or(part.attachment_name());
                self.add(name.unwrap_or_default())?;
                self.take(enclosed, depth + 1)?;
                continue;
            }
            let name = part.attachment_name().unwrap_or_default().to_owned();
            match enclosed_text(part.contents(), &name, self.limits) {
                Ok(text) if !text.trim().is_empty() => {
                    self.add(&name)?;
                    self.add(&text)?;
                }
                Err(refused @ NotRead::TooLarge { .. }) => return Err(refused),
                // What has no name is part of how the letter looks.
                Ok(_) | Err(_) if name.is_empty() => {}
                Ok(_) | Err(_) => self.left_out.push(name),
            }
        }
        Ok(())
    }

    /// A passage that stands apart from the one before.
    fn add(&mut self, passage: &str) -> Result<(), NotRead> {
        let passage: String =
            passage.chars().filter(|c| !c.is_control() || "\n\r\t".contains(*c)).collect();
        let passage = passage.trim_matches(['\n', '\r']);
        if self.text.len() + passage.len() > self.limits.text {
            return Err(NotRead::TooLarge { most: self.limits.text });
        }
        if !passage.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(passage.trim_end());
            self.text.push('\n');
        }
        Ok(())
    }
}

/// The text of an enclosure. A letter within it is not opened: it came as a file, not as a letter.
fn enclosed_text(bytes: &[u8], name: &str, limits: &Limits) -> Result<String, NotRead> {
    match container(bytes) {
        Container::Pdf => pdf::text(bytes, limits),
        Container::Zip => docx::text(bytes, limits),
        Container::Foreign(foreign) => Err(NotRead::Foreign(foreign)),
        Container::Text => {
            let text = encoding::decode(bytes)?;
            match super::kind::kind_of_text(&text, name) {
                DocumentKind::Html => html::text(&text, limits),
                _ => Ok(text),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(letter: &str, expected: &str, left_out: &[&str]) {
        let read = read(letter.replace('\n', "\r\n").as_bytes(), &Limits::default()).unwrap();
        assert_eq!(
            (read.text.replace("\r\n", "\n").as_str(), &read.left_out[..]),
            (expected, &left_out.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()[..],)
        );
    }

    const HEAD: &str = "From: Kim <kim@example.org>\nTo: office@example.edu\nSubject: =?utf-8?B?57qq6KaB?=\nMIME-Version: 1.0\n";

    #[test]
    fn transfer_encodings_and_charsets_are_undone() {
        case(
            &format!(
                "{HEAD}Content-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: base64\n\n19zO8bSm0N7DxaGj\n"
            ),
            "总务处修门。\n",
            &[],
        );
        case(
            &format!(
                "{HEAD}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nMend =E2=80=9Cthe gate=E2=80=9D by =\nFriday.\n"
            ),
            "Mend “the gate” by Friday.\n",
            &[],
        );
    }

    #[test]
    fn the_text_is_preferred_to_the_page_and_enclosures_follow_by_name() {
        case(
            &format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n\
                 --a\nContent-Type: text/plain\n\nSee the file.\n--a\nContent-Type: text/html\n\n<p>See the <b>file</b>.\n--a--\n\
                 --m\nContent-Type: text/plain; name=list.txt\nContent-Disposition: attachment; filename=list.txt\n\n1. Mend the gate.\n\
                 --m\nContent-Type: image/png\nContent-Disposition: attachment; filename=photo.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoA\n--m--\n"
            ),
            "See the file.\n\nlist.txt\n\n1. Mend the gate.\n",
            &["photo.png"],
        );
    }

    #[test]
    fn a_letter_of_nothing_but_a_page_is_read_as_text() {
        case(
            &format!(
                "{HEAD}Content-Type: text/html; charset=utf-8\n\n<p>会议要求：</p><ol><li>修门。</ol>\n"
            ),
            "会议要求：\n\n1. 修门。\n",
            &[],
        );
    }

    #[test]
    fn letters_without_end_are_refused() {
        let mut letter = format!("{HEAD}\nthe innermost\n");
        for depth in 0..50 {
            letter = format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\nContent-Type: message/rfc822\n\n{letter}\n--b{depth}--\n"
            );
        }
        assert_eq!(read(letter.as_bytes(), &Limits::default()), Err(NotRead::Demanding));
    }
}

//! A message that came in by mail, read as an answer or as a mail server's report.

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders as _, PartType};

use super::{Limits, html};
use crate::domain::{Incoming, Returned, is_automatic};

/// Where the letter that is answered begins, in the HTML of mail programs.
const QUOTES: &[&str] = &[
    "<blockquote",
    "class=\"gmail_quote",
    "id=\"divrplyfwdmsg",
    "id=\"appendonsend",
    "id=\"mail-editor-reference-message-container",
    "class=\"ntes-mail-quote",
    "id=\"isreplycontent",
    "id=\"original-content",
    "<includetail",
];

/// Fields that say to whom a message was delivered.
const DELIVERED: &[&str] = &["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"];

/// Reads one message; `None` where it is none.
pub fn incoming(bytes: &[u8]) -> Option<Incoming> {
    let message = MessageParser::default().parse(bytes)?;
    // Any text can be read as a body without a head.
    if message.from().is_none() && message.message_id().is_none() {
        return None;
    }
    let mut to = addresses(message.to());
    to.extend(addresses(message.cc()));
    let mut automatic = None;
    for (name, value) in message.headers_raw() {
        let lower = name.to_ascii_lowercase();
        if DELIVERED.contains(&lower.as_str()) {
            to.push(value.trim().trim_matches(['<', '>']).to_lowercase());
        }
        if automatic.is_none() && is_automatic(name, value) {
            automatic = Some(format!("{name}: {}", value.trim()));
        }
    }
    Some(Incoming {
        message_id: message.message_id().map(str::to_owned),
        from: addresses(message.from()).into_iter().next(),
        to,
        automatic,
        text: text(&message),
        returned: returned(&message),
    })
}

fn addresses(field: Option<&Address<'_>>) -> Vec<String> {
    let all = field.into_iter().flat_map(Address::iter);
    all.filter_map(|one| one.address()).map(str::to_lowercase).collect()
}

/// The plain text where the message has one, else what its page says above the quotation.
fn text(message: &Message<'_>) -> String {
    let mut said = String::new();
    for body in message.text_bodies() {
        match &body.body {
            PartType::Text(text) => said.push_str(text),
            PartType::Html(page) => {
                let lower = page.to_ascii_lowercase();
                let end = QUOTES.iter().filter_map(|mark| lower.find(mark)).min();
                // A mark inside of a tag: the tag goes with it.
                let end = end.map(|at| lower[..=at].rfind('<').unwrap_or(at));
                let above = &page[..end.unwrap_or(page.len())];
                said.push_str(&html::text(above, &Limits::default()).unwrap_or_default());
            }
            _ => {}
        }
        said.push('\n');
    }
    said.chars().filter(|c| !c.is_control() || "\n\r\t".contains(*c)).collect()
}

/// What a mail server reports, where the message is such a report.
fn returned(message: &Message<'_>) -> Option<Returned> {
    let kind = message.content_type()?;
    if !kind.ctype().eq_ignore_ascii_case("multipart")
        || !kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("report"))
    {
        return None;
    }
    let mut report = Returned::default();
    let mut found = false;
    for part in &message.parts {
        let subtype = part.content_type().and_then(|kind| kind.subtype()).unwrap_or_default();
        if subtype.eq_ignore_ascii_case("delivery-status") {
            found = true;
            let status = String::from_utf8_lossy(part.contents()).into_owned();
            read_status(&unfolded(&status), &mut report);
        } else if let PartType::Message(letter) = &part.body {
            report.letter = letter.message_id().map(str::to_owned);
        } else if subtype.eq_ignore_ascii_case("rfc822-headers") {
            let head = MessageParser::default().parse(part.contents());
            report.letter = head.and_then(|head| head.message_id().map(str::to_owned));
        }
    }
    if report.letter.is_none() {
        report.letter = match message.header("In-Reply-To") {
            Some(HeaderValue::Text(name)) => Some(name.clone().into_owned()),
            _ => None,
        };
    }
    found.then_some(report)
}

fn unfolded(text: &str) -> String {
    text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ")
}

fn read_status(text: &str, report: &mut Returned) {
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "action" => value.clone_into(&mut report.action),
            "status" => value.clone_into(&mut report.status),
            "diagnostic-code" => {
                let said = value.split_once(';').map_or(value, |(_, said)| said.trim());
                report.said = said.chars().take(500).collect();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_with_its_addresses() {
        let read = incoming(
            b"From: Anna <Anna@Example.edu>\r\nTo: Duban <reply+1-2-af@example.edu>\r\n\
              Cc: b@example.edu\r\nDelivered-To: <c@example.edu>\r\nMessage-ID: <x@y>\r\n\r\nDone.\r\n",
        )
        .unwrap();
        assert_eq!(read.from.as_deref(), Some("anna@example.edu"));
        assert_eq!(read.to, ["reply+1-2-af@example.edu", "b@example.edu", "c@example.edu"]);
        assert_eq!((read.message_id.as_deref(), read.text.trim()), (Some("x@y"), "Done."));
        assert_eq!((read.automatic, read.returned), (None, None));
    }

    #[test]
    fn the_page_of_an_answer_is_read_above_the_quotation() {
        let read = incoming(
            b"From: a@example.edu\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
              <p>Four of five.</p><div class=\"gmail_quote\"><p>Report on it</p></div>",
        );
        assert_eq!(read.unwrap().text.trim(), "Four of five.");
    }

    #[test]
    fn what_has_no_head_is_no_message() {
        for bytes in [&b""[..], b"\0\0\0", b"Done.\r\n", b"Subject: x\r\n\r\nDone."] {
            assert_eq!(incoming(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn a_report_of_a_mail_server_is_read() {
        let read = incoming(
            b"From: MAILER-DAEMON@example.edu\r\nReturn-Path: <>\r\nAuto-Submitted: auto-replied\r\n\
              MIME-Version: 1.0\r\n\
              Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
              --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
              --b\r\nContent-Type: message/delivery-status\r\n\r\n\
              Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; anna@example.edu\r\n\
              Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such\r\n user\r\n\
              --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <abc@duban>\r\nFrom: d@e\r\n\r\n\
              --b--\r\n",
        );
        let report = read.unwrap().returned.unwrap();
        assert_eq!(report.letter.as_deref(), Some("abc@duban"));
        assert_eq!((report.action.as_str(), report.status.as_str()), ("failed", "5.1.1"));
        assert_eq!(report.said, "550 5.1.1 no such user");
    }
}

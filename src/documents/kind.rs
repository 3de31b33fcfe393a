//! What a file is: by what is in it. Its name only tells one kind of text from another.

use std::path::Path;

use super::{html, mail};
use crate::domain::{DocumentKind, Foreign};

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A PDF.
    Pdf,
    /// A ZIP archive: Word's, perhaps.
    Zip,
    /// Something known that is not read.
    Foreign(Foreign),
    /// Text, perhaps.
    Text,
}

/// First bytes of files that are not read, with what they are and their media type.
const FOREIGN: &[(&[u8], Foreign, &str)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::OldOffice, "application/x-ole-storage"),
    (b"{\\rtf", Foreign::Rtf, "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", Foreign::Picture, "image/png"),
    (b"\xff\xd8\xff", Foreign::Picture, "image/jpeg"),
    (b"GIF87a", Foreign::Picture, "image/gif"),
    (b"GIF89a", Foreign::Picture, "image/gif"),
    (b"II*\0", Foreign::Picture, "image/tiff"),
    (b"MM\0*", Foreign::Picture, "image/tiff"),
    (b"\x1f\x8b", Foreign::Archive, "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", Foreign::Archive, "application/vnd.rar"),
];

/// What else is known by bytes at some place, beside the above: such files are kept, never read.
const KEPT: &[(usize, &[u8], &str)] = &[
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    // A bitmap says `BM`, as a text may; four zeros follow its length.
    (6, b"\0\0\0\0", "image/bmp"),
];

/// How far from its beginning a PDF may say that it is one.
const PDF_HEAD: usize = 1024;

/// What the first bytes of a file say.
pub fn container(bytes: &[u8]) -> Container {
    let head = &bytes[..bytes.len().min(PDF_HEAD)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Container::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Container::Zip;
    }
    FOREIGN
        .iter()
        .find(|(sign, ..)| bytes.starts_with(sign))
        .map_or(Container::Text, |(_, foreign, _)| Container::Foreign(*foreign))
}

/// What a text is: the letter and the page of the web show it themselves.
pub(super) fn kind_of_text(text: &str, name: &str) -> DocumentKind {
    let bears = |known: &[&str]| extension(name).is_some_and(|kind| known.contains(&&*kind));
    if mail::is_mail(text.as_bytes(), bears(&["eml"])) {
        DocumentKind::Mail
    } else if html::is_html(text, bears(&["html", "htm", "xhtml"])) {
        DocumentKind::Html
    } else if bears(&["md", "markdown"]) {
        DocumentKind::Markdown
    } else {
        DocumentKind::Text
    }
}

fn extension(name: &str) -> Option<String> {
    Some(Path::new(name).extension()?.to_str()?.to_ascii_lowercase())
}

/// The media type of any file, by what is in it.
pub fn media_type(bytes: &[u8], name: &str) -> &'static str {
    const BYTES: &str = "application/octet-stream";

    let sign = FOREIGN.iter().find(|(sign, ..)| bytes.starts_with(sign));
    match (container(bytes), sign) {
        (_, Some((.., media_type))) => media_type,
        (Container::Pdf, _) => DocumentKind::Pdf.media_type(),
        (Container::Zip, _) => super::docx::media_type(bytes).unwrap_or("application/zip"),
        _ => kept(bytes).unwrap_or_else(|| {
            super::encoding::decode(bytes)
                .map_or(BYTES, |text| kind_of_text(&text, name).media_type())
        }),
    }
}

fn kept(bytes: &[u8]) -> Option<&'static str> {
    let there = |(at, sign, media_type): &(usize, &[u8], &'static str)| {
        let found = bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign));
        let bitmap = *media_type != "image/bmp" || bytes.starts_with(b"BM");
        (found && bitmap).then_some(*media_type)
    };
    KEPT.iter().find_map(there)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_it_counts_and_not_its_name() {
        #[track_caller]
        fn case(bytes: &[u8], name: &str, expected: &str) {
            assert_eq!(media_type(bytes, name), expected);
        }

        case(b"%PDF-1.7\n", "minutes.txt", "application/pdf");
        case(b"\xef\xbb\xbf\n%PDF-1.4", "minutes", "application/pdf");
        case(b"\x89PNG\r\n\x1a\n", "minutes.docx", "image/png");
        case(b"RIFF\x24\0\0\0WEBPVP8 ", "photo", "image/webp");
        case(b"\0\0\0\x18ftypheic\0\0", "photo.jpg", "image/heic");
        case(b"\0\0\0\x18ftypisom\0\0", "film.mp4", "video/mp4");
        case(b"BM\x10\0\0\0\0\0\0\0\x36", "scan.bmp", "image/bmp");
        case(b"BMW is a make", "cars.txt", "text/plain");
        case(b"MZ\x90\0\x03\0\0\0\x04\0", "setup.txt", "application/octet-stream");
        case(b"\x7fELF\x02\x01\x01\0\0", "setup", "application/octet-stream");
        case(b"Minutes", "minutes.pdf", "text/plain");
        case(b"# Minutes", "minutes.MD", "text/markdown");
        case(b"<!DOCTYPE html><p>x", "minutes.txt", "text/html");
        case(b"From: a@example.org\r\nMIME-Version: 1.0\r\n\r\nx", "minutes", "message/rfc822");
        case(b"From: here to there\n\nSubject: there", "minutes.txt", "text/plain");
        case(b"\0\x01\x02\x03", "minutes.txt", "application/octet-stream");
    }
}

//! Whole documents made of their parts, so that what is inside them is reached: a changed byte in
//! an archive only breaks its checksum, one in a PDF its table of places.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Between two parts of an input.
const BORDER: u8 = 0;

const RELATIONS: &str = "<Relationships><Relationship Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>";

/// The parts of a Word file, in the order of the input.
const PARTS: &[&str] =
    &["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"];

/// A Word file: the input itself where it is an archive, else one made of its parts.
pub fn word(input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"PK") {
        return input.to_vec();
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = PARTS.iter().copied().zip(input.split(|byte| *byte == BORDER));
    for (name, part) in [("_rels/.rels", RELATIONS.as_bytes())].into_iter().chain(parts) {
        archive.start_file(name, SimpleFileOptions::default()).expect("room in memory");
        archive.write_all(part).expect("room in memory");
    }
    archive.finish().expect("room in memory").into_inner()
}

/// A PDF: the input itself where it is one, else one of a single page, made of its content, its
/// font and the font's map to Unicode.
pub fn pdf(input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"%PDF-") {
        return input.to_vec();
    }
    let mut parts = input.split(|byte| *byte == BORDER);
    let [content, font, map] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let plain = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>";
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_vec(),
        stream(content),
        if font.is_empty() { plain.to_vec() } else { font.to_vec() },
        stream(map),
    ];
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend(table.bytes());
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

fn stream(content: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

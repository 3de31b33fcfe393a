//! Documents of every kind, read by the program itself as the server has it read; and hostile
//! ones, refused in time and in little memory.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use duban::documents::{Document, Error, Limits, Reader};
use duban::domain::{DocumentKind, NotRead};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What every hostile document has to make do with: the system ends whoever takes more.
const MEMORY: u64 = 384 << 20;
const TIME: Duration = Duration::from_secs(10);

/// The program, as the server starts it.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_duban"))
}

/// A Word file of these paragraphs.
pub fn word(paragraphs: &[&str]) -> Vec<u8> {
    let body = paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    let body = body.collect::<Vec<_>>().concat();
    word_of(&format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"))
}

fn word_of(document: &str) -> Vec<u8> {
    let rels = "<Relationships><Relationship Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>";
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("_rels/.rels", rels), ("word/document.xml", document)] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A PDF of these objects, the first of which is its catalogue.
fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        write!(file, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(file, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").unwrap();
    file.into_bytes()
}

/// A PDF of one page on which `content` is set.
pub fn pdf(content: &str) -> Vec<u8> {
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".into(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>".into(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".into(),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>\nstream\n0\nendstream".into(),
    ])
}

/// A line of English in 12-point type.
pub fn set(text: &str, height: u32) -> String {
    format!("BT /F 12 Tf 72 {height} Td ({text}) Tj ET\n")
}

fn read(bytes: &[u8], name: &str) -> Result<Document, NotRead> {
    let limits = Limits { memory: MEMORY, time: TIME, ..Limits::default() };
    let begun = Instant::now();
    let read = Reader::started_as(program(), limits).read(bytes, name);
    assert!(begun.elapsed() < TIME + Duration::from_secs(2), "{name}: {:?}", begun.elapsed());
    read.map_err(|error| match error {
        Error::NotRead(refused) => refused,
        Error::NotStarted(error) => panic!("{error}"),
    })
}

#[track_caller]
fn reads(bytes: &[u8], kind: DocumentKind, text: &str) {
    let document = read(bytes, "minutes").unwrap();
    assert_eq!((document.kind, document.text.as_str()), (kind, text));
}

#[test]
fn every_kind_of_document_gives_its_text() {
    let sentence = "总务处于6月底前修门。";
    reads(&word(&["纪要", sentence]), DocumentKind::Docx, &format!("纪要\n\n{sentence}\n"));
    reads(
        format!("<!doctype html><h1>纪要</h1><p>{sentence}").as_bytes(),
        DocumentKind::Html,
        &format!("纪要\n\n{sentence}\n"),
    );
    let letter = format!(
        "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{sentence}\r\n"
    );
    reads(letter.as_bytes(), DocumentKind::Mail, &format!("{sentence}\n"));
    reads(sentence.as_bytes(), DocumentKind::Text, sentence);
    let page = set("Minutes", 760)
        + &set("The Works Office shall mend the gate of the yard before the winter sets", 730)
        + &set("in.", 716);
    let text =
        "Minutes\n\nThe Works Office shall mend the gate of the yard before the winter sets in.\n";
    reads(&pdf(&page), DocumentKind::Pdf, text);
}

#[test]
fn a_scan_is_refused_with_a_sentence() {
    let refused = read(&pdf("q 500 0 0 700 40 40 cm /X Do Q"), "scan.pdf").unwrap_err();
    assert_eq!(refused, NotRead::Scan);
    assert!(refused.to_string().contains("pictures of pages without text"));
}

#[test]
fn a_pdf_that_runs_in_circles_is_refused() {
    let mut forms = String::from_utf8(pdf("/X Do")).unwrap();
    forms =
        forms.replace("/Subtype /Image", "/Subtype /Form /Resources << /XObject << /X 6 0 R >> >>");
    forms = forms.replace("/Length 1 >>\nstream\n0\n", "/Length 5 >>\nstream\n/X Do\n");
    assert!(read(forms.as_bytes(), "forms.pdf").is_err());

    let circle = |kids: &str| {
        pdf_of(&[
            "<< /Type /Catalog /Pages 2 0 R >>".into(),
            format!("<< /Type /Pages /Parent 2 0 R /Kids [{kids}] /Count 1 >>"),
            "<< /Type /Page /Parent 2 0 R >>".into(),
        ])
    };
    assert!(read(&circle("2 0 R 2 0 R"), "kids.pdf").is_err());
    assert!(read(&circle("3 0 R"), "parents.pdf").is_err());
}

#[test]
fn a_pdf_with_pages_without_number_is_refused() {
    let kids: String = (3..3003).map(|id| id.to_string() + " 0 R ").collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 3000 >>"),
    ];
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned();
    objects.resize(3002, page);
    let bytes = pdf_of(&objects);
    assert_eq!(read(&bytes, "pages.pdf"), Err(NotRead::Demanding));
}

#[test]
fn bombs_are_refused() {
    // A thousand times as large as it is packed, and more.
    let bomb = word_of(&format!("<w>{}</w>", " ".repeat(150 << 20)));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read(&bomb, "bomb.docx"), Err(NotRead::TooLarge { most: 100 << 20 }));

    let deep = word_of(&"<w:tbl><w:tr><w:tc>".repeat(1 << 20));
    assert_eq!(read(&deep, "deep.docx"), Err(NotRead::Demanding));

    let merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc><w:tc/></w:tr>".repeat(200_000);
    let text = "长".repeat(100_000);
    let merged = word_of(&format!(
        "<w:document><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc><w:tc/></w:tr>{merged}</w:tbl></w:document>"
    ));
    assert_eq!(read(&merged, "merged.docx"), Err(NotRead::TooLarge { most: 5 << 20 }));

    let page = format!("<!doctype html>{}x", "<table><tr><td><ul><li><b>".repeat(50_000));
    assert!(read(page.as_bytes(), "deep.html").is_ok());
    let page = format!("<!doctype html><p {}>x", "a=b ".repeat(200_000));
    assert!(read(page.as_bytes(), "attributes.html").is_ok());
}

#[test]
fn letters_that_enclose_without_end_are_refused() {
    let head =
        "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
    let parts = "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n".repeat(100_000);
    assert_eq!(read(format!("{head}{parts}--b--").as_bytes(), "many.eml"), Err(NotRead::Demanding));

    let large = format!(
        "--b\nContent-Disposition: attachment; filename=a.txt\n\n{}\n",
        "x".repeat(6 << 20)
    );
    let refused = read(format!("{head}{large}--b--").as_bytes(), "large.eml");
    assert_eq!(refused, Err(NotRead::TooLarge { most: 5 << 20 }));

    let nested = (0..20_000).fold(String::new(), |text, depth| {
        text + &format!("Content-Type: multipart/mixed; boundary=n{depth}\n\n--n{depth}\n")
    });
    let nested =
        format!("From: a@example.org\nMIME-Version: 1.0\n{nested}Content-Type: text/plain\n\nx");
    assert_eq!(read(nested.as_bytes(), "nested.eml").unwrap().text, "x\n");
}

#[test]
fn who_takes_too_long_or_too_much_is_ended() {
    let page =
        (0..20_000).map(|n| set("The gate shall be mended", 20 + n % 800)).collect::<String>();
    let bytes = pdf(&page);
    let short = Limits { time: Duration::from_millis(20), ..Limits::default() };
    let begun = Instant::now();
    let refused = Reader::started_as(program(), short).read(&bytes, "slow.pdf");
    assert!(matches!(refused, Err(Error::NotRead(NotRead::Demanding))), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());

    let little = Limits { memory: 8 << 20, ..Limits::default() };
    let refused = Reader::started_as(program(), little).read(&bytes, "large.pdf");
    assert!(matches!(refused, Err(Error::NotRead(NotRead::Demanding))), "{refused:?}");

    let nobody = Reader::started_as("/nonexistent/duban".into(), Limits::default());
    assert!(matches!(nobody.read(&bytes, "a.pdf"), Err(Error::NotStarted(_))));
}

#[test]
fn half_a_document_is_damaged_wherever_it_ends() {
    for whole in [word(&["总务处修门。"]), pdf(&set("The gate shall be mended.", 700))] {
        for part in [1, 2, 3] {
            let half = &whole[..whole.len() * part / 4];
            assert!(read(half, "half").is_err());
        }
    }
}

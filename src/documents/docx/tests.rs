//! Word files made by hand, as Word writes them.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let parts = [&[("_rels/.rels", RELS), ("word/document.xml", &main)], others].concat();
    packed(&parts)
}

#[track_caller]
fn case(body: &str, others: &[(&str, &str)], expected: &str) {
    assert_eq!(text(&document(body, others), &Limits::default()).unwrap(), expected);
}

#[track_caller]
fn refused(bytes: &[u8], expected: &NotRead) {
    assert_eq!(&text(bytes, &Limits::default()).unwrap_err(), expected);
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

const NUMBERING: &str = "<w:numbering xmlns:w='w'>\
    <w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%2'/></w:lvl>\
    </w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='&#xF0B7;'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>\
    </w:numbering>";

#[test]
fn paragraphs_keep_their_words_and_breaks() {
    case(
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t xml:space='preserve'>会议 </w:t></w:r>\
         <w:r><w:t>要求&amp;部署</w:t><w:tab/><w:t>A&#x2014;B</w:t><w:br/><w:t>散会</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>完</w:t></w:r></w:p>",
        &[],
        "会议 要求&部署\tA—B\n散会\n\n完\n",
    );
}

#[test]
fn the_numbers_that_word_shows_are_written() {
    let body = [
        item(1, 0, "教学工作"),
        item(1, 1, "修订方案"),
        item(1, 1, "公开课"),
        item(1, 0, "后勤工作"),
        item(1, 1, "修门"),
        item(2, 0, "买粉笔"),
        item(3, 0, "其他"),
        p("散会"),
    ]
    .concat();
    case(
        &body,
        &[("word/numbering.xml", NUMBERING)],
        "一、教学工作\n1.1 修订方案\n1.2 公开课\n二、后勤工作\n2.1 修门\n• 买粉笔\n一、其他\n\n散会\n",
    );
}

#[test]
fn a_style_numbers_its_paragraphs_and_makes_headings() {
    let styles = "<w:styles xmlns:w='w'>\
        <w:style w:styleId='H'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
        <w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId='M'><w:basedOn w:val='L'/></w:style>\
        <w:style w:styleId='N'><w:basedOn w:val='N'/></w:style></w:styles>";
    let set = |id: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='{id}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [set("H", "纪要"), set("M", "修门"), set("L", "开窗"), set("N", "散会")].concat();
    let parts = [("word/styles.xml", styles), ("word/numbering.xml", NUMBERING)];
    case(&body, &parts, "纪要\n\n一、修门\n二、开窗\n\n散会\n");
}

#[test]
fn deletions_are_left_out_and_insertions_taken() {
    case(
        "<w:p><w:r><w:t>总务处</w:t></w:r><w:del w:id='1'><w:r><w:delText>不</w:delText></w:r></w:del>\
         <w:ins w:id='2'><w:r><w:t>须</w:t></w:r></w:ins><w:r><w:t>修门</w:t></w:r>\
         <w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t>两段</w:t></w:r></w:p>\
         <w:p><w:r><w:t>合一。</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id='4'></w:del></w:rPr></w:pPr><w:del><w:r><w:delText>全删</w:delText></w:r></w:del></w:p>",
        &[],
        "总务处须修门。\n\n两段合一。\n",
    );
}

#[test]
fn tables_are_rows_and_merged_cells_hold_for_all_of_theirs() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
    };
    let row = |properties: &str, cells: &[String]| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat())
    };
    let body = [
        p("分工："),
        "<w:tbl>".to_owned(),
        row("", &[cell("", "事项"), cell("", "单位")]),
        row(
            "",
            &[
                cell("", "修门</w:t></w:r></w:p><w:p><w:r><w:t>开窗"),
                cell("<w:vMerge w:val='restart'/>", "总务处"),
            ],
        ),
        row("<w:del w:id='1'/>", &[cell("", "不买"), cell("", "无")]),
        row("", &[cell("", "买粉笔"), cell("<w:vMerge/>", "")]),
        row("", &[cell("<w:gridSpan w:val='2'/>", "以上")]),
        "</w:tbl>".to_owned(),
        p("散会"),
    ]
    .concat();
    case(
        &body,
        &[],
        "分工：\n\n| 事项 | 单位 |\n| 修门 开窗 | 总务处 |\n| 买粉笔 | 总务处 |\n以上\n\n散会\n",
    );
}

#[test]
fn fields_boxes_and_notes_are_read_as_a_reader_sees_them() {
    let notes = "<w:footnotes xmlns:w='w'><w:footnote w:type='separator'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:t>见附件。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let header = "<w:hdr xmlns:w='w'><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr>";
    case(
        "<w:p><w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>SEQ</w:instrText></w:r>\
         <w:r><w:t>3</w:t></w:r><w:r><w:t>项</w:t><w:footnoteReference w:id='2'/></w:r></w:p>\
         <w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
         <mc:Fallback><w:p><w:r><w:t>框内</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        &[("word/footnotes.xml", notes), ("word/header1.xml", header)],
        "第3项\n\n框内\n\n见附件。\n",
    );
}

#[test]
fn other_archives_are_named_for_what_they_are() {
    refused(&packed(&[("a.txt", "x")]), &NotRead::Foreign(Foreign::Archive));
    refused(&packed(&[("xl/workbook.xml", "x")]), &NotRead::Foreign(Foreign::Spreadsheet));
    refused(
        &packed(&[("mimetype", "x"), ("content.xml", "x")]),
        &NotRead::Foreign(Foreign::OpenDocument),
    );
    refused(b"PK\x03\x04 and no more", &NotRead::Damaged);
}

#[test]
fn hostile_parts_are_refused() {
    let entities = "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><w>&b;</w>";
    refused(&packed(&[("_rels/.rels", RELS), ("word/document.xml", entities)]), &NotRead::Damaged);
    let unknown = "<w:document><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    refused(&packed(&[("_rels/.rels", RELS), ("word/document.xml", unknown)]), &NotRead::Damaged);
    refused(&document(&"<w:sdt>".repeat(100_000), &[]), &NotRead::Demanding);
    let unended = "<w:document><w:p><w:r><w:t>半";
    refused(&packed(&[("_rels/.rels", RELS), ("word/document.xml", unended)]), &NotRead::Damaged);

    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let bomb = document(&" ".repeat(2 << 20), &[]);
    assert!(bomb.len() < 20_000);
    assert_eq!(text(&bomb, &limits), Err(NotRead::TooLarge { most: 1 << 20 }));
    let long = document(&p(&"长".repeat(400_000)), &[]);
    let limits = Limits { text: 1 << 20, ..Limits::default() };
    assert_eq!(text(&long, &limits), Err(NotRead::TooLarge { most: 1 << 20 }));
}

#[test]
fn a_file_behind_a_password_says_so() {
    let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(crate::documents::read(&ole, "a.docx", &Limits::default()), Err(NotRead::Locked));
}

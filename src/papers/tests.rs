//! One paper with everything on it, printed in every way and read back.

use std::io::{Cursor, Read as _};

use super::*;
use crate::domain::Light;
use crate::i18n::Lang;

/// A paper with one of each thing, and a table of `rows` rows.
fn sample(lang: Lang, rows: usize) -> Paper {
    let row = |at: usize| {
        vec![
            Cell::text(at.to_string()),
            Cell::of(vec![Run::quote(
                "制定“双高”建设方案，于2023年6月9日前报院长办公会（见《办法》）。",
            )]),
            Cell::of(vec![Run::light(Light::Overdue, "逾期7天")]),
        ]
    };
    let columns =
        vec![Column::figures("序号", 1), Column::words("议定事项", 6), Column::words("亮灯", 2)];
    let pairs = vec![
        vec![Cell::head("督办依据"), Cell::of(vec![Run::quote("由后勤基建处牵头。")]).over(3)],
        vec![
            Cell::head("牵头单位"),
            Cell::text("后勤基建处"),
            Cell::head("督办人"),
            Cell::text("李敏"),
        ],
    ];
    let slip = Slip {
        title: "回　　执".to_owned(),
        lead: "通知单收悉。办理意见：".to_owned(),
        options: vec!["☐ 于____月____日前办结".to_owned()],
        blanks: vec!["签收人".to_owned(), "签收日期".to_owned(), "单位盖章".to_owned()],
    };
    Paper {
        lang,
        turn: Turn::Portrait,
        scale: Scale::Form,
        name: "督办通知单".to_owned(),
        running: "督〔2023〕17号".to_owned(),
        blocks: vec![
            Block::line(Style::Issuer, "嘉嘉职业学院"),
            Block::line(Style::Title, "督办通知单"),
            Block::reference("督〔2023〕17号", "签发人：李敏"),
            Block::strong("后勤基建处："),
            Block::line(Style::Body, "请抓紧办理 the comparison of candidate sites，并反馈。"),
            Block::Table(Table::pairs("要素", pairs)),
            Block::Table(Table::grid("事项", columns, (1..=rows).map(row).collect())),
            Block::line(Style::Signoff, "党政办公室\n2023年5月17日"),
            Block::Slip(slip),
            Block::PageBreak,
            Block::line(Style::Copies, "抄送：各单位。"),
        ],
    }
}

/// One part of a DOCX.
pub fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every element closes, and the words come out as they went in.
pub fn words(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut words = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return words,
            quick_xml::events::Event::Text(text) => words.push_str(&text.decode().unwrap()),
            quick_xml::events::Event::GeneralRef(name) => {
                words.extend(["&", &name.decode().unwrap(), ";"]);
            }
            _ => {}
        }
    }
}

#[test]
fn a_docx_has_styles_a_repeated_head_and_page_numbers() {
    let docx = sample(Lang::ZhCn, 3).docx().unwrap();
    let document = part(&docx, "word/document.xml");
    assert!(document.contains("<w:tblHeader/>") && document.contains("w:pStyle w:val=\"Title\""));
    assert!(words(&document).contains("请抓紧办理 the comparison of candidate sites，并反馈。"));
    let styles = part(&docx, "word/styles.xml");
    words(&styles);
    assert!(
        styles.contains("w:eastAsia=\"仿宋\"") && styles.contains("w:eastAsia=\"方正小标宋简体\"")
    );
    let footer = part(&docx, "word/footer1.xml");
    assert!(footer.contains(" PAGE ") && footer.contains(" NUMPAGES "), "{footer}");
    assert!(words(&part(&docx, "word/header1.xml")).contains("督〔2023〕17号"));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(sample(Lang::En, 5).docx().unwrap(), sample(Lang::En, 5).docx().unwrap());
}

#[test]
fn hostile_text_breaks_no_file() {
    let mut paper = sample(Lang::En, 1);
    let hostile = "]]></w:t><script>\u{0}\u{7}\u{b} & \"'< \u{1f600}\u{ffff}\u{202e} &#x0;";
    paper.blocks.push(Block::line(Style::Body, hostile));
    let document = part(&paper.docx().unwrap(), "word/document.xml");
    words(&document);
    assert!(!document.contains("<script>") && document.contains('\u{1f600}'));
    assert!(!paper.html().unwrap().contains("<script>"));
}

#[test]
fn a_page_shows_each_sheet_with_its_lights_in_words() {
    let html = sample(Lang::ZhCn, 1).html().unwrap();
    assert_eq!(html.matches("<article class=\"sheet\"").count(), 2);
    assert!(html.contains("<use href=\"#m-over\"/></svg>逾期7天</span>"), "{html}");
    assert!(html.contains("<p class=\"signoff\">党政办公室<br>2023年5月17日</p>"), "{html}");
}

#[test]
fn a_paper_that_would_never_end_is_refused() {
    let error = sample(Lang::En, 6000).docx().unwrap_err();
    assert_eq!(error, Error::TooLong(5000));
}

#[test]
fn a_pdf_of_two_hundred_rows_reads_back_in_chinese_with_its_head_on_each_page() {
    let fonts = Fonts::new(None);
    let bytes = match sample(Lang::ZhCn, 200).pdf(&fonts) {
        Err(Error::NoFont) if std::env::var_os("DUBAN_TEST_REQUIRE").is_none() => return,
        printed => printed.unwrap(),
    };
    assert!(bytes.len() < 400_000, "the font is subset: {} bytes", bytes.len());
    let pages = pdf_extract::extract_text_from_mem_by_pages(&bytes).unwrap();
    // Letters set apart read as words of their own: a title is compared without its spaces.
    let close = |page: &String| page.split_whitespace().collect::<String>();
    let (first, second) = (close(&pages[0]), close(&pages[1]));
    assert!(first.contains("督办通知单") && first.contains("制定“双高”建设方案"), "{first}");
    assert!(second.contains("议定事项"), "{second}");
    assert!(pages.len() > 5 && second.contains(&format!("第2页共{}页", pages.len())), "{second}");
    assert_eq!(bytes, sample(Lang::ZhCn, 200).pdf(&fonts).unwrap());
}

//! The notice and the urging notice, word for word in both languages.

use super::tests::{part, words};
use super::*;
use crate::domain::{Cadence, OnPaper, Particulars, Urgency, Urging};
use crate::i18n::Lang;

fn particulars() -> Particulars {
    let person = |name: &str, title: &str| {
        Some(OnPaper { name: name.to_owned(), title: Some(title.to_owned()) })
    };
    Particulars {
        title: "提出新校区选址比选方案".to_owned(),
        requirement: "形成不少于3处备选地块的书面比选方案，附造价比较表".to_owned(),
        lead: "后勤基建处".to_owned(),
        supporters: vec!["计财处".to_owned(), "党政办公室".to_owned()],
        responsible: person("王建国", "后勤基建处处长"),
        leader: person("陈志远", "分管基建副院长"),
        clerk: person("李敏", "督办员"),
        phone: Some("内线6016".to_owned()),
        office: Some("党政办公室".to_owned()),
        source: Some("新校区建设专题会议".to_owned()),
        source_on: "2023-05-16".parse().ok(),
        quote: Some(
            "由后勤基建处牵头，6月上旬提出新校区选址比选方案，报院长办公会审议。".to_owned(),
        ),
        urgency: Urgency::Urgent,
        cadence: Cadence::HalfMonthly,
        due_on: "2023-06-09".parse().ok(),
        signed_by: Some("周敏".to_owned()),
    }
}

fn notice(lang: Lang) -> Paper {
    let text = particulars();
    let issued_on = "2023-05-17".parse().ok();
    let sheet = NoticeSheet { number: Some("2023-109"), issued_on, text: &text };
    notices(lang, "嘉嘉职业学院", &[sheet])
}

fn urging(lang: Lang) -> Paper {
    let day = |text: &str| text.parse().unwrap();
    let urging = Urging {
        task_number: Some("2023-109".to_owned()),
        issued_on: Some(day("2023-05-17")),
        reported_on: Some(day("2023-06-07")),
        percent: 60,
        done: Some("已踏勘3处备选地块".to_owned()),
        delay_reason: Some("2家单位造价测算未提交".to_owned()),
        expected_on: Some(day("2023-06-30")),
        due_on: day("2023-06-09"),
        dated_on: day("2023-06-16"),
        reply_by: day("2023-06-21"),
    };
    urging_notice(lang, "嘉嘉职业学院", Some("2023-3"), &particulars(), &urging)
}

/// The page, and below it what the DOCX says.
fn printed(paper: &Paper) -> String {
    let docx = paper.docx().unwrap();
    let said = words(&part(&docx, "word/document.xml"));
    format!("{}\n---\n{}\n", paper.html().unwrap(), said.trim())
}

#[test]
fn a_notice_in_chinese() {
    insta::assert_snapshot!(printed(&notice(Lang::ZhCn)));
}

#[test]
fn a_notice_in_english() {
    insta::assert_snapshot!(printed(&notice(Lang::En)));
}

#[test]
fn an_urging_notice_in_chinese() {
    insta::assert_snapshot!(printed(&urging(Lang::ZhCn)));
}

#[test]
fn an_urging_notice_in_english() {
    insta::assert_snapshot!(printed(&urging(Lang::En)));
}

#[test]
fn a_notice_fits_on_one_page() {
    let fonts = Fonts::new(None);
    for lang in Lang::ALL {
        let pdf = match notice(lang).pdf(&fonts) {
            Err(Error::NoFont) if std::env::var_os("DUBAN_TEST_REQUIRE").is_none() => return,
            printed => printed.unwrap(),
        };
        let pages = pdf_extract::extract_text_from_mem_by_pages(&pdf).unwrap();
        assert_eq!(pages.len(), 1, "{lang}");
    }
}

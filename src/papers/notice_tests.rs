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

/// The page and the DOCX both say each of these.
#[track_caller]
fn says(paper: &Paper, all: &[&str]) {
    let html = paper.html().unwrap();
    let docx = words(&part(&paper.docx().unwrap(), "word/document.xml"));
    for said in all {
        assert!(html.contains(said), "the page lacks {said}: {html}");
        assert!(docx.contains(said), "the DOCX lacks {said}: {docx}");
    }
}

#[test]
fn a_notice_in_chinese() {
    let all = [
        "嘉嘉职业学院",
        "督办通知单",
        "签发人：周敏",
        "后勤基建处：",
        "2023年5月16日新校区建设专题会议：",
        "由后勤基建处牵头，6月上旬提出新校区选址比选方案，报院长办公会审议。",
        "（2023-109）",
        "计财处、党政办公室",
        "王建国（后勤基建处处长）",
        "加急",
        "2023年6月9日",
        "每半月",
        "李敏（电话：内线6016）",
        "2023年5月17日",
        "回　　执（2个工作日内交党政办公室）",
        "2023-109督办通知单收悉。办理意见：",
        "☐ 于____月____日前办结",
        "单位盖章",
    ];
    says(&notice(Lang::ZhCn), &all);
}

#[test]
fn a_notice_in_english() {
    let all = [
        "Supervision Notice",
        "Signed by: 周敏",
        "新校区建设专题会议, 16 May 2023: ",
        " (2023-109)",
        "计财处; 党政办公室",
        "王建国, 后勤基建处处长",
        "9 Jun 2023",
        "李敏, 内线6016",
        "17 May 2023",
        "Reply slip: return to 党政办公室 within 2 working days",
        "Notice 2023-109 received. We will:",
        "Responsible person",
    ];
    says(&notice(Lang::En), &all);
}

#[test]
fn an_urging_notice_in_chinese() {
    let all = [
        "督办催办单",
        "2023-3",
        "2023年5月17日以2023-109督办通知单交办你单位的下列督办事项，完成时限为2023年6月9日，\
         至今逾期7天。请抓紧办理，并于2023年6月21日前书面反馈办理情况。",
        "6月7日反馈进度60%：已踏勘3处备选地块",
        "2家单位造价测算未提交；预计2023年6月30日完成",
        "反　　馈（交党政办公室）",
    ];
    says(&urging(Lang::ZhCn), &all);
}

#[test]
fn an_urging_notice_in_english() {
    let all = [
        "Urging Notice",
        "was due on 9 Jun 2023; it is now 7 days over.",
        "answer in writing by 21 Jun 2023.",
        "7 Jun, 60%: 已踏勘3处备选地块",
        "2家单位造价测算未提交; expected by 30 Jun 2023",
        "Answer: return to 党政办公室",
    ];
    says(&urging(Lang::En), &all);
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

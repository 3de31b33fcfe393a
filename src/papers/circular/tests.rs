//! The circular of a college with 140 tasks, in both languages, word by word.

use crate::domain::{
    CircularFigures, CircularPeriod, CircularRule, CircularSpan, CircularTexts, DepartmentId,
    NamedTask, Tally, TaskId, UnitFigures, UnitVerdict,
};
use crate::i18n::Lang;
use crate::papers::{Error, Fonts};

use super::{Content, Drafting, Head, content, draft};

const NAMES: [(&str, &str); 4] = [
    ("Personnel Office", "人事处"),
    ("Finance Office", "计财处"),
    ("Party & Administration Office", "党政办公室"),
    ("Logistics Office", "后勤基建处"),
];

fn tally(all: i64, due: i64, on_time: i64, late: i64, overdue: i64) -> Tally {
    Tally {
        all,
        due,
        due_on_time: on_time,
        due_closed: on_time + late,
        closed: on_time + late,
        overdue,
        ..Tally::default()
    }
}

fn figures(lang: Lang) -> CircularFigures {
    let unit = |at: usize, tally, verdict| UnitFigures {
        id: DepartmentId(i64::try_from(at).unwrap()),
        name: if lang == Lang::En { NAMES[at].0 } else { NAMES[at].1 }.to_owned(),
        tally,
        unexplained: if verdict == UnitVerdict::Behind { 2 } else { 0 },
        named: 1,
        verdict,
    };
    let title = match lang {
        Lang::En => "Survey the space needs of the colleges",
        Lang::ZhCn => "开展特色二级学院用房需求调查",
    };
    CircularFigures {
        as_of: "2023-06-16".parse().unwrap(),
        total: tally(140, 83, 65, 10, 8),
        issued: 140,
        meetings: 8,
        units: vec![
            unit(0, tally(10, 6, 6, 0, 0), UnitVerdict::Well),
            unit(1, tally(9, 6, 6, 0, 0), UnitVerdict::Well),
            unit(2, tally(15, 10, 9, 1, 0), UnitVerdict::Well),
            unit(3, tally(15, 8, 3, 2, 3), UnitVerdict::Behind),
        ],
        overdue: vec![NamedTask {
            id: TaskId(7),
            number: Some("2023-031".to_owned()),
            title: title.to_owned(),
            lead: if lang == Lang::En { NAMES[3].0 } else { NAMES[3].1 }.to_owned(),
            due_on: "2023-06-02".parse().ok(),
            days_over: 14,
            reason: None,
            expected_on: None,
            urgings: 0,
            candidate: true,
        }],
        rule: CircularRule::default(),
    }
}

fn texts(lang: Lang, figures: &CircularFigures) -> CircularTexts {
    draft(&Drafting {
        lang,
        span: CircularSpan::around(CircularPeriod::HalfYear, "2023-06-16".parse().unwrap()),
        scope: None,
        figures,
        answer_by: "2023-06-21".parse().unwrap(),
        issuer: None,
    })
}

fn signed(lang: Lang) -> Content {
    let figures = figures(lang);
    let head = Head {
        organisation: "嘉嘉职业学院".to_owned(),
        number: Some(lang.circular_number_default(2023, 3)),
        signed_by: Some("李敏".to_owned()),
        signed_on: "2023-06-16".parse().ok(),
    };
    content(lang, head, &texts(lang, &figures), &figures)
}

#[test]
fn the_words_are_drafted_in_english() {
    let texts = texts(Lang::En, &figures(Lang::En));

    assert_eq!(texts.subject, "On the tasks supervised from January to June 2023");
    assert_eq!(
        texts.opening,
        "From 1 January 2023 to 16 June 2023, 8 meetings gave rise to 140 tasks. 83 were due by 16 \
         June 2023: 75 were closed (90.4%), 65 of them on time (78.3%) and 10 late; 8 are overdue. \
         57 are in progress and not yet due."
    );
    assert_eq!(
        texts.well,
        "Personnel Office and Finance Office closed on time all that was due (6 and 6). Party & \
         Administration Office closed 9 of 10 on time."
    );
    assert_eq!(
        texts.behind,
        "Logistics Office has 3 overdue of 8 due, 2 of them without an explanation."
    );
    assert_eq!(
        texts.asked,
        "Units with overdue tasks state the reason and an expected date in writing by 21 June 2023. \
         What falls due by 30 June 2023 is closed on time; where that cannot be done, an extension \
         is asked for before the date."
    );
}

#[test]
fn the_words_are_drafted_in_chinese() {
    let texts = texts(Lang::ZhCn, &figures(Lang::ZhCn));

    assert_eq!(texts.subject, "关于2023年1—6月督办事项办理情况的通报");
    assert_eq!(
        texts.opening,
        "2023年1月1日至2023年6月16日，8次会议共立项督办事项140项。截至2023年6月16日应办结83项，\
         已办结75项（90.4%），其中按期办结65项（78.3%）、逾期办结10项；逾期未办结8项。\
         未到期在办57项。"
    );
    assert_eq!(
        texts.well,
        "人事处、计财处应办结事项全部按期办结（分别为6、6项）。党政办公室应办结10项，按期办结9项。"
    );
    assert_eq!(texts.behind, "后勤基建处应办结8项，逾期3项，其中2项未说明原因。");
    assert_eq!(
        texts.asked,
        "有逾期事项的单位，于2023年6月21日前书面说明原因并明确预计完成日期。2023年6月30日前到期\
         事项应按期办结；确有困难的，应在到期前申请延期。"
    );
}

#[test]
fn where_nothing_is_due_nothing_is_said_of_rates() {
    let figures = CircularFigures {
        total: tally(3, 0, 0, 0, 0),
        issued: 1,
        meetings: 1,
        units: Vec::new(),
        overdue: Vec::new(),
        ..figures(Lang::En)
    };

    let texts = texts(Lang::En, &figures);

    assert_eq!(
        texts.opening,
        "From 1 January 2023 to 16 June 2023, 3 tasks were in hand, 1 of them new. The new ones come \
         from one meeting. Nothing was due by 16 June 2023. 3 are in progress and not yet due."
    );
    assert_eq!(texts.well, "No unit fulfils the rule in this period.");
    assert!(!texts.asked.contains("overdue"));
}

#[test]
fn the_rule_stands_on_the_paper_with_the_figures() {
    let english = signed(Lang::En);
    assert_eq!(english.number, "2023, No. 3");
    assert_eq!(
        english.well[2],
        "Rule: at least 5 due; all of them closed on time, or from 10 due on at least 90%; nothing \
         overdue; no report missed."
    );
    assert!(english.behind[2].contains("overdue by 10 working days or more, or urged 2 times"));

    let chinese = signed(Lang::ZhCn);
    assert_eq!((&*chinese.number, &*chinese.signed), ("2023年第3期", "签发人：李敏"));
    assert!(chinese.behind[2].contains("逾期满10个工作日，或者逾期后被催办2次及以上"));
    let rows = &chinese.units.1.rows;
    assert_eq!(rows[0], ["人事处", "10", "6", "6", "0", "0", "6/6"]);
    assert_eq!(rows[4], ["合计", "140", "83", "65", "10", "8", "78.3%"]);
    let overdue = chinese.overdue.unwrap();
    assert_eq!(
        overdue.rows[0],
        [
            "1",
            "开展特色二级学院用房需求调查（2023-031）",
            "后勤基建处",
            "6月2日",
            "14",
            "未填报",
            "未填报"
        ]
    );
}

#[test]
fn what_is_frozen_is_read_back_word_by_word() {
    let paper = signed(Lang::ZhCn);
    let frozen = serde_json::to_string(&paper).unwrap();
    assert_eq!(serde_json::from_str::<Content>(&frozen).unwrap(), paper);
}

#[test]
fn a_circular_reads_back_from_its_pdf() {
    let fonts = Fonts::new(None);
    let bytes = match signed(Lang::ZhCn).paper().pdf(&fonts) {
        Err(Error::NoFont) if std::env::var_os("DUBAN_TEST_REQUIRE").is_none() => return,
        printed => printed.unwrap(),
    };
    let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
    let close: String = text.split_whitespace().collect();
    for said in ["督办通报", "2023年第3期", "已办结75项（90.4%）", "后勤基建处", "未填报", "78.3%"]
    {
        assert!(close.contains(said), "{said}: {close}");
    }
    let html = signed(Lang::En).paper().html().unwrap();
    assert!(html.contains("Supervision Circular") && html.contains("2023, No. 3"), "{html}");
}

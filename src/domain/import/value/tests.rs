use chrono::NaiveDate;

use super::super::{Due, cadence, due, role, state, truth, urgency};
use super::*;
use crate::domain::{Cadence, Role, State, Urgency};

fn words(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

#[test]
fn a_due_date_is_read_as_offices_write_it() {
    #[track_caller]
    fn case(text: &str, expected: &str) {
        assert_eq!(due(&words(text), on("2026-01-01")), Ok(Due::On(on(expected))), "{text}");
    }

    case("2026.9.30", "2026-09-30");
    case("2026．9．30", "2026-09-30");
    case("2026年9月底", "2026-09-30");
    case("2026年9月", "2026-09-30");
    case("9月30日前", "2026-09-30");
    case("9月底前", "2026-09-30");
    case("6.20", "2026-06-20");
    case("2026/9/30", "2026-09-30");
    case("2026-9-5", "2026-09-05");
    case("2026-09-30 00:00:00", "2026-09-30");
    case("20260930", "2026-09-30");
    case("2026年2月", "2026-02-28");
    case("2026年12月31日前", "2026-12-31");
    case("end of June 2026", "2026-06-30");
}

#[test]
fn work_without_an_end_is_long_term() {
    #[track_caller]
    fn case(text: &str, expected: Option<Cadence>) {
        assert_eq!(due(&words(text), on("2026-01-01")), Ok(Due::LongTerm(expected)), "{text}");
    }

    case("长期", None);
    case("长期坚持", None);
    case("持续推进", None);
    case("Ongoing", None);
    case("每学期末", Some(Cadence::Termly));
    case("每月25日前", Some(Cadence::Monthly));
    case("每季度末", Some(Cadence::Quarterly));
    case("every week", Some(Cadence::Weekly));
}

#[test]
fn days_that_spreadsheets_keep_as_numbers_are_days() {
    let read = |number: f64| due(&Cell::Number(number), on("2026-01-01"));
    assert_eq!(read(46_295.0), Ok(Due::On(on("2026-09-30"))));
    assert_eq!(read(20_260_930.0), Ok(Due::On(on("2026-09-30"))));
    assert_eq!(read(2026.11), Ok(Due::On(on("2026-11-30"))));
    // 2026.1 is January or October, 6.3 the third or the thirtieth.
    assert_eq!(read(2026.1), Err(Trouble::AmbiguousDate("2026.1".to_owned())));
    assert_eq!(read(6.3), Err(Trouble::AmbiguousDate("6.3".to_owned())));
    assert_eq!(read(7.0), Err(Trouble::NotADate("7".to_owned())));
    assert!(read(f64::NAN).is_err());
    assert!(read(1e300).is_err());
}

#[test]
fn what_is_no_day_is_quoted_and_nothing_is_nothing() {
    for text in ["2026.6.31", "2026-13-01", "2026年2月30日", "马上安排", "看情况", "9999-01-01"]
    {
        let expected = Err(Trouble::NotADate(text.to_owned()));
        assert_eq!(due(&words(text), on("2026-01-01")), expected, "{text}");
    }
    for text in ["", " ", "—", "/", "无", "待定", "N/A"] {
        assert_eq!(due(&words(text), on("2026-01-01")), Ok(Due::Open), "{text}");
    }
    let shown = Cell::Error("#REF!".to_owned());
    assert_eq!(due(&shown, on("2026-01-01")), Err(Trouble::ErrorCell("#REF!".to_owned())));
}

#[test]
fn a_column_of_shares_is_one_of_per_cents() {
    let read = |cells: &[Cell]| {
        let cells: Vec<&Cell> = cells.iter().collect();
        percents(&cells).into_iter().map(|one| one.unwrap_or(Some(-1))).collect::<Vec<_>>()
    };
    let number = Cell::Number;
    assert_eq!(read(&[number(0.8), number(1.0), number(0.0)]), [Some(80), Some(100), Some(0)]);
    assert_eq!(
        read(&[number(80.0), words("100%"), words("60 ％")]),
        [Some(80), Some(100), Some(60)]
    );
    assert_eq!(read(&[number(0.8), words("60%")]), [Some(80), Some(60)]);
    assert_eq!(read(&[number(0.5), number(80.0)]), [Some(-1), Some(80)]);
    assert_eq!(read(&[number(0.0), Cell::Empty, words("/")]), [Some(0), None, None]);
    assert_eq!(read(&[number(120.0), words("一半")]), [Some(-1), Some(-1)]);
}

#[test]
fn states_have_many_words() {
    assert_eq!(state(&words("已完成")), Ok(Some(State::Closed)));
    assert_eq!(state(&words("in progress")), Ok(Some(State::InProgress)));
    assert_eq!(state(&words("in_progress")), Ok(Some(State::InProgress)));
    assert_eq!(state(&words("暂缓")), Ok(Some(State::Suspended)));
    assert_eq!(state(&words(" ")), Ok(None));
    assert!(state(&words("已完成方案起草")).is_err());
    assert_eq!(urgency(&words("特急")), Ok(Some(Urgency::Critical)));
    assert_eq!(cadence(&words("每月")), Ok(Some(Cadence::Monthly)));
    assert_eq!(role(&words("督办员")), Ok(Some(Role::Clerk)));
    assert_eq!(truth(&words("√")), Ok(Some(true)));
    assert!(truth(&words("也许")).is_err());
}

#[test]
fn a_name_loses_what_stands_beside_it() {
    assert_eq!(names("张 三（13800000000）、李四"), ["张三", "李四"]);
    assert_eq!(names("Li  Wei; Zhang San"), ["Li Wei", "Zhang San"]);
    assert_eq!(year_in("某学院2026年度督办台账"), Some(2026));
    assert_eq!(year_in("督办台账"), None);
}

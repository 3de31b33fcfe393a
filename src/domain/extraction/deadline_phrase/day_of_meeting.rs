//! The day of the meeting, as its minutes name it.

use chrono::NaiveDate;

use super::moment::{Frame, Moment, Year};
use super::{english, han};

/// How far into the minutes the day is looked for, in characters.
const HEAD: usize = 1500;

/// The day of the meeting, where the text names it near its top.
pub fn held_on_in(text: &str) -> Option<NaiveDate> {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    let mut readings = han::readings(head);
    readings.extend(english::readings(head));
    readings.retain(|reading| !matches!(reading.frame, Frame::Limit | Frame::Within));
    readings.sort_by_key(|reading| reading.span.start);
    let moments =
        || readings.iter().filter_map(|reading| Some((reading.span.start, reading.moment?)));
    let labelled = moments().filter(|(at, _)| is_labelled(&head[..*at])).map(|(_, moment)| moment);
    let in_order = labelled.chain(moments().map(|(_, moment)| moment));
    let full = in_order
        .clone()
        .filter(|moment| matches!(moment, Moment::Day { .. }) && moment.names_its_year());
    let year = year_in(head);
    let partial = in_order.filter_map(|moment| match moment {
        Moment::Day { month: Some(month), day, .. } => NaiveDate::from_ymd_opt(year?, month, day),
        _ => None,
    });
    full.filter_map(|moment| moment.last_day(None)).chain(partial).next()
}

/// Whether the words before a date announce it as the meeting's: `Date:`, 时间：.
fn is_labelled(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before).to_lowercase();
    ["date", "时间", "日期", "held on", "when"].iter().any(|label| line.contains(label))
        && line.len() < 60
}

/// The first year that the text names.
fn year_in(head: &str) -> Option<i32> {
    let named = |moment: Moment| match moment {
        Moment::Year(Year::Given(year))
        | Moment::Day { year: Some(Year::Given(year)), .. }
        | Moment::Month { year: Some(Year::Given(year)), .. } => Some(year),
        _ => None,
    };
    let read = han::readings(head).into_iter().find_map(|reading| named(reading.moment?));
    read.or_else(|| {
        let numbers = head.split(|c: char| !c.is_ascii_digit());
        numbers
            .filter(|number| number.len() == 4)
            .filter_map(|number| number.parse().ok())
            .find(|year| (1990..2100).contains(year))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_read_from_the_head_of_the_minutes() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            let found = held_on_in(text).map(|day| day.to_string()).unwrap_or_default();
            assert_eq!(found, expected);
        }

        case("校务会纪要\n时间：2023年5月18日下午\n会议……", "2023-05-18");
        case("总务处召开2024年总务工作会\n\n5月18日，总务处召开会议。", "2024-05-18");
        case("# Yard committee\nMay 3, 2024\n\nPresent: Kim", "2024-05-03");
        case("## 2024-05-03 Yard committee", "2024-05-03");
        case("On May 3, the committee met to plan the year 2024.", "2024-05-03");
        case("The committee met.", "");
    }
}

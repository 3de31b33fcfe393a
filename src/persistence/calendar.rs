//! The working calendar as rows: its entries, and the working week.

use diesel::prelude::*;

use super::schema::calendar_entries;
use super::{Conn, Error, settings};
use crate::domain::{CalendarEntry, DayKind, MONDAY_TO_FRIDAY, WorkCalendar};

/// The days of the week that are worked: seven of `0` and `1`, Monday first.
const WEEK: &str = "calendar.week";

type Row = (i64, DayKind, String, chrono::NaiveDate, chrono::NaiveDate, Option<String>);

/// The calendar as it stands.
pub fn read(conn: &mut Conn) -> Result<WorkCalendar, Error> {
    Ok(WorkCalendar::of(week(conn)?, &entries(conn)?))
}

/// Every entry, the earliest first.
pub fn entries(conn: &mut Conn) -> Result<Vec<CalendarEntry>, Error> {
    let rows: Vec<Row> = calendar_entries::table
        .order((calendar_entries::first_day, calendar_entries::id))
        .load(conn)?;
    Ok(rows.into_iter().map(entry).collect())
}

/// One entry.
pub fn find(conn: &mut Conn, id: i64) -> Result<CalendarEntry, Error> {
    Ok(entry(calendar_entries::table.find(id).first(conn)?))
}

fn entry((id, kind, name, from, to, source): Row) -> CalendarEntry {
    CalendarEntry { id, kind, name, from, to, source }
}

/// Keeps a new entry.
pub fn insert(conn: &mut Conn, entry: &CalendarEntry) -> Result<i64, Error> {
    Ok(diesel::insert_into(calendar_entries::table)
        .values((
            calendar_entries::kind.eq(entry.kind),
            calendar_entries::name.eq(&entry.name),
            calendar_entries::first_day.eq(entry.from),
            calendar_entries::last_day.eq(entry.to),
            calendar_entries::source.eq(&entry.source),
        ))
        .returning(calendar_entries::id)
        .get_result(conn)?)
}

/// Takes an entry away; `false` where there was none.
pub fn delete(conn: &mut Conn, id: i64) -> Result<bool, Error> {
    Ok(diesel::delete(calendar_entries::table.find(id)).execute(conn)? == 1)
}

/// The days of the week that are worked, Monday first.
pub fn week(conn: &mut Conn) -> Result<[bool; 7], Error> {
    let kept = settings::get(conn, WEEK)?.filter(|text| text.len() == 7);
    Ok(kept.map_or(MONDAY_TO_FRIDAY, |text| {
        let mut days = text.chars().map(|day| day == '1');
        std::array::from_fn(|_| days.next().unwrap_or_default())
    }))
}

/// Sets them.
pub fn set_week(conn: &mut Conn, week: [bool; 7]) -> Result<(), Error> {
    let text: String = week.iter().map(|day| if *day { '1' } else { '0' }).collect();
    settings::put(conn, WEEK, &text)
}

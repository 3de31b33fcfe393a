//! The working calendar 工作日历: a year at a glance, its entries, the working week, and files taken
//! in.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Datelike as _, Days, NaiveDate};
use serde::Deserialize;

use super::reminders::change_told;
use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::documents::encoding::decode;
use crate::domain::{
    CalendarEntry, DayKind, Fault, HouseChange, Named as _, WorkCalendar, calendar_entries,
    day_from,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn, Uploaded};
use crate::i18n::Lang;
use crate::persistence::{calendar, house_changes};
use crate::services::{Error, working_calendar};

/// How many changes the page lists.
const CHANGES: i64 = 20;

/// How far ahead a year that is not entered is pointed out.
const AHEAD: Days = Days::new(60);

#[derive(Template)]
#[template(path = "pages/calendar.html")]
struct CalendarPage {
    frame: Frame,
    errors: FormErrors,
    done: String,
    year: i32,
    missing: String,
    working_days: usize,
    months: Vec<Month>,
    entries: Vec<Entry>,
    /// What a file holds that was looked at first, and its text.
    found: Option<(Vec<Entry>, String, DayKind)>,
    week: Vec<(usize, &'static str, bool)>,
    changes: Vec<(String, String)>,
}

struct Month {
    name: String,
    weeks: Vec<Vec<Option<Day>>>,
}

/// One day: its number, how it looks, and what that means.
struct Day {
    number: u32,
    class: &'static str,
    said: &'static str,
}

struct Entry {
    id: i64,
    name: String,
    days: String,
    kind: &'static str,
    source: String,
}

/// Which year, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    year: Option<i32>,
    #[serde(default)]
    done: String,
}

/// The years ahead of `today` for which nothing is entered, as a list; empty where there are none.
pub fn years_missing(lang: Lang, calendar: &WorkCalendar, today: NaiveDate) -> String {
    let missing = calendar.years_missing(today.year(), (today + AHEAD).year());
    let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
    years.join(lang.reminders_between())
}

/// `GET /calendar`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut built = build(&app, &me, query.year).await?;
    built.done = match query.done.as_str() {
        "" => String::new(),
        count => match count.parse::<usize>() {
            Ok(count) => me.lang.calendar_imported(count),
            Err(_) => me.lang.calendar_saved().to_owned(),
        },
    };
    Ok(page(&built))
}

/// `POST /calendar`: one entry.
pub async fn add(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let form = posted.clone();
    let work = move |act: &mut crate::app::Act<'_>| {
        let day = |name: &str| match form.some(name) {
            Some(text) => day_from(&text).map_err(|fault| Error::invalid(name, fault)),
            None => Err(Error::invalid(name, Fault::Missing)),
        };
        let from = day("on")?;
        let to = if form.some("until").is_some() { day("until")? } else { from };
        let kind: DayKind = form.text("kind").parse().unwrap_or(DayKind::Holiday);
        let (name, source) = (form.text("name").to_owned(), form.some("source"));
        working_calendar::add(act, CalendarEntry { id: 0, kind, name, from, to, source })?;
        Ok(format!("/calendar?year={}&done=saved", from.year()))
    };
    let outcome = me.once(&app, &posted, work).await;
    answer(&app, &me, outcome).await
}

/// `POST /calendar/{id}/remove`.
pub async fn remove(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let year = posted.text("year").parse::<i32>().unwrap_or(me.today.year());
    let work = move |act: &mut crate::app::Act<'_>| {
        working_calendar::remove(act, *id)?;
        Ok::<_, Error>(format!("/calendar?year={year}&done=saved"))
    };
    Ok(me.once(&app, &posted, work).await?)
}

/// `POST /calendar/week`.
pub async fn week(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let ticked: Vec<usize> = posted.all("day").filter_map(|day| day.parse().ok()).collect();
    let work = move |act: &mut crate::app::Act<'_>| {
        let week = std::array::from_fn(|day| ticked.contains(&day));
        working_calendar::set_week(act, week)?;
        Ok("/calendar?done=saved".to_owned())
    };
    let outcome = me.once(&app, &posted, work).await;
    answer(&app, &me, outcome).await
}

/// `POST /calendar/import`: looks at a file first, or takes what it holds.
pub async fn import(
    app: web::Data<App>,
    me: SignedIn,
    uploaded: Uploaded,
) -> Result<HttpResponse, Failure> {
    let bytes = uploaded.file().and_then(|file| file.bytes.as_deref());
    let typed = || Ok(uploaded.form.text("text").to_owned());
    let read = bytes.map_or_else(typed, decode);
    let form = uploaded.form;
    let otherwise: DayKind = form.text("kind").parse().unwrap_or(DayKind::Holiday);
    let mut errors = FormErrors::default();
    let text = read.unwrap_or_else(|refused| {
        errors.add("file", me.lang.not_read(&refused));
        String::new()
    });
    let entries = match calendar_entries(&text, otherwise) {
        _ if !errors.is_empty() => Vec::new(),
        Ok(entries) if entries.is_empty() => {
            errors.add("file", me.lang.calendar_no_entries());
            Vec::new()
        }
        Ok(entries) => entries,
        Err(bad) => {
            errors.add("file", me.lang.calendar_line_wrong(bad.line, &bad.text));
            Vec::new()
        }
    };
    if !errors.is_empty() {
        let mut built = build(&app, &me, None).await?;
        built.errors = errors;
        return Ok(returned(&built));
    }
    if form.ticked("look") {
        let year = entries.first().map(|one| one.from.year());
        let mut built = build(&app, &me, year).await?;
        let shown = entries.into_iter().map(|one| line(me.lang, one)).collect();
        built.found = Some((shown, text, otherwise));
        return Ok(page(&built));
    }
    let work = move |act: &mut crate::app::Act<'_>| {
        let year = entries.first().map_or(act.today.year(), |one| one.from.year());
        let kept = working_calendar::add_all(act, entries)?;
        Ok(format!("/calendar?year={year}&done={}", kept.len()))
    };
    let outcome = me.once(&app, &form, work).await;
    answer(&app, &me, outcome).await
}

async fn answer(
    app: &App,
    me: &SignedIn,
    outcome: Result<HttpResponse, Error>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Err(Error::Invalid(faults)) => {
            let mut built = build(app, me, None).await?;
            built.errors.extend(me.lang, &faults);
            Ok(returned(&built))
        }
        other => Ok(other?),
    }
}

async fn build(app: &App, me: &SignedIn, year: Option<i32>) -> Result<CalendarPage, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let lang = me.lang;
    let year = year.filter(|year| (1900..2200).contains(year)).unwrap_or(me.today.year());
    let (entries, week, changes) = app
        .read(|conn| {
            let changes = house_changes::last(conn, HouseChange::CALENDAR, CHANGES)?;
            Ok::<_, Error>((calendar::entries(conn)?, calendar::week(conn)?, changes))
        })
        .await?;
    let holds = WorkCalendar::of(week, &entries);
    let days = (1..=12).flat_map(|month| days_of(year, month));
    Ok(CalendarPage {
        errors: FormErrors::default(),
        done: String::new(),
        year,
        missing: years_missing(lang, &holds, me.today),
        working_days: days.filter(|day| holds.is_working_day(*day)).count(),
        months: (1..=12).map(|month| drawn(lang, &holds, me.today, year, month)).collect(),
        entries: entries
            .into_iter()
            .filter(|one| one.from.year() == year || one.to.year() == year)
            .map(|one| line(lang, one))
            .collect(),
        found: None,
        week: (0..)
            .zip(lang.weekdays())
            .zip(week)
            .map(|((nth, name), on)| (nth, name, on))
            .collect(),
        changes: changes.into_iter().map(|one| change_told(app, me, one)).collect(),
        frame: Frame::of(me, Nav::Reminders),
    })
}

fn line(lang: Lang, entry: CalendarEntry) -> Entry {
    Entry {
        id: entry.id,
        days: lang.days(entry.from, entry.to),
        kind: lang.day_kind(entry.kind),
        name: entry.name,
        source: entry.source.unwrap_or_default(),
    }
}

fn days_of(year: i32, month: u32) -> Vec<NaiveDate> {
    (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(year, month, day)).collect()
}

fn drawn(lang: Lang, calendar: &WorkCalendar, today: NaiveDate, year: i32, month: u32) -> Month {
    let days = days_of(year, month);
    let blank = days.first().map_or(0, |first| first.weekday().num_days_from_monday());
    let mut cells: Vec<Option<Day>> = (0..blank).map(|_| None).collect();
    cells.extend(days.iter().map(|day| {
        let (class, said) = if *day == today {
            ("y-now", lang.reminders_today())
        } else if calendar.is_holiday(*day) {
            ("y-h", lang.calendar_holiday())
        } else if calendar.is_made_up(*day) {
            ("y-w", lang.calendar_working_day())
        } else if !calendar.is_working_day(*day) {
            ("y-o", "")
        } else if calendar.in_vacation(*day) {
            ("y-v", lang.calendar_vacation())
        } else {
            ("", "")
        };
        Some(Day { number: day.day(), class, said })
    }));
    let mut weeks: Vec<Vec<Option<Day>>> = Vec::new();
    for (nth, cell) in cells.into_iter().enumerate() {
        if nth % 7 == 0 {
            weeks.push(Vec::with_capacity(7));
        }
        if let Some(week) = weeks.last_mut() {
            week.push(cell);
        }
    }
    Month { name: days.first().map(|first| lang.month_of_year(*first)).unwrap_or_default(), weeks }
}

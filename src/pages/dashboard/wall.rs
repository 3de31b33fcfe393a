//! `GET /wall/{secret}`: the same figures for a screen on a wall, which nobody touches.

use actix_web::http::header::{HeaderName, HeaderValue, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::links::Doors;
use super::read::{AHEAD, Read, read};
use super::rows::{self, DoorFacts, DoorRow, FigureRow};
use super::sentence;
use crate::app::App;
use crate::domain::{Actor, DepartmentPart, Light, WallDisplay};
use crate::http::limit::CredentialLimit;
use crate::http::{Failure, client};
use crate::i18n::Lang;
use crate::links::Token;
use crate::pages::{Bar, page};
use crate::persistence::views::dashboard::{DashboardFilter, Day, OverdueTask};
use crate::persistence::{Error, wall_displays};

/// The display looks again so often, in seconds.
const REFRESH: &str = "60";
/// As many rows as a screen has room for.
const DEPARTMENT_ROWS: usize = 11;
const RED_ROWS: usize = 8;

#[derive(Template)]
#[template(path = "pages/wall.html")]
struct WallPage {
    l: Lang,
    dark: bool,
    /// Whose figures, and as of when.
    facts: String,
    /// What it is confined to; empty where it shows everything.
    filter: String,
    as_of: NaiveDate,
    headline: String,
    bar: Bar,
    bar_label: String,
    doors: Vec<DoorRow>,
    lights: [Light; 5],
    departments: Vec<FigureRow>,
    more_departments: usize,
    red: Vec<RedRow>,
    more_red: i64,
}

/// An overdue task, as far as a passer-by may read of it.
struct RedRow {
    days_over: i64,
    title: String,
    lead: String,
    expected_on: Option<NaiveDate>,
}

/// `GET /wall/{secret}`: read only, without a session and without cookies; not there once the link
/// is revoked.
pub async fn show(
    app: web::Data<App>,
    limit: web::Data<CredentialLimit>,
    request: HttpRequest,
    secret: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let hash = Token::presented(&secret).hash();
    let address = client::of(&request, &app);
    limit.look(hash.as_ref())?;
    let (today, calendar, house) = (app.today(), app.calendar(), app.house());
    let now = app.clock.now().and_utc().with_timezone(&house.zone).naive_local();
    let found = app
        .read(move |conn| {
            let Some(kept) = wall_displays::shown_by(conn, hash.as_ref())? else {
                return Ok(None);
            };
            let filter = filter_of(&kept.display, today);
            let confines = wall_displays::confines(conn, &kept.display)?;
            let viewer = Actor::everybody();
            let day = Day::read(conn, &viewer, &filter)?;
            let read = read(conn, &viewer, &day, &filter, None, &calendar)?;
            Ok::<_, Error>(Some((kept, confines, filter, read)))
        })
        .await?;
    let Some((kept, confines, filter, read)) = found else {
        limit.attempt_at_all(address)?;
        return Err(Failure::NoPage);
    };
    let lang = kept.display.language.parse().unwrap_or(house.lang);
    let mut answer =
        page(&built(lang, house.name(lang), now, &kept.display, &confines, &filter, &read));
    let headers = answer.headers_mut();
    headers.insert(HeaderName::from_static("refresh"), HeaderValue::from_static(REFRESH));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}

/// The filter that a display means on `today`.
fn filter_of(display: &WallDisplay, today: NaiveDate) -> DashboardFilter {
    DashboardFilter {
        body_id: display.body_id,
        programme_id: display.programme_id,
        department_id: display.department_id,
        role: display.department_id.map(|_| DepartmentPart::Lead),
        ..DashboardFilter::on(today)
    }
}

fn built(
    l: Lang,
    organisation: &str,
    now: NaiveDateTime,
    display: &WallDisplay,
    confines: &[String],
    filter: &DashboardFilter,
    shown: &Read,
) -> WallPage {
    let as_of = filter.as_of;
    let doors = Doors::new(filter, as_of);
    let totals = &shown.board.totals;
    let mut departments = rows::departments(l, &doors, &shown.board);
    let more_departments = departments.len().saturating_sub(DEPARTMENT_ROWS);
    departments.truncate(DEPARTMENT_ROWS);
    let hidden = display.titles_hidden;
    let red: Vec<RedRow> =
        shown.red.iter().take(RED_ROWS).map(|task| red_row(l, task, hidden)).collect();
    let rows_shown = i64::try_from(red.len()).unwrap_or(i64::MAX);
    let (day, weekday, time) = (l.long_date(as_of), l.weekday(as_of), now.format("%H:%M"));
    WallPage {
        l,
        dark: display.dark,
        facts: l.wall_facts(organisation, weekday, day, time),
        filter: confines.join(l.wall_comma()),
        as_of,
        headline: without_links(&sentence::headline(l, &doors, &totals.counts, as_of, as_of)),
        bar: doors.tally(&totals.counts).bar(l),
        bar_label: rows::bar_label(l, &totals.counts),
        doors: rows::doors(
            l,
            &doors,
            &DoorFacts {
                as_of,
                today: as_of,
                totals,
                overdue: &shown.red,
                due: (shown.until, AHEAD, shown.due),
                waiting_since: shown.waiting_since,
            },
        ),
        lights: [
            Light::ClosedOnTime,
            Light::ClosedLate,
            Light::OnTrack,
            Light::DueSoon,
            Light::Overdue,
        ],
        departments,
        more_departments,
        red,
        more_red: totals.counts.overdue - rows_shown,
    }
}

/// Where titles are hidden, the number stands for the task, and what has none is told from others
/// by its department alone.
fn red_row(l: Lang, task: &OverdueTask, hidden: bool) -> RedRow {
    let number = || task.number.clone().unwrap_or_else(|| l.wall_a_task().to_owned());
    RedRow {
        days_over: task.days_over,
        title: if hidden { number() } else { task.title.clone() },
        lead: task.lead.clone(),
        expected_on: task.expected_on,
    }
}

/// The sentence of the dashboard, for who can touch nothing: what the links hold stays.
fn without_links(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a ") {
        text.push_str(before);
        rest = link.split_once('>').map_or("", |(_, inside)| inside);
    }
    text.push_str(rest);
    text.replace("</a>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_links_says_the_same() {
        let html = r#"<a href="/ledger?a=1&amp;b=2"><b>83</b></a> due: <span class="hot"><a href="/x"><b>8</b></a> overdue</span>; open."#;
        let expected = r#"<b>83</b> due: <span class="hot"><b>8</b> overdue</span>; open."#;
        assert_eq!(without_links(html), expected);
        assert_eq!(without_links("nothing due yet"), "nothing due yet");
    }
}

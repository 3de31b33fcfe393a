//! `GET /dashboard`.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::chart::Chart;
use super::filters::{Asked, Period};
use super::links::Doors;
use super::rows::{self, DoorFacts, DoorRow, FigureRow, MeetingRow};
use super::sentence::{self, Before, tasks_of};
use crate::app::App;
use crate::domain::{Actor, Light, Role, State, WorkCalendar};
use crate::http::unchanged::{Known, Stamp};
use crate::http::{Failure, FormErrors, SignedIn};
use crate::i18n::Lang;
use crate::pages::{Bar, Frame, Nav, page};
use crate::persistence::views::dashboard::{
    Board, DashboardFilter, Day, DueTask, LastMeeting, OverdueTask, Totals,
};
use crate::persistence::{Conn, Error, bodies, people, programmes, revision};

/// How far the page looks ahead, in working days.
pub(super) const AHEAD: u32 = 10;
/// The longest lists that the page shows; behind each stands the whole one.
const RED_ROWS: usize = 10;
const NEXT_ROWS: usize = 14;
const MEETING_ROWS: usize = 12;
const LAST_MEETINGS: usize = 2;

#[derive(Template)]
#[template(path = "pages/dashboard.html")]
struct DashboardPage {
    frame: Frame,
    l: Lang,
    as_of: NaiveDate,
    errors: FormErrors,
    asked: Asked,
    facts: Vec<String>,
    applied: String,
    choices: Vec<Choice>,
    /// Title and text where there is nothing to show.
    empty: Option<(&'static str, &'static str)>,
    /// Whether the reader could add minutes.
    intake: bool,
    headline: String,
    bar: Bar,
    bar_label: String,
    doors: Vec<DoorRow>,
    rates: Vec<String>,
    red: Vec<OverdueTask>,
    red_note: String,
    /// Whether the reader writes instructions 批示.
    instructs: bool,
    lights: [Light; 5],
    departments: Vec<FigureRow>,
    together: FigureRow,
    last_meetings: Vec<MeetingRow>,
    chart: Chart,
    tabs: [Tab; 2],
    by_caption: &'static str,
    by_head: &'static str,
    by: Vec<FigureRow>,
    next: Vec<DueTask>,
    next_title: String,
    next_note: String,
}

/// A choice of the filter form.
struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<Choosable>,
}

struct Choosable {
    value: String,
    label: String,
    chosen: bool,
}

struct Tab {
    href: String,
    label: &'static str,
    current: bool,
}

/// Everything that the page needs from the database.
pub(super) struct Read {
    pub(super) board: Board,
    before: Option<Before>,
    pub(super) red: Vec<OverdueTask>,
    next: Vec<DueTask>,
    pub(super) due: i64,
    pub(super) until: NaiveDate,
    pub(super) waiting_since: Option<NaiveDate>,
    first_issued: Option<NaiveDate>,
    last_meetings: Vec<LastMeeting>,
    choices: Vec<Choice>,
}

/// `GET /dashboard`: how the tasks stand, for whoever sees any.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    request: HttpRequest,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (known, depends) = (Known::of(&request), me.depends());
    let asked = asked.into_inner();
    let (lang, today) = (me.lang, me.today);
    let mut errors = FormErrors::default();
    let filter = asked.filter(lang, today, &mut errors);
    let before = asked.before(&filter);
    let (stamp, read) = {
        let (viewer, asked, filter) = (me.actor.clone(), asked.clone(), filter.clone());
        let (calendar, house) = (app.calendar(), app.clone());
        app.read(move |conn| {
            let stamp = Stamp::of(&house, revision::current(conn)?, &depends);
            if known.has(&stamp) {
                return Ok((stamp, None));
            }
            let mut read = read(conn, &viewer, &filter, before.as_ref(), &calendar)?;
            read.choices = choices(conn, lang, &asked, &filter)?;
            Ok::<_, Error>((stamp, Some(read)))
        })
        .await?
    };
    let Some(read) = read else { return Ok(stamp.still_holds()) };
    let mut answer = page(&dashboard(&me, asked, &filter, errors, read));
    stamp.put_on(answer.headers_mut());
    Ok(answer)
}

pub(super) fn read(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &DashboardFilter,
    before: Option<&DashboardFilter>,
    calendar: &WorkCalendar,
) -> Result<Read, Error> {
    let day = Day::read(conn, viewer, filter)?;
    let until = calendar.working_days_after(filter.as_of, AHEAD);
    let (next, due) = day.due_until(conn, until, NEXT_ROWS)?;
    let before = match before {
        Some(before) => {
            let day = Day::read(conn, viewer, before)?;
            let from = before.from.unwrap_or(before.as_of);
            let totals = Totals::of(day.standings(), day.as_of);
            let days = (before.as_of - from).num_days() + 1;
            Some(Before { totals, from, days }).filter(|before| before.totals.counts.all > 0)
        }
        None => None,
    };
    let board = Board::of(conn, &day)?;
    let counted = || day.standings().filter(|one| one.counted);
    Ok(Read {
        red: day.overdue(conn, RED_ROWS)?,
        last_meetings: LastMeeting::first_of(conn, &board.meetings, LAST_MEETINGS)?,
        waiting_since: counted()
            .filter(|one| one.marks.state == State::AwaitingAcknowledgement)
            .filter_map(|one| one.issued_on)
            .min(),
        first_issued: counted().filter_map(|one| one.issued_on).min(),
        board,
        before,
        next,
        due,
        until,
        choices: Vec::new(),
    })
}

fn choices(
    conn: &mut Conn,
    lang: Lang,
    asked: &Asked,
    filter: &DashboardFilter,
) -> Result<Vec<Choice>, Error> {
    let tree = crate::persistence::departments::tree(conn)?;
    let choice = |name, label, chosen: Option<i64>, all: Vec<(i64, String)>| Choice {
        name,
        label,
        options: std::iter::once((0, lang.dashboard_all().to_owned()))
            .chain(all)
            .map(|(id, label)| Choosable {
                value: if id == 0 { String::new() } else { id.to_string() },
                label,
                chosen: chosen.unwrap_or_default() == id,
            })
            .collect(),
    };
    let period = Choice {
        name: "period",
        label: lang.dashboard_period(),
        options: Period::ALL
            .into_iter()
            .map(|period| Choosable {
                value: period.word().to_owned(),
                label: period.label(lang).to_owned(),
                chosen: asked.period() == period,
            })
            .collect(),
    };
    let bodies = bodies::all(conn)?;
    let bodies = bodies.into_iter().map(|body| (body.id.0, body.name)).collect();
    let programmes = programmes::all(conn)?;
    let programmes = programmes.into_iter().map(|one| (one.id.0, one.name)).collect();
    let indented = |depth| "\u{3000}".repeat(depth);
    let departments = tree
        .iter()
        .filter(|one| one.active)
        .map(|one| (one.id.0, format!("{}{}", indented(tree.depth(one.id)), one.name)))
        .collect();
    let people = people::all(conn)?;
    let leads = |id| tree.iter().any(|one| tree.leader(one.id) == Some(id));
    let leaders = people
        .into_iter()
        .filter(|person| person.active && (person.role == Role::Leader || leads(person.id)))
        .map(|person| (person.id.0, person.name))
        .collect();
    Ok(vec![
        period,
        choice("body_id", lang.dashboard_body(), filter.body_id.map(Into::into), bodies),
        choice(
            "programme_id",
            lang.dashboard_programme(),
            filter.programme_id.map(Into::into),
            programmes,
        ),
        choice(
            "department_id",
            lang.dashboard_lead_department(),
            filter.department_id.map(Into::into),
            departments,
        ),
        choice("leader_id", lang.dashboard_leader(), filter.leader_id.map(Into::into), leaders),
    ])
}

fn dashboard(
    me: &SignedIn,
    asked: Asked,
    filter: &DashboardFilter,
    errors: FormErrors,
    read: Read,
) -> DashboardPage {
    let (l, as_of, today) = (me.lang, filter.as_of, me.today);
    let doors = Doors::new(filter, today);
    let Read { board, red, next, .. } = read;
    let totals = &board.totals;
    let counts = &totals.counts;
    let by_meeting = asked.by == "meeting";
    let tab = |word, label, current| Tab { href: asked.with_tab(word), label, current };
    let runs_office = me.actor.runs_office();
    DashboardPage {
        frame: Frame::of(me, Nav::Dashboard),
        l,
        as_of,
        facts: facts(me, filter, &board, read.first_issued),
        applied: applied(l, &asked, &read.choices),
        choices: read.choices,
        empty: (counts.all + totals.long_term == 0).then(|| {
            if *filter == DashboardFilter::on(today) {
                (l.dashboard_empty_title(), l.dashboard_empty_text())
            } else {
                (l.dashboard_empty_filtered(), l.dashboard_empty_filtered_text())
            }
        }),
        intake: runs_office,
        headline: sentence::headline(l, &doors, counts, as_of, today),
        bar: rows::bar(counts),
        bar_label: rows::bar_label(l, counts),
        rates: sentence::rates(l, &doors, totals, read.before.as_ref()),
        doors: rows::doors(
            l,
            &doors,
            &DoorFacts {
                as_of,
                today,
                totals,
                overdue: &red,
                due: (read.until, AHEAD, read.due),
                waiting_since: read.waiting_since,
            },
        ),
        red_note: shown(red.len(), counts.overdue).map_or_else(
            || match counts.overdue {
                1 => l.dashboard_red_count_one(1),
                all => l.dashboard_red_count(all),
            },
            |shown| l.dashboard_red_first(shown, counts.overdue),
        ),
        instructs: me.actor.wears(|role| matches!(role, Role::Leader | Role::Admin)),
        lights: [
            Light::ClosedOnTime,
            Light::ClosedLate,
            Light::OnTrack,
            Light::DueSoon,
            Light::Overdue,
        ],
        departments: rows::departments(&doors, &board),
        together: rows::together(l, &doors, &board),
        last_meetings: rows::last_meetings(l, &doors, &read.last_meetings),
        chart: Chart::of(l, &doors, &board.trend, as_of),
        tabs: [
            tab("programme", l.dashboard_by_programme(), !by_meeting),
            tab("meeting", l.dashboard_by_meeting(), by_meeting),
        ],
        by_caption: if by_meeting {
            l.dashboard_tasks_by_meeting()
        } else {
            l.dashboard_tasks_by_programme()
        },
        by_head: if by_meeting { l.dashboard_meeting() } else { l.dashboard_programme() },
        by: if by_meeting {
            rows::meetings(&doors, &board, MEETING_ROWS)
        } else {
            rows::programmes(&doors, &board)
        },
        next_title: l.dashboard_next_title(AHEAD),
        next_note: shown(next.len(), read.due)
            .map_or_else(|| tasks_of(l, read.due), |shown| l.dashboard_next_first(shown, read.due)),
        red,
        next,
        errors,
        asked,
    }
}

/// How many rows are shown, where that is not all of them.
fn shown(rows: usize, all: i64) -> Option<i64> {
    i64::try_from(rows).ok().filter(|rows| *rows < all)
}

/// The facts below the title: the period, how much is in it, as of when.
fn facts(
    me: &SignedIn,
    filter: &DashboardFilter,
    board: &Board,
    first_issued: Option<NaiveDate>,
) -> Vec<String> {
    let l = me.lang;
    let until = filter.to.unwrap_or(filter.as_of);
    let period = filter.from.or(first_issued).map(|from| {
        let same_year = from.year() == until.year();
        let (from, until) = match l {
            Lang::En if same_year => (from.format("%-d %B").to_string(), l.long_date(until)),
            Lang::ZhCn if same_year => (l.long_date(from), l.day(until)),
            _ => (l.long_date(from), l.long_date(until)),
        };
        l.dashboard_period_span(from, until)
    });
    let meetings = board.meetings.iter().filter(|meeting| meeting.counts.all > 0).count();
    let extent = l.dashboard_tasks_from_meetings(board.totals.counts.all, meetings);
    let moment = if filter.as_of == me.today {
        l.dashboard_as_at_now(me.local_time.format("%H:%M"))
    } else {
        l.dashboard_as_at_day(l.long_date(filter.as_of))
    };
    period.into_iter().chain([extent, moment]).collect()
}

/// What is applied, in one line.
fn applied(l: Lang, asked: &Asked, choices: &[Choice]) -> String {
    let all = [
        l.dashboard_period_all(),
        l.dashboard_all_bodies(),
        l.dashboard_all_programmes(),
        l.dashboard_all_departments(),
        l.dashboard_all_leaders(),
    ];
    let chosen = |choice: &Choice| {
        choice
            .options
            .iter()
            .skip(1)
            .find(|option| option.chosen)
            .map(|one| one.label.trim().to_owned())
    };
    let mut parts: Vec<String> = choices
        .iter()
        .zip(all)
        .map(|(choice, all)| chosen(choice).unwrap_or_else(|| all.to_owned()))
        .collect();
    if asked.period() == Period::Custom
        && let Some(first) = parts.first_mut()
    {
        *first = l.dashboard_period_span(asked.from.trim(), asked.to.trim());
    }
    parts.join(l.dashboard_comma())
}

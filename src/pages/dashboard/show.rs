//! `GET /dashboard`.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{Datelike, NaiveDate};

use super::chart::Chart;
use super::choices::{Choice, applied, choices};
use super::filters::Asked;
use super::held_up::{HeldUp, on_day};
use super::links::Doors;
use super::read::{AHEAD, Read, read};
use super::rows::{self, DoorFacts, DoorRow, FigureRow, MeetingRow};
use super::sentence::{self, tasks_of};
use crate::app::App;
use crate::domain::{Light, Measure, Role, reads_circulars};
use crate::http::unchanged::{Known, Stamp};
use crate::http::{Failure, FormErrors, SignedIn};
use crate::i18n::Lang;
use crate::pages::{Bar, Figure, Frame, Nav, page, see_other};
use crate::persistence::views::dashboard::{
    DashboardFilter, Day, DueTask, ExtendedTask, OverdueTask, WaitingTask,
};
use crate::persistence::{Error, preferences, revision};

/// How many programmes or meetings are listed beside one another.
const BY_ROWS: usize = 100;

#[derive(Template)]
#[template(path = "pages/dashboard.html")]
struct DashboardPage {
    frame: Frame,
    l: Lang,
    as_of: NaiveDate,
    errors: FormErrors,
    asked: Asked,
    done: Option<&'static str>,
    /// Whether this is what the reader begins with, and whether that is their own choice.
    start: Start,
    /// HTML: the first figure is a door.
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
    by_light: Vec<(Light, Figure)>,
    doors: Vec<DoorRow>,
    rates: Vec<String>,
    formulas: Vec<(&'static str, String)>,
    red: Vec<OverdueTask>,
    red_note: String,
    /// Whether the reader reads circulars.
    circulars: bool,
    /// Whether the reader writes instructions 批示.
    instructs: bool,
    held_up: HeldUp,
    waiting: Vec<WaitingTask>,
    extended: Vec<ExtendedTask>,
    departments: Vec<FigureRow>,
    together: FigureRow,
    last_meetings: Vec<MeetingRow>,
    chart: Chart,
    tabs: [Tab; 2],
    by_caption: &'static str,
    by_head: &'static str,
    by: Vec<FigureRow>,
    /// What falls due, the first of each day with the figure of that day.
    next: Vec<(DueTask, Option<Figure>)>,
    next_title: String,
    next_note: String,
    long_term: Figure,
    long_term_missed: Figure,
}

/// What the reader begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    /// They chose it themselves.
    own: bool,
    /// This page is it.
    here: bool,
}

struct Tab {
    href: String,
    label: &'static str,
    current: bool,
}

/// `GET /dashboard`: how the tasks stand, for whoever sees any. Without a question it begins with
/// the reader's own one, where they keep one.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    asked: web::Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (known, depends) = (Known::of(&request), me.depends());
    let asked = asked.into_inner();
    let person = me.actor.id;
    let own = app
        .read(move |conn| match person {
            Some(person) => preferences::get(conn, person, preferences::START),
            None => Ok(None),
        })
        .await?
        .filter(|own| !own.is_empty());
    if let Some(own) = own.as_ref().filter(|_| request.query_string().is_empty()) {
        return Ok(see_other(format!("/dashboard?{own}")));
    }
    let (lang, today) = (me.lang, me.today);
    let calendar = app.calendar();
    let mut errors = FormErrors::default();
    let filter = asked.filter(lang, today, calendar.terms(), &mut errors);
    let before = asked.before(&filter, calendar.terms());
    let (stamp, made) = {
        let (viewer, asked, filter) = (me.actor.clone(), asked.clone(), filter.clone());
        let house = app.clone();
        app.read(move |conn| {
            let stamp = Stamp::of(&house, revision::current(conn)?, &depends);
            if known.has(&stamp) {
                return Ok((stamp, None));
            }
            let day = Day::read(conn, &viewer, &filter)?;
            let terms = !calendar.terms().is_empty();
            let choices = choices(conn, &viewer, lang, &day.tree, terms, &asked, &filter)?;
            let read = read(conn, &viewer, &day, &filter, before.as_ref(), &calendar)?;
            Ok::<_, Error>((stamp, Some((read, choices))))
        })
        .await?
    };
    let Some((read, choices)) = made else { return Ok(stamp.still_holds()) };
    let start = Start {
        own: own.is_some(),
        here: own.unwrap_or_default() == asked.start() && asked.as_of.is_empty(),
    };
    let mut answer = page(&dashboard(&me, asked, &filter, errors, read, choices, start));
    stamp.put_on(answer.headers_mut());
    Ok(answer)
}

fn dashboard(
    me: &SignedIn,
    asked: Asked,
    filter: &DashboardFilter,
    errors: FormErrors,
    read: Read,
    choices: Vec<Choice>,
    start: Start,
) -> DashboardPage {
    let (l, as_of, today) = (me.lang, filter.as_of, me.today);
    let doors = Doors::new(filter, today);
    let held_up = HeldUp::of(l, &doors, &read);
    let facts = facts(me, &asked, filter, &doors, &read);
    let Read { board, red, next, .. } = read;
    let totals = &board.totals;
    let counts = &totals.counts;
    let tally = doors.tally(counts);
    let by_meeting = asked.by == "meeting";
    let tab = |word, label, current| Tab { href: asked.with_tab(word), label, current };
    let runs_office = me.actor.runs_office();
    DashboardPage {
        frame: Frame::of(me, Nav::Dashboard),
        l,
        as_of,
        done: done(l, &asked),
        start,
        facts,
        applied: applied(l, &asked, &choices),
        choices,
        empty: (counts.all + totals.long_term == 0).then(|| {
            if *filter == DashboardFilter::on(today) {
                (l.dashboard_empty_title(), l.dashboard_empty_text())
            } else {
                (l.dashboard_empty_filtered(), l.dashboard_empty_filtered_text())
            }
        }),
        intake: runs_office,
        headline: sentence::headline(l, &doors, counts, as_of, today),
        bar: tally.bar(l),
        bar_label: rows::bar_label(l, counts),
        by_light: tally.lights(),
        rates: sentence::rates(l, &doors, totals, read.before.as_ref(), &asked.query()),
        formulas: sentence::formulas(l, &doors, totals, as_of),
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
        circulars: reads_circulars(&me.actor),
        instructs: me.actor.wears(|role| matches!(role, Role::Leader | Role::Admin)),
        held_up,
        waiting: read.waiting,
        extended: read.extensions.tasks,
        departments: rows::departments(l, &doors, &board),
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
            rows::meetings(l, &doors, &board, BY_ROWS)
        } else {
            rows::programmes(l, &doors, &board)
        },
        next_title: l.dashboard_next_title(AHEAD),
        next_note: shown(next.len(), read.due)
            .map_or_else(|| tasks_of(l, read.due), |shown| l.dashboard_next_first(shown, read.due)),
        long_term: Figure::new(totals.long_term, &doors.long_term()),
        long_term_missed: Figure::new(read.long_term_missed, &doors.long_term_missed()),
        red,
        next: by_day(&doors, next),
        errors,
        asked,
    }
}

/// What was just done.
fn done(l: Lang, asked: &Asked) -> Option<&'static str> {
    match asked.done.as_str() {
        "start_own" => Some(l.dashboard_start_kept()),
        "start_house" => Some(l.dashboard_start_left()),
        verb => crate::pages::task::done(l, verb),
    }
}

/// The first task of each day bears the figure of that day.
fn by_day(doors: &Doors, next: Vec<DueTask>) -> Vec<(DueTask, Option<Figure>)> {
    let mut day = None;
    let with_day = |task: DueTask| {
        let first = day.replace(task.due_on) != Some(task.due_on);
        let figure = first.then(|| on_day(doors, task.due_on, task.same_day));
        (task, figure)
    };
    next.into_iter().map(with_day).collect()
}

/// How many rows are shown, where that is not all of them.
fn shown(rows: usize, all: i64) -> Option<i64> {
    i64::try_from(rows).ok().filter(|rows| *rows < all)
}

/// The facts below the title, as HTML: the period, how much is in it, as of when.
fn facts(
    me: &SignedIn,
    asked: &Asked,
    filter: &DashboardFilter,
    doors: &Doors,
    read: &Read,
) -> Vec<String> {
    let l = me.lang;
    let until = filter.to.unwrap_or(filter.as_of).min(filter.as_of);
    let period = filter.from.or(read.first_issued).map(|from| {
        let same_year = from.year() == until.year();
        let (from, until) = match l {
            Lang::En if same_year => (from.format("%-d %B").to_string(), l.long_date(until)),
            Lang::ZhCn if same_year => (l.long_date(from), l.day(until)),
            _ => (l.long_date(from), l.long_date(until)),
        };
        l.dashboard_period_span(from, until)
    });
    let board = &read.board;
    let meetings = board.meetings.iter().filter(|meeting| meeting.counts.all > 0).count();
    let all = doors.tally(&board.totals.counts).figure(Measure::All);
    let meetings =
        format!(r#"<a href="{}">{meetings}</a>"#, asked.with_tab("meeting").replace('&', "&amp;"));
    let extent = l.dashboard_tasks_from_meetings(all.around(all.count), meetings);
    let moment = if filter.as_of == me.today {
        l.dashboard_as_at_now(me.local_time.format("%H:%M"))
    } else {
        l.dashboard_as_at_day(l.long_date(filter.as_of))
    };
    period.into_iter().chain([extent, moment]).collect()
}

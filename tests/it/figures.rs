//! Every figure is a door: the list behind it has as many rows as the figure says, on every page,
//! for every reader, under any filter and as of any day.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Days, NaiveDate};
use duban::app::{App, actor_of};
use duban::domain::{
    Actor, Counts, DepartmentId, DepartmentPart, Measure, Month, PersonId, Role, State, TaskFilter,
};
use duban::persistence::views::dashboard::{Board, DashboardFilter, Day};
use duban::persistence::views::task_list;
use duban::persistence::{Conn, Error};

use crate::dashboard::{College, Dice, TODAY, college, day, live};
use crate::databases::{Database, on_both};
use crate::guest::{Guest, guest, settle};
use crate::office::Office;

on_both!(
    every_figure_on_every_page_is_the_length_of_its_list,
    every_count_of_the_api_is_the_total_of_a_list,
);

/// Every so many doors is opened as a reader opens it; the others are asked of the list itself.
const OPENED: usize = 12;

/// What a page marks as a figure: the number, and where it leads.
struct Figure {
    count: i64,
    href: String,
    /// What is printed inside.
    text: String,
}

/// The figures of a page, in its order.
fn figures(html: &str) -> Vec<Figure> {
    html.split("data-figure=\"")
        .skip(1)
        .map(|rest| {
            let (count, rest) = rest.split_once('"').unwrap();
            let rest = rest.split_once("href=\"").expect("a figure has an address").1;
            let (href, rest) = rest.split_once('"').unwrap();
            let inner = rest.split_once('>').unwrap().1.split("</a>").next().unwrap();
            let mut text = String::new();
            let mut tag = false;
            for letter in inner.chars() {
                match letter {
                    '<' => {
                        tag = true;
                        text.push(' ');
                    }
                    '>' => tag = false,
                    other if !tag => text.push(other),
                    _ => {}
                }
            }
            let href = href.replace("&amp;", "&").replace("&#38;", "&");
            Figure { count: count.parse().unwrap(), href, text }
        })
        .collect()
}

fn filter_of(href: &str) -> TaskFilter {
    let query = href.strip_prefix("/ledger?").unwrap_or_else(|| panic!("{href} is no ledger"));
    let mut filter = TaskFilter::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        assert_eq!(filter.set(&name, &value), Ok(true), "{name}={value}");
    }
    filter
}

/// How many rows the ledger says it has.
async fn opened(browser: &mut Guest, href: &str) -> i64 {
    let page = browser.get(href).await;
    assert_eq!(page.status, 200, "{href}");
    let said = page.html.split("<p class=\"applied\"><span>").nth(1);
    let said = said.and_then(|rest| rest.split("</span>").next()).expect("it says how many");
    said.rsplit(' ').next().unwrap().parse().unwrap()
}

struct House {
    office: Office,
    college: College,
    people: Vec<(&'static str, PersonId)>,
}

/// Random tasks with a past, and who looks at them.
fn house(database: Database, seed: u64, tasks: usize) -> House {
    let office = Office::on(TODAY, database);
    let people: Vec<(&str, PersonId)> = [
        ("clerk", Role::Clerk),
        ("leader", Role::Leader),
        ("other", Role::Leader),
        ("head", Role::Staff),
        ("observer", Role::Observer),
    ]
    .map(|(name, role)| (name, settle(&office.app, &format!("{name}@example.edu"), role).id))
    .into();
    let leaders = vec![people[1].1, people[2].1];
    let head = people[3].1;
    let college = office.app.db.write(|conn| {
        let college = college(conn, head, leaders)?;
        let mut dice = Dice(seed);
        for _ in 0..tasks {
            live(conn, &mut dice, &college)?;
        }
        Ok::<_, Error>(college)
    });
    House { office, college: college.unwrap(), people }
}

impl House {
    fn app(&self) -> &App {
        &self.office.app
    }

    fn actor(&self, id: PersonId) -> Actor {
        self.app().db.read(|conn| actor_of(conn, id, day(TODAY))).unwrap()
    }

    /// Questions that somebody may put to the dashboard, some of them rolled.
    fn questions(&self, dice: &mut Dice) -> Vec<String> {
        let College { departments, programmes, meetings, leaders } = &self.college;
        let past = |dice: &mut Dice| day("2025-04-01") + Days::new(dice.below(340));
        let mut all = vec![
            String::new(),
            "?by=meeting&as_of=2025-10-15".to_owned(),
            "?period=half_year".to_owned(),
            "?body_id=1&by=meeting".to_owned(),
        ];
        for _ in 0..3 {
            let mut query = format!("?as_of={}", past(dice));
            if dice.one_in(2) {
                write!(query, "&department_id={}", dice.of(departments)).unwrap();
            }
            if dice.one_in(3) {
                write!(query, "&programme_id={}", dice.of(programmes)).unwrap();
            }
            if dice.one_in(4) {
                write!(query, "&meeting_id={}", dice.of(meetings)).unwrap();
            }
            if dice.one_in(3) {
                write!(query, "&leader_id={}", dice.of(leaders)).unwrap();
            }
            if dice.one_in(2) {
                let from = past(dice);
                write!(query, "&from={from}&to={}", from + Days::new(dice.below(120))).unwrap();
            } else {
                write!(query, "&period={}", dice.of(&["month", "quarter", "year"])).unwrap();
            }
            all.push(query);
        }
        all
    }
}

async fn every_figure_on_every_page_is_the_length_of_its_list(database: Database) {
    let house = house(database, 20_260_316, 150);
    let mut dice = Dice(7);
    let mut checked = 0;
    for (name, id) in &house.people {
        let mut browser = guest(house.app()).await;
        browser.enter(&format!("{name}@example.edu")).await;
        let viewer = house.actor(*id);
        let mut paths: Vec<String> = house
            .questions(&mut dice)
            .into_iter()
            .map(|query| format!("/dashboard{query}"))
            .collect();
        paths.extend(house.college.programmes.iter().map(|id| format!("/programmes/{id}")));
        for query in house.questions(&mut dice).into_iter().skip(3) {
            let cadence = dice.of(&["weekly", "monthly", ""]);
            let and = if query.is_empty() { "?" } else { "&" };
            paths.push(format!("/missed-reports{query}{and}cadence={cadence}"));
        }
        let pages = ["/portfolio", "/my-department", "/desk", "/meetings", "/missed-reports"];
        paths.extend(pages.map(str::to_owned));
        paths.extend(house.college.meetings.iter().map(|id| format!("/meetings/{id}")));
        let mut lists: BTreeMap<String, i64> = BTreeMap::new();
        for path in paths {
            let page = browser.get(&path).await;
            // Who may not see a page sees no figure on it.
            if matches!(page.status, 403 | 404) {
                continue;
            }
            assert_eq!(page.status, 200, "{name} at {path}: {}", page.html);
            for figure in figures(&page.html) {
                let Figure { count, href, text } = figure;
                let printed = text.split(|letter: char| !letter.is_ascii_digit());
                let printed: Vec<i64> = printed.filter_map(|part| part.parse().ok()).collect();
                assert!(
                    printed.contains(&count) || text.trim().is_empty(),
                    "{name} at {path}: {count} is printed as {text:?}"
                );
                let listed = *lists.entry(href.clone()).or_insert_with(|| {
                    let filter = filter_of(&href);
                    let count =
                        |conn: &mut Conn| task_list::count(conn, &viewer, &filter, day(TODAY));
                    house.app().db.read(count).unwrap()
                });
                assert_eq!(listed, count, "{name} at {path}: {href}");
                checked += 1;
            }
        }
        for (href, listed) in lists.iter().step_by(OPENED) {
            assert_eq!(opened(&mut browser, href).await, *listed, "{name}: {href}");
        }
    }
    assert!(checked > 2_500, "only {checked} figures");
}

/// What the API counts, with the filter of the list that must be as long.
fn counted(counts: &Counts, filter: &TaskFilter, as_of: NaiveDate) -> Vec<(i64, TaskFilter)> {
    let mut measures = vec![
        Measure::All,
        Measure::Closed,
        Measure::Open,
        Measure::Due,
        Measure::DueClosed,
        Measure::DueOnTime,
        Measure::Unacknowledged,
        Measure::AwaitingDecision,
        Measure::Extended,
        Measure::ReportMissed,
    ];
    measures.extend(Measure::LIGHTS.map(Measure::Lit));
    let one = |measure: Measure| (measure.of(counts), measure.among(filter.clone(), as_of));
    measures.into_iter().map(one).collect()
}

async fn every_count_of_the_api_is_the_total_of_a_list(database: Database) {
    let house = house(database, 4_711, 120);
    let mut dice = Dice(99);
    let mut checked = 0;
    for (name, id) in &house.people {
        let viewer = house.actor(*id);
        for _ in 0..4 {
            let College { departments, programmes, leaders, .. } = &house.college;
            let filter = DashboardFilter {
                department_id: dice.one_in(2).then(|| dice.of(departments)),
                programme_id: dice.one_in(4).then(|| dice.of(programmes)),
                leader_id: dice.one_in(4).then(|| dice.of(leaders)),
                from: dice.one_in(3).then(|| day("2025-06-01")),
                role: dice.one_in(3).then_some(DepartmentPart::Lead),
                ..DashboardFilter::on(day("2025-04-01") + Days::new(dice.below(349)))
            };
            let filter = DashboardFilter {
                role: filter.role.filter(|_| filter.department_id.is_some()),
                ..filter
            };
            let expected = api_figures(house.app(), &viewer, &filter);
            for (count, filter) in expected {
                let listed = house
                    .app()
                    .db
                    .read(|conn| task_list::count(conn, &viewer, &filter, day(TODAY)))
                    .unwrap();
                assert_eq!(listed, count, "{name}: {filter:?}");
                checked += 1;
            }
        }
    }
    assert!(checked > 2_000, "only {checked} counts");
}

fn api_figures(app: &App, viewer: &Actor, filter: &DashboardFilter) -> Vec<(i64, TaskFilter)> {
    let day = |conn: &mut Conn| {
        let day = Day::read(conn, viewer, filter)?;
        Board::of(conn, &day)
    };
    let board = app.db.read(day).unwrap();
    let (of, as_of) = (filter.tasks(), filter.as_of);
    let totals = &board.totals;
    let mut all = counted(&totals.counts, &of, as_of);
    let long = TaskFilter { long_term: Some(true), states: State::COUNTING.to_vec(), ..of.clone() };
    all.push((totals.long_term, long));
    all.push((totals.missed_reports, Measure::ReportMissed.among(of.clone(), as_of)));
    for one in &board.departments {
        let part = |id: DepartmentId, role| TaskFilter {
            department_id: Some(id),
            role: Some(role),
            ..of.clone()
        };
        all.extend(counted(&one.lead, &part(one.id, DepartmentPart::Lead), as_of));
        all.extend(counted(&one.support, &part(one.id, DepartmentPart::Support), as_of));
    }
    for one in &board.programmes {
        let of = TaskFilter { programme_id: Some(one.id), ..of.clone() };
        if filter.programme_id.is_none_or(|id| id == one.id) {
            all.extend(counted(&one.counts, &of, as_of));
        } else {
            assert_eq!(one.counts, Counts::default());
        }
    }
    for one in &board.meetings {
        let of = TaskFilter { meeting_id: Some(one.id), ..of.clone() };
        all.extend(counted(&one.counts, &of, as_of));
    }
    for Month { first, opened, closed } in &board.trend {
        let month = Month { first: *first, opened: 0, closed: 0 };
        let last = month.last().min(as_of);
        let from = of.issued_from.map_or(*first, |from| from.max(*first));
        let counted = TaskFilter { counted: true, ..of.clone() };
        all.push((
            *opened,
            TaskFilter { issued_from: Some(from), issued_to: Some(last), ..counted.clone() },
        ));
        let (closed_from, closed_to) = (Some(*first), Some(last));
        let states = vec![State::Closed];
        all.push((*closed, TaskFilter { closed_from, closed_to, states, ..counted }));
    }
    all
}

//! The page itself.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono_tz::Tz;

use super::filter::Asked;
use crate::app::App;
use crate::domain::{EventKind, HouseChange, Named as _, Person, PersonId, Role, Tree};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::deed::Choice;
use crate::pages::history::{HistoryLine, Teller};
use crate::pages::reminders::change_told;
use crate::pages::{Frame, Nav, page};
use crate::persistence::house_changes;
use crate::persistence::views::log::{self, LogLine, LogPage};
use crate::persistence::{Conn, Error as Storage, departments, people};
use crate::services::Error;

/// How many lines a page has.
const ROWS: i64 = 100;

/// How many changes of the house the first page lists.
const CHANGES: usize = 50;

/// How many are looked through at most, and listed where only they are asked for.
pub const MOST_CHANGES: i64 = 5_000;

#[derive(Template)]
#[template(path = "pages/log.html")]
struct LogView {
    frame: Frame,
    counted: String,
    faults: Vec<String>,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    asked: Asked,
    rows: Vec<Row>,
    /// What was changed for the whole house: when and by whom, and what.
    changes: Vec<(String, String)>,
    csv: String,
    first: Option<String>,
    older: Option<String>,
}

/// One line of the log.
pub struct Row {
    /// When, to the minute, in the organisation's zone.
    pub at: String,
    /// The same for machines.
    pub iso: String,
    /// The task: its number, or that it is a draft.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Its page.
    pub path: String,
    /// What happened, in a sentence, and what was said about it.
    pub line: HistoryLine,
}

/// The names behind the ids of the history.
pub struct Names {
    tree: Tree,
    people: BTreeMap<PersonId, Person>,
}

impl Names {
    /// Reads them.
    pub fn read(conn: &mut Conn) -> Result<Self, Storage> {
        let everybody = people::all(conn)?;
        Ok(Self {
            tree: departments::tree(conn)?,
            people: everybody.into_iter().map(|person| (person.id, person)).collect(),
        })
    }

    /// The lines of a page, told.
    pub fn tell(&self, signed: &SignedIn, zone: Tz, page: &LogPage) -> Vec<Row> {
        let teller = Teller {
            lang: signed.lang,
            today: signed.today,
            zone,
            tree: &self.tree,
            people: &self.people,
            reports: &page.reports,
            turns: false,
            turned: &[],
            requests: &page.requests,
            files: &[],
        };
        page.lines.iter().map(|line| row(&teller, line)).collect()
    }
}

fn row(teller: &Teller<'_>, line: &LogLine) -> Row {
    let at = line.event.fact.occurred_at.and_utc().with_timezone(&teller.zone);
    let draft = || teller.lang.task_draft().to_owned();
    Row {
        at: format!("{} {}", teller.lang.date(at.date_naive()), at.format("%H:%M")),
        iso: at.to_rfc3339(),
        number: line.number.clone().unwrap_or_else(draft),
        title: line.title.clone(),
        path: format!("/tasks/{}", line.event.fact.task_id),
        line: teller.line(&line.event),
    }
}

/// Only administrators read the log.
pub fn admit(signed: &SignedIn) -> Result<(), Error> {
    if signed.actor.role == Role::Admin { Ok(()) } else { Err(Error::Forbidden) }
}

/// `GET /log`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    admit(&signed)?;
    let (lang, zone) = (signed.lang, app.house().zone);
    let asked = Asked::read(request.query_string(), zone, lang);
    let (filter, before, only_house) =
        (asked.filter.clone(), asked.before, asked.subject.is_some());
    // They are of no task, and stand on the first page.
    let of_house = asked.changes().filter(|_| before.is_none());
    let (mut found, mut total, names, changes) = app
        .read(move |conn| {
            let changes = match of_house {
                Some(of_house) => house_changes::found(conn, &of_house, MOST_CHANGES)?,
                None => Vec::new(),
            };
            let names = Names::read(conn)?;
            if only_house {
                return Ok((LogPage::default(), 0, names, changes));
            }
            let found = log::page(conn, &filter, before, ROWS + 1)?;
            Ok::<_, Storage>((found, log::count(conn, &filter)?, names, changes))
        })
        .await?;
    let changes = changes.into_iter().map(|one| change_told(&app, &signed, one));
    let mut changes: Vec<_> =
        changes.filter(|(when, what)| asked.is_said(&[when.as_str(), what.as_str()])).collect();
    if only_house {
        total = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    } else {
        changes.truncate(CHANGES);
    }
    let more = found.lines.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    if more {
        found.lines.pop();
    }
    let last = found.lines.last().map(|line| line.event.id).filter(|_| more);
    let query = asked.query();
    let people = names.people.values().map(|one| {
        Choice::new(one.id, one.name.as_str()).when(asked.filter.person == Some(one.id))
    });
    let kinds = EventKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, lang.event(*kind)).when(asked.filter.kind == Some(*kind)));
    let house = HouseChange::SUBJECTS.into_iter().map(|subject| {
        Choice::new(subject, subject_words(lang, subject)).when(asked.subject == Some(subject))
    });
    Ok(page(&LogView {
        frame: Frame::of(&signed, Nav::Log),
        counted: if total == 1 { lang.log_one().to_owned() } else { lang.log_many(total) },
        faults: asked.faults.clone(),
        people: any(lang, people),
        kinds: any(lang, kinds.chain(house)),
        rows: names.tell(&signed, zone, &found),
        changes,
        csv: format!("/log.csv?{query}"),
        first: asked.before.map(|_| format!("/log?{query}")),
        older: last.map(|id| format!("/log?{query}&before={id}")),
        asked,
    }))
}

/// A heading of changes of the house.
pub fn subject_words(lang: Lang, subject: &str) -> &'static str {
    match subject {
        HouseChange::LADDER => lang.log_ladder(),
        HouseChange::WALL => lang.log_wall(),
        _ => lang.log_calendar(),
    }
}

fn any(lang: Lang, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", lang.ledger_any())).chain(choices).collect()
}

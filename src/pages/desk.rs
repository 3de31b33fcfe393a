//! The clerk's desk 工作台: what waits, each with its next step and the telephone number.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, mark, page};
use crate::app::App;
use crate::domain::{
    Action, Actor, DecisionRules, Light, Marks, RequestKind, TaskFacts, TaskId, Verdict, may,
};
use crate::http::{Failure, Posted, SignedIn};
use crate::i18n::Lang;
use crate::persistence::views::desk::{self, Asked, Desk, DeskTask};
use crate::services::{self, steps};

/// The longest heap that is shown whole.
const ROWS: usize = 15;

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage {
    frame: Frame,
    l: Lang,
    facts: Vec<String>,
    index: [Heap; 6],
    desk: Desk,
    /// Which of the requests the reader may decide, in their order.
    decides: Vec<bool>,
    /// What was just issued.
    issued: Option<String>,
    /// Whether any draft can be issued as it is.
    issuable: bool,
}

/// A heap in the index.
struct Heap {
    id: &'static str,
    label: &'static str,
    count: usize,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    issued: Option<usize>,
}

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/desk", web::get().to(show)).route("/desk/issue", web::post().to(issue));
}

/// `GET /desk`: for those who run the office.
async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    allowed(&me.actor)?;
    let today = me.today;
    let mut desk = app.read(move |conn| desk::desk(conn, today)).await?;
    let l = me.lang;
    let heap = |id, label, count| Heap { id, label, count };
    let index = [
        heap("issue", l.desk_to_issue(), desk.drafts.len()),
        heap("unack", l.desk_unacknowledged(), desk.unacknowledged.len()),
        heap("silent", l.desk_silent_short(), desk.silent.len()),
        heap("ask", l.desk_requests(), desk.requests.len()),
        heap("review", l.desk_reviews(), desk.reviews.len()),
        heap("mail", l.desk_undelivered(), desk.undelivered.len()),
    ];
    shorten(&mut desk);
    let rules = app.settings.decisions.rules();
    let decides = desk.requests.iter().map(|asked| may_decide(&me.actor, asked, rules)).collect();
    let waiting = match index.iter().map(|heap| heap.count).sum() {
        0 => l.desk_nothing_waits().to_owned(),
        1 => l.desk_waiting_one(1),
        all => l.desk_waiting(all),
    };
    Ok(page(&DeskPage {
        frame: Frame::of(&me, Nav::Desk),
        l,
        facts: vec![l.desk_today(l.weekday(today), l.long_date(today)), waiting],
        issuable: desk.drafts.iter().any(|draft| draft.complete),
        index,
        decides,
        desk,
        issued: query.issued.map(|count| match count {
            0 => l.desk_nothing_ticked().to_owned(),
            1 => l.desk_issued_one().to_owned(),
            many => l.desk_issued(many),
        }),
    }))
}

/// `POST /desk/issue`: issues what is ticked, all of it or nothing.
async fn issue(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
    _request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let ticked: Vec<(TaskId, i64)> = posted.all("task").filter_map(id_and_version).collect();
    let answer = me
        .once(&app, &posted, move |act| {
            for (id, version) in &ticked {
                steps::issue(act, *id, *version)?;
            }
            Ok(format!("/desk?issued={}", ticked.len()))
        })
        .await?;
    Ok(answer)
}

/// `17.3`: task 17 as it was at version 3.
fn id_and_version(text: &str) -> Option<(TaskId, i64)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

fn allowed(actor: &Actor) -> Result<(), Failure> {
    if actor.role.runs_office() { Ok(()) } else { Err(services::Error::Forbidden.into()) }
}

fn shorten(desk: &mut Desk) {
    desk.unacknowledged.truncate(ROWS);
    desk.silent.truncate(ROWS);
    desk.requests.truncate(ROWS);
    desk.reviews.truncate(ROWS);
    desk.undelivered.truncate(ROWS);
}

fn may_decide(actor: &Actor, asked: &Asked, rules: DecisionRules) -> bool {
    let facts = TaskFacts {
        state: asked.task.marks.state,
        lead: asked.lead,
        supporters: Vec::new(),
        handler: None,
        leader: asked.leader,
        urgency: asked.urgency,
        confidential: false,
        readers: Vec::new(),
        open_request: Some((asked.kind, asked.by)),
    };
    may(actor, Action::Decide, &facts, rules) == Verdict::Allowed
}

impl DeskPage {
    fn is_clear(&self) -> bool {
        self.index.iter().all(|heap| heap.count == 0)
    }

    /// How many rows of the heap are not shown.
    fn more(&self, heap: usize, shown: usize) -> Option<usize> {
        self.index.get(heap)?.count.checked_sub(shown).filter(|more| *more > 0)
    }

    /// The light of a task and its words.
    fn light(&self, marks: &Marks) -> (&'static str, String) {
        let light = marks.light(self.frame.today);
        let words = match (light, marks.days_over(self.frame.today)) {
            (Light::Overdue, 1) => self.l.words_days_over_one(1),
            (Light::Overdue, days) => self.l.words_days_over(days),
            _ => self.l.light(light).to_owned(),
        };
        (mark(light), words)
    }

    /// What was last heard of an overdue task.
    fn heard(&self, task: &DeskTask) -> String {
        let l = self.l;
        match (task.last_report_on, task.marks.due_on) {
            (None, _) => l.desk_never_heard().to_owned(),
            (Some(on), Some(due)) if on <= due => {
                l.desk_before_due(l.date_near(on, self.frame.today))
            }
            (Some(on), _) => l.desk_last_heard(l.date_near(on, self.frame.today), task.percent),
        }
    }

    /// What is asked for, up to the two dates where there are any.
    fn asked(&self, asked: &Asked) -> String {
        let l = self.l;
        let (kind, day) = (l.request_kind(asked.kind), l.date_near(asked.on, self.frame.today));
        match (asked.dates, asked.kind) {
            (Some((old, _)), RequestKind::Extension) if asked.on <= old => {
                l.desk_asked_before(kind, day)
            }
            (Some(_), RequestKind::Extension) => l.desk_asked_after(kind, day),
            (Some(_), _) => l.desk_asked_undated(kind, day),
            (None, _) => l.desk_asked(kind, day, &asked.words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticked_box_says_which_task_was_seen() {
        assert_eq!(id_and_version("17.3"), Some((TaskId(17), 3)));
        assert_eq!(id_and_version("17"), None);
        assert_eq!(id_and_version("x.y"), None);
    }
}

//! The clerk's desk 工作台: what waits, each with its next step and the telephone number.

mod heap;
mod issue;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, ResponseError as _};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use self::heap::{Heap, silent};
use super::deed::Button;
use super::task::comes_back;
use super::{Frame, Nav, mark, page};
use crate::app::App;
use crate::domain::{
    Action, Actor, Approval, CircularState, DecisionRules, Light, Marks, Nature, Request,
    RequestKind, TaskFacts, TaskId, Verdict, may, signs_circulars,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::circular_path;
use crate::persistence::views::desk::{self, Asked, CallNote, Climbed, Desk, DeskTask, Submitted};
use crate::persistence::{circulars, ladder};
use crate::services::{self, submissions, urging};

/// The longest heap that is shown whole.
const ROWS: usize = 15;

#[derive(Template)]
#[template(path = "pages/desk.html")]
struct DeskPage {
    frame: Frame,
    l: Lang,
    facts: Vec<String>,
    index: [Heap; 7],
    /// What the ladder has put here, in the index where there is any.
    rungs: [Heap; 3],
    climbed: Climbed,
    /// The years of which no holiday is entered.
    missing: String,
    /// What waits for a signature, first in the index where anything does.
    sign: Option<Heap>,
    /// Whether the reader issues with their own hand.
    issues: bool,
    /// Circulars that wait for a signature: address and subject.
    circulars: Vec<(String, String)>,
    /// Which of the submissions the reader may sign, in their order.
    signs: Vec<bool>,
    errors: FormErrors,
    /// What is to be said of dates on free days, in place of issuing at once.
    free: Vec<Button>,
    /// What was ticked when the form was sent.
    ticked: Option<Vec<TaskId>>,
    /// What was written to those who sign.
    note: String,
    desk: Desk,
    /// Which of the requests the reader may decide, in their order.
    decides: Vec<bool>,
    /// What was just done, and what follows.
    done: Option<(String, &'static str)>,
    /// Whether any draft can be issued as it is.
    issuable: bool,
    /// Who signs before issue.
    approval: Approval,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    issued: Option<usize>,
    submitted: Option<usize>,
    signed: Option<String>,
    #[serde(default)]
    done: String,
}

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/desk", web::get().to(show))
        .route("/desk/issue", web::post().to(issue::issue))
        .route("/desk/notices/{id}/{verb}", web::post().to(notice))
        .route("/desk/calls/{id}", web::post().to(call));
}

/// `GET /desk`: for those who run the office.
async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut built = build(&app, &me).await?;
    built.done = done(me.lang, &query);
    Ok(page(&built))
}

async fn build(app: &App, me: &SignedIn) -> Result<DeskPage, Failure> {
    allowed(&me.actor)?;
    let (today, rules, actor) = (me.today, app.settings.rules(), me.actor.clone());
    let calendar = app.calendar();
    let missing = super::calendar::years_missing(me.lang, &calendar, today);
    let (mut desk, climbed, mine, laid) = app
        .read(move |conn| {
            let mine = submissions::waiting_for(conn, &actor, rules)?;
            let ladder = ladder::read(conn)?;
            let climbed = desk::climbed(conn, today, &ladder, &calendar)?;
            let laid = circulars::all(conn, &[CircularState::Submitted])?;
            Ok::<_, services::Error>((desk::desk(conn, today)?, climbed, mine, laid))
        })
        .await?;
    // Whom to call stands under that alone.
    desk.unacknowledged.retain(|task| climbed.calls.iter().all(|(called, _)| called.id != task.id));
    let l = me.lang;
    let heap = Heap::new;
    let index = [
        heap("issue", l.desk_to_issue(), desk.drafts.len())
            .named(desk.drafts.iter().map(|draft| draft.task.id)),
        heap("unack", l.desk_unacknowledged(), desk.unacknowledged.len())
            .named(desk.unacknowledged.iter().map(|task| task.id)),
        heap("silent", l.desk_silent_short(), desk.silent.len()).listed(&silent()),
        heap("ask", l.desk_requests(), desk.requests.len())
            .named(desk.requests.iter().map(|asked| asked.task.id)),
        heap("review", l.desk_reviews(), desk.reviews.len()),
        heap("mail", l.desk_undelivered(), desk.undelivered.len() + desk.unreached.len()),
        heap("same", l.desk_unchanged_short(), desk.unchanged.len())
            .named(desk.unchanged.iter().map(|task| task.id)),
    ];
    let to_call = climbed.calls.iter().filter(|(_, made)| made.is_none()).count();
    let rungs = [
        heap("notices", l.desk_notices(), climbed.notices.len()),
        heap("calls", l.desk_calls(), to_call),
        heap("circular", l.desk_circular(), climbed.circular.len()),
    ];
    shorten(&mut desk);
    let decides = desk.requests.iter().map(|asked| may_decide(&me.actor, asked, rules)).collect();
    let mine: Vec<_> = mine.into_iter().map(|one| one.id).collect();
    let signs: Vec<bool> =
        desk.submitted.iter().map(|one| mine.contains(&one.submission.id)).collect();
    let label = if mine.is_empty() { l.submission_for_others() } else { l.submission_for_me() };
    let sign = (!desk.submitted.is_empty()).then(|| heap("sign", label, desk.submitted.len()));
    // What waits for somebody else does not wait for the reader.
    let besides = climbed.notices.len() + to_call + mine.len();
    let besides = besides + if signs_circulars(&me.actor) { laid.len() } else { 0 };
    let waiting = index.iter().map(|heap| heap.count).sum::<usize>() + besides;
    let waiting = match waiting {
        0 => l.desk_nothing_waits().to_owned(),
        1 => l.desk_waiting_one(1),
        all => l.desk_waiting(all),
    };
    Ok(DeskPage {
        frame: Frame::of(me, Nav::Desk),
        l,
        facts: vec![l.desk_today(l.weekday(today), l.long_date(today)), waiting],
        issuable: desk.drafts.iter().any(|draft| draft.complete),
        issues: me.actor.issues(rules.approval),
        approval: rules.approval,
        index,
        rungs,
        climbed,
        missing,
        sign,
        circulars: laid.into_iter().map(|one| (circular_path(one.id), one.texts.subject)).collect(),
        signs,
        decides,
        desk,
        errors: FormErrors::default(),
        free: Vec::new(),
        ticked: None,
        note: String::new(),
        done: None,
    })
}

/// What was just done, and what follows from it.
fn done(l: Lang, query: &Query) -> Option<(String, &'static str)> {
    let said = |title: &str, text| Some((title.to_owned(), text));
    match query.done.as_str() {
        "notice" => return said(l.desk_notice_signed(), l.desk_notice_signed_text()),
        "aside" => return said(l.desk_notice_aside_done(), ""),
        "called" => return said(l.desk_call_noted(), ""),
        _ => {}
    }
    match (query.issued, query.submitted, query.signed.as_deref()) {
        (Some(0), ..) | (_, Some(0), _) => said(l.desk_nothing_ticked(), ""),
        (Some(1), ..) => said(l.desk_issued_one(), l.desk_issued_text()),
        (Some(many), ..) => said(&l.desk_issued(many), l.desk_issued_text()),
        (_, Some(1), _) => said(l.submission_submitted_one(), l.submission_submitted_text()),
        (_, Some(many), _) => said(&l.submission_submitted(many), l.submission_submitted_text()),
        (.., Some("sign")) => said(l.submission_done_sign(), ""),
        (.., Some("return")) => said(l.submission_done_return(), ""),
        (.., Some("withdraw")) => said(l.submission_done_withdraw(), ""),
        _ => None,
    }
}

/// `POST /desk/notices/{id}/{verb}`: signs an urging notice, or sets it aside.
async fn notice(
    app: web::Data<App>,
    me: SignedIn,
    path: web::Path<(i64, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    let work = move |act: &mut crate::app::Act<'_>| match verb.as_str() {
        "sign" => {
            urging::sign(act, id)?;
            Ok("/desk?done=notice#notices".to_owned())
        }
        "aside" => {
            urging::set_aside(act, id)?;
            Ok("/desk?done=aside#notices".to_owned())
        }
        _ => Err(services::Error::NOT_FOUND),
    };
    Ok(me.once(&app, &posted, work).await?)
}

/// `POST /desk/calls/{id}`: notes a call that was made.
async fn call(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<TaskId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, note) = (id.into_inner(), posted.text("note").to_owned());
    let work = move |act: &mut crate::app::Act<'_>| {
        urging::note_call(act, id, &note)?;
        Ok::<_, services::Error>("/desk?done=called#calls".to_owned())
    };
    match me.once(&app, &posted, work).await.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &me).await?;
            built.errors.add("calls", me.lang.desk_call_needs_note());
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

fn allowed(actor: &Actor) -> Result<(), Failure> {
    if actor.runs_office() { Ok(()) } else { Err(services::Error::Forbidden.into()) }
}

fn shorten(desk: &mut Desk) {
    desk.unacknowledged.truncate(ROWS);
    desk.silent.truncate(ROWS);
    desk.unchanged.truncate(ROWS);
    desk.requests.truncate(ROWS);
    desk.reviews.truncate(ROWS);
    desk.undelivered.truncate(ROWS);
    desk.unreached.truncate(ROWS);
}

/// Whether `actor` may decide what is asked.
pub fn may_decide(actor: &Actor, asked: &Asked, rules: DecisionRules) -> bool {
    let facts = TaskFacts {
        // Nothing else has requests.
        nature: Nature::Whole,
        state: asked.task.marks.state,
        lead: asked.lead,
        supporters: Vec::new(),
        handler: None,
        leader: asked.leader,
        urgency: asked.urgency,
        waiting_on: None,
        invited: Vec::new(),
        confidential: asked.confidential,
        readers: Vec::new(),
        open_request: Some(asked.ask),
        drafted: None,
        submission: None,
    };
    may(actor, Action::Decide, &facts, rules) == Verdict::Allowed
}

impl DeskPage {
    fn is_clear(&self) -> bool {
        let heaps = self.index.iter().chain(&self.rungs);
        let empty = heaps.into_iter().all(|heap| heap.count == 0);
        let signed = self.sign.is_none() && self.circulars.is_empty();
        empty && self.climbed.calls.is_empty() && signed
    }

    /// What a submission holds, in a line.
    fn titles(&self, submitted: &Submitted) -> String {
        let titles = submitted.titles.join(self.l.submission_between());
        match submitted.titles.len() {
            1 => self.l.submission_tasks_one(titles),
            count => self.l.submission_tasks(count, titles),
        }
    }

    /// The date as it is and as it would be.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn dates(&self, asked: &Request) -> Option<(NaiveDate, NaiveDate)> {
        dates(asked)
    }

    /// When a call was made, and by whom.
    fn called(&self, call: &CallNote) -> String {
        self.l.desk_called_by(self.l.date_near(call.at.date(), self.frame.today), &call.by)
    }

    /// Who signs, as the button says it.
    fn signer(&self) -> &'static str {
        match self.approval {
            Approval::Leader => self.l.submission_submit_hint_leader(),
            Approval::None | Approval::OfficeHead => self.l.submission_submit_hint_office_head(),
        }
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
        let asked = &asked.request;
        let day = l.date_near(asked.requested_on, self.frame.today);
        let kind = l.request_kind(asked.kind);
        match (dates(asked), asked.kind) {
            (Some((old, _)), RequestKind::Extension) if asked.requested_on <= old => {
                l.desk_asked_before(kind, day)
            }
            (Some(_), RequestKind::Extension) => l.desk_asked_after(kind, day),
            (Some(_), _) => l.desk_asked_undated(kind, day),
            (None, _) => l.desk_asked(kind, day, words(asked)),
        }
    }
}

/// The date as it is and as it would be.
fn dates(asked: &Request) -> Option<(NaiveDate, NaiveDate)> {
    asked.old_due_on.zip(asked.proposed_due_on())
}

/// Why, or what was achieved.
fn words(asked: &Request) -> &str {
    let result = asked.result.as_deref().filter(|text| !text.trim().is_empty());
    result.unwrap_or(&asked.reason)
}

//! A task's own page: what it asks for, how it stands, and what its reader may do.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;
use serde::Deserialize;

use super::deeds::deeds;
use super::head::Head;
use super::milestones::Plan;
use super::panels::{Panel, panels};
use super::seen::Seen;
use crate::app::App;
use crate::domain::{Action, EventKind, Light, Nature, RequestId, RequestKind, State, TaskId};
use crate::http::{Failure, FormErrors, Posted, SignedIn, local_path};
use crate::i18n::Lang;
use crate::links::submission_path;
use crate::pages::deed::Deed;
use crate::pages::files::FileLine;
use crate::pages::glance::{DueWords, LightWords, light_of};
use crate::pages::history::HistoryLine;
use crate::pages::{Frame, Nav, page};

#[derive(Template)]
#[template(path = "pages/task.html")]
struct TaskPage {
    frame: Frame,
    home: &'static str,
    list: String,
    head: Head,
    deeds: Vec<Deed>,
    links: Vec<Door>,
    panels: Vec<Panel>,
    said: Option<Said>,
    delivered: Option<String>,
    /// What came with that.
    proofs: Vec<FileLine>,
    /// All files.
    files: Vec<FileLine>,
    lines: Vec<HistoryLine>,
    children: Vec<Child>,
    children_done: String,
    plan: Plan,
    /// Whether these are the parts of several departments.
    spread: bool,
    errors: FormErrors,
    meanwhile: Vec<HistoryLine>,
    typed: Vec<String>,
    done: Option<&'static str>,
    /// Who sent the draft back, and why.
    came_back: Option<String>,
    /// Who wants an answer, and by when.
    wanted: Option<String>,
}

struct Door {
    path: String,
    label: &'static str,
}

struct Said {
    before: String,
    quote: String,
    after: String,
    source: String,
    path: Option<String>,
}

/// A part of a task, as a row.
pub struct Child {
    /// The task.
    pub id: i64,
    /// What is to be done.
    pub title: String,
    /// Who leads.
    pub department: String,
    /// When it is due.
    pub due: Option<DueWords>,
    /// Its light.
    pub light: LightWords,
    /// Its number; empty for a draft.
    pub number: String,
    /// Who does it.
    pub handler: String,
    /// How much is done.
    pub percent: i32,
    /// What was reported last; empty where nothing was.
    pub reported: String,
}

/// What the address may say beside the task.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    done: Option<String>,
    /// The step to unfold.
    #[serde(rename = "do")]
    unfold: Option<String>,
    /// The list that the reader came from.
    back: Option<String>,
}

/// `GET /tasks/{id}`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let seen = Seen::task(&app, &signed, TaskId(id.into_inner())).await?;
    let mut built = build(&signed, &seen, asked.back.as_deref());
    built.done = asked.done.as_deref().and_then(|verb| done(signed.lang, verb));
    for deed in &mut built.deeds {
        deed.open = asked.unfold.as_deref() == Some(deed.id.as_str());
    }
    Ok(page(&built))
}

/// The page again, after `verb` was refused: with the reason, what was typed, and what others
/// changed in the meantime.
pub async fn again(
    app: &App,
    signed: &SignedIn,
    id: TaskId,
    verb: &str,
    posted: &Posted,
    failure: &Failure,
) -> Result<HttpResponse, Failure> {
    let seen = Seen::task(app, signed, id).await?;
    let mut built = build(signed, &seen, Some(posted.text("back")));
    let last_seen: Option<i64> = posted.text("seen").parse().ok();
    built.meanwhile = since(&built.lines, last_seen);
    if let Some(place) = built.deeds.iter().position(|deed| deed.id == verb) {
        // What was refused is what the page is about now.
        let mut deed = built.deeds.remove(place);
        built.errors = deed.fill(posted, failure, signed.lang);
        built.deeds.insert(0, deed);
    } else if let Some(deed) = built.plan.edits.iter_mut().find(|deed| deed.id == verb) {
        built.errors = deed.fill(posted, failure, signed.lang);
    } else {
        built.errors.add("main", failure.explain(signed.lang).text);
        built.typed = typed(posted);
    }
    let mut response = page(&built);
    *response.status_mut() = failure.status_code();
    Ok(response)
}

/// The lines of history after the one that the reader had seen.
pub fn since(lines: &[HistoryLine], seen: Option<i64>) -> Vec<HistoryLine> {
    let newer = |line: &&HistoryLine| seen.is_some_and(|seen| line.seq > seen);
    lines.iter().filter(newer).cloned().collect()
}

/// What somebody wrote in words, for a form that no longer has a place on the page.
fn typed(posted: &Posted) -> Vec<String> {
    const UNSEEN: [&str; 5] = ["csrf", "idempotency_key", "version", "seen", "back"];
    let words = posted.fields().filter(|(name, value)| {
        !UNSEEN.contains(name) && value.contains(|c: char| !c.is_ascii_digit() && c != '-')
    });
    words.map(|(_, value)| value.to_owned()).collect()
}

fn build(signed: &SignedIn, seen: &Seen, back: Option<&str>) -> TaskPage {
    let lang = seen.lang;
    let here = signed.person.as_ref().map_or(Nav::Ledger, |person| {
        let all = Nav::of(&person.roles);
        if all.contains(&Nav::MyDepartment) { Nav::MyDepartment } else { Nav::Ledger }
    });
    let frame = Frame::of(signed, here);
    let back = back.and_then(local_path);
    let mut deeds = deeds(seen);
    for deed in &mut deeds {
        back.unwrap_or_default().clone_into(&mut deed.back);
    }
    let mut links = Vec::new();
    if seen.offers(Action::Edit) {
        let path = format!("/tasks/{}/edit", seen.it().id);
        links.push(Door { path, label: lang.task_edit() });
    }
    if seen.it().state == State::Closed {
        let path = format!("/tasks/{}/closure-report", seen.it().id);
        links.push(Door { path, label: lang.sheet_open_closure() });
    }
    if let Some(submission) = seen.sight.facts.submission {
        links.push(Door { path: submission_path(submission), label: lang.task_submitted() });
    }
    if let Some(request) = seen.sight.request.as_ref().or(seen.sight.drafted.as_ref()) {
        let path = format!("/requests/{}", request.id);
        links.push(Door { path, label: lang.task_whole_request() });
    }
    let (pieces, spread) = (seen.pieces, seen.nature() == Nature::FanOut);
    let children_done = if spread {
        lang.structure_parts_text(pieces.closed, pieces.of)
    } else {
        let reported = seen.it().percent;
        lang.structure_sub_tasks_text(pieces.closed, pieces.of, pieces.percent, reported)
    };
    TaskPage {
        home: frame.nav().first().map_or("", |first| first.label(lang)),
        list: back.unwrap_or("/ledger").to_owned(),
        head: Head::of(seen),
        links,
        panels: panels(seen),
        said: said(seen),
        delivered: delivered(seen).map(|closure| closure.1),
        proofs: delivered(seen)
            .map_or_else(Vec::new, |(id, _)| seen.files(|file| file.request_id == Some(id))),
        files: seen.files(|_| true),
        lines: seen.history(),
        children: children(seen),
        plan: Plan::of(seen),
        children_done,
        spread,
        errors: FormErrors::default(),
        meanwhile: Vec::new(),
        typed: Vec::new(),
        done: None,
        came_back: came_back(seen),
        wanted: wanted(seen),
        deeds,
        frame,
    }
}

/// The answer that a leader waits for.
fn wanted(seen: &Seen) -> Option<String> {
    let (by, instruction) = seen.wanted()?;
    let (name, day) = (&instruction.given_by_name, seen.day(by));
    Some(if by < seen.today {
        seen.lang.instruction_wanted_over(name, day)
    } else {
        seen.lang.instruction_wanted_said(name, day)
    })
}

/// Why the task is a draft again.
fn came_back(seen: &Seen) -> Option<String> {
    let telling = |kind| {
        matches!(
            kind,
            EventKind::Submitted
                | EventKind::SentBack
                | EventKind::Issued
                | EventKind::Recalled
                | EventKind::Returned
        )
    };
    let mut events = seen.sheet.events.iter().rev().map(|event| &event.fact);
    let last = events.find(|fact| telling(fact.kind))?;
    let lang = seen.lang;
    let said: serde_json::Value = serde_json::from_str(last.new.as_deref()?).ok()?;
    let reason = said.get("reason")?.as_str()?;
    let at = last.occurred_at.and_utc().with_timezone(&seen.zone).date_naive();
    match (seen.it().state, last.kind) {
        (State::Draft, EventKind::Returned) => {
            Some(lang.task_came_back(&last.actor_name, seen.day(at), reason))
        }
        (State::Draft, EventKind::SentBack) => {
            Some(lang.task_came_back_unsigned(&last.actor_name, seen.day(at), reason))
        }
        _ => None,
    }
}

/// The parts of a task.
pub fn children(seen: &Seen) -> Vec<Child> {
    let row = |child: &crate::domain::Task| Child {
        id: child.id.0,
        title: child.title.clone(),
        department: seen.sight.tree.name(child.lead_id).to_owned(),
        due: DueWords::near(seen.lang, child.due_on, child.original_due_on, seen.today),
        light: light_of(seen.lang, &child.marks(), seen.today),
        number: child.number.clone().unwrap_or_default(),
        handler: seen.sheet.name_of(child.handler_id).unwrap_or_default().to_owned(),
        percent: child.percent,
        reported: reported(seen, child),
    };
    seen.sheet.children.iter().map(row).collect()
}

/// When a part was last reported on, and what was expected.
fn reported(seen: &Seen, child: &crate::domain::Task) -> String {
    let day = child.last_report_on.map(|day| seen.day(day));
    let outlook = child.last_outlook.map(|outlook| seen.lang.outlook(outlook).to_owned());
    day.into_iter().chain(outlook).collect::<Vec<_>>().join(seen.lang.ledger_and())
}

/// What the meeting said: the act marked inside its sentence; or the words of what else the task
/// rests on.
fn said(seen: &Seen) -> Option<Said> {
    let lang = seen.lang;
    if let Some((ground, words)) =
        seen.sheet.ground.as_ref().and_then(|ground| Some((ground, ground.words.as_ref()?)))
    {
        let source = lang.source(ground.source);
        return Some(Said {
            before: String::new(),
            quote: words.clone(),
            after: String::new(),
            source: match ground.dated_on {
                Some(day) => lang.ground_said(source, lang.long_date(day)),
                None => source.to_owned(),
            },
            path: None,
        });
    }
    let directive = seen.sheet.directive.as_ref()?;
    let meeting = seen.sheet.meeting.as_ref()?;
    let quote = directive.quote.as_str();
    let act = seen.it().title.as_str();
    let (before, act, after) = match quote.split_once(act) {
        Some((before, after)) => (before, act, after),
        None => ("", quote, ""),
    };
    Some(Said {
        before: before.to_owned(),
        quote: act.to_owned(),
        after: after.to_owned(),
        source: lang.task_minutes_of(&meeting.title, lang.long_date(meeting.held_on)),
        path: seen.opens_meeting.then(|| format!("/meetings/{}#d{}", meeting.id, directive.id)),
    })
}

/// What was delivered, once closure was asked for and not refused.
fn delivered(seen: &Seen) -> Option<(RequestId, String)> {
    let task = seen.it();
    let closing = task.state == State::ClosureReview
        || task.light(seen.today) == Light::ClosedLate
        || task.light(seen.today) == Light::ClosedOnTime;
    let last = seen.sheet.requests.iter().find(|request| request.kind == RequestKind::Closure)?;
    last.result.clone().filter(|_| closing).map(|result| (last.id, result))
}

/// What a page says after `verb` worked.
pub fn done(lang: Lang, verb: &str) -> Option<&'static str> {
    Some(match verb {
        "issue" => lang.task_done_issue(),
        "submit" => lang.task_done_submit(),
        "opinion" => lang.task_done_opinion(),
        "attach" => lang.task_done_attach(),
        "confirm" => lang.task_done_confirm(),
        "recall" => lang.task_done_recall(),
        "acknowledge" => lang.task_done_acknowledge(),
        "return" => lang.task_done_return(),
        "report" => lang.task_done_report(),
        "closure" | "interim" | "extension" | "suspension" | "cancellation" => {
            lang.task_done_request()
        }
        "withdraw" => lang.task_done_withdraw(),
        "approve" | "reject" => lang.task_done_decision(),
        "invite" => lang.task_done_invite(),
        "support" => lang.task_done_support(),
        "question" => lang.task_done_question(),
        "urge" => lang.task_done_urge(),
        "instruct" => lang.task_done_instruct(),
        "suspend" => lang.task_done_suspend(),
        "resume" => lang.task_done_resume(),
        "cancel" => lang.task_done_cancel(),
        "transfer" => lang.task_done_transfer(),
        "reopen" => lang.task_done_reopen(),
        verb if verb.starts_with("milestone") => lang.task_done_save(),
        "subtask" => lang.structure_done_break_down(),
        "finish" => lang.structure_done_finish(),
        "delegate" | "save" => lang.task_done_save(),
        "create" => lang.task_done_create(),
        _ => return None,
    })
}

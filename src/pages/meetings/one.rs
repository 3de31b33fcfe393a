//! One meeting: its tasks, its directives with what became of them, its minutes.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::standing::{Standing, tasks};
use crate::app::{Act, App};
use crate::domain::extraction::passages;
use crate::domain::{
    Approval, Attachment, Counts, Directive, DirectiveId, Disposition, Instruction, InstructionId,
    Label, Light, Meeting, MeetingId, Minutes, State, Task, TaskId, may_instruct,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::pages::deed::{Button, Control, Deed, Field};
use crate::pages::minutes::{LaidOut, Mark, lay_out};
use crate::pages::reading::Reading;
use crate::pages::task::comes_back;
use crate::pages::{Frame, Nav, page};
use crate::persistence::views::dashboard::of_meetings;
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::{
    Conn, attachments, bodies, directives, grounds, instructions as instruction_rows, meetings,
    submissions, tasks as task_rows,
};
use crate::services::{Error, instructions, intake};

#[derive(Template)]
#[template(path = "pages/meeting.html")]
struct MeetingPage {
    frame: Frame,
    office: bool,
    /// Whether there is a notice to print.
    issued: bool,
    meeting: Meeting,
    body: Option<String>,
    made: i64,
    pending: usize,
    standing: Standing,
    standing_said: String,
    /// Whether any task is closed.
    closed: bool,
    tasks: Vec<TaskRow>,
    /// Drafts that the reader can submit for signature, each as `17.3`: task 17 at version 3.
    submits: Vec<String>,
    submit: String,
    directives: Vec<Clause>,
    laid: Vec<LaidOut>,
    marks: Vec<Mark>,
    filed: String,
    revision: i32,
    files: Vec<Attachment>,
    reviewed: Option<String>,
    instructions: Vec<InstructionRow>,
    instruct: Option<Deed>,
    told: Option<&'static str>,
    errors: FormErrors,
}

/// What a leader wrote on the meeting, and what became of it.
struct InstructionRow {
    text: String,
    who: String,
    iso: String,
    day: String,
    by: Option<String>,
    answered: Option<String>,
    made: Vec<(String, String)>,
    turn: Option<String>,
}

struct TaskRow {
    number: Option<String>,
    href: String,
    title: String,
    lead: String,
    due: Option<(NaiveDate, String)>,
    light: Light,
}

/// A directive with its tasks' numbers, addresses and lights.
struct Clause {
    id: DirectiveId,
    label: String,
    title: String,
    quote: String,
    anchored: bool,
    tasks: Vec<(String, String, Light)>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    made: Option<String>,
    done: Option<String>,
}

struct Found {
    meeting: Meeting,
    minutes: Minutes,
    body: Option<String>,
    directives: Vec<Directive>,
    lines: Vec<TaskLine>,
    counts: Counts,
    files: Vec<Attachment>,
    instructions: Vec<(Instruction, Vec<Task>)>,
    /// Drafts that wait for a signature already.
    submitted: Vec<TaskId>,
}

/// `GET /meetings/{id}`.
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&build(&app, &signed, id.into_inner(), query.into_inner()).await?))
}

/// `POST /meetings/{id}/instruct`: a leader writes on the meeting.
pub async fn instruct(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let mut form = Reading::of(&posted);
    let answer_by = form.date("answer_by");
    let text = posted.text("text").to_owned();
    let outcome = match form.finish() {
        Ok(()) => {
            let work = move |act: &mut Act<'_>| {
                instructions::on_meeting(act, id, &text, answer_by)?;
                Ok(format!("/meetings/{id}?done=instruct#instructions"))
            };
            signed.once(&app, &posted, work).await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &signed, id, Query::default()).await?;
            if let Some(deed) = &mut built.instruct {
                built.errors = deed.fill(&posted, &failure, signed.lang);
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

/// What leaders wrote on the meeting, with the tasks that were made of it.
fn written(conn: &mut Conn, id: MeetingId) -> Result<Vec<(Instruction, Vec<Task>)>, Error> {
    let all = instruction_rows::of_meeting(conn, id)?;
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    let made = grounds::made_of(conn, &ids)?;
    let found = task_rows::find_all(conn, &made.iter().map(|(_, task)| *task).collect::<Vec<_>>())?;
    let of = |id: InstructionId| -> Vec<Task> {
        let own = made.iter().filter(|(one, _)| *one == id).map(|(_, task)| *task);
        own.filter_map(|task| found.iter().find(|one| one.id == task).cloned()).collect()
    };
    Ok(all.into_iter().map(|one| (one.clone(), of(one.id))).collect())
}

async fn build(
    app: &App,
    signed: &SignedIn,
    id: MeetingId,
    query: Query,
) -> Result<MeetingPage, Failure> {
    let (actor, today) = (signed.actor.clone(), signed.today);
    let Found { meeting, minutes, body, directives, lines, counts, files, instructions, submitted } =
        app.read(move |conn| {
            let meeting = intake::meeting(conn, &actor, id)?;
            let body = meeting.body_id.map(|id| bodies::find(conn, id)).transpose()?;
            let lines = tasks(conn, &actor, id, today)?;
            let counts = of_meetings(conn, &actor, &[id], today)?.remove(&id).unwrap_or_default();
            let waiting = submissions::waiting(conn)?.into_iter();
            let submitted = waiting.map(|(_, task)| task).collect();
            Ok::<_, Error>(Found {
                submitted,
                minutes: meetings::minutes_of(conn, id)?,
                body: body.map(|body| body.name),
                directives: directives::of_meeting(conn, id)?,
                files: attachments::of_meeting(conn, id)?,
                instructions: written(conn, id)?,
                lines,
                counts,
                meeting,
            })
        })
        .await?;
    let lang = signed.lang;
    let count = |wanted| directives.iter().filter(|one| one.disposition == wanted).count();
    let pending = count(Disposition::Pending);
    let (accepted, declined) = (count(Disposition::Accepted), count(Disposition::Declined));
    let passages = passages(&minutes.text);
    let sentences: Vec<_> =
        passages.iter().flat_map(|passage| passage.sentences.iter().cloned()).collect();
    let labels = Label::all(&directives, &sentences);
    let accepted_only: Vec<_> = directives
        .iter()
        .zip(&labels)
        .filter(|(one, _)| one.disposition == Disposition::Accepted)
        .map(|(one, label)| clause(one, label, &lines, today, lang))
        .collect();
    let marks = marks(&directives, &accepted_only, lang);
    let standing = Standing::of(lang, id, counts, today);
    let zone = app.house().zone;
    let filed = meeting.created_at.and_utc().with_timezone(&zone).date_naive();
    let office = signed.actor.runs_office();
    let rules = app.settings.rules();
    let signs = signed.actor.issues(rules.approval);
    let ready = |task: &&Task| {
        let complete = task.due_on.is_some() || task.long_term;
        task.state == State::Draft && complete && !submitted.contains(&task.id)
    };
    let drafts = lines.iter().map(|line| &line.task).filter(ready);
    let drafts = drafts.filter(|_| office && !signs && rules.approval != Approval::None);
    let submits: Vec<_> = drafts.map(|task| format!("{}.{}", task.id, task.version)).collect();
    let rows = instructions.iter().map(|(one, made)| instruction_row(one, made, &lines, signed));
    let issued = lines.iter().any(|line| line.task.state != State::Draft);
    Ok(MeetingPage {
        issued,
        submit: match submits.len() {
            1 => lang.submission_meeting_submit_one().to_owned(),
            count => lang.submission_meeting_submit(count),
        },
        submits,
        frame: Frame::of(signed, Nav::Meetings),
        instructions: rows.collect(),
        instruct: may_instruct(&signed.actor).then(|| instruct_deed(lang, id)),
        errors: FormErrors::default(),
        told: (query.done.as_deref() == Some("instruct")).then(|| lang.task_done_instruct()),
        made: query.made.as_deref().and_then(|made| made.parse().ok()).unwrap_or(0),
        pending: if office { pending } else { 0 },
        standing_said: standing.said(lang),
        standing,
        closed: lines.iter().any(|line| line.task.state == State::Closed),
        tasks: lines.iter().map(|line| row(line, today, lang)).collect(),
        laid: lay_out(&minutes.text, &passages, &marks, &[], &[]),
        marks,
        directives: accepted_only,
        filed: lang.date(filed),
        revision: minutes.revision,
        files,
        reviewed: directives
            .iter()
            .any(|one| one.reviewed_at.is_some())
            .then(|| lang.meetings_reviewed_text(accepted, declined, pending)),
        office,
        meeting,
        body,
    })
}

fn instruct_deed(lang: Lang, id: MeetingId) -> Deed {
    let answer_by = Field::new("answer_by", lang.instruction_answer_by(), Control::Date);
    Deed::new("instruct", format!("/meetings/{id}/instruct"), lang.instruction_give())
        .text(lang.instruction_give_text())
        .field(Field::new("text", lang.task_instruction(), Control::Text(3)))
        .field(answer_by.hint(lang.instruction_answer_by_hint()))
        .button(Button::new("seal", lang.task_instruct_button()))
}

fn instruction_row(
    one: &Instruction,
    made: &[Task],
    lines: &[TaskLine],
    signed: &SignedIn,
) -> InstructionRow {
    let lang = signed.lang;
    let office = signed.actor.runs_office();
    let near = |day| lang.date_near(day, signed.today);
    let concerned: Vec<&TaskLine> = lines.iter().filter(|line| one.concerns(&line.task)).collect();
    let done = concerned.iter().filter(|line| one.is_answered_by(line.report.as_ref())).count();
    let seen = |task: &&Task| office || lines.iter().any(|line| line.task.id == task.id);
    let called = |task: &Task| {
        let number = task.number.clone();
        (number.unwrap_or_else(|| lang.instruction_draft().to_owned()), task_path(task.id))
    };
    InstructionRow {
        text: one.text.clone(),
        who: one.given_by_name.clone(),
        iso: one.given_on.to_string(),
        day: near(one.given_on),
        by: one.answer_by.map(|day| lang.instruction_history_by(near(day))),
        answered: (!concerned.is_empty())
            .then(|| lang.instruction_answered_count(done, concerned.len())),
        made: made.iter().filter(seen).map(called).collect(),
        turn: (office && made.is_empty()).then(|| format!("/tasks/new?instruction={}", one.id)),
    }
}

fn row(line: &TaskLine, today: NaiveDate, lang: Lang) -> TaskRow {
    let due = line.task.due_on;
    TaskRow {
        number: line.task.number.clone(),
        href: task_path(line.task.id),
        title: line.task.title.clone(),
        lead: line.lead.name.clone(),
        due: due.map(|day| (day, lang.date_near(day, today))),
        light: line.marks.light(today),
    }
}

fn clause(
    directive: &Directive,
    label: &Label,
    lines: &[TaskLine],
    today: NaiveDate,
    lang: Lang,
) -> Clause {
    let own = lines.iter().filter(|line| line.task.directive_id == Some(directive.id));
    Clause {
        id: directive.id,
        label: label.to_string(),
        title: directive.title.clone(),
        quote: directive.quote.clone(),
        anchored: directive.anchored,
        tasks: own
            .map(|line| (number(line, lang), task_path(line.task.id), line.marks.light(today)))
            .collect(),
    }
}

fn number(line: &TaskLine, lang: Lang) -> String {
    line.task.number.clone().unwrap_or_else(|| lang.meetings_draft().to_owned())
}

fn marks(directives: &[Directive], clauses: &[Clause], lang: Lang) -> Vec<Mark> {
    directives
        .iter()
        .filter(|one| one.anchored)
        .filter_map(|one| {
            let clause = clauses.iter().find(|clause| clause.id == one.id)?;
            let task = clause.tasks.first();
            Some(Mark {
                span: one.span.clone(),
                anchor: format!("s{}", one.id),
                href: task.map_or_else(|| format!("#d{}", one.id), |(_, href, _)| href.clone()),
                kind: if task.is_some() { "" } else { " src--todo" },
                label: task.map_or_else(|| clause.label.clone(), |(number, ..)| number.clone()),
                said: match task {
                    Some(_) => (lang.meetings_said_task().to_owned(), String::new()),
                    None => (String::new(), lang.meetings_not_assigned().to_owned()),
                },
                current: false,
            })
        })
        .collect()
}

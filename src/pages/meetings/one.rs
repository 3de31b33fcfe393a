//! One meeting: its tasks, its directives with what became of them, its minutes.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::standing::{Standing, tasks};
use crate::app::App;
use crate::domain::extraction::passages;
use crate::domain::{
    Approval, Attachment, Directive, DirectiveId, Disposition, Label, Light, Meeting, MeetingId,
    Minutes, State, Task, TaskId,
};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::links::task_path;
use crate::pages::minutes::{LaidOut, Mark, lay_out};
use crate::pages::{Frame, Nav, page};
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::{attachments, bodies, directives, meetings, submissions};
use crate::services::{Error, intake};

#[derive(Template)]
#[template(path = "pages/meeting.html")]
struct MeetingPage {
    frame: Frame,
    office: bool,
    meeting: Meeting,
    body: Option<String>,
    made: i64,
    pending: usize,
    standing: Standing,
    standing_said: String,
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
}

struct Found {
    meeting: Meeting,
    minutes: Minutes,
    body: Option<String>,
    directives: Vec<Directive>,
    lines: Vec<TaskLine>,
    files: Vec<Attachment>,
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
    let (id, actor, today) = (id.into_inner(), signed.actor.clone(), signed.today);
    let Found { meeting, minutes, body, directives, lines, files, submitted } = app
        .read(move |conn| {
            let meeting = intake::meeting(conn, &actor, id)?;
            let body = meeting.body_id.map(|id| bodies::find(conn, id)).transpose()?;
            let lines = tasks(conn, &actor, id, today)?;
            let mut submitted = Vec::new();
            for task in lines.iter().map(|line| &line.task).filter(|one| one.state == State::Draft)
            {
                if submissions::of_task(conn, task.id)?.is_some() {
                    submitted.push(task.id);
                }
            }
            Ok::<_, Error>(Found {
                submitted,
                minutes: meetings::minutes_of(conn, id)?,
                body: body.map(|body| body.name),
                directives: directives::of_meeting(conn, id)?,
                files: attachments::of_meeting(conn, id)?,
                lines,
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
    let standing = Standing::of(&lines, today);
    let later = standing.all - standing.due;
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
    Ok(page(&MeetingPage {
        submit: match submits.len() {
            1 => lang.submission_meeting_submit_one().to_owned(),
            count => lang.submission_meeting_submit(count),
        },
        submits,
        frame: Frame::of(&signed, Nav::Meetings),
        made: query.made.as_deref().and_then(|made| made.parse().ok()).unwrap_or(0),
        pending: if office { pending } else { 0 },
        standing_said: match standing.due {
            0 => lang.meetings_nothing_due().to_owned(),
            due => lang.meetings_tasks_sub(standing.closed_of_due, due, standing.overdue, later),
        },
        standing,
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
    }))
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

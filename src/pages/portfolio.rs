//! A leader's portfolio 我的分管: what waits for their decision or signature, what is open in
//! their departments, and the box to write an instruction.

mod news;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, ResponseError as _};
use askama::Template;
use serde::Deserialize;

use self::news::InstructedRow;
use super::dashboard::{Doors, headline};
use super::deed::{Button, Choice, Control, Deed, Field};
use super::desk::may_decide;
use super::glance::{DueWords, LightWords, days_of};
use super::reading::Reading;
use super::task::{comes_back, done};
use super::{Figure, Frame, Nav, RateFigure, ledger, page};
use crate::app::App;
use crate::domain::{
    Counts, DecisionRules, DepartmentPart, Light, Measure, Ratio, Request, RequestKind, Role,
    TaskFilter, TaskId,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::persistence::looks::PORTFOLIO;
use crate::persistence::views::dashboard::DashboardFilter;
use crate::persistence::views::desk::{Asked, Submitted};
use crate::persistence::views::portfolio::{Led, Portfolio};
use crate::persistence::views::task_lines::TaskLine;
use crate::services::{Error, instructions, looks, submissions};

/// Where every answer leads back to.
const BACK: &str = "/portfolio";

#[derive(Template)]
#[template(path = "pages/portfolio.html")]
struct PortfolioPage {
    frame: Frame,
    facts: Vec<String>,
    /// What has news, and where it is listed.
    news: Option<(String, String)>,
    headline: String,
    submitted: Vec<Batch>,
    asks: Vec<AskRow>,
    tasks: Vec<OpenRow>,
    instructed: Vec<InstructedRow>,
    tasks_said: String,
    all: String,
    instruct: Option<Deed>,
    departments: Vec<DepartmentRow>,
    errors: FormErrors,
    done: Option<&'static str>,
}

/// A batch of drafts that waits for the reader's signature.
struct Batch {
    path: String,
    words: String,
    by: String,
}

/// A request that waits for the reader's decision.
struct AskRow {
    id: i64,
    number: String,
    title: String,
    lead: String,
    lights: Vec<LightWords>,
    /// The date as it is and as it would be.
    dates: Option<(String, String)>,
    extensions: String,
    kind: &'static str,
    words: String,
    /// What the clerk would do, or those in charge have agreed to.
    advice: Option<String>,
    deed: Option<Deed>,
}

/// An open task.
struct OpenRow {
    id: i64,
    new: bool,
    number: String,
    title: String,
    lead: String,
    light: LightWords,
    waits: bool,
    due: Option<DueWords>,
    percent: i32,
    latest: Option<String>,
}

/// A department that the reader is in charge of.
struct DepartmentRow {
    name: String,
    open: Figure,
    overdue: Figure,
    on_time: RateFigure,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    done: Option<String>,
    signed: Option<String>,
}

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/portfolio", web::get().to(show))
        .route("/portfolio/instruct", web::post().to(instruct));
}

/// `GET /portfolio`: for leaders.
async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut built = build(&app, &signed).await?;
    let lang = signed.lang;
    built.done = query.done.as_deref().and_then(|verb| done(lang, verb));
    built.done = match query.signed.as_deref() {
        Some("sign") => Some(lang.submission_done_sign()),
        Some("return") => Some(lang.submission_done_return()),
        _ => built.done,
    };
    Ok(page(&built))
}

/// `POST /portfolio/instruct`: writes an instruction on one of the tasks.
async fn instruct(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let task: Option<TaskId> = posted.text("task").parse().ok();
    let words = posted.text("text").to_owned();
    let mut form = Reading::of(&posted);
    let answer_by = form.date("answer_by");
    let form = form.finish();
    let work = move |act: &mut crate::app::Act<'_>| {
        let task = task.ok_or(Error::NOT_FOUND)?;
        instructions::on_task(act, task, None, &words, answer_by)?;
        Ok::<_, Error>(format!("{BACK}?done=instruct#t{task}"))
    };
    let outcome = match form {
        Ok(()) => signed.once(&app, &posted, work).await,
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &signed).await?;
            match &mut built.instruct {
                Some(deed) => built.errors = deed.fill(&posted, &failure, signed.lang),
                None => built.errors.add("main", failure.explain(signed.lang).text),
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

async fn build(app: &App, signed: &SignedIn) -> Result<PortfolioPage, Failure> {
    if !signed.actor.wears(|role| role == Role::Leader) {
        return Err(Error::Forbidden.into());
    }
    let (lang, today, rules) = (signed.lang, signed.today, app.settings.rules());
    let actor = signed.actor.clone();
    // Looking marks as read what the next visit shows.
    let look = app.act(actor.clone(), |act| looks::look(act, PORTFOLIO)).await?;
    let (found, signable) = app
        .read(move |conn| {
            let signable = submissions::waiting_for(conn, &actor, rules)?;
            Ok::<_, Error>((Portfolio::of(conn, &actor, today, look.as_ref())?, signable))
        })
        .await?;
    let filter = DashboardFilter { leader_id: signed.actor.id, ..DashboardFilter::on(today) };
    let doors = Doors::new(&filter, today);
    let before = look.and_then(|look| look.before);
    let before = before.map(|at| at.and_utc().with_timezone(&app.house().zone).date_naive());
    let look = Look { lang, signed, rules };
    let own = |one: &&Submitted| signable.iter().any(|may| may.id == one.submission.id);
    let asks = found.asked.iter().filter(|asked| may_decide(&signed.actor, asked, rules));
    let open = TaskFilter { open: true, counted: false, ..doors.counted() };
    let shown = found.open.len();
    Ok(PortfolioPage {
        frame: Frame::of(signed, Nav::Portfolio),
        facts: look.facts(&found),
        news: look.news(&found.news, before),
        headline: headline(lang, &doors, &found.counts, today, today),
        submitted: found.submitted.iter().filter(own).map(|one| look.batch(one)).collect(),
        asks: asks.map(|asked| look.ask(asked)).collect(),
        tasks: found.open.iter().map(|line| look.row(line, &found.news)).collect(),
        instructed: found.instructed.iter().map(|one| look.instructed(one, &found.news)).collect(),
        tasks_said: if found.news.is_empty() {
            lang.portfolio_shown(shown, found.open_total)
        } else {
            lang.portfolio_shown_new(shown, found.open_total)
        },
        all: ledger(&open),
        instruct: (!found.open.is_empty()).then(|| look.instruction(&found.open)),
        departments: found.departments.iter().map(|one| department(&doors, one)).collect(),
        errors: FormErrors::default(),
        done: None,
    })
}

/// Who looks.
struct Look<'a> {
    lang: Lang,
    signed: &'a SignedIn,
    rules: DecisionRules,
}

impl Look<'_> {
    fn facts(&self, found: &Portfolio) -> Vec<String> {
        let Counts { all, open, .. } = found.counts;
        let departments = match found.departments.len() {
            1 => self.lang.portfolio_departments_one(all),
            count => self.lang.portfolio_departments(count, all),
        };
        vec![departments, self.lang.my_department_open(open)]
    }

    fn batch(&self, one: &Submitted) -> Batch {
        let titles = one.titles.join(self.lang.submission_between());
        Batch {
            path: crate::links::submission_path(one.submission.id),
            words: match one.titles.len() {
                1 => self.lang.submission_tasks_one(titles),
                count => self.lang.submission_tasks(count, titles),
            },
            by: one.submission.submitted_by_name.clone(),
        }
    }

    fn ask(&self, asked: &Asked) -> AskRow {
        let (lang, today) = (self.lang, self.signed.today);
        let request = &asked.request;
        let near = |day| lang.date_near(day, today);
        let dates = request.old_due_on.zip(request.proposed_due_on());
        let stopped = asked.task.marks.stopped_on.is_some();
        let wait = if stopped { lang.desk_clock_stopped() } else { lang.desk_awaiting() };
        AskRow {
            id: request.id.0,
            number: asked.task.number.clone().unwrap_or_default(),
            title: asked.task.title.clone(),
            lead: asked.task.lead.clone(),
            lights: vec![days_of(lang, &asked.task.marks, today), LightWords::new("wait", wait)],
            dates: dates.map(|(old, new)| (near(old), near(new))),
            extensions: match asked.extensions {
                0 => lang.decision_none().to_owned(),
                count => count.to_string(),
            },
            kind: lang.request_kind(request.kind),
            words: self.words(request, stopped),
            advice: self.advice(request),
            deed: decidable(request).then(|| self.deed(asked)),
        }
    }

    /// Why, who says so, and whether the clock runs on.
    fn words(&self, request: &Request, stopped: bool) -> String {
        let lang = self.lang;
        let result = request.result.as_deref().filter(|text| !text.trim().is_empty());
        let day = lang.date_near(request.requested_on, self.signed.today);
        let who = lang.decision_asked(&request.requested_by_name, day);
        let said = lang.portfolio_said(result.unwrap_or(&request.reason), who);
        if stopped { said } else { format!("{said}{}", lang.desk_clock_runs()) }
    }

    fn advice(&self, request: &Request) -> Option<String> {
        let lang = self.lang;
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        if let Some(name) = &request.endorsed_by_name {
            return Some(
                lang.portfolio_advice(lang.desk_endorsed(name), words(&request.endorsement)),
            );
        }
        let said = if request.opinion_agrees? {
            lang.history_advice_yes()
        } else {
            lang.history_advice_no()
        };
        Some(lang.portfolio_advice(said, words(&request.opinion)))
    }

    fn deed(&self, asked: &Asked) -> Deed {
        let lang = self.lang;
        let request = &asked.request;
        let path = |verb: &str| format!("/requests/{}/{verb}", request.id);
        let (yes, no) = match request.kind {
            RequestKind::Closure => (lang.task_close(), lang.task_send_back()),
            _ => (lang.task_agree(), lang.task_disagree()),
        };
        let further = self.rules.needs_top_leader(
            request.kind,
            asked.extensions,
            request.old_due_on,
            request.proposed_due_on(),
        ) && !self.signed.actor.top_leader;
        let mut deed = Deed::new(format!("r{}", request.id), path("approve"), "")
            .field(Field::new("comment", lang.task_remark(), Control::Line))
            .button(Button::new("seal", yes))
            .button(Button::new("", no).to(path("reject")))
            .back(BACK);
        if further {
            deed = deed.hint(lang.task_further());
        }
        Deed { version: asked.task.version, seen: asked.task.seq, ..deed }
    }

    fn row(&self, line: &TaskLine, news: &[TaskId]) -> OpenRow {
        let (lang, today) = (self.lang, self.signed.today);
        let task = &line.task;
        let said = |report: &crate::domain::Report| {
            let words = report.done.as_deref().or(report.problem.as_deref())?;
            Some(lang.portfolio_latest(lang.date_near(report.reported_on, today), words))
        };
        OpenRow {
            id: task.id.0,
            new: news.contains(&task.id),
            number: task.number.clone().unwrap_or_default(),
            title: task.title.clone(),
            lead: line.lead.name.clone(),
            light: days_of(lang, &line.marks, today),
            waits: line.request.is_some(),
            due: DueWords::near(lang, task.due_on, task.original_due_on, today),
            percent: task.percent,
            latest: line.report.as_ref().and_then(said),
        }
    }

    fn instruction(&self, open: &[TaskLine]) -> Deed {
        let lang = self.lang;
        let label = |line: &TaskLine| {
            let number = line.task.number.clone().unwrap_or_default();
            format!("{number} {}", line.task.title)
        };
        let on = open.iter().map(|line| Choice::new(line.task.id, label(line))).collect();
        Deed::new("instruct", "/portfolio/instruct", lang.task_instruction())
            .text(lang.portfolio_instruct_text())
            .field(Field::new("task", lang.portfolio_on(), Control::Choice(on)))
            .field(Field::new("text", lang.portfolio_words(), Control::Text(3)))
            .field(Field::new("answer_by", lang.instruction_answer_by(), Control::Date))
            .button(Button::new("primary", lang.task_instruct_button()))
    }
}

fn department(doors: &Doors, one: &Led) -> DepartmentRow {
    let tally = doors.tally_of(&one.counts, doors.department(one.id, DepartmentPart::Lead));
    DepartmentRow {
        name: one.name.clone(),
        open: tally.figure(Measure::Open),
        overdue: tally.figure(Measure::Lit(Light::Overdue)),
        on_time: tally.rate(Ratio::ON_TIME),
    }
}

/// Whether a tap is enough: a stage without a date needs the whole page.
fn decidable(request: &Request) -> bool {
    request.kind != RequestKind::InterimClosure
        || request.old_due_on.is_none()
        || request.proposed_due_on().is_some()
}

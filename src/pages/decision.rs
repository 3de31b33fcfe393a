//! A request before the one who decides it: what would change, why, and what happened so far.

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;
use chrono::NaiveDate;

use super::deed::Deed;
use super::files::FileLine;
use super::glance::LightWords;
use super::history::HistoryLine;
use super::reading::Reading;
use super::task::{
    Child, Fact, Head, Seen, advise, children, comes_back, confirm, decision, department, person,
    since, withdraw,
};
use super::{Frame, Nav, free_day, page};
use crate::app::App;
use crate::domain::{Action, Request, RequestId, RequestKind, RequestState, State};
use crate::http::{Failure, FormErrors, Posted, SignedIn, local_path};
use crate::i18n::Lang;
use crate::services::{Error, decisions, requests};

#[derive(Template)]
#[template(path = "pages/decision.html")]
struct DecisionPage {
    frame: Frame,
    home: &'static str,
    crumb: &'static str,
    title: String,
    head: Head,
    /// How the task stands; of a settled request, what became of it.
    lights: Vec<LightWords>,
    asked: String,
    changes: Vec<Change>,
    reason: String,
    result: Option<String>,
    evidence: Option<String>,
    files: Vec<FileLine>,
    percent: Option<i32>,
    opinions: Vec<Opinion>,
    hanging: Vec<Child>,
    lines: Vec<HistoryLine>,
    meanwhile: Vec<HistoryLine>,
    box_title: &'static str,
    settled: String,
    /// What the reader may do, the most expected first.
    deeds: Vec<Deed>,
    facts: Vec<Fact>,
    errors: FormErrors,
}

/// What a request would change.
struct Change {
    label: &'static str,
    old: String,
    new: String,
    sub: String,
}

/// What was said of a request before its decision.
struct Opinion {
    title: &'static str,
    words: String,
    who: String,
}

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/requests/{id}", web::get().to(show))
        .route("/requests/{id}/{verb}", web::post().to(decide));
}

/// What can be done about a request.
const VERBS: [&str; 5] = ["approve", "reject", "withdraw", "confirm", "opinion"];

async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
) -> Result<HttpResponse, Failure> {
    let id = RequestId(id.into_inner());
    let seen = Seen::request(&app, &signed, id).await?;
    Ok(page(&build(&signed, &seen, id)?))
}

async fn decide(
    app: web::Data<App>,
    signed: SignedIn,
    path: web::Path<(i64, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    let id = RequestId(id);
    if !VERBS.contains(&verb.as_str()) {
        return Err(Failure::NoPage);
    }
    let said_verb = verb.clone();
    let path_verb = said_verb.as_str();
    let outcome = match read(&verb, &posted) {
        Ok((version, new_due_on)) => {
            let comment = posted.text("comment").to_owned();
            let (agrees, opinion) =
                (posted.text("agrees") != "no", posted.text("opinion").to_owned());
            let back = local_path(posted.text("back")).map(str::to_owned);
            let free_days = free_day::answer(&posted);
            let act = move |act: &mut crate::app::Act<'_>| {
                act.free_days = free_days;
                let task = match verb.as_str() {
                    "approve" => decisions::approve(act, id, Some(version), &comment, new_due_on)?,
                    "reject" => decisions::reject(act, id, Some(version), &comment)?,
                    "opinion" => decisions::advise(act, id, Some(version), agrees, &opinion)?,
                    "confirm" => requests::confirm(act, id, Some(version))?,
                    _ => requests::withdraw(act, id, Some(version))?,
                };
                Ok(match back {
                    Some(back) if back.contains('?') => format!("{back}&done={verb}#t{}", task.id),
                    Some(back) => format!("{back}?done={verb}#t{}", task.id),
                    None => format!("/tasks/{}?done={verb}", task.id),
                })
            };
            signed.once(&app, &posted, act).await
        }
        Err(error) => Err(error),
    };
    match outcome.map_err(Failure::from) {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            let seen = Seen::request(&app, &signed, id).await?;
            let mut built = build(&signed, &seen, id)?;
            built.meanwhile = since(&built.lines, posted.text("seen").parse().ok());
            let deed = match path_verb {
                "approve" | "reject" => "decide",
                verb => verb,
            };
            match built.deeds.iter_mut().find(|one| one.id == deed) {
                Some(deed) => {
                    built.errors = deed.fill(&posted, &failure, signed.lang);
                    posted.text("back").clone_into(&mut deed.back);
                }
                None => built.errors.add("main", failure.explain(signed.lang).text),
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

impl DecisionPage {
    /// What the page is for: deciding, or confirming.
    fn first(&self) -> Option<&Deed> {
        self.deeds.first().filter(|deed| matches!(deed.id.as_str(), "decide" | "confirm"))
    }

    /// Everything else, folded away.
    fn others(&self) -> impl Iterator<Item = &Deed> {
        self.deeds.iter().skip(usize::from(self.first().is_some()))
    }
}

fn read(verb: &str, posted: &Posted) -> Result<(i64, Option<NaiveDate>), Error> {
    let mut form = Reading::of(posted);
    let version = form.version()?;
    let new_due_on = if verb == "approve" { form.date("new_due_on") } else { None };
    form.finish()?;
    Ok((version, new_due_on))
}

fn build(signed: &SignedIn, seen: &Seen, id: RequestId) -> Result<DecisionPage, Failure> {
    let lang = seen.lang;
    let found = seen.sheet.requests.iter().find(|request| request.id == id);
    let request = found.ok_or(Failure::NoPage)?;
    let frame = Frame::of(signed, Nav::Elsewhere);
    let (open, drafted) =
        (request.state == RequestState::Open, request.state == RequestState::Drafted);
    let decide = decision(seen).filter(|_| open);
    let box_title = match (&decide, open) {
        (Some(_), _) => lang.decision_yours(),
        (None, true) => lang.decision_not_yours(),
        (None, false) => lang.request_state(request.state),
    };
    let offer = |here: bool, action, deed: fn(&Seen) -> Deed| {
        (here && seen.offers(action)).then(|| deed(seen))
    };
    let deeds = [
        decide,
        offer(drafted, Action::Confirm, confirm),
        offer(open, Action::Advise, advise),
        offer(open || drafted, Action::Withdraw, withdraw),
    ];
    let head = Head::of(seen);
    Ok(DecisionPage {
        home: frame.nav().first().map_or("", |first| first.label(lang)),
        crumb: lang.request_kind(request.kind),
        title: title(lang, request),
        lights: if open { head.lights.clone() } else { Vec::new() },
        head,
        asked: lang.decision_asked(&request.requested_by_name, seen.day(request.requested_on)),
        changes: changes(seen, request),
        reason: request.reason.clone(),
        result: request.result.clone(),
        evidence: request.evidence.clone(),
        files: seen.files(|file| file.request_id == Some(request.id)),
        percent: request.percent.filter(|_| request.kind == RequestKind::Extension),
        opinions: opinions(seen, request),
        hanging: children(seen),
        lines: seen.history(),
        meanwhile: Vec::new(),
        box_title,
        settled: settled(seen, request),
        deeds: deeds.into_iter().flatten().collect(),
        facts: facts(seen),
        errors: FormErrors::default(),
        frame,
    })
}

/// A page is called after what is to be done; once that is done, after what became of it.
fn title(lang: Lang, request: &Request) -> String {
    if request.state != RequestState::Open {
        let kind = lang.request_kind(request.kind);
        return lang.decision_title_settled(kind, lang.request_state(request.state));
    }
    match request.kind {
        RequestKind::Extension => lang.decision_title_extension(),
        RequestKind::Closure => lang.decision_title_closure(),
        RequestKind::InterimClosure => lang.decision_title_interim_closure(),
        RequestKind::Suspension => lang.decision_title_suspension(),
        RequestKind::Cancellation => lang.decision_title_cancellation(),
    }
    .to_owned()
}

/// 初审, and the agreement of those in charge where a top leader decides.
fn opinions(seen: &Seen, request: &Request) -> Vec<Opinion> {
    let lang = seen.lang;
    let who = |name: &Option<String>, on: Option<NaiveDate>| {
        let day = on.map(|on| seen.day(on)).unwrap_or_default();
        lang.decision_asked(name.as_deref().unwrap_or_default(), day)
    };
    let advice = request.opinion_agrees.map(|agrees| Opinion {
        title: if agrees { lang.history_advice_yes() } else { lang.history_advice_no() },
        words: request.opinion.clone().unwrap_or_default(),
        who: who(&request.opinion_by_name, request.opinion_on),
    });
    let endorsement = request.endorsed_on.map(|on| Opinion {
        title: lang.decision_endorsed(),
        words: request.endorsement.clone().unwrap_or_default(),
        who: who(&request.endorsed_by_name, Some(on)),
    });
    advice.into_iter().chain(endorsement).collect()
}

fn settled(seen: &Seen, request: &Request) -> String {
    let lang = seen.lang;
    let Some(day) = request.decided_on.map(|day| seen.day(day)) else {
        return match (request.state, request.endorsed_on) {
            (RequestState::Drafted, _) => lang.decision_waits_for_head(),
            (_, Some(_)) => lang.decision_waits_for_top_leader(),
            (_, None) => lang.decision_not_yours_text(),
        }
        .to_owned();
    };
    let who = request.decided_by_name.as_deref().unwrap_or_default();
    let state = lang.request_state(request.state);
    match &request.comment {
        Some(comment) => lang.decision_settled_comment(state, who, day, comment),
        None => lang.decision_settled(state, who, day),
    }
}

fn changes(seen: &Seen, request: &Request) -> Vec<Change> {
    let (lang, task) = (seen.lang, seen.it());
    match request.kind {
        RequestKind::Extension => extension(seen, request),
        RequestKind::InterimClosure => stage(seen, request),
        RequestKind::Closure => vec![
            Change {
                label: lang.decision_state(),
                old: lang.state(State::ClosureReview).to_owned(),
                new: lang.state(State::Closed).to_owned(),
                sub: String::new(),
            },
            Change {
                label: lang.decision_closed_on(),
                old: String::new(),
                new: lang.date(request.requested_on),
                sub: lang.decision_closed_on_sub().to_owned(),
            },
        ],
        kind => {
            let after =
                if kind == RequestKind::Suspension { State::Suspended } else { State::Cancelled };
            vec![Change {
                label: lang.decision_state(),
                old: lang.state(task.state).to_owned(),
                new: lang.state(after).to_owned(),
                sub: String::new(),
            }]
        }
    }
}

/// The stage is done; the task goes on, towards the date of the next one.
fn stage(seen: &Seen, request: &Request) -> Vec<Change> {
    let lang = seen.lang;
    let day = |day: Option<NaiveDate>| day.map(|day| lang.date(day)).unwrap_or_default();
    let new = request.granted_due_on.or(request.proposed_due_on());
    let new = new.map_or_else(|| lang.decision_at_decision().to_owned(), |new| lang.date(new));
    let state = lang.state(State::InProgress).to_owned();
    let mut changes = vec![Change {
        label: lang.decision_state(),
        old: String::new(),
        new: state,
        sub: lang.decision_stage_sub().to_owned(),
    }];
    if !seen.it().long_term {
        let old = day(request.old_due_on);
        changes.push(Change { label: lang.decision_due(), old, new, sub: String::new() });
    }
    changes
}

fn extension(seen: &Seen, request: &Request) -> Vec<Change> {
    let (lang, task) = (seen.lang, seen.it());
    let day = |day: Option<NaiveDate>| day.map(|day| lang.date(day)).unwrap_or_default();
    let new = request.granted_due_on.or(request.proposed_due_on());
    let later = request
        .old_due_on
        .zip(new)
        .map_or(0, |(old, new)| seen.calendar.working_days_between(old, new));
    let sub = match later {
        1 => lang.decision_days_later_one().to_owned(),
        days => lang.decision_days_later(days),
    };
    let before = match request.state {
        RequestState::Approved => task.extensions - 1,
        _ => task.extensions,
    };
    let in_time = request.old_due_on.is_some_and(|due| request.requested_on <= due);
    let count = |count: i32| {
        if count == 0 { lang.decision_none().to_owned() } else { count.to_string() }
    };
    let baseline = match request.state {
        RequestState::Approved => request.old_due_on,
        _ => task.baseline_due_on,
    };
    let base = Change {
        label: lang.decision_baseline(),
        old: if in_time { day(baseline) } else { String::new() },
        new: if in_time { day(new) } else { day(baseline) },
        sub: if in_time { lang.decision_baseline_moves() } else { lang.decision_baseline_stays() }
            .to_owned(),
    };
    vec![
        Change { label: lang.decision_due(), old: day(request.old_due_on), new: day(new), sub },
        Change {
            label: lang.decision_extensions(),
            old: count(before),
            new: count(before + 1),
            sub: String::new(),
        },
        base,
    ]
}

fn facts(seen: &Seen) -> Vec<Fact> {
    let (lang, task) = (seen.lang, seen.it());
    let mut facts = vec![
        department(seen, lang.task_lead(), task.lead_id),
        person(seen, lang.task_responsible(), seen.sight.responsible()),
        person(seen, lang.task_leader(), seen.sight.leader()),
    ];
    if let Some(meeting) = &seen.sheet.meeting {
        let path = format!("/meetings/{}", meeting.id);
        facts.push(Fact::door(lang.task_source(), meeting.title.as_str(), path));
    }
    facts.push(Fact::new(lang.task_urgency(), lang.urgency(task.urgency)));
    facts
}

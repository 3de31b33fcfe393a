//! A request before the one who decides it: what would change, why, and what happened so far.

use actix_web::web::ServiceConfig;
use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;

use super::deed::Deed;
use super::history::HistoryLine;
use super::reading::Reading;
use super::task::{
    Child, Fact, Head, Seen, children, comes_back, decision, department, person, since, withdraw,
};
use super::{Frame, Nav, page};
use crate::app::App;
use crate::domain::{Action, Request, RequestId, RequestKind, RequestState, State};
use crate::http::{Failure, FormErrors, Posted, SignedIn, local_path};
use crate::i18n::Lang;
use crate::services::{Error, requests};

#[derive(Template)]
#[template(path = "pages/decision.html")]
struct DecisionPage {
    frame: Frame,
    home: &'static str,
    crumb: &'static str,
    title: &'static str,
    head: Head,
    asked: String,
    changes: Vec<Change>,
    reason: String,
    result: Option<String>,
    hanging: Vec<Child>,
    lines: Vec<HistoryLine>,
    meanwhile: Vec<HistoryLine>,
    box_title: &'static str,
    settled: String,
    decide: Option<Deed>,
    withdraw: Option<Deed>,
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

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/requests/{id}", web::get().to(show))
        .route("/requests/{id}/{verb}", web::post().to(decide));
}

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
    if !matches!(verb.as_str(), "approve" | "reject" | "withdraw") {
        return Err(Failure::NoPage);
    }
    let outcome = match read(&verb, &posted) {
        Ok((version, new_due_on)) => {
            let comment = posted.text("comment").to_owned();
            let back = local_path(posted.text("back")).map(str::to_owned);
            let act = move |act: &mut crate::app::Act<'_>| {
                let task = match verb.as_str() {
                    "approve" => {
                        let kind = kind_of(act, id)?;
                        // Only an extension has a date to be changed.
                        let date = new_due_on.filter(|_| kind == RequestKind::Extension);
                        requests::approve(act, id, Some(version), &comment, date)?
                    }
                    "reject" => requests::reject(act, id, Some(version), &comment)?,
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
            match &mut built.decide {
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

fn kind_of(act: &mut crate::app::Act<'_>, id: RequestId) -> Result<RequestKind, Error> {
    Ok(crate::persistence::requests::find(act.conn, id)?.kind)
}

fn read(verb: &str, posted: &Posted) -> Result<(i64, Option<chrono::NaiveDate>), Error> {
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
    let open = request.state == RequestState::Open;
    let decide = decision(seen).filter(|_| open);
    let withdraw = (open && seen.offers(Action::Withdraw)).then(|| withdraw(seen));
    let frame = Frame::of(signed, Nav::Elsewhere);
    let day = seen.day(request.requested_on);
    Ok(DecisionPage {
        home: frame.nav().first().map_or("", |first| first.label(lang)),
        crumb: lang.request_kind(request.kind),
        title: title(lang, request.kind),
        head: Head::of(seen),
        asked: lang.decision_asked(&request.requested_by_name, day),
        changes: changes(seen, request),
        reason: request.reason.clone(),
        result: request.result.clone(),
        hanging: children(seen),
        lines: seen.history(),
        meanwhile: Vec::new(),
        box_title: match (&decide, open) {
            (Some(_), _) => lang.decision_yours(),
            (None, true) => lang.decision_not_yours(),
            (None, false) => lang.request_state(request.state),
        },
        settled: settled(seen, request),
        facts: facts(seen),
        errors: FormErrors::default(),
        decide,
        withdraw,
        frame,
    })
}

fn title(lang: Lang, kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Extension => lang.decision_title_extension(),
        RequestKind::Closure => lang.decision_title_closure(),
        RequestKind::InterimClosure => lang.decision_title_interim_closure(),
        RequestKind::Suspension => lang.decision_title_suspension(),
        RequestKind::Cancellation => lang.decision_title_cancellation(),
    }
}

fn settled(seen: &Seen, request: &Request) -> String {
    let lang = seen.lang;
    let Some(day) = request.decided_on.map(|day| seen.day(day)) else {
        return lang.decision_not_yours_text().to_owned();
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
        RequestKind::Closure | RequestKind::InterimClosure => vec![
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

fn extension(seen: &Seen, request: &Request) -> Vec<Change> {
    let (lang, task) = (seen.lang, seen.it());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.date(day)).unwrap_or_default();
    let new = request.granted_due_on.or(request.new_due_on);
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

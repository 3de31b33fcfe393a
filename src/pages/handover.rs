//! Handing over 移交: everything that hangs on one person, and who takes it.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;

use super::glance::{DueWords, LightWords, light_of};
use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{Holding, Person, PersonId, Role};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::persistence::people;
use crate::persistence::views::holdings::Holdings;
use crate::services::handover::{Plan, hand_over};
use crate::services::{Error, directory};

/// The most rows that choose for themselves; the others go where all go.
const ROWS: usize = 60;
/// What a row sends where nobody takes it over.
const NOBODY: &str = "none";

#[derive(Template)]
#[template(path = "pages/handover.html")]
struct HandoverPage {
    frame: Frame,
    person: Person,
    facts: Vec<String>,
    errors: FormErrors,
    all: Vec<Taker>,
    posts: Vec<Row>,
    parts: Vec<Row>,
    more: Option<String>,
    also: Vec<String>,
    deactivate: bool,
    button: String,
    nothing: bool,
}

/// One thing to hand over.
struct Row {
    key: String,
    title: String,
    sub: String,
    path: String,
    post: &'static str,
    light: Option<LightWords>,
    due: Option<DueWords>,
    takers: Vec<Taker>,
    error: Option<String>,
}

/// One choice of who takes it.
#[derive(Clone)]
struct Taker {
    value: String,
    label: String,
    chosen: bool,
}

/// `GET /people/{id}/handover`
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&built(&app, &me, *id, None, FormErrors::default()).await?))
}

/// `POST /people/{id}/handover`: all of it, or nothing.
pub async fn hand(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let plan = plan(&posted);
    let outcome = me
        .once(&app, &posted, move |act| {
            hand_over(act, id, &plan)?;
            // Handing over ends deputies, of whom the reader may have been one.
            let gone = act.actor.principals.contains_key(&id);
            Ok(if gone { "/".to_owned() } else { format!("/people/{id}?done=handover") })
        })
        .await;
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&built(&app, &me, id, Some(&posted), errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// What the form says: a row that chose nothing goes where all go.
fn plan(posted: &Posted) -> Plan {
    let rows = posted.fields().filter_map(|(name, value)| {
        let holding: Holding = name.parse().ok()?;
        match value {
            "" => None,
            NOBODY => Some((holding, None)),
            id => Some((holding, Some(id.parse().unwrap_or(PersonId(0))))),
        }
    });
    Plan {
        rows: rows.collect::<BTreeMap<_, _>>(),
        all_to: posted.text("all_to").parse().ok(),
        deactivate: posted.ticked("deactivate"),
    }
}

async fn built(
    app: &App,
    me: &SignedIn,
    id: PersonId,
    posted: Option<&Posted>,
    errors: FormErrors,
) -> Result<HandoverPage, Failure> {
    directory::check_may_change(&me.actor, Role::Staff)?;
    let today = me.today;
    let (person, held, everybody) = app
        .read(move |conn| {
            let person = people::find(conn, id)?;
            Ok::<_, Error>((person, Holdings::of(conn, id, today)?, people::all(conn)?))
        })
        .await?;
    directory::check_may_change(&me.actor, person.role)?;
    let lang = me.lang;
    let takers = takers(&person, everybody);
    let typed = |name: &str| posted.map(|posted| posted.text(name)).unwrap_or_default();
    let choose = |name: &str, mut all: Vec<Taker>| {
        let chosen = typed(name);
        for one in &mut all {
            one.chosen = one.value == chosen;
        }
        all
    };
    let in_row = |key: &str| {
        let first = [
            Taker { value: String::new(), label: lang.handover_like_all().into(), chosen: false },
            Taker { value: NOBODY.into(), label: lang.handover_nobody().into(), chosen: false },
        ];
        choose(key, first.into_iter().chain(takers.iter().cloned()).collect())
    };
    let posts = held.posts.iter().map(|(holding, department)| {
        let key = holding.to_string();
        Row {
            title: department.name.clone(),
            sub: String::new(),
            path: format!("/departments/{}", department.id),
            post: post_of(lang, *holding),
            light: None,
            due: None,
            takers: in_row(&key),
            error: errors.of(&key).map(str::to_owned),
            key,
        }
    });
    let parts = held.parts.iter().take(ROWS).map(|(holding, task)| {
        let key = holding.to_string();
        Row {
            title: task.title.clone(),
            sub: task.number.clone().unwrap_or_else(|| lang.task_draft().to_owned()),
            path: format!("/tasks/{}", task.id),
            post: post_of(lang, *holding),
            light: Some(light_of(lang, &task.marks(), today)),
            due: DueWords::near(lang, task.due_on, task.original_due_on, today),
            takers: in_row(&key),
            error: errors.of(&key).map(str::to_owned),
            key,
        }
    });
    let mut facts = Vec::new();
    facts.extend(person.title.clone().filter(|title| *title != person.name));
    facts.push(lang.handover_holds(held.tasks(), held.posts.len()));
    let things = held.posts.len() + held.parts.len();
    Ok(HandoverPage {
        frame: Frame::of(me, Nav::People),
        posts: posts.collect(),
        parts: parts.collect(),
        more: held
            .parts
            .len()
            .checked_sub(ROWS)
            .filter(|more| *more > 0)
            .map(|more| lang.handover_more(more)),
        also: also(lang, &held, id),
        all: choose("all_to", takers.clone()),
        facts,
        deactivate: posted.map_or(person.active, |posted| posted.ticked("deactivate")),
        button: match things {
            1 => lang.handover_button_one().to_owned(),
            many => lang.handover_button(many),
        },
        nothing: held.is_empty(),
        errors,
        person,
    })
}

/// Those who can take over: of the same department first.
fn takers(leaving: &Person, everybody: Vec<Person>) -> Vec<Taker> {
    let mut others: Vec<Person> =
        everybody.into_iter().filter(|one| one.active && one.id != leaving.id).collect();
    others.sort_by_key(|one| one.department_id != leaving.department_id);
    let label = |one: &Person| match &one.title {
        Some(title) if *title != one.name => format!("{} ({title})", one.name),
        _ => one.name.clone(),
    };
    others
        .iter()
        .map(|one| Taker { value: one.id.to_string(), label: label(one), chosen: false })
        .collect()
}

/// What else hangs on the account.
fn also(lang: Lang, held: &Holdings, id: PersonId) -> Vec<String> {
    let requests = (held.requests > 0).then(|| lang.handover_requests(held.requests));
    let deputies = held.deputies.iter().map(|one| {
        let until = lang.date(one.to_on);
        if one.person_id == id {
            lang.handover_deputy(&one.name, until)
        } else {
            lang.handover_principal(&one.principal, until)
        }
    });
    requests.into_iter().chain(deputies).collect()
}

fn post_of(lang: Lang, holding: Holding) -> &'static str {
    match holding {
        Holding::Head(_) => lang.people_head(),
        Holding::Contact(_) => lang.people_contacts(),
        Holding::InCharge(_) => lang.people_leader(),
        Holding::Leader(_) => lang.task_leader(),
        Holding::Handler(_) => lang.task_handler(),
        Holding::Follower(_) => lang.task_follower(),
    }
}

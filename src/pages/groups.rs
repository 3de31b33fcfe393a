//! Bodies and programmes: short lists of names, each changed in its row.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{Body, BodyId, Programme, ProgrammeId};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::persistence::versions::{self, Entries};
use crate::persistence::{self, Conn, accounts, bodies, programmes};
use crate::services::{Error, directory};

#[derive(Template)]
#[template(path = "pages/groups.html")]
struct GroupsPage {
    frame: Frame,
    done: &'static str,
    errors: FormErrors,
    typed: String,
    heading: &'static str,
    hint: &'static str,
    add: &'static str,
    none: &'static str,
    counts: &'static str,
    path: &'static str,
    groups: Vec<GroupLine>,
}

struct GroupLine {
    id: i64,
    name: String,
    count: i64,
    /// The rows that the count counts.
    behind: String,
    active: bool,
    /// The version that its form was filled from.
    version: i64,
    /// What stands in its form, and whether it is unfolded.
    typed: String,
    open: bool,
}

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bodies,
    Programmes,
}

impl Kind {
    /// Where the list lies.
    fn path(self) -> &'static str {
        match self {
            Self::Bodies => "/bodies",
            Self::Programmes => "/programmes",
        }
    }

    /// The list, once something was done.
    fn after(self) -> String {
        format!("{}?done=yes", self.path())
    }

    /// The kind of entry whose versions its forms carry.
    fn entries(self) -> Entries {
        match self {
            Self::Bodies => Entries::Bodies,
            Self::Programmes => Entries::Programmes,
        }
    }
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /bodies`.
pub async fn bodies(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    show(&app, &me, Kind::Bodies, &query).await
}

/// `GET /programmes`.
pub async fn programmes(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    show(&app, &me, Kind::Programmes, &query).await
}

/// `POST /bodies`.
pub async fn add_body(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    add(&app, &me, Kind::Bodies, &posted).await
}

/// `POST /programmes`.
pub async fn add_programme(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    add(&app, &me, Kind::Programmes, &posted).await
}

/// `POST /bodies/{id}`.
pub async fn change_body(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<BodyId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    change(&app, &me, Kind::Bodies, id.0, &posted).await
}

/// `POST /programmes/{id}`.
pub async fn change_programme(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<ProgrammeId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    change(&app, &me, Kind::Programmes, id.0, &posted).await
}

async fn add(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    posted: &Posted,
) -> Result<HttpResponse, Failure> {
    let name = posted.text("name").to_owned();
    let outcome = me
        .once(app, posted, move |act| {
            match kind {
                Kind::Bodies => drop(directory::create_body(act, &name)?),
                Kind::Programmes => drop(directory::create_programme(act, &name)?),
            }
            Ok(kind.after())
        })
        .await;
    answer(app, me, kind, None, posted, outcome).await
}

async fn change(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    id: i64,
    posted: &Posted,
) -> Result<HttpResponse, Failure> {
    let (name, active) = (posted.text("name").to_owned(), posted.ticked("active"));
    let seen = posted.text("version").parse().ok();
    let outcome = me
        .once(app, posted, move |act| {
            directory::check_version(act, kind.entries(), id, seen)?;
            match kind {
                Kind::Bodies => drop(directory::update_body(act, BodyId(id), &name, active)?),
                Kind::Programmes => {
                    drop(directory::update_programme(act, ProgrammeId(id), &name, active)?);
                }
            }
            Ok(kind.after())
        })
        .await;
    answer(app, me, kind, Some(id), posted, outcome).await
}

async fn show(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    query: &Query,
) -> Result<HttpResponse, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let mut shown = groups_page(app, me, kind, FormErrors::default(), String::new()).await?;
    shown.done = if query.done.is_empty() { "" } else { me.lang.people_saved() };
    Ok(page(&shown))
}

/// A form that came back, at the row `of` or above the list, with what was typed.
async fn answer(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    of: Option<i64>,
    posted: &Posted,
    outcome: Result<HttpResponse, Error>,
) -> Result<HttpResponse, Failure> {
    let mut said = FormErrors::default();
    match outcome {
        Ok(done) => return Ok(done),
        Err(Error::Invalid(faults)) => said.extend(me.lang, &faults),
        // What was typed stays; sent once more it is meant, in the light of what changed.
        Err(Error::Storage(persistence::Error::Stale)) => {
            said.add("name", me.lang.people_changed_meanwhile());
        }
        Err(other) => return Err(other.into()),
    }
    let label = |field: &str| (field == "name").then(|| me.lang.people_name());
    let said = said.called(label);
    let Some(id) = of else {
        let typed = posted.text("name").to_owned();
        return Ok(returned(&groups_page(app, me, kind, said, typed).await?));
    };
    let mut shown = groups_page(app, me, kind, FormErrors::default(), String::new()).await?;
    let wrong = said.of("name").map(str::to_owned);
    shown.errors.add(&format!("n{id}"), wrong.as_deref().unwrap_or_default());
    if let Some(row) = shown.groups.iter_mut().find(|row| row.id == id) {
        posted.text("name").clone_into(&mut row.typed);
        row.open = true;
    }
    Ok(returned(&shown))
}

async fn groups_page(
    app: &App,
    me: &SignedIn,
    kind: Kind,
    errors: FormErrors,
    typed: String,
) -> Result<GroupsPage, Failure> {
    let groups = app.read(move |conn| lines(conn, kind)).await?;
    let lang = me.lang;
    let frame = Frame::of(me, Nav::People);
    Ok(match kind {
        Kind::Bodies => GroupsPage {
            frame,
            done: "",
            errors,
            typed,
            heading: lang.people_bodies(),
            hint: lang.people_bodies_hint(),
            add: lang.people_add_body(),
            none: lang.people_no_bodies(),
            counts: lang.people_meetings(),
            path: kind.path(),
            groups,
        },
        Kind::Programmes => GroupsPage {
            frame,
            done: "",
            errors,
            typed,
            heading: lang.people_programmes(),
            hint: lang.people_programmes_hint(),
            add: lang.people_add_programme(),
            none: lang.people_no_programmes(),
            counts: lang.people_tasks(),
            path: kind.path(),
            groups,
        },
    })
}

fn lines(conn: &mut Conn, kind: Kind) -> Result<Vec<GroupLine>, Error> {
    let versions = versions::all(conn, kind.entries())?;
    let version = |id: i64| versions.get(&id).copied().unwrap_or_default();
    Ok(match kind {
        Kind::Bodies => {
            let meetings = accounts::meetings_of_bodies(conn)?;
            let line = |body: Body| GroupLine {
                id: body.id.0,
                typed: body.name.clone(),
                name: body.name,
                count: meetings.get(&body.id).copied().unwrap_or_default(),
                behind: format!("/meetings?body_id={}", body.id),
                active: body.active,
                version: version(body.id.0),
                open: false,
            };
            bodies::all(conn)?.into_iter().map(line).collect()
        }
        Kind::Programmes => {
            let tasks = accounts::tasks_of_programmes(conn)?;
            let line = |programme: Programme| GroupLine {
                id: programme.id.0,
                typed: programme.name.clone(),
                name: programme.name,
                count: tasks.get(&programme.id).copied().unwrap_or_default(),
                behind: format!("/ledger?programme_id={}", programme.id),
                active: programme.active,
                version: version(programme.id.0),
                open: false,
            };
            programmes::all(conn)?.into_iter().map(line).collect()
        }
    })
}

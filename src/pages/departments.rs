//! One department: added, changed, moved within the tree.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page, people::name_in, person::choices, returned};
use crate::app::App;
use crate::domain::{Department, DepartmentId, Person, PersonId, Role, Tree};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::persistence::versions::{self, Entries};
use crate::persistence::{self, departments, people};
use crate::services::directory::DepartmentInput;
use crate::services::{Error, directory};

type Choice<T> = (T, String, bool);

#[derive(Template)]
#[template(path = "pages/department.html")]
struct DepartmentPage {
    frame: Frame,
    heading: String,
    /// The version that the form was filled from.
    version: Option<i64>,
    action: String,
    done: &'static str,
    errors: FormErrors,
    /// What it became part of.
    merged: Option<(DepartmentId, String)>,
    inherited: Vec<String>,
    parents: Vec<Choice<DepartmentId>>,
    heads: Vec<Choice<PersonId>>,
    leaders: Vec<Choice<PersonId>>,
    contacts: Vec<Choice<PersonId>>,
    f: Fields,
    known: bool,
}

/// What was typed, or what is.
struct Fields {
    name: String,
    name_en: String,
    aliases: String,
    position: String,
    active: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// What the form needs to know of the directory.
struct Directory {
    tree: Tree,
    people: Vec<Person>,
    versions: BTreeMap<i64, i64>,
}

/// `GET /departments/new`.
pub async fn blank(app: web::Data<App>, me: SignedIn) -> Result<HttpResponse, Failure> {
    let directory = directory_of(&app, &me).await?;
    let input = DepartmentInput { active: Some(true), ..DepartmentInput::default() };
    Ok(page(&form(&me, &directory, None, &input, FormErrors::default())))
}

/// `POST /departments/new`.
pub async fn add(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let directory = directory_of(&app, &me).await?;
    let (input, errors) = read(&posted, me.lang);
    if !errors.is_empty() {
        return Ok(returned(&form(&me, &directory, None, &input, errors)));
    }
    let given = input.clone();
    let outcome = me
        .once(&app, &posted, move |act| {
            let department = directory::create_department(act, &given)?;
            Ok(format!("/departments/{}?done=yes", department.id))
        })
        .await;
    answer(&me, &directory, None, &input, outcome)
}

/// `GET /departments/{id}`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let directory = directory_of(&app, &me).await?;
    let department = directory.tree.get(*id).ok_or(persistence::Error::NotFound)?;
    let input = DepartmentInput::of(department);
    let mut shown = form(&me, &directory, Some(department), &input, FormErrors::default());
    let id = department.id;
    let into = app.read(move |conn| departments::merged_into(conn, id)).await?;
    let into = into.and_then(|into| directory.tree.get(into));
    shown.merged = into.map(|into| (into.id, name_in(into, me.lang).to_owned()));
    shown.done = match query.done.as_str() {
        "" => "",
        "merged" => me.lang.merge_done(),
        _ => me.lang.people_saved(),
    };
    Ok(page(&shown))
}

/// `POST /departments/{id}`.
pub async fn change(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let directory = directory_of(&app, &me).await?;
    let id = id.into_inner();
    let department = directory.tree.get(id).ok_or(persistence::Error::NotFound)?;
    let (input, errors) = read(&posted, me.lang);
    if !errors.is_empty() {
        return Ok(returned(&form(&me, &directory, Some(department), &input, errors)));
    }
    let (given, seen) = (input.clone(), posted.text("version").parse().ok());
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::check_version(act, Entries::Departments, id.0, seen)?;
            directory::update_department(act, id, &given)?;
            Ok(format!("/departments/{id}?done=yes"))
        })
        .await;
    answer(&me, &directory, Some(department), &input, outcome)
}

fn answer(
    me: &SignedIn,
    directory: &Directory,
    department: Option<&Department>,
    input: &DepartmentInput,
    outcome: Result<HttpResponse, Error>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&form(me, directory, department, input, errors)))
        }
        // What was typed stays; sent once more it is meant, in the light of what changed.
        Err(Error::Storage(persistence::Error::Stale)) => {
            let mut errors = FormErrors::default();
            errors.add("name", me.lang.people_changed_meanwhile());
            Ok(returned(&form(me, directory, department, input, errors)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn directory_of(app: &App, me: &SignedIn) -> Result<Directory, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let read = app
        .read(|conn| {
            Ok::<_, Error>(Directory {
                tree: departments::tree(conn)?,
                people: people::all(conn)?,
                versions: versions::all(conn, Entries::Departments)?,
            })
        })
        .await?;
    Ok(read)
}

fn read(posted: &Posted, lang: Lang) -> (DepartmentInput, FormErrors) {
    let mut errors = FormErrors::default();
    let position = posted.some("position").and_then(|text| {
        let number = text.parse::<i32>();
        errors.check("position", number.map_err(|_unread| lang.fault_not_in_range(0, i32::MAX)))
    });
    let input = DepartmentInput {
        name: posted.text("name").to_owned(),
        name_en: posted.some("name_en"),
        aliases: posted.text("aliases").lines().map(str::to_owned).collect(),
        parent_id: posted.text("parent_id").parse().ok(),
        head_id: posted.text("head_id").parse().ok(),
        leader_id: posted.text("leader_id").parse().ok(),
        contact_ids: posted.all("contact_ids").filter_map(|id| id.parse().ok()).collect(),
        position,
        active: Some(posted.ticked("active")),
    };
    (input, errors)
}

fn form(
    me: &SignedIn,
    Directory { tree, people, versions }: &Directory,
    department: Option<&Department>,
    input: &DepartmentInput,
    errors: FormErrors,
) -> DepartmentPage {
    let id = department.map(|one| one.id);
    let lang = me.lang;
    let one_of = |chosen: &[PersonId], fits: &dyn Fn(&Person) -> bool| {
        let offered = people
            .iter()
            .filter(|person| chosen.contains(&person.id) || person.active && fits(person));
        offered
            .map(|person| (person.id, described(person), chosen.contains(&person.id)))
            .collect::<Vec<_>>()
    };
    // Its own head hears of everything anyway.
    let own = |person: &Person| {
        id.is_some() && person.department_id == id && Some(person.id) != input.head_id
    };
    let in_house = |person: &Person| person.role != Role::Observer;
    let leads = |person: &Person| matches!(person.role, Role::Leader | Role::OfficeHead);
    let name_of = |id: Option<PersonId>| {
        people.iter().find(|person| Some(person.id) == id).map(|person| person.name.as_str())
    };
    let inherited = department.map_or_else(Vec::new, |one| {
        let head = name_of(tree.head(one.id).filter(|_| one.head_id.is_none()));
        let leader = name_of(tree.leader(one.id).filter(|_| one.leader_id.is_none()));
        let head = head.map(|name| lang.people_head_inherited(name));
        head.into_iter().chain(leader.map(|name| lang.people_leader_inherited(name))).collect()
    });
    let chosen = |id: Option<PersonId>| id.into_iter().collect::<Vec<_>>();
    DepartmentPage {
        frame: Frame::of(me, Nav::People),
        heading: department
            .map_or_else(|| lang.people_add_department(), |one| name_in(one, lang))
            .to_owned(),
        version: id.and_then(|id| versions.get(&id.0).copied()),
        action: id.map_or_else(|| "/departments/new".to_owned(), |id| format!("/departments/{id}")),
        done: "",
        errors: errors.called(|field| label(lang, field)),
        merged: None,
        inherited,
        parents: choices(tree, lang, input.parent_id),
        heads: one_of(&chosen(input.head_id), &in_house),
        leaders: one_of(&chosen(input.leader_id), &leads),
        contacts: one_of(&input.contact_ids, &own),
        f: Fields {
            name: input.name.clone(),
            name_en: input.name_en.clone().unwrap_or_default(),
            aliases: input.aliases.join("\n"),
            position: input.position.map(|position| position.to_string()).unwrap_or_default(),
            active: input.active.unwrap_or(true),
        },
        known: department.is_some(),
    }
}

/// What the form calls its fields.
fn label(lang: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => lang.people_official_name(),
        "name_en" => lang.people_english_name(),
        "aliases" => lang.people_aliases(),
        "parent_id" => lang.people_parent(),
        "position" => lang.people_position(),
        "head_id" => lang.people_head(),
        "leader_id" => lang.people_leader(),
        "contact_ids" => lang.people_contacts(),
        "active" => lang.people_state(),
        _ => return None,
    })
}

fn described(person: &Person) -> String {
    match &person.title {
        Some(title) if *title != person.name => format!("{} ({title})", person.name),
        _ => person.name.clone(),
    }
}

//! One person: added, changed, invited.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::reach::{self, ReachForm};
use super::{
    Frame, Nav, page,
    people::{in_tree_order, name_in},
    returned,
};
use crate::app::App;
use crate::domain::{
    Actor, DepartmentId, LinkPurpose, Named as _, Person, PersonId, Reach, Role, Tree,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::link_path;
use crate::persistence::versions::{self, Entries};
use crate::persistence::{self, accounts as kept, bounces, departments, people, reaches};
use crate::services::directory::{PersonInput, ReachInput, may_change};
use crate::services::{Error, accounts, directory, test_letters};

/// A choice: its value, its words, whether it is made.
type Choice<T> = (T, String, bool);

#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonPage {
    frame: Frame,
    heading: String,
    /// The version that the form was filled from.
    version: Option<i64>,
    action: String,
    done: &'static str,
    link: Option<String>,
    errors: FormErrors,
    state: Option<&'static str>,
    departments: Vec<Choice<DepartmentId>>,
    roles: Vec<Role>,
    f: Fields,
    reach: ReachForm,
    /// By which channel a test message would go.
    can_test: Option<&'static str>,
    may_save: bool,
    known: bool,
    /// Where deputies and handing over are.
    place: Option<String>,
    can_invite: bool,
    /// What came back from the address, and when.
    bounce: Option<(String, String)>,
}

/// What was typed, or what is.
struct Fields {
    name: String,
    title: String,
    email: String,
    phone: String,
    employee_no: String,
    role: Role,
    locale: String,
    department_id: Option<DepartmentId>,
    top_leader: bool,
    active: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /people/new`.
pub async fn blank(app: web::Data<App>, me: SignedIn) -> Result<HttpResponse, Failure> {
    directory::check_may_change(&me.actor, Role::Staff)?;
    let fields = Fields::from(PersonInput::new(Role::Staff));
    Ok(page(&person_page(&app, &me, None, (fields, None), FormErrors::default()).await?))
}

/// `POST /people/new`.
pub async fn add(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let input = input(&posted);
    let (given, invite) = (input.clone(), posted.ticked("invite"));
    let reach = reach::typed(&posted, &Reach::default());
    let typed = reach.clone();
    let outcome = me
        .once(&app, &posted, move |act| {
            let person = directory::create_person(act, &given)?;
            if let Some(reach) = reach {
                directory::set_reach(act, person.id, &reach)?;
            }
            if invite && person.email.is_some() {
                accounts::invite(act, person.id)?;
            }
            Ok(format!("/people/{}?done=yes", person.id))
        })
        .await;
    answer(&app, &me, None, (input, typed), outcome).await
}

/// `GET /people/{id}`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let person = found(&app, &me, id.into_inner()).await?;
    let fields = Fields::from(PersonInput::of(&person));
    let mut shown =
        person_page(&app, &me, Some(person), (fields, None), FormErrors::default()).await?;
    shown.done = match query.done.as_str() {
        "" => "",
        "handover" => me.lang.handover_done(),
        "test" => me.lang.channel_test_written(),
        _ => me.lang.people_saved(),
    };
    Ok(page(&shown))
}

/// `POST /people/{id}`.
pub async fn change(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let person = found(&app, &me, id.into_inner()).await?;
    let (input, id) = (input(&posted), person.id);
    let (given, seen) = (input.clone(), posted.text("version").parse().ok());
    let holding = app.read(move |conn| reaches::of(conn, id)).await.map_err(Error::from)?;
    let reach = reach::typed(&posted, &holding);
    let typed = reach.clone();
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::check_version(act, Entries::People, id.0, seen)?;
            directory::update_person(act, id, &given)?;
            if let Some(reach) = reach {
                directory::set_reach(act, id, &reach)?;
            }
            Ok(format!("/people/{id}?done=yes"))
        })
        .await;
    answer(&app, &me, Some(person), (input, typed), outcome).await
}

/// `POST /people/{id}/invite`: the link is shown once, in this answer and nowhere else.
pub async fn invite(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    drop(posted);
    let person = found(&app, &me, id.into_inner()).await?;
    let id = person.id;
    let token = app.act(me.actor.clone(), move |act| accounts::invite(act, id)).await?;
    let fields = Fields::from(PersonInput::of(&person));
    let mut shown =
        person_page(&app, &me, Some(person), (fields, None), FormErrors::default()).await?;
    shown.link = Some(app.links.to(&link_path(LinkPurpose::Invitation.word(), &token)));
    Ok(page(&shown))
}

/// `POST /people/{id}/address`: letters came back, but the address is right.
pub async fn confirm_address(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let work = me.once(&app, &posted, move |act| {
        directory::confirm_address(act, id)?;
        Ok(format!("/people/{id}?done=yes"))
    });
    Ok(work.await?)
}

/// `POST /people/{id}/test`.
pub async fn test(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let work = me.once(&app, &posted, move |act| {
        test_letters::to_person(act, id)?;
        Ok(format!("/people/{id}?done=test"))
    });
    Ok(work.await?)
}

async fn answer(
    app: &App,
    me: &SignedIn,
    person: Option<Person>,
    (input, reach): (PersonInput, Option<ReachInput>),
    outcome: Result<HttpResponse, Error>,
) -> Result<HttpResponse, Failure> {
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&person_page(app, me, person, (input.into(), reach), errors).await?))
        }
        // What was typed stays; sent once more it is meant, in the light of what changed.
        Err(Error::Storage(persistence::Error::Stale)) => {
            let mut errors = FormErrors::default();
            errors.add("name", me.lang.people_changed_meanwhile());
            Ok(returned(&person_page(app, me, person, (input.into(), reach), errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

async fn found(app: &App, me: &SignedIn, id: PersonId) -> Result<Person, Failure> {
    directory::check_may_change(&me.actor, Role::Staff)?;
    Ok(app.read(move |conn| people::find(conn, id)).await?)
}

async fn person_page(
    app: &App,
    me: &SignedIn,
    person: Option<Person>,
    (fields, reach): (Fields, Option<ReachInput>),
    errors: FormErrors,
) -> Result<PersonPage, Failure> {
    let id = person.as_ref().map(|person| person.id);
    let address = person.as_ref().and_then(|person| person.email.clone());
    let (tree, chosen, version, bounce, holding) = app
        .read(move |conn| {
            let password = match id {
                Some(id) => kept::password_of(conn, id)?,
                None => None,
            };
            let version = id.map(|id| versions::of(conn, Entries::People, id.0)).transpose()?;
            let bounce = address.map(|one| bounces::of(conn, &one)).transpose()?.flatten();
            let holding = id.map(|id| reaches::of(conn, id)).transpose()?.unwrap_or_default();
            let tree = departments::tree(conn)?;
            Ok::<_, Error>((tree, password.is_some(), version, bounce, holding))
        })
        .await?;
    let state = person.as_ref().map(|person| match (person.active, chosen) {
        (false, _) => me.lang.people_inactive(),
        (true, true) => me.lang.people_active(),
        (true, false) => me.lang.people_not_invited(),
    });
    let changeable =
        person.as_ref().is_some_and(|person| may_change(&me.actor, person.role) && person.active);
    let email = person.as_ref().and_then(|person| person.email.as_ref());
    let route = holding.route(email, &app.channels.set_up()).filter(|_| changeable);
    let reach = reach.unwrap_or_else(|| ReachInput::of(&holding));
    Ok(PersonPage {
        reach: ReachForm::of(app, me.lang, &reach),
        can_test: route.map(|route| me.lang.channel(route.channel)),
        frame: Frame::of(me, Nav::People),
        heading: person
            .as_ref()
            .map_or_else(|| me.lang.people_add_account().to_owned(), |one| one.name.clone()),
        version,
        action: id.map_or_else(|| "/people/new".to_owned(), |id| format!("/people/{id}")),
        done: "",
        link: None,
        errors: errors.called(|field| label(me.lang, field)),
        state,
        departments: choices(&tree, me.lang, fields.department_id),
        roles: grantable(&me.actor, fields.role),
        may_save: person.as_ref().is_none_or(|person| may_change(&me.actor, person.role)),
        known: person.is_some(),
        place: id.map(|id| format!("/people/{id}")),
        can_invite: changeable && person.is_some_and(|person| person.email.is_some()),
        bounce: bounce.map(|one| (super::reminders::moment(app, me, one.bounced_at), one.said)),
        f: fields,
    })
}

/// Departments to choose from: the active ones, and the one that is chosen already.
pub(super) fn choices(
    tree: &Tree,
    lang: Lang,
    chosen: Option<DepartmentId>,
) -> Vec<Choice<DepartmentId>> {
    in_tree_order(tree)
        .into_iter()
        .filter(|one| one.active || chosen == Some(one.id))
        .map(|one| {
            let indent = "\u{2003}".repeat(tree.depth(one.id));
            (one.id, format!("{indent}{}", name_in(one, lang)), chosen == Some(one.id))
        })
        .collect()
}

/// What the form calls its fields.
fn label(lang: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => lang.people_person_name(),
        "title" => lang.people_title(),
        "email" => lang.people_email(),
        "phone" => lang.people_phone(),
        "employee_no" => lang.people_employee_no(),
        "department_id" => lang.people_department(),
        "role" => lang.people_right(),
        "locale" => lang.shell_language(),
        "active" => lang.people_state(),
        _ => return reach::label(lang, field),
    })
}

fn grantable(actor: &Actor, current: Role) -> Vec<Role> {
    let all = Role::ALL.iter().copied();
    all.filter(|role| *role == current || may_change(actor, *role)).collect()
}

fn input(posted: &Posted) -> PersonInput {
    PersonInput {
        name: posted.text("name").to_owned(),
        title: posted.some("title"),
        email: posted.some("email"),
        employee_no: posted.some("employee_no"),
        phone: posted.some("phone"),
        role: posted.text("role").parse().unwrap_or(Role::Staff),
        top_leader: posted.ticked("top_leader"),
        department_id: posted.text("department_id").parse().ok(),
        locale: posted.some("locale"),
        active: posted.ticked("active"),
    }
}

impl From<PersonInput> for Fields {
    fn from(input: PersonInput) -> Self {
        Self {
            name: input.name,
            title: input.title.unwrap_or_default(),
            email: input.email.unwrap_or_default(),
            phone: input.phone.unwrap_or_default(),
            employee_no: input.employee_no.unwrap_or_default(),
            role: input.role,
            locale: input.locale.unwrap_or_default(),
            department_id: input.department_id,
            top_leader: input.top_leader,
            active: input.active,
        }
    }
}

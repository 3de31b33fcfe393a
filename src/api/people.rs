//! People and their deputies over the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Posted};
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, Limit, PageQuery, query};
use super::text::Line;
use crate::app::Act;
use crate::domain::{Actor, Channel, DepartmentId, Person, PersonId, Reach, Role};
use crate::persistence::deputies::{self, Deputy};
use crate::persistence::versions::{self, Entries};
use crate::persistence::{Conn, people, reaches};
use crate::services::directory::{self, PersonInput, ReachInput};
use crate::services::handover::{self, Plan};

/// Where people are found.
const PATH: &str = "/api/v1/people";

/// Someone with an account, or someone to be named.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Person)]
pub struct PersonView {
    id: PersonId,
    name: String,
    title: Option<String>,
    email: Option<String>,
    employee_no: Option<String>,
    phone: Option<String>,
    role: Role,
    /// Whether they are a top leader.
    top_leader: bool,
    department_id: Option<DepartmentId>,
    /// `en` or `zh-CN`; the organisation's language where null.
    locale: Option<String>,
    /// Whether they can sign in and be assigned anything.
    active: bool,
    /// By which channel letters are tried first. It and the ids below are told to the office and to
    /// the person alone; null to others.
    channel: Option<Channel>,
    wecom_id: Option<String>,
    dingtalk_id: Option<String>,
    feishu_id: Option<String>,
    mobile: Option<String>,
    version: i64,
}

impl PersonView {
    fn of(person: Person, version: i64, reach: Reach, asker: &Actor) -> Self {
        let told = asker.runs_office() || asker.is(Some(person.id));
        let (channel, reach) =
            if told { (Some(reach.channel()), reach) } else { (None, Reach::default()) };
        let Person {
            id,
            name,
            title,
            email,
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
        } = person;
        Self {
            id,
            name,
            title,
            email: email.map(|address| address.to_string()),
            employee_no,
            phone,
            role,
            top_leader,
            department_id,
            locale,
            active,
            channel,
            wecom_id: reach.wecom_id,
            dingtalk_id: reach.dingtalk_id,
            feishu_id: reach.feishu_id,
            mobile: reach.mobile,
            version,
        }
    }
}

body! {
    /// A new person.
    NewPerson {
        name: Line,
        title: Option<Line>,
        /// Unique without regard to case.
        email: Option<Line>,
        employee_no: Option<Line>,
        phone: Option<Line>,
        role: Role,
        top_leader: Option<bool>,
        department_id: Option<DepartmentId>,
        /// `en` or `zh-CN`.
        locale: Option<Line>,
        active: Option<bool>,
        /// By which channel letters are tried first: mail where it is not given.
        channel: Option<Channel>,
        wecom_id: Option<Line>,
        dingtalk_id: Option<Line>,
        feishu_id: Option<Line>,
        /// The number for text messages.
        mobile: Option<Line>,
    }
}

body! {
    /// What changes about a person; null empties a field.
    PersonChange {
        /// The version that was looked at; another one by now is refused.
        version: Option<i64>,
    }
    changes {
        name: Line,
        title: Option<Line>,
        email: Option<Line>,
        employee_no: Option<Line>,
        phone: Option<Line>,
        role: Role,
        top_leader: bool,
        department_id: Option<DepartmentId>,
        locale: Option<Line>,
        active: bool,
        channel: Channel,
        wecom_id: Option<Line>,
        dingtalk_id: Option<Line>,
        feishu_id: Option<Line>,
        mobile: Option<Line>,
    }
}

query! {
    /// Which people.
    PersonQuery {
        /// Only those who can sign in, or only those who cannot.
        active: bool,
        /// Only those with this role.
        role: Role,
        /// Only those who belong to this department.
        department_id: DepartmentId,
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

/// Everybody.
#[utoipa::path(
    get, path = "/people", tag = "directory", params(PersonQuery),
    responses((status = 200, body = List<PersonView>))
)]
pub async fn list(call: Call, asked: Asked<PersonQuery>) -> Answer {
    let Asked { query, question } = asked;
    let PersonQuery { active, role, department_id, limit, cursor } = query;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        let versions = versions::all(look.conn, Entries::People)?;
        let mut reaches = reaches::all(look.conn)?;
        let mut found = people::all(look.conn)?;
        found.retain(|one| {
            active.is_none_or(|active| one.active == active)
                && role.is_none_or(|role| one.role == role)
                && department_id.is_none_or(|id| one.department_id == Some(id))
        });
        found.sort_by_key(|one| one.id);
        let shown = found
            .into_iter()
            .map(|one| {
                let version = versions.get(&one.id.0).copied().unwrap_or(1);
                let reach = reaches.remove(&one.id).unwrap_or_default();
                PersonView::of(one, version, reach, look.actor)
            })
            .collect();
        paging.page(&look.app.secret, shown, |one| one.id.0)
    })
    .await
}

/// Adds a person.
#[utoipa::path(
    post, path = "/people", tag = "directory", request_body = NewPerson,
    responses((status = 201, body = PersonView))
)]
pub async fn create(call: Call, posted: Posted<NewPerson>) -> Answer {
    call.act(Made::At(PATH), posted, |act, new| {
        let input = PersonInput {
            name: new.name.0,
            title: text(new.title),
            email: text(new.email),
            employee_no: text(new.employee_no),
            phone: text(new.phone),
            role: new.role,
            top_leader: new.top_leader.unwrap_or_default(),
            department_id: new.department_id,
            locale: text(new.locale),
            active: new.active.unwrap_or(true),
        };
        let reach = ReachInput {
            channel: new.channel.unwrap_or(Channel::Mail),
            wecom_id: text(new.wecom_id),
            dingtalk_id: text(new.dingtalk_id),
            feishu_id: text(new.feishu_id),
            mobile: text(new.mobile),
        };
        let made = directory::create_person(act, &input)?;
        directory::set_reach(act, made.id, &reach)?;
        shown(act.conn, made.id, &act.actor)
    })
    .await
}

/// One person.
#[utoipa::path(
    get, path = "/people/{id}", tag = "directory",
    responses((status = 200, body = PersonView))
)]
pub async fn show(call: Call, at: At<PersonId>) -> Answer {
    call.look(move |look| shown(look.conn, at.0, look.actor)).await
}

/// Changes a person; who still holds work is not deactivated.
#[utoipa::path(
    patch, path = "/people/{id}", tag = "directory", request_body = PersonChange,
    responses((status = 200, body = PersonView))
)]
pub async fn change(call: Call, at: At<PersonId>, posted: Posted<PersonChange>) -> Answer {
    call.act(Made::Nothing, posted, move |act, change| changed(act, at.0, change)).await
}

body! {
    /// Who takes over everything that a person holds.
    HandoverInput {
        to_id: PersonId,
        /// Whether the account is closed afterwards.
        deactivate: Option<bool>,
    }
}

/// Hands over everything that a person holds, all of it or nothing.
#[utoipa::path(
    post, path = "/people/{id}/handover", tag = "directory", request_body = HandoverInput,
    responses((status = 200, body = PersonView))
)]
pub async fn hand_over(call: Call, at: At<PersonId>, posted: Posted<HandoverInput>) -> Answer {
    call.act(Made::Nothing, posted, move |act, input| -> Result<PersonView, Problem> {
        let plan = Plan {
            all_to: Some(input.to_id),
            deactivate: input.deactivate.unwrap_or_default(),
            ..Plan::default()
        };
        handover::hand_over(act, at.0, &plan)?;
        shown(act.conn, at.0, &act.actor)
    })
    .await
}

fn changed(act: &mut Act<'_>, id: PersonId, change: PersonChange) -> Result<PersonView, Problem> {
    directory::check_version(act, Entries::People, id.0, change.version)?;
    let mut input = PersonInput::of(&people::find(act.conn, id)?);
    if let Some(name) = change.name.0 {
        input.name = name.0;
    }
    let mut reach = ReachInput::of(&reaches::of(act.conn, id)?);
    let texts = [
        (change.title, &mut input.title),
        (change.email, &mut input.email),
        (change.employee_no, &mut input.employee_no),
        (change.phone, &mut input.phone),
        (change.locale, &mut input.locale),
        (change.wecom_id, &mut reach.wecom_id),
        (change.dingtalk_id, &mut reach.dingtalk_id),
        (change.feishu_id, &mut reach.feishu_id),
        (change.mobile, &mut reach.mobile),
    ];
    for (new, old) in texts {
        if let Some(new) = new.0 {
            *old = text(new);
        }
    }
    change.role.apply(&mut input.role);
    change.top_leader.apply(&mut input.top_leader);
    change.department_id.apply(&mut input.department_id);
    change.active.apply(&mut input.active);
    change.channel.apply(&mut reach.channel);
    directory::update_person(act, id, &input)?;
    directory::set_reach(act, id, &reach)?;
    shown(act.conn, id, &act.actor)
}

fn shown(conn: &mut Conn, id: PersonId, asker: &Actor) -> Result<PersonView, Problem> {
    let (person, reach) = (people::find(conn, id)?, reaches::of(conn, id)?);
    Ok(PersonView::of(person, versions::of(conn, Entries::People, id.0)?, reach, asker))
}

fn text(line: Option<Line>) -> Option<String> {
    line.map(|line| line.0)
}

/// Somebody who stands in for somebody else, on a range of days.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Deputy)]
pub struct DeputyView {
    id: i64,
    person_id: PersonId,
    deputy_id: PersonId,
    /// The deputy's name.
    name: String,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    to_on: NaiveDate,
}

impl From<Deputy> for DeputyView {
    fn from(deputy: Deputy) -> Self {
        let Deputy { id, person_id, deputy_id, name, from_on, to_on, principal: _ } = deputy;
        Self { id, person_id, deputy_id, name, from_on, to_on }
    }
}

body! {
    /// A new deputy.
    NewDeputy {
        /// Who stands in.
        deputy_id: PersonId,
        /// The first day.
        from_on: NaiveDate,
        /// The last day.
        to_on: NaiveDate,
    }
}

/// Everybody who stands in for a person, past and future.
#[utoipa::path(
    get, path = "/people/{id}/deputies", tag = "directory", params(PageQuery),
    responses((status = 200, body = List<DeputyView>))
)]
pub async fn list_deputies(call: Call, at: At<PersonId>, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        people::find(look.conn, at.0)?;
        let found = deputies::of(look.conn, at.0)?;
        let shown = found.into_iter().map(DeputyView::from).collect();
        paging.page(&look.app.secret, shown, |one: &DeputyView| one.id)
    })
    .await
}

/// Names a deputy for a range of days.
#[utoipa::path(
    post, path = "/people/{id}/deputies", tag = "directory", request_body = NewDeputy,
    responses((status = 201, body = DeputyView))
)]
pub async fn name_deputy(call: Call, at: At<PersonId>, posted: Posted<NewDeputy>) -> Answer {
    call.act(Made::Unaddressed, posted, move |act, new| {
        let NewDeputy { deputy_id, from_on, to_on } = new;
        let named = directory::name_deputy(act, at.0, deputy_id, from_on, to_on)?;
        Ok(DeputyView::from(named))
    })
    .await
}

body! {
    /// Nothing more is needed.
    EndDeputy {
    }
}

/// Ends a deputy: from today on nobody stands in. One that had not begun is taken back.
#[utoipa::path(
    post, path = "/deputies/{id}/end", tag = "directory", request_body = EndDeputy,
    responses((status = 200, body = DeputyView))
)]
pub async fn end_deputy(call: Call, at: At<i64>, posted: Posted<EndDeputy>) -> Answer {
    call.act(Made::Nothing, posted, move |act, _nothing| -> Result<DeputyView, Problem> {
        let ended = deputies::find(act.conn, at.0)?;
        directory::end_deputy(act, ended.person_id, ended.id)?;
        let to_on = act.today.pred_opt().unwrap_or(act.today);
        Ok(DeputyView::from(Deputy { to_on, ..ended }))
    })
    .await
}

//! Meetings as lists show them, newest first, with what their review has come to.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::Connection;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::{Actor, BodyId, DepartmentId, Disposition, MeetingId, PersonId, Source, State};
use crate::persistence::schema::{
    bodies, directives, meeting_readers, meetings, minutes, task_supporters, tasks,
};
use crate::persistence::{Conn, Error};

/// Which meetings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingFilter {
    /// Words of the title or of the minutes.
    pub words: Option<String>,
    /// Held on this day or later.
    pub from: Option<NaiveDate>,
    /// Held on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Of this body.
    pub body_id: Option<BodyId>,
    /// Behind this one, in the order of the list.
    pub after: Option<(NaiveDate, MeetingId)>,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMeeting {
    /// Which meeting.
    pub id: MeetingId,
    /// What it is called.
    pub title: String,
    /// The body that sat.
    pub body: Option<String>,
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// What it stands for.
    pub source: Source,
    /// Whether only parties and named readers see it.
    pub confidential: bool,
    /// Candidates that wait for a decision.
    pub pending: i64,
    /// Directives that were accepted.
    pub accepted: i64,
    /// Of those, the ones without a task.
    pub unassigned: i64,
}

diesel::define_sql_function! {
    /// `text` in small letters.
    fn lower(text: Text) -> Text;
}

type Backend = <Conn as Connection>::Backend;

/// A page of the meetings that `viewer` may see, newest first.
pub fn page(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &MeetingFilter,
    skip: i64,
    limit: i64,
) -> Result<Vec<ListedMeeting>, Error> {
    let open = confidential_open_to(conn, viewer)?;
    let rows: Vec<(MeetingId, String, Option<BodyId>, NaiveDate, Source, bool)> =
        filtered(filter, open.as_ref())
            .order((meetings::held_on.desc(), meetings::id.desc()))
            .select((
                meetings::id,
                meetings::title,
                meetings::body_id,
                meetings::held_on,
                meetings::source,
                meetings::confidential,
            ))
            .offset(skip)
            .limit(limit)
            .load(conn)?;
    rows.into_iter()
        .map(|(id, title, body_id, held_on, source, confidential)| {
            let body = match body_id {
                Some(body) => Some(bodies::table.find(body).select(bodies::name).first(conn)?),
                None => None,
            };
            let of = |disposition: Disposition| {
                let own = directives::table.filter(directives::meeting_id.eq(id));
                own.filter(directives::disposition.eq(disposition))
            };
            let task = tasks::table.filter(tasks::directive_id.eq(directives::id.nullable()));
            let pending = of(Disposition::Pending).count().get_result(conn)?;
            let accepted = of(Disposition::Accepted).count().get_result(conn)?;
            let unassigned =
                of(Disposition::Accepted).filter(not(exists(task))).count().get_result(conn)?;
            Ok(ListedMeeting {
                id,
                title,
                body,
                held_on,
                source,
                confidential,
                pending,
                accepted,
                unassigned,
            })
        })
        .collect()
}

/// How many meetings `viewer` may see under `filter`.
pub fn count(conn: &mut Conn, viewer: &Actor, filter: &MeetingFilter) -> Result<i64, Error> {
    let open = confidential_open_to(conn, viewer)?;
    let all = MeetingFilter { after: None, ..filter.clone() };
    Ok(filtered(&all, open.as_ref()).count().get_result(conn)?)
}

/// Whether `viewer` may see the meeting.
pub fn may_see(conn: &mut Conn, viewer: &Actor, id: MeetingId) -> Result<bool, Error> {
    let confidential: bool = meetings::table.find(id).select(meetings::confidential).first(conn)?;
    Ok(!confidential || confidential_open_to(conn, viewer)?.is_none_or(|open| open.contains(&id)))
}

/// Those of `ids` that `viewer` may not see.
pub fn hidden_among(
    conn: &mut Conn,
    viewer: &Actor,
    ids: &[MeetingId],
) -> Result<BTreeSet<MeetingId>, Error> {
    if ids.is_empty() {
        return Ok(BTreeSet::new());
    }
    let Some(open) = confidential_open_to(conn, viewer)? else { return Ok(BTreeSet::new()) };
    let confidential: Vec<MeetingId> = meetings::table
        .filter(meetings::id.eq_any(ids))
        .filter(meetings::confidential.eq(true))
        .select(meetings::id)
        .load(conn)?;
    Ok(confidential.into_iter().filter(|id| !open.contains(id)).collect())
}

fn filtered<'a>(
    filter: &'a MeetingFilter,
    open: Option<&BTreeSet<MeetingId>>,
) -> meetings::BoxedQuery<'a, Backend> {
    let mut query = meetings::table.into_boxed();
    if let Some(open) = open {
        let open: Vec<MeetingId> = open.iter().copied().collect();
        query = query.filter(meetings::confidential.eq(false).or(meetings::id.eq_any(open)));
    }
    if let Some(words) = &filter.words {
        let pattern = containing(words);
        let said = minutes::table
            .filter(minutes::meeting_id.eq(meetings::id))
            .filter(lower(minutes::text).like(pattern.clone()).escape('!'));
        query = query.filter(lower(meetings::title).like(pattern).escape('!').or(exists(said)));
    }
    if let Some(from) = filter.from {
        query = query.filter(meetings::held_on.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(meetings::held_on.le(to));
    }
    if let Some(body) = filter.body_id {
        query = query.filter(meetings::body_id.eq(body));
    }
    if let Some((day, id)) = filter.after {
        let same_day = meetings::held_on.eq(day).and(meetings::id.lt(id));
        query = query.filter(meetings::held_on.lt(day).or(same_day));
    }
    query
}

/// The pattern of a text that contains `words`.
pub(super) fn containing(words: &str) -> String {
    let plain = words.trim().to_lowercase();
    format!("%{}%", plain.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// The confidential meetings that `viewer` may see; `None` where that is all of them.
///
/// Beside the office these are its named readers and the parties to its tasks: lead and support,
/// handler, and the leader in charge.
fn confidential_open_to(
    conn: &mut Conn,
    viewer: &Actor,
) -> Result<Option<BTreeSet<MeetingId>>, Error> {
    if viewer.runs_office() {
        return Ok(None);
    }
    let Some(id) = viewer.id else { return Ok(Some(BTreeSet::new())) };
    let mut selves: Vec<PersonId> = viewer.principals.keys().copied().collect();
    selves.push(id);
    let departments: Vec<DepartmentId> =
        viewer.holds.iter().copied().chain(viewer.department_id).collect();
    let led: Vec<DepartmentId> = viewer.leads.iter().copied().collect();
    let mut open: BTreeSet<MeetingId> = BTreeSet::new();

    let named: Vec<MeetingId> = meeting_readers::table
        .filter(meeting_readers::person_id.eq(id))
        .select(meeting_readers::meeting_id)
        .load(conn)?;
    open.extend(named);

    let confidential = || {
        tasks::table
            .inner_join(meetings::table)
            .filter(meetings::confidential.eq(true))
            .filter(tasks::state.ne(State::Draft))
            .select(meetings::id)
    };
    let supports = task_supporters::table
        .filter(task_supporters::department_id.eq_any(departments.clone()))
        .select(task_supporters::task_id);
    let party: Vec<MeetingId> = confidential()
        .filter(
            tasks::lead_id
                .eq_any(departments)
                .or(tasks::id.eq_any(supports))
                .or(tasks::handler_id.eq(id).assume_not_null()),
        )
        .load(conn)?;
    open.extend(party);
    let in_charge: Vec<MeetingId> =
        confidential().filter(tasks::leader_id.eq_any(selves).assume_not_null()).load(conn)?;
    open.extend(in_charge);
    let inherited: Vec<MeetingId> = confidential()
        .filter(tasks::leader_id.is_null())
        .filter(tasks::lead_id.eq_any(led))
        .load(conn)?;
    open.extend(inherited);
    Ok(Some(open))
}

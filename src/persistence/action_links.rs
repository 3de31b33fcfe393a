//! Links with which one acts without signing in. Only the digest of their secret is known.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::action_links as links;
use super::{Conn, Error};
use crate::domain::{ActionLink, LetterId, LinkEnd, LinkVerb, PersonId, TaskId};

/// A link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLink {
    /// Its identity.
    pub id: i64,
    /// What its secret is made from.
    pub nonce: String,
    /// The letter that bears it.
    pub letter: LetterId,
    /// The link.
    pub link: ActionLink,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = links)]
struct LinkRow {
    id: i64,
    nonce: String,
    person_id: PersonId,
    task_id: TaskId,
    verb: LinkVerb,
    outbox_message_id: LetterId,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    ended_at: Option<NaiveDateTime>,
    ended_by: Option<LinkEnd>,
}

impl From<LinkRow> for KeptLink {
    fn from(row: LinkRow) -> Self {
        Self {
            id: row.id,
            nonce: row.nonce,
            letter: row.outbox_message_id,
            link: ActionLink {
                person: row.person_id,
                task: row.task_id,
                verb: row.verb,
                created_at: row.created_at,
                expires_at: row.expires_at,
                ended: row.ended_at.zip(row.ended_by),
            },
        }
    }
}

/// Keeps a new link of a letter.
pub fn insert(
    conn: &mut Conn,
    link: &ActionLink,
    nonce: &str,
    hash: &str,
    letter: LetterId,
) -> Result<(), Error> {
    diesel::insert_into(links::table)
        .values((
            links::token_hash.eq(hash),
            links::nonce.eq(nonce),
            links::person_id.eq(link.person),
            links::task_id.eq(link.task),
            links::verb.eq(link.verb),
            links::outbox_message_id.eq(letter),
            links::created_at.eq(link.created_at),
            links::expires_at.eq(link.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets links that ended, or could no longer be used, before `instant`.
pub fn forget_before(conn: &mut Conn, instant: NaiveDateTime) -> Result<usize, Error> {
    let over = links::ended_at.lt(instant).assume_not_null().or(links::expires_at.lt(instant));
    Ok(diesel::delete(links::table.filter(over)).execute(conn)?)
}

/// The link whose secret has this digest.
pub fn by_hash(conn: &mut Conn, hash: &str) -> Result<Option<KeptLink>, Error> {
    let row: Option<LinkRow> = links::table
        .filter(links::token_hash.eq(hash))
        .select(LinkRow::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(KeptLink::from))
}

/// The links of a letter, in its order.
pub fn of_letter(conn: &mut Conn, letter: LetterId) -> Result<Vec<KeptLink>, Error> {
    let rows: Vec<LinkRow> = links::table
        .filter(links::outbox_message_id.eq(letter))
        .order(links::id)
        .select(LinkRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(KeptLink::from).collect())
}

/// Uses a link up; `false` where it had ended before.
pub fn spend(conn: &mut Conn, id: i64, now: NaiveDateTime) -> Result<bool, Error> {
    let open = links::table
        .filter(links::id.eq(id))
        .filter(links::ended_at.is_null())
        .filter(links::expires_at.gt(now));
    let changed = diesel::update(open)
        .set((links::ended_at.eq(now), links::ended_by.eq(LinkEnd::Used)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Ends every open link on a task: it was taken back, or went to somebody else.
pub fn withdraw_on(conn: &mut Conn, task: TaskId, now: NaiveDateTime) -> Result<(), Error> {
    let open = links::table.filter(links::task_id.eq(task)).filter(links::ended_at.is_null());
    diesel::update(open)
        .set((links::ended_at.eq(now), links::ended_by.eq(LinkEnd::Withdrawn)))
        .execute(conn)?;
    Ok(())
}

/// Ends every open link of a person: the account is closed, or all of it was handed over.
pub fn withdraw_of(conn: &mut Conn, person: PersonId, now: NaiveDateTime) -> Result<(), Error> {
    let open = links::table.filter(links::person_id.eq(person)).filter(links::ended_at.is_null());
    diesel::update(open)
        .set((links::ended_at.eq(now), links::ended_by.eq(LinkEnd::Withdrawn)))
        .execute(conn)?;
    Ok(())
}

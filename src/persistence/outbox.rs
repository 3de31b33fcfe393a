//! Letters written but perhaps not yet gone. They are written in the transaction of their cause,
//! so that a letter about something that did not happen is never sent.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::schema::outbox_messages as letters;
use super::{Conn, Error};
use crate::domain::{Channel, LetterId, LetterKind, LetterState, PersonId, TaskId};

/// A letter about to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = letters)]
pub struct NewLetter {
    /// What caused it: the same cause writes one letter, however often it is asked to.
    pub cause_key: String,
    /// What it is about.
    pub kind: LetterKind,
    /// Who reads it.
    pub person_id: Option<PersonId>,
    /// The task that it is about.
    pub task_id: Option<TaskId>,
    /// The reader's name.
    pub to_name: String,
    /// By which channel it leaves.
    pub channel: Channel,
    /// The reader's address on it; for a robot its id.
    pub to_address: String,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub body_text: String,
    /// The same as a page.
    pub body_html: String,
    /// The same in short, where it leaves by another channel than mail.
    pub card: String,
    /// Its name among all mail, the same at every attempt.
    pub message_id: String,
}

/// A letter as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct KeptLetter {
    /// Its identity.
    pub id: LetterId,
    /// What caused it.
    pub cause_key: String,
    /// What it is about.
    pub kind: LetterKind,
    /// Who reads it.
    pub person_id: Option<PersonId>,
    /// The task that it is about.
    pub task_id: Option<TaskId>,
    /// The reader's name.
    pub to_name: String,
    /// By which channel it leaves.
    pub channel: Channel,
    /// The reader's address on it; for a robot its id.
    pub to_address: String,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub body_text: String,
    /// The same as a page.
    pub body_html: String,
    /// The same in short.
    pub card: String,
    /// Its name among all mail.
    pub message_id: String,
    /// Where it stands.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: NaiveDateTime,
    /// When the mail server took it.
    pub sent_at: Option<NaiveDateTime>,
    /// What went wrong, or why it was not sent.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: NaiveDateTime,
    /// The channel that it did not leave by, and why, before it turned to mail.
    pub diverted: Option<String>,
}

/// Keeps a letter; `None` where its cause has written one already.
pub fn write(
    conn: &mut Conn,
    letter: NewLetter,
    now: NaiveDateTime,
) -> Result<Option<LetterId>, Error> {
    let cause_key = letter.cause_key.clone();
    let values = (
        letter,
        letters::state.eq(LetterState::Waiting),
        letters::next_attempt_at.eq(now),
        letters::created_at.eq(now),
    );
    // `ON CONFLICT` is spelt per backend: the shared one does not have it.
    let rows = match conn {
        Conn::Postgres(pg) => diesel::insert_into(letters::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(pg)?,
        Conn::Sqlite(sqlite) => {
            diesel::insert_or_ignore_into(letters::table).values(values).execute(sqlite)?
        }
    };
    if rows == 0 {
        return Ok(None);
    }
    let written = letters::table.filter(letters::cause_key.eq(cause_key));
    Ok(Some(written.select(letters::id).first(conn)?))
}

/// Takes the next letter that is due into one's hand, under the name `lease`, until the lease
/// runs out. A letter whose holder died is due again once its lease has run out.
pub fn claim(
    conn: &mut Conn,
    lease: &str,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Option<KeptLetter>, Error> {
    take(conn, lease, (now, until), true)
}

/// The same, of what does not leave by mail: the mail server takes no more for the moment.
pub fn claim_beside_mail(
    conn: &mut Conn,
    lease: &str,
    now: NaiveDateTime,
    until: NaiveDateTime,
) -> Result<Option<KeptLetter>, Error> {
    take(conn, lease, (now, until), false)
}

fn take(
    conn: &mut Conn,
    lease: &str,
    (now, until): (NaiveDateTime, NaiveDateTime),
    mail: bool,
) -> Result<Option<KeptLetter>, Error> {
    let Some(id) = next_due(conn, now, mail)? else { return Ok(None) };
    diesel::update(letters::table.find(id))
        .set((
            letters::state.eq(LetterState::Sending),
            letters::attempts.eq(letters::attempts + 1),
            letters::lease.eq(lease),
            letters::leased_until.eq(until),
        ))
        .execute(conn)?;
    find(conn, id).map(Some)
}

/// The oldest letter that is due and in nobody's hand; without mail, of the others.
fn next_due(conn: &mut Conn, now: NaiveDateTime, mail: bool) -> Result<Option<LetterId>, Error> {
    let barred = if mail { None } else { Some(Channel::Mail) };
    let tried = letters::state
        .eq_any([LetterState::Waiting, LetterState::Failed])
        .and(letters::next_attempt_at.le(now));
    let abandoned = letters::state
        .eq(LetterState::Sending)
        .and(letters::leased_until.assume_not_null().lt(now));
    let due = letters::table
        .filter(tried.or(abandoned))
        .filter(letters::channel.ne_all(barred))
        .order((letters::next_attempt_at, letters::id))
        .select(letters::id)
        .limit(1);
    // SQLite has one writer, who sees nobody else's claim half made; PostgreSQL has many.
    let found = match conn {
        Conn::Postgres(pg) => due.for_update().skip_locked().first(pg).optional()?,
        Conn::Sqlite(sqlite) => due.first(sqlite).optional()?,
    };
    Ok(found)
}

/// Holds a letter longer that is still being sent.
pub fn renew(
    conn: &mut Conn,
    id: LetterId,
    lease: &str,
    until: NaiveDateTime,
) -> Result<(), Error> {
    diesel::update(held(id, lease)).set(letters::leased_until.eq(until)).execute(conn)?;
    Ok(())
}

/// Puts a letter out of one's hand; `false` where the lease had run out and somebody else has it.
pub fn settle(
    conn: &mut Conn,
    id: LetterId,
    lease: &str,
    outcome: &Outcome,
) -> Result<bool, Error> {
    if let Outcome::Diverted { address, why, at } = outcome {
        return divert(conn, id, lease, (address, why, *at));
    }
    let (state, sent_at, next, error) = match outcome {
        Outcome::Sent { at } => (LetterState::Sent, Some(*at), None, None),
        Outcome::Skipped { reason } => (LetterState::Skipped, None, None, Some(reason)),
        Outcome::Failed { error, next_at } => {
            (LetterState::Failed, None, Some(*next_at), Some(error))
        }
        Outcome::Dead { error } | Outcome::Diverted { why: error, .. } => {
            (LetterState::Dead, None, None, Some(error))
        }
    };
    let changed = diesel::update(held(id, lease))
        .set((
            letters::state.eq(state),
            letters::sent_at.eq(sent_at),
            next.map(|next| letters::next_attempt_at.eq(next)),
            letters::error.eq(error),
            letters::lease.eq(None::<String>),
            letters::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Lets a letter leave by mail from now on, as one that was never tried.
fn divert(
    conn: &mut Conn,
    id: LetterId,
    lease: &str,
    (address, why, at): (&str, &str, NaiveDateTime),
) -> Result<bool, Error> {
    let changed = diesel::update(held(id, lease))
        .set((
            letters::state.eq(LetterState::Waiting),
            letters::channel.eq(Channel::Mail),
            letters::to_address.eq(address),
            letters::diverted.eq(why),
            letters::attempts.eq(0),
            letters::next_attempt_at.eq(at),
            letters::error.eq(None::<String>),
            letters::lease.eq(None::<String>),
            letters::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mail server took it.
    Sent {
        /// When.
        at: NaiveDateTime,
    },
    /// Its reason no longer holds.
    Skipped {
        /// Why.
        reason: String,
    },
    /// It will be tried again.
    Failed {
        /// What went wrong.
        error: String,
        /// When it is tried next.
        next_at: NaiveDateTime,
    },
    /// It is given up.
    Dead {
        /// What went wrong.
        error: String,
    },
    /// It did not leave by its channel, and leaves by mail instead.
    Diverted {
        /// The reader's address for mail.
        address: String,
        /// The channel, and what went wrong.
        why: String,
        /// When it is tried next.
        at: NaiveDateTime,
    },
}

#[diesel::dsl::auto_type(no_type_alias)]
fn held<'a>(id: LetterId, lease: &'a str) -> _ {
    letters::table.filter(letters::id.eq(id)).filter(letters::lease.eq(lease))
}

/// Tries a letter again that was given up; `false` where it was not.
pub fn revive(conn: &mut Conn, id: LetterId, now: NaiveDateTime) -> Result<bool, Error> {
    let dead =
        letters::table.filter(letters::id.eq(id)).filter(letters::state.eq(LetterState::Dead));
    let changed = diesel::update(dead)
        .set((
            letters::state.eq(LetterState::Waiting),
            letters::attempts.eq(0),
            letters::next_attempt_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// How many letters left by mail since `since`, or are in somebody's hand at `now`.
pub fn left_since(conn: &mut Conn, since: NaiveDateTime, now: NaiveDateTime) -> Result<i64, Error> {
    let left = letters::state.eq(LetterState::Sent).and(letters::sent_at.gt(since));
    let in_hand = letters::state.eq(LetterState::Sending).and(letters::leased_until.ge(now));
    let all = letters::table.filter(left.or(in_hand)).filter(letters::channel.eq(Channel::Mail));
    Ok(all.count().get_result(conn)?)
}

/// The letter of this name.
pub fn by_message_id(conn: &mut Conn, name: &str) -> Result<Option<KeptLetter>, Error> {
    let named = letters::table.filter(letters::message_id.eq(name));
    Ok(named.select(KeptLetter::as_select()).first(conn).optional()?)
}

/// Notes that a letter which had left came back.
pub fn came_back(conn: &mut Conn, id: LetterId, said: &str) -> Result<(), Error> {
    let sent =
        letters::table.filter(letters::id.eq(id)).filter(letters::state.eq(LetterState::Sent));
    diesel::update(sent)
        .set((letters::state.eq(LetterState::Dead), letters::error.eq(said)))
        .execute(conn)?;
    Ok(())
}

/// Forgets what a letter said, once it carried a secret to its reader.
pub fn blank(conn: &mut Conn, id: LetterId) -> Result<(), Error> {
    let said = (letters::body_text.eq(""), letters::body_html.eq(""), letters::card.eq(""));
    diesel::update(letters::table.find(id)).set(said).execute(conn)?;
    Ok(())
}

/// One letter.
pub fn find(conn: &mut Conn, id: LetterId) -> Result<KeptLetter, Error> {
    Ok(letters::table.find(id).select(KeptLetter::as_select()).first(conn)?)
}

/// Which letters to list; every unset field shows more.
#[derive(Debug, Clone, Default)]
pub struct LetterFilter {
    /// Those in one state.
    pub state: Option<LetterState>,
    /// Those about one task.
    pub task: Option<TaskId>,
    /// Those written before this one.
    pub before: Option<LetterId>,
    /// At most this many.
    pub limit: i64,
}

/// Letters, newest first.
pub fn list(conn: &mut Conn, filter: &LetterFilter) -> Result<Vec<KeptLetter>, Error> {
    let mut query = letters::table
        .select(KeptLetter::as_select())
        .order(letters::id.desc())
        .limit(filter.limit)
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(letters::state.eq(state));
    }
    if let Some(task) = filter.task {
        query = query.filter(letters::task_id.eq(task));
    }
    if let Some(before) = filter.before {
        query = query.filter(letters::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// How many letters there are, by state.
pub fn count_by_state(conn: &mut Conn) -> Result<Vec<(LetterState, i64)>, Error> {
    let counts = letters::table.group_by(letters::state);
    Ok(counts.select((letters::state, diesel::dsl::count_star())).load(conn)?)
}

//! Circulars as rows. The database itself refuses any change of a signed one.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::schema::{circular_events, circulars};
use super::{Conn, Error};
use crate::domain::{
    BodyId, Circular, CircularEvent, CircularId, CircularPeriod, CircularScope, CircularSignature,
    CircularSpan, CircularState, ProgrammeId,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = circulars, treat_none_as_null = true)]
struct CircularRow {
    state: CircularState,
    period: CircularPeriod,
    from_day: NaiveDate,
    to_day: NaiveDate,
    body_id: Option<BodyId>,
    programme_id: Option<ProgrammeId>,
    lang: String,
    figures: String,
    drafted: String,
    texts: String,
    number_year: Option<i32>,
    number_seq: Option<i32>,
    number: Option<String>,
    signed_by_name: Option<String>,
    signed_on: Option<NaiveDate>,
    frozen: Option<String>,
    digest: Option<String>,
    version: i64,
}

impl CircularRow {
    fn of(circular: &Circular) -> Result<Self, Error> {
        let Circular { id: _, state, scope, lang, figures, drafted, texts, signature, version } =
            circular;
        let signed = signature.as_ref();
        Ok(Self {
            state: *state,
            period: scope.span.period,
            from_day: scope.span.from,
            to_day: scope.span.to,
            body_id: scope.body_id,
            programme_id: scope.programme_id,
            lang: lang.clone(),
            figures: json(figures)?,
            drafted: json(drafted)?,
            texts: json(texts)?,
            number_year: signed.map(|one| one.year),
            number_seq: signed.map(|one| one.seq),
            number: signed.map(|one| one.number.clone()),
            signed_by_name: signed.map(|one| one.by.clone()),
            signed_on: signed.map(|one| one.on),
            frozen: signed.map(|one| one.frozen.clone()),
            digest: signed.map(|one| one.digest.clone()),
            version: *version,
        })
    }

    fn circular(self, id: CircularId) -> Result<Circular, Error> {
        let Self {
            state,
            period,
            from_day: from,
            to_day: to,
            body_id,
            programme_id,
            lang,
            figures,
            drafted,
            texts,
            number_year,
            number_seq,
            number,
            signed_by_name,
            signed_on,
            frozen,
            digest,
            version,
        } = self;
        let numbered = number_year.zip(number_seq).zip(number);
        let signed = signed_by_name.zip(signed_on).zip(frozen.zip(digest));
        let signature =
            numbered.zip(signed).map(|(((year, seq), number), ((by, on), (frozen, digest)))| {
                CircularSignature { year, seq, number, by, on, frozen, digest }
            });
        Ok(Circular {
            id,
            state,
            scope: CircularScope { span: CircularSpan { period, from, to }, body_id, programme_id },
            lang,
            figures: read(id, &figures)?,
            drafted: read(id, &drafted)?,
            texts: read(id, &texts)?,
            signature,
            version,
        })
    }
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Damaged(error.to_string()))
}

fn read<T: DeserializeOwned>(id: CircularId, text: &str) -> Result<T, Error> {
    let damaged = |error| Error::Damaged(format!("circular {id}: {error}"));
    serde_json::from_str(text).map_err(damaged)
}

/// Keeps a new circular; the id that it bears is not looked at.
pub fn insert(conn: &mut Conn, circular: &Circular) -> Result<CircularId, Error> {
    Ok(diesel::insert_into(circulars::table)
        .values(CircularRow::of(circular)?)
        .returning(circulars::id)
        .get_result(conn)?)
}

/// Writes back a circular that was changed, and counts its version up.
///
/// # Errors
/// [`Error::Stale`] where somebody else did so since it was read.
pub fn update(conn: &mut Conn, circular: &mut Circular) -> Result<(), Error> {
    let seen = circular.version;
    circular.version += 1;
    let row = circulars::table.find(circular.id).filter(circulars::version.eq(seen));
    let changed = diesel::update(row).set(CircularRow::of(circular)?).execute(conn)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// One circular.
pub fn find(conn: &mut Conn, id: CircularId) -> Result<Circular, Error> {
    let row: CircularRow =
        circulars::table.find(id).select(CircularRow::as_select()).first(conn)?;
    row.circular(id)
}

/// All circulars in one of `states`, those of the latest period first.
pub fn all(conn: &mut Conn, states: &[CircularState]) -> Result<Vec<Circular>, Error> {
    let rows: Vec<(CircularId, CircularRow)> = circulars::table
        .filter(circulars::state.eq_any(states))
        .order((circulars::to_day.desc(), circulars::id.desc()))
        .select((circulars::id, CircularRow::as_select()))
        .load(conn)?;
    rows.into_iter().map(|(id, row)| row.circular(id)).collect()
}

/// The next number of `year`; the row is locked until the act is kept or given up, so that there
/// are neither gaps nor doubles.
pub fn next_number(conn: &mut Conn, year: i32) -> Result<i32, Error> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        last: i32,
    }

    let taken: Taken = diesel::sql_query(
        "INSERT INTO circular_numbers (year, last) VALUES ($1, 1) \
         ON CONFLICT (year) DO UPDATE SET last = circular_numbers.last + 1 RETURNING last",
    )
    .bind::<diesel::sql_types::Integer, _>(year)
    .get_result(conn)?;
    Ok(taken.last)
}

/// Adds a line to the history of a circular.
pub fn record(conn: &mut Conn, id: CircularId, event: &CircularEvent) -> Result<(), Error> {
    let CircularEvent { at, actor_id, actor, on_behalf_of, step, note } = event;
    diesel::insert_into(circular_events::table)
        .values((
            circular_events::circular_id.eq(id),
            circular_events::occurred_at.eq(at),
            circular_events::actor_id.eq(actor_id),
            circular_events::actor_name.eq(actor),
            circular_events::on_behalf_of_name.eq(on_behalf_of),
            circular_events::step.eq(step),
            circular_events::note.eq(note),
        ))
        .execute(conn)?;
    Ok(())
}

/// What happened to a circular, the oldest first.
pub fn history(conn: &mut Conn, id: CircularId) -> Result<Vec<CircularEvent>, Error> {
    type Row = (
        chrono::NaiveDateTime,
        Option<crate::domain::PersonId>,
        String,
        Option<String>,
        crate::domain::CircularStep,
        Option<String>,
    );
    let rows: Vec<Row> = circular_events::table
        .filter(circular_events::circular_id.eq(id))
        .order(circular_events::id)
        .select((
            circular_events::occurred_at,
            circular_events::actor_id,
            circular_events::actor_name,
            circular_events::on_behalf_of_name,
            circular_events::step,
            circular_events::note,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(at, actor_id, actor, on_behalf_of, step, note)| CircularEvent {
            at,
            actor_id,
            actor,
            on_behalf_of,
            step,
            note,
        })
        .collect())
}

//! Deputies as rows.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::schema::{deputies, people};
use super::{Conn, Error};
use crate::domain::{PersonId, StandIn};

/// Somebody who stands in for somebody else, from one day to another, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputy {
    /// Its row.
    pub id: i64,
    /// For whom.
    pub person_id: PersonId,
    /// That person's name.
    pub principal: String,
    /// Who.
    pub deputy_id: PersonId,
    /// The deputy's name.
    pub name: String,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: NaiveDate,
}

type Row = (i64, PersonId, PersonId, NaiveDate, NaiveDate);

/// Everybody who stands in for `person`, whenever that is.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<Deputy>, Error> {
    let rows: Vec<Row> =
        deputies::table.filter(deputies::person_id.eq(person)).order(deputies::id).load(conn)?;
    named(conn, rows)
}

/// Everybody who stands in for somebody on `day` or later.
pub fn standing(conn: &mut Conn, day: NaiveDate) -> Result<Vec<StandIn>, Error> {
    let rows: Vec<Row> =
        deputies::table.filter(deputies::to_on.ge(day)).order(deputies::id).load(conn)?;
    let stand_in = |(_, principal, deputy, from, to): Row| StandIn { principal, deputy, from, to };
    Ok(rows.into_iter().map(stand_in).collect())
}

/// Who stands in for `person`, and for whom they stand in, on `today` or later.
pub fn around(conn: &mut Conn, person: PersonId, today: NaiveDate) -> Result<Vec<Deputy>, Error> {
    let rows: Vec<Row> = deputies::table
        .filter(deputies::person_id.eq(person).or(deputies::deputy_id.eq(person)))
        .filter(deputies::to_on.ge(today))
        .order(deputies::id)
        .load(conn)?;
    named(conn, rows)
}

fn named(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Deputy>, Error> {
    let ids: Vec<PersonId> = rows.iter().flat_map(|row| [row.1, row.2]).collect();
    let names: std::collections::BTreeMap<PersonId, String> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name))
        .load(conn)?
        .into_iter()
        .collect();
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(id, person_id, deputy_id, from_on, to_on)| Deputy {
            id,
            person_id,
            principal: name(person_id),
            deputy_id,
            name: name(deputy_id),
            from_on,
            to_on,
        })
        .collect())
}

/// One deputy.
pub fn find(conn: &mut Conn, id: i64) -> Result<Deputy, Error> {
    let row: Row = deputies::table.find(id).first(conn)?;
    named(conn, vec![row])?.into_iter().next().ok_or(Error::NotFound)
}

/// Ends what `person` has to do with deputies: yesterday was the last day of what had begun, and
/// what had not is taken back.
pub fn end_all(conn: &mut Conn, person: PersonId, today: NaiveDate) -> Result<(), Error> {
    let ids: Vec<i64> = around(conn, person, today)?.into_iter().map(|one| one.id).collect();
    for id in ids {
        end(conn, id, today)?;
    }
    Ok(())
}

/// Ends one: yesterday was its last day, or it never was.
pub fn end(conn: &mut Conn, id: i64, today: NaiveDate) -> Result<(), Error> {
    let future = deputies::table.find(id).filter(deputies::from_on.ge(today));
    if diesel::delete(future).execute(conn)? == 0 {
        diesel::update(deputies::table.find(id))
            .set(deputies::to_on.eq(today - Days::new(1)))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps a new deputy.
pub fn insert(
    conn: &mut Conn,
    person_id: PersonId,
    deputy_id: PersonId,
    from_on: NaiveDate,
    to_on: NaiveDate,
) -> Result<Deputy, Error> {
    let id: i64 = diesel::insert_into(deputies::table)
        .values((
            deputies::person_id.eq(person_id),
            deputies::deputy_id.eq(deputy_id),
            deputies::from_on.eq(from_on),
            deputies::to_on.eq(to_on),
        ))
        .returning(deputies::id)
        .get_result(conn)?;
    let kept = named(conn, vec![(id, person_id, deputy_id, from_on, to_on)])?;
    kept.into_iter().next().ok_or(Error::NotFound)
}

//! How people are reached besides by mail. Who has no row is reached by mail.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::reaches;
use super::{Conn, Error};
use crate::domain::{Channel, PersonId, Reach};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reaches)]
struct ReachRow {
    person_id: PersonId,
    channel: Channel,
    wecom_id: Option<String>,
    dingtalk_id: Option<String>,
    feishu_id: Option<String>,
    mobile: Option<String>,
}

impl From<ReachRow> for Reach {
    fn from(row: ReachRow) -> Self {
        let ReachRow { person_id: _, channel, wecom_id, dingtalk_id, feishu_id, mobile } = row;
        let preferred = Some(channel).filter(|channel| *channel != Channel::Mail);
        Self { preferred, wecom_id, dingtalk_id, feishu_id, mobile }
    }
}

/// How one person is reached.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Reach, Error> {
    let row: Option<ReachRow> =
        reaches::table.find(person).select(ReachRow::as_select()).first(conn).optional()?;
    Ok(row.map(Reach::from).unwrap_or_default())
}

/// How everybody is reached who is not reached by mail alone.
pub fn all(conn: &mut Conn) -> Result<BTreeMap<PersonId, Reach>, Error> {
    let rows: Vec<ReachRow> = reaches::table.select(ReachRow::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.into())).collect())
}

/// Keeps how a person is reached.
pub fn set(conn: &mut Conn, person: PersonId, reach: &Reach) -> Result<(), Error> {
    diesel::delete(reaches::table.find(person)).execute(conn)?;
    let Reach { wecom_id, dingtalk_id, feishu_id, mobile, .. } = reach.clone();
    let row = ReachRow {
        person_id: person,
        channel: reach.channel(),
        wecom_id,
        dingtalk_id,
        feishu_id,
        mobile,
    };
    if *reach != Reach::default() {
        diesel::insert_into(reaches::table).values(row).execute(conn)?;
    }
    Ok(())
}

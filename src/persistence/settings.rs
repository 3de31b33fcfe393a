//! What was decided in the house itself, at set-up or later: a key and its text.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::schema::settings;
use super::{Conn, Error};

/// The organisation's name in English.
pub const NAME_EN: &str = "organisation.name_en";
/// The organisation's name in Chinese.
pub const NAME_ZH: &str = "organisation.name_zh";
/// Its time zone.
pub const TIME_ZONE: &str = "organisation.time_zone";
/// The language of those who chose none.
pub const LANGUAGE: &str = "organisation.language";
/// Present where the data is a sample.
pub const DEMO: &str = "demo";
/// Which story a sample tells, once it has been told to its end.
pub const DEMO_STORY: &str = "demo.story";

/// All of them.
pub fn all(conn: &mut Conn) -> Result<BTreeMap<String, String>, Error> {
    let rows: Vec<(String, String)> =
        settings::table.select((settings::key, settings::value)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// One of them.
pub fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, Error> {
    Ok(settings::table.find(key).select(settings::value).first(conn).optional()?)
}

/// Sets one, in place of what it was.
pub fn put(conn: &mut Conn, key: &str, value: &str) -> Result<(), Error> {
    let changed =
        diesel::update(settings::table.find(key)).set(settings::value.eq(value)).execute(conn)?;
    if changed == 0 {
        diesel::insert_into(settings::table)
            .values((settings::key.eq(key), settings::value.eq(value)))
            .execute(conn)?;
    }
    Ok(())
}

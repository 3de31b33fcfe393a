//! The ladder of reminders as it was decided in the house.

use super::{Conn, Error, settings};
use crate::domain::Rules;

/// The ladder as JSON.
const LADDER: &str = "reminders.ladder";

/// The ladder; the usual one where none was decided.
pub fn read(conn: &mut Conn) -> Result<Rules, Error> {
    let kept = settings::get(conn, LADDER)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Decides it.
pub fn write(conn: &mut Conn, rules: &Rules) -> Result<(), Error> {
    // Plain fields always serialise; an empty text would be read as the usual ladder.
    settings::put(conn, LADDER, &serde_json::to_string(rules).unwrap_or_default())
}

//! The papers of the demonstration: a circular on the last whole quarter, signed soon after its
//! end, and one on the running half-year that the clerk is writing.

use chrono::{Days as Count, NaiveDate, NaiveDateTime};

use super::college::Members;
use super::play::{Interrupted, instant};
use crate::app::{App, actor_of};
use crate::domain::{CircularPeriod, CircularSpan, ManualClock};
use crate::i18n::Lang;
use crate::services;
use crate::services::circulars::{NewCircular, create, sign, submit};

/// How many working days after its end a quarter is told of.
const TOLD_AFTER: u32 = 5;

/// Writes both, each on its day.
pub(super) fn write(
    app: &App,
    clock: &ManualClock,
    members: &Members,
    lang: Lang,
    (today, latest): (NaiveDate, NaiveDateTime),
) -> Result<(), Interrupted> {
    let refused = |error| Interrupted::Refused("the circulars".to_owned(), error);
    let running = CircularSpan::around(CircularPeriod::Quarter, today);
    let ended = running.from - Count::new(1);
    let told = app.calendar().working_days_after(ended, TOLD_AFTER).min(today);
    let new = |period, from| NewCircular {
        period,
        from: Some(from),
        to: None,
        body_id: None,
        programme_id: None,
        lang: Some(lang),
    };
    let by = |who: &str, minute, day| {
        clock.set(instant(app, day, minute, latest));
        let id = members.people.get(who).copied();
        let id = id.ok_or(services::Error::NOT_FOUND).map_err(refused)?;
        app.db.read(|conn| actor_of(conn, id, day)).map_err(Interrupted::from)
    };

    let clerk = by("clerk", 600, told)?;
    let quarter = new(CircularPeriod::Quarter, ended);
    let draft = app
        .act_now(clerk, |act| {
            let draft = create(act, &quarter)?;
            submit(act, draft.id, draft.version)
        })
        .map_err(refused)?;
    let office_head = by("office", 900, told)?;
    app.act_now(office_head, |act| sign(act, draft.id, draft.version)).map_err(refused)?;

    let clerk = by("clerk", 540, today)?;
    let half = new(CircularPeriod::HalfYear, today);
    app.act_now(clerk, |act| create(act, &half)).map_err(refused)?;
    Ok(())
}

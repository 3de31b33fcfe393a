//! Letters that show whether letters arrive: to a person, to a group. They go the way of all
//! others, so that what is tried is what is used.

use super::Error;
use super::correspondence::{Correspondence, Draft};
use super::directory::check_may_change;
use super::group_letters;
use crate::app::Act;
use crate::domain::{Channel, Fault, LetterKind, PersonId, RobotId};
use crate::mail::TestLetter;
use crate::persistence::{people, robots};

/// Writes one to a person, who asked for it or whom the actor may change; gives the channel by
/// which it goes.
///
/// # Errors
/// Somebody whom no letter reaches.
pub fn to_person(act: &mut Act<'_>, id: PersonId) -> Result<Channel, Error> {
    let person = people::find(act.conn, id)?;
    if !act.actor.is(Some(id)) {
        check_may_change(&act.actor, person.role)?;
    }
    let post = Correspondence::open(act)?;
    let (Some(route), Some(reader)) = (post.route(id), post.reader(id, act.today)) else {
        return Err(Error::invalid("channel", Fault::Missing));
    };
    let wording = TestLetter {
        lang: reader.lang,
        organisation: reader.organisation,
        actor: act.actor.name.clone(),
        at: moment(act),
        link: act.app.links.home(),
    }
    .render()?;
    let draft = Draft {
        kind: LetterKind::Test,
        task: None,
        cause: format!("test:{}", act.now),
        wording,
        links: Vec::new(),
    };
    post.send(act, id, draft)?;
    Ok(route.channel)
}

/// Writes one to a group, on behalf of who runs the office.
pub fn to_group(act: &mut Act<'_>, id: RobotId) -> Result<(), Error> {
    if !act.actor.runs_office() {
        return Err(Error::Forbidden);
    }
    let robot = robots::find(act.conn, id)?;
    let post = Correspondence::open(act)?;
    let house = act.app.house();
    let wording = TestLetter {
        lang: house.lang,
        organisation: house.name(house.lang).to_owned(),
        actor: act.actor.name.clone(),
        at: moment(act),
        link: act.app.links.home(),
    }
    .render()?;
    let cause = format!("test:{}", act.now);
    group_letters::write(act, &post, &robot, (LetterKind::Test, None, &cause), wording)
}

/// The moment, to the second, on the organisation's clocks.
fn moment(act: &Act<'_>) -> String {
    act.local(act.now).format("%Y-%m-%d %H:%M:%S").to_string()
}

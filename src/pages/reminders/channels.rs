//! By which channels letters leave, and how many people each reaches.

use crate::app::App;
use crate::domain::{Channel, Reach};
use crate::i18n::Lang;
use crate::persistence::{self, Conn, people, reaches};

/// One channel.
pub struct ChannelLine {
    pub name: &'static str,
    pub set_up: bool,
    pub people: usize,
}

/// How many active people each channel reaches first.
pub fn reached(conn: &mut Conn, app: &App) -> Result<Vec<(Channel, usize)>, persistence::Error> {
    let open = app.channels.set_up();
    let reaches = reaches::all(conn)?;
    let by_mail = Reach::default();
    let routes: Vec<Channel> = people::all(conn)?
        .iter()
        .filter(|person| person.active)
        .filter_map(|person| {
            let reach = reaches.get(&person.id).unwrap_or(&by_mail);
            Some(reach.route(person.email.as_ref(), &open)?.channel)
        })
        .collect();
    let count = |channel| routes.iter().filter(|one| **one == channel).count();
    Ok(Channel::PERSONAL.into_iter().map(|channel| (channel, count(channel))).collect())
}

/// The lines of the table; none where mail is all that is set up.
pub fn lines(app: &App, lang: Lang, reached: Vec<(Channel, usize)>) -> Vec<ChannelLine> {
    let open = app.channels.set_up();
    if open.is_empty() {
        return Vec::new();
    }
    let line = |(channel, people)| ChannelLine {
        name: lang.channel(channel),
        set_up: channel == Channel::Mail || open.contains(&channel),
        people,
    };
    reached.into_iter().map(line).collect()
}

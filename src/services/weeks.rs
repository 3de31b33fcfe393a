//! The leaders' letter of the week: the dashboard's facts, and the decisions that are wanted.

use super::Error;
use super::correspondence::{Correspondence, Draft};
use super::sight::Sight;
use crate::app::{Act, actor_of};
use crate::domain::{Action, Actor, Counts, LetterKind, Light, Part, Person, Role, Verdict, may};
use crate::mail::{ReaderPart, Week};
use crate::persistence::people;
use crate::persistence::views::dashboard::{DashboardFilter, Day};
use crate::persistence::views::mailing;
use crate::persistence::views::portfolio::Portfolio;

/// How many overdue tasks a letter names; the portfolio has them all.
const NAMED: usize = 10;

/// Writes the letters of the week; how many there are. Doing it twice on a day writes nothing
/// twice.
pub fn write(act: &mut Act<'_>) -> Result<usize, Error> {
    let post = Correspondence::open(act)?;
    let all = people::all(act.conn)?.into_iter();
    let leaders: Vec<Person> = all.filter(|one| one.active && one.role == Role::Leader).collect();
    let mut written = 0;
    for leader in leaders {
        written += usize::from(write_one(act, &post, &leader)?);
    }
    Ok(written)
}

fn write_one(act: &mut Act<'_>, post: &Correspondence, leader: &Person) -> Result<bool, Error> {
    let Some(reader) = post.reader(leader.id, act.today) else { return Ok(false) };
    let actor = actor_of(act.conn, leader.id, act.today)?;
    let portfolio = Portfolio::of(act.conn, &actor, act.today, None)?;
    let part = ReaderPart::Of(Part::Leader);
    let rules = act.rules();
    let mut decisions = Vec::new();
    for asked in &portfolio.asked {
        // What they may not see, they are not to decide either.
        let Ok((seen, request)) = Sight::of_request(act.conn, &actor, asked.request.id, rules)
        else {
            continue;
        };
        if may(&actor, Action::Decide, &seen.facts, rules) == Verdict::Allowed {
            let task = mailing::task(act.conn, request.task_id)?;
            decisions.push((post.line(&task, ReaderPart::Decider), request.kind));
        }
    }
    let late = portfolio.open.iter().filter(|line| line.marks.light(act.today) == Light::Overdue);
    let ids: Vec<_> = late.map(|line| line.task.id).take(NAMED).collect();
    let mut overdue = Vec::new();
    for id in ids {
        overdue.push(post.line(&mailing::task(act.conn, id)?, part));
    }
    // Who is in charge of all reads how all stands.
    let counts = if leader.top_leader { counted(act, &actor)? } else { portfolio.counts };
    let link = act.app.links.to("/portfolio");
    let week = Week { reader, counts, decisions, overdue, link };
    if week.is_empty() {
        return Ok(false);
    }
    let draft = Draft {
        kind: LetterKind::Week,
        task: None,
        cause: format!("week:{}", act.today),
        wording: week.render()?,
        links: Vec::new(),
    };
    Ok(post.send(act, leader.id, draft)?.is_some())
}

fn counted(act: &mut Act<'_>, viewer: &Actor) -> Result<Counts, Error> {
    let day = Day::read(act.conn, viewer, &DashboardFilter::on(act.today))?;
    let mut counts = Counts::default();
    for standing in day.standings() {
        counts.add(standing, act.today);
    }
    Ok(counts)
}

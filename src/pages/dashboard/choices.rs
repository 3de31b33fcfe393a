//! What the page can be filtered by, and what it is filtered by.

use super::filters::{Asked, Period};
use crate::domain::{Actor, Role, Tree};
use crate::i18n::Lang;
use crate::persistence::views::dashboard::DashboardFilter;
use crate::persistence::views::meeting_list::{self, MeetingFilter};
use crate::persistence::{Conn, Error, bodies, people, programmes};

/// How many meetings are offered, the latest first.
const MEETINGS: i64 = 100;

/// A choice of the filter form.
pub(super) struct Choice {
    /// What the form calls it.
    pub name: &'static str,
    /// What one reads above it.
    pub label: &'static str,
    /// What can be chosen.
    pub options: Vec<Choosable>,
}

/// One of the values of a choice.
pub(super) struct Choosable {
    /// What the form sends.
    pub value: String,
    /// What one reads.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// What `viewer` can choose.
pub(super) fn choices(
    conn: &mut Conn,
    viewer: &Actor,
    lang: Lang,
    tree: &Tree,
    terms: bool,
    asked: &Asked,
    filter: &DashboardFilter,
) -> Result<Vec<Choice>, Error> {
    let choice = |name, label, chosen: Option<i64>, all: Vec<(i64, String)>| Choice {
        name,
        label,
        options: std::iter::once((0, lang.dashboard_all().to_owned()))
            .chain(all)
            .map(|(id, label)| Choosable {
                value: if id == 0 { String::new() } else { id.to_string() },
                label,
                chosen: chosen.unwrap_or_default() == id,
            })
            .collect(),
    };
    let period = Choice {
        name: "period",
        label: lang.dashboard_period(),
        options: Period::ALL
            .into_iter()
            .filter(|period| terms || *period != Period::Term || asked.period() == Period::Term)
            .map(|period| Choosable {
                value: period.word().to_owned(),
                label: period.label(lang).to_owned(),
                chosen: asked.period() == period,
            })
            .collect(),
    };
    let bodies = bodies::all(conn)?;
    let bodies = bodies.into_iter().map(|body| (body.id.0, body.name)).collect();
    let meetings = meeting_list::page(conn, viewer, &MeetingFilter::default(), 0, MEETINGS)?;
    let meetings = meetings.into_iter().map(|one| (one.id.0, one.title)).collect();
    let programmes = programmes::all(conn)?;
    let programmes = programmes.into_iter().map(|one| (one.id.0, one.name)).collect();
    let indented = |depth| "\u{3000}".repeat(depth);
    let departments = tree
        .iter()
        .filter(|one| one.active)
        .map(|one| (one.id.0, format!("{}{}", indented(tree.depth(one.id)), one.name)))
        .collect();
    let people = people::all(conn)?;
    let leads = |id| tree.iter().any(|one| tree.leader(one.id) == Some(id));
    let leaders = people
        .into_iter()
        .filter(|person| person.active && (person.role == Role::Leader || leads(person.id)))
        .map(|person| (person.id.0, person.name))
        .collect();
    Ok(vec![
        period,
        choice("body_id", lang.dashboard_body(), filter.body_id.map(Into::into), bodies),
        choice("meeting_id", lang.dashboard_meeting(), filter.meeting_id.map(Into::into), meetings),
        choice(
            "programme_id",
            lang.dashboard_programme(),
            filter.programme_id.map(Into::into),
            programmes,
        ),
        choice(
            "department_id",
            lang.dashboard_lead_department(),
            filter.department_id.map(Into::into),
            departments,
        ),
        choice("leader_id", lang.dashboard_leader(), filter.leader_id.map(Into::into), leaders),
    ])
}

/// What is applied, in one line.
pub(super) fn applied(l: Lang, asked: &Asked, choices: &[Choice]) -> String {
    let all = [
        l.dashboard_period_all(),
        l.dashboard_all_bodies(),
        l.dashboard_all_meetings(),
        l.dashboard_all_programmes(),
        l.dashboard_all_departments(),
        l.dashboard_all_leaders(),
    ];
    let chosen = |choice: &Choice| {
        choice
            .options
            .iter()
            .skip(1)
            .find(|option| option.chosen)
            .map(|one| one.label.trim().to_owned())
    };
    let mut parts: Vec<String> = choices
        .iter()
        .zip(all)
        .map(|(choice, all)| chosen(choice).unwrap_or_else(|| all.to_owned()))
        .collect();
    if asked.period() == Period::Custom
        && let Some(first) = parts.first_mut()
    {
        *first = l.dashboard_period_span(asked.from.trim(), asked.to.trim());
    }
    parts.join(l.dashboard_comma())
}

//! What a list can be filtered by, and what it is filtered by, each with its name.

use super::address::{Address, OPEN, label};
use crate::domain::{
    Actor, Body, BodyId, DepartmentId, DepartmentPart, Flag, Light, MeetingId, Named, OpenRequest,
    Person, PersonId, Programme, ProgrammeId, ReportOwed, RequestKind, Role, State, TaskFilter,
    Tree, Urgency,
};
use crate::i18n::Lang;
use crate::pages::deed::Choice;
use crate::persistence::views::meeting_list::{self, ListedMeeting, MeetingFilter};
use crate::persistence::{Conn, Error, bodies, departments, people, programmes};

/// How many meetings are offered, the latest first.
const MEETINGS: i64 = 100;

/// The names behind the ids that a filter bears.
pub struct Names {
    tree: Tree,
    people: Vec<Person>,
    programmes: Vec<Programme>,
    bodies: Vec<Body>,
    meetings: Vec<ListedMeeting>,
}

/// A choice above the list.
pub struct FilterChoice {
    /// What the form calls it.
    pub name: &'static str,
    /// What one reads above it.
    pub label: &'static str,
    /// Whether a phone leaves it out.
    pub narrow: bool,
    /// What can be chosen.
    pub options: Vec<Choice>,
}

/// A date above the list, or a value that is kept unseen.
pub struct FilterValue {
    /// What the form calls it.
    pub name: &'static str,
    /// What one reads above it.
    pub label: &'static str,
    /// What stands in it.
    pub value: String,
}

/// A filter that is applied, and the list without it.
pub struct Chip {
    /// What is applied.
    pub label: String,
    /// The list without it.
    pub without: String,
}

impl Names {
    /// Reads the names that `viewer` may know.
    pub fn read(conn: &mut Conn, viewer: &Actor) -> Result<Self, Error> {
        Ok(Self {
            tree: departments::tree(conn)?,
            people: people::all(conn)?,
            programmes: programmes::all(conn)?,
            bodies: bodies::all(conn)?,
            meetings: meeting_list::page(conn, viewer, &MeetingFilter::default(), 0, MEETINGS)?,
        })
    }

    fn person(&self, id: PersonId) -> Option<String> {
        self.people.iter().find(|one| one.id == id).map(|one| one.name.clone())
    }

    fn programme(&self, id: ProgrammeId) -> Option<String> {
        self.programmes.iter().find(|one| one.id == id).map(|one| one.name.clone())
    }

    fn body(&self, id: BodyId) -> Option<String> {
        self.bodies.iter().find(|one| one.id == id).map(|one| one.name.clone())
    }

    fn meeting(&self, id: MeetingId) -> Option<String> {
        self.meetings.iter().find(|one| one.id == id).map(|one| one.title.clone())
    }

    /// The choices above the list.
    pub fn choices(&self, lang: Lang, filter: &TaskFilter) -> Vec<FilterChoice> {
        let mut departments = vec![Choice::new("", lang.ledger_all_departments())];
        departments.extend(self.tree.iter().map(|one| {
            let indent = "\u{3000}".repeat(self.tree.depth(one.id));
            let label = format!("{indent}{}", one.name);
            Choice::new(one.id, label).when(filter.department_id == Some(one.id))
        }));
        let programmes = self.programmes.iter().map(|one| (one.id.to_string(), one.name.clone()));
        let meetings = self.meetings.iter().map(|one| (one.id.to_string(), one.title.clone()));
        let bodies = self.bodies.iter().map(|one| (one.id.to_string(), one.name.clone()));
        let leaders = self.people.iter().filter(|one| one.role == Role::Leader);
        let leaders = leaders.map(|one| (one.id.to_string(), one.name.clone()));
        let choice = |name, narrow, options| FilterChoice {
            name,
            label: label(lang, name),
            narrow,
            options,
        };
        let mut all = vec![
            FilterChoice {
                label: lang.ledger_department(),
                ..choice("department_id", false, departments)
            },
            choice("state", false, states(lang, filter)),
            choice("light", true, lights(lang, filter)),
            choice("programme_id", true, listed(lang, programmes, filter.programme_id)),
            choice("meeting_id", true, listed(lang, meetings, filter.meeting_id)),
            choice("body_id", true, listed(lang, bodies, filter.body_id)),
            choice("leader_id", true, listed(lang, leaders, filter.leader_id)),
            choice("flag", true, flags(lang, filter)),
            choice("urgency", true, urgencies(lang, filter)),
            choice("open_request", true, requests(lang, filter)),
        ];
        if filter.department_id.is_some() {
            all.insert(1, choice("role", true, parts(lang, filter)));
        }
        all
    }

    /// The dates above the list.
    pub fn dates(lang: Lang, filter: &TaskFilter) -> Vec<FilterValue> {
        let value = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        [
            ("due_from", lang.ledger_due_from(), value(filter.due_from)),
            ("due_to", lang.ledger_due_to(), value(filter.due_to)),
        ]
        .map(|(name, label, value)| FilterValue { name, label, value: value.unwrap_or_default() })
        .into()
    }

    /// What the form does not show but keeps.
    pub fn kept(lang: Lang, address: &Address) -> Vec<FilterValue> {
        const SHOWN: [&str; 15] = [
            "q",
            "department_id",
            "role",
            "state",
            "open",
            "light",
            "programme_id",
            "meeting_id",
            "body_id",
            "leader_id",
            "flag",
            "urgency",
            "open_request",
            "due_from",
            "due_to",
        ];
        let unseen = address.pairs().into_iter().filter(|(name, _)| !SHOWN.contains(name));
        unseen.map(|(name, value)| FilterValue { name, label: label(lang, name), value }).collect()
    }

    /// What is applied, each with the list without it.
    pub fn applied(&self, lang: Lang, address: &Address) -> Vec<Chip> {
        let filter = &address.filter;
        let pairs = filter.pairs().into_iter();
        let chips = pairs.filter_map(|(name, value)| {
            let label = self.words(lang, filter, name, value)?;
            Some(Chip { label, without: address.without(name) })
        });
        chips.collect()
    }

    /// What a filter says, in words; `None` where another one says it too.
    fn words(&self, lang: Lang, filter: &TaskFilter, name: &str, value: String) -> Option<String> {
        let with = |words: Option<String>, value: String| {
            Some(lang.ledger_chip(label(lang, name), words.unwrap_or(value)))
        };
        let and = lang.ledger_and();
        match name {
            "ids" => Some(lang.ledger_chosen().to_owned()),
            "parent_id" => Some(lang.structure_listed().to_owned()),
            "open" => Some(lang.ledger_open().to_owned()),
            "counted" => Some(lang.ledger_counted().to_owned()),
            "long_term" => Some(lang.ledger_view_long_term().to_owned()),
            "state" => Some(join(and, filter.states.iter().map(|one| lang.state(one)))),
            "light" => Some(join(and, filter.lights.iter().map(|one| lang.light(one)))),
            "urgency" => with(filter.urgency.map(|one| lang.urgency(one).to_owned()), value),
            "flag" => filter.flag.map(|flag| lang.flag(flag).to_owned()),
            "led" => {
                let words = if filter.led? { lang.ledger_led() } else { lang.ledger_not_led() };
                Some(words.to_owned())
            }
            "report" => Some(match filter.report? {
                ReportOwed::Expected => lang.ledger_report_expected().to_owned(),
                ReportOwed::Received => lang.ledger_report_received().to_owned(),
                ReportOwed::Missed => lang.ledger_report_missed().to_owned(),
            }),
            "cadence" => with(filter.cadence.map(|one| lang.cadence(one).to_owned()), value),
            "role" => filter.role.map(|part| part_words(lang, part).to_owned()),
            "department_id" => with(filter.department_id.map(|id| self.department(id)), value),
            "handler_id" => with(filter.handler_id.and_then(|id| self.person(id)), value),
            "leader_id" => with(filter.leader_id.and_then(|id| self.person(id)), value),
            "programme_id" => with(filter.programme_id.and_then(|id| self.programme(id)), value),
            "meeting_id" => with(filter.meeting_id.and_then(|id| self.meeting(id)), value),
            "body_id" => with(filter.body_id.and_then(|id| self.body(id)), value),
            "open_request" => match filter.open_request? {
                OpenRequest::Any => Some(lang.ledger_any_request().to_owned()),
                OpenRequest::Kind(kind) => with(Some(lang.request_kind(kind).to_owned()), value),
            },
            "q" => with(None, value),
            _ => day_words(lang, name, &value),
        }
    }

    fn department(&self, id: DepartmentId) -> String {
        self.tree.name(id).to_owned()
    }
}

fn join<'a>(and: &str, words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(and)
}

fn day_words(lang: Lang, name: &str, value: &str) -> Option<String> {
    let day: chrono::NaiveDate = value.parse().ok()?;
    let day = lang.date(day);
    Some(match name {
        "due_from" => lang.ledger_due_since(day),
        "due_to" => lang.ledger_due_until(day),
        "baseline_to" => lang.ledger_baseline_until(day),
        "issued_from" => lang.ledger_issued_since(day),
        "issued_to" => lang.ledger_issued_until(day),
        "closed_from" => lang.ledger_closed_since(day),
        "closed_to" => lang.ledger_closed_until(day),
        "report_from" => lang.ledger_report_from(day),
        "as_of" => lang.ledger_as_of(day),
        _ => lang.ledger_chip(name, day),
    })
}

fn part_words(lang: Lang, part: DepartmentPart) -> &'static str {
    match part {
        DepartmentPart::Lead => lang.ledger_role_lead(),
        DepartmentPart::Support => lang.ledger_role_support(),
    }
}

fn parts(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let all = DepartmentPart::ALL.iter();
    let parts =
        all.map(|part| Choice::new(part, part_words(lang, *part)).when(filter.role == Some(*part)));
    std::iter::once(Choice::new("", lang.ledger_any())).chain(parts).collect()
}

fn states(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let open = filter.open && filter.states.is_empty();
    let mut all =
        vec![Choice::new("", lang.ledger_all()), Choice::new(OPEN, lang.ledger_open()).when(open)];
    all.extend(
        State::ALL
            .iter()
            .map(|one| Choice::new(one, lang.state(one)).when(filter.states == [*one])),
    );
    several(lang, &mut all, &filter.states, |one| lang.state(one));
    all
}

fn lights(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let mut all = vec![Choice::new("", lang.ledger_any())];
    all.extend(
        Light::ALL
            .iter()
            .map(|one| Choice::new(one, lang.light(one)).when(filter.lights == [*one])),
    );
    several(lang, &mut all, &filter.lights, |one| lang.light(one));
    all
}

/// A link may ask for several at once: the choice keeps them as one.
fn several<T: Named>(
    lang: Lang,
    all: &mut Vec<Choice>,
    chosen: &[T],
    name: impl Fn(T) -> &'static str,
) {
    if chosen.len() > 1 {
        let words: Vec<&str> = chosen.iter().map(|one| one.word()).collect();
        let label = join(lang.ledger_and(), chosen.iter().map(|one| name(*one)));
        all.push(Choice::new(words.join(","), label).when(true));
    }
}

fn flags(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let all = Flag::ALL
        .iter()
        .map(|one| Choice::new(one, lang.flag(one)).when(filter.flag == Some(*one)));
    std::iter::once(Choice::new("", lang.ledger_any())).chain(all).collect()
}

fn urgencies(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let all = Urgency::ALL
        .iter()
        .map(|one| Choice::new(one, lang.urgency(*one)).when(filter.urgency == Some(*one)));
    std::iter::once(Choice::new("", lang.ledger_any())).chain(all).collect()
}

fn requests(lang: Lang, filter: &TaskFilter) -> Vec<Choice> {
    let any = filter.open_request == Some(OpenRequest::Any);
    let mut all = vec![
        Choice::new("", lang.ledger_any()),
        Choice::new("any", lang.ledger_any_request()).when(any),
    ];
    all.extend(RequestKind::ALL.iter().map(|one| {
        let chosen = filter.open_request == Some(OpenRequest::Kind(*one));
        Choice::new(one, lang.request_kind(one)).when(chosen)
    }));
    all
}

fn listed<T: ToString>(
    lang: Lang,
    all: impl Iterator<Item = (String, String)>,
    chosen: Option<T>,
) -> Vec<Choice> {
    let chosen = chosen.map(|id| id.to_string());
    let choices = all.map(|(id, name)| {
        let taken = chosen.as_ref() == Some(&id);
        Choice::new(id, name).when(taken)
    });
    let mut all: Vec<Choice> =
        std::iter::once(Choice::new("", lang.ledger_all())).chain(choices).collect();
    // What is chosen but not offered, an old meeting perhaps, stays chosen.
    if let Some(id) = chosen.filter(|_| !all.iter().any(|choice| choice.chosen)) {
        all.push(Choice::new(&id, id.as_str()).when(true));
    }
    all
}

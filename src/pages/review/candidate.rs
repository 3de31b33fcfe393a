//! One candidate as the page shows it: a row, or the row in hand with every field of the task.

use chrono::NaiveDate;

use super::desk::{Desk, Entry, naming};
use super::doubts::unsure;
use super::hints::{cuts, due_hint, footer, neighbours};
use super::typed::Typed;
use crate::domain::extraction::{Group, Owner, OwnerRole};
use crate::domain::{
    Cadence, DepartmentId, DirectiveId, Disposition, PersonId, Preparation, Role, Task,
    WorkCalendar,
};
use crate::i18n::Lang;
use crate::pages::mark;
use crate::persistence::views::task_lines::TaskLine;

/// One candidate.
pub struct Candidate {
    pub id: DirectiveId,
    pub version: i64,
    pub label: String,
    pub title: String,
    pub chosen: Disposition,
    pub was: Disposition,
    pub has_task: bool,
    /// The tasks made of it.
    pub tasks: Vec<Made>,
    /// Whether its box is ticked.
    pub picked: bool,
    /// Whether the rules were not sure of it.
    pub unsure: bool,
    /// The heading that begins with it.
    pub heading: Option<Heading>,
    /// What is known of it, in words; the first is the lead department.
    pub lead: Option<String>,
    pub due: Option<(String, String)>,
    pub facts: Vec<String>,
    pub urgency: Option<&'static str>,
    pub mark: Option<String>,
    /// Doubts: icon and words.
    pub flags: Vec<(&'static str, String)>,
    /// The fields, for the one in hand.
    pub form: Option<Form>,
}

/// A task made of a candidate: its number, its address, its light with words.
pub struct Made {
    pub name: String,
    pub href: String,
    pub light: &'static str,
    pub words: &'static str,
}

/// A heading of the minutes above its candidates; whether any of them can be picked, and whether
/// its box is ticked.
pub struct Heading {
    pub words: String,
    pub pickable: bool,
    pub ticked: bool,
}

/// The fields of the candidate in hand.
pub struct Form {
    pub quote: String,
    pub footer: String,
    pub reworded: bool,
    pub p: Preparation,
    pub departments: Vec<Choosable>,
    pub supporters: Vec<Choosable>,
    /// Departments that each get a part.
    pub spread: Vec<Choosable>,
    pub addable: Vec<Choosable>,
    pub responsible: Option<String>,
    pub handlers: Vec<Choosable>,
    pub others: Vec<Choosable>,
    pub leaders: Vec<Choosable>,
    pub leader_of_lead: Option<String>,
    pub followers: Vec<Choosable>,
    pub programmes: Vec<Choosable>,
    pub due_hint: String,
    /// Names of the minutes that nobody in the directory bears.
    pub open_names: Vec<OpenName>,
    /// Groups that the minutes name: the word, its departments, and their ids in one line.
    pub groups: Vec<GroupChoice>,
    /// Places at which it could be parted, with the words behind each; whether one is proposed.
    pub cuts: Vec<(usize, String, bool)>,
    /// The neighbours that it could be merged with.
    pub neighbours: Vec<Choosable>,
}

/// One choice of a list.
#[derive(Clone)]
pub struct Choosable {
    pub id: i64,
    pub name: String,
    pub chosen: bool,
}

/// A name of the minutes that nobody in the directory bears.
pub struct OpenName {
    pub text: String,
    pub role: OwnerRole,
    /// What the clerk said that it stands for.
    pub picked: Option<(i64, String)>,
}

/// A word of the minutes for many departments.
pub struct GroupChoice {
    pub text: String,
    /// Those that do neither lead nor support yet.
    pub left: Vec<Choosable>,
    /// Their ids, as the button sends them.
    pub ids: String,
    /// The ids of the whole group, for a part each.
    pub parts: String,
}

impl Choosable {
    /// A choice.
    pub fn new(id: i64, name: &str, chosen: bool) -> Self {
        Self { id, name: name.to_owned(), chosen }
    }
}

/// What candidates are shown with.
pub struct Around<'a> {
    pub desk: &'a Desk,
    pub typed: Option<&'a Typed>,
    pub lang: Lang,
    pub today: NaiveDate,
    pub calendar: std::sync::Arc<WorkCalendar>,
    pub in_hand: Option<DirectiveId>,
    /// Which candidate each resembles.
    pub close: &'a [Option<usize>],
}

impl Around<'_> {
    /// The candidate of `desk.entries[index]`.
    pub fn candidate(&self, index: usize) -> Candidate {
        let entry = &self.desk.entries[index];
        let directive = &entry.directive;
        let typed = self.typed.and_then(|typed| typed.in_hand.as_ref());
        let typed = typed.filter(|typed| typed.id == directive.id);
        let prepared = typed.map_or_else(|| directive.prepared(), |one| one.preparation.clone());
        let title = typed.map_or_else(|| directive.title.clone(), |one| one.title.clone());
        let title = entry.tasks.first().map_or(title, |line| line.task.title.clone());
        let choice = self.typed.and_then(|typed| typed.choices.get(&directive.id));
        let in_hand = self.in_hand == Some(directive.id);
        let lang = self.lang;
        // What has become a task is shown as that task stands, not as it was once prepared.
        let made = entry.tasks.first();
        let prepared = made.map_or(prepared, |line| of_task(&line.task));
        let mut facts = Vec::new();
        if prepared.long_term {
            facts.push(lang.review_long_term().to_owned());
        } else if prepared.due_on.is_none() {
            facts.push(lang.review_no_deadline().to_owned());
        }
        facts.push(match prepared.cadence {
            Cadence::None => lang.review_reports_none().to_owned(),
            cadence => lang.review_reports(lang.cadence(cadence).to_lowercase()),
        });
        let tree = &self.desk.tree;
        let leader = prepared.leader.or_else(|| prepared.lead.and_then(|lead| tree.leader(lead)));
        facts.extend(leader.map(|leader| self.desk.named(leader)));
        let due = prepared.due_on.filter(|_| !prepared.long_term);
        let requirement = prepared.requirement.trim();
        let first_line = requirement.lines().next().unwrap_or_default();
        Candidate {
            id: directive.id,
            version: directive.version,
            label: entry.label.to_string(),
            has_task: !entry.tasks.is_empty(),
            tasks: entry.tasks.iter().map(|line| self.made(line)).collect(),
            picked: self.typed.is_some_and(|typed| typed.picked.own.contains(&directive.id)),
            heading: None,
            chosen: choice.map_or(directive.disposition, |choice| choice.now),
            was: directive.disposition,
            lead: match prepared.fan_out.len() {
                0 => prepared.lead.map(|lead| tree.name(lead).to_owned()),
                count => Some(lang.structure_review_spread(count)),
            },
            due: due.map(|day| (day.to_string(), lang.date(day))),
            facts,
            urgency: (prepared.urgency != crate::domain::Urgency::Normal)
                .then(|| lang.urgency(prepared.urgency)),
            mark: (!first_line.is_empty()).then(|| lang.review_done_when(first_line)),
            unsure: entry.tasks.is_empty() && unsure(directive),
            flags: self.doubts(index, &prepared),
            form: in_hand.then(|| self.form(index, prepared.clone(), &title)),
            title,
        }
    }

    fn made(&self, line: &TaskLine) -> Made {
        let light = line.marks.light(self.today);
        let name = match &line.task.number {
            Some(number) => self.lang.review_in_task(number),
            None => self.lang.review_in_draft().to_owned(),
        };
        let href = crate::links::task_path(line.task.id);
        Made { name, href, light: mark(light), words: self.lang.light(light) }
    }

    fn form(&self, index: usize, p: Preparation, title: &str) -> Form {
        let (desk, lang) = (self.desk, self.lang);
        let entry = &desk.entries[index];
        let directive = &entry.directive;
        let department = |chosen: &dyn Fn(crate::domain::DepartmentId) -> bool| {
            desk.tree
                .iter()
                .filter(|one| one.active || chosen(one.id))
                .map(|one| {
                    let inset = "\u{2003}".repeat(desk.tree.depth(one.id));
                    Choosable::new(one.id.0, &format!("{inset}{}", one.name), chosen(one.id))
                })
                .collect::<Vec<_>>()
        };
        let people = |fits: &dyn Fn(&crate::domain::Person) -> bool, chosen: Option<PersonId>| {
            desk.people
                .iter()
                .filter(|one| (one.active && fits(one)) || chosen == Some(one.id))
                .map(|one| Choosable::new(one.id.0, &naming(one), chosen == Some(one.id)))
                .collect::<Vec<_>>()
        };
        let below = p.lead.map(|lead| desk.tree.subtree(lead)).unwrap_or_default();
        let member = |one: &crate::domain::Person| {
            one.department_id.is_some_and(|department| below.contains(&department))
        };
        let responsible = p.lead.and_then(|lead| desk.tree.head(lead));
        let inherited = p.lead.and_then(|lead| desk.tree.leader(lead));
        let supporting = |id: i64| p.supporters.iter().any(|one| one.0 == id);
        let all = department(&|_| false);
        Form {
            quote: directive.quote.clone(),
            footer: footer(entry, lang),
            reworded: !directive.quote.to_lowercase().contains(&title.to_lowercase()),
            departments: department(&|id| p.lead == Some(id)),
            supporters: p
                .supporters
                .iter()
                .map(|id| Choosable::new(id.0, desk.tree.name(*id), true))
                .collect(),
            spread: p
                .fan_out
                .iter()
                .map(|id| Choosable::new(id.0, desk.tree.name(*id), true))
                .collect(),
            addable: all
                .into_iter()
                .filter(|one| !supporting(one.id) && p.lead.is_none_or(|lead| lead.0 != one.id))
                .collect(),
            responsible: responsible.map(|id| desk.named(id)),
            handlers: people(&member, p.handler),
            others: people(&|one| one.role == Role::Staff && !member(one), None),
            leaders: people(&|one| one.role == Role::Leader, p.leader),
            leader_of_lead: inherited.map(|id| desk.named(id)),
            followers: people(&|one| one.role.runs_office(), p.follower),
            programmes: desk
                .programmes
                .iter()
                .filter(|one| one.active || p.programme == Some(one.id))
                .map(|one| Choosable::new(one.id.0, &one.name, p.programme == Some(one.id)))
                .collect(),
            due_hint: due_hint(entry, &p, lang),
            open_names: self.open_names(entry, &p),
            groups: self.groups(entry, &p),
            cuts: cuts(entry),
            neighbours: neighbours(desk, index),
            p,
        }
    }

    fn open_names(&self, entry: &Entry, p: &Preparation) -> Vec<OpenName> {
        let open = entry.directive.owners.iter().filter(|owner| owner.is_open());
        open.map(|owner| {
            let picked = p.picks.iter().find(|pick| pick.text == owner.text);
            let named = |id: DepartmentId| (id.0, self.desk.tree.name(id).to_owned());
            OpenName {
                text: owner.text.clone(),
                role: owner.role,
                picked: picked.map(|pick| named(pick.department_id)),
            }
        })
        .collect()
    }

    /// 有关部门 may be any.
    fn groups(&self, entry: &Entry, p: &Preparation) -> Vec<GroupChoice> {
        let tree = &self.desk.tree;
        let choice = |owner: &Owner| {
            let all = || tree.iter().filter(|one| one.active).map(|one| one.id).collect();
            let members: Vec<DepartmentId> = match owner.group? {
                Group::Concerned => all(),
                _ if owner.members.is_empty() => all(),
                _ => owner.members.clone(),
            };
            let free = |id: &&DepartmentId| p.lead != Some(**id) && !p.supporters.contains(id);
            let left: Vec<Choosable> = members
                .iter()
                .filter(free)
                .map(|id| Choosable::new(id.0, tree.name(*id), false))
                .collect();
            let ids: Vec<String> = left.iter().map(|one| one.id.to_string()).collect();
            let parts: Vec<String> = members.iter().map(ToString::to_string).collect();
            let (ids, parts) = (ids.join(","), parts.join(","));
            Some(GroupChoice { text: owner.text.clone(), left, ids, parts })
        };
        entry.directive.owners.iter().filter_map(choice).collect()
    }
}

/// A task as if it were still being prepared.
fn of_task(task: &Task) -> Preparation {
    Preparation {
        requirement: task.requirement.clone(),
        lead: Some(task.lead_id),
        supporters: task.supporters.clone(),
        fan_out: Vec::new(),
        handler: task.handler_id,
        due: task.due_on.map(|day| day.to_string()).unwrap_or_default(),
        due_on: task.due_on,
        long_term: task.long_term,
        cadence: task.cadence,
        urgency: task.urgency,
        leader: task.leader_id,
        follower: task.follower_id,
        programme: task.programme_id,
        evidence_required: task.evidence_required,
        picks: Vec::new(),
    }
}

//! What can be done to the selected tasks: each deed's name, its form, and what it changes.

use crate::domain::{
    Actor, DecisionRules, DepartmentId, Person, PersonId, Programme, ProgrammeId, Role, Step, Task,
    Tree,
};
use crate::http::Posted;
use crate::i18n::Lang;
use crate::pages::deed::{Choice, Control, Field};
use crate::pages::reading::Reading;
use crate::persistence::{Conn, Error as Storage, departments, people, programmes};
use crate::services::Error;
use crate::services::bulk::Deed;
use crate::services::tasks::TaskPatch;

/// One of the deeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// 交办.
    Issue,
    /// 催办.
    Urge,
    /// Another lead department.
    Lead,
    /// Another handler.
    Handler,
    /// Another clerk who watches.
    Follower,
    /// Another programme.
    Programme,
    /// Another date.
    Date,
    /// 撤销.
    Cancel,
}

/// What the forms choose from, and what names the ids in the rows.
pub struct Directory {
    tree: Tree,
    people: Vec<Person>,
    programmes: Vec<Programme>,
}

impl Directory {
    /// Reads it.
    pub fn read(conn: &mut Conn) -> Result<Self, Storage> {
        Ok(Self {
            tree: departments::tree(conn)?,
            people: people::all(conn)?,
            programmes: programmes::all(conn)?,
        })
    }

    /// The name of a department.
    pub fn department(&self, id: DepartmentId) -> String {
        self.tree.name(id).to_owned()
    }

    fn person(&self, lang: Lang, id: Option<PersonId>) -> String {
        let found = self.people.iter().find(|person| Some(person.id) == id);
        found.map_or_else(|| lang.task_nobody().to_owned(), |person| person.name.clone())
    }

    fn programme(&self, lang: Lang, id: Option<ProgrammeId>) -> String {
        let found = self.programmes.iter().find(|one| Some(one.id) == id);
        found.map_or_else(|| lang.task_none().to_owned(), |one| one.name.clone())
    }
}

impl Verb {
    const ALL: [Self; 8] = [
        Self::Issue,
        Self::Urge,
        Self::Lead,
        Self::Handler,
        Self::Follower,
        Self::Programme,
        Self::Date,
        Self::Cancel,
    ];

    /// The deeds that `actor` may do to some task.
    pub fn offered_to(actor: &Actor, rules: DecisionRules) -> Vec<Self> {
        let fits = |verb: &Self| {
            let office = actor.runs_office() && *verb != Self::Issue;
            office
                || match verb {
                    Self::Issue => actor.issues(rules.approval),
                    Self::Urge => actor.wears(|role| role == Role::Leader),
                    Self::Handler => {
                        !actor.holds.is_empty() && actor.wears(|role| role != Role::Observer)
                    }
                    _ => false,
                }
        };
        Self::ALL.into_iter().filter(fits).collect()
    }

    /// The word by which a form names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Urge => "urge",
            Self::Lead => "lead",
            Self::Handler => "handler",
            Self::Follower => "follower",
            Self::Programme => "programme",
            Self::Date => "date",
            Self::Cancel => "cancel",
        }
    }

    /// The deed that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.word() == word)
    }

    /// What it is called.
    pub fn label(self, lang: impl std::borrow::Borrow<Lang>) -> &'static str {
        let lang = *lang.borrow();
        match self {
            Self::Issue => lang.step(Step::Issue),
            Self::Urge => lang.task_urge(),
            Self::Lead => lang.bulk_lead(),
            Self::Handler => lang.bulk_handler(),
            Self::Follower => lang.bulk_follower(),
            Self::Programme => lang.bulk_programme(),
            Self::Date => lang.bulk_date(),
            Self::Cancel => lang.task_cancel_button(),
        }
    }

    /// The stylesheet's kind of its button.
    pub fn kind(self) -> &'static str {
        if self == Self::Urge { "urge" } else { "" }
    }

    /// What one should know before; empty where nothing.
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Issue => lang.bulk_issue_text(),
            Self::Urge => lang.task_urge_text(),
            Self::Lead => lang.bulk_lead_text(),
            Self::Date => lang.bulk_date_text(),
            Self::Cancel => lang.task_cancel_text(),
            Self::Handler | Self::Follower | Self::Programme => "",
        }
    }

    /// What is filled in.
    pub fn fields(self, lang: Lang, directory: &Directory) -> Vec<Field> {
        let reason = || Field::new("reason", lang.task_reason(), Control::Text(2));
        let people = |none: &str, fit: &dyn Fn(&Person) -> bool| {
            let fitting = directory.people.iter().filter(|one| one.active && fit(one));
            offered(none, fitting.map(|one| Choice::new(one.id, one.name.as_str())))
        };
        match self {
            Self::Issue => Vec::new(),
            Self::Urge => vec![Field::new("note", lang.task_note(), Control::Text(2))],
            Self::Lead => {
                let active = directory.tree.iter().filter(|one| one.active);
                let choices = active.map(|one| Choice::new(one.id, one.name.as_str()));
                let choices = offered(lang.task_choose(), choices);
                vec![Field::new("department_id", lang.task_new_lead(), choices), reason()]
            }
            Self::Handler => {
                let anybody = people(lang.task_nobody(), &|_anybody| true);
                vec![Field::new("handler_id", lang.task_handler(), anybody)]
            }
            Self::Follower => {
                let clerks = people(lang.task_none(), &|one| one.role.runs_office());
                vec![Field::new("follower_id", lang.task_follower(), clerks)]
            }
            Self::Programme => {
                let active = directory.programmes.iter().filter(|one| one.active);
                let choices = active.map(|one| Choice::new(one.id, one.name.as_str()));
                let choices = offered(lang.task_none(), choices);
                vec![Field::new("programme_id", lang.task_programme(), choices)]
            }
            Self::Date => vec![Field::new("due_on", lang.task_new_due(), Control::Date)],
            Self::Cancel => vec![reason()],
        }
    }

    /// The deed as the form asks for it.
    pub fn deed(self, posted: &Posted) -> Result<Deed, Error> {
        let mut form = Reading::of(posted);
        let patch = TaskPatch::default();
        let deed = match self {
            Self::Issue => Deed::Issue,
            Self::Urge => Deed::Urge { note: form.required("note") },
            Self::Cancel => Deed::Cancel { reason: form.required("reason") },
            Self::Lead => {
                let to = form.id("department_id", DepartmentId);
                if to.is_none() {
                    form.required("department_id");
                }
                let to = to.unwrap_or(DepartmentId(0));
                Deed::Transfer { to, reason: form.required("reason") }
            }
            Self::Handler => {
                let handler_id = Some(form.id("handler_id", PersonId));
                Deed::Edit(TaskPatch { handler_id, ..patch })
            }
            Self::Follower => {
                let follower_id = Some(form.id("follower_id", PersonId));
                Deed::Edit(TaskPatch { follower_id, ..patch })
            }
            Self::Programme => {
                let programme_id = Some(form.id("programme_id", ProgrammeId));
                Deed::Edit(TaskPatch { programme_id, ..patch })
            }
            Self::Date => {
                let due_on = Some(form.required_date("due_on"));
                Deed::Edit(TaskPatch { due_on, ..patch })
            }
        };
        form.finish()?;
        Ok(deed)
    }

    /// What it changes about a task, in words.
    pub fn change(self, lang: Lang, directory: &Directory, before: &Task, after: &Task) -> String {
        let day = |task: &Task| {
            task.due_on.map_or_else(|| lang.task_no_due().to_owned(), |day| lang.date(day))
        };
        let said = |task: &Task| match self {
            Self::Urge => String::new(),
            Self::Lead => directory.department(task.lead_id),
            Self::Handler => directory.person(lang, task.handler_id),
            Self::Follower => directory.person(lang, task.follower_id),
            Self::Programme => directory.programme(lang, task.programme_id),
            Self::Date => day(task),
            Self::Issue | Self::Cancel => lang.state(task.state).to_owned(),
        };
        match self {
            Self::Urge => lang.bulk_urged().to_owned(),
            _ => lang.bulk_change(said(before), said(after)),
        }
    }
}

fn offered(none: &str, choices: impl Iterator<Item = Choice>) -> Control {
    Control::Choice(std::iter::once(Choice::new("", none)).chain(choices).collect())
}

//! Departments and people: the whole directory on one page.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde::Deserialize;

use super::{Frame, Nav, page};
use crate::app::App;
use crate::domain::{Department, DepartmentId, Named as _, Person, PersonId, Role, Tree};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::persistence::{accounts, departments, people};
use crate::services::accounts::Place;
use crate::services::{Error, directory};

#[derive(Template)]
#[template(path = "pages/people.html")]
struct PeoplePage {
    frame: Frame,
    done: &'static str,
    counted: Counted,
    departments: Vec<DepartmentLine>,
    accounts: Vec<AccountLine>,
    roles: &'static [Role],
    filter: Filter,
}

struct Counted {
    departments: String,
    accounts: String,
    waiting: Option<String>,
}

struct DepartmentLine {
    id: DepartmentId,
    depth: usize,
    name: String,
    other_name: Option<String>,
    other_lang: Option<&'static str>,
    tasks: i64,
    accounts: usize,
    active: bool,
    chosen: bool,
}

struct AccountLine {
    id: PersonId,
    name: String,
    title: Option<String>,
    account: String,
    phone: Option<String>,
    right: &'static str,
    seen: String,
    mark: &'static str,
    state: &'static str,
    may_edit: bool,
}

/// What the page is narrowed down to.
struct Filter {
    q: String,
    department: Option<DepartmentId>,
    role: Option<Role>,
}

/// The same, as the address says it; what is not understood narrows nothing.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    department: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    done: String,
}

/// Everything that the page shows, read at one moment.
struct Directory {
    tree: Tree,
    people: Vec<Person>,
    with_password: BTreeSet<PersonId>,
    seen: BTreeMap<PersonId, NaiveDateTime>,
    open_tasks: BTreeMap<DepartmentId, i64>,
}

/// `GET /people`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let directory = app
        .read(|conn| {
            Ok::<_, Error>(Directory {
                tree: departments::tree(conn)?,
                people: people::all(conn)?,
                with_password: accounts::with_password(conn)?.into_iter().collect(),
                seen: accounts::last_seen(conn)?,
                open_tasks: accounts::open_tasks_led(conn)?,
            })
        })
        .await?;
    let filter = Filter {
        q: query.q.trim().to_owned(),
        department: query.department.parse().ok(),
        role: query.role.parse().ok(),
    };
    let zone = app.house().zone;
    let shown = directory.people.iter().filter(|person| filter.takes(person, &directory.tree));
    let accounts = shown.map(|person| directory.account(&me, person, zone)).collect();
    let people = PeoplePage {
        frame: Frame::of(&me, Nav::People),
        done: if query.done.is_empty() { "" } else { me.lang.people_saved() },
        counted: directory.counted(me.lang),
        departments: directory.departments(me.lang, filter.department),
        accounts,
        roles: Role::ALL,
        filter,
    };
    Ok(page(&people))
}

impl Filter {
    fn has(&self, role: impl Borrow<Role>) -> bool {
        self.role.as_ref() == Some(role.borrow())
    }

    fn takes(&self, person: &Person, tree: &Tree) -> bool {
        let words = self.q.to_lowercase();
        let said = |text: &str| text.to_lowercase().contains(&words);
        let by_words = words.is_empty()
            || said(&person.name)
            || person.title.as_deref().is_some_and(said)
            || person.email.as_ref().is_some_and(|email| said(email.as_ref()));
        let by_department = self.department.is_none_or(|wanted| {
            person.department_id.is_some_and(|own| tree.ancestry(own).any(|one| one.id == wanted))
        });
        by_words && by_department && self.role.is_none_or(|role| person.role == role)
    }
}

impl Directory {
    fn counted(&self, lang: Lang) -> Counted {
        let active = |person: &&Person| person.active;
        let waiting = self
            .people
            .iter()
            .filter(active)
            .filter(|person| !self.seen.contains_key(&person.id))
            .count();
        let accounts = self.people.iter().filter(active).count();
        Counted {
            departments: match self.tree.iter().filter(|one| one.active).count() {
                1 => lang.people_department_one().to_owned(),
                count => lang.people_departments_count(count),
            },
            accounts: match accounts {
                1 => lang.people_account_one().to_owned(),
                count => lang.people_accounts_count(count),
            },
            waiting: match waiting {
                0 => None,
                1 => Some(lang.people_waiting_one().to_owned()),
                count => Some(lang.people_waiting_count(count)),
            },
        }
    }

    fn departments(&self, lang: Lang, chosen: Option<DepartmentId>) -> Vec<DepartmentLine> {
        in_tree_order(&self.tree)
            .into_iter()
            .map(|one| {
                let below = self.tree.subtree(one.id);
                let tasks = below.iter().filter_map(|id| self.open_tasks.get(id)).sum();
                let inside =
                    |person: &&Person| person.department_id.is_some_and(|own| below.contains(&own));
                let (name, other_name, other_lang) = names(one, lang);
                DepartmentLine {
                    id: one.id,
                    depth: self.tree.depth(one.id).min(4),
                    name,
                    other_name,
                    other_lang,
                    tasks,
                    accounts: self.people.iter().filter(inside).count(),
                    active: one.active,
                    chosen: chosen == Some(one.id),
                }
            })
            .collect()
    }

    fn account(&self, me: &SignedIn, person: &Person, zone: Tz) -> AccountLine {
        let lang = me.lang;
        let seen = self
            .seen
            .get(&person.id)
            .map(|seen| lang.date_near(seen.and_utc().with_timezone(&zone).date_naive(), me.today));
        let (mark, state) = match (person.active, self.with_password.contains(&person.id), &seen) {
            (false, ..) => ("none", lang.people_inactive()),
            (true, _, Some(_)) => ("track", lang.people_active()),
            (true, true, None) => ("none", lang.people_not_yet()),
            (true, false, None) => ("none", lang.people_not_invited()),
        };
        let account = person.email.as_ref().map(ToString::to_string);
        AccountLine {
            id: person.id,
            name: person.name.clone(),
            title: person.title.clone(),
            account: account.unwrap_or_else(|| "–".to_owned()),
            phone: person.phone.clone(),
            right: right(lang, person.role, Place::of(&self.tree, person.id)),
            seen: seen.unwrap_or_else(|| lang.people_never().to_owned()),
            mark,
            state,
            may_edit: directory::may_change(&me.actor, person.role),
        }
    }
}

/// What an account is for, as precisely as the departments say it.
pub(super) fn right(lang: Lang, role: Role, place: Place) -> &'static str {
    match (role, place) {
        (Role::Staff, Place::Head) => lang.people_right_head(),
        (Role::Staff, Place::Contact) => lang.people_right_contact(),
        (Role::Leader, Place::InCharge) => lang.people_right_in_charge(),
        _ => lang.role(role),
    }
}

/// The department's name for a reader of `lang`, and the other one with its language.
fn names(one: &Department, lang: Lang) -> (String, Option<String>, Option<&'static str>) {
    match (&one.name_en, lang) {
        (Some(english), Lang::En) if *english != one.name => {
            (english.clone(), Some(one.name.clone()), Some(Lang::ZhCn.tag()))
        }
        (Some(english), Lang::ZhCn) if *english != one.name => {
            (one.name.clone(), Some(english.clone()), Some(Lang::En.tag()))
        }
        _ => (one.name.clone(), None, None),
    }
}

/// The department's name as a reader of `lang` knows it.
pub(super) fn name_in(one: &Department, lang: Lang) -> &str {
    match (&one.name_en, lang) {
        (Some(english), Lang::En) => english,
        _ => &one.name,
    }
}

/// Parents before children, each level in the organisation's own order.
pub(super) fn in_tree_order(tree: &Tree) -> Vec<&Department> {
    fn below<'a>(tree: &'a Tree, parent: Option<DepartmentId>, found: &mut Vec<&'a Department>) {
        for one in tree.iter().filter(|one| one.parent_id == parent) {
            // A damaged table with a cycle must not hang a reader.
            if !found.iter().any(|seen| seen.id == one.id) {
                found.push(one);
                below(tree, Some(one.id), found);
            }
        }
    }

    let mut found = Vec::new();
    below(tree, None, &mut found);
    found
}

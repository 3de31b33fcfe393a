//! Who acts, and what follows from their place: departments, roles, those they stand in for.

use std::collections::{BTreeMap, BTreeSet};

use super::{Approval, DepartmentId, Person, PersonId, Role, Tree};

/// Somebody for whom a deputy acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// Their name, as history will keep it.
    pub name: String,
    /// What their account is for.
    pub role: Role,
    /// Whether they are a top leader.
    pub top_leader: bool,
}

/// Who acts: a person with what follows from their place, or the operator at the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who; `None` for the operator.
    pub id: Option<PersonId>,
    /// Their name, as history will keep it.
    pub name: String,
    /// What their account is for.
    pub role: Role,
    /// Whether they are a top leader.
    pub top_leader: bool,
    /// The department they belong to.
    pub department_id: Option<DepartmentId>,
    /// Departments that they hold as head or contact, own or as a deputy, with all below.
    pub holds: BTreeSet<DepartmentId>,
    /// Those of them that they hold as head, own or as the head's deputy.
    pub heads: BTreeSet<DepartmentId>,
    /// Departments whose leader in charge they are, or stand in for.
    pub leads: BTreeSet<DepartmentId>,
    /// Those for whom they act as a deputy today.
    pub principals: BTreeMap<PersonId, Principal>,
    /// Departments that they hold only for somebody else, and for whom.
    pub standing_in: BTreeMap<DepartmentId, PersonId>,
}

impl Actor {
    /// The command line acts as `operator`, who may do everything.
    pub fn operator() -> Self {
        Self {
            id: None,
            name: "operator".to_owned(),
            role: Role::Admin,
            top_leader: false,
            department_id: None,
            holds: BTreeSet::new(),
            heads: BTreeSet::new(),
            leads: BTreeSet::new(),
            principals: BTreeMap::new(),
            standing_in: BTreeMap::new(),
        }
    }

    /// Whoever reads what goes to everybody: all tasks but drafts and confidential ones.
    pub fn everybody() -> Self {
        Self { name: String::new(), role: Role::Observer, ..Self::operator() }
    }

    /// A person with what the tree of departments gives them, and what `principals` lend them.
    pub fn new(person: &Person, tree: &Tree, principals: BTreeMap<PersonId, Principal>) -> Self {
        let mut holds = tree.held_by(person.id);
        let mut heads = tree.run_by(person.id);
        let mut leads = tree.led_by(person.id);
        let mut standing_in = BTreeMap::new();
        for principal in principals.keys() {
            heads.extend(tree.run_by(*principal));
            leads.extend(tree.led_by(*principal));
            for department in tree.held_by(*principal) {
                if holds.insert(department) {
                    standing_in.insert(department, *principal);
                }
            }
        }
        Self {
            id: Some(person.id),
            name: person.name.clone(),
            role: person.role,
            top_leader: person.top_leader,
            department_id: person.department_id,
            holds,
            heads,
            leads,
            principals,
            standing_in,
        }
    }

    /// The person for whom they act on a task that `lead` leads and `leader` is in charge of:
    /// history names both. What one may do with one's own hand is done for nobody else;
    /// `decides`: whether it is a decision, which a clerk takes only for the office head.
    pub fn acts_for(
        &self,
        lead: DepartmentId,
        leader: Option<PersonId>,
        decides: bool,
    ) -> Option<(PersonId, &str)> {
        let for_head = self.standing_in.get(&lead).copied();
        let own_office = self.role.runs_office() && !(decides && self.role == Role::Clerk);
        let for_leader = leader.filter(|leader| !own_office && !self.is(Some(*leader)));
        let for_leader = for_leader.filter(|leader| self.principals.contains_key(leader));
        let for_office = || {
            let mut office = self.principals.iter().filter(|(_, one)| one.role.runs_office());
            let own = own_office || self.role == Role::Leader || self.holds.contains(&lead);
            office.next().filter(|_| !own).map(|(id, _)| *id)
        };
        let principal = for_head.or(for_leader).or_else(for_office)?;
        self.principals.get(&principal).map(|one| (principal, one.name.as_str()))
    }

    /// Whether this is the person `id`.
    pub fn is(&self, id: Option<PersonId>) -> bool {
        self.id.is_some() && self.id == id
    }

    /// Whether the person `id` is themselves, or somebody for whom they act.
    pub fn speaks_for(&self, id: Option<PersonId>) -> bool {
        self.is(id) || id.is_some_and(|id| self.principals.contains_key(&id))
    }

    /// Whether they see every task but confidential ones and drafts.
    pub fn reads_all(&self) -> bool {
        self.hats()
            .any(|(role, _)| role.runs_office() || matches!(role, Role::Leader | Role::Observer))
    }

    /// Whether they run the office, themselves or for somebody who does.
    pub fn runs_office(&self) -> bool {
        self.wears(Role::runs_office)
    }

    /// Whether they may act in a role that `fits`, their own or a lent one.
    pub fn wears(&self, fits: impl Fn(Role) -> bool) -> bool {
        self.hats().any(|(role, _)| fits(role))
    }

    /// Whether they issue with their own hand where `approval` says who signs.
    pub fn issues(&self, approval: Approval) -> bool {
        self.wears(|role| approval.lets_issue(role))
    }

    /// Whether they may say what only a top leader may, themselves or for one; an administrator may.
    pub fn stands_above(&self) -> bool {
        self.hats().any(|(role, top)| role == Role::Admin || role == Role::Leader && top)
    }

    /// The roles in which they may act, their own first, each with whether it is a top leader's.
    /// A deputy wears the hats of those whom they stand in for; only an administrator's is not
    /// lent.
    pub fn hats(&self) -> impl Iterator<Item = (Role, bool)> {
        let lent = self.principals.values().map(|one| (one.role, one.top_leader));
        std::iter::once((self.role, self.top_leader))
            .chain(lent.filter(|(role, _)| *role != Role::Admin))
    }

    /// The same person in one of their roles.
    pub(super) fn wearing(&self, (role, top_leader): (Role, bool)) -> Self {
        Self { role, top_leader, ..self.clone() }
    }
}

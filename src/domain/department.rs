//! Departments: a tree without cycles, in which head and leader come down from above.

use std::collections::{BTreeMap, BTreeSet};

use super::{DepartmentId, PersonId};

/// A department, a school, an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its identity.
    pub id: DepartmentId,
    /// Full official name.
    pub name: String,
    /// English name, where it has one.
    pub name_en: Option<String>,
    /// Other names that minutes use for it.
    pub aliases: Vec<String>,
    /// The department that it belongs to.
    pub parent_id: Option<DepartmentId>,
    /// Its own head 部门负责人; inherited from the parent when empty.
    pub head_id: Option<PersonId>,
    /// Its own leader in charge 分管领导; inherited from the parent when empty.
    pub leader_id: Option<PersonId>,
    /// Contacts 联络员.
    pub contact_ids: Vec<PersonId>,
    /// Place in the organisation's own order.
    pub position: i32,
    /// Whether it can be assigned anything.
    pub active: bool,
}

/// A department cannot lie below itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot be placed below `{parent}`, which lies below it")]
pub struct DepartmentCycle {
    /// The department that was to be moved.
    pub name: String,
    /// Where it was to go.
    pub parent: String,
}

/// All departments, in the organisation's own order, with what follows from their tree.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    order: Vec<DepartmentId>,
    by_id: BTreeMap<DepartmentId, Department>,
}

impl Tree {
    /// The tree of `departments`, in the order given.
    pub fn new(departments: impl IntoIterator<Item = Department>) -> Self {
        let mut tree = Self::default();
        for department in departments {
            tree.order.push(department.id);
            tree.by_id.insert(department.id, department);
        }
        tree
    }

    /// One department.
    pub fn get(&self, id: DepartmentId) -> Option<&Department> {
        self.by_id.get(&id)
    }

    /// Its name; empty for an id that is not in the tree.
    pub fn name(&self, id: DepartmentId) -> &str {
        self.get(id).map_or("", |department| &department.name)
    }

    /// All of them, in the organisation's own order.
    pub fn iter(&self) -> impl Iterator<Item = &Department> {
        self.order.iter().filter_map(|id| self.by_id.get(id))
    }

    /// The department itself, then its parent and so on to the root.
    pub fn ancestry(&self, id: DepartmentId) -> impl Iterator<Item = &Department> {
        // A damaged table with a cycle must not hang a reader: nobody has more ancestors than all.
        std::iter::successors(self.get(id), |child| child.parent_id.and_then(|id| self.get(id)))
            .take(self.order.len())
    }

    /// How deep it lies: 0 for a root.
    pub fn depth(&self, id: DepartmentId) -> usize {
        self.ancestry(id).count().saturating_sub(1)
    }

    /// The department and everything below it.
    pub fn subtree(&self, id: DepartmentId) -> BTreeSet<DepartmentId> {
        self.order
            .iter()
            .copied()
            .filter(|candidate| self.ancestry(*candidate).any(|above| above.id == id))
            .collect()
    }

    /// Its head 责任人, its own or the nearest above.
    pub fn head(&self, id: DepartmentId) -> Option<PersonId> {
        self.ancestry(id).find_map(|department| department.head_id)
    }

    /// Its leader in charge, its own or the nearest above.
    pub fn leader(&self, id: DepartmentId) -> Option<PersonId> {
        self.ancestry(id).find_map(|department| department.leader_id)
    }

    /// Departments whose head or contact is `person`, with everything below them.
    pub fn held_by(&self, person: PersonId) -> BTreeSet<DepartmentId> {
        self.iter()
            .filter(|held| held.head_id == Some(person) || held.contact_ids.contains(&person))
            .flat_map(|held| self.subtree(held.id))
            .collect()
    }

    /// Departments that `person` heads, with all below.
    pub fn run_by(&self, person: PersonId) -> BTreeSet<DepartmentId> {
        let own = self.iter().filter(|one| one.head_id == Some(person));
        own.flat_map(|one| self.subtree(one.id)).collect()
    }

    /// Departments whose head, own or inherited, is `person`.
    pub fn headed_by(&self, person: PersonId) -> BTreeSet<DepartmentId> {
        self.iter().filter(|one| self.head(one.id) == Some(person)).map(|one| one.id).collect()
    }

    /// Departments whose leader in charge, own or inherited, is `person`.
    pub fn led_by(&self, person: PersonId) -> BTreeSet<DepartmentId> {
        self.iter().filter(|one| self.leader(one.id) == Some(person)).map(|one| one.id).collect()
    }

    /// Whether `id` may be placed below `parent`.
    pub fn check_parent(
        &self,
        id: DepartmentId,
        parent: DepartmentId,
    ) -> Result<(), DepartmentCycle> {
        if self.ancestry(parent).any(|above| above.id == id) {
            return Err(DepartmentCycle {
                name: self.name(id).to_owned(),
                parent: self.name(parent).to_owned(),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(id: i64, parent: Option<i64>, head: Option<i64>) -> Department {
        Department {
            id: DepartmentId(id),
            name: format!("D{id}"),
            name_en: None,
            aliases: Vec::new(),
            parent_id: parent.map(DepartmentId),
            head_id: head.map(PersonId),
            leader_id: None,
            contact_ids: Vec::new(),
            position: 0,
            active: true,
        }
    }

    fn tree() -> Tree {
        Tree::new([
            department(1, None, Some(10)),
            department(2, Some(1), None),
            department(3, Some(2), Some(30)),
        ])
    }

    #[test]
    fn a_head_comes_down_from_above_where_none_is_named() {
        assert_eq!(tree().head(DepartmentId(2)), Some(PersonId(10)));
        assert_eq!(tree().head(DepartmentId(3)), Some(PersonId(30)));
    }

    #[test]
    fn holding_a_department_is_holding_what_lies_below() {
        assert_eq!(tree().held_by(PersonId(10)).len(), 3);
        assert_eq!(tree().headed_by(PersonId(10)).len(), 2);
    }

    #[test]
    fn a_department_cannot_be_its_own_ancestor() {
        let refused = tree().check_parent(DepartmentId(1), DepartmentId(3)).unwrap_err();
        assert_eq!(refused.to_string(), "`D1` cannot be placed below `D3`, which lies below it");
        assert!(tree().check_parent(DepartmentId(1), DepartmentId(1)).is_err());
        assert!(tree().check_parent(DepartmentId(3), DepartmentId(1)).is_ok());
    }
}

//! Units: the departments that a word for many stands for, and which of them teach.
//!
//! A unit is the highest department with a kind in its name: what lies below it (a section of an
//! office, a department of a school) is its own affair. A single root with departments below it is
//! the organisation itself, and a department without a kind in its name that has others below it
//! ("机关", "Teaching") only holds them together; neither is a unit. Units whose name says school,
//! college, faculty, 学院, 系, 学部 or 教学部 teach; all others are offices.

use std::collections::BTreeMap;

use super::group::Group;
use super::key::words;
use crate::domain::{Department, DepartmentId};

/// The units, in the organisation's own order.
#[derive(Debug, Clone, Default)]
pub(super) struct Units(Vec<(DepartmentId, bool)>);

impl Units {
    /// The units among `departments`, which are all active.
    pub(super) fn of(departments: &[&Department]) -> Self {
        let known = |id: DepartmentId| departments.iter().any(|one| one.id == id);
        let mut below: BTreeMap<Option<DepartmentId>, Vec<&Department>> = BTreeMap::new();
        for department in departments {
            // Below a department that is no longer there is at the top.
            let above = department.parent_id.filter(|id| known(*id));
            below.entry(above).or_default().push(department);
        }
        let mut units = Vec::new();
        let mut open: Vec<&Department> = below.get(&None).cloned().unwrap_or_default();
        if let [root] = open[..]
            && let Some(members) = below.get(&Some(root.id))
        {
            open.clone_from(members);
        }
        while let Some(department) = open.pop() {
            match (Nature::of(department), below.get(&Some(department.id))) {
                (Nature::Unknown, Some(members)) => open.extend(members),
                (nature, _) => units.push((department.id, nature == Nature::School)),
            }
        }
        let place = |id: DepartmentId| departments.iter().position(|one| one.id == id);
        units.sort_by_key(|(id, _)| place(*id));
        Self(units)
    }

    /// Those that `group` means; none where only a person can say.
    pub(super) fn members(&self, group: Group) -> Vec<DepartmentId> {
        let meant = |school: bool| match group {
            Group::All => true,
            Group::Schools => school,
            Group::Offices => !school,
            Group::Concerned => false,
        };
        self.0.iter().filter(|(_, school)| meant(*school)).map(|(id, _)| *id).collect()
    }
}

/// What a department is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nature {
    School,
    Office,
    Unknown,
}

impl Nature {
    fn of(department: &Department) -> Self {
        let names = [Some(department.name.as_str()), department.name_en.as_deref()];
        let natures = names.into_iter().flatten().map(Self::of_name);
        natures.fold(Self::Unknown, |found, next| if found == Self::Unknown { next } else { found })
    }

    fn of_name(name: &str) -> Self {
        const SCHOOLS: [&str; 7] = ["学院", "系", "学部", "教学部", "教研部", "分院", "书院"];
        const OFFICES: [&str; 14] = [
            "处",
            "部",
            "办公室",
            "办",
            "室",
            "科",
            "中心",
            "馆",
            "委",
            "委员会",
            "会",
            "公司",
            "医院",
            "所",
        ];
        let plain = name.split(['（', '(']).next().unwrap_or(name).trim();
        let all = words(plain);
        let says = |kinds: &[&str]| all.iter().any(|word| kinds.contains(&word.as_str()));
        if SCHOOLS.iter().any(|kind| plain.ends_with(kind))
            || says(&["school", "college", "faculty"])
        {
            Self::School
        } else if OFFICES.iter().any(|kind| plain.ends_with(kind))
            || says(&["office", "department", "centre", "center", "library", "committee"])
            || says(&["section", "division", "bureau", "unit", "institute", "hospital"])
        {
            Self::Office
        } else {
            Self::Unknown
        }
    }
}

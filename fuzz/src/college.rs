//! A small directory, so that owners are looked for as well.

use crate::domain::extraction::Roster;
use crate::domain::{Department, DepartmentId};

/// Departments with names of every kind that a directory has.
pub fn roster() -> Roster {
    let departments = [
        department(1, "教务处", "Academic Affairs Office", "教务"),
        department(2, "总务处", "Works Office", "后勤"),
        department(3, "信息工程学院", "School of Information Engineering", "信工"),
        department(4, "党委组织部（党校）", "Organisation Department", "组织部"),
    ];
    Roster::new(&departments, [])
}

fn department(id: i64, name: &str, name_en: &str, alias: &str) -> Department {
    Department {
        id: DepartmentId(id),
        name: name.to_owned(),
        name_en: Some(name_en.to_owned()),
        aliases: vec![alias.to_owned()],
        parent_id: None,
        head_id: None,
        leader_id: None,
        contact_ids: Vec::new(),
        position: 0,
        active: true,
    }
}

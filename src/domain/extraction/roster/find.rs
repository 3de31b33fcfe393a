//! The roster itself.

use std::collections::HashMap;

use super::group::{Group, group};
use super::key::key;
use super::people::{People, is_titled};
use super::sought::Sought;
use super::units::Units;
use super::{english, han};
use crate::domain::{Department, DepartmentId, Person, PersonId};

/// Departments and people, ready to be recognised. Made once, asked for every name of a text.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    names: Names,
    aliases: Names,
    english: Names,
    han: Vec<han::HanName>,
    latin: Vec<english::EnglishName>,
    heads: HashMap<DepartmentId, PersonId>,
    people: People,
    units: Units,
}

/// Departments by a name; a name that two bear stands for neither.
type Names = HashMap<String, Option<DepartmentId>>;

/// What a name in the minutes stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The department that is meant, or the one of the person who is meant.
    pub department_id: Option<DepartmentId>,
    /// The person who is meant.
    pub person_id: Option<PersonId>,
    /// The group that is meant.
    pub group: Option<Group>,
    /// The departments of that group.
    pub members: Vec<DepartmentId>,
}

impl Roster {
    /// The roster of `departments` and `people`; those no longer active are left out.
    pub fn new<'a>(
        departments: impl IntoIterator<Item = &'a Department>,
        people: impl IntoIterator<Item = &'a Person>,
    ) -> Self {
        let departments: Vec<&Department> =
            departments.into_iter().filter(|department| department.active).collect();
        let mut roster =
            Self { people: People::new(people), units: Units::of(&departments), ..Self::default() };
        for department in departments {
            roster.add(department);
        }
        roster
    }

    fn add(&mut self, department: &Department) {
        let id = department.id;
        enter(&mut self.names, &department.name, id);
        for alias in &department.aliases {
            enter(&mut self.aliases, alias, id);
        }
        for name in [Some(&department.name), department.name_en.as_ref()].into_iter().flatten() {
            self.han.extend(han::names(id, name));
            self.latin.extend(english::names(id, name));
        }
        if let Some(name) = &department.name_en {
            enter(&mut self.english, name, id);
        }
        if let Some(head) = department.head_id {
            self.heads.insert(id, head);
        }
    }

    /// Whom `text` names, if that is certain. A department goes before a person, its full name
    /// before its other names, the English one and what only fits it as a short one.
    pub fn find(&self, text: &str) -> Known {
        if let Some(group) = group(text) {
            return Known {
                group: Some(group),
                members: self.units.members(group),
                ..Known::default()
            };
        }
        match self.by_full_name(text) {
            Sought::One(id) => return Known::department(id),
            Sought::Several => return Known::default(),
            Sought::Nobody => {}
        }
        if let Some(person) = self.people.find(text).one() {
            return self.person(person);
        }
        if let Some(id) = self.by_short_name(text).one() {
            return Known::department(id);
        }
        self.in_department(text).unwrap_or_default()
    }

    /// Whether `text` is the full name of a department, or another that it is known by.
    pub fn knows_fully(&self, text: &str) -> bool {
        self.by_full_name(text) != Sought::Nobody
    }

    /// Whether `text` may be kept as a name of one department from now on: it is written as the name
    /// of one, names no group and no person, and means or fits no department yet, let alone several.
    pub fn may_learn(&self, text: &str) -> bool {
        let written_so = if text.is_ascii() {
            english::is_written_so(text)
        } else {
            han::is_written_so(&key(text))
        };
        written_so
            && group(text).is_none()
            && !is_titled(text)
            && self.people.find(text) == Sought::Nobody
            && self.by_full_name(text) == Sought::Nobody
            && self.by_short_name(text) == Sought::Nobody
    }

    fn by_full_name(&self, text: &str) -> Sought<DepartmentId> {
        let key = key(text);
        let own = han::without_own(&key);
        let spellings = [key.as_str(), own];
        for key in spellings.iter().take(if own == key { 1 } else { 2 }) {
            for names in [&self.names, &self.aliases, &self.english] {
                if let Some(found) = names.get(*key) {
                    return found.map_or(Sought::Several, Sought::One);
                }
            }
        }
        Sought::Nobody
    }

    fn by_short_name(&self, text: &str) -> Sought<DepartmentId> {
        if text.is_ascii() {
            english::find(&self.latin, text)
        } else {
            han::find(&self.han, &key(text))
        }
    }

    /// A person by the department: 教务处处长 and 教务处负责人 are its head, 教务处张三 is somebody in it.
    fn in_department(&self, text: &str) -> Option<Known> {
        const HEADS: [&str; 9] =
            ["主要负责人", "负责人", "处长", "部长", "主任", "院长", "科长", "馆长", "长"];
        let text = key(text);
        let department =
            |name: &str| self.by_full_name(name).or_else(|| self.by_short_name(name)).one();
        let headed = HEADS.iter().find_map(|title| {
            let before = text.strip_suffix(title)?;
            // 教务处长 is the 长 of 教务处.
            let whole = format!("{before}{}", title.trim_end_matches('长'));
            department(before).or_else(|| department(&whole))
        });
        if let Some(id) = headed {
            return Some(Known {
                person_id: self.heads.get(&id).copied(),
                ..Known::department(id)
            });
        }
        text.char_indices().rev().skip(1).take(2).find_map(|(at, _)| {
            let id = department(&text[..at])?;
            let person = self.people.named(&text[at..]).one()?;
            Some(Known { person_id: Some(person), ..Known::department(id) })
        })
    }

    /// A person, with the department that they belong to or else alone are the head of.
    fn person(&self, id: PersonId) -> Known {
        let headed = self.heads.iter().filter(|(_, head)| **head == id).map(|(id, _)| *id);
        let department = self.people.department(id).or_else(|| Sought::among(headed).one());
        Known { department_id: department, person_id: Some(id), ..Known::default() }
    }
}

impl Known {
    fn department(id: DepartmentId) -> Self {
        Self { department_id: Some(id), ..Self::default() }
    }
}

/// Enters `id` under `name`; a name that two bear stands for neither.
fn enter(names: &mut Names, name: &str, id: DepartmentId) {
    let key = key(name);
    if key.is_empty() {
        return;
    }
    names
        .entry(key)
        .and_modify(|known| *known = known.filter(|known| *known == id))
        .or_insert(Some(id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    fn department(id: i64, name: &str, name_en: &str, aliases: &[&str]) -> Department {
        Department {
            id: DepartmentId(id),
            name: name.to_owned(),
            name_en: Some(name_en.to_owned()).filter(|name| !name.is_empty()),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            parent_id: None,
            head_id: None,
            leader_id: None,
            contact_ids: Vec::new(),
            position: 0,
            active: true,
        }
    }

    fn person(id: i64, name: &str, title: &str, department: Option<i64>) -> Person {
        Person {
            id: PersonId(id),
            name: name.to_owned(),
            title: Some(title.to_owned()).filter(|title| !title.is_empty()),
            email: None,
            employee_no: None,
            phone: None,
            role: Role::Staff,
            top_leader: false,
            department_id: department.map(DepartmentId),
            locale: None,
            active: true,
        }
    }

    fn college() -> Roster {
        let academic = Department {
            head_id: Some(PersonId(1)),
            ..department(1, "教务与科研处", "Academic Affairs Office", &["教科处"])
        };
        let departments = [
            academic,
            department(2, "人事处", "Human Resources Office", &[]),
            department(3, "党政办公室", "General Office", &[]),
            department(4, "信息工程学院", "School of Information Engineering", &[]),
            department(5, "机电工程学院", "School of Mechanical Engineering", &[]),
        ];
        let people = [
            person(1, "王建国", "处长", Some(1)),
            person(2, "张三", "副院长", None),
            person(3, "李四海", "院长", None),
            person(4, "李五", "副院长", None),
            person(5, "陈一", "教师", Some(4)),
            person(6, "陈二", "教师", Some(5)),
            person(7, "Lee Min", "Professor", Some(4)),
            person(8, "Chen Jie", "Dean", Some(5)),
            person(9, "Chen Bo", "Lecturer", Some(4)),
            person(10, "Li Wei", "Vice President", None),
        ];
        Roster::new(&departments, &people)
    }

    #[track_caller]
    fn case(text: &str, department: Option<i64>, person: Option<i64>) {
        let known = college().find(text);
        let found = (known.department_id.map(|id| id.0), known.person_id.map(|id| id.0));
        assert_eq!(found, (department, person), "{text}");
    }

    #[test]
    fn a_department_is_known_by_all_its_names() {
        case("教务与科研处", Some(1), None);
        case("教科处", Some(1), None);
        case("academic  affairs office", Some(1), None);
        case("教务处", Some(1), None);
        case("学校人事处", Some(2), None);
        case("Academic Affairs", Some(1), None);
        case("党政办", Some(3), None);
        case("工程学院", None, None);
        case("保卫处", None, None);
    }

    #[test]
    fn a_full_name_goes_before_another_and_that_before_a_short_one() {
        let departments = [
            department(1, "教务处", "", &[]),
            department(2, "研究生处", "", &["教务处"]),
            department(3, "研究生教务处", "", &["学位办"]),
            department(4, "学位办公室", "", &[]),
        ];
        let roster = Roster::new(&departments, []);
        assert_eq!(roster.find("教务处").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("学位办").department_id, Some(DepartmentId(3)));
    }

    #[test]
    fn a_name_that_two_bear_stands_for_neither() {
        let departments = [department(1, "办公室", "", &[]), department(2, "办公室", "", &[])];
        let roster = Roster::new(&departments, []);
        assert_eq!(roster.find("办公室"), Known::default());
        assert!(!roster.may_learn("办公室"));
    }

    #[test]
    fn people_are_known_by_name_and_title() {
        case("张三副院长", None, Some(2));
        case("张副院长", None, Some(2));
        case("王处长", Some(1), Some(1));
        case("王建国同志", Some(1), Some(1));
        case("陈老师", None, None);
        case("陈一老师", Some(4), Some(5));
        // Both are called 院长; one of them is.
        case("李院长", None, Some(3));
        case("李副院长", None, Some(4));
        case("院长", None, Some(3));
        case("Prof. Lee", Some(4), Some(7));
        case("Dean Chen", Some(5), Some(8));
        case("Chen", None, None);
        case("Vice President Li", None, Some(10));
        case("Dr. Wang", None, None);
    }

    #[test]
    fn people_are_known_by_their_department() {
        case("教务处处长", Some(1), Some(1));
        case("教务处长", Some(1), Some(1));
        case("人事处负责人", Some(2), None);
        case("教务处王建国", Some(1), Some(1));
    }

    #[test]
    fn a_group_is_resolved_to_its_departments() {
        let members = |text: &str| {
            let known = college().find(text);
            known.members.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(members("各单位"), [1, 2, 3, 4, 5]);
        assert_eq!(members("各二级学院"), [4, 5]);
        assert_eq!(members("all offices"), [1, 2, 3]);
        assert!(members("有关部门").is_empty());
    }

    #[test]
    fn the_organisation_and_what_lies_below_a_unit_belong_to_no_group() {
        let below = |parent: i64, one: Department| Department {
            parent_id: Some(DepartmentId(parent)),
            ..one
        };
        let departments = [
            department(1, "某某职业学院", "", &[]),
            below(1, department(2, "机关党群", "", &[])),
            below(2, department(3, "教务处", "", &[])),
            below(3, department(4, "考务科", "", &[])),
            below(1, department(5, "信息工程学院", "", &[])),
            below(5, department(6, "软件系", "", &[])),
        ];
        let roster = Roster::new(&departments, []);
        let ids = |text: &str| roster.find(text).members.iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(ids("各单位"), [3, 5]);
        assert_eq!(ids("各二级学院"), [5]);
    }

    #[test]
    fn only_what_can_mean_one_department_is_learned() {
        let roster = college();
        for text in ["教学科", "保卫处", "Registry", "Campus Security"] {
            assert!(roster.may_learn(text), "{text}");
        }
        for text in [
            "各单位",
            "有关部门",
            "王处长",
            "赵处长",
            "Prof. Kim",
            "Kim",
            "工程学院",
            "教务处",
            "Chen",
            "赵六",
        ] {
            assert!(!roster.may_learn(text), "{text}");
        }
    }
}

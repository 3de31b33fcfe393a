//! Departments to recognise, from a spreadsheet saved as CSV.
//!
//! | column | holds |
//! | --- | --- |
//! | `name` 名称 | full name; the only column that must be there |
//! | `name_en` 英文名称 | English name |
//! | `aliases` 别名 | other names, parted by `;`, `、` or `|` |
//! | `parent` 上级部门 | the name of the department above |
//! | `head` 负责人 | the name of its head, so that minutes may name the person |
//! | `id` | a number of one's own; else departments are numbered by their row |
//! | `active` | `false`, `no`, `0` or 否 leaves it out |
//!
//! Other columns are passed over.

use std::collections::BTreeMap;
use std::path::Path;

use super::command::Refusal;
use crate::domain::extraction::Roster;
use crate::domain::{Department, DepartmentId, Person, PersonId, Role};

/// The roster of the CSV file `file`, which holds `text`.
pub(super) fn roster(file: &Path, text: &str) -> Result<Roster, Refusal> {
    let mut rows = rows(text).into_iter();
    let sheet = Sheet { file, header: rows.next().unwrap_or_default() };
    let rows: Vec<Vec<String>> = rows.collect();
    if sheet.column(NAME).is_none() {
        return Err(sheet.refused(1, "has no column `name`"));
    }
    let mut ids = BTreeMap::new();
    for (row, number) in rows.iter().zip(1..) {
        let id = match sheet.cell(row, &["id"]) {
            "" => number,
            given => given.parse().map_err(|_no_number| {
                sheet.refused(number + 1, &format!("has the id `{given}`, which is no number"))
            })?,
        };
        if sheet.cell(row, NAME).is_empty() {
            return Err(sheet.refused(number + 1, "has no name"));
        }
        ids.insert(sheet.cell(row, NAME), DepartmentId(id));
    }
    let (mut departments, mut people) = (Vec::new(), Vec::<Person>::new());
    for (row, number) in rows.iter().zip(2..) {
        let name = sheet.cell(row, NAME);
        let parent_id = match sheet.cell(row, &["parent", "上级部门", "上级"]) {
            "" => None,
            parent => Some(*ids.get(parent).ok_or_else(|| {
                sheet.refused(number, &format!("names the parent `{parent}`, which is in no row"))
            })?),
        };
        let head = sheet.cell(row, &["head", "负责人", "部门负责人"]);
        let known = people.iter().find(|person| person.name == head).map(|person| person.id);
        let head_id = known.or_else(|| {
            let id = PersonId(i64::try_from(people.len()).unwrap_or(i64::MAX).saturating_add(1));
            people.extend(person(id, head));
            people.last().filter(|_| !head.is_empty()).map(|person| person.id)
        });
        let aliases = sheet.cell(row, &["aliases", "别名", "简称"]).split([';', '；', '、', '|']);
        departments.push(Department {
            id: ids.get(name).copied().unwrap_or(DepartmentId(number)),
            name: name.to_owned(),
            name_en: Some(sheet.cell(row, &["name_en", "英文名称"]))
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            aliases: aliases.map(|name| name.trim().to_owned()).collect(),
            parent_id,
            head_id,
            leader_id: None,
            contact_ids: Vec::new(),
            position: 0,
            active: !["false", "no", "0", "否"].contains(&sheet.cell(row, &["active"])),
        });
    }
    Ok(Roster::new(&departments, &people))
}

const NAME: &[&str] = &["name", "名称", "部门", "部门名称", "单位"];

fn person(id: PersonId, name: &str) -> Option<Person> {
    (!name.is_empty()).then(|| Person {
        id,
        name: name.to_owned(),
        title: None,
        email: None,
        employee_no: None,
        phone: None,
        role: Role::Staff,
        top_leader: false,
        department_id: None,
        locale: None,
        active: true,
    })
}

/// A sheet with its first row, which names the columns.
struct Sheet<'f> {
    file: &'f Path,
    header: Vec<String>,
}

impl Sheet<'_> {
    fn column(&self, names: &[&str]) -> Option<usize> {
        self.header.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
    }

    fn cell<'r>(&self, row: &'r [String], names: &[&str]) -> &'r str {
        let cell = self.column(names).and_then(|at| row.get(at));
        cell.map_or("", |cell| cell.trim())
    }

    fn refused(&self, row: i64, what: &str) -> Refusal {
        Refusal::new(format!("`{}`: row {row} {what}", self.file.display()))
    }
}

/// The cells of a CSV file; a quoted cell may hold commas, line ends and doubled quotes.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let Some(row) = rows.last_mut() else { break };
        match (sign, row.last_mut()) {
            ('"', Some(cell)) if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => row.push(String::new()),
            ('\n', _) if !quoted => rows.push(vec![String::new()]),
            ('\r', _) if !quoted => {}
            (sign, Some(cell)) => cell.push(sign),
            (_, None) => {}
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(csv: &str) -> Result<Roster, String> {
        roster(Path::new("d.csv"), csv).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn a_roster_is_read_with_quotes_and_aliases() {
        let csv = "\"name\",name_en,aliases\r\n教务处,\"Academic Affairs, Office of\",教务;Teaching\r\n人事处,,\r\n";
        let roster = read(csv).unwrap();
        assert_eq!(roster.find("teaching").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("Academic Affairs, Office of").department_id, Some(DepartmentId(1)));
        assert_eq!(roster.find("人事处").department_id, Some(DepartmentId(2)));
    }

    #[test]
    fn heads_parents_and_numbers_are_read_where_they_are_given() {
        let csv =
            "id,name,parent,head,active\n70,某某学院,,,\n71,教务处,某某学院,王五,\n72,旧处,,,no\n";
        let roster = read(csv).unwrap();
        assert_eq!(roster.find("教务处").department_id, Some(DepartmentId(71)));
        assert_eq!(roster.find("王五").department_id, Some(DepartmentId(71)));
        assert_eq!(roster.find("各单位").members, [DepartmentId(71)]);
        assert_eq!(roster.find("旧处").department_id, None);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_row() {
        assert_eq!(read("id\n4\n").unwrap_err(), "`d.csv`: row 1 has no column `name`");
        let nowhere = read("name,parent\n教务处,机关\n").unwrap_err();
        assert_eq!(nowhere, "`d.csv`: row 2 names the parent `机关`, which is in no row");
        let number = read("id,name\nx,教务处\n").unwrap_err();
        assert_eq!(number, "`d.csv`: row 2 has the id `x`, which is no number");
    }
}

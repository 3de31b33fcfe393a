//! The rows of the preview: what happens, what stands in the way, and how it is put right.

use std::collections::BTreeSet;

use crate::domain::import::{Field, Kind, Trouble, key, plain_name};
use crate::domain::{Department, Person};
use crate::i18n::Lang;
use crate::services::import::{RowOutcome, What};

/// A row as the page shows it.
pub(super) struct Line {
    pub(super) row: u32,
    pub(super) what: &'static str,
    pub(super) tag: &'static str,
    pub(super) title: String,
    pub(super) beside: String,
    /// What stood there before, struck through.
    pub(super) due_before: String,
    pub(super) due: String,
    pub(super) remarks: Vec<String>,
    pub(super) wrong: Vec<String>,
    pub(super) fixes: Vec<Fix>,
}

/// A control that puts something right.
pub(super) struct Fix {
    /// Its name, and its id.
    pub(super) name: String,
    /// The hidden field that says which name it is about; empty for a date.
    pub(super) key: String,
    /// That name.
    pub(super) text: String,
    pub(super) label: String,
    pub(super) options: Vec<(String, String)>,
}

/// What controls offer.
pub(super) struct Offers<'a> {
    pub(super) lang: Lang,
    pub(super) kind: Kind,
    pub(super) departments: &'a [Department],
    pub(super) people: &'a [Person],
    /// Names for which a control has been shown already.
    pub(super) shown: BTreeSet<String>,
}

/// The most people that a control lists.
const PEOPLE: usize = 400;

impl Offers<'_> {
    pub(super) fn line(&mut self, row: &RowOutcome) -> Line {
        let lang = self.lang;
        let (what, tag) = match row.what {
            What::New => (lang.import_what_new(), "green"),
            What::Changed => (lang.import_what_changed(), "amber"),
            What::Same => (lang.import_what_same(), ""),
            What::Wrong => (lang.import_what_wrong(), "zhu"),
        };
        let nothing = |text: &str| {
            if text.is_empty() { lang.import_empty_value().to_owned() } else { text.to_owned() }
        };
        let due = row.changes.iter().find(|change| change.field == Field::Due);
        let mut remarks: Vec<String> = Vec::new();
        if let Some((_, Some(number))) = &row.task
            && row.what != What::New
        {
            remarks.push(number.clone());
        }
        if row.what == What::Changed || row.what == What::Wrong {
            remarks.extend(row.changes.iter().filter(|change| change.field != Field::Due).map(
                |change| {
                    let field = lang.import_field(change.field);
                    lang.import_change_line(field, nothing(&change.old), nothing(&change.new))
                },
            ));
        }
        remarks.extend(row.notes.iter().map(|note| lang.import_note(note)));
        Line {
            row: row.row,
            what,
            tag,
            title: row.title.clone(),
            beside: row.beside.clone(),
            due_before: due.map(|change| change.old.clone()).unwrap_or_default(),
            due: row.due.clone(),
            remarks,
            wrong: row
                .wrong
                .iter()
                .map(|one| format!("{} {}", one.place, lang.trouble(&one.trouble)))
                .collect(),
            fixes: row.wrong.iter().filter_map(|one| self.fix(row, &one.trouble)).collect(),
        }
    }

    fn fix(&mut self, row: &RowOutcome, trouble: &Trouble) -> Option<Fix> {
        let lang = self.lang;
        match trouble {
            Trouble::UnknownDepartment(text)
            | Trouble::InactiveDepartment(text)
            | Trouble::ManyLead(text) => {
                let at = self.first("d", text)?;
                let mut options = vec![(String::new(), lang.import_choose().to_owned())];
                if matches!(trouble, Trouble::UnknownDepartment(_)) {
                    options.push(("new".to_owned(), lang.import_make_it().to_owned()));
                }
                if self.kind == Kind::People {
                    options.push(("none".to_owned(), lang.import_leave_empty().to_owned()));
                }
                let active = self.departments.iter().filter(|one| one.active);
                options.extend(active.map(|one| (one.id.to_string(), one.name.clone())));
                let label = lang.import_fix_department(text);
                Some(Fix {
                    name: format!("d{at}"),
                    key: format!("dk{at}"),
                    text: text.clone(),
                    label,
                    options,
                })
            }
            Trouble::UnknownPerson(text)
            | Trouble::SeveralPeople(text)
            | Trouble::InactivePerson(text) => {
                if self.kind == Kind::People {
                    return None;
                }
                let at = self.first("p", text)?;
                let mut options = vec![
                    (String::new(), lang.import_choose().to_owned()),
                    ("none".to_owned(), lang.import_leave_empty().to_owned()),
                ];
                let several = matches!(trouble, Trouble::SeveralPeople(_));
                let name = key(&plain_name(text));
                let fits =
                    |one: &&Person| one.active && (!several || key(&plain_name(&one.name)) == name);
                options.extend(self.people.iter().filter(fits).take(PEOPLE).map(|one| {
                    let more = one.title.clone().or(one.email.as_ref().map(ToString::to_string));
                    let more = more.map(|more| format!(" · {more}")).unwrap_or_default();
                    (one.id.to_string(), format!("{}{more}", one.name))
                }));
                let label = lang.import_fix_person(text);
                Some(Fix {
                    name: format!("p{at}"),
                    key: format!("pk{at}"),
                    text: text.clone(),
                    label,
                    options,
                })
            }
            Trouble::NotADate(_) | Trouble::AmbiguousDate(_) if self.kind == Kind::Ledger => {
                let name = format!("x{}", row.row);
                let due = row.wrong.iter().any(|one| one.field == Some(Field::Due));
                let fresh = due && self.shown.insert(name.clone());
                let label = lang.import_fix_due(row.row);
                fresh.then(|| Fix {
                    name,
                    key: String::new(),
                    text: String::new(),
                    label,
                    options: Vec::new(),
                })
            }
            _ => None,
        }
    }

    /// The number of a control; `None` where the name has one already.
    fn first(&mut self, kind: &str, text: &str) -> Option<usize> {
        let at = self.shown.len();
        self.shown.insert(format!("{kind}:{text}")).then_some(at)
    }
}

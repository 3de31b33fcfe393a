//! The address of a list: its filter, its order and the place in it, read and written.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::form_urlencoded::Serializer;

use super::columns::ColumnKey;
use crate::app::Secret;
use crate::domain::{TaskFilter, TaskId};
use crate::i18n::Lang;
use crate::persistence::views::task_list::{Position, Sort};

/// What cursors are sealed for.
const CURSOR: &str = "ledger";
/// The choice of state that stands for several: still owed by somebody.
pub const OPEN: &str = "open";

/// What an address asks for.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// Which tasks.
    pub filter: TaskFilter,
    /// In which order.
    pub sort: Sort,
    /// With which columns; `None` where the reader's own choice holds.
    pub columns: Option<Vec<ColumnKey>>,
    /// Behind which row.
    pub after: Option<Position>,
    /// How many rows come before.
    pub before: i64,
    /// What was just done to a task of the list.
    pub done: Option<String>,
    /// The tasks that it was done to, where they were many.
    pub changed: Option<String>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

impl Address {
    /// Reads the pairs of an address. What is no filter is left out; what is none of a filter's
    /// values is told. An address without any filter shows what is open.
    pub fn read(pairs: &[(String, String)], secret: &Secret, lang: Lang) -> Self {
        let mut read = Self::default();
        let mut chosen = false;
        let mut cursor = None;
        for (name, value) in pairs {
            match (name.as_str(), value.as_str()) {
                ("sort", value) => read.sort = value.parse().unwrap_or_default(),
                ("cursor", value) => cursor = Some(value),
                ("columns", value) => read.columns = ColumnKey::listed(value),
                ("before", value) => read.before = value.parse().unwrap_or_default(),
                ("done", value) => read.done = Some(value.to_owned()),
                ("changed", value) => read.changed = Some(value.to_owned()),
                ("state", OPEN) => {
                    read.filter.open = true;
                    chosen = true;
                }
                (name, value) => match read.filter.set(name, value) {
                    Ok(known) => chosen |= known,
                    Err(_fault) => {
                        chosen = true;
                        read.faults.push(lang.ledger_no_such_filter(value, label(lang, name)));
                    }
                },
            }
        }
        read.filter.open |= !chosen;
        if let Some(cursor) = cursor {
            read.after = read.opened(cursor, secret);
            if read.after.is_none() {
                read.before = 0;
                read.faults.push(lang.ledger_spent_cursor().to_owned());
            }
        }
        read.before = if read.after.is_some() { read.before.max(0) } else { 0 };
        read
    }

    /// The pairs that give this list back from its beginning.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.filter.pairs();
        if pairs.is_empty() {
            // Without a word the list would show what is open.
            pairs.push(("open", "false".to_owned()));
        }
        if self.sort != Sort::default() {
            pairs.push(("sort", self.sort.word()));
        }
        if let Some(columns) = &self.columns {
            pairs.push(("columns", ColumnKey::words(columns)));
        }
        pairs
    }

    /// The path of the same list from its beginning.
    pub fn path(&self) -> String {
        path(self.pairs())
    }

    /// The path of the same list as a file of that ending.
    pub fn file(&self, ending: &str) -> String {
        format!("/ledger.{ending}?{}", self.query())
    }

    /// The query of [`path`](Self::path): what a view keeps.
    pub fn query(&self) -> String {
        query(self.pairs())
    }

    /// The path of the list without the filter `name`.
    pub fn without(&self, name: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(other, _)| *other != name);
        // A part is played by a department.
        if name == "department_id" {
            pairs.retain(|(other, _)| *other != "role");
        }
        if !pairs.iter().any(|(other, _)| !matches!(*other, "sort" | "columns")) {
            pairs.push(("open", "false".to_owned()));
        }
        path(pairs)
    }

    /// The path of the list in another order.
    pub fn sorted(&self, sort: Sort) -> String {
        Self { sort, ..self.clone() }.path()
    }

    /// The path of the page behind `position`, with `before` rows before it.
    pub fn next(&self, position: &Position, before: i64, secret: &Secret) -> String {
        let mut pairs = self.pairs();
        let place = format!("{}|{}", position.id, position.key);
        let seal = secret.seal(CURSOR, &self.sealed(&place));
        pairs.push(("cursor", format!("{}.{seal}", URL_SAFE_NO_PAD.encode(place))));
        pairs.push(("before", before.to_string()));
        path(pairs)
    }

    /// The place that a cursor names, where it was made for this very list.
    fn opened(&self, cursor: &str, secret: &Secret) -> Option<Position> {
        let (place, seal) = cursor.split_once('.')?;
        let place = String::from_utf8(URL_SAFE_NO_PAD.decode(place).ok()?).ok()?;
        if !secret.verify(CURSOR, &self.sealed(&place), seal) {
            return None;
        }
        let (id, key) = place.split_once('|')?;
        Some(Position { id: TaskId(id.parse().ok()?), key: key.to_owned() })
    }

    fn sealed(&self, place: &str) -> String {
        format!("{}\n{place}", self.path())
    }
}

fn path(pairs: Vec<(&'static str, String)>) -> String {
    format!("/ledger?{}", query(pairs))
}

fn query(pairs: Vec<(&'static str, String)>) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// What a filter is called.
pub fn label(lang: Lang, name: &str) -> &'static str {
    match name {
        "state" | "open" | "counted" => lang.ledger_state(),
        "light" => lang.ledger_light(),
        "flag" => lang.ledger_flag(),
        "parent_id" => lang.structure_listed(),
        "department_id" => lang.task_department(),
        "role" => lang.ledger_role(),
        "waiting_on_department_id" => lang.my_department_waited(),
        "handler_id" => lang.ledger_handler(),
        "leader_id" | "led" => lang.ledger_leader(),
        "cadence" => lang.ledger_cadence(),
        "programme_id" => lang.ledger_programme(),
        "meeting_id" => lang.ledger_meeting(),
        "body_id" => lang.ledger_body(),
        "urgency" => lang.task_urgency(),
        "open_request" => lang.ledger_request(),
        "q" => lang.ledger_words(),
        _ => lang.ledger_due(),
    }
}

/// Pairs as a browser sends them.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Light;

    fn read(query: &str, secret: &Secret) -> Address {
        Address::read(&pairs(query), secret, Lang::En)
    }

    #[test]
    fn an_address_without_a_filter_shows_what_is_open() {
        let secret = Secret::random();
        assert!(read("", &secret).filter.open);
        assert!(read("sort=-number", &secret).filter.open);
        assert!(!read("q=", &secret).filter.open);
        assert!(!read("open=false", &secret).filter.open);
        assert!(read("state=open", &secret).filter.open);
        assert_eq!(read("open=false", &secret).path(), "/ledger?open=false");
    }

    #[test]
    fn a_value_that_is_none_is_told_and_left_out() {
        let read = read("light=overdue&due_to=2026-09-31", &Secret::random());
        assert_eq!(read.filter.lights, [Light::Overdue]);
        assert_eq!(read.faults.len(), 1);
    }

    #[test]
    fn a_cursor_is_good_for_its_own_list_only() {
        let secret = Secret::random();
        let list = read("light=overdue", &secret);
        let position = Position { id: TaskId(7), key: "2026-03-09".to_owned() };
        let next = list.next(&position, 50, &secret);
        let query = next.strip_prefix("/ledger?").unwrap();

        let opened = read(query, &secret);
        assert_eq!((opened.after, opened.before), (Some(position), 50));
        let other = read(&query.replace("overdue", "due_soon"), &secret);
        assert_eq!((other.after, other.before, other.faults.len()), (None, 0, 1));
    }

    #[test]
    fn a_filter_taken_away_leaves_the_others() {
        let list = read("light=overdue&department_id=7&role=lead&sort=-number", &Secret::random());
        assert_eq!(list.without("department_id"), "/ledger?light=overdue&sort=-number");
        assert_eq!(list.without("light"), "/ledger?department_id=7&role=lead&sort=-number");
    }
}

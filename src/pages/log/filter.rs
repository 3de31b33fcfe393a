//! What the address of the log asks for.

use chrono::{NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use url::form_urlencoded::{Serializer, parse};

use crate::domain::{EventId, EventKind, HouseChange, Named as _, PersonId, day_from};
use crate::i18n::Lang;
use crate::persistence::house_changes::ChangeFilter;
use crate::persistence::views::log::LogFilter;

/// What was asked for, as it was typed and as it is understood.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What was typed, by the field's name.
    pub typed: Vec<(&'static str, String)>,
    /// Which lines.
    pub filter: LogFilter,
    /// Only changes of the house under this heading.
    pub subject: Option<&'static str>,
    /// Those older than this one.
    pub before: Option<EventId>,
    /// What could not be read, in words.
    pub faults: Vec<String>,
}

impl Asked {
    /// Reads the query of an address. Days are those of the organisation's `zone`.
    pub fn read(query: &str, zone: Tz, lang: Lang) -> Self {
        let mut asked = Self::default();
        for (name, value) in parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            asked.take(&name, value, zone, lang);
        }
        asked
    }

    fn take(&mut self, name: &str, value: &str, zone: Tz, lang: Lang) {
        let filter = &mut self.filter;
        let wrong = || lang.ledger_no_such_filter(value, lang.log_filter());
        let short: String = value.chars().take(200).collect();
        let (name, understood) = match name {
            "person" => {
                filter.person = value.parse().ok().map(PersonId);
                ("person", filter.person.is_some())
            }
            "kind" => {
                filter.kind = EventKind::from_word(value).ok();
                self.subject = HouseChange::SUBJECTS.into_iter().find(|one| *one == value);
                ("kind", filter.kind.is_some() || self.subject.is_some())
            }
            "task" => {
                filter.task = Some(short.clone());
                ("task", true)
            }
            "text" => {
                filter.text = Some(short.clone());
                ("text", true)
            }
            "from" => {
                filter.from = day_from(value).ok().map(|day| midnight(day, zone));
                ("from", filter.from.is_some())
            }
            "until" => {
                let next = day_from(value).ok().and_then(|day| day.succ_opt());
                filter.until = next.map(|day| midnight(day, zone));
                ("until", filter.until.is_some())
            }
            "before" => {
                self.before = value.parse().ok().map(EventId);
                return;
            }
            _ => return,
        };
        if understood {
            self.typed.push((name, short));
        } else {
            self.faults.push(wrong());
        }
    }

    /// Which changes of the house are asked for; none of them where a task, or what only tasks
    /// undergo, is.
    pub fn changes(&self) -> Option<ChangeFilter> {
        let LogFilter { person, kind, task, from, until, .. } = &self.filter;
        let of_tasks = task.is_some() || kind.is_some();
        let (subject, person, from, until) = (self.subject, *person, *from, *until);
        (!of_tasks).then_some(ChangeFilter { subject, person, from, until })
    }

    /// Whether the words asked for are in `said`.
    pub fn is_said(&self, said: &[&str]) -> bool {
        let Some(text) = &self.filter.text else { return true };
        let text = text.to_lowercase();
        said.iter().any(|one| one.to_lowercase().contains(&text))
    }

    /// What stands in the field `name`.
    pub fn typed(&self, name: &str) -> &str {
        self.typed.iter().find(|(other, _)| *other == name).map_or("", |(_, value)| value.as_str())
    }

    /// The query that asks for the same, without the place in the list.
    pub fn query(&self) -> String {
        Serializer::new(String::new()).extend_pairs(&self.typed).finish()
    }
}

/// The instant at which `day` begins in `zone`; where the clocks leave that hour out, the first
/// one that there is.
fn midnight(day: NaiveDate, zone: Tz) -> NaiveDateTime {
    let start = day.and_time(chrono::NaiveTime::MIN);
    let local = zone.from_local_datetime(&start).earliest();
    local.map_or(start, |local| local.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_organisation() {
        let zone = Tz::Asia__Shanghai;
        let asked = Asked::read("from=2026-03-02&until=2026-03-02&kind=issued", zone, Lang::En);
        assert_eq!(asked.filter.from.unwrap().to_string(), "2026-03-01 16:00:00");
        assert_eq!(asked.filter.until.unwrap().to_string(), "2026-03-02 16:00:00");
        assert_eq!(asked.filter.kind, Some(EventKind::Issued));
        assert_eq!(asked.query(), "from=2026-03-02&until=2026-03-02&kind=issued");
    }

    #[test]
    fn changes_of_the_house_are_asked_for_by_heading_person_and_days() {
        let read = |query| Asked::read(query, Tz::UTC, Lang::En);
        let ladder = read("kind=ladder&person=7");
        assert_eq!(ladder.faults, [""; 0]);
        let filter = ladder.changes().unwrap();
        assert_eq!((filter.subject, filter.person), (Some("ladder"), Some(PersonId(7))));
        assert_eq!(read("kind=issued").changes(), None);
        assert_eq!(read("task=2026-001").changes(), None);
        assert_eq!(read("text=x").changes(), Some(ChangeFilter::default()));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_left_out() {
        let asked = Asked::read("from=yesterday&kind=x&text=%20&page=7", Tz::UTC, Lang::En);
        assert_eq!(asked.filter, LogFilter::default());
        assert_eq!(asked.faults.len(), 2);
    }
}

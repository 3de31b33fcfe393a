//! The fields of a task and what stands in them, in words.

use serde_json::Value;

use super::{Teller, date};
use crate::domain::{Cadence, DepartmentId, Named, PersonId, Recurrence, Rhythm, Urgency};

impl Teller<'_> {
    /// What a field is called; `None` for one that nobody reads.
    pub(super) fn field(&self, field: &str) -> Option<&'static str> {
        let lang = self.lang;
        Some(match field {
            "title" => lang.history_field_title(),
            "requirement" => lang.history_field_requirement(),
            "lead_department_id" => lang.history_field_lead(),
            "supporting_department_ids" => lang.history_field_supporters(),
            "responsible" => lang.history_field_responsible(),
            "handler" | "handler_id" => lang.history_field_handler(),
            "leader" | "leader_id" => lang.history_field_leader(),
            "follower" | "follower_id" => lang.history_field_follower(),
            "programme_id" => lang.history_field_programme(),
            "urgency" => lang.history_field_urgency(),
            "cadence" => lang.history_field_cadence(),
            "recurrence" => lang.recurrence_field(),
            "due_on" => lang.history_field_due_on(),
            "long_term" => lang.history_field_long_term(),
            "evidence_required" => lang.history_field_evidence(),
            _ => return None,
        })
    }

    /// What stands in a field, in words.
    pub(super) fn value(&self, field: &str, value: Option<&Value>) -> String {
        let lang = self.lang;
        match value {
            None | Some(Value::Null) => lang.history_nothing().to_owned(),
            Some(Value::Bool(true)) => lang.history_yes().to_owned(),
            Some(Value::Bool(false)) => lang.history_no().to_owned(),
            Some(Value::Number(number)) => {
                let id = number.as_i64().unwrap_or_default();
                if field.contains("department") {
                    self.tree.name(DepartmentId(id)).to_owned()
                } else {
                    let person = self.people.get(&PersonId(id));
                    person.map_or_else(|| number.to_string(), |person| person.name.clone())
                }
            }
            Some(Value::Array(all)) if all.is_empty() => lang.history_nothing().to_owned(),
            Some(Value::Array(all)) => {
                let names: Vec<String> =
                    all.iter().map(|one| self.value(field, Some(one))).collect();
                names.join(lang.ledger_and())
            }
            Some(Value::String(text)) => match field {
                "urgency" => Urgency::from_word(text)
                    .map_or_else(|_| text.clone(), |urgency| lang.urgency(urgency).to_owned()),
                "cadence" => Cadence::from_word(text)
                    .map_or_else(|_| text.clone(), |cadence| lang.cadence(cadence).to_owned()),
                _ => date(&Value::String(text.clone()))
                    .map_or_else(|| text.clone(), |day| self.day(Some(day))),
            },
            Some(Value::Object(map)) if field == "recurrence" => {
                let word = map.get("rhythm").and_then(Value::as_str).unwrap_or_default();
                let day = map.get("day").and_then(Value::as_i64).unwrap_or_default();
                let ends_on = map.get("ends_on").and_then(date);
                let day = i32::try_from(day).unwrap_or_default();
                Rhythm::from_word(word).map_or_else(
                    |_| word.to_owned(),
                    |rhythm| lang.recurrence(&Recurrence { rhythm, day, ends_on }),
                )
            }
            Some(other) => other.to_string(),
        }
    }
}

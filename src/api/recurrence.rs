//! How a task repeats, as it is sent and as it is shown.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::fields::Field;
use crate::domain::{Recurrence, Repetition, Rhythm, TaskId};

/// How a task repeats.
#[derive(Debug, Clone, Copy, ToSchema)]
pub struct RecurrenceInput {
    /// How often.
    rhythm: Rhythm,
    /// The day of the month, or how many working days after the close; not for terms.
    day: Option<i32>,
    /// No instance is due later.
    ends_on: Option<NaiveDate>,
}

impl From<RecurrenceInput> for Recurrence {
    fn from(input: RecurrenceInput) -> Self {
        let RecurrenceInput { rhythm, day, ends_on } = input;
        Self { rhythm, day: day.unwrap_or_default(), ends_on }
    }
}

impl Field for RecurrenceInput {
    fn read(value: Value) -> Result<Self, String> {
        let Value::Object(mut fields) = value else { return Err("must be an object".to_owned()) };
        let read = Self {
            rhythm: take(&mut fields, "rhythm")?,
            day: take(&mut fields, "day")?,
            ends_on: take(&mut fields, "ends_on")?,
        };
        match fields.keys().next() {
            Some(name) => Err(format!("{name} is not a field of a recurrence")),
            None => Ok(read),
        }
    }
}

fn take<T: Field>(fields: &mut Map<String, Value>, name: &str) -> Result<T, String> {
    match fields.remove(name) {
        Some(value) => T::read(value).map_err(|why| format!("{name} {why}")),
        None => T::absent().ok_or_else(|| format!("{name} is missing")),
    }
}

/// How a task repeats, and its neighbours among the instances.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Recurrence)]
pub struct RecurrenceView {
    rhythm: Rhythm,
    /// The day of the month, or how many working days after the close; 0 for terms.
    day: i32,
    ends_on: Option<NaiveDate>,
    /// False where it was switched off.
    active: bool,
    /// The instance before.
    previous_id: Option<TaskId>,
    /// The instance after.
    next_id: Option<TaskId>,
}

impl From<Repetition> for RecurrenceView {
    fn from(one: Repetition) -> Self {
        let Repetition { recurrence, active, previous, next } = one;
        let Recurrence { rhythm, day, ends_on } = recurrence;
        Self { rhythm, day, ends_on, active, previous_id: previous, next_id: next }
    }
}

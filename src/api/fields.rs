//! The fields of a JSON body, read one by one so that an answer names everything that is wrong.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::error::{FieldError, Problem};
use super::text::date;
use crate::domain::{
    AttachmentId, BodyId, BulkAct, Cadence, Channel, CircularPeriod, DayKind, Deed, DepartmentId,
    DirectiveId, Disposition, Fault, InstructionId, MeetingId, MilestoneId, Named, Outlook, Part,
    PersonId, ProgrammeId, ReminderKind, ReportId, RequestKind, Rhythm, RobotKind, Role, Source,
    TaskId, Urgency,
};

/// What can stand in a field.
pub trait Field: Sized {
    /// What holds where the field is not there; `None`: it must be.
    fn absent() -> Option<Self> {
        None
    }

    /// The value, or what is wrong with it.
    fn read(value: Value) -> Result<Self, String>;
}

/// What can stand in a body.
pub trait Body: Sized {
    /// The largest body, in bytes.
    const LARGEST: usize = 1024 * 1024;

    /// Takes its fields; `None` where one of them is wrong.
    fn read(fields: &mut Fields) -> Option<Self>;
}

/// The fields of one body that were not taken yet, and what was wrong with the others.
#[derive(Debug, Default)]
pub struct Fields {
    left: Map<String, Value>,
    errors: Vec<FieldError>,
    /// A field that must be there though it may be absent elsewhere.
    needed: Option<&'static str>,
}

impl Fields {
    /// Reads a whole body from its bytes: 400 where it is not JSON, 422 where it is not this.
    pub fn body<B: Body>(bytes: &[u8]) -> Result<B, Problem> {
        let empty = bytes.iter().all(u8::is_ascii_whitespace);
        let value = if empty {
            Value::Object(Map::new())
        } else {
            serde_json::from_slice(bytes).map_err(Problem::malformed)?
        };
        let Value::Object(left) = value else {
            return Err(Problem::field("", "the body must be a JSON object"));
        };
        let read = Self { left, ..Self::default() }.whole();
        // Nothing at all is fine where nothing is needed, and no JSON where something is.
        read.map_err(
            |problem| if empty { Problem::malformed("the body is empty") } else { problem },
        )
    }

    fn whole<B: Body>(mut self) -> Result<B, Problem> {
        let read = B::read(&mut self);
        for name in std::mem::take(&mut self.left).keys() {
            self.note(name, "is not a field of this body");
        }
        match read {
            Some(body) if self.errors.is_empty() => Ok(body),
            _ => Err(Problem::invalid(self.errors)),
        }
    }

    /// Takes one field; notes what is wrong with it.
    pub fn take<T: Field>(&mut self, name: &str) -> Option<T> {
        let read = match self.left.remove(name) {
            None if self.needed == Some(name) => Err("is missing".to_owned()),
            None => T::absent().ok_or_else(|| "is missing".to_owned()),
            Some(value) => T::read(value),
        };
        read.map_err(|message| self.note(name, message)).ok()
    }

    /// Lets `name` be needed where none of `others` is there.
    pub fn need(&mut self, name: &'static str, others: &[&str]) {
        let there = others.iter().any(|other| self.left.contains_key(*other));
        self.needed = Some(name).filter(|_| !there);
    }

    fn note(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }
}

/// A field of a change: left as it is where it is not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<T>(pub Option<T>);

impl<T> Change<T> {
    /// Puts the new value, if there is one, in the place of the old.
    pub fn apply(self, to: &mut T) {
        if let Some(new) = self.0 {
            *to = new;
        }
    }
}

impl<T: Field> Field for Change<T> {
    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn read(value: Value) -> Result<Self, String> {
        T::read(value).map(|new| Self(Some(new)))
    }
}

impl<T: Field> Field for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }
}

/// The most entries of a list.
const MOST_ENTRIES: usize = 1000;

impl<T: Field> Field for Vec<T> {
    fn read(value: Value) -> Result<Self, String> {
        let Value::Array(entries) = value else { return Err("must be a list".to_owned()) };
        if entries.len() > MOST_ENTRIES {
            return Err(format!("has at most {MOST_ENTRIES} entries"));
        }
        entries
            .into_iter()
            .enumerate()
            .map(|(at, entry)| T::read(entry).map_err(|why| format!("entry {at} {why}")))
            .collect()
    }
}

impl Field for bool {
    fn read(value: Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| "must be true or false".to_owned())
    }
}

impl Field for i64 {
    fn read(value: Value) -> Result<Self, String> {
        value.as_i64().ok_or_else(|| "must be a whole number".to_owned())
    }
}

impl Field for usize {
    fn read(value: Value) -> Result<Self, String> {
        let number = value.as_u64().and_then(|number| Self::try_from(number).ok());
        number.ok_or_else(|| "must be a whole number, not below 0".to_owned())
    }
}

impl Field for i32 {
    fn read(value: Value) -> Result<Self, String> {
        let number = value.as_i64().and_then(|number| Self::try_from(number).ok());
        number.ok_or_else(|| "must be a whole number".to_owned())
    }
}

impl Field for NaiveDate {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::String(text) => date(&text),
            _ => Err("must be a date, written \"YYYY-MM-DD\"".to_owned()),
        }
    }
}

/// A share of 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(pub i32);

impl Field for Percent {
    fn read(value: Value) -> Result<Self, String> {
        let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
        number
            .filter(|number| (0..=100).contains(number))
            .map(Self)
            .ok_or_else(|| Fault::NotInRange { least: 0, most: 100 }.to_string())
    }
}

macro_rules! ids {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn read(value: Value) -> Result<Self, String> {
                let id = value.as_i64().filter(|id| *id > 0);
                id.map(Self).ok_or_else(|| "must be an id, a whole number above 0".to_owned())
            }
        }
    )*};
}

ids!(
    AttachmentId,
    BodyId,
    DepartmentId,
    DirectiveId,
    InstructionId,
    MeetingId,
    MilestoneId,
    PersonId,
    ProgrammeId,
    ReportId,
    TaskId
);

macro_rules! words {
    ($($name:ident),*) => {$(
        impl Field for $name {
            fn read(value: Value) -> Result<Self, String> {
                let Value::String(word) = value else {
                    return Err(format!("must be {}, as text", Self::WHAT));
                };
                Self::from_word(&word).map_err(|error| error.to_string())
            }
        }
    )*};
}

words!(
    BulkAct,
    Cadence,
    CircularPeriod,
    Channel,
    DayKind,
    Deed,
    Disposition,
    Outlook,
    Part,
    ReminderKind,
    RequestKind,
    Rhythm,
    RobotKind,
    Role,
    Source,
    Urgency
);

/// Declares a body: its fields are read and described from one list. Those under `changes` are
/// left as they are where they are not given.
macro_rules! body {
    (
        $(#[$meta:meta])*
        $name:ident $(up to $largest:expr;)? $(needs $needed:ident unless $($other:ident),+;)? {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        }
        $(changes {
            $($(#[$change_meta:meta])* $change:ident: $change_type:ty,)*
        })?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, utoipa::ToSchema)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            $($(
                $(#[$change_meta])*
                #[schema(value_type = $change_type, required = false)]
                pub $change: $crate::api::fields::Change<$change_type>,
            )*)?
        }

        impl $crate::api::fields::Body for $name {
            $(const LARGEST: usize = $largest;)?

            fn read(fields: &mut $crate::api::fields::Fields) -> Option<Self> {
                let _: &_ = fields;
                $(fields.need(stringify!($needed), &[$(stringify!($other)),+]);)?
                $(let $field = fields.take::<$type>(stringify!($field));)*
                $($(
                    let $change = fields
                        .take::<$crate::api::fields::Change<$change_type>>(stringify!($change));
                )*)?
                Some(Self { $($field: $field?,)* $($($change: $change?,)*)? })
            }
        }
    };
}

pub(crate) use body;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::text::Line;

    body! {
        /// For the test.
        Sample {
            /// A name.
            name: Line,
            /// A day.
            due_on: Option<NaiveDate>,
        }
        changes {
            /// Nothing, one, or another.
            head_id: Option<PersonId>,
        }
    }

    fn read(json: &str) -> Result<Sample, serde_json::Value> {
        Fields::body(json.as_bytes())
            .map_err(|problem| serde_json::to_value(problem.document()).unwrap())
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let refused = read(r#"{"due_on": "2026-09-31", "head_id": "7", "x": 1}"#).unwrap_err();
        assert_eq!(refused["status"], 422);
        let fields: Vec<&str> = refused["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["name", "due_on", "head_id", "x"]);
    }

    #[test]
    fn null_and_nothing_are_two_things_in_a_change() {
        let sample = read(r#"{"name": "A"}"#).unwrap();
        assert_eq!((sample.name, sample.due_on), (Line("A".to_owned()), None));
        assert_eq!(sample.head_id, Change(None));
        assert_eq!(read(r#"{"name": "A", "head_id": null}"#).unwrap().head_id, Change(Some(None)));
        let named = read(r#"{"name": "A", "head_id": 7}"#).unwrap().head_id;
        assert_eq!(named, Change(Some(Some(PersonId(7)))));
    }

    #[test]
    fn what_is_no_json_is_told_from_what_is_no_sample() {
        assert_eq!(read("").unwrap_err()["status"], 400);
        assert_eq!(read("{").unwrap_err()["status"], 400);
        assert_eq!(read("[]").unwrap_err()["status"], 422);
        assert_eq!(read("{}").unwrap_err()["status"], 422);
    }
}

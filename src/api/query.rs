//! The parameters of an address, read one by one so that an answer names everything that is wrong.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;

use super::error::{FieldError, Problem};
use super::text::{LONGEST_LINE, date};
use crate::domain::{
    BodyId, Cadence, DepartmentId, DepartmentPart, Fault, Flag, LetterState, Light, MeetingId,
    Named, OpenRequest, PersonId, ProgrammeId, ReportOwed, RequestKind, Role, State, TaskId,
    UnknownWord, Urgency,
};
use crate::persistence::views::task_list::Sort;

/// What a parameter can say.
pub trait Param: Sized {
    /// The value, or what is wrong with the text.
    fn read(text: &str) -> Result<Self, String>;
}

/// The parameters that an address may bear, all of them optional.
pub trait Query: Sized {
    /// Takes them.
    fn read(pairs: &mut Pairs) -> Self;
}

impl<A: Query, B: Query> Query for (A, B) {
    fn read(pairs: &mut Pairs) -> Self {
        (A::read(pairs), B::read(pairs))
    }
}

/// The parameters that were not taken yet, and what was wrong with the others.
#[derive(Debug, Default)]
pub struct Pairs {
    left: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Pairs {
    /// Reads a whole query: 422 with everything that is wrong.
    pub fn query<Q: Query>(text: &str) -> Result<Q, Problem> {
        let left = url::form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let mut pairs = Self { left, errors: Vec::new() };
        let query = Q::read(&mut pairs);
        for (name, _) in std::mem::take(&mut pairs.left) {
            pairs.note(&name, "is not a parameter here");
        }
        if pairs.errors.is_empty() { Ok(query) } else { Err(Problem::invalid(pairs.errors)) }
    }

    /// Takes one parameter; an empty one says nothing.
    pub fn take<T: Param>(&mut self, name: &str) -> Option<T> {
        let at = self.left.iter().position(|(given, _)| given == name)?;
        let (_, text) = self.left.remove(at);
        if self.left.iter().any(|(given, _)| given == name) {
            self.left.retain(|(given, _)| given != name);
            self.note(name, "is given twice");
            return None;
        }
        if text.is_empty() {
            return None;
        }
        T::read(&text).map_err(|message| self.note(name, message)).ok()
    }

    fn note(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), message: message.into() });
    }
}

/// The parameters of a request, checked.
#[derive(Debug)]
pub struct Asked<Q> {
    /// What they say.
    pub query: Q,
    /// Path and parameters, but for those that turn pages: what a cursor is bound to.
    pub question: String,
}

impl<Q: Query> FromRequest for Asked<Q> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = request.query_string();
        let question = question(request.path(), text);
        ready(Pairs::query(text).map(|query| Self { query, question }))
    }
}

fn question(path: &str, query: &str) -> String {
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| name != "limit" && name != "cursor" && !value.is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    pairs.sort();
    format!(
        "{path}?{}",
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    )
}

/// One or several values, parted by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several<T>(pub Vec<T>);

impl<T: Param> Param for Several<T> {
    fn read(text: &str) -> Result<Self, String> {
        text.split(',').map(|part| T::read(part.trim())).collect::<Result<_, _>>().map(Self)
    }
}

/// States.
pub type States = Several<State>;
/// Lights.
pub type Lights = Several<Light>;

/// A flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagParam(pub Flag);

/// What a department does on a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleParam(pub DepartmentPart);

/// Any open request, or one of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyRequest(pub OpenRequest);

/// The order of a list of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortParam(pub Sort);

impl Param for FlagParam {
    fn read(text: &str) -> Result<Self, String> {
        Flag::from_word(text).map(Self).map_err(|error| error.to_string())
    }
}

impl Param for RoleParam {
    fn read(text: &str) -> Result<Self, String> {
        DepartmentPart::from_word(text).map(Self).map_err(|error| error.to_string())
    }
}

impl Param for AnyRequest {
    fn read(text: &str) -> Result<Self, String> {
        if text == "any" {
            return Ok(Self(OpenRequest::Any));
        }
        let kind = RequestKind::from_word(text).map_err(|error| format!("{error}, any"))?;
        Ok(Self(OpenRequest::Kind(kind)))
    }
}

impl Param for SortParam {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error: UnknownWord| error.to_string())
    }
}

/// How many entries a page has: 1 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub usize);

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

impl Param for Limit {
    fn read(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().filter(|number| (1..=200).contains(number));
        number.map(Self).ok_or_else(|| Fault::NotInRange { least: 1, most: 200 }.to_string())
    }
}

impl Param for String {
    fn read(text: &str) -> Result<Self, String> {
        if text.contains('\0') {
            return Err(Fault::Nul.to_string());
        }
        if text.chars().count() > LONGEST_LINE {
            return Err(Fault::TooLong { most: LONGEST_LINE }.to_string());
        }
        Ok(text.to_owned())
    }
}

impl Param for bool {
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err("must be true or false".to_owned()),
        }
    }
}

impl Param for NaiveDate {
    fn read(text: &str) -> Result<Self, String> {
        date(text)
    }
}

macro_rules! ids {
    ($($name:ident),*) => {$(
        impl Param for $name {
            fn read(text: &str) -> Result<Self, String> {
                let id = text.parse().ok().filter(|id: &i64| *id > 0);
                id.map(Self).ok_or_else(|| "must be an id, a whole number above 0".to_owned())
            }
        }
    )*};
}

ids!(BodyId, DepartmentId, MeetingId, PersonId, ProgrammeId, TaskId);

macro_rules! words {
    ($($name:ident),*) => {$(
        impl Param for $name {
            fn read(text: &str) -> Result<Self, String> {
                Self::from_word(text).map_err(|error| error.to_string())
            }
        }
    )*};
}

words!(Cadence, LetterState, Light, ReportOwed, Role, State, Urgency);

/// Declares the parameters of an address: read and described from one list. All are optional.
macro_rules! query {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, utoipa::IntoParams)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $($(#[$field_meta])* #[param(inline)] pub $field: Option<$type>,)*
        }

        impl $crate::api::query::Query for $name {
            fn read(pairs: &mut $crate::api::query::Pairs) -> Self {
                Self { $($field: pairs.take(stringify!($field)),)* }
            }
        }
    };
}

pub(crate) use query;

query! {
    /// Which page.
    PageQuery {
        /// How many a page has.
        limit: Limit,
        /// Where the page begins.
        cursor: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    query! {
        /// For the test.
        Sample {
            /// States.
            state: States,
            /// From when.
            due_from: NaiveDate,
            /// How many.
            limit: Limit,
        }
    }

    #[test]
    fn every_wrong_parameter_is_named() {
        let query = "state=draft,closd&due_from=2026-02-30&limit=201&x=1&limit=2";
        let refused = Pairs::query::<Sample>(query).map(|_| ()).unwrap_err();
        let json = serde_json::to_value(refused.document()).unwrap();
        let fields: Vec<&str> = json["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["state", "due_from", "limit", "x"]);
    }

    #[test]
    fn what_is_not_said_is_not_asked() {
        let sample: Sample = Pairs::query("state=draft,closed&due_from=").unwrap();
        assert_eq!(sample.state, Some(Several(vec![State::Draft, State::Closed])));
        assert_eq!((sample.due_from, sample.limit), (None, None));
    }
}

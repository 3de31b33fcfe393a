//! What stands for another object inside an object, and for a moment.

use std::borrow::Cow;

use chrono::{NaiveDate, NaiveDateTime, SecondsFormat};
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{KnownFormat, Schema, SchemaFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::{BodyId, DepartmentId, DirectiveId, MeetingId, PersonId, ProgrammeId};

/// A body, by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BodyRef {
    /// Which one.
    pub id: BodyId,
    /// What it is called.
    pub name: String,
}

/// A department, by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DepartmentRef {
    /// Which one.
    pub id: DepartmentId,
    /// What it is called.
    pub name: String,
}

/// A directive, by its words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DirectiveRef {
    /// Which one.
    pub id: DirectiveId,
    /// The minutes' own words.
    pub quote: String,
}

/// A meeting, by its title and day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeetingRef {
    /// Which one.
    pub id: MeetingId,
    /// What it is called.
    pub title: String,
    /// The day on which it was held.
    pub held_on: NaiveDate,
}

/// A person, by their name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonRef {
    /// Who.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
}

/// A programme, by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgrammeRef {
    /// Which one.
    pub id: ProgrammeId,
    /// What it is called.
    pub name: String,
}

/// A moment, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub NaiveDateTime);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.and_utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("A moment, RFC 3339 in UTC"))
            .into()
    }
}

impl ToSchema for Instant {
    fn name() -> Cow<'static, str> {
        "Instant".into()
    }
}

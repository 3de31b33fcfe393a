//! How the values of the domain are described to those who write programs.

use std::borrow::Cow;

use utoipa::openapi::schema::{KnownFormat, Schema, SchemaFormat, Type};
use utoipa::openapi::{ObjectBuilder, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::fields::Percent;
use super::query::{AnyRequest, FlagParam, Limit, RoleParam, Several, SortParam};
use super::text::{LONGEST_LINE, LONGEST_TEXT, Line, MinutesText, Prose, Words};
use crate::domain::extraction::{Cue, Group, OwnerRole, Precision};
use crate::domain::{
    AttachmentId, BodyId, BulkAct, Cadence, Channel, CircularId, CircularPeriod, CircularState,
    DayKind, Deed, DepartmentId, DepartmentPart, DirectiveId, Disposition, EventId, EventKind,
    Flag, InstructionId, InvitationId, LetterId, LetterKind, LetterState, Light, MeetingId,
    MilestoneId, Named, Nature, Need, Outlook, Part, PersonId, ProgrammeId, ReminderKind, ReportId,
    ReportOwed, RequestId, RequestKind, RequestState, Rhythm, RobotId, RobotKind, Role, Source,
    State, SubmissionId, SubmissionState, TaskId, UnitVerdict, Urgency,
};
use crate::i18n::Lang;

macro_rules! ids {
    ($($name:ident: $what:literal,)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::Integer)
                    .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                    .minimum(Some(1))
                    .description(Some($what))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

ids! {
    AttachmentId: "Id of a file",
    BodyId: "Id of a body",
    CircularId: "Id of a circular",
    DepartmentId: "Id of a department",
    DirectiveId: "Id of a directive",
    EventId: "Id of an event",
    InstructionId: "Id of an instruction",
    LetterId: "Id of a letter",
    MeetingId: "Id of a meeting",
    MilestoneId: "Id of a milestone",
    PersonId: "Id of a person",
    ProgrammeId: "Id of a programme",
    InvitationId: "Id of an invitation to support",
    ReportId: "Id of a report",
    RequestId: "Id of a request",
    RobotId: "Id of a robot",
    SubmissionId: "Id of a submission",
    TaskId: "Id of a task",
}

macro_rules! words {
    ($($name:ident,)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some(Self::ALL.iter().map(|value| value.word())))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

words! {
    BulkAct,
    Cadence,
    CircularPeriod,
    CircularState,
    Channel,
    DayKind,
    Deed,
    Disposition,
    EventKind,
    Flag,
    LetterKind,
    LetterState,
    Light,
    Need,
    Outlook,
    OwnerRole,
    Group,
    Part,
    Precision,
    ReminderKind,
    ReportOwed,
    RequestKind,
    RequestState,
    Rhythm,
    RobotKind,
    Role,
    Source,
    State,
    SubmissionState,
    Nature,
    UnitVerdict,
    Urgency,
}

macro_rules! texts {
    ($($name:ident: $least:expr, $most:expr, $what:literal;)*) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .min_length($least)
                    .max_length($most)
                    .description(Some($what))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

texts! {
    Line: Some(1), Some(LONGEST_LINE), "One line of text";
    Prose: None, Some(LONGEST_TEXT), "A text";
    Words: Some(1), Some(LONGEST_TEXT), "A text that says something";
    MinutesText: None, None, "A text of up to 5 MB, kept exactly as sent";
    Cue: None, None, "Which rule fired, and on which words: `strong_modal: must`";
}

impl PartialSchema for Percent {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0))
            .maximum(Some(100))
            .description(Some("A share of 100"))
            .into()
    }
}

impl ToSchema for Percent {}

impl PartialSchema for FlagParam {
    fn schema() -> RefOr<Schema> {
        Flag::schema()
    }
}

impl PartialSchema for RoleParam {
    fn schema() -> RefOr<Schema> {
        one_of(DepartmentPart::ALL.iter().map(|part| part.word()))
    }
}

impl PartialSchema for AnyRequest {
    fn schema() -> RefOr<Schema> {
        one_of(RequestKind::ALL.iter().map(|kind| kind.word()).chain(["any"]))
    }
}

impl PartialSchema for SortParam {
    fn schema() -> RefOr<Schema> {
        one_of(["due_on", "-due_on", "number", "-number", "updated_at", "-updated_at"].into_iter())
    }
}

fn one_of(words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
}

impl PartialSchema for Lang {
    fn schema() -> RefOr<Schema> {
        one_of(Self::ALL.iter().map(|lang| lang.tag()))
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(1))
            .maximum(Some(200))
            .default(Some(50.into()))
            .into()
    }
}

impl<T: PartialSchema> PartialSchema for Several<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("One or several values, parted by commas"))
            .into()
    }
}

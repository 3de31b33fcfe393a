//! Where domain values meet columns: one list of who is stored as what.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Nullable, SingleValue, Text};

use crate::domain::{
    AttachmentId, BodyId, Cadence, Channel, CircularId, CircularPeriod, CircularState,
    CircularStep, DayKind, DepartmentId, DirectiveId, Disposition, EventId, EventKind,
    InstructionId, InvitationId, InvitationState, LetterId, LetterKind, LetterState, LinkEnd,
    LinkVerb, MailOutcome, MeetingId, MilestoneId, Named, Outlook, PersonId, ProgrammeId,
    QuestionId, ReminderKind, ReportId, RequestId, RequestKind, RequestState, Rhythm, RobotId,
    RobotKind, Role, Source, State, SubmissionId, SubmissionState, TaskId, Urgency,
};

/// Lets a domain type stand for a column of one SQL type, on either database.
macro_rules! column {
    ($name:ty, $sql:ty) => {
        impl<DB, ST> Queryable<ST, DB> for $name
        where
            DB: Backend,
            ST: SingleValue,
            Self: FromSql<ST, DB>,
        {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }

        column!(@expression $name, $sql);
        column!(@expression &$name, $sql);
        column!(@expression $name, Nullable<$sql>);
        column!(@expression &$name, Nullable<$sql>);

        impl<DB> ToSql<Nullable<$sql>, DB> for $name
        where
            DB: Backend,
            Self: ToSql<$sql, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                ToSql::<$sql, DB>::to_sql(self, out)
            }
        }
    };
    (@expression $name:ty, $sql:ty) => {
        impl AsExpression<$sql> for $name {
            type Expression = Bound<$sql, Self>;

            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }
    };
}

macro_rules! id_columns {
    ($($name:ident),* $(,)?) => {$(
        column!($name, BigInt);

        impl<DB: Backend> FromSql<BigInt, DB> for $name
        where
            i64: FromSql<BigInt, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                i64::from_sql(bytes).map(Self)
            }
        }

        impl<DB: Backend> ToSql<BigInt, DB> for $name
        where
            i64: ToSql<BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.0.to_sql(out)
            }
        }
    )*};
}

macro_rules! word_columns {
    ($($name:ident),* $(,)?) => {$(
        column!($name, Text);

        impl<DB: Backend> FromSql<Text, DB> for $name
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self::from_word(&String::from_sql(bytes)?)?)
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $name
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.word().to_sql(out)
            }
        }
    )*};
}

id_columns!(
    BodyId,
    CircularId,
    DepartmentId,
    AttachmentId,
    DirectiveId,
    EventId,
    InstructionId,
    InvitationId,
    LetterId,
    MeetingId,
    MilestoneId,
    PersonId,
    ProgrammeId,
    QuestionId,
    ReportId,
    RequestId,
    RobotId,
    SubmissionId,
    TaskId,
);

word_columns!(
    Cadence,
    CircularPeriod,
    CircularState,
    CircularStep,
    Channel,
    DayKind,
    Disposition,
    EventKind,
    InvitationState,
    LetterKind,
    LetterState,
    LinkEnd,
    LinkVerb,
    MailOutcome,
    Outlook,
    ReminderKind,
    RequestKind,
    RequestState,
    Rhythm,
    RobotKind,
    Role,
    Source,
    State,
    SubmissionState,
    Urgency,
);

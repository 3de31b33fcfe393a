//! Pure rules: no database, no web, no clock but the one handed in.

mod calendar;
mod clock;
mod department;
pub mod extraction;
mod ids;
mod named;
mod person;

pub use calendar::WorkCalendar;
pub use clock::{Clock, ManualClock, SystemClock};
pub use department::{Department, DepartmentCycle, Tree};
pub use ids::{
    BodyId, DepartmentId, DirectiveId, EventId, LetterId, MeetingId, PersonId, ProgrammeId,
    ReportId, RequestId, TaskId,
};
pub use named::{Named, UnknownWord};
pub use person::{EmailAddress, NotAnAddress, Person, Role};

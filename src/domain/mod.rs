//! Pure rules: no database, no web, no clock but the one handed in.

mod access;
mod actor;
mod attachment;
mod body;
mod bulk;
mod cadence;
mod calendar;
mod calendar_file;
mod clock;
mod deadline;
mod decision;
mod department;
mod directive;
mod document;
pub mod extraction;
mod fault;
mod figures;
mod history;
mod holding;
mod house_change;
mod ids;
mod invitation;
mod letter;
mod lifecycle;
mod light;
mod meeting;
mod named;
mod number;
mod permission;
mod person;
mod pick;
mod reminder;
mod report;
mod request;
mod resemblance;
mod review;
mod search;
mod source;
mod submission;
mod task;
mod task_filter;

pub use access::{LinkPurpose, Scope};
pub use actor::{Actor, Principal};
pub use attachment::{Attachment, Sha256Hex};
pub use body::{Body, Programme};
pub use bulk::BulkAct;
pub use cadence::{Period, ReportDays};
pub use calendar::{CalendarEntry, DayKind, MONDAY_TO_FRIDAY, Pace, WorkCalendar};
pub use calendar_file::{BadLine, calendar_entries};
pub use clock::{Clock, ManualClock, ShiftedClock, SystemClock};
pub use deadline::{Deadline, NotLater};
pub use decision::{Approval, Ask, DecisionRules};
pub use department::{Department, DepartmentCycle, Tree};
pub use directive::{Directive, Disposition, Label, Preparation};
pub use document::{DocumentKind, Foreign, NotRead};
pub use fault::{Fault, Faults, FieldFault, day_from};
pub use figures::{Counts, Month, Rate, Standing, last_of_month, median_days_to_close, months};
pub use history::{Event, EventKind, Fact, digest_of};
pub use holding::{Holding, NotAHolding};
pub use house_change::HouseChange;
pub use ids::{
    AttachmentId, BodyId, DepartmentId, DirectiveId, EventId, InvitationId, LetterId, MeetingId,
    PersonId, ProgrammeId, QuestionId, ReportId, RequestId, SubmissionId, TaskId,
};
pub use invitation::{Invitation, InvitationState};
pub use letter::{LetterKind, LetterState, pause_after};
pub use lifecycle::{State, Step, StepRefused};
pub use light::{Circumstances, Flag, Light, Marks, flags, soon_on, stops_clock};
pub use meeting::{Meeting, Minutes};
pub use named::{Named, UnknownWord};
pub use number::{BadPattern, NumberPattern};
pub use permission::{Action, Relation, TaskFacts, Verdict, may, may_sign, offered};
pub use person::{EmailAddress, NotAnAddress, Person, Role};
pub use pick::{Pick, picks_taught};
pub use reminder::{
    Deed, Escalation, LONGEST_STEP, Ladder, Part, Parties, Planned, Reached, ReminderKind, Rules,
    Rung, StandIn, Watched, deeds, escalation, merged, plan,
};
pub use report::{Need, Outlook, Question, Report, UNCHANGED_TOO_OFTEN};
pub use request::{Request, RequestKind, RequestState};
pub use resemblance::close_ones;
pub use review::{ForSeveral, ReviewAct, ReviewDeed};
pub use search::{Phrase, Search, search_words};
pub use source::Source;
pub use submission::{Submission, SubmissionState};
pub use task::{Cadence, Task, Urgency};
pub use task_filter::{OpenRequest, Part as DepartmentPart, TaskFilter};

//! Pure rules: no database, no web, no clock but the one handed in.

mod access;
mod action_link;
mod actor;
mod attachment;
mod body;
mod bulk;
mod cadence;
mod calendar;
mod calendar_file;
mod card;
mod cell_text;
mod channel;
mod circular;
mod clock;
mod dates_file;
mod deadline;
mod decision;
mod department;
mod directive;
mod document;
pub mod extraction;
mod fault;
mod figures;
mod file_type;
mod free_day;
mod history;
mod holding;
mod house_change;
mod ids;
pub mod import;
mod incoming;
mod instruction;
mod invitation;
mod ledger_column;
mod letter;
mod lifecycle;
mod light;
mod look;
mod measure;
mod meeting;
mod milestone;
mod named;
mod notice;
mod number;
mod permission;
mod person;
mod pick;
mod recurrence;
mod reminder;
mod reply;
mod reply_text;
mod report;
mod request;
mod resemblance;
mod review;
mod robot;
mod search;
mod source;
mod structure;
mod submission;
mod task;
mod task_filter;
mod wall_display;

pub use access::{LinkPurpose, Scope};
pub use action_link::{ACTION_LINK_LIFE, ActionLink, LinkEnd, LinkStanding, LinkVerb};
pub use actor::{Actor, Principal};
pub use attachment::{Attachment, Sha256Hex, plain_name};
pub use body::{Body, Programme};
pub use bulk::BulkAct;
pub use cadence::{Period, ReportDays};
pub use calendar::{CalendarEntry, DayKind, MONDAY_TO_FRIDAY, Pace, WorkCalendar};
pub use calendar_file::{BadLine, calendar_entries};
pub use card::{Card, CardLink, cut};
pub use cell_text::{guarded, unguarded};
pub use channel::{
    Channel, NotReachable, Reach, Route, mobile as mobile_number, turns_to_mail, user_id,
};
pub use circular::{
    BadPeriod, Circular, CircularEvent, CircularFigures, CircularPeriod, CircularRefused,
    CircularRule, CircularScope, CircularSignature, CircularSpan, CircularState, CircularStep,
    CircularTexts, NamedAfter, NamedTask, Overdue, Tally, UnitFigures, UnitRecord, UnitVerdict,
    may_on_circular, reads_circulars, signs_circulars,
};
pub use clock::{Clock, ManualClock, ShiftedClock, SystemClock};
pub use dates_file::{DatedEntry, dates_file};
pub use deadline::{Deadline, NotLater};
pub use decision::{Approval, Ask, DecisionRules};
pub use department::{Department, DepartmentCycle, Tree};
pub use directive::{Directive, Disposition, Label, Preparation};
pub use document::{DocumentKind, Foreign, NotRead};
pub use fault::{Fault, Faults, FieldFault, day_from};
pub use figures::{Counts, Month, Rate, Standing, last_of_month, median_days_to_close, months};
pub use file_type::{NotTaken, endings, taken_as};
pub use free_day::FreeDays;
pub use history::{Event, EventKind, Fact, digest_of};
pub use holding::{Holding, NotAHolding};
pub use house_change::HouseChange;
pub use ids::{
    AttachmentId, BodyId, CircularId, DepartmentId, DirectiveId, EventId, InstructionId,
    InvitationId, LetterId, MeetingId, MilestoneId, PersonId, ProgrammeId, QuestionId, ReportId,
    RequestId, RobotId, SubmissionId, TaskId,
};
pub use incoming::{Incoming, MailOutcome, Returned, is_automatic};
pub use instruction::{Ground, Instruction};
pub use invitation::{Invitation, InvitationState};
pub use ledger_column::{ColumnKind, ColumnUse, LedgerColumn};
pub use letter::{LetterKind, LetterState, names_bad_address, pause_after};
pub use lifecycle::{State, Step, StepRefused};
pub use light::{Circumstances, Flag, Light, Marks, flags, soon_on, stops_clock};
pub use look::Look;
pub use measure::{Age, Measure, Ratio};
pub use meeting::{Meeting, Minutes};
pub use milestone::{Milestone, in_order, next_milestone, place_by_date};
pub use named::{Named, UnknownWord};
pub use notice::{OnPaper, Particulars, Urging};
pub use number::{BadPattern, NumberPattern};
pub use permission::{Action, Relation, TaskFacts, Verdict, may, may_instruct, may_sign, offered};
pub use person::{EmailAddress, NotAnAddress, Person, Role};
pub use pick::{Pick, picks_taught};
pub use recurrence::{LastInstance, NextInstance, Recurrence, Repetition, Rhythm};
pub use reminder::{
    Deed, Escalation, LONGEST_STEP, Ladder, Part, Parties, Planned, Reached, ReminderKind, Rules,
    Rung, StandIn, Watched, deeds, escalation, merged, plan,
};
pub use reply::{NotAReplyAddress, ReplyAddress, ReplyTag};
pub use reply_text::new_words;
pub use report::{Need, Outlook, Question, Report, UNCHANGED_TOO_OFTEN};
pub use request::{Request, RequestKind, RequestState, lacks_evidence};
pub use resemblance::close_ones;
pub use review::{ForSeveral, ReviewAct, ReviewDeed};
pub use robot::{Robot, RobotKind, RobotRefused};
pub use search::{Phrase, Search, search_words};
pub use source::Source;
pub use structure::{Nature, Piece, Pieces, StructureRefused, together};
pub use submission::{Submission, SubmissionState};
pub use task::{Cadence, Task, Urgency};
pub use task_filter::{OpenRequest, Part as DepartmentPart, ReportOwed, TaskFilter};
pub use wall_display::{KeptDisplay, WallDisplay, may_keep_displays};

//! How things stand on a day: figures, and the lists behind the first of them.

mod board;
mod day;
mod held_up;
mod lines;

pub use board::{Board, DepartmentFigures, MeetingFigures, ProgrammeFigures, Totals};
pub use day::{DashboardFilter, Day, of_meetings};
pub use held_up::{Ages, Decider, ExtendedTask, Extensions, WaitingTask};
pub use lines::{DueTask, LastMeeting, OverdueTask};

//! The tracked unit 督办事项: what it asks for, of whom, by when, and where it stands.

use chrono::{NaiveDate, NaiveDateTime};

use super::deadline::NotLater;
use super::named::named;
use super::{
    Circumstances, Deadline, DepartmentId, DirectiveId, Flag, Light, Marks, MeetingId, Nature,
    Outlook, PersonId, Piece, ProgrammeId, Report, ReportDays, ReportId, RequestId, RequestKind,
    State, Step, StepRefused, TaskId, WorkCalendar, light,
};

named! {
    /// Urgency 紧急程度.
    Urgency, "an urgency" {
        /// 一般.
        Normal = "normal",
        /// 加急.
        Urgent = "urgent",
        /// 特急: reminded on every day, working or not.
        Critical = "critical",
    }
}

named! {
    /// Cadence 反馈频次: how often a report is due.
    Cadence, "a cadence" {
        /// 不定期: no report is ever missed.
        None = "none",
        /// Every working day.
        Daily = "daily",
        /// By Friday.
        Weekly = "weekly",
        /// By the 10th and the 25th.
        HalfMonthly = "half_monthly",
        /// By the 25th.
        Monthly = "monthly",
        /// By the 25th of the quarter's last month.
        Quarterly = "quarterly",
        /// By the term's last day.
        Termly = "termly",
    }
}

/// The tracked unit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts")]
pub struct Task {
    /// Its identity.
    pub id: TaskId,
    /// Year of issue, for the number.
    pub number_year: Option<i32>,
    /// Place among the year's tasks, without gaps.
    pub number_seq: Option<i32>,
    /// The number as it is written; given at issue, kept for ever.
    pub number: Option<String>,
    /// What is to be done, in a line.
    pub title: String,
    /// 办理要求（完成标志）: what will be there when it is done.
    pub requirement: String,
    /// The act of the minutes that it comes from.
    pub directive_id: Option<DirectiveId>,
    /// The meeting that it comes from.
    pub meeting_id: Option<MeetingId>,
    /// The programme that it belongs to.
    pub programme_id: Option<ProgrammeId>,
    /// The task that it is a part of.
    pub parent_id: Option<TaskId>,
    /// Whether it has parts, which are counted in its place.
    pub is_parent: bool,
    /// Whether it is its department's own share of that task, which is counted for it.
    pub is_subtask: bool,
    /// Lead department 牵头单位.
    pub lead_id: DepartmentId,
    /// Supporting departments 配合单位.
    pub supporters: Vec<DepartmentId>,
    /// Handler 经办人.
    pub handler_id: Option<PersonId>,
    /// Leader in charge 分管领导, where it is not the lead department's.
    pub leader_id: Option<PersonId>,
    /// Follower 督办人.
    pub follower_id: Option<PersonId>,
    /// 紧急程度.
    pub urgency: Urgency,
    /// 反馈频次.
    pub cadence: Cadence,
    /// 长期坚持: no due date, a cadence instead.
    pub long_term: bool,
    /// Whether closure needs evidence.
    pub evidence_required: bool,
    /// Frozen at issue.
    pub original_due_on: Option<NaiveDate>,
    /// The date that the department works to.
    pub due_on: Option<NaiveDate>,
    /// The date that on-time is judged by.
    pub baseline_due_on: Option<NaiveDate>,
    /// How much is done, 0 to 100.
    pub percent: i32,
    /// Where it stands.
    pub state: State,
    /// Where a suspended task stood before.
    pub state_before: Option<State>,
    /// Since when it is suspended.
    pub suspended_on: Option<NaiveDate>,
    /// When it was issued last.
    pub issued_on: Option<NaiveDate>,
    /// When it was acknowledged last.
    pub acknowledged_on: Option<NaiveDate>,
    /// The day of the closure request, once closed.
    pub closed_on: Option<NaiveDate>,
    /// How many extensions were granted.
    pub extensions: i32,
    /// When being late was last explained.
    pub explained_on: Option<NaiveDate>,
    /// The day by which it was then expected to be done.
    pub expected_on: Option<NaiveDate>,
    /// The department that its lead waits for.
    pub waiting_on_id: Option<DepartmentId>,
    /// The last report of the lead.
    pub last_report_id: Option<ReportId>,
    /// The day of that report.
    pub last_report_on: Option<NaiveDate>,
    /// What that report expected.
    pub last_outlook: Option<Outlook>,
    /// How many reports in a row have said that nothing had changed.
    pub unchanged: i32,
    /// Since when its lead owes reports.
    pub reports_from: Option<NaiveDate>,
    /// The request that waits for its decision.
    pub open_request_id: Option<RequestId>,
    /// From this day on it is due soon.
    pub soon_on: Option<NaiveDate>,
    /// From this day on a report is missed.
    pub missed_on: Option<NaiveDate>,
    /// Since when the clock stands still.
    pub stopped_on: Option<NaiveDate>,
    /// Counts changes; a change names the version that it saw.
    pub version: i64,
    /// The last place in its history.
    pub seq: i64,
    /// The last seal in its history.
    pub hash: Option<String>,
    /// Who wrote it down.
    pub created_by: Option<PersonId>,
    /// When it was written down.
    pub created_at: NaiveDateTime,
    /// When it was changed last.
    pub updated_at: NaiveDateTime,
}

impl Task {
    /// Moves along the table of states.
    pub fn take(&mut self, step: Step) -> Result<(), StepRefused> {
        self.state = self.state.after(step, self.state_before)?;
        Ok(())
    }

    /// What its light is judged by.
    pub fn marks(&self) -> Marks {
        Marks {
            state: self.state,
            is_parent: self.is_parent,
            due_on: self.due_on,
            baseline_due_on: self.baseline_due_on,
            closed_on: self.closed_on,
            soon_on: self.soon_on,
            missed_on: self.missed_on,
            stopped_on: self.stopped_on,
        }
    }

    /// Its light on `today`.
    pub fn light(&self, today: NaiveDate) -> Light {
        self.marks().light(today)
    }

    /// Its flags on `today`.
    pub fn flags(&self, today: NaiveDate) -> Vec<Flag> {
        light::flags(&self.marks(), &self.circumstances(), today)
    }

    /// What its flags are told by, beside its light.
    pub fn circumstances(&self) -> Circumstances {
        Circumstances {
            extensions: self.extensions,
            outlook: self.last_outlook,
            open_request: self.open_request_id.is_some(),
            explained_on: self.explained_on,
            expected_on: self.expected_on,
        }
    }

    /// What it is among others.
    pub fn nature(&self) -> Nature {
        match self.parent_id {
            _ if self.is_parent => Nature::FanOut,
            Some(_) if self.is_subtask => Nature::SubTask,
            Some(_) => Nature::Part,
            None => Nature::Whole,
        }
    }

    /// How it stands as one of several.
    pub fn piece(&self) -> Piece {
        Piece { state: self.state, percent: self.percent, closed_on: self.closed_on }
    }

    /// Whether figures count it: not a draft, suspended, cancelled, a parent, a sub-task or
    /// long-term.
    pub fn counted(&self) -> bool {
        self.state.counts() && self.nature().counts() && !self.long_term
    }

    /// Gives it the date that it is issued with: frozen as the original, judged by.
    pub fn set_deadline(&mut self, issued_on: NaiveDate) {
        self.issued_on = Some(issued_on);
        self.original_due_on = self.due_on;
        self.baseline_due_on = self.due_on;
    }

    /// Takes the date back: a draft has only the one that it is meant to be due on.
    pub fn unfreeze_deadline(&mut self) {
        self.issued_on = None;
        self.acknowledged_on = None;
        self.reports_from = None;
        self.original_due_on = None;
        self.baseline_due_on = None;
    }

    /// Moves the date to `to`, as a request of `asked_on` wished, and counts it as an extension.
    pub fn extend(&mut self, to: NaiveDate, asked_on: NaiveDate) -> Result<(), NotLater> {
        self.move_deadline(to, asked_on)?;
        self.extensions += 1;
        Ok(())
    }

    /// Moves the date to `to`, as a request of `asked_on` wished: an extension, or the end of the
    /// next stage.
    pub fn move_deadline(&mut self, to: NaiveDate, asked_on: NaiveDate) -> Result<(), NotLater> {
        let (Some(original), Some(current)) = (self.original_due_on, self.due_on) else {
            return Err(NotLater(asked_on));
        };
        let baseline = self.baseline_due_on.unwrap_or(original);
        let extended = Deadline { original, baseline, current }.extended(to, asked_on)?;
        self.due_on = Some(extended.current);
        self.baseline_due_on = Some(extended.baseline);
        Ok(())
    }

    /// Stops the clock for a request of `kind` made on `on`, where that stops it.
    pub fn stop_clock(&mut self, kind: RequestKind, on: NaiveDate) {
        self.stopped_on = light::stops_clock(kind, on, self.due_on).then_some(on);
    }

    /// Explains on `on` why it is late, and that it is expected to be done by `expected_on`.
    pub fn explain(&mut self, on: NaiveDate, expected_on: Option<NaiveDate>) {
        self.explained_on = Some(on);
        self.expected_on = expected_on;
    }

    /// Whether a report of the lead is asked why it is late, and by when it is expected: it is
    /// overdue without an explanation that still holds, and no request is open.
    pub fn must_explain(&self, today: NaiveDate) -> bool {
        self.open_request_id.is_none() && self.flags(today).contains(&Flag::Unexplained)
    }

    /// Takes what its lead reports. "Nothing has changed" leaves everything but the days.
    pub fn hear(&mut self, report: &Report) {
        self.last_report_id = Some(report.id);
        self.last_report_on = Some(report.reported_on);
        self.last_outlook = report.outlook.or(self.last_outlook);
        self.percent = report.percent.unwrap_or(self.percent);
        self.unchanged = if report.no_change { self.unchanged.saturating_add(1) } else { 0 };
        if !report.no_change {
            self.waiting_on_id = report.waiting_on_department_id;
        }
        if report.delay_reason.is_some() {
            self.explain(report.reported_on, report.expected_on.or(self.expected_on));
        }
    }

    /// Works out anew on which days its light turns.
    pub fn set_marks(&mut self, due_soon_days: u32, days: &ReportDays, calendar: &WorkCalendar) {
        self.soon_on = self
            .issued_on
            .zip(self.due_on)
            .map(|(issued, due)| light::soon_on(issued, due, due_soon_days, calendar));
        let reporting = matches!(self.state, State::InProgress | State::ClosureReview);
        // From the day after the one by which a report was due it is missed.
        self.missed_on = self
            .reports_from
            .filter(|_| reporting)
            .and_then(|from| {
                days.next_due(
                    self.cadence,
                    from,
                    self.last_report_on,
                    calendar,
                    self.urgency.pace(),
                )
            })
            .and_then(|due| due.succ_opt());
    }
}

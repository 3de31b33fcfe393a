//! Which tasks: one value for a figure, for the list behind it, and for the address of that list.

use chrono::NaiveDate;

use super::named::named;
use super::{
    BodyId, Cadence, DepartmentId, Fault, Flag, Light, MeetingId, Named, PersonId, ProgrammeId,
    RequestKind, State, TaskId, Urgency, day_from,
};

named! {
    /// Which part a department plays.
    Part, "a part" {
        /// It leads.
        Lead = "lead",
        /// It supports.
        Support = "support",
    }
}

named! {
    /// What became of the report that was due by the day as of which tasks are listed.
    ReportOwed, "a report" {
        /// It was owed.
        Expected = "expected",
        /// It came within its period, by that day.
        Received = "received",
        /// It had not come when that day ended.
        Missed = "missed",
    }
}

impl ReportOwed {
    /// What became of a report that was expected by `day`, of a task that misses one from
    /// `missed_on` on: it came where none is missed on the day after.
    pub fn of_expected(missed_on: Option<NaiveDate>, day: NaiveDate) -> Self {
        let next = day.succ_opt();
        let missed = missed_on.zip(next).is_some_and(|(missed, next)| missed <= next);
        if missed { Self::Missed } else { Self::Received }
    }
}

/// Which open requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenRequest {
    /// Any.
    Any,
    /// Of one kind.
    Kind(RequestKind),
}

/// Which tasks. Every field that is unset shows more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the API's parameters")]
pub struct TaskFilter {
    /// These and no others; all where empty.
    pub ids: Vec<TaskId>,
    pub parent_id: Option<TaskId>,
    pub states: Vec<State>,
    pub lights: Vec<Light>,
    pub flag: Option<Flag>,
    pub counted: bool,
    pub open: bool,
    pub long_term: Option<bool>,
    pub department_id: Option<DepartmentId>,
    pub role: Option<Part>,
    pub waiting_on_department_id: Option<DepartmentId>,
    pub handler_id: Option<PersonId>,
    pub leader_id: Option<PersonId>,
    /// Those with a leader in charge, or those without one.
    pub led: Option<bool>,
    pub programme_id: Option<ProgrammeId>,
    pub meeting_id: Option<MeetingId>,
    pub body_id: Option<BodyId>,
    pub urgency: Option<Urgency>,
    pub open_request: Option<OpenRequest>,
    /// Of which a report was due by the day; long-term tasks are among them.
    pub report: Option<ReportOwed>,
    /// The first day of the period that this report was for; else the day itself.
    pub report_from: Option<NaiveDate>,
    pub cadence: Option<Cadence>,
    pub due_from: Option<NaiveDate>,
    pub due_to: Option<NaiveDate>,
    pub baseline_to: Option<NaiveDate>,
    pub issued_from: Option<NaiveDate>,
    pub issued_to: Option<NaiveDate>,
    pub closed_from: Option<NaiveDate>,
    pub closed_to: Option<NaiveDate>,
    pub as_of: Option<NaiveDate>,
    pub q: Option<String>,
}

impl TaskFilter {
    /// The names under which [`set`](Self::set) takes values.
    pub const NAMES: &'static [&'static str] = &[
        "ids",
        "parent_id",
        "state",
        "light",
        "flag",
        "counted",
        "open",
        "long_term",
        "department_id",
        "role",
        "waiting_on_department_id",
        "handler_id",
        "leader_id",
        "led",
        "programme_id",
        "meeting_id",
        "body_id",
        "urgency",
        "open_request",
        "report",
        "report_from",
        "cadence",
        "due_from",
        "due_to",
        "baseline_to",
        "issued_from",
        "issued_to",
        "closed_from",
        "closed_to",
        "as_of",
        "q",
    ];

    /// Takes one parameter of an address; an empty value sets nothing.
    ///
    /// Gives `false` for a name that is no filter.
    pub fn set(&mut self, name: &str, value: &str) -> Result<bool, Fault> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(Self::NAMES.contains(&name));
        }
        match name {
            "ids" => {
                self.ids = value.split(',').map(|one| id(one.trim())).collect::<Result<_, _>>()?;
            }
            "parent_id" => self.parent_id = Some(id(value)?),
            "state" => self.states = words(value)?,
            "light" => self.lights = words(value)?,
            "flag" => self.flag = Some(Named::from_word(value)?),
            "counted" => self.counted = boolean(value)?,
            "open" => self.open = boolean(value)?,
            "long_term" => self.long_term = Some(boolean(value)?),
            "department_id" => self.department_id = Some(id(value)?),
            "role" => self.role = Some(Named::from_word(value)?),
            "waiting_on_department_id" => self.waiting_on_department_id = Some(id(value)?),
            "handler_id" => self.handler_id = Some(id(value)?),
            "leader_id" => self.leader_id = Some(id(value)?),
            "led" => self.led = Some(boolean(value)?),
            "programme_id" => self.programme_id = Some(id(value)?),
            "meeting_id" => self.meeting_id = Some(id(value)?),
            "body_id" => self.body_id = Some(id(value)?),
            "urgency" => self.urgency = Some(Named::from_word(value)?),
            "open_request" if value == "any" => self.open_request = Some(OpenRequest::Any),
            "open_request" => {
                self.open_request = Some(OpenRequest::Kind(Named::from_word(value)?));
            }
            "report" => self.report = Some(Named::from_word(value)?),
            "report_from" => self.report_from = Some(day_from(value)?),
            "cadence" => self.cadence = Some(Named::from_word(value)?),
            "due_from" => self.due_from = Some(day_from(value)?),
            "due_to" => self.due_to = Some(day_from(value)?),
            "baseline_to" => self.baseline_to = Some(day_from(value)?),
            "issued_from" => self.issued_from = Some(day_from(value)?),
            "issued_to" => self.issued_to = Some(day_from(value)?),
            "closed_from" => self.closed_from = Some(day_from(value)?),
            "closed_to" => self.closed_to = Some(day_from(value)?),
            "as_of" => self.as_of = Some(day_from(value)?),
            "q" => self.q = Some(value.chars().take(200).collect()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The parameters that give this filter back, in a fixed order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let text = |set: bool| set.then(|| "true".to_owned());
        let request = self.open_request.map(|request| match request {
            OpenRequest::Any => "any".to_owned(),
            OpenRequest::Kind(kind) => kind.to_string(),
        });
        let list = |words: Vec<&'static str>| (!words.is_empty()).then(|| words.join(","));
        let ids = self.ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let all = [
            ("ids", Some(ids).filter(|ids| !ids.is_empty())),
            ("parent_id", self.parent_id.map(|id| id.to_string())),
            ("state", list(self.states.iter().map(|state| state.word()).collect())),
            ("light", list(self.lights.iter().map(|light| light.word()).collect())),
            ("flag", self.flag.map(|flag| flag.to_string())),
            ("counted", text(self.counted)),
            ("open", text(self.open)),
            ("long_term", self.long_term.map(|set| set.to_string())),
            ("department_id", self.department_id.map(|id| id.to_string())),
            ("role", self.role.map(|role| role.to_string())),
            ("waiting_on_department_id", self.waiting_on_department_id.map(|id| id.to_string())),
            ("handler_id", self.handler_id.map(|id| id.to_string())),
            ("leader_id", self.leader_id.map(|id| id.to_string())),
            ("led", self.led.map(|set| set.to_string())),
            ("programme_id", self.programme_id.map(|id| id.to_string())),
            ("meeting_id", self.meeting_id.map(|id| id.to_string())),
            ("body_id", self.body_id.map(|id| id.to_string())),
            ("urgency", self.urgency.map(|urgency| urgency.to_string())),
            ("open_request", request),
            ("report", self.report.map(|report| report.to_string())),
            ("report_from", self.report_from.map(|day| day.to_string())),
            ("cadence", self.cadence.map(|cadence| cadence.to_string())),
            ("due_from", self.due_from.map(|day| day.to_string())),
            ("due_to", self.due_to.map(|day| day.to_string())),
            ("baseline_to", self.baseline_to.map(|day| day.to_string())),
            ("issued_from", self.issued_from.map(|day| day.to_string())),
            ("issued_to", self.issued_to.map(|day| day.to_string())),
            ("closed_from", self.closed_from.map(|day| day.to_string())),
            ("closed_to", self.closed_to.map(|day| day.to_string())),
            ("as_of", self.as_of.map(|day| day.to_string())),
            ("q", self.q.clone()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

fn words<T: Named>(list: &str) -> Result<Vec<T>, Fault> {
    list.split(',').map(|word| Ok(T::from_word(word.trim())?)).collect()
}

fn boolean(value: &str) -> Result<bool, Fault> {
    match value {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Fault::NotInRange { least: 0, most: 1 }),
    }
}

fn id<T: std::str::FromStr>(value: &str) -> Result<T, Fault> {
    value.parse().map_err(|_not_a_number| Fault::NoSuch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_comes_back_from_its_own_address() {
        let mut filter = TaskFilter::default();
        for (name, value) in [
            ("ids", "7, 12"),
            ("parent_id", "5"),
            ("state", "in_progress, closure_review"),
            ("light", "overdue"),
            ("flag", "unexplained"),
            ("counted", "true"),
            ("department_id", "7"),
            ("role", "lead"),
            ("urgency", "critical"),
            ("open_request", "extension"),
            ("led", "false"),
            ("report", "missed"),
            ("report_from", "2026-03-01"),
            ("cadence", "half_monthly"),
            ("due_to", "2026-03-09"),
            ("baseline_to", "2026-03-08"),
            ("q", "课堂革命 & more"),
        ] {
            assert_eq!(filter.set(name, value), Ok(true), "{name}");
        }
        let mut again = TaskFilter::default();
        for (name, value) in filter.pairs() {
            again.set(name, &value).unwrap();
        }
        assert_eq!(again, filter);
    }

    #[test]
    fn what_is_no_filter_is_told_apart_from_a_bad_value() {
        let mut filter = TaskFilter::default();
        assert_eq!(filter.set("colour", "red"), Ok(false));
        assert_eq!(filter.set("q", " "), Ok(true));
        assert!(filter.set("due_to", "2026-09-31").is_err());
        assert!(filter.set("light", "overdue,red").is_err());
        assert_eq!(filter, TaskFilter::default());
    }
}

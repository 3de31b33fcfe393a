//! Figures: what is counted, and how it is put into a rate (DESIGN.md, section 4).

use chrono::{Datelike, NaiveDate};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{
    DepartmentId, Light, Marks, MeetingId, PersonId, ProgrammeId, Ratio, RequestKind, State, TaskId,
};

/// How one task stood on a day: all that the figures are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which task.
    pub task: TaskId,
    /// Its lead department on that day.
    pub lead: DepartmentId,
    /// Its leader in charge on that day.
    pub leader: Option<PersonId>,
    /// Its programme on that day.
    pub programme: Option<ProgrammeId>,
    /// The meeting that it comes from.
    pub meeting: Option<MeetingId>,
    /// State and dates, for the light.
    pub marks: Marks,
    /// When it was issued.
    pub issued_on: Option<NaiveDate>,
    /// When it was due at first.
    pub original_due_on: Option<NaiveDate>,
    /// How many extensions were granted.
    pub extensions: i32,
    /// What had been asked for and was not decided.
    pub open_request: Option<RequestKind>,
    /// Whether it counts: no draft, not suspended, not cancelled, no parent, not long-term.
    pub counted: bool,
    /// Whether it has a cadence instead of a due date.
    pub long_term: bool,
}

/// What is counted of a set of tasks: the last four only for people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that count: the sum of the five lights.
    pub all: i64,
    /// Closed on or before the date that on-time is judged by.
    pub closed_on_time: i64,
    /// Closed after it.
    pub closed_late: i64,
    /// 正常推进.
    pub on_track: i64,
    /// 临期.
    pub due_soon: i64,
    /// 逾期.
    pub overdue: i64,
    /// Closed at all.
    pub closed: i64,
    /// Not closed.
    pub open: i64,
    /// Those due by the day: their baseline is not later.
    pub due: i64,
    /// Closed ones of those due.
    pub due_closed: i64,
    /// Not yet acknowledged.
    pub awaiting_acknowledgement: i64,
    /// With a request that is not decided.
    pub awaiting_decision: i64,
    /// Closed on time of those due; shown as the on-time rate.
    pub due_on_time: i64,
    /// Those due that are open and not overdue: due on the day itself, or the clock stands still.
    pub due_not_late: i64,
    /// Extended at least once.
    pub extended: i64,
    /// With a missed report.
    pub missed: i64,
}

impl Standing {
    /// By how many calendar days its extensions moved its date; 0 where it was not extended.
    pub fn days_extended(&self) -> i64 {
        match (self.extensions, self.original_due_on, self.marks.due_on) {
            (1.., Some(original), Some(due)) => (due - original).num_days(),
            _ => 0,
        }
    }
}

impl Counts {
    /// Counts one more task as it stood on `as_of`; what does not count is passed over.
    pub fn add(&mut self, standing: &Standing, as_of: NaiveDate) {
        if !standing.counted {
            return;
        }
        let marks = &standing.marks;
        let light = marks.light(as_of);
        let closed = matches!(light, Light::ClosedOnTime | Light::ClosedLate);
        let due = marks.baseline_due_on.is_some_and(|baseline| baseline <= as_of);
        let by_light = match light {
            Light::ClosedOnTime => &mut self.closed_on_time,
            Light::ClosedLate => &mut self.closed_late,
            Light::OnTrack => &mut self.on_track,
            Light::DueSoon => &mut self.due_soon,
            Light::Overdue => &mut self.overdue,
            // What counts has a light; a damaged row must not break the sum.
            Light::None => return,
        };
        *by_light += 1;
        self.all += 1;
        self.closed += i64::from(closed);
        self.open += i64::from(!closed);
        self.due += i64::from(due);
        self.due_closed += i64::from(due && closed);
        self.due_on_time += i64::from(due && light == Light::ClosedOnTime);
        self.due_not_late += i64::from(due && matches!(light, Light::OnTrack | Light::DueSoon));
        self.awaiting_acknowledgement += i64::from(marks.state == State::AwaitingAcknowledgement);
        self.awaiting_decision += i64::from(standing.open_request.is_some());
        self.extended += i64::from(standing.extensions > 0);
        self.missed += i64::from(marks.report_missed(as_of));
    }

    /// 办结率: closed ÷ all.
    pub fn completion(&self) -> Rate {
        Ratio::COMPLETION.of(self)
    }

    /// 到期办结率: closed of those due ÷ due.
    pub fn due_completion(&self) -> Rate {
        Ratio::DUE_COMPLETION.of(self)
    }

    /// 按期办结率: closed on time of those due ÷ due.
    pub fn on_time(&self) -> Rate {
        Ratio::ON_TIME.of(self)
    }
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut counts = serializer.serialize_struct("Counts", 15)?;
        counts.serialize_field("all", &self.all)?;
        counts.serialize_field("closed_on_time", &self.closed_on_time)?;
        counts.serialize_field("closed_late", &self.closed_late)?;
        counts.serialize_field("on_track", &self.on_track)?;
        counts.serialize_field("due_soon", &self.due_soon)?;
        counts.serialize_field("overdue", &self.overdue)?;
        counts.serialize_field("closed", &self.closed)?;
        counts.serialize_field("open", &self.open)?;
        counts.serialize_field("due", &self.due)?;
        counts.serialize_field("due_closed", &self.due_closed)?;
        counts.serialize_field("awaiting_acknowledgement", &self.awaiting_acknowledgement)?;
        counts.serialize_field("awaiting_decision", &self.awaiting_decision)?;
        counts.serialize_field("completion_rate", &self.completion().fraction())?;
        counts.serialize_field("due_completion_rate", &self.due_completion().fraction())?;
        counts.serialize_field("on_time_rate", &self.on_time().fraction())?;
        counts.end()
    }
}

/// A part of a whole. Where there is no whole, there is no rate either, and certainly not 0 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many of them.
    pub part: i64,
    /// How many there are.
    pub of: i64,
}

/// Fewer than this are shown as a count: a percentage of five says more than it knows.
const FEW: i64 = 10;

impl Rate {
    /// As a fraction; `None` of nothing.
    #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 tasks")]
    pub fn fraction(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// In tenths of a per cent, rounded; `None` of nothing.
    pub fn tenths(self) -> Option<i64> {
        (self.of > 0).then(|| (self.part * 2000 + self.of) / (self.of * 2))
    }

    /// As people read it: `90.4%`, of few `5/8`; `None` of nothing.
    pub fn shown(self) -> Option<String> {
        match self.tenths()? {
            _ if self.of < FEW => Some(format!("{}/{}", self.part, self.of)),
            tenths => Some(format!("{}.{}%", tenths / 10, tenths % 10)),
        }
    }

    /// By how many tenths of a point it differs from `before`; `None` where either is of few.
    pub fn change_from(self, before: Self) -> Option<i64> {
        let enough = self.of >= FEW && before.of >= FEW;
        enough.then(|| self.tenths().zip(before.tenths()).map(|(now, then)| now - then)).flatten()
    }
}

/// What is opened and closed in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// Issued in it.
    pub opened: i64,
    /// Closed in it.
    pub closed: i64,
}

impl Month {
    /// Its last day.
    pub fn last(&self) -> NaiveDate {
        last_of_month(self.first)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut month = serializer.serialize_struct("Month", 3)?;
        month.serialize_field("month", &self.first.format("%Y-%m").to_string())?;
        month.serialize_field("opened", &self.opened)?;
        month.serialize_field("closed", &self.closed)?;
        month.end()
    }
}

/// The last day of the month around `day`.
pub fn last_of_month(day: NaiveDate) -> NaiveDate {
    let next = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1).and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// The months of the year that ends with the month of `as_of`, the oldest first, and what the
/// counted of `standings` opened and closed in them.
pub fn months<'a>(
    standings: impl IntoIterator<Item = &'a Standing>,
    as_of: NaiveDate,
) -> Vec<Month> {
    let ordinal = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let end = ordinal(as_of);
    let mut tallies = [(0, 0); 12];
    for standing in standings.into_iter().filter(|standing| standing.counted) {
        let mut note = |day: Option<NaiveDate>, add: fn(&mut (i64, i64))| {
            let age = day.filter(|day| *day <= as_of).map(|day| end - ordinal(day));
            let slot = age.and_then(|age| usize::try_from(age).ok());
            if let Some(tally) = slot.and_then(|slot| tallies.get_mut(slot)) {
                add(tally);
            }
        };
        note(standing.issued_on, |tally| tally.0 += 1);
        if standing.marks.state == State::Closed {
            note(standing.marks.closed_on, |tally| tally.1 += 1);
        }
    }
    let month_ago = |age: i64| {
        let ordinal = end - age;
        let year = i32::try_from(ordinal.div_euclid(12)).unwrap_or(as_of.year());
        let month = u32::try_from(ordinal.rem_euclid(12)).unwrap_or(0) + 1;
        NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(as_of)
    };
    let mut months: Vec<Month> = (0..)
        .zip(tallies)
        .map(|(age, (opened, closed))| Month { first: month_ago(age), opened, closed })
        .collect();
    months.reverse();
    months
}

/// The middle of how many days the closed ones took from issue to closure; of an even number the
/// lower of the two in the middle, so that half were closed *within* that many days.
pub fn median_days_to_close<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> Option<i64> {
    let mut days: Vec<i64> = standings
        .into_iter()
        .filter(|standing| standing.counted && standing.marks.state == State::Closed)
        .filter_map(|standing| Some((standing.marks.closed_on? - standing.issued_on?).num_days()))
        .collect();
    let middle = days.len().checked_sub(1)? / 2;
    Some(*days.select_nth_unstable(middle).1)
}

#[cfg(test)]
mod tests;

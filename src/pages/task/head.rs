//! The head of a task's page: lights, date, progress, completion mark, the steps of its life.

use super::seen::Seen;
use crate::domain::{Nature, State, Urgency};
use crate::pages::glance::{DueWords, LightWords, lights_of};

/// The head of a task's page.
pub struct Head {
    /// The task.
    pub id: i64,
    /// Its number, or that it is a draft.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Its light, then what is waited for.
    pub lights: Vec<LightWords>,
    /// When it is due.
    pub due: Option<DueWords>,
    /// What stands there where it is never due, or not yet.
    pub no_due: &'static str,
    /// How much is done.
    pub percent: i32,
    /// Whether it is more urgent than others.
    pub urgent: bool,
    /// How urgent.
    pub urgency: &'static str,
    /// The lead department, or how many departments it is spread over.
    pub lead: String,
    /// The completion mark.
    pub requirement: String,
    /// The steps of its life.
    pub steps: Vec<HeadStep>,
}

/// One step of a life.
pub struct HeadStep {
    /// `is-done`, `is-now` or nothing.
    pub class: &'static str,
    /// Whether the task stands there.
    pub now: bool,
    /// What it is called.
    pub label: &'static str,
    /// Since when; empty where it has not come.
    pub when: String,
}

impl Head {
    /// The head of what is seen.
    pub fn of(seen: &Seen) -> Self {
        let (lang, task) = (seen.lang, seen.it());
        Self {
            id: task.id.0,
            number: seen.number(),
            title: task.title.clone(),
            lights: lights_of(lang, &seen.marks(), seen.asked_for(), seen.today),
            due: DueWords::full(lang, task, seen.today),
            no_due: if task.long_term { lang.task_long_term() } else { lang.task_no_due() },
            percent: task.percent,
            urgent: task.urgency != Urgency::Normal,
            urgency: lang.urgency(task.urgency),
            lead: match seen.nature() {
                Nature::FanOut => lang.structure_departments(seen.pieces.of),
                _ => lang.task_leads(seen.sight.tree.name(task.lead_id)),
            },
            requirement: task.requirement.clone(),
            // Parts go their own way, and a sub-task has no way but its light.
            steps: match seen.nature() {
                Nature::Whole | Nature::Part => steps(seen),
                Nature::FanOut | Nature::SubTask => Vec::new(),
            },
        }
    }
}

/// Issued, acknowledged, in progress, under review, closed; a task that left this way shows where
/// it stands instead of what would come.
fn steps(seen: &Seen) -> Vec<HeadStep> {
    let (lang, task) = (seen.lang, seen.it());
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| seen.day(day)).unwrap_or_default();
    let since = |on: Option<chrono::NaiveDate>| {
        on.map(|on| lang.task_since(seen.day(on))).unwrap_or_default()
    };
    let reached = match task.state {
        State::Draft => 0,
        State::AwaitingAcknowledgement => 1,
        State::InProgress => 3,
        State::ClosureReview => 4,
        State::Closed => 5,
        State::Suspended | State::Cancelled if task.acknowledged_on.is_some() => 3,
        State::Suspended | State::Cancelled if task.issued_on.is_some() => 1,
        State::Suspended | State::Cancelled => 0,
    };
    let asked_on = seen.sight.request.as_ref().map(|request| request.requested_on);
    let issued = if reached == 0 { lang.state(State::Draft) } else { lang.task_step_issued() };
    let taken = if reached < 2 {
        lang.state(State::AwaitingAcknowledgement)
    } else {
        lang.task_step_acknowledged()
    };
    let review = (task.state == State::ClosureReview).then_some(asked_on).flatten();
    let way = [
        (issued, day(task.issued_on)),
        (taken, day(task.acknowledged_on)),
        (lang.state(State::InProgress), since(task.acknowledged_on)),
        (lang.state(State::ClosureReview), since(review)),
        (lang.state(State::Closed), day(task.closed_on)),
    ];
    let aside = matches!(task.state, State::Suspended | State::Cancelled);
    let current: usize = match reached {
        0 => 0,
        1 => 1,
        further => further - 1,
    };
    let mut steps: Vec<HeadStep> = way
        .into_iter()
        .enumerate()
        .map(|(place, (label, when))| {
            let now = place == current && !aside;
            let done = place < current || aside && place <= current && reached > 0;
            let class = match (now, done) {
                (true, _) => "is-now",
                (_, true) => "is-done",
                _ => "",
            };
            HeadStep { class, now, label, when }
        })
        .collect();
    if aside {
        steps.truncate(if reached == 0 { 0 } else { current + 1 });
        let when = since(task.suspended_on);
        steps.push(HeadStep { class: "is-now", now: true, label: lang.state(task.state), when });
    }
    steps
}

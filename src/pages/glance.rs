//! A task at a glance: its light in words, its date with the one it had at first.

use chrono::NaiveDate;

use super::mark;
use crate::domain::{Light, Marks, RequestKind, State, Task};
use crate::i18n::Lang;

/// A light with the words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LightWords {
    /// The stylesheet's name of it.
    pub kind: &'static str,
    /// What it says.
    pub words: String,
}

impl LightWords {
    /// A light of that kind.
    pub fn new(kind: &'static str, words: impl Into<String>) -> Self {
        Self { kind, words: words.into() }
    }
}

/// A date, with the one that it replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueWords {
    /// For machines.
    pub iso: String,
    /// For people.
    pub words: String,
    /// The original date, where the date was moved.
    pub struck: Option<String>,
}

impl DueWords {
    /// The date of a task as a list shows it; `None` where it has none.
    pub fn near(
        lang: Lang,
        due_on: Option<NaiveDate>,
        original: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Option<Self> {
        let due = due_on?;
        let struck = original.filter(|first| *first != due);
        Some(Self {
            iso: due.to_string(),
            words: lang.date_near(due, today),
            struck: struck.map(|first| lang.date_near(first, today)),
        })
    }

    /// The date of a task in full, as the head of its page shows it.
    pub fn full(lang: Lang, task: &Task, today: NaiveDate) -> Option<Self> {
        let near = Self::near(lang, task.due_on, task.original_due_on, today)?;
        Some(Self { words: lang.date(task.due_on?), ..near })
    }
}

/// What a list shows as the light of a task: a state that comes before the light where the
/// calendar has nothing to say yet.
pub fn light_of(lang: Lang, marks: &Marks, today: NaiveDate) -> LightWords {
    let light = marks.light(today);
    match (marks.state, light) {
        (State::AwaitingAcknowledgement, Light::OnTrack) | (_, Light::None) => {
            LightWords::new("none", lang.state(marks.state))
        }
        (State::ClosureReview, Light::OnTrack | Light::DueSoon) => {
            LightWords::new("wait", lang.state(marks.state))
        }
        _ => LightWords::new(mark(light), lang.light(light)),
    }
}

/// What the head of a task's page shows: the light with its days, then what is waited for.
pub fn lights_of(
    lang: Lang,
    marks: &Marks,
    request: Option<RequestKind>,
    today: NaiveDate,
) -> Vec<LightWords> {
    let light = marks.light(today);
    let mut lights = vec![LightWords::new(mark(light), light_words(lang, marks, today))];
    if light == Light::None {
        lang.state(marks.state).clone_into(&mut lights[0].words);
    } else if marks.state == State::AwaitingAcknowledgement {
        lights.push(LightWords::new("none", lang.state(marks.state)));
    }
    if request.is_some() {
        let words = match marks.stopped_on {
            Some(_) => lang.task_clock_stopped(),
            None => lang.task_awaiting_decision(),
        };
        lights.push(LightWords::new("wait", words));
    }
    lights
}

/// The light with the days over or left: "Overdue: 3 days over".
fn light_words(lang: Lang, marks: &Marks, today: NaiveDate) -> String {
    let left = marks.due_on.map(|due| (due - marks.judged_on(today)).num_days());
    match (marks.light(today), left) {
        (Light::Overdue, _) => match marks.days_over(today) {
            1 => lang.task_light_over_one().to_owned(),
            days => lang.task_light_over(days),
        },
        (Light::DueSoon, _) if marks.report_missed(today) && !soon(marks, today) => {
            lang.flag(crate::domain::Flag::ReportMissed).to_owned()
        }
        (Light::DueSoon, Some(0)) => lang.task_light_soon_today().to_owned(),
        (Light::DueSoon, Some(1)) => lang.task_light_soon_one().to_owned(),
        (Light::DueSoon, Some(days)) => lang.task_light_soon_left(days),
        (light, _) => lang.light(light).to_owned(),
    }
}

fn soon(marks: &Marks, today: NaiveDate) -> bool {
    marks.soon_on.is_some_and(|soon| soon <= marks.judged_on(today))
}

/// A light with days, short enough for a row: "16 days over", "4 days left".
pub fn days_of(lang: Lang, marks: &Marks, today: NaiveDate) -> LightWords {
    let light = marks.light(today);
    let left = marks.due_on.map(|due| (due - marks.judged_on(today)).num_days());
    let words = match (light, left) {
        (Light::Overdue, _) => days_over(lang, marks.days_over(today)),
        (Light::DueSoon, _) if marks.report_missed(today) && !soon(marks, today) => {
            lang.flag(crate::domain::Flag::ReportMissed).to_owned()
        }
        (Light::DueSoon, Some(0)) => lang.task_light_soon_today().to_owned(),
        (Light::DueSoon, Some(1)) => lang.my_department_day_left().to_owned(),
        (Light::DueSoon, Some(days)) => lang.my_department_days_left(days),
        _ => return light_of(lang, marks, today),
    };
    LightWords::new(mark(light), words)
}

/// "1 day over", "7 days over".
pub fn days_over(lang: Lang, days: i64) -> String {
    if days == 1 { lang.words_days_over_one(days) } else { lang.words_days_over(days) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn marks(state: State) -> Marks {
        Marks {
            is_parent: false,
            state,
            due_on: Some(day("2026-03-09")),
            baseline_due_on: Some(day("2026-03-09")),
            closed_on: None,
            soon_on: Some(day("2026-03-02")),
            missed_on: None,
            stopped_on: None,
        }
    }

    #[track_caller]
    fn head(marks: &Marks, today: &str, expected: &str) {
        let said = lights_of(Lang::En, marks, None, day(today));
        assert_eq!(said[0].words, expected);
    }

    #[test]
    fn the_head_counts_the_days() {
        let running = marks(State::InProgress);
        head(&running, "2026-02-01", "On track");
        head(&running, "2026-03-05", "Due soon: 4 days left");
        head(&running, "2026-03-08", "Due soon: 1 day left");
        head(&running, "2026-03-09", "Due today");
        head(&running, "2026-03-10", "Overdue: 1 day over");
        head(&running, "2026-03-16", "Overdue: 7 days over");
        head(&marks(State::Suspended), "2026-03-16", "Suspended");
        head(
            &Marks { missed_on: Some(day("2026-02-10")), ..running },
            "2026-02-11",
            "Report missed",
        );
    }

    #[test]
    fn a_task_not_taken_yet_says_so_unless_it_is_late() {
        let waiting = marks(State::AwaitingAcknowledgement);
        assert_eq!(light_of(Lang::ZhCn, &waiting, day("2026-02-01")).words, "待签收");
        assert_eq!(light_of(Lang::ZhCn, &waiting, day("2026-03-10")).words, "逾期");
    }

    #[test]
    fn a_moved_date_shows_the_first_one() {
        let due =
            |first| DueWords::near(Lang::En, Some(day("2026-03-09")), first, day("2026-01-01"));
        assert_eq!(due(Some(day("2025-12-31"))).unwrap().struck.unwrap(), "31 Dec 2025");
        assert_eq!(due(Some(day("2026-03-09"))).unwrap().struck, None);
    }
}

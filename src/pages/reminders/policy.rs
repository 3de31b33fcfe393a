//! The ladder as a form: a row for each rung, and some for new ones.

use crate::domain::{Deed, Ladder, Named as _, Part, ReminderKind, Rules, Rung, Urgency};
use crate::http::Posted;
use crate::i18n::Lang;
use crate::services::{Error, ladder};

/// The form.
pub struct Policy {
    pub urgency: Urgency,
    pub hint: String,
    pub rows: Vec<Line>,
    /// Rows for rungs that are not there yet, behind them.
    pub blank: Vec<Line>,
    pub weekly: Vec<Choice>,
    pub top_leaders: bool,
}

/// One rung.
pub struct Line {
    pub kind: ReminderKind,
    pub deed: Option<Deed>,
    pub label: String,
    pub on: bool,
    pub step: String,
    pub unit: &'static str,
    /// Who is told, in words; empty where nobody is.
    pub told: String,
    pub whom: Vec<Choice>,
}

/// A part that may be told.
pub struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    pub chosen: bool,
}

impl Line {
    /// What its fields begin with.
    pub fn deed_word(&self) -> &'static str {
        self.deed.map_or("", Deed::word)
    }
}

impl Policy {
    /// The form for the tasks of `urgency`.
    pub fn of(lang: Lang, rules: &Rules, urgency: Urgency) -> Self {
        let ladder = rules.ladder(urgency);
        let (mut rows, mut blank) = (Vec::new(), Vec::new());
        for kind in [
            ReminderKind::DueSoon,
            ReminderKind::Overdue,
            ReminderKind::Unacknowledged,
            ReminderKind::ReportDue,
            ReminderKind::ReportMissed,
        ] {
            rows.extend(ladder.of(kind).map(|rung| line(lang, rung)));
            let none = Rung { kind, step: 0, whom: Vec::new(), deed: None };
            let label = lang.reminders_row_new(title(lang, kind));
            blank.push(Line { label, on: false, step: String::new(), ..line(lang, &none) });
        }
        Self {
            urgency,
            hint: lang.reminders_policy_hint(lang.urgency(urgency)),
            rows,
            blank,
            weekly: choices(lang, &ladder.weekly),
            top_leaders: rules.top_leaders,
        }
    }
}

fn line(lang: Lang, rung: &Rung) -> Line {
    let kind = title(lang, rung.kind);
    Line {
        kind: rung.kind,
        deed: rung.deed,
        label: rung.deed.map_or_else(
            || kind.to_owned(),
            |deed| lang.reminders_change_and(kind, lang.deed(deed)),
        ),
        on: true,
        step: rung.step.to_string(),
        unit: if rung.kind.comes() {
            lang.reminders_step_before()
        } else {
            lang.reminders_step_after()
        },
        told: lang.parts(&rung.whom),
        whom: choices(lang, &rung.whom),
    }
}

fn title(lang: Lang, kind: ReminderKind) -> &'static str {
    match kind {
        ReminderKind::DueSoon => lang.reminders_row_due_soon(),
        ReminderKind::Overdue => lang.reminders_row_overdue(),
        ReminderKind::Unacknowledged => lang.reminders_row_unacknowledged(),
        ReminderKind::ReportDue => lang.reminders_row_report_due(),
        ReminderKind::ReportMissed => lang.reminders_row_report_missed(),
    }
}

fn choices(lang: Lang, whom: &[Part]) -> Vec<Choice> {
    Part::ALL
        .iter()
        .map(|part| Choice {
            value: part.word(),
            label: lang.part(part),
            chosen: whom.contains(part),
        })
        .collect()
}

/// The urgency that a form is about.
pub fn urgency(posted: &Posted) -> Urgency {
    posted.text("urgency").parse().unwrap_or(Urgency::Normal)
}

/// `rules` with the ladder that the form describes.
pub fn typed(posted: &Posted, mut rules: Rules) -> Result<Rules, Error> {
    let mut rungs = Vec::new();
    for nth in posted.all("row") {
        let field = |name: &str| posted.text(&format!("{name}{nth}"));
        if !posted.ticked(&format!("on{nth}")) {
            continue;
        }
        let Ok(kind) = field("kind").parse() else { continue };
        let wrong =
            || Error::invalid("step", crate::domain::Fault::NotInRange { least: 0, most: 60 });
        rungs.push(Rung {
            kind,
            step: field("step").trim().parse().map_err(|_error| wrong())?,
            whom: parts(posted, &format!("whom{nth}")),
            deed: field("deed").parse().ok(),
        });
    }
    rungs.retain(|rung| !rung.whom.is_empty() || rung.deed.is_some());
    let mut edited = Ladder { rungs, weekly: parts(posted, "weekly") };
    edited.sort();
    ladder::check(&edited)?;
    *rules.ladder_mut(urgency(posted)) = edited;
    rules.top_leaders = posted.ticked("top_leaders");
    Ok(rules)
}

fn parts(posted: &Posted, name: &str) -> Vec<Part> {
    // In the order of the ladder, so that a form that says the same changes nothing.
    let ticked: Vec<Part> = posted.all(name).filter_map(|word| word.parse().ok()).collect();
    Part::ALL.iter().filter(|part| ticked.contains(part)).copied().collect()
}

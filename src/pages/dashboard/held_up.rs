//! What holds tasks up, as the page shows it: age, extensions, what waits for whose decision.

use chrono::NaiveDate;

use super::links::Doors;
use super::read::Read;
use super::sentence::{days_of, extensions};
use crate::domain::Age;
use crate::i18n::Lang;
use crate::pages::Figure;
use crate::persistence::views::dashboard::Decider;

/// Open tasks of one age.
pub(super) struct AgeRow {
    /// `8 to 30 days`.
    pub label: String,
    /// How many.
    pub figure: Figure,
}

/// What waits for one decider.
pub(super) struct DeciderRow {
    /// Who.
    pub name: String,
    /// Their title.
    pub title: Option<String>,
    /// How many tasks.
    pub figure: Figure,
    /// How many of each kind, in words.
    pub kinds: Vec<(&'static str, Figure)>,
    /// For how long the oldest has waited.
    pub longest: String,
}

/// Everything that holds tasks up.
pub(super) struct HeldUp {
    /// Overdue ones by the days since they were due.
    pub over: Vec<AgeRow>,
    /// Open ones by the days since they were issued.
    pub open: Vec<AgeRow>,
    /// Who must decide, the most first.
    pub deciders: Vec<DeciderRow>,
    /// How often and by how much dates were moved, as HTML.
    pub extended: String,
}

impl HeldUp {
    /// What was `read`, with its doors.
    pub(super) fn of(lang: Lang, doors: &Doors, read: &Read) -> Self {
        let row = |(age, count): (Age, i64), filter| AgeRow {
            label: age_words(lang, age),
            figure: Figure::new(count, &filter),
        };
        let over = Age::OVER.into_iter().zip(read.ages.over);
        let open = Age::OPEN.into_iter().zip(read.ages.open);
        let totals = &read.board.totals;
        let told = extensions(lang, &doors.tally(&totals.counts), totals);
        Self {
            over: over.map(|(age, count)| row((age, count), doors.over(age))).collect(),
            open: open.map(|(age, count)| row((age, count), doors.open_for(age))).collect(),
            deciders: read.deciders.iter().map(|one| decider(lang, doors, one)).collect(),
            extended: match read.extensions.days {
                0 => told,
                days => lang.dashboard_extended_by(told, days_of(lang, days)),
            },
        }
    }
}

/// A day of the next ones, with how much falls due on it.
pub(super) fn on_day(doors: &Doors, day: NaiveDate, count: i64) -> Figure {
    Figure::new(count, &doors.due_between(day, day))
}

fn age_words(lang: Lang, age: Age) -> String {
    match age.most {
        Some(most) => lang.dashboard_age(age.least, most),
        None => lang.dashboard_age_more(age.least),
    }
}

fn decider(lang: Lang, doors: &Doors, one: &Decider) -> DeciderRow {
    let filter = doors.decided_by(one.leader);
    let (name, title) = one.name.clone().unzip();
    let kind = |(kind, count): (&crate::domain::RequestKind, &i64)| {
        (lang.request_kind(kind), Figure::new(*count, &Doors::asked(*kind, filter.clone())))
    };
    DeciderRow {
        name: name.unwrap_or_else(|| lang.dashboard_office_decides().to_owned()),
        title: title.flatten(),
        figure: Figure::new(one.count, &filter),
        kinds: one.kinds.iter().map(kind).collect(),
        longest: days_of(lang, one.longest),
    }
}

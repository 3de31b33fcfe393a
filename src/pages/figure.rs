//! A figure: a number that is a door to the rows that it counts. The door is made of the filter
//! that counted, so that neither can say another thing than the other.

use std::fmt::Display;

use chrono::NaiveDate;
use url::form_urlencoded::Serializer;

use super::{Bar, mark};
use crate::domain::{Counts, Measure, Ratio, TaskFilter};
use crate::i18n::Lang;

/// A number, and the address of the ledger that lists what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// How many.
    pub count: i64,
    /// Where they are listed.
    pub href: String,
}

/// The address of the ledger that lists what `filter` counts.
pub fn ledger(filter: &TaskFilter) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(filter.pairs());
    format!("/ledger?{}", query.finish())
}

impl Figure {
    /// `count`, which is that of `filter`.
    pub fn new(count: i64, filter: &TaskFilter) -> Self {
        Self { count, href: ledger(filter) }
    }

    /// The number as HTML for a sentence.
    pub fn bold(&self) -> String {
        self.around(self.count)
    }

    /// Words that say the number, as HTML for a sentence; `words` bear no sign of HTML.
    pub fn around(&self, words: impl Display) -> String {
        let (count, href) = (self.count, self.href.replace('&', "&amp;"));
        if count == 0 {
            return format!("<b>{words}</b>");
        }
        format!(r#"<a data-figure="{count}" href="{href}"><b>{words}</b></a>"#)
    }
}

/// A rate with the figures that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateFigure {
    /// As people read it, `90.4%`; `None` of nothing, and of few, where the two figures say it.
    pub percent: Option<String>,
    /// What is divided.
    pub part: Figure,
    /// By what; 0 where there is nothing yet.
    pub of: Figure,
}

/// Counts with the filter that they are counts of: what figures are taken from.
#[derive(Debug, Clone)]
pub struct Tally {
    /// The counts.
    pub counts: Counts,
    /// Which tasks they count.
    pub filter: TaskFilter,
    as_of: NaiveDate,
}

impl Tally {
    /// `counts` of what `filter` lists, as of `as_of`.
    pub fn new(counts: Counts, filter: TaskFilter, as_of: NaiveDate) -> Self {
        Self { counts, filter, as_of }
    }

    /// One figure of them.
    pub fn figure(&self, measure: Measure) -> Figure {
        Figure::new(measure.of(&self.counts), &measure.among(self.filter.clone(), self.as_of))
    }

    /// One rate of them.
    pub fn rate(&self, ratio: Ratio) -> RateFigure {
        let shown = ratio.of(&self.counts).shown();
        RateFigure {
            percent: shown.filter(|shown| shown.ends_with('%')),
            part: self.figure(ratio.part),
            of: self.figure(ratio.of),
        }
    }

    /// The five lights, each with its figure.
    pub fn lights(&self) -> Vec<(crate::domain::Light, Figure)> {
        Measure::LIGHTS.map(|light| (light, self.figure(Measure::Lit(light)))).into()
    }

    /// The bar of the five lights, each stretch a door.
    pub fn bar(&self, lang: Lang) -> Bar {
        let parts = self.lights().into_iter();
        Bar::of_figures(parts.map(|(light, figure)| {
            let words = lang.dashboard_bar_part(lang.light(light), figure.count);
            (mark(light), figure, words)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::DepartmentId;

    fn tally(due: i64, on_time: i64) -> Tally {
        let counts = Counts { due, due_on_time: on_time, ..Counts::default() };
        let filter = TaskFilter { department_id: Some(DepartmentId(7)), ..TaskFilter::default() };
        Tally::new(counts, filter, "2026-03-09".parse().unwrap())
    }

    #[test]
    fn the_door_says_what_was_counted() {
        let figure = tally(8, 5).figure(Measure::Due);
        assert_eq!(figure.count, 8);
        assert_eq!(figure.href, "/ledger?counted=true&department_id=7&baseline_to=2026-03-09");
        assert!(figure.bold().starts_with(r#"<a data-figure="8" href="/ledger?counted=true&amp;"#));
    }

    #[test]
    fn nothing_is_no_door() {
        assert_eq!(tally(0, 0).figure(Measure::Due).bold(), "<b>0</b>");
    }

    #[test]
    fn a_rate_of_few_shows_its_two_figures() {
        let rate = tally(8, 5).rate(Ratio::ON_TIME);
        assert_eq!((rate.percent, rate.part.count, rate.of.count), (None, 5, 8));
        let rate = tally(20, 15).rate(Ratio::ON_TIME);
        assert_eq!(rate.percent.as_deref(), Some("75.0%"));
    }
}

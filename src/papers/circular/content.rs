//! All that stands on the paper of a circular, word by word: what is frozen when it is signed.

use serde::{Deserialize, Serialize};

use crate::domain::{CircularFigures, CircularRule, CircularTexts, NamedAfter, NamedTask, Tally};
use crate::i18n::Lang;

/// The paper of a circular, as words. Nothing is worked out any more when it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The language.
    pub lang: Lang,
    /// The organisation.
    pub organisation: String,
    /// What it is: 督办通报.
    pub title: String,
    /// Its number, or the place for it.
    pub number: String,
    /// Who signed it, or the place for that.
    pub signed: String,
    /// What it is on.
    pub subject: String,
    /// The totals in words.
    pub opening: String,
    /// The heading of the units, and their figures.
    pub units: (String, ContentTable),
    /// Heading, words and rule on who did well.
    pub well: [String; 3],
    /// Heading, words and rule on who is behind.
    pub behind: [String; 3],
    /// The overdue tasks, if there are any.
    pub overdue: Option<ContentTable>,
    /// Heading and words on what is asked.
    pub asked: [String; 2],
    /// The office.
    pub issuer: String,
    /// The day of its signature, or of its figures.
    pub day: String,
    /// To whom it goes.
    pub copies: String,
}

/// A table, as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentTable {
    /// What it shows.
    pub label: String,
    /// Its columns: what each holds, its share of the width, and whether that is figures.
    pub columns: Vec<(String, u16, bool)>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// What stands around the words: whose paper it is and what it was signed under.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The organisation.
    pub organisation: String,
    /// Its number, once signed.
    pub number: Option<String>,
    /// Who signed it, once signed.
    pub signed_by: Option<String>,
    /// The day of its signature.
    pub signed_on: Option<chrono::NaiveDate>,
}

/// The paper of a circular with these words and figures.
pub fn content(
    lang: Lang,
    head: Head,
    texts: &CircularTexts,
    figures: &CircularFigures,
) -> Content {
    let CircularTexts { subject, opening, well, behind, asked, issuer, copies } = texts.clone();
    let day = head.signed_on.unwrap_or(figures.as_of);
    Content {
        lang,
        organisation: head.organisation,
        title: lang.circular_paper().to_owned(),
        number: head.number.unwrap_or_else(|| lang.circular_no_number().to_owned()),
        signed: head.signed_by.map_or_else(
            || lang.circular_unsigned().to_owned(),
            |name| lang.circular_signed_by(name),
        ),
        subject,
        opening,
        units: (lang.circular_heading_units().to_owned(), units(lang, figures)),
        well: [lang.circular_heading_well().to_owned(), well, rule_well(lang, &figures.rule)],
        behind: [
            lang.circular_heading_behind().to_owned(),
            behind,
            rule_behind(lang, &figures.rule),
        ],
        overdue: (!figures.overdue.is_empty()).then(|| overdue(lang, figures)),
        asked: [lang.circular_heading_asked().to_owned(), asked],
        issuer,
        day: lang.long_date(day),
        copies,
    }
}

fn rule_well(lang: Lang, rule: &CircularRule) -> String {
    lang.circular_rule_well(rule.least_due, rule.many, rule.least_percent)
}

fn rule_behind(lang: Lang, rule: &CircularRule) -> String {
    let days = |days: Option<u32>| {
        days.map_or_else(|| lang.circular_rule_days_none().to_owned(), |days| days.to_string())
    };
    let NamedAfter { normal, urgent, critical } = rule.named_after;
    let days = if normal == urgent && normal == critical {
        lang.circular_rule_days(days(normal))
    } else {
        lang.circular_rule_days_by_urgency(days(normal), days(urgent), days(critical))
    };
    lang.circular_rule_behind(days, rule.urgings)
}

fn units(lang: Lang, figures: &CircularFigures) -> ContentTable {
    let row = |name: &str, tally: &Tally| {
        let counts = [tally.all, tally.due, tally.due_on_time, tally.due_late(), tally.overdue];
        let rate = tally.on_time().shown();
        let rate = rate.unwrap_or_else(|| lang.circular_nothing_due().to_owned());
        let counts = counts.into_iter().map(|count| count.to_string());
        std::iter::once(name.to_owned()).chain(counts).chain([rate]).collect()
    };
    let mut rows: Vec<Vec<String>> =
        figures.units.iter().map(|unit| row(&unit.name, &unit.tally)).collect();
    rows.push(row(lang.circular_together(), &figures.total));
    let figures = |head: &str, share| (head.to_owned(), share, true);
    ContentTable {
        label: lang.circular_table_units().to_owned(),
        columns: vec![
            (lang.circular_unit().to_owned(), 30, false),
            figures(lang.circular_all(), 9),
            figures(lang.circular_due(), 11),
            figures(lang.circular_on_time(), 13),
            figures(lang.circular_late(), 12),
            figures(lang.circular_overdue(), 10),
            figures(lang.circular_rate(), 15),
        ],
        rows,
    }
}

fn overdue(lang: Lang, figures: &CircularFigures) -> ContentTable {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| lang.date_near(day, figures.as_of));
    let none = || lang.circular_none_given().to_owned();
    let row = |(place, task): (usize, &NamedTask)| {
        let title = match &task.number {
            Some(number) => lang.circular_numbered(&task.title, number),
            None => task.title.clone(),
        };
        vec![
            place.to_string(),
            title,
            task.lead.clone(),
            day(task.due_on).unwrap_or_default(),
            task.days_over.to_string(),
            task.reason.clone().unwrap_or_else(none),
            day(task.expected_on).unwrap_or_else(none),
        ]
    };
    let column = |head: &str, share, figures| (head.to_owned(), share, figures);
    ContentTable {
        label: lang.circular_table_overdue().to_owned(),
        columns: vec![
            column(lang.circular_no(), 7, true),
            column(lang.circular_task(), 29, false),
            column(lang.circular_lead(), 16, false),
            column(lang.circular_due_on(), 11, true),
            column(lang.circular_days_over(), 9, true),
            column(lang.circular_reason(), 17, false),
            column(lang.circular_expected(), 11, true),
        ],
        rows: (1..).zip(&figures.overdue).map(row).collect(),
    }
}

//! Twelve months of opened and closed, drawn by the template; no text is measured.

use chrono::NaiveDate;

use super::links::Doors;
use crate::domain::Month;
use crate::i18n::Lang;
use crate::pages::Figure;

/// The ground line of the bars.
const BASE: i64 = 166;
/// How high the highest bar is.
const HIGHEST: i64 = 148;

/// The chart and its table.
#[derive(Debug)]
pub(super) struct Chart {
    /// What it shows, in words.
    pub desc: String,
    /// Its months, the oldest first.
    pub months: Vec<ChartMonth>,
}

/// One month: bars, words and doors.
#[derive(Debug)]
pub(super) struct ChartMonth {
    /// `Jun`, `6月`.
    pub short: String,
    /// `Jun 2023`, `2023年6月`.
    pub name: String,
    /// Issued in it.
    pub opened: Figure,
    /// Closed in it.
    pub closed: Figure,
    /// Every second name goes first where the screen is narrow.
    pub alternate: bool,
    /// So do the numbers, where they are long.
    pub crowded: bool,
    /// Left edge of the first bar, in per cent.
    pub open_x: String,
    /// Left edge of the second bar.
    pub close_x: String,
    /// Middle of the words.
    pub text_x: String,
    /// Top of the first bar.
    pub open_y: String,
    /// Its height.
    pub open_h: String,
    /// Top of the second bar.
    pub close_y: String,
    /// Its height.
    pub close_h: String,
    /// Where the numbers stand.
    pub label_y: String,
}

impl Chart {
    /// The chart of `months`.
    pub(super) fn of(lang: Lang, doors: &Doors, months: &[Month], as_of: NaiveDate) -> Self {
        let most = months.iter().map(|month| month.opened.max(month.closed)).max().unwrap_or(0);
        let drawn = (0..).zip(months).map(|(index, month)| draw(lang, doors, index, month, most));
        Self { desc: desc(lang, months, as_of), months: drawn.collect() }
    }
}

fn draw(lang: Lang, doors: &Doors, index: i64, month: &Month, most: i64) -> ChartMonth {
    // In hundredths of a per cent, a twelfth each.
    let left = index * 10_000 / 12;
    let percent = |hundredths: i64| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    // In tenths of a pixel.
    let height = |count: i64| count * HIGHEST * 10 / most.max(1);
    let pixels = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
    let top = |count: i64| BASE * 10 - height(count);
    ChartMonth {
        short: lang.month(month.first),
        name: lang.month_of_year(month.first),
        opened: doors.opened_in(month),
        closed: doors.closed_in(month),
        alternate: index % 2 == 1,
        crowded: index % 2 == 1 && most > 99,
        open_x: percent(left + 90),
        close_x: percent(left + 430),
        text_x: percent(left + 405),
        open_y: pixels(top(month.opened)),
        open_h: pixels(height(month.opened)),
        close_y: pixels(top(month.closed)),
        close_h: pixels(height(month.closed)),
        label_y: pixels(top(month.opened.max(month.closed)) - 50),
    }
}

fn desc(lang: Lang, months: &[Month], as_of: NaiveDate) -> String {
    let first = months.first().map(|month| lang.month_of_year(month.first)).unwrap_or_default();
    let last = lang.long_date(as_of);
    // The first of several equal ones.
    let most = |count: fn(&Month) -> i64| {
        months.iter().rev().max_by_key(|month| count(month)).filter(|month| count(month) > 0)
    };
    let opened = most(|month| month.opened);
    let closed = most(|month| month.closed);
    match opened.zip(closed) {
        Some((opened, closed)) => lang.dashboard_months_desc(
            first,
            last,
            lang.month_of_year(opened.first),
            opened.opened,
            lang.month_of_year(closed.first),
            closed.closed,
        ),
        None => lang.dashboard_months_desc_span(first, last),
    }
}

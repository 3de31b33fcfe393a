//! From the lines of pages to paragraphs: what was wrapped is whole again, and what only the paper
//! needed (page numbers, running heads) is left out.

use std::collections::HashMap;

use super::lines::{Line, Piece, is_wide, joined};
use crate::documents::sheet::Sheet;
use crate::domain::NotRead;

/// The text of all pages, of at most so many bytes.
///
/// # Errors
/// [`NotRead::TooLarge`] where it is longer.
pub(super) fn text(mut pages: Vec<Vec<Piece>>, most: usize) -> Result<String, NotRead> {
    strip_running(&mut pages);
    let mut sheet = Sheet::new(most);
    let mut open: Option<Paragraph> = None;
    for page in &pages {
        let measure = Measure::of(page);
        for piece in page {
            match (piece, &mut open) {
                (Piece::Line(line), Some(paragraph)) if paragraph.goes_on(line, &measure) => {
                    paragraph.add(line, &measure);
                }
                (Piece::Line(line), _) => {
                    end(&mut sheet, open.take());
                    open = Some(Paragraph::new(line, &measure));
                }
                (Piece::Row(cells), _) => {
                    end(&mut sheet, open.take());
                    sheet.write(&format!("| {} |", cells.join(" | ")));
                    sheet.end_line();
                }
            }
        }
        // A row is the last thing that could know its page.
        if let Some(paragraph) = &mut open {
            paragraph.turned = true;
        }
    }
    end(&mut sheet, open);
    sheet.finish()
}

fn end(sheet: &mut Sheet, paragraph: Option<Paragraph>) {
    if let Some(paragraph) = paragraph {
        sheet.end_paragraph();
        sheet.write(&paragraph.text);
        sheet.end_paragraph();
    }
}

/// Takes away page numbers, and what most pages begin or end with.
fn strip_running(pages: &mut [Vec<Piece>]) {
    for page in &mut *pages {
        if page.last().is_some_and(|piece| is_page_number(&piece.said())) {
            page.pop();
        }
        if page.first().is_some_and(|piece| is_page_number(&piece.said())) {
            page.remove(0);
        }
    }
    let most = |edge: fn(&[Piece]) -> Option<&Piece>| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for piece in pages.iter().filter_map(|page| edge(page)) {
            *counts.entry(pattern(&piece.said())).or_default() += 1;
        }
        let repeated =
            counts.into_iter().filter(|(_, count)| *count >= 2 && *count * 2 > pages.len());
        repeated.map(|(said, _)| said).next()
    };
    let (head, foot) = (most(<[Piece]>::first), most(<[Piece]>::last));
    for (index, page) in pages.iter_mut().enumerate() {
        // The first page keeps what may be the title.
        if index > 0 && head.is_some() && page.first().map(|one| pattern(&one.said())) == head {
            page.remove(0);
        }
        if foot.is_some() && page.last().map(|one| pattern(&one.said())) == foot {
            page.pop();
        }
    }
}

/// What is said, whatever the numbers in it.
fn pattern(said: &str) -> String {
    said.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// `- 3 -`, `第3页 共7页`, `Page 3 of 7`, `3/7`.
fn is_page_number(said: &str) -> bool {
    let bare = said.to_lowercase().replace("page", "").replace("of", "");
    let mut digits = 0;
    bare.chars().count() <= 24
        && bare.chars().all(|c| {
            digits += usize::from(c.is_ascii_digit());
            c.is_ascii_digit() || " -–—·•./|第共页,，".contains(c)
        })
        && (1..=8).contains(&digits)
}

/// How a page is set.
struct Measure {
    left: f64,
    right: f64,
    /// The usual distance of two lines.
    leading: Option<f64>,
}

impl Measure {
    fn of(page: &[Piece]) -> Self {
        let lines: Vec<&Line> = page
            .iter()
            .filter_map(|piece| match piece {
                Piece::Line(line) => Some(line),
                Piece::Row(_) => None,
            })
            .collect();
        let mut steps: Vec<f64> = lines
            .windows(2)
            .map(|two| two[0].height - two[1].height)
            .filter(|step| *step > 0.0)
            .collect();
        steps.sort_by(f64::total_cmp);
        Self {
            left: lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min),
            right: lines.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max),
            leading: steps.get(steps.len() / 2).copied(),
        }
    }
}

struct Paragraph {
    text: String,
    last: Line,
    /// How far the last line is from the edge of its page.
    room: f64,
    /// Whether it has one line only, set in.
    indented: bool,
    marked: bool,
    /// Whether the page has been turned since.
    turned: bool,
}

impl Paragraph {
    fn new(line: &Line, measure: &Measure) -> Self {
        Self {
            text: line.text.trim().to_owned(),
            room: measure.right - line.right,
            indented: line.left > measure.left + 1.2 * line.size,
            marked: begins_item(line.text.trim()),
            last: line.clone(),
            turned: false,
        }
    }

    fn add(&mut self, line: &Line, measure: &Measure) {
        self.text = joined(std::mem::take(&mut self.text), &line.text);
        self.room = measure.right - line.right;
        (self.indented, self.turned) = (false, false);
        self.last = line.clone();
    }

    /// Whether `line` is its next one.
    fn goes_on(&self, line: &Line, measure: &Measure) -> bool {
        let (last, size) = (&self.last, line.size);
        let ended =
            last.text.trim_end().ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':']);
        // The line was full: the next word did not fit.
        let word = first_word(line.text.trim_start()) * size;
        let full = self.room <= word.max(2.0 * size);
        let step = last.height - line.height;
        let near = self.turned
            || step > 0.0
                && step < 3.0 * size
                && measure.leading.is_none_or(|usual| step < 1.35 * usual.max(size));
        let same_size = (last.size - size).abs() <= 0.15 * last.size.max(size);
        let set_in = line.left > last.left + 0.7 * size;
        // An item goes on under its own words.
        let hanging = self.marked && line.left < last.left + 4.0 * size;
        let first_of_another = self.indented && ended && (line.left - last.left).abs() < 0.7 * size;
        let item = begins_item(line.text.trim_start()) && ended;
        full && near
            && same_size
            && !item
            && !first_of_another
            && (!set_in || hanging && !self.turned)
    }
}

/// The width of what would have had to fit, in sizes of the type.
fn first_word(text: &str) -> f64 {
    let word = text.chars().take_while(|c| !c.is_whitespace() && !is_wide(*c)).take(40);
    word.fold(1.0, |width, _| width + 0.55)
}

/// Whether a line begins with the mark of an item: `1.`, `（一）`, `•`.
fn begins_item(text: &str) -> bool {
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return false };
    if "•·-–—○●■□◆▪*①②③④⑤⑥⑦⑧⑨⑩（(".contains(first) {
        return true;
    }
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.trim_start_matches(is_number);
    rest.len() < text.len()
        && text.len() - rest.len() <= 9
        && rest.starts_with(['.', '、', '．', ')', '）'])
        || first == '第' && text.chars().nth(1).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, height: f64) -> Piece {
        let width: f64 = text.chars().map(|c| if is_wide(c) { 10.0 } else { 5.0 }).sum();
        let text = text.to_owned();
        Piece::Line(Line { text, left, right: left + width, height, size: 10.0 })
    }

    #[track_caller]
    fn case(pages: Vec<Vec<Piece>>, expected: &str) {
        assert_eq!(text(pages, 10_000).unwrap(), expected);
    }

    #[test]
    fn wrapped_han_is_whole_again_and_an_indent_begins_anew() {
        case(
            vec![vec![
                line("院长办公会纪要", 40.0, 200.0),
                line("会议要求，教务处修订课程", 20.0, 180.0),
                line("方案，六月底前报院长办公会审", 0.0, 165.0),
                line("定。", 0.0, 150.0),
                line("总务处修门。", 20.0, 135.0),
            ]],
            "院长办公会纪要\n\n会议要求，教务处修订课程方案，六月底前报院长办公会审定。\n\n总务处修门。\n",
        );
    }

    #[test]
    fn sentences_go_on_over_the_page_and_page_numbers_do_not_part_them() {
        let page = |first: &str, number: &str| {
            vec![line("例会纪要", 0.0, 300.0), line(first, 0.0, 270.0), line(number, 60.0, 20.0)]
        };
        let mut pages = vec![
            page("会议要求教务处修订课程方案并", "- 1 -"),
            page("于六月底前报院长办公会审定后", "第2页 共3页"),
            page("印发各二级学院。", "3/3"),
        ];
        pages[0].remove(0);
        pages[0].insert(0, line("例会纪要", 0.0, 300.0));
        case(
            pages,
            "例会纪要\n\n会议要求教务处修订课程方案并于六月底前报院长办公会审定后印发各二级学院。\n",
        );
    }

    #[test]
    fn ragged_english_is_joined_and_items_stay_apart() {
        case(
            vec![vec![
                line("The Academic Affairs Office shall", 0.0, 200.0),
                line("publish the list of open lessons in", 0.0, 188.0),
                line("good time.", 0.0, 176.0),
                line("1. The gate shall be mended soon,", 0.0, 164.0),
                line("before winter sets in.", 12.0, 152.0),
                line("2. Chalk shall be bought.", 0.0, 140.0),
            ]],
            "The Academic Affairs Office shall publish the list of open lessons in good time.\n\n\
             1. The gate shall be mended soon, before winter sets in.\n\n2. Chalk shall be bought.\n",
        );
    }

    #[test]
    fn a_number_is_only_a_page_number_at_the_edge() {
        assert!(is_page_number("Page 3 of 12") && is_page_number("— 4 —") && is_page_number("7"));
        assert!(
            !is_page_number("2026年3月5日") && !is_page_number("3 items") && !is_page_number("-")
        );
    }
}

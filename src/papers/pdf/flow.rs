//! Lines into pages.

use super::lines::{Line, Setter, start};
use super::table::table;
use crate::papers::style::{A4, INK, MARGINS, ZHU};
use crate::papers::{Align, Block, Look, Paper, Run, Slip, Style, Turn};

/// Where lines begin.
pub const LEFT: f32 = MARGINS[3];

/// What is drawn on one page.
pub type Page = Vec<Mark>;

/// One thing drawn. Points, from the top left corner of the page.
#[derive(Debug, Clone)]
pub enum Mark {
    /// A line of text: where it begins, and its base line.
    Text(f32, f32, Line),
    /// A rule.
    Rule(Rule),
    /// A shaded area: left, top, width, height.
    Shade([f32; 4]),
}

/// A straight line.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Where it begins.
    pub from: (f32, f32),
    /// Where it ends.
    pub to: (f32, f32),
    /// How thick it is.
    pub thick: f32,
    /// Its colour.
    pub colour: [u8; 3],
    /// Whether it is to be cut along.
    pub dashed: bool,
}

/// The pages so far, and where the next line goes.
pub struct Flow<'a> {
    /// Sets text.
    pub setter: &'a Setter<'a>,
    /// What is printed.
    pub paper: &'a Paper,
    /// The page's width and height.
    pub size: [f32; 2],
    /// Where the next line's top is.
    pub y: f32,
    pages: Vec<Page>,
}

/// The pages of a paper.
pub fn flow(paper: &Paper, setter: &Setter<'_>) -> Vec<Page> {
    let [short, long] = A4;
    let size = if paper.turn == Turn::Landscape { [long, short] } else { [short, long] };
    let mut flow = Flow { setter, paper, size, y: MARGINS[0], pages: vec![Page::new()] };
    for block in &paper.blocks {
        flow.block(block);
    }
    flow.pages
}

impl Flow<'_> {
    /// Between the margins.
    pub fn width(&self) -> f32 {
        self.size[0] - MARGINS[1] - MARGINS[3]
    }

    /// Where the bottom margin begins.
    pub fn bottom(&self) -> f32 {
        self.size[1] - MARGINS[2]
    }

    /// How a style is set on this paper.
    pub fn look(&self, style: Style) -> Look {
        style.look(self.paper.scale, self.paper.lang)
    }

    /// Draws on the page in hand.
    pub fn draw(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Begins a new page.
    pub fn turn(&mut self) {
        self.pages.push(Page::new());
        self.y = MARGINS[0];
    }

    /// Begins a new page where `height` does not fit on this one, but would on another.
    pub fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() && self.y > MARGINS[0] {
            self.turn();
        }
    }

    /// Draws a line whose box begins at `x`, `y`.
    pub fn text(&mut self, x: f32, y: f32, line: Line, look: &Look) {
        // A Chinese character stands 0.88 em above its base line.
        let base = y + (look.leading - look.size) / 2.0 + look.size * 0.88;
        for stretch in line.stretches.iter().filter(|stretch| stretch.quoted) {
            let at = base + look.size * 0.2;
            let from = (x + stretch.x, at);
            let to = (x + stretch.x + stretch.width, at);
            self.draw(Mark::Rule(Rule { from, to, thick: 0.6, colour: ZHU, dashed: false }));
        }
        self.draw(Mark::Text(x, base, line));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Line(style, runs) => self.paragraph(*style, runs),
            Block::Reference(left, right) => self.reference(left, right),
            Block::Table(one) => table(self, one),
            Block::Slip(slip) => self.slip(slip),
            Block::PageBreak => self.turn(),
        }
    }

    fn paragraph(&mut self, style: Style, runs: &[Run]) {
        let look = self.look(style);
        let lines = self.setter.lines(runs, &look, self.width());
        // A heading does not stand alone at the foot of a page; nor is what is signed torn apart.
        let together = if look.title { 3 } else { 1 };
        let kept = if style == Style::Signoff { lines.len() } else { together };
        #[expect(clippy::cast_precision_loss, reason = "lines of one page")]
        self.need(look.above + look.leading * kept as f32);
        self.y += look.above;
        if style == Style::Copies {
            self.rule(0.6, INK, false);
            self.y += 4.0;
        }
        for line in lines {
            self.need(look.leading);
            let x = LEFT + start(&line, look.align, self.width());
            self.text(x, self.y, line, &look);
            self.y += look.leading;
        }
        if style == Style::Copies {
            self.y += 4.0;
            self.rule(0.6, INK, false);
        }
        self.y += look.below;
    }

    fn reference(&mut self, left: &str, right: &str) {
        let look = self.look(Style::Reference);
        self.y += look.above;
        // What stands at the right is short as a rule, and leaves the rest to the left.
        let taken = self.setter.line(right, &look).width.min(self.width() / 2.0 - 6.0);
        let widths = [self.width() - taken - 12.0, taken + 1.0];
        let columns: Vec<Vec<Line>> = [left, right]
            .iter()
            .zip(widths)
            .map(|(text, width)| self.setter.lines(&[Run::plain(text)], &look, width))
            .collect();
        let deep = columns.iter().map(Vec::len).max().unwrap_or(1);
        #[expect(clippy::cast_precision_loss, reason = "lines of one page")]
        let height = look.leading * deep as f32;
        self.need(height + 12.0);
        for (lines, align) in columns.into_iter().zip([Align::Left, Align::Right]) {
            let mut y = self.y;
            for line in lines {
                let x = LEFT + start(&line, align, self.width());
                self.text(x, y, line, &look);
                y += look.leading;
            }
        }
        self.y += height + 4.0;
        self.rule(2.0, ZHU, false);
        self.y += look.below;
    }

    fn rule(&mut self, thick: f32, colour: [u8; 3], dashed: bool) {
        let from = (LEFT, self.y);
        let to = (LEFT + self.width(), self.y);
        self.draw(Mark::Rule(Rule { from, to, thick, colour, dashed }));
    }

    fn slip(&mut self, slip: &Slip) {
        let look = self.look(Style::Slip);
        let width = self.width();
        let mut lines = self.setter.lines(&[Run::strong(&slip.title)], &look, width);
        let said = [&slip.lead].into_iter().chain(&slip.options).filter(|text| !text.is_empty());
        for text in said {
            lines.extend(self.setter.lines(&[Run::plain(text)], &look, width));
        }
        let rows = slip.blanks.chunks(2).count();
        let filled = look.leading + 10.0;
        #[expect(clippy::cast_precision_loss, reason = "lines of one page")]
        let height = 44.0 + look.leading * lines.len() as f32 + filled * rows as f32;
        self.need(height);
        self.y += 26.0;
        self.rule(1.2, INK, true);
        self.y += 12.0;
        for line in lines {
            self.need(look.leading);
            self.text(LEFT, self.y, line, &look);
            self.y += look.leading;
        }
        let half = width / 2.0;
        for pair in slip.blanks.chunks(2) {
            self.need(filled);
            self.y += 10.0;
            for (at, blank) in (0_u8..).zip(pair) {
                let x = LEFT + half * f32::from(at);
                let line = self.setter.line(blank, &look);
                let from = (x + line.width + 6.0, self.y + look.leading - 3.0);
                let to = (x + half - if at == 0 { 14.0 } else { 0.0 }, from.1);
                self.text(x, self.y, line, &look);
                self.draw(Mark::Rule(Rule { from, to, thick: 0.6, colour: INK, dashed: false }));
            }
            self.y += look.leading;
        }
    }
}

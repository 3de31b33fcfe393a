//! A table over as many pages as it needs, its head repeated on each.

use super::flow::{Flow, LEFT, Mark, Rule};
use super::lines::{Line, start};
use crate::papers::style::MARGINS;
use crate::papers::{Align, Cell, Look, Run, Style, Table, TableKind, Tone};

/// The space between a cell's border and its words.
const PAD: [f32; 2] = [5.0, 3.5];
const BORDER: [u8; 3] = [0x4b, 0x53, 0x60];

/// A row ready to be drawn.
struct Row {
    cells: Vec<Laid>,
    shaded: bool,
}

/// A cell ready to be drawn.
struct Laid {
    /// From the table's left.
    x: f32,
    width: f32,
    lines: Vec<Line>,
    align: Align,
    shaded: bool,
}

/// Draws `table` from where the flow is.
pub fn table(flow: &mut Flow<'_>, table: &Table) {
    let style = if table.kind == TableKind::Brief { Style::SmallCell } else { Style::Cell };
    let look = flow.look(style);
    flow.y += 4.0;
    let head = table.has_head().then(|| head(flow, table, &look));
    if let Some(head) = &head {
        flow.need(head.height(&look) * 2.0);
        let _drawn = draw(flow, head, 0, &look);
    }
    for row in &table.rows {
        let row = body(flow, table, row, &look);
        let fresh = MARGINS[0] + head.as_ref().map_or(0.0, |head| head.height(&look));
        if flow.y + row.height(&look) > flow.bottom() && flow.y > fresh {
            again(flow, head.as_ref(), &look);
        }
        // A row taller than a page goes on, on the next one.
        let mut from = 0;
        loop {
            from = draw(flow, &row, from, &look);
            if from >= row.deep() {
                break;
            }
            again(flow, head.as_ref(), &look);
        }
    }
    flow.y += 10.0;
}

fn again(flow: &mut Flow<'_>, head: Option<&Row>, look: &Look) {
    flow.turn();
    if let Some(head) = head {
        let _drawn = draw(flow, head, 0, look);
    }
}

fn head(flow: &Flow<'_>, table: &Table, look: &Look) -> Row {
    let cells = (0_u16..).zip(&table.columns).map(|(at, column)| {
        let (x, width) = place(flow, table, at.into(), 1);
        let runs = [Run::strong(&column.head)];
        let lines = flow.setter.lines(&runs, look, width - 2.0 * PAD[0]);
        Laid { x, width, lines, align: Align::Centre, shaded: true }
    });
    Row { cells: cells.collect(), shaded: true }
}

fn body(flow: &Flow<'_>, table: &Table, row: &[Cell], look: &Look) -> Row {
    let mut cells = Vec::new();
    for (at, cell, figures) in table.placed(row) {
        let (x, width) = place(flow, table, at, cell.span);
        let bold = cell.head && table.kind == TableKind::Pairs;
        let strong: Vec<Run> = if bold {
            cell.runs.iter().map(|run| Run::toned(Tone::Strong, run.text())).collect()
        } else {
            cell.runs.clone()
        };
        let lines = flow.setter.lines(&strong, look, width - 2.0 * PAD[0]);
        let align = if figures { Align::Right } else { Align::Left };
        cells.push(Laid { x, width, lines, align, shaded: bold });
    }
    Row { cells, shaded: false }
}

/// Where `span` columns from the `first` begin, and how wide they are.
fn place(flow: &Flow<'_>, table: &Table, first: usize, span: u16) -> (f32, f32) {
    let before = u16::try_from(first).unwrap_or(u16::MAX);
    let x = table.width(0, before, flow.width());
    (x, table.width(first, span, flow.width()))
}

impl Row {
    /// How many lines its deepest cell has.
    fn deep(&self) -> usize {
        self.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(1).max(1)
    }

    #[expect(clippy::cast_precision_loss, reason = "lines of one cell")]
    fn height(&self, look: &Look) -> f32 {
        self.deep() as f32 * look.leading + 2.0 * PAD[1]
    }
}

/// Draws as many lines of a row as fit, from the line `from`; says which line is next.
fn draw(flow: &mut Flow<'_>, row: &Row, from: usize, look: &Look) -> usize {
    let room = flow.bottom() - flow.y - 2.0 * PAD[1];
    let mut count = 0;
    let mut height = look.leading;
    while from + count < row.deep() && (height <= room || count == 0) {
        count += 1;
        height += look.leading;
    }
    let height = height - look.leading + 2.0 * PAD[1];
    let top = flow.y;
    for cell in &row.cells {
        let x = LEFT + cell.x;
        if cell.shaded || row.shaded {
            flow.draw(Mark::Shade([x, top, cell.width, height]));
        }
        let lines = cell.lines.iter().skip(from).take(count).cloned();
        let mut y = top + PAD[1];
        for line in lines {
            let inner = cell.width - 2.0 * PAD[0];
            let at = x + PAD[0] + start(&line, cell.align, inner);
            flow.text(at, y, line, look);
            y += look.leading;
        }
        frame(flow, [x, top, cell.width, height]);
    }
    flow.y += height;
    from + count
}

fn frame(flow: &mut Flow<'_>, [x, y, width, height]: [f32; 4]) {
    let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
    for at in 0..4 {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        flow.draw(Mark::Rule(Rule { from, to, thick: 0.6, colour: BORDER, dashed: false }));
    }
}

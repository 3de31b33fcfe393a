//! Pages into the bytes of a PDF.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;

use super::flow::{Mark, Page, Rule};
use super::lines::{Line, Setter, start};
use crate::papers::style::{A4, MARGINS};
use crate::papers::{Align, Error, Paper, Style, Turn};

/// The ground of a table's head.
const GROUND: [u8; 3] = [0xf4, 0xf4, 0xf2];

/// Writes the pages, each with the words and the number that all of them bear.
pub fn write(paper: &Paper, setter: &Setter<'_>, pages: Vec<Page>) -> Result<Vec<u8>, Error> {
    let [short, long] = A4;
    let (wide, high) = if paper.turn == Turn::Landscape { (long, short) } else { (short, long) };
    let mut document = Document::new();
    let metadata = Metadata::new().title(paper.name.clone()).language(paper.lang.tag().to_owned());
    document.set_metadata(metadata);
    let total = pages.len();
    for (at, marks) in pages.into_iter().enumerate() {
        let broken = || Error::Broken("an A4 page has no size".to_owned());
        let settings = PageSettings::from_wh(wide, high).ok_or_else(broken)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text(x, y, line) => text(&mut surface, x, y, line),
                Mark::Rule(one) => rule(&mut surface, one),
                Mark::Shade(area) => shade(&mut surface, area),
            }
        }
        let look = Style::Margin.look(paper.scale, paper.lang);
        let inner = wide - MARGINS[1] - MARGINS[3];
        let foot = setter.line(&paper.lang.papers_page(at + 1, total), &look);
        let x = MARGINS[3] + start(&foot, Align::Centre, inner);
        text(&mut surface, x, high - 36.0, foot);
        if !paper.running.is_empty() {
            let head = setter.line(&paper.running, &look);
            let x = MARGINS[3] + start(&head, Align::Centre, inner);
            text(&mut surface, x, 44.0, head);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| Error::Broken(format!("{error:?}")))
}

fn text(surface: &mut Surface<'_>, x: f32, y: f32, line: Line) {
    surface.set_stroke(None);
    for stretch in line.stretches {
        surface.set_fill(Some(Fill { paint: stretch.colour.into(), ..Fill::default() }));
        let at = Point::from_xy(x + stretch.x, y);
        surface.draw_glyphs(at, &stretch.glyphs, stretch.font, &stretch.text, stretch.size, false);
    }
}

fn rule(surface: &mut Surface<'_>, rule: Rule) {
    let mut path = PathBuilder::new();
    path.move_to(rule.from.0, rule.from.1);
    path.line_to(rule.to.0, rule.to.1);
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour(rule.colour).into(),
        width: rule.thick,
        dash: rule.dashed.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }),
        ..Stroke::default()
    }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn shade(surface: &mut Surface<'_>, [x, y, width, height]: [f32; 4]) {
    let mut path = PathBuilder::new();
    if let Some(area) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(area);
    }
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: colour(GROUND).into(), ..Fill::default() }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn colour([red, green, blue]: [u8; 3]) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

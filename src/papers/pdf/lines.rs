//! Text into lines of a given width, glyph by glyph.

use krilla::color::rgb;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::MetadataProvider as _;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::breaks::may_break;
use crate::papers::fonts::{Face, Faces};
use crate::papers::paper::shape;
use crate::papers::style::{GREY, INK, ZHU, light};
use crate::papers::{Align, Error, Look, Run, Tone};

/// Sets text in the faces of one document.
pub struct Setter<'a> {
    regular: Vec<Cut<'a>>,
    bold: Vec<Cut<'a>>,
}

/// A face with what setting needs of it.
struct Cut<'a> {
    font: Font,
    characters: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    em: f32,
}

/// A line: its stretches from the left, and how wide they are together.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What is drawn.
    pub stretches: Vec<Stretch>,
    /// In points.
    pub width: f32,
}

/// Glyphs of one face, size and colour.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// From the line's left.
    pub x: f32,
    /// In points.
    pub width: f32,
    /// The face.
    pub font: Font,
    /// In points.
    pub size: f32,
    /// What can be copied from the page.
    pub text: String,
    /// What is seen.
    pub glyphs: Vec<KrillaGlyph>,
    /// Its colour.
    pub colour: rgb::Color,
    /// Whether the minutes' own words: underlined.
    pub quoted: bool,
}

/// One character on its way into a line.
#[derive(Clone, Copy)]
struct Sort {
    c: char,
    glyph: u32,
    cut: usize,
    bold: bool,
    /// In points, without the space after it.
    advance: f32,
    size: f32,
    colour: [u8; 3],
    quoted: bool,
}

impl<'a> Setter<'a> {
    /// A setter in these faces.
    pub fn new(faces: &'a Faces) -> Result<Self, Error> {
        let cut = |face: &'a Face| {
            let look = face.look()?;
            Some(Cut {
                font: face.font.clone(),
                characters: look.charmap(),
                metrics: look.glyph_metrics(Size::unscaled(), LocationRef::default()),
                em: face.font.units_per_em(),
            })
        };
        let all = |faces: &'a [Face]| faces.iter().map(cut).collect::<Option<Vec<_>>>();
        let (regular, bold) = (all(&faces.regular), all(&faces.bold));
        Ok(Self { regular: regular.ok_or(Error::NoFont)?, bold: bold.ok_or(Error::NoFont)? })
    }

    /// `runs` in lines of at most `width` points, the first one set in as `look` says.
    pub fn lines(&self, runs: &[Run], look: &Look, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        for (at, sorts) in self.paragraphs(runs, look).into_iter().enumerate() {
            let indent = if at == 0 { look.indent } else { 0.0 };
            self.break_up(&sorts, look, width, indent, &mut lines);
        }
        lines
    }

    /// One line of plain text, however long.
    pub fn line(&self, text: &str, look: &Look) -> Line {
        let sorts: Vec<Sort> = self.sorts(&Run::plain(text), look).collect();
        self.line_of(&sorts, look, 0.0)
    }

    /// The characters of each line that the text itself begins.
    fn paragraphs(&self, runs: &[Run], look: &Look) -> Vec<Vec<Sort>> {
        let mut all = vec![Vec::new()];
        for run in runs {
            if let Run::Light(of, _) = run {
                let mark = self.sort(shape(*of), look.bold, look.size, light(*of), false);
                let space = self.sort(' ', look.bold, look.size, INK, false);
                all.last_mut().into_iter().for_each(|line| line.extend([mark, space]));
            }
            for sort in self.sorts(run, look) {
                match all.last_mut() {
                    Some(line) if sort.c != '\n' => line.push(sort),
                    _ => all.push(Vec::new()),
                }
            }
        }
        all
    }

    fn sorts(&self, run: &Run, look: &Look) -> impl Iterator<Item = Sort> {
        let base = if look.red { ZHU } else { INK };
        let tone = if let Run::Text(tone, _) = run { *tone } else { Tone::Plain };
        let (bold, size, colour) = match tone {
            Tone::Plain | Tone::Quote => (look.bold, look.size, base),
            Tone::Strong => (true, look.size, base),
            Tone::Hand => (look.bold, look.size, ZHU),
            Tone::Quiet => (look.bold, look.size.min(9.0), GREY),
        };
        let quoted = tone == Tone::Quote;
        run.text().chars().map(move |c| self.sort(c, bold, size, colour, quoted))
    }

    fn sort(&self, c: char, bold: bool, size: f32, colour: [u8; 3], quoted: bool) -> Sort {
        let cuts = if bold { &self.bold } else { &self.regular };
        // What no face has is shown as a box, and can still be copied.
        let stand_in = |c: char| {
            let of = |(at, cut): (usize, &Cut<'_>)| Some((at, cut.characters.map(c)?));
            cuts.iter().enumerate().find_map(of)
        };
        let (cut, glyph) = stand_in(c).or_else(|| stand_in('□')).unwrap_or_default();
        let advance = cuts
            .get(cut)
            .map_or(size, |cut| cut.metrics.advance_width(glyph).unwrap_or(cut.em) / cut.em * size);
        Sort { c, glyph: glyph.to_u32(), cut, bold, advance, size, colour, quoted }
    }

    fn break_up(&self, sorts: &[Sort], look: &Look, width: f32, indent: f32, to: &mut Vec<Line>) {
        let (mut start, mut indent) = (0, indent);
        loop {
            let rest = &sorts[start..];
            let end = fitting(rest, look, width - indent);
            let shown = rest[..end].iter().rposition(|sort| sort.c != ' ').map_or(0, |at| at + 1);
            to.push(self.line_of(&rest[..shown], look, indent));
            start += end;
            while sorts.get(start).is_some_and(|sort| sort.c == ' ') {
                start += 1;
            }
            indent = 0.0;
            if start >= sorts.len() {
                return;
            }
        }
    }

    fn line_of(&self, sorts: &[Sort], look: &Look, indent: f32) -> Line {
        let mut line = Line { stretches: Vec::new(), width: indent };
        let alike = |a: &Sort, b: &Sort| {
            (a.cut, a.bold, a.colour, a.quoted) == (b.cut, b.bold, b.colour, b.quoted)
                && a.size.to_bits() == b.size.to_bits()
        };
        for group in sorts.chunk_by(alike) {
            let Some(first) = group.first() else { continue };
            let cuts = if first.bold { &self.bold } else { &self.regular };
            let Some(cut) = cuts.get(first.cut) else { continue };
            let mut text = String::new();
            let mut glyphs = Vec::new();
            let mut width = 0.0;
            for sort in group {
                let from = text.len();
                text.push(sort.c);
                let advance = sort.advance + look.spacing;
                let id = GlyphId::new(sort.glyph);
                let range = from..text.len();
                glyphs.push(KrillaGlyph::new(id, advance / sort.size, 0.0, 0.0, 0.0, range, None));
                width += advance;
            }
            let [red, green, blue] = first.colour;
            line.stretches.push(Stretch {
                x: line.width,
                width,
                font: cut.font.clone(),
                size: first.size,
                text,
                glyphs,
                colour: rgb::Color::new(red, green, blue),
                quoted: first.quoted,
            });
            line.width += width;
        }
        line
    }
}

/// How many of `sorts` one line of `width` takes: at least one, up to the last place where a
/// line may end.
fn fitting(sorts: &[Sort], look: &Look, width: f32) -> usize {
    let (mut used, mut last) = (0.0, None);
    for (at, sort) in sorts.iter().enumerate() {
        if at > 0 && may_break(sorts[at - 1].c, sort.c) {
            last = Some(at);
        }
        used += sort.advance + look.spacing;
        if used - look.spacing > width && sort.c != ' ' {
            return last.unwrap_or(at).max(1);
        }
    }
    sorts.len()
}

/// How far from the left a line begins.
pub fn start(line: &Line, align: Align, width: f32) -> f32 {
    match align {
        Align::Left => 0.0,
        Align::Centre => ((width - line.width) / 2.0).max(0.0),
        Align::Right => (width - line.width).max(0.0),
    }
}

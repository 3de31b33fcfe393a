//! How each kind of line is set: one table for DOCX and PDF, after GB/T 9704 where it fits.

use super::Scale;
use crate::domain::Light;
use crate::i18n::Lang;

/// A kind of line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Who issues the paper, above its title.
    Issuer,
    /// What the paper is.
    Title,
    /// What it is, where it carries no issuer.
    PlainTitle,
    /// What it is about.
    Subtitle,
    /// What the paragraphs below are about.
    Heading,
    /// A paragraph.
    Body,
    /// A paragraph that begins at the margin.
    Flush,
    /// Who signs and when, at the right.
    Signoff,
    /// To whom it also goes.
    Copies,
    /// The line of the number.
    Reference,
    /// What a cell says.
    Cell,
    /// What a cell of the brief says.
    SmallCell,
    /// What stands on the slip.
    Slip,
    /// What stands at the head and foot of each page.
    Margin,
}

/// Where a line stands between its margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// How a line is set. All measures are points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// The size of its letters.
    pub size: f32,
    /// From one line to the next.
    pub leading: f32,
    /// The space above it.
    pub above: f32,
    /// The space below it.
    pub below: f32,
    /// How far its first line is set in.
    pub indent: f32,
    /// The space between its letters.
    pub spacing: f32,
    /// Where it stands.
    pub align: Align,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is vermilion.
    pub red: bool,
    /// Whether it is a title: another face in a DOCX.
    pub title: bool,
}

impl Style {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Issuer,
        Self::Title,
        Self::PlainTitle,
        Self::Subtitle,
        Self::Heading,
        Self::Body,
        Self::Flush,
        Self::Signoff,
        Self::Copies,
        Self::Reference,
        Self::Cell,
        Self::SmallCell,
        Self::Slip,
        Self::Margin,
    ];

    /// Its name inside a DOCX.
    pub fn id(self) -> &'static str {
        match self {
            Self::Issuer => "Issuer",
            Self::Title => "Title",
            Self::PlainTitle => "PlainTitle",
            Self::Subtitle => "Subtitle",
            Self::Heading => "Heading1",
            Self::Body => "BodyText",
            Self::Flush => "Flush",
            Self::Signoff => "Signature",
            Self::Copies => "Copies",
            Self::Reference => "Reference",
            Self::Cell => "Cell",
            Self::SmallCell => "SmallCell",
            Self::Slip => "Slip",
            Self::Margin => "Footer",
        }
    }

    /// The name that a word processor lists; those it knows itself bear its own names.
    pub fn listed_as(self) -> &'static str {
        match self {
            Self::Heading => "heading 1",
            Self::Body => "Body Text",
            Self::PlainTitle => "Plain Title",
            Self::SmallCell => "Small Cell",
            Self::Margin => "footer",
            other => other.id(),
        }
    }

    /// Whether a word processor does not know it by itself.
    pub fn is_own(self) -> bool {
        !matches!(
            self,
            Self::Title
                | Self::Subtitle
                | Self::Heading
                | Self::Body
                | Self::Signoff
                | Self::Margin
        )
    }

    /// How it is set.
    pub fn look(self, scale: Scale, lang: Lang) -> Look {
        let chinese = lang == Lang::ZhCn;
        let body = match (scale, lang) {
            (Scale::Form, _) => 12.0,
            (Scale::Official, Lang::ZhCn) => 16.0,
            (Scale::Official, Lang::En) => 12.0,
        };
        let plain = Look {
            size: body,
            leading: body * 1.7,
            above: 0.0,
            below: body * 0.35,
            indent: 0.0,
            spacing: 0.0,
            align: Align::Left,
            bold: false,
            red: false,
            title: false,
        };
        let title = Look { align: Align::Centre, bold: true, title: true, ..plain };
        match self {
            Self::Issuer => {
                Look { size: 16.0, leading: 22.0, below: 4.0, red: true, spacing: 0.6, ..title }
            }
            Self::Title => {
                let spacing = if chinese { 6.0 } else { 1.0 };
                Look { size: 22.0, leading: 32.0, below: 4.0, red: true, spacing, ..title }
            }
            Self::PlainTitle => Look { size: 20.0, leading: 28.0, below: 4.0, red: true, ..title },
            Self::Subtitle => Look { size: 15.0, leading: 24.0, above: 4.0, below: 12.0, ..title },
            Self::Heading => Look { above: body * 0.6, bold: true, title: true, ..plain },
            Self::Body => Look { indent: if chinese { body * 2.0 } else { 0.0 }, ..plain },
            Self::Flush => plain,
            Self::Signoff => Look { above: body * 1.6, align: Align::Right, ..plain },
            Self::Copies => Look { size: 11.0, leading: 18.0, above: body * 1.2, ..plain },
            Self::Reference => {
                Look { size: 11.0, leading: 18.0, above: 10.0, below: 12.0, ..plain }
            }
            Self::Cell => Look { size: 10.5, leading: 15.5, below: 0.0, ..plain },
            Self::SmallCell => Look { size: 9.0, leading: 13.0, below: 0.0, ..plain },
            Self::Slip => Look { size: 11.0, leading: 19.0, below: 3.0, ..plain },
            Self::Margin => {
                Look { size: 9.0, leading: 12.0, below: 0.0, align: Align::Centre, ..plain }
            }
        }
    }
}

/// The size of an A4 page that stands upright, in points.
pub(super) const A4: [f32; 2] = [595.28, 841.89];
/// The margins in points: top, right, bottom, left.
pub(super) const MARGINS: [f32; 4] = [71.0, 66.0, 68.0, 66.0];
/// The colour of what the institution insists on.
pub(super) const ZHU: [u8; 3] = [0xb0, 0x2a, 0x12];
/// The colour of words.
pub(super) const INK: [u8; 3] = [0x17, 0x1b, 0x22];
/// The colour of what is said beside.
pub(super) const GREY: [u8; 3] = [0x5a, 0x63, 0x71];

/// The colour of a light's shape.
pub(super) fn light(light: Light) -> [u8; 3] {
    match light {
        Light::None => GREY,
        Light::OnTrack => [0x2f, 0x7d, 0x5f],
        Light::DueSoon => [0xb8, 0x7c, 0x00],
        Light::Overdue => ZHU,
        Light::ClosedOnTime | Light::ClosedLate => INK,
    }
}

/// A colour as six hexadecimal digits.
pub(super) fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

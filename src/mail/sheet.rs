//! The sheet that every letter is written on: heading, what it says of each task, and the foot.

use askama::Template;

use super::Wording;
use crate::domain::{Card, CardLink};
use crate::i18n::Lang;

/// A letter before it is put into words of text and of HTML.
#[derive(Template)]
#[template(path = "mail/letter.html")]
pub(super) struct Sheet<'a> {
    pub lang: Lang,
    pub subject: String,
    pub organisation: &'a str,
    pub heading: String,
    pub intro: String,
    pub entries: Vec<Entry>,
    /// A single thing to do that belongs to no task: what it is called and where it leads.
    pub action: Option<(&'static str, &'a str)>,
    pub closing: &'a [String],
}

/// What a letter says of one task.
pub(super) struct Entry {
    pub tone: Tone,
    pub status: String,
    pub number: String,
    pub title: String,
    /// Source and part, in grey, as one paragraph.
    pub facts: Vec<String>,
    /// Dates, what is expected, what comes next: each on a line of its own.
    pub sentences: Vec<String>,
    pub action: String,
    pub link: String,
}

/// How pressing a status is: its mark and its colour, never the colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Calm,
    New,
    Back,
    Soon,
    Overdue,
}

impl Tone {
    pub fn mark(self) -> &'static str {
        match self {
            Self::Calm => "●",
            Self::New => "○",
            Self::Back => "↩",
            Self::Soon => "▲",
            Self::Overdue => "◆",
        }
    }

    pub fn colour(self) -> &'static str {
        match self {
            Self::Calm | Self::New => "#3e4653",
            Self::Back | Self::Soon => "#7d5200",
            Self::Overdue => "#a82a13",
        }
    }
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Text<'a> {
    sheet: &'a Sheet<'a>,
}

impl Sheet<'_> {
    /// The letter in words. Rendering writes into memory and cannot fail but for a fault of ours.
    pub fn wording(&self) -> Result<Wording, askama::Error> {
        let text = Text { sheet: self }.render()?;
        Ok(Wording::new(&self.subject, text, self.render()?).in_short(self.card()))
    }

    /// The letter in short: a line for each task, or what is said of the one that it is about.
    fn card(&self) -> Card {
        let said = match self.entries.as_slice() {
            [one] => {
                let first = format!("[{}] {} {}", one.status, one.number, one.title);
                let intro = std::iter::once(self.intro.clone()).filter(|intro| !intro.is_empty());
                intro.chain([first]).chain(one.sentences.iter().cloned()).collect()
            }
            [] => vec![self.intro.clone()],
            several => several
                .iter()
                .map(|one| format!("{}　{} {}", one.status, one.number, one.title))
                .collect(),
        };
        let link = |label: &str, address: &str| CardLink {
            label: label.to_owned(),
            address: address.to_owned(),
        };
        let own = self.action.iter().map(|(label, address)| link(label, address));
        let links = own.chain(self.entries.iter().map(|one| link(&one.action, &one.link)));
        // A chat is no letter: nobody answers it, and nobody needs to be told to whom it goes.
        let (reply, tracking) = (self.lang.mail_by_reply(), self.lang.mail_no_tracking());
        let closing = self.closing.iter().skip(1).filter(|said| *said != tracking);
        let foot = closing.map(|said| said.replace(reply, "").trim().to_owned());
        Card {
            title: self.heading.clone(),
            lines: said,
            links: links.collect(),
            foot: foot.collect(),
        }
    }

    /// The faces that mail programs have, the reader's script first.
    fn font(&self) -> &'static str {
        match self.lang {
            Lang::En => {
                "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei',sans-serif"
            }
            Lang::ZhCn => {
                "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
            }
        }
    }

    /// Sentences in one paragraph: Chinese ones follow each other without a space.
    fn joined(&self, sentences: &[String]) -> String {
        sentences.join(self.lang.sentence_space())
    }

    /// A label before the address that it names, in plain text.
    fn labelled(&self, label: &str) -> String {
        match self.lang {
            Lang::En => format!("{label}:"),
            Lang::ZhCn => format!("{label}："),
        }
    }
}

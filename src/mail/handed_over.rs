//! 移交: tasks that changed hands, in one letter.

use super::sheet::{Entry, Sheet, Tone};
use super::{Reader, TaskLine, Wording, one_line};

/// The letter to who took tasks over, or to who handed them over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// Who reads it.
    pub reader: Reader,
    /// Who had them before; `None` where the reader did.
    pub from: Option<String>,
    /// Who handed them over.
    pub actor: String,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub tasks: Vec<TaskLine>,
}

impl HandedOver {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, from, actor, count, tasks } = self;
        let lang = reader.lang;
        let heading = match (from, count) {
            (Some(from), 1) => lang.mail_handed_one(one_line(from)),
            (Some(from), count) => lang.mail_handed_many(count, one_line(from)),
            (None, 1) => lang.mail_handed_away_one().to_owned(),
            (None, count) => lang.mail_handed_away_many(count),
        };
        let day = lang.long_date(reader.today);
        let intro = match count - tasks.len() {
            0 => lang.mail_handed_intro(day, one_line(actor)),
            more => lang.mail_handed_intro_more(day, one_line(actor), more),
        };
        let entry = |task: &TaskLine| Entry {
            tone: Tone::New,
            status: lang.mail_status_handed().to_owned(),
            number: task.number.clone(),
            title: task.title(),
            facts: task.facts(reader),
            sentences: vec![task.dates(reader, true)],
            action: lang.mail_open(&task.number),
            link: task.link.clone(),
        };
        Sheet {
            lang,
            subject: heading.clone(),
            organisation: &reader.organisation,
            heading,
            intro,
            entries: tasks.iter().map(entry).collect(),
            action: None,
            closing: &reader.closing(&[], None),
        }
        .wording()
    }
}

//! 批示: a leader has written a word on a meeting, and it goes to those who lead its tasks.

use chrono::NaiveDate;

use super::sheet::{Entry, Sheet, Tone};
use super::task_line::quoted;
use super::{Reader, TaskLine, Wording, one_line};

/// The letter that brings a leader's word on a meeting.
#[derive(Debug, Clone)]
pub struct InstructedOnMeeting {
    /// Who reads it.
    pub reader: Reader,
    /// What the meeting is called.
    pub meeting: String,
    /// Who wrote it.
    pub actor: String,
    /// What was written.
    pub words: String,
    /// By when an answer is wanted.
    pub answer_by: Option<NaiveDate>,
    /// The reader's tasks that come from the meeting.
    pub tasks: Vec<TaskLine>,
    /// The meeting's page.
    pub link: String,
}

impl InstructedOnMeeting {
    /// The letter in words.
    pub fn render(&self) -> Result<Wording, askama::Error> {
        let Self { reader, meeting, actor, words, answer_by, tasks, link } = self;
        let lang = reader.lang;
        let (actor, meeting) = (one_line(actor), one_line(meeting));
        let day = lang.long_date(reader.today);
        let said = lang.mail_called_intro(day, quoted(words));
        let intro = match answer_by {
            Some(day) => format!("{said}{}", lang.mail_answer_by(lang.long_date(*day))),
            None => said,
        };
        let entry = |task: &TaskLine| Entry {
            tone: Tone::New,
            status: lang.mail_status_instructed().to_owned(),
            number: task.number.clone(),
            title: task.title(),
            facts: task.facts(reader),
            sentences: vec![task.dates(reader, true), lang.mail_instructed_expected().to_owned()],
            action: lang.mail_open(&task.number),
            link: task.link.clone(),
        };
        Sheet {
            lang,
            subject: lang.mail_instructed_meeting_subject(&actor, &meeting),
            organisation: &reader.organisation,
            heading: lang.mail_instructed_meeting_heading(&actor, &meeting),
            intro,
            entries: tasks.iter().map(entry).collect(),
            action: Some((lang.mail_instructed_meeting_open(), link)),
            closing: &reader.closing(&[], None),
        }
        .wording()
    }
}

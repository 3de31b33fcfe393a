//! What every letter tells of a task, whatever the letter is about.

use chrono::NaiveDate;

use super::one_line;
use crate::domain::{LinkVerb, Part};
use crate::i18n::Lang;

/// The longest passage that a letter quotes, in characters; the task's page has it all.
const QUOTE_LIMIT: usize = 600;

/// What the reader of a letter is to its task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReaderPart {
    /// One of those whom the ladder of reminders names.
    Of(Part),
    /// 督办人, or another clerk.
    Clerk,
    /// Head or contact of a supporting department.
    Support,
    /// May decide the request.
    Decider,
}

/// Where a task comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceMeeting {
    /// Its title.
    pub title: String,
    /// When it was held.
    pub held_on: NaiveDate,
}

/// What was reported last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastReport {
    /// When.
    pub on: NaiveDate,
    /// How far the task had come, if that was said.
    pub percent: Option<i32>,
}

/// One task, as a letter to one reader tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The meeting that decided it.
    pub source: Option<SourceMeeting>,
    /// The lead department.
    pub lead: String,
    /// What the reader is to it.
    pub part: ReaderPart,
    /// The date that the department works to; `None` for a long-term task.
    pub due_on: Option<NaiveDate>,
    /// The date as first issued.
    pub original_due_on: Option<NaiveDate>,
    /// The last report of the lead.
    pub last_report: Option<LastReport>,
    /// The page of the task.
    pub link: String,
    /// What the reader may do by a link of their own, without signing in.
    pub errand: Option<LinkErrand>,
}

/// What a reader is asked to do, and the link with which they do it without signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkErrand {
    /// What they do.
    pub verb: LinkVerb,
    /// Where.
    pub address: String,
    /// The last day on which the link works.
    pub until: NaiveDate,
    /// Whether an answer to the letter is a report too.
    pub by_reply: bool,
}

/// The reader of a letter, and the house that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The language that they read.
    pub lang: Lang,
    /// Their name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// The day on which the letter is written.
    pub today: NaiveDate,
    /// For whom they read it as a deputy.
    pub stands_in_for: Option<String>,
}

/// 督办人: whom to call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clerk {
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
}

impl TaskLine {
    /// The title without anything that could break a line.
    pub(super) fn title(&self) -> String {
        one_line(&self.title)
    }

    /// What the reader is asked to do, in words, and where: by the link of their own, or else on
    /// the task's page, which `open` names.
    pub(super) fn action(&self, reader: &Reader, open: String) -> (String, String) {
        let lang = reader.lang;
        match &self.errand {
            Some(LinkErrand { verb: LinkVerb::Acknowledge, address, .. }) => {
                (lang.mail_link_acknowledge(&self.number), address.clone())
            }
            Some(LinkErrand { verb: LinkVerb::Report, address, .. }) => {
                (lang.mail_link_report(&self.number), address.clone())
            }
            None => (open, self.link.clone()),
        }
    }

    /// Where the task comes from and what the reader is to it.
    pub(super) fn facts(&self, reader: &Reader) -> Vec<String> {
        let lang = reader.lang;
        let source = self.source.as_ref().map(|source| {
            let held_on = lang.mail_day(source.held_on, reader.today);
            lang.mail_source(one_line(&source.title), held_on)
        });
        let lead = one_line(&self.lead);
        let part = match self.part {
            ReaderPart::Of(Part::Head) => lang.mail_part_head(lead),
            ReaderPart::Of(Part::Handler) => lang.mail_part_handler(lead),
            ReaderPart::Of(Part::Contact) => lang.mail_part_contact(lead),
            ReaderPart::Of(Part::Leader) => lang.mail_part_leader(lead),
            ReaderPart::Of(Part::OfficeHead) => lang.mail_part_office_head(lead),
            ReaderPart::Clerk | ReaderPart::Of(Part::Clerk) => lang.mail_part_clerk(lead),
            ReaderPart::Support => lang.mail_part_support(lead),
            ReaderPart::Decider => lang.mail_part_decider(lead),
        };
        source.into_iter().chain([part]).collect()
    }

    /// The date, the first date where it has moved, and the last report, as one sentence each.
    pub(super) fn dates(&self, reader: &Reader, with_report: bool) -> String {
        let lang = reader.lang;
        let day = |on| lang.mail_day(on, reader.today);
        let due = match (self.due_on, self.original_due_on) {
            (Some(due), Some(original)) if due != original => {
                lang.mail_due_extended(day(due), day(original))
            }
            (Some(due), _) => lang.mail_due(day(due)),
            (None, _) => lang.mail_long_term().to_owned(),
        };
        let report = match self.last_report {
            Some(LastReport { on, percent: Some(percent) }) => {
                lang.mail_last_report_percent(day(on), percent)
            }
            Some(LastReport { on, percent: None }) => lang.mail_last_report(day(on)),
            None => lang.mail_no_report().to_owned(),
        };
        if with_report { format!("{due}{}{report}", lang.sentence_space()) } else { due }
    }
}

impl Reader {
    /// What the foot of a letter says of the links in it; nothing where there is none.
    pub(super) fn on_links<'a>(
        &self,
        tasks: impl IntoIterator<Item = &'a TaskLine>,
    ) -> Option<String> {
        let all: Vec<&LinkErrand> =
            tasks.into_iter().filter_map(|task| task.errand.as_ref()).collect();
        let lang = self.lang;
        let until = all.first()?.until;
        let links = lang.mail_links_yours(lang.mail_day(until, self.today));
        // An answer to a letter about several tasks could be about any of them.
        let answered = matches!(all.as_slice(), [one] if one.by_reply);
        let reply = answered.then(|| format!("{}{}", lang.sentence_space(), lang.mail_by_reply()));
        Some(links + &reply.unwrap_or_default())
    }

    /// The foot of a letter: to whom, and whom to call.
    pub(super) fn closing(&self, clerks: &[Clerk], more: Option<String>) -> Vec<String> {
        let lang = self.lang;
        let mut closing = vec![lang.mail_to(one_line(&self.name))];
        closing
            .extend(self.stands_in_for.iter().map(|name| lang.mail_stands_in_for(one_line(name))));
        closing.extend(more);
        closing.extend(clerks.iter().map(|clerk| match &clerk.phone {
            Some(phone) => lang.mail_clerk_phone(one_line(&clerk.name), one_line(phone)),
            None => lang.mail_clerk(one_line(&clerk.name)),
        }));
        closing.push(lang.mail_no_tracking().to_owned());
        closing
    }
}

impl Lang {
    /// A day in a letter; with its year where that is not the year of `today`.
    pub(super) fn mail_day(self, on: NaiveDate, today: NaiveDate) -> String {
        use chrono::Datelike as _;

        match self {
            Self::En if on.year() == today.year() => on.format("%-d %B").to_string(),
            _ if on.year() == today.year() => self.day(on),
            _ => self.long_date(on),
        }
    }

    /// What stands between two sentences of one paragraph.
    pub(super) fn sentence_space(self) -> &'static str {
        match self {
            Self::En => " ",
            Self::ZhCn => "",
        }
    }
}

/// A passage that somebody wrote, on one line and not longer than a letter can bear.
pub(super) fn quoted(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= QUOTE_LIMIT {
        return line;
    }
    line.chars().take(QUOTE_LIMIT - 1).chain(['…']).collect()
}

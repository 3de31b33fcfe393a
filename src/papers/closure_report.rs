//! 办结报告: a closed task with what was delivered, its evidence, its dates and its way.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Block, Cell, Column, Paper, Run, Scale, Style, Table, Tone, Turn};
use crate::domain::{Attachment, Event, EventKind, PersonId, Request, RequestKind, RequestState};
use crate::i18n::Lang;
use crate::persistence::views::task_lines::{Ref, TaskLine};
use crate::persistence::views::task_sheet::TaskSheet;

/// What a closure report is made of.
#[derive(Debug)]
pub struct ClosureReport<'a> {
    /// The language.
    pub lang: Lang,
    /// The organisation.
    pub organisation: &'a str,
    /// Where dates are civil dates.
    pub zone: Tz,
    /// The day on which it is printed.
    pub today: NaiveDate,
    /// The task.
    pub line: &'a TaskLine,
    /// What surrounds it.
    pub sheet: &'a TaskSheet,
}

impl ClosureReport<'_> {
    /// The paper.
    pub fn paper(&self) -> Paper {
        let Self { lang, line, .. } = *self;
        let number = line.task.number.clone().unwrap_or_default();
        Paper {
            lang,
            turn: Turn::Portrait,
            scale: Scale::Form,
            name: format!("{} {number}", lang.sheet_closure_title()),
            running: number,
            blocks: self.blocks(),
        }
    }

    /// What it says, for a paper of several.
    pub fn blocks(&self) -> Vec<Block> {
        let Self { lang, organisation, line, sheet, today, .. } = *self;
        let number = line.task.number.as_deref().unwrap_or_default();
        let mut blocks = vec![
            Block::line(Style::Issuer, organisation),
            Block::line(Style::Title, lang.sheet_closure_title()),
            Block::reference(number, lang.sheet_as_at(lang.long_date(today))),
            Block::line(Style::Subtitle, &line.task.title),
            Block::Table(self.particulars()),
        ];
        let closure = sheet
            .requests
            .iter()
            .find(|one| one.kind == RequestKind::Closure && one.state == RequestState::Approved);
        if let Some(closure) = closure {
            blocks.push(Block::line(Style::Heading, lang.sheet_closure_asked()));
            blocks.push(Block::Table(self.decision(closure)));
        }
        blocks.push(Block::line(Style::Heading, lang.sheet_evidence(sheet.files.len())));
        blocks.push(if sheet.files.is_empty() {
            Block::line(Style::Body, lang.sheet_evidence_none())
        } else {
            Block::Table(self.files(&sheet.files))
        });
        blocks.push(Block::line(Style::Heading, lang.sheet_way()));
        blocks.push(Block::Table(self.way()));
        blocks
    }

    fn particulars(&self) -> Table {
        let Self { lang, line, sheet, .. } = *self;
        let task = &line.task;
        let names = |all: Vec<&str>| all.join(lang.sheet_between());
        let name = |one: Option<&str>| one.unwrap_or(lang.sheet_nobody()).to_owned();
        let day = |day: Option<NaiveDate>| {
            day.map_or_else(|| lang.sheet_nobody().to_owned(), |day| lang.date(day))
        };
        let supporters = line.supporters.iter().map(|one| one.name.as_str()).collect();
        let source = if let Some(meeting) = &line.meeting {
            let from = lang.sheet_minutes(&meeting.title, lang.date(meeting.held_on));
            let mut runs = vec![Run::plain(from)];
            runs.extend(
                line.directive.iter().flat_map(|one| [Run::plain("\n"), Run::quote(&one.quote)]),
            );
            runs
        } else {
            let words = sheet.ground.as_ref().and_then(|ground| ground.words.clone());
            vec![Run::plain(words.unwrap_or_else(|| lang.sheet_nobody().to_owned()))]
        };
        let days = task.closed_on.zip(task.issued_on).map(|(to, from)| (to - from).num_days());
        let took = match days {
            None => String::new(),
            Some(1) => lang.sheet_days_one().to_owned(),
            Some(days) => lang.sheet_days(days),
        };
        let light = line.marks.light(self.today);
        let pair = |one: &str, value: String, two: &str, other: Vec<Run>| {
            vec![Cell::head(one), Cell::text(value), Cell::head(two), Cell::of(other)]
        };
        let plain = |text: String| vec![Run::plain(text)];
        let person = |one: &Option<Ref<PersonId>>| name(one.as_ref().map(|one| one.name.as_str()));
        Table::pairs(
            lang.sheet_particulars(),
            vec![
                pair(
                    lang.sheet_lead(),
                    line.lead.name.clone(),
                    lang.sheet_support(),
                    plain(names(supporters)),
                ),
                pair(
                    lang.sheet_responsible(),
                    person(&line.responsible),
                    lang.sheet_handler(),
                    plain(person(&line.handler)),
                ),
                pair(
                    lang.sheet_leader(),
                    person(&line.leader),
                    lang.sheet_follower(),
                    plain(person(&line.follower)),
                ),
                vec![Cell::head(lang.sheet_source()), Cell::of(source).over(3)],
                vec![Cell::head(lang.sheet_requirement()), Cell::text(&task.requirement).over(3)],
                pair(
                    lang.sheet_issued(),
                    day(task.issued_on),
                    lang.sheet_first(),
                    plain(day(task.original_due_on)),
                ),
                pair(
                    lang.sheet_due(),
                    match task.extensions {
                        0 => day(task.due_on),
                        1 => lang.sheet_extended_one(day(task.due_on)),
                        count => lang.sheet_extended(day(task.due_on), count),
                    },
                    lang.sheet_baseline(),
                    plain(day(task.baseline_due_on)),
                ),
                pair(
                    lang.sheet_closed(),
                    lang.sheet_closed_in(day(task.closed_on), took),
                    lang.sheet_light(),
                    vec![Run::light(light, lang.light(light))],
                ),
            ],
        )
    }

    fn decision(&self, closure: &Request) -> Table {
        let lang = self.lang;
        let wide = |head: &str, text: &str| vec![Cell::head(head), Cell::text(text).over(3)];
        let mut rows = vec![vec![
            Cell::head(lang.sheet_asked_by()),
            Cell::text(lang.sheet_by(&closure.requested_by_name, lang.date(closure.requested_on))),
            Cell::head(lang.sheet_decided_by()),
            Cell::text(match (&closure.decided_by_name, closure.decided_on) {
                (Some(name), Some(day)) => lang.sheet_by(name, lang.date(day)),
                _ => lang.sheet_nobody().to_owned(),
            }),
        ]];
        let texts = [
            (lang.sheet_result(), &closure.result),
            (lang.sheet_evidence_words(), &closure.evidence),
            (lang.sheet_opinion(), &closure.opinion),
            (lang.sheet_comment(), &closure.comment),
        ];
        let said = texts.into_iter().filter_map(|(head, text)| {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
            Some(wide(head, text))
        });
        rows.extend(said);
        Table::pairs(lang.sheet_closure_asked(), rows)
    }

    fn files(&self, files: &[Attachment]) -> Table {
        let lang = self.lang;
        let columns = vec![
            Column::figures(lang.sheet_no(), 6),
            Column::words(lang.sheet_file(), 26),
            Column::figures(lang.sheet_size(), 14),
            Column::words(lang.sheet_sha(), 36),
            Column::words(lang.sheet_filed(), 18),
        ];
        let row = |(place, file): (usize, &Attachment)| {
            let at = file.filed_at.unwrap_or(file.created_at);
            let on = at.and_utc().with_timezone(&self.zone).date_naive();
            vec![
                Cell::text(place.to_string()),
                Cell::text(&file.name),
                Cell::text(lang.sheet_bytes(file.size)),
                Cell::of(vec![Run::toned(Tone::Quiet, in_blocks(file.sha256.as_str()))]),
                Cell::text(lang.sheet_by(&file.uploaded_by_name, lang.date(on))),
            ]
        };
        let rows = (1..).zip(files).map(row).collect();
        Table::grid(lang.sheet_evidence(files.len()), columns, rows)
    }

    fn way(&self) -> Table {
        let lang = self.lang;
        let columns = vec![
            Column::figures(lang.sheet_day(), 20),
            Column::words(lang.sheet_step(), 40),
            Column::words(lang.sheet_who(), 40),
        ];
        let steps = self.sheet.events.iter().filter(|event| is_main(event.fact.kind));
        let row = |event: &Event| {
            let fact = &event.fact;
            let on = fact.occurred_at.and_utc().with_timezone(&self.zone).date_naive();
            let asked = fact.request_id.and_then(|id| {
                let request = self.sheet.requests.iter().find(|one| one.id == id)?;
                Some(lang.request_kind(request.kind))
            });
            let step = lang.event(fact.kind);
            let who = match &fact.on_behalf_of_name {
                Some(principal) => lang.circular_on_behalf(&fact.actor_name, principal),
                None => fact.actor_name.clone(),
            };
            vec![
                Cell::text(lang.date(on)),
                Cell::text(asked.map_or_else(|| step.to_owned(), |kind| lang.sheet_of(step, kind))),
                Cell::text(who),
            ]
        };
        Table::grid(lang.sheet_way(), columns, steps.map(row).collect())
    }
}

/// Whether a step belongs to the main line of a task: reports and the like are told elsewhere.
fn is_main(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Issued
            | EventKind::Recalled
            | EventKind::Acknowledged
            | EventKind::Returned
            | EventKind::RequestOpened
            | EventKind::RequestApproved
            | EventKind::RequestRejected
            | EventKind::RequestWithdrawn
            | EventKind::UrgingNoticeSent
            | EventKind::Instructed
            | EventKind::Transferred
            | EventKind::Suspended
            | EventKind::Resumed
            | EventKind::Reopened
    )
}

/// A digest in blocks of eight, so that it can be broken and compared.
fn in_blocks(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().collect();
    let blocks = digits.chunks(8).map(|block| block.iter().collect::<String>());
    blocks.collect::<Vec<_>>().join(" ")
}

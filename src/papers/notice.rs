//! 督办通知单 and 督办催办单: what a department receives, with its reply slip.

use chrono::NaiveDate;

use super::{Block, Cell, Paper, Run, Scale, Slip, Style, Table, Turn};
use crate::domain::{OnPaper, Particulars, Urging};
use crate::i18n::Lang;

/// Within how many working days the slip of a notice comes back.
const SLIP_WITHIN: u32 = 2;

/// A notice to print.
#[derive(Debug, Clone)]
pub struct NoticeSheet<'a> {
    /// Its number; none before the first issue.
    pub number: Option<&'a str>,
    /// The day of issue; none for a draft, which says that it is one.
    pub issued_on: Option<NaiveDate>,
    /// What it says.
    pub text: &'a Particulars,
}

/// Notices, each on a sheet of its own.
pub fn notices(lang: Lang, organisation: &str, sheets: &[NoticeSheet<'_>]) -> Paper {
    let mut blocks = Vec::new();
    for sheet in sheets {
        if !blocks.is_empty() {
            blocks.push(Block::PageBreak);
        }
        blocks.extend(notice(lang, organisation, sheet));
    }
    let title = lang.papers_notice().to_owned();
    let name = match sheets {
        [one] => [&title, one.number.unwrap_or_default()].join(" ").trim().to_owned(),
        _ => title,
    };
    let (turn, scale) = (Turn::Portrait, Scale::Form);
    Paper { lang, turn, scale, name, running: String::new(), blocks }
}

fn notice(lang: Lang, organisation: &str, sheet: &NoticeSheet<'_>) -> Vec<Block> {
    let NoticeSheet { number, issued_on, text } = sheet;
    let office = text.office.as_deref().unwrap_or(organisation);
    let draft = issued_on.is_none();
    let signer = text.signed_by.as_deref().unwrap_or(BLANK);
    let left = match number {
        _ if draft => lang.papers_notice_draft(),
        number => number.unwrap_or_default(),
    };
    let mut blocks = vec![
        Block::line(Style::Issuer, organisation),
        Block::line(Style::Title, lang.papers_notice()),
        Block::reference(left, lang.papers_signed_by(signer)),
        Block::strong(lang.papers_to(&text.lead)),
        Block::Table(particulars(lang, *number, text)),
    ];
    blocks.push(signoff(lang, office, *issued_on));
    blocks.push(Block::Slip(Slip {
        title: lang.papers_slip(office, SLIP_WITHIN),
        lead: lang.papers_slip_received(number.unwrap_or(BLANK)),
        options: vec![
            lang.papers_slip_done().to_owned(),
            lang.papers_slip_extend().to_owned(),
            lang.papers_slip_coordinate().to_owned(),
        ],
        blanks: blanks(lang),
    }));
    blocks
}

/// The paper of an urging notice; without a number it says that it is a draft.
pub fn urging_notice(
    lang: Lang,
    organisation: &str,
    number: Option<&str>,
    text: &Particulars,
    urging: &Urging,
) -> Paper {
    let title = lang.papers_urging();
    let office = text.office.as_deref().unwrap_or(organisation);
    let signer = text.signed_by.as_deref().unwrap_or(BLANK);
    let late = (urging.dated_on - urging.due_on).num_days();
    let task = urging.task_number.as_deref().unwrap_or_default();
    let body = lang.papers_urging_body(
        urging.issued_on.map(|day| lang.date(day)).unwrap_or_default(),
        task,
        lang.date(urging.due_on),
        late,
        lang.date(urging.reply_by),
    );
    let blocks = vec![
        Block::line(Style::Issuer, organisation),
        Block::line(Style::Title, title),
        Block::reference(
            number.unwrap_or(lang.papers_urging_draft()),
            lang.papers_signed_by(signer),
        ),
        Block::strong(lang.papers_to(&text.lead)),
        Block::line(Style::Body, body),
        Block::Table(lateness(lang, text, urging)),
        signoff(lang, office, Some(urging.dated_on)),
        Block::Slip(Slip {
            title: lang.papers_urging_slip(office),
            lead: lang.papers_urging_measures().to_owned(),
            options: vec![
                lang.papers_slip_done().to_owned(),
                lang.papers_slip_coordinate().to_owned(),
            ],
            blanks: blanks(lang),
        }),
    ];
    let name = [title, number.unwrap_or(task)].join(" ");
    let (turn, scale) = (Turn::Portrait, Scale::Form);
    Paper { lang, turn, scale, name, running: String::new(), blocks }
}

/// A line to be filled in by hand.
const BLANK: &str = "______________";

fn particulars(lang: Lang, number: Option<&str>, text: &Particulars) -> Table {
    let mut rows = Vec::new();
    let said = ground(lang, text);
    if !said.is_empty() {
        rows.push(wide(lang.papers_ground(), said));
    }
    rows.push(wide(lang.papers_task(), task(lang, &text.title, number)));
    if !text.requirement.is_empty() {
        rows.push(wide(lang.papers_requirement(), vec![Run::plain(&text.requirement)]));
    }
    rows.push(pair(
        lang.papers_lead(),
        &text.lead,
        lang.papers_supporting(),
        supporters(lang, text),
    ));
    rows.push(people(lang, text));
    let due = match text.due_on {
        Some(day) => lang.date(day),
        None => lang.papers_long_term().to_owned(),
    };
    rows.push(vec![
        Cell::head(lang.papers_urgency()),
        Cell::text(lang.urgency(text.urgency)),
        Cell::head(lang.papers_due()),
        Cell::of(vec![Run::strong(due)]),
    ]);
    rows.push(pair(
        lang.papers_reports(),
        lang.cadence(text.cadence),
        lang.papers_clerk(),
        clerk(lang, text),
    ));
    Table::pairs(lang.papers_particulars(), rows)
}

fn lateness(lang: Lang, text: &Particulars, urging: &Urging) -> Table {
    let number = urging.task_number.as_deref();
    let mut rows = vec![wide(lang.papers_task(), task(lang, &text.title, number))];
    if !text.requirement.is_empty() {
        rows.push(wide(lang.papers_requirement(), vec![Run::plain(&text.requirement)]));
    }
    rows.push(pair(
        lang.papers_lead(),
        &text.lead,
        lang.papers_supporting(),
        supporters(lang, text),
    ));
    rows.push(people(lang, text));
    let none = lang.papers_none_given();
    let progress = match urging.reported_on {
        Some(day) => {
            let done = urging.done.as_deref().unwrap_or(none);
            lang.papers_progress_said(lang.day(day), urging.percent, done)
        }
        None => lang.papers_no_report().to_owned(),
    };
    rows.push(wide(lang.papers_progress(), vec![Run::plain(progress)]));
    let reason = urging.delay_reason.as_deref().unwrap_or(none);
    let reason = match urging.expected_on {
        Some(day) => lang.papers_delay_expected(reason, lang.date(day)),
        None => reason.to_owned(),
    };
    rows.push(wide(lang.papers_delay(), vec![Run::plain(reason)]));
    rows.push(vec![
        Cell::head(lang.papers_reply_by()),
        Cell::of(vec![Run::strong(lang.date(urging.reply_by))]),
        Cell::head(lang.papers_clerk()),
        Cell::text(clerk(lang, text)),
    ]);
    Table::pairs(lang.papers_particulars(), rows)
}

fn ground(lang: Lang, text: &Particulars) -> Vec<Run> {
    let mut runs = Vec::new();
    if let Some(source) = &text.source {
        runs.push(Run::plain(match text.source_on {
            Some(day) => lang.papers_ground_of(source, lang.date(day)),
            None => lang.papers_to(source),
        }));
    }
    runs.extend(text.quote.as_ref().map(Run::quote));
    runs
}

fn task(lang: Lang, title: &str, number: Option<&str>) -> Vec<Run> {
    let mut runs = vec![Run::strong(title)];
    runs.extend(number.map(|number| Run::plain(lang.papers_numbered(number))));
    runs
}

fn supporters(lang: Lang, text: &Particulars) -> String {
    if text.supporters.is_empty() {
        lang.papers_none().to_owned()
    } else {
        text.supporters.join(lang.papers_and())
    }
}

fn people(lang: Lang, text: &Particulars) -> Vec<Cell> {
    let said = |one: &Option<OnPaper>| one.as_ref().map(|one| named(lang, one)).unwrap_or_default();
    let (responsible, leader) = (said(&text.responsible), said(&text.leader));
    pair(lang.papers_responsible(), &responsible, lang.papers_leader(), leader)
}

fn clerk(lang: Lang, text: &Particulars) -> String {
    let name = text.clerk.as_ref().map(|one| one.name.clone()).unwrap_or_default();
    match &text.phone {
        Some(phone) => lang.papers_clerk_phone(name, phone),
        None => name,
    }
}

fn named(lang: Lang, one: &OnPaper) -> String {
    match &one.title {
        Some(title) => lang.papers_titled(&one.name, title),
        None => one.name.clone(),
    }
}

fn wide(head: &str, runs: Vec<Run>) -> Vec<Cell> {
    vec![Cell::head(head), Cell::of(runs).over(3)]
}

fn pair(first: &str, value: &str, second: &str, other: String) -> Vec<Cell> {
    vec![Cell::head(first), Cell::text(value), Cell::head(second), Cell::text(other)]
}

fn signoff(lang: Lang, office: &str, on: Option<NaiveDate>) -> Block {
    let day = on.map_or_else(|| BLANK.to_owned(), |day| lang.date(day));
    Block::line(Style::Signoff, format!("{office}\n{day}"))
}

fn blanks(lang: Lang) -> Vec<String> {
    let all = [
        lang.papers_blank_received(),
        lang.papers_blank_date(),
        lang.papers_blank_responsible(),
        lang.papers_blank_seal(),
    ];
    all.map(str::to_owned).into()
}

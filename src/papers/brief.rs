//! 上次会议议定事项落实情况, and the minutes written back: what a meeting is shown of what it decided.

use super::{Block, Cell, Column, Paper, Run, Scale, Style, Table, TableKind, Tone, Turn};
use crate::domain::{Light, RequestKind, State};
use crate::i18n::Lang;
use crate::persistence::views::brief::{Ask, Brief, Clause, Earlier, Standing};

/// The brief for the next meeting.
pub fn brief(lang: Lang, organisation: &str, brief: &Brief) -> Paper {
    let title = lang.papers_brief();
    let mut blocks = vec![
        Block::line(Style::PlainTitle, title),
        Block::reference(meeting(lang, brief), lang.papers_as_at(lang.date(brief.as_of))),
        Block::strong(summary(lang, brief)),
    ];
    let rows: Vec<_> = brief.clauses.iter().flat_map(|clause| rows(lang, brief, clause)).collect();
    let others =
        brief.others.iter().map(|task| row(lang, brief, Cell::text("–"), None, Some(task)));
    let rows: Vec<_> = rows.into_iter().chain(others).collect();
    if !rows.is_empty() {
        let columns = vec![
            Column::figures(lang.papers_clause(), 7),
            Column::words(lang.papers_decided(), 25),
            Column::words(lang.papers_lead(), 16),
            Column::figures(lang.papers_time(), 15),
            Column::words(lang.papers_light(), 13),
            Column::figures(lang.papers_percent(), 7),
            Column::words(lang.papers_latest(), 17),
        ];
        let table = Table::grid(lang.papers_clause_by_clause(), columns, rows);
        blocks.push(Block::Table(Table { kind: TableKind::Brief, ..table }));
    }
    if !brief.earlier.is_empty() {
        let body = brief.body.as_ref().map(|body| body.name.as_str()).unwrap_or_default();
        blocks.push(Block::line(Style::Heading, lang.papers_earlier(body)));
        let all = brief.earlier.iter().map(|one| earlier(lang, brief, one));
        blocks.extend(all.map(|text| Block::line(Style::Flush, text)));
    }
    let asked: Vec<String> = brief
        .everything()
        .flat_map(|task| task.asks.iter().map(move |ask| said(lang, task, ask)))
        .collect();
    blocks.push(Block::line(Style::Heading, lang.papers_to_settle()));
    if asked.is_empty() {
        blocks.push(Block::line(Style::Flush, lang.papers_nothing_to_settle()));
    }
    blocks.extend(asked.into_iter().map(|text| Block::line(Style::Flush, text)));
    let signed = format!("{organisation}\n{}", lang.date(brief.as_of));
    blocks.push(Block::line(Style::Signoff, signed));
    let name = [title, &brief.meeting.title].join(" ");
    paper(lang, name, Turn::Portrait, blocks)
}

/// The minutes written back: their clauses with the tasks that were made of them.
pub fn written_back(lang: Lang, organisation: &str, brief: &Brief) -> Paper {
    let title = lang.papers_written_back();
    let columns = vec![
        Column::figures(lang.papers_clause(), 6),
        Column::words(lang.papers_decided(), 36),
        Column::figures(lang.papers_number(), 12),
        Column::words(lang.papers_parties(), 22),
        Column::figures(lang.papers_time(), 12),
        Column::words(lang.papers_light(), 12),
    ];
    let line = |label: &str, quote: Option<&str>, task: Option<&Standing>| {
        let Some(task) = task else {
            return vec![
                Cell::text(label),
                quoted(quote),
                Cell::text("–"),
                Cell::text(lang.papers_not_assigned()).over(3),
            ];
        };
        let number = task.line.task.number.as_deref().unwrap_or_default();
        let mut parties = vec![Run::plain(&task.line.lead.name)];
        if !task.line.supporters.is_empty() {
            let names: Vec<&str> =
                task.line.supporters.iter().map(|one| one.name.as_str()).collect();
            let names = names.join(lang.papers_and());
            parties.push(Run::toned(Tone::Quiet, format!("\n{}", lang.papers_with(names))));
        }
        vec![
            Cell::text(label),
            quote.map_or_else(|| Cell::text(&task.line.task.title), |_| quoted(quote)),
            Cell::text(number),
            Cell::of(parties),
            Cell::text(due(lang, brief, task)),
            Cell::of(vec![light(lang, task)]),
        ]
    };
    let mut rows = Vec::new();
    for clause in &brief.clauses {
        let (label, quote) = (clause.label.as_str(), Some(clause.quote.as_str()));
        if clause.tasks.is_empty() {
            rows.push(line(label, quote, None));
        }
        rows.extend(clause.tasks.iter().map(|task| line(label, quote, Some(task))));
    }
    rows.extend(brief.others.iter().map(|task| line("–", None, Some(task))));
    let mut blocks = vec![
        Block::line(Style::PlainTitle, title),
        Block::reference(meeting(lang, brief), lang.papers_as_at(lang.date(brief.as_of))),
        Block::strong(summary(lang, brief)),
    ];
    if !rows.is_empty() {
        blocks.push(Block::Table(Table::grid(lang.papers_clause_by_clause(), columns, rows)));
    }
    let signed = format!("{organisation}\n{}", lang.date(brief.as_of));
    blocks.push(Block::line(Style::Signoff, signed));
    paper(lang, [title, &brief.meeting.title].join(" "), Turn::Landscape, blocks)
}

fn paper(lang: Lang, name: String, turn: Turn, blocks: Vec<Block>) -> Paper {
    Paper { lang, turn, scale: Scale::Form, name, running: String::new(), blocks }
}

fn meeting(lang: Lang, brief: &Brief) -> String {
    lang.papers_meeting_of(&brief.meeting.title, lang.date(brief.meeting.held_on))
}

/// "6 decisions: 4 in progress, 2 awaiting acknowledgement; nothing due yet."
fn summary(lang: Lang, brief: &Brief) -> String {
    let count = |state: State| brief.tasks().filter(|one| one.line.marks.state == state).count();
    let states = [
        State::AwaitingAcknowledgement,
        State::InProgress,
        State::ClosureReview,
        State::Closed,
        State::Suspended,
        State::Cancelled,
    ];
    let mut parts: Vec<String> = states
        .into_iter()
        .map(|state| (state, count(state)))
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| lang.papers_so_many(lang.state(state), count))
        .collect();
    let unassigned = brief.clauses.iter().filter(|clause| clause.tasks.is_empty()).count();
    if unassigned > 0 {
        parts.push(lang.papers_so_many(lang.papers_not_assigned(), unassigned));
    }
    let overdue = brief.tasks().filter(|one| one.light == Light::Overdue).count();
    let due =
        |one: &&Standing| one.line.marks.baseline_due_on.is_some_and(|day| day <= brief.as_of);
    let late = match (overdue, brief.tasks().filter(due).count()) {
        (0, 0) => lang.papers_nothing_due().to_owned(),
        (overdue, _) => lang.papers_overdue_count(overdue),
    };
    let (decisions, tasks) = (brief.clauses.len(), brief.tasks().count());
    let parts = parts.join(lang.papers_between());
    if parts.is_empty() {
        lang.papers_decisions_only(decisions)
    } else {
        lang.papers_summary(decisions, tasks, parts, late)
    }
}

fn rows(lang: Lang, brief: &Brief, clause: &Clause) -> Vec<Vec<Cell>> {
    let label = || Cell::text(&clause.label);
    let quote = Some(clause.quote.as_str());
    if clause.tasks.is_empty() {
        return vec![row(lang, brief, label(), quote, None)];
    }
    clause.tasks.iter().map(|task| row(lang, brief, label(), quote, Some(task))).collect()
}

fn row(
    lang: Lang,
    brief: &Brief,
    label: Cell,
    quote: Option<&str>,
    task: Option<&Standing>,
) -> Vec<Cell> {
    let Some(task) = task else {
        return vec![label, quoted(quote), Cell::text(lang.papers_not_assigned()).over(5)];
    };
    let of = &task.line.task;
    let number = format!("\n{}", of.number.as_deref().unwrap_or_default());
    let lead = vec![Run::plain(&task.line.lead.name), Run::toned(Tone::Quiet, number)];
    let latest = match &task.report {
        Some(report) => {
            let words = [&report.done, &report.problem, &report.next];
            let words = words.into_iter().flatten().next().map_or("", String::as_str);
            let words = if words.is_empty() { lang.papers_no_change() } else { words };
            lang.papers_latest_said(lang.day(report.reported_on), words)
        }
        None => lang.papers_no_report().to_owned(),
    };
    vec![
        label,
        if quote.is_some() { quoted(quote) } else { Cell::text(&of.title) },
        Cell::of(lead),
        Cell::text(due(lang, brief, task)),
        Cell::of(vec![light(lang, task)]),
        Cell::text(format!("{}%", task.percent)),
        Cell::text(latest),
    ]
}

fn quoted(quote: Option<&str>) -> Cell {
    Cell::of(quote.map(Run::quote).into_iter().collect())
}

fn due(lang: Lang, brief: &Brief, task: &Standing) -> String {
    match task.line.marks.due_on {
        Some(day) => lang.date_near(day, brief.as_of),
        None => lang.papers_long_term().to_owned(),
    }
}

/// The light, or the state where that says more.
fn light(lang: Lang, task: &Standing) -> Run {
    let state = task.line.marks.state;
    match (task.light, state) {
        (Light::None, _) | (Light::OnTrack, State::AwaitingAcknowledgement) => {
            Run::light(Light::None, lang.state(state))
        }
        (light, _) => Run::light(light, lang.light(light)),
    }
}

fn earlier(lang: Lang, brief: &Brief, one: &Earlier) -> String {
    let late: Vec<String> = one
        .overdue()
        .map(|task| {
            let number = task.line.task.number.as_deref().unwrap_or_default();
            lang.papers_over_by(number, task.line.marks.days_over(brief.as_of))
        })
        .collect();
    let held = lang.date_near(one.held_on, brief.as_of);
    if late.is_empty() {
        return lang.papers_earlier_open(&one.title, held, one.open.len(), one.all);
    }
    let names = late.join(lang.papers_between());
    lang.papers_earlier_late(&one.title, held, one.open.len(), one.all, late.len(), names)
}

fn said(lang: Lang, task: &Standing, ask: &Ask) -> String {
    let number = task.line.task.number.as_deref().unwrap_or_default();
    let lead = &task.line.lead.name;
    let said = match ask {
        Ask::Decide(RequestKind::Extension, Some(to), reason, 0) => {
            lang.papers_ask_extension(lang.date(*to), reason)
        }
        Ask::Decide(RequestKind::Extension, Some(to), reason, before) => {
            lang.papers_ask_extension_again(lang.date(*to), before + 1, reason)
        }
        Ask::Decide(kind, _, reason, _) => {
            lang.papers_ask_decision(lang.request_kind(*kind), reason)
        }
        Ask::Unblock(problem) if problem.is_empty() => lang.papers_ask_unblock().to_owned(),
        Ask::Unblock(problem) => lang.papers_ask_unblock_for(problem),
        Ask::Give(needs, text) => {
            let needs: Vec<&str> = needs.iter().map(|need| lang.need(need)).collect();
            let needs = needs.join(lang.papers_and());
            let gap = if needs.is_empty() || text.is_empty() { "" } else { lang.papers_colon() };
            lang.papers_ask_give(format!("{needs}{gap}{text}"))
        }
    };
    lang.papers_ask(number, lead, said)
}

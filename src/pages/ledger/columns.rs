//! The head of the ledger: its columns and its views, each a link.

use super::address::Address;
use crate::domain::{Flag, Light, OpenRequest, State, TaskFilter};
use crate::i18n::Lang;
use crate::persistence::views::task_list::{Sort, SortKey};

/// The head of a column.
pub struct Column {
    /// The stylesheet's names of it.
    pub class: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The list in the order of this column; `None` where it cannot be.
    pub path: Option<String>,
    /// `ascending`, `descending` or nothing.
    pub sorted: &'static str,
}

/// A view: a list that many want.
pub struct Tab {
    /// What it is called.
    pub label: &'static str,
    /// Where it is.
    pub path: String,
    /// Whether it is this list.
    pub here: bool,
}

/// The columns, as designed.
pub fn columns(lang: Lang, address: &Address) -> Vec<Column> {
    let plain = |label, class| Column { class, label, path: None, sorted: "" };
    let sortable = |label, class, by| {
        let here = address.sort.by == by;
        let descending = here && !address.sort.descending;
        let sorted = match (here, address.sort.descending) {
            (true, false) => "ascending",
            (true, true) => "descending",
            (false, _) => "",
        };
        Column { class, label, path: Some(address.sorted(Sort { by, descending })), sorted }
    };
    vec![
        sortable(lang.ledger_number(), "", SortKey::Number),
        plain(lang.ledger_task(), ""),
        plain(lang.ledger_parties(), ""),
        plain(lang.ledger_responsible(), "o2"),
        sortable(lang.ledger_due(), "", SortKey::DueOn),
        plain(lang.ledger_light(), ""),
        plain(lang.ledger_progress(), "n"),
        sortable(lang.ledger_latest(), "o2", SortKey::UpdatedAt),
        plain(lang.ledger_problem(), ""),
    ]
}

/// The order, said in words.
pub fn order(lang: Lang, sort: Sort) -> &'static str {
    match (sort.by, sort.descending) {
        (SortKey::DueOn, false) => lang.ledger_sort_due(),
        (SortKey::DueOn, true) => lang.ledger_sort_due_desc(),
        (SortKey::Number, false) => lang.ledger_sort_number(),
        (SortKey::Number, true) => lang.ledger_sort_number_desc(),
        (SortKey::UpdatedAt, false) => lang.ledger_sort_updated(),
        (SortKey::UpdatedAt, true) => lang.ledger_sort_updated_desc(),
    }
}

/// The views above the list; drafts are the office's.
pub fn tabs(lang: Lang, address: &Address, office: bool) -> Vec<Tab> {
    let open = || TaskFilter { open: true, ..TaskFilter::default() };
    let state = |state| TaskFilter { states: vec![state], ..TaskFilter::default() };
    let light = |light| TaskFilter { lights: vec![light], ..TaskFilter::default() };
    let mut views = vec![
        (lang.ledger_view_open(), open()),
        (lang.ledger_view_overdue(), light(Light::Overdue)),
        (lang.ledger_view_soon(), light(Light::DueSoon)),
        (lang.ledger_view_unacknowledged(), state(State::AwaitingAcknowledgement)),
        (
            lang.ledger_view_decision(),
            TaskFilter { open_request: Some(OpenRequest::Any), ..TaskFilter::default() },
        ),
        (
            lang.ledger_view_missed(),
            TaskFilter { flag: Some(Flag::ReportMissed), ..TaskFilter::default() },
        ),
        (
            lang.ledger_view_long_term(),
            TaskFilter { long_term: Some(true), open: true, ..TaskFilter::default() },
        ),
    ];
    if office {
        views.push((lang.ledger_view_drafts(), state(State::Draft)));
    }
    views.push((lang.ledger_view_closed(), state(State::Closed)));
    views.push((lang.ledger_view_all(), TaskFilter::default()));
    let tab = |(label, filter): (&'static str, TaskFilter)| {
        let here = filter == address.filter;
        let path = Address { filter, sort: address.sort, ..Address::default() }.path();
        Tab { label, path, here }
    };
    views.into_iter().map(tab).collect()
}

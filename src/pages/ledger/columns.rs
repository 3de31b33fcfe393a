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
    pub label: String,
    /// Where it is.
    pub path: String,
    /// Whether it is this list.
    pub here: bool,
}

/// A column beside the number and the task, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKey {
    Parties,
    Responsible,
    Handler,
    Follower,
    Leader,
    Issued,
    Due,
    Light,
    Progress,
    Latest,
    Problem,
    Meeting,
    Programme,
    Urgency,
}

impl ColumnKey {
    /// Every column.
    pub const ALL: [Self; 14] = [
        Self::Parties,
        Self::Responsible,
        Self::Handler,
        Self::Follower,
        Self::Leader,
        Self::Issued,
        Self::Due,
        Self::Light,
        Self::Progress,
        Self::Latest,
        Self::Problem,
        Self::Meeting,
        Self::Programme,
        Self::Urgency,
    ];

    /// Those that are shown where nobody chose.
    pub const USUAL: [Self; 7] = [
        Self::Parties,
        Self::Responsible,
        Self::Due,
        Self::Light,
        Self::Progress,
        Self::Latest,
        Self::Problem,
    ];

    /// The word as it stands in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Responsible => "responsible",
            Self::Handler => "handler",
            Self::Follower => "follower",
            Self::Leader => "leader",
            Self::Issued => "issued",
            Self::Due => "due",
            Self::Light => "light",
            Self::Progress => "progress",
            Self::Latest => "latest",
            Self::Problem => "problem",
            Self::Meeting => "meeting",
            Self::Programme => "programme",
            Self::Urgency => "urgency",
        }
    }

    /// The columns that `words` name, in their order; `None` where there is none among them.
    pub fn listed(words: &str) -> Option<Vec<Self>> {
        let named: Vec<&str> = words.split(',').map(str::trim).collect();
        let all = Self::ALL.into_iter().filter(|key| named.contains(&key.word()));
        Some(all.collect::<Vec<_>>()).filter(|all| !all.is_empty())
    }

    /// The words of `columns`, as an address and a choice keep them.
    pub fn words(columns: &[Self]) -> String {
        columns.iter().map(|key| key.word()).collect::<Vec<_>>().join(",")
    }

    /// What it is called.
    pub fn label(self, lang: impl std::borrow::Borrow<Lang>) -> &'static str {
        let lang = *lang.borrow();
        match self {
            Self::Parties => lang.ledger_parties(),
            Self::Responsible => lang.ledger_responsible(),
            Self::Handler => lang.ledger_handler(),
            Self::Follower => lang.task_follower(),
            Self::Leader => lang.ledger_leader(),
            Self::Issued => lang.ledger_issued(),
            Self::Due => lang.ledger_due(),
            Self::Light => lang.ledger_light(),
            Self::Progress => lang.ledger_progress(),
            Self::Latest => lang.ledger_latest(),
            Self::Problem => lang.ledger_problem(),
            Self::Meeting => lang.ledger_meeting(),
            Self::Programme => lang.ledger_programme(),
            Self::Urgency => lang.task_urgency(),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Progress => "n",
            Self::Responsible
            | Self::Latest
            | Self::Handler
            | Self::Follower
            | Self::Leader
            | Self::Issued
            | Self::Meeting
            | Self::Programme
            | Self::Urgency => "o2",
            Self::Parties | Self::Due | Self::Light | Self::Problem => "",
        }
    }

    fn sort(self) -> Option<SortKey> {
        match self {
            Self::Due => Some(SortKey::DueOn),
            Self::Latest => Some(SortKey::UpdatedAt),
            _ => None,
        }
    }
}

/// The heads of the columns: number, task, and those of `keys`.
pub fn columns(lang: Lang, address: &Address, keys: &[ColumnKey]) -> Vec<Column> {
    let head = |label, class, by: Option<SortKey>| {
        let Some(by) = by else { return Column { class, label, path: None, sorted: "" } };
        let here = address.sort.by == by;
        let descending = here && !address.sort.descending;
        let sorted = match (here, address.sort.descending) {
            (true, false) => "ascending",
            (true, true) => "descending",
            (false, _) => "",
        };
        Column { class, label, path: Some(address.sorted(Sort { by, descending })), sorted }
    };
    let first =
        [head(lang.ledger_number(), "", Some(SortKey::Number)), head(lang.ledger_task(), "", None)];
    let others = keys.iter().map(|key| head(key.label(lang), key.class(), key.sort()));
    first.into_iter().chain(others).collect()
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
        let columns = address.columns.clone();
        let path = Address { filter, sort: address.sort, columns, ..Address::default() }.path();
        Tab { label: label.to_owned(), path, here }
    };
    views.into_iter().map(tab).collect()
}

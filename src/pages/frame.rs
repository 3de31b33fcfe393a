//! What surrounds every page: brand, entries by role, language, account, today.

use std::borrow::Borrow;
use std::ops::Deref;

use crate::domain::Role;
use crate::http::Visit;
use crate::i18n::Lang;
use crate::links::Token;

/// The entries of the main navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// The clerk's desk.
    Desk,
    /// Meetings and their minutes.
    Meetings,
    /// All tasks.
    Ledger,
    /// The ladder and the outbox.
    Reminders,
    /// Departments and people.
    People,
    /// How things stand.
    Dashboard,
    /// What a leader answers for.
    Portfolio,
    /// What a department must answer.
    MyDepartment,
    /// The whole history.
    Log,
    /// Nowhere in the navigation.
    Elsewhere,
}

impl Nav {
    /// What somebody with these roles sees, what is asked of the first of them before the rest.
    pub fn of(roles: &[Role]) -> Vec<Self> {
        let mut all = Vec::new();
        for entry in roles.iter().flat_map(|role| Self::of_one(*role)) {
            if !all.contains(entry) {
                all.push(*entry);
            }
        }
        all
    }

    fn of_one(role: Role) -> &'static [Self] {
        match role {
            Role::Admin => &[
                Self::Desk,
                Self::Meetings,
                Self::Ledger,
                Self::Reminders,
                Self::People,
                Self::Dashboard,
                Self::Log,
            ],
            Role::OfficeHead | Role::Clerk => &[
                Self::Desk,
                Self::Meetings,
                Self::Ledger,
                Self::Reminders,
                Self::People,
                Self::Dashboard,
            ],
            Role::Leader => &[Self::Dashboard, Self::Portfolio, Self::Meetings, Self::Ledger],
            Role::Observer => &[Self::Dashboard, Self::Meetings, Self::Ledger],
            Role::Staff => &[Self::MyDepartment, Self::Ledger],
        }
    }

    /// Where it leads.
    pub fn path(self) -> &'static str {
        match self {
            Self::Desk => "/desk",
            Self::Meetings => "/meetings",
            Self::Ledger => "/ledger",
            Self::Reminders => "/reminders",
            Self::People => "/people",
            Self::Dashboard => "/dashboard",
            Self::Portfolio => "/portfolio",
            Self::MyDepartment => "/my-department",
            Self::Log => "/log",
            Self::Elsewhere => "/",
        }
    }

    /// Its icon in the folded menu.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Meetings => "meet",
            Self::Ledger | Self::Elsewhere => "list",
            Self::Reminders => "bell",
            Self::People => "people",
            Self::Dashboard => "dash",
            Self::Portfolio | Self::MyDepartment => "queue",
            Self::Log => "clock",
        }
    }

    /// What it is called.
    pub fn label(self, lang: impl Borrow<Lang>) -> &'static str {
        let lang = *lang.borrow();
        match self {
            Self::Desk => lang.shell_nav_desk(),
            Self::Meetings => lang.shell_nav_meetings(),
            Self::Ledger => lang.shell_nav_ledger(),
            Self::Reminders => lang.reminders_title(),
            Self::People => lang.shell_nav_people(),
            Self::Dashboard => lang.shell_nav_dashboard(),
            Self::Portfolio => lang.portfolio_title(),
            Self::MyDepartment => lang.shell_nav_my_department(),
            Self::Log => lang.shell_nav_log(),
            Self::Elsewhere => lang.words_product(),
        }
    }
}

/// What every page's struct carries as `frame`: the visit, the current entry and a key that makes
/// a form happen once.
#[derive(Debug, Clone)]
pub struct Frame {
    visit: Visit,
    /// The entry that is marked as current.
    pub here: Nav,
    /// For the hidden field of every form on this page.
    pub idempotency_key: String,
}

impl Frame {
    /// The frame of a page for `visit`, under the entry `here`.
    pub fn of(visit: &Visit, here: Nav) -> Self {
        let idempotency_key = Token::fresh().reveal().to_owned();
        Self { visit: visit.clone(), here, idempotency_key }
    }

    /// The entries that the visitor sees.
    pub fn nav(&self) -> Vec<Nav> {
        self.person.as_ref().map_or_else(Vec::new, |person| Nav::of(&person.roles))
    }

    /// The visitor's first page.
    pub fn home(&self) -> &'static str {
        self.nav().first().map_or("/", |first| first.path())
    }

    /// The moment of the figures, as the foot of the page says it.
    pub fn as_at(&self) -> String {
        let time = self.local_time.format("%H:%M");
        match self.lang {
            Lang::En => format!("{}, {time}", self.lang.long_date(self.today)),
            Lang::ZhCn => format!("{}{time}", self.lang.long_date(self.today)),
        }
    }
}

impl Deref for Frame {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

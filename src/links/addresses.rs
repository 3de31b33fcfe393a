//! Every address that the house hands out, in letters and on pages.

use super::Token;
use crate::domain::{CircularId, MeetingId, SubmissionId, TaskId};

/// Builds addresses below the public one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    public_url: String,
}

impl Links {
    /// Addresses below `public_url`, which has no slash at its end.
    pub fn new(public_url: impl Into<String>) -> Self {
        Self { public_url: public_url.into() }
    }

    /// The first page.
    pub fn home(&self) -> String {
        format!("{}/", self.public_url)
    }

    /// A task's own page.
    pub fn task(&self, id: TaskId) -> String {
        format!("{}{}", self.public_url, task_path(id))
    }

    /// A meeting's own page.
    pub fn meeting(&self, id: MeetingId) -> String {
        format!("{}/meetings/{id}", self.public_url)
    }

    /// The page on which a batch of drafts is signed.
    pub fn submission(&self, id: SubmissionId) -> String {
        format!("{}{}", self.public_url, submission_path(id))
    }

    /// A circular's own page.
    pub fn circular(&self, id: CircularId) -> String {
        format!("{}{}", self.public_url, circular_path(id))
    }

    /// The page on which one acts without signing in; `secret` is the token, or in a letter that
    /// has not left yet the nonce in its place.
    pub fn action(&self, secret: &str) -> String {
        format!("{}{}", self.public_url, action_path(secret))
    }

    /// Any path of the house, which begins with a slash.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The host that letters are named after.
    pub fn host(&self) -> String {
        url::Url::parse(&self.public_url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned())
    }
}

/// The path of a task's page, for links within the house.
pub fn task_path(id: TaskId) -> String {
    format!("/tasks/{id}")
}

/// The path of the page on which a batch of drafts is signed, for links within the house.
pub fn submission_path(id: SubmissionId) -> String {
    format!("/submissions/{id}")
}

/// The path of a circular's page, for links within the house.
pub fn circular_path(id: CircularId) -> String {
    format!("/circulars/{id}")
}

/// The path of the page on which one acts without signing in, for links within the house.
pub fn action_path(secret: &str) -> String {
    format!("/r/{secret}")
}

/// The path of the form with which an empty house is set up.
pub fn set_up_path(token: &Token) -> String {
    format!("/set-up/{}", token.reveal())
}

/// The path of a display on a wall.
pub fn wall_path(token: &Token) -> String {
    format!("/wall/{}", token.reveal())
}

/// The path under which a calendar program finds somebody's own dates.
pub fn calendar_path(token: &Token) -> String {
    format!("/api/v1/calendar/{}.ics", token.reveal())
}

/// The path of a one-time link; `purpose` is the purpose's word.
pub fn link_path(purpose: &str, token: &Token) -> String {
    format!("/links/{purpose}/{}", token.reveal())
}

//! What hangs on one person: posts in departments, and parts in tasks that are not done.

use std::fmt;
use std::str::FromStr;

use super::{DepartmentId, TaskId};

/// One thing that somebody holds, and that somebody else takes over when they leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// Head of a department 部门负责人.
    Head(DepartmentId),
    /// Contact of a department 联络员.
    Contact(DepartmentId),
    /// Leader in charge of a department 分管领导.
    InCharge(DepartmentId),
    /// Handler of a task 经办人.
    Handler(TaskId),
    /// Follower of a task 督办人.
    Follower(TaskId),
    /// Leader in charge of one task.
    Leader(TaskId),
}

/// A text that names nothing that can be held.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is nothing that can be handed over")]
pub struct NotAHolding(pub String);

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head(id) => write!(f, "head.{id}"),
            Self::Contact(id) => write!(f, "contact.{id}"),
            Self::InCharge(id) => write!(f, "in_charge.{id}"),
            Self::Handler(id) => write!(f, "handler.{id}"),
            Self::Follower(id) => write!(f, "follower.{id}"),
            Self::Leader(id) => write!(f, "leader.{id}"),
        }
    }
}

impl FromStr for Holding {
    type Err = NotAHolding;

    fn from_str(text: &str) -> Result<Self, NotAHolding> {
        let parsed = text.split_once('.').and_then(|(post, id)| {
            let id: i64 = id.parse().ok()?;
            Some(match post {
                "head" => Self::Head(DepartmentId(id)),
                "contact" => Self::Contact(DepartmentId(id)),
                "in_charge" => Self::InCharge(DepartmentId(id)),
                "handler" => Self::Handler(TaskId(id)),
                "follower" => Self::Follower(TaskId(id)),
                "leader" => Self::Leader(TaskId(id)),
                _ => return None,
            })
        });
        parsed.ok_or_else(|| NotAHolding(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holding_is_read_back_as_it_was_written() {
        for holding in [
            Holding::Head(DepartmentId(1)),
            Holding::Contact(DepartmentId(2)),
            Holding::InCharge(DepartmentId(3)),
            Holding::Handler(TaskId(4)),
            Holding::Follower(TaskId(5)),
            Holding::Leader(TaskId(6)),
        ] {
            assert_eq!(holding.to_string().parse(), Ok(holding));
        }
        assert!("head".parse::<Holding>().is_err());
        assert!("king.1".parse::<Holding>().is_err());
    }
}

//! Which decisions are whose (DESIGN.md, section 8), as far as an installation may choose.

use chrono::NaiveDate;

use super::named::named;
use super::{PersonId, Request, RequestKind, Role};

/// Longer extensions than this many days are another matter.
const LONG: i64 = 30;

named! {
    /// Who signs what the clerk wants to issue (`issue.approval`).
    Approval, "a kind of approval" {
        /// Nobody: the clerk issues.
        None = "none",
        /// 办公室主任.
        OfficeHead = "office_head",
        /// 分管领导; top leaders sign for all.
        Leader = "leader",
    }
}

impl Approval {
    /// Whether `role` issues with its own hand, without anybody's signature.
    pub fn lets_issue(self, role: Role) -> bool {
        match self {
            Self::None => role.runs_office(),
            Self::OfficeHead => matches!(role, Role::OfficeHead | Role::Admin),
            Self::Leader => role == Role::Admin,
        }
    }
}

/// Settings that the policy asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionRules {
    /// Whether a clerk may decide the closure of a normal task (`decisions.clerk`).
    pub clerk: bool,
    /// Whether a second extension, or one over 30 days, needs a top leader too
    /// (`decisions.top_leader`).
    pub top_leader: bool,
    /// Whether what a contact or handler asks for waits for the head (`requests.head_confirms`).
    pub head_confirms: bool,
    /// Who signs before issue (`issue.approval`).
    pub approval: Approval,
}

impl Default for DecisionRules {
    fn default() -> Self {
        Self { clerk: true, top_leader: false, head_confirms: false, approval: Approval::None }
    }
}

impl DecisionRules {
    /// Whether moving a date `from` `to` after so many `extensions` needs a top leader too.
    pub fn needs_top_leader(
        self,
        kind: RequestKind,
        extensions: i32,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> bool {
        self.top_leader && is_far(kind, extensions, from, to)
    }
}

fn is_far(
    kind: RequestKind,
    extensions: i32,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> bool {
    let long = from.zip(to).is_some_and(|(from, to)| (to - from).num_days() > LONG);
    kind == RequestKind::Extension && (extensions > 0 || long)
}

/// An open request, as the policy sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks.
    pub by: Option<PersonId>,
    /// Whether it is a second extension, or one over 30 days.
    pub far: bool,
    /// Whether those in charge have agreed, and only a top leader is waited for.
    pub endorsed: bool,
}

impl Ask {
    /// What `request` asks for on a task that was extended so many times.
    pub fn of(request: &Request, extensions: i32) -> Self {
        Self {
            kind: request.kind,
            by: request.requested_by,
            far: is_far(request.kind, extensions, request.old_due_on, request.new_due_on),
            endorsed: request.endorsed_on.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_issues_with_their_own_hand() {
        #[track_caller]
        fn case(approval: Approval, expected: &[Role]) {
            let all = [
                Role::Admin,
                Role::OfficeHead,
                Role::Clerk,
                Role::Leader,
                Role::Staff,
                Role::Observer,
            ];
            let issue: Vec<Role> =
                all.into_iter().filter(|role| approval.lets_issue(*role)).collect();
            assert_eq!(issue, expected, "{approval}");
        }

        case(Approval::None, &[Role::Admin, Role::OfficeHead, Role::Clerk]);
        case(Approval::OfficeHead, &[Role::Admin, Role::OfficeHead]);
        case(Approval::Leader, &[Role::Admin]);
    }

    #[test]
    fn a_second_extension_or_one_over_thirty_days_needs_a_top_leader_where_so_set() {
        let rules = DecisionRules { top_leader: true, ..DecisionRules::default() };
        let day = |text: &str| text.parse().ok();
        let needs = |rules: DecisionRules, kind, extensions, to| {
            rules.needs_top_leader(kind, extensions, day("2026-03-01"), day(to))
        };
        let extension = RequestKind::Extension;

        assert!(!needs(rules, extension, 0, "2026-03-31"), "30 days");
        assert!(needs(rules, extension, 0, "2026-04-01"), "31 days");
        assert!(needs(rules, extension, 1, "2026-03-05"), "the second");
        assert!(!needs(rules, RequestKind::Closure, 1, "2026-04-01"), "no extension");
        assert!(!needs(DecisionRules::default(), extension, 1, "2026-04-01"), "not so set");
    }
}

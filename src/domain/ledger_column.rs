//! The columns of the ledger 台账 as a file: one definition for what is written, in a spreadsheet
//! or as CSV, and for what is read back.

use super::named::named;

named! {
    /// A column of the ledger as a file, in the order in which they stand. What it is called is
    /// told in `i18n/columns.rs`.
    LedgerColumn, "a column of the ledger" {
        /// 编号: given at issue.
        Number = "number",
        /// 督办事项: what is to be done.
        Title = "title",
        /// 办理要求（完成标志）.
        Requirement = "requirement",
        /// 牵头单位, by its name.
        Lead = "lead_department",
        /// 配合单位, by their names, with 、 between them.
        Supporters = "supporting_departments",
        /// 责任人: the head of the lead department.
        Responsible = "responsible",
        /// 经办人, by name.
        Handler = "handler",
        /// 分管领导, by name: the task's own or the lead department's.
        Leader = "leader",
        /// 督办人, by name.
        Follower = "follower",
        /// 紧急程度, in words.
        Urgency = "urgency",
        /// 反馈频次, in words.
        Cadence = "cadence",
        /// 长期坚持: yes or no.
        LongTerm = "long_term",
        /// Whether closure needs evidence: yes or no.
        EvidenceRequired = "evidence_required",
        /// The date frozen at issue.
        OriginalDueOn = "original_due_on",
        /// The date that the department works to.
        DueOn = "due_on",
        /// The date that on-time is judged by.
        BaselineDueOn = "baseline_due_on",
        /// When it was issued.
        IssuedOn = "issued_on",
        /// When it was closed.
        ClosedOn = "closed_on",
        /// 状态, in words.
        State = "state",
        /// 亮灯, in words.
        Light = "light",
        /// 标记, in words, with 、 between them.
        Flags = "flags",
        /// 进度: a number from 0 to 100, shown as percent.
        Percent = "percent",
        /// The day of the lead's last report.
        ReportedOn = "reported_on",
        /// What that report expects, in words.
        Outlook = "outlook",
        /// 最新进展: what it says was done.
        Latest = "latest_progress",
        /// 存在问题.
        Problem = "problem",
        /// 下一步安排.
        Next = "next",
        /// How many extensions were granted.
        Extensions = "extensions",
        /// The request that waits for its decision, in words.
        OpenRequest = "open_request",
        /// Where it comes from, in words.
        Source = "source",
        /// 会议: the title.
        Meeting = "meeting",
        /// 会议类型.
        Body = "body",
        /// The day of the meeting.
        HeldOn = "held_on",
        /// 专项.
        Programme = "programme",
        /// 督办依据: the minutes' own words.
        Quote = "quote",
        /// The task that it is a part of: its number, or its title while it has none.
        Parent = "parent",
        /// The task's identity; hidden, and called the same in every language.
        Id = "duban_id",
        /// The version that was written out; hidden, and called the same in every language.
        Version = "duban_version",
    }
}

/// What reading a ledger back does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUse {
    /// It says which task a row is, and which version of it was seen.
    Key,
    /// What stands there may be changed by reading the ledger back, and is taken for a new row.
    Edited,
    /// It is taken for a new row only: where a task comes from does not change.
    New,
    /// It is taken only where an office takes over its past, with `--initial`.
    Initial,
    /// It is worked out; what stands there is never taken.
    Shown,
}

/// What kind of value stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// A civil date.
    Day,
    /// A whole number.
    Number,
    /// A number from 0 to 100; in a spreadsheet a fraction shown as percent.
    Percent,
}

impl LedgerColumn {
    /// What reading a ledger back does with it.
    pub fn usage(self) -> ColumnUse {
        match self {
            Self::Id | Self::Version => ColumnUse::Key,
            Self::Title
            | Self::Requirement
            | Self::Lead
            | Self::Supporters
            | Self::Handler
            | Self::Leader
            | Self::Follower
            | Self::Urgency
            | Self::Cadence
            | Self::LongTerm
            | Self::EvidenceRequired
            | Self::DueOn
            | Self::Programme => ColumnUse::Edited,
            Self::Source | Self::Meeting | Self::HeldOn | Self::Parent => ColumnUse::New,
            Self::Number
            | Self::OriginalDueOn
            | Self::BaselineDueOn
            | Self::IssuedOn
            | Self::ClosedOn
            | Self::State
            | Self::Percent
            | Self::ReportedOn
            | Self::Outlook
            | Self::Latest
            | Self::Problem
            | Self::Next => ColumnUse::Initial,
            Self::Responsible
            | Self::Light
            | Self::Flags
            | Self::Extensions
            | Self::OpenRequest
            | Self::Body
            | Self::Quote => ColumnUse::Shown,
        }
    }

    /// What kind of value stands in it.
    pub fn kind(self) -> ColumnKind {
        match self {
            Self::OriginalDueOn
            | Self::DueOn
            | Self::BaselineDueOn
            | Self::IssuedOn
            | Self::ClosedOn
            | Self::ReportedOn
            | Self::HeldOn => ColumnKind::Day,
            Self::Extensions | Self::Id | Self::Version => ColumnKind::Number,
            Self::Percent => ColumnKind::Percent,
            _ => ColumnKind::Text,
        }
    }

    /// Whether a spreadsheet hides it.
    pub fn hidden(self) -> bool {
        self.usage() == ColumnUse::Key
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Named as _;

    #[test]
    fn what_identifies_a_row_is_hidden_and_stands_last() {
        let (shown, hidden) = LedgerColumn::ALL.split_at(LedgerColumn::ALL.len() - 2);
        assert_eq!(hidden, [LedgerColumn::Id, LedgerColumn::Version]);
        assert!(hidden.iter().all(|column| column.hidden()));
        assert!(!shown.iter().any(|column| column.hidden()));
    }
}

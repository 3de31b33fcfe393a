//! What a column of somebody's table can become, and what offices call such columns.

use crate::domain::named::named;

named! {
    /// What is taken in.
    Kind, "a kind of table" {
        /// Tasks 台账.
        Ledger = "ledger",
        /// People.
        People = "people",
        /// Departments.
        Departments = "departments",
    }
}

named! {
    /// What a column becomes.
    Field, "a field" {
        /// The number in our database: a hidden column of our own export.
        Id = "id",
        /// The version that was exported: a hidden column.
        Version = "version",
        /// 编号.
        Number = "number",
        /// 督办事项.
        Title = "title",
        /// 办理要求（完成标志）.
        Requirement = "requirement",
        /// 牵头单位; what stands there as 配合 supports.
        Lead = "lead",
        /// 配合单位.
        Supporters = "supporters",
        /// 责任人.
        Responsible = "responsible",
        /// 经办人.
        Handler = "handler",
        /// 分管领导.
        Leader = "leader",
        /// 督办人.
        Follower = "follower",
        /// 完成时限.
        Due = "due",
        /// 原定时限.
        OriginalDue = "original_due",
        /// 紧急程度.
        Urgency = "urgency",
        /// 反馈频次.
        Cadence = "cadence",
        /// 长期坚持.
        LongTerm = "long_term",
        /// 办结须附佐证.
        Evidence = "evidence",
        /// 专项.
        Programme = "programme",
        /// 会议.
        Meeting = "meeting",
        /// 状态.
        State = "state",
        /// 交办日期.
        IssuedOn = "issued_on",
        /// 办结日期.
        ClosedOn = "closed_on",
        /// 进度.
        Percent = "percent",
        /// 进展情况.
        Progress = "progress",
        /// 存在问题.
        Problem = "problem",
        /// 姓名, 部门名称.
        Name = "name",
        /// 职务.
        JobTitle = "job_title",
        /// E-mail.
        Email = "email",
        /// Telephone.
        Phone = "phone",
        /// 工号.
        EmployeeNo = "employee_no",
        /// 角色.
        Role = "role",
        /// 部门 of a person.
        Department = "department",
        /// The language that they read.
        Locale = "locale",
        /// 主要领导.
        TopLeader = "top_leader",
        /// 在用.
        Active = "active",
        /// English name.
        NameEn = "name_en",
        /// 简称, 别名.
        Aliases = "aliases",
        /// 上级部门.
        Parent = "parent",
        /// 部门负责人.
        Head = "head",
        /// 联络员.
        Contacts = "contacts",
    }
}

impl Kind {
    /// What its columns can become, in the order offered.
    pub fn fields(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::Ledger => &[
                F::Title,
                F::Requirement,
                F::Lead,
                F::Supporters,
                F::Responsible,
                F::Handler,
                F::Leader,
                F::Follower,
                F::Due,
                F::Urgency,
                F::Cadence,
                F::LongTerm,
                F::Evidence,
                F::Programme,
                F::Meeting,
                F::Number,
                F::State,
                F::IssuedOn,
                F::OriginalDue,
                F::ClosedOn,
                F::Percent,
                F::Progress,
                F::Problem,
                F::Id,
                F::Version,
            ],
            Self::People => &[
                F::Name,
                F::JobTitle,
                F::Email,
                F::Phone,
                F::EmployeeNo,
                F::Role,
                F::Department,
                F::Locale,
                F::TopLeader,
                F::Active,
            ],
            Self::Departments => &[
                F::Name,
                F::NameEn,
                F::Aliases,
                F::Parent,
                F::Head,
                F::Leader,
                F::Contacts,
                F::Active,
            ],
        }
    }

    /// The column without which there is nothing to take in.
    pub fn needs(self) -> Field {
        match self {
            Self::Ledger => Field::Title,
            Self::People | Self::Departments => Field::Name,
        }
    }
}

impl Field {
    /// Whether it is taken from a ledger only together with states and past dates.
    pub fn is_past(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::State
                | Self::IssuedOn
                | Self::OriginalDue
                | Self::ClosedOn
                | Self::Percent
                | Self::Progress
                | Self::Problem
        )
    }
}

//! What offices call the columns of their tables, in both languages.

use super::{Field, Kind};

impl Field {
    /// What offices call such a column in a table of `kind`; the surest first.
    pub(super) fn called(self, kind: Kind) -> &'static [&'static str] {
        match (kind, self) {
            (Kind::Departments, Self::Name) => DEPARTMENT_NAME,
            (_, Self::Name) => &["姓名", "名字", "人员", "name", "fullname", "person"],
            (Kind::Departments, Self::Leader) => {
                &["分管领导", "分管校领导", "分管院领导", "leader", "leaderincharge"]
            }
            _ => self.names(),
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Id => &["id", "duban_id", "taskid"],
            Self::Version => &["version", "版本"],
            Self::Number => &["编号", "督办编号", "事项编号", "督办号", "no.", "number", "taskno."],
            Self::Title => TITLE,
            Self::Requirement => REQUIREMENT,
            Self::Lead => LEAD,
            Self::Supporters => SUPPORTERS,
            Self::Responsible => &[
                "责任人",
                "负责人",
                "第一责任人",
                "主要责任人",
                "responsible",
                "owner",
                "personresponsible",
            ],
            Self::Handler => &[
                "经办人",
                "承办人",
                "具体责任人",
                "联系人",
                "handler",
                "assignee",
                "contactperson",
            ],
            Self::Leader => LEADER,
            Self::Follower => &["督办人", "督办员", "跟踪人", "follower", "clerk", "followedby"],
            Self::Due => DUE,
            Self::OriginalDue => {
                &["原定时限", "原完成时限", "原时限", "originaldue", "originallydue"]
            }
            Self::Urgency => &["紧急程度", "缓急", "urgency", "priority"],
            Self::Cadence => {
                &["反馈频次", "报送频次", "反馈周期", "督办频次", "cadence", "reportingcadence"]
            }
            Self::LongTerm => &["长期坚持", "长期", "是否长期", "longterm", "long-term"],
            Self::Evidence => &["须附佐证", "佐证", "办结须附佐证", "evidence", "evidencerequired"],
            Self::Programme => &["专项", "专项工作", "所属专项", "programme", "program", "project"],
            Self::Meeting => MEETING,
            Self::State => &[
                "状态",
                "办理状态",
                "是否完成",
                "是否办结",
                "完成状态",
                "事项状态",
                "当前状态",
                "state",
                "status",
            ],
            Self::IssuedOn => &[
                "交办日期",
                "交办时间",
                "立项时间",
                "立项日期",
                "下达时间",
                "布置时间",
                "issued",
                "issuedon",
                "dateissued",
            ],
            Self::ClosedOn => &[
                "办结日期",
                "办结时间",
                "实际完成时间",
                "实际完成日期",
                "销号时间",
                "closed",
                "closedon",
                "completedon",
            ],
            Self::Percent => PERCENT,
            Self::Progress => PROGRESS,
            Self::Problem => &[
                "存在问题",
                "问题",
                "困难",
                "存在困难",
                "备注",
                "problem",
                "problems",
                "issues",
                "remarks",
                "remark",
                "notes",
            ],
            other => other.in_the_directory(),
        }
    }

    fn in_the_directory(self) -> &'static [&'static str] {
        match self {
            Self::JobTitle => {
                &["职务", "职称", "岗位", "职务职称", "title", "jobtitle", "position"]
            }
            Self::Email => &["邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail"],
            Self::Phone => &[
                "电话",
                "手机",
                "联系电话",
                "手机号",
                "手机号码",
                "办公电话",
                "phone",
                "telephone",
                "tel",
                "mobile",
            ],
            Self::EmployeeNo => &[
                "工号",
                "职工号",
                "教工号",
                "人员编号",
                "employeeno.",
                "employeeno",
                "employeenumber",
                "staffno.",
                "staffid",
            ],
            Self::Role => &["角色", "权限", "role", "accounttype"],
            Self::Department => &[
                "部门",
                "单位",
                "所在部门",
                "所在单位",
                "所属部门",
                "department",
                "office",
                "unit",
            ],
            Self::Locale => &["语言", "界面语言", "locale", "language"],
            Self::TopLeader => &["主要领导", "是否主要领导", "topleader"],
            Self::Active => &["在用", "启用", "是否启用", "在职", "active", "inuse"],
            Self::NameEn => &["英文名", "英文名称", "name_en", "englishname", "nameinenglish"],
            Self::Aliases => {
                &["别名", "简称", "其他名称", "又称", "aliases", "alias", "othernames", "shortname"]
            }
            Self::Parent => {
                &["上级部门", "上级单位", "上级", "隶属", "parent", "parentdepartment", "belongsto"]
            }
            Self::Head => &[
                "部门负责人",
                "负责人",
                "部门领导",
                "主要负责人",
                "处长",
                "院长",
                "head",
                "headofdepartment",
            ],
            Self::Contacts => &["联络员", "联系人", "部门联络员", "contacts", "contact"],
            _ => &[],
        }
    }
}

const DEPARTMENT_NAME: &[&str] =
    &["部门名称", "单位名称", "部门", "单位", "名称", "name", "department", "departmentname"];

const TITLE: &[&str] = &[
    "督办事项",
    "事项名称",
    "事项内容",
    "议定事项",
    "决定事项",
    "督办内容",
    "工作任务",
    "重点任务",
    "主要任务",
    "任务名称",
    "任务内容",
    "具体任务",
    "重点工作",
    "工作内容",
    "工作事项",
    "督查事项",
    "任务",
    "事项",
    "内容",
    "项目名称",
    "title",
    "task",
    "tasks",
    "item",
    "actionitem",
    "action",
    "directive",
    "description",
];

const REQUIREMENT: &[&str] = &[
    "办理要求",
    "工作要求",
    "完成标志",
    "完成标准",
    "目标要求",
    "工作目标",
    "预期成果",
    "成果形式",
    "工作措施",
    "具体措施",
    "主要措施",
    "具体要求",
    "办理标准",
    "目标任务",
    "requirement",
    "requirements",
    "completionmark",
    "deliverable",
    "deliverables",
    "measures",
];

const LEAD: &[&str] = &[
    "牵头单位",
    "牵头部门",
    "主办单位",
    "主办部门",
    "责任单位",
    "责任部门",
    "承办单位",
    "承办部门",
    "落实单位",
    "牵头",
    "主办",
    "责任主体",
    "单位",
    "部门",
    "leaddepartment",
    "lead",
    "leadoffice",
    "responsibledepartment",
    "department",
];

const SUPPORTERS: &[&str] = &[
    "配合单位",
    "配合部门",
    "协办单位",
    "协办部门",
    "参与单位",
    "参与部门",
    "协同单位",
    "会办单位",
    "协助单位",
    "配合",
    "协办",
    "supportingdepartments",
    "supporting",
    "support",
    "supporters",
    "supportingoffices",
    "with",
];

const LEADER: &[&str] = &[
    "分管领导",
    "责任领导",
    "牵头领导",
    "分管校领导",
    "分管院领导",
    "校领导",
    "院领导",
    "leader",
    "leaderincharge",
    "sponsor",
];

const DUE: &[&str] = &[
    "完成时限",
    "完成时间",
    "办结时限",
    "完成期限",
    "办理时限",
    "办理期限",
    "截止时间",
    "截止日期",
    "完成日期",
    "时限",
    "时间节点",
    "时间要求",
    "时间进度",
    "计划完成时间",
    "due",
    "duedate",
    "dueon",
    "deadline",
    "targetdate",
];

const MEETING: &[&str] = &[
    "会议",
    "会议名称",
    "来源",
    "督办依据",
    "立项依据",
    "任务来源",
    "事项来源",
    "依据",
    "meeting",
    "source",
    "basis",
];

const PERCENT: &[&str] = &[
    "进度",
    "完成进度",
    "办理进度",
    "工作进度",
    "完成率",
    "完成比例",
    "完成百分比",
    "progress",
    "percent",
    "%",
    "percentdone",
    "%done",
    "percentcomplete",
];

const PROGRESS: &[&str] = &[
    "进展情况",
    "最新进展",
    "工作进展",
    "落实情况",
    "办理情况",
    "目前进展",
    "进展",
    "推进情况",
    "完成情况",
    "办理进展",
    "latestprogress",
    "progressreport",
    "latestreport",
    "comments",
];

//! The ladder 逐级催办 as data: who is told of what, how many working days before or after.

use serde::{Deserialize, Serialize};

use super::super::named::named;
use super::super::{ReportDays, Urgency};

named! {
    /// What a reminder is about.
    ReminderKind, "a kind of reminder" {
        /// 待签收: issued and not acknowledged.
        Unacknowledged = "unacknowledged",
        /// 临期: the date comes near.
        DueSoon = "due_soon",
        /// 逾期: the date has passed.
        Overdue = "overdue",
        /// 应反馈: a report is due.
        ReportDue = "report_due",
        /// 未按期反馈: a report did not arrive.
        ReportMissed = "report_missed",
    }
}

named! {
    /// What a reader is to the task of which they are reminded.
    Part, "a part" {
        /// 经办人: does it.
        Handler = "handler",
        /// 责任人: head of the lead department.
        Head = "head",
        /// 联络员 of the lead department.
        Contact = "contact",
        /// 分管领导: leader in charge.
        Leader = "leader",
        /// 办公室主任: office head.
        OfficeHead = "office_head",
        /// 督办人: the clerk who watches it.
        Clerk = "clerk",
    }
}

named! {
    /// What a rung does besides telling.
    Deed, "a deed" {
        /// The clerk calls.
        CallList = "call_list",
        /// 督办催办单: an urging notice is drafted for signature.
        UrgingNotice = "urging_notice",
        /// The task is a candidate for the next circular 督办通报.
        Circular = "circular",
    }
}

/// One rung of the ladder: so many working days before or after, to these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// What it is about.
    pub kind: ReminderKind,
    /// Working days: before the date for what comes, after it otherwise.
    pub step: i32,
    /// Whom it reaches, in the order in which a part is told to somebody who has two.
    pub whom: Vec<Part>,
    /// What it does besides.
    pub deed: Option<Deed>,
}

/// The rungs for tasks of one urgency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// In the order in which they are climbed, kind by kind.
    pub rungs: Vec<Rung>,
    /// Whom the weekly reminder reaches that follows the last rung of an overdue task.
    pub weekly: Vec<Part>,
}

/// The ladder for every urgency, and what else decides who is told of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Rules {
    /// 一般.
    pub normal: Ladder,
    /// 加急.
    pub urgent: Ladder,
    /// 特急.
    pub critical: Ladder,
    /// Whether top leaders are reminded too.
    pub top_leaders: bool,
    /// By which days reports are due; not part of the ladder that is kept.
    #[serde(skip)]
    pub report_days: ReportDays,
}

impl ReminderKind {
    /// Whether its steps lie before the date.
    pub fn comes(self) -> bool {
        matches!(self, Self::DueSoon | Self::ReportDue)
    }
}

/// The most working days that a step may lie off its date.
pub const LONGEST_STEP: i32 = 60;

impl Default for Ladder {
    fn default() -> Self {
        use Part::{Clerk, Contact, Handler, Head, Leader, OfficeHead};
        use ReminderKind::{DueSoon, Overdue, ReportDue, ReportMissed, Unacknowledged};
        let rung = |kind, step, whom: &[Part]| Rung { kind, step, whom: whom.to_vec(), deed: None };
        let with = |deed, rung| Rung { deed: Some(deed), ..rung };
        Self {
            rungs: vec![
                rung(Unacknowledged, 1, &[Head, Contact]),
                with(Deed::CallList, rung(Unacknowledged, 2, &[Clerk])),
                rung(Unacknowledged, 3, &[Leader]),
                rung(DueSoon, 10, &[Handler]),
                rung(DueSoon, 5, &[Head, Handler]),
                rung(DueSoon, 1, &[Head, Handler]),
                rung(DueSoon, 0, &[Head, Handler]),
                rung(Overdue, 1, &[Head, Handler, Contact]),
                rung(Overdue, 3, &[Head, Handler, Contact, Leader]),
                with(Deed::UrgingNotice, rung(Overdue, 5, &[Clerk])),
                with(
                    Deed::Circular,
                    rung(Overdue, 10, &[Head, Handler, Contact, Leader, OfficeHead]),
                ),
                rung(ReportDue, 0, &[Head, Handler]),
                rung(ReportMissed, 1, &[Head, Handler, Contact]),
            ],
            weekly: vec![Head, Handler, Leader],
        }
    }
}

impl Rules {
    /// The ladder for tasks of `urgency`.
    pub fn ladder(&self, urgency: Urgency) -> &Ladder {
        match urgency {
            Urgency::Normal => &self.normal,
            Urgency::Urgent => &self.urgent,
            Urgency::Critical => &self.critical,
        }
    }

    /// The same, to change it.
    pub fn ladder_mut(&mut self, urgency: Urgency) -> &mut Ladder {
        match urgency {
            Urgency::Normal => &mut self.normal,
            Urgency::Urgent => &mut self.urgent,
            Urgency::Critical => &mut self.critical,
        }
    }
}

impl Ladder {
    /// The rungs of one kind, in the order in which they are climbed.
    pub fn of(&self, kind: ReminderKind) -> impl DoubleEndedIterator<Item = &Rung> {
        self.rungs.iter().filter(move |rung| rung.kind == kind)
    }

    /// Puts `rung` in place of the one of its kind and step; one that tells nobody and does
    /// nothing is taken away.
    pub fn put(&mut self, rung: Rung) {
        self.rungs.retain(|one| (one.kind, one.step) != (rung.kind, rung.step));
        if !rung.whom.is_empty() || rung.deed.is_some() {
            self.rungs.push(rung);
        }
        self.sort();
    }

    /// Brings the rungs into the order in which they are climbed.
    pub fn sort(&mut self) {
        self.rungs.sort_by_key(|rung| {
            (rung.kind, if rung.kind.comes() { -rung.step } else { rung.step })
        });
    }
}

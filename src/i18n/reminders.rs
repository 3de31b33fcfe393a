//! Reminders in words: who is told, which rung, what was changed about the ladder and the calendar.

use std::borrow::Borrow;

use chrono::NaiveDate;

use super::Lang;
use crate::domain::{DayKind, Deed, HouseChange, Part, Planned, ReminderKind, Rung};

impl Lang {
    /// What somebody is to a task.
    pub fn part(self, part: impl Borrow<Part>) -> &'static str {
        match part.borrow() {
            Part::Head => self.reminders_part_head(),
            Part::Handler => self.reminders_part_handler(),
            Part::Contact => self.reminders_part_contact(),
            Part::Leader => self.reminders_part_leader(),
            Part::OfficeHead => self.reminders_part_office_head(),
            Part::Clerk => self.reminders_part_clerk(),
        }
    }

    /// Several parts, as a list.
    pub fn parts(self, parts: &[Part]) -> String {
        let names: Vec<_> = parts.iter().map(|part| self.part(part)).collect();
        names.join(self.reminders_between())
    }

    /// A kind of reminder.
    pub fn reminder_kind(self, kind: impl Borrow<ReminderKind>) -> &'static str {
        match kind.borrow() {
            ReminderKind::Unacknowledged => self.reminders_kind_unacknowledged(),
            ReminderKind::DueSoon => self.reminders_kind_due_soon(),
            ReminderKind::Overdue => self.reminders_kind_overdue(),
            ReminderKind::ReportDue => self.reminders_kind_report_due(),
            ReminderKind::ReportMissed => self.reminders_kind_report_missed(),
        }
    }

    /// What a rung does besides telling.
    pub fn deed(self, deed: impl Borrow<Deed>) -> &'static str {
        match deed.borrow() {
            Deed::CallList => self.reminders_deed_call_list(),
            Deed::UrgingNotice => self.reminders_deed_urging_notice(),
            Deed::Circular => self.reminders_deed_circular_alone(),
        }
    }

    /// Which rung, in a few words.
    pub fn rung(self, kind: ReminderKind, step: i32) -> String {
        let kind_said = self.reminder_kind(kind);
        match (kind.comes(), step) {
            (true, 0) => self.reminders_rung_on_the_day(kind_said),
            (true, 1) => self.reminders_rung_before_one(kind_said),
            (true, _) => self.reminders_rung_before(kind_said, step),
            (false, 1) => self.reminders_rung_after_one(kind_said),
            (false, _) => self.reminders_rung_after(kind_said, step),
        }
    }

    /// Why somebody is reminded: the rung, the date, and what they are to the task.
    pub fn reminder_reason(
        self,
        planned: &Planned,
        due_on: Option<NaiveDate>,
        instead_of: Option<&str>,
    ) -> String {
        let rung = self.rung(planned.kind, planned.step);
        let part = self.part(planned.part);
        let said = match (planned.kind, due_on) {
            (ReminderKind::DueSoon | ReminderKind::Overdue, Some(due)) => {
                self.reminders_reason_dated(rung, self.date(due), part)
            }
            _ => self.reminders_reason(rung, part),
        };
        match instead_of {
            Some(name) => self.reminders_reason_deputy(said, name),
            None => said,
        }
    }

    /// A kind of day.
    pub fn day_kind(self, kind: impl Borrow<DayKind>) -> &'static str {
        match kind.borrow() {
            DayKind::Holiday => self.calendar_holiday(),
            DayKind::WorkingDay => self.calendar_working_day(),
            DayKind::Vacation => self.calendar_vacation(),
            DayKind::Term => self.calendar_term(),
        }
    }

    /// One day, or the first and the last of several.
    pub fn days(self, from: NaiveDate, to: NaiveDate) -> String {
        if from == to {
            self.date(from)
        } else {
            self.calendar_from_to(self.date(from), self.date(to))
        }
    }

    /// What was changed for the house, as a sentence.
    pub fn house_change(self, change: &HouseChange) -> String {
        let whom = |rung: &Rung| match rung.deed {
            Some(deed) if rung.whom.is_empty() => self.deed(deed).to_owned(),
            Some(deed) => self.reminders_change_and(self.parts(&rung.whom), self.deed(deed)),
            None => self.parts(&rung.whom),
        };
        match change {
            HouseChange::Rung { urgency, old, new } => {
                let rung = old.as_ref().or(new.as_ref());
                let rung = rung.map(|one| self.rung(one.kind, one.step)).unwrap_or_default();
                let urgency = self.urgency(urgency);
                match (old, new) {
                    (Some(old), Some(new)) => {
                        self.reminders_change_rung(urgency, rung, whom(old), whom(new))
                    }
                    (None, Some(new)) => self.reminders_change_rung_new(urgency, rung, whom(new)),
                    _ => self.reminders_change_rung_gone(urgency, rung),
                }
            }
            HouseChange::Weekly { urgency, old, new } => self.reminders_change_weekly(
                self.urgency(urgency),
                self.nobody_or(old),
                self.nobody_or(new),
            ),
            HouseChange::TopLeaders { on: true } => self.reminders_change_top_on().to_owned(),
            HouseChange::TopLeaders { on: false } => self.reminders_change_top_off().to_owned(),
            HouseChange::Entry { kind, name, from, to, removed } => {
                let (kind, days) = (self.day_kind(kind), self.days(*from, *to));
                if *removed {
                    self.calendar_change_removed(kind, name, days)
                } else {
                    self.calendar_change_added(kind, name, days)
                }
            }
            HouseChange::Week { new } => self.calendar_change_week(self.week(new)),
            HouseChange::WallDisplay { name, revoked: false } => self.wall_change_made(name),
            HouseChange::WallDisplay { name, revoked: true } => self.wall_change_revoked(name),
        }
    }

    fn nobody_or(self, parts: &[Part]) -> String {
        if parts.is_empty() { self.reminders_nobody().to_owned() } else { self.parts(parts) }
    }

    /// The days of the week that are worked.
    pub fn week(self, week: &[bool; 7]) -> String {
        let worked = week.iter().zip(self.weekdays()).filter(|(worked, _)| **worked);
        let names: Vec<&str> = worked.map(|(_, name)| name).collect();
        names.join(self.reminders_between())
    }

    /// The letter or character that a day of the week is known by.
    pub fn initial(self, name: &str) -> String {
        match self {
            Self::En => name.chars().take(1).collect(),
            Self::ZhCn => name.chars().last().map(String::from).unwrap_or_default(),
        }
    }

    /// The days of the week, Monday first.
    pub fn weekdays(self) -> [&'static str; 7] {
        [
            self.mail_monday(),
            self.mail_tuesday(),
            self.mail_wednesday(),
            self.mail_thursday(),
            self.mail_friday(),
            self.mail_saturday(),
            self.mail_sunday(),
        ]
    }
}

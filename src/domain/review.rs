//! What a review did to candidates, told from how they stood before and after; and what several of
//! them are given at once.

use chrono::{NaiveDate, NaiveDateTime};

use super::{
    Cadence, DepartmentId, Directive, DirectiveId, Disposition, Fault, MeetingId, PersonId,
    Preparation, ProgrammeId, Urgency,
};

/// One act of somebody who reviewed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewAct {
    /// Its row.
    pub id: i64,
    /// Whose minutes.
    pub meeting_id: MeetingId,
    /// Who did it.
    pub person_id: PersonId,
    /// When.
    pub done_at: NaiveDateTime,
    /// The candidates that it touched as they were; none where it made one.
    pub before: Vec<Directive>,
    /// The same as it left them.
    pub after: Vec<Directive>,
}

/// What an act was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDeed {
    /// Decided about: accepted, declined or left for later.
    Decided(Disposition),
    /// Changed what is being prepared, the title or the place.
    Edited,
    /// Parted into several.
    Split,
    /// Let one grow over its neighbour.
    Merged,
    /// Took one from a passage.
    Added,
}

impl ReviewAct {
    /// What it was.
    pub fn deed(&self) -> ReviewDeed {
        let (before, after) = (&self.before, &self.after);
        // Whoever looks at one and leaves it as it was has decided to wait.
        let decided = before.iter().zip(after).any(|(one, other)| {
            one.disposition != other.disposition || one.says_the_same_as(other)
        });
        match (before.len(), after.len()) {
            (0, _) => ReviewDeed::Added,
            (less, more) if less < more => ReviewDeed::Split,
            (more, less) if less < more => ReviewDeed::Merged,
            _ => match after.first() {
                Some(first) if decided => ReviewDeed::Decided(first.disposition),
                _ => ReviewDeed::Edited,
            },
        }
    }

    /// The candidates that it left.
    pub fn touched(&self) -> impl Iterator<Item = DirectiveId> {
        self.after.iter().map(|one| one.id)
    }
}

impl Directive {
    /// Whether both say the same, whoever touched them last.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let bare =
            |one: &Self| Self { version: 0, reviewed_by: None, reviewed_at: None, ..one.clone() };
        bare(self) == bare(other)
    }
}

/// What several candidates are given at once; `None` leaves each as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForSeveral {
    /// 牵头单位.
    pub lead: Option<DepartmentId>,
    /// 配合单位, beside those that are there.
    pub supporters: Vec<DepartmentId>,
    /// 经办人.
    pub handler: Option<PersonId>,
    /// The due date as it was typed.
    pub due: Option<String>,
    /// 专项.
    pub programme: Option<ProgrammeId>,
    /// 反馈频次.
    pub cadence: Option<Cadence>,
    /// 紧急程度.
    pub urgency: Option<Urgency>,
}

impl ForSeveral {
    /// `prepared` with what is given.
    ///
    /// # Errors
    /// The due date, where it is none.
    pub fn given_to(
        &self,
        prepared: &Preparation,
        held_on: NaiveDate,
    ) -> Result<Preparation, Fault> {
        let mut given = prepared.clone();
        if let Some(lead) = self.lead {
            given.lead = Some(lead);
            given.supporters.retain(|one| *one != lead);
        }
        for one in &self.supporters {
            if given.lead != Some(*one) && !given.supporters.contains(one) {
                given.supporters.push(*one);
            }
        }
        given.handler = self.handler.or(given.handler);
        given.programme = self.programme.or(given.programme);
        given.cadence = self.cadence.unwrap_or(given.cadence);
        given.urgency = self.urgency.unwrap_or(given.urgency);
        if let Some(due) = &self.due {
            given.take_due(due, held_on)?;
            given.long_term = false;
        }
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{Roster, analyse};

    fn directive(id: i64) -> Directive {
        let found = analyse("要修门，买粉笔。", 1..8, None, &Roster::default()).unwrap();
        Directive { id: DirectiveId(id), ..Directive::found(MeetingId(1), found) }
    }

    fn act(before: &[&Directive], after: &[&Directive]) -> ReviewAct {
        let own = |all: &[&Directive]| all.iter().map(|one| (*one).clone()).collect();
        ReviewAct {
            id: 1,
            meeting_id: MeetingId(1),
            person_id: PersonId(1),
            done_at: NaiveDateTime::default(),
            before: own(before),
            after: own(after),
        }
    }

    #[test]
    fn an_act_is_told_from_what_it_left() {
        let (one, two) = (directive(1), directive(2));
        let seen = Directive { reviewed_at: Some(NaiveDateTime::default()), ..one.clone() };
        let yes = Directive { disposition: Disposition::Accepted, ..seen.clone() };
        let named = Directive { title: "修大门".to_owned(), ..yes.clone() };
        let both = [&one, &two];

        assert_eq!(act(&[], &[&one]).deed(), ReviewDeed::Added);
        assert_eq!(act(&[&one], &both).deed(), ReviewDeed::Split);
        assert_eq!(act(&both, &[&one]).deed(), ReviewDeed::Merged);
        assert_eq!(act(&[&one], &[&yes]).deed(), ReviewDeed::Decided(Disposition::Accepted));
        // Left for later without having been looked at before: that is a decision too.
        assert_eq!(act(&[&one], &[&seen]).deed(), ReviewDeed::Decided(Disposition::Pending));
        assert_eq!(act(&[&yes], &[&named]).deed(), ReviewDeed::Edited);
    }

    #[test]
    fn who_touched_it_makes_no_difference() {
        let one = directive(1);
        let touched = Directive {
            version: 7,
            reviewed_by: Some(PersonId(3)),
            reviewed_at: Some(NaiveDateTime::default()),
            ..one.clone()
        };
        assert!(one.says_the_same_as(&touched));
        assert!(!one.says_the_same_as(&Directive { title: "开窗".to_owned(), ..touched }));
    }

    #[test]
    fn several_keep_what_they_are_not_given() {
        let held_on = NaiveDate::from_ymd_opt(2023, 3, 21).unwrap();
        let prepared = Preparation {
            requirement: "修好".to_owned(),
            supporters: vec![DepartmentId(2), DepartmentId(3)],
            long_term: true,
            ..Preparation::default()
        };
        let given = ForSeveral {
            lead: Some(DepartmentId(2)),
            supporters: vec![DepartmentId(3), DepartmentId(4), DepartmentId(2)],
            due: Some("6月底".to_owned()),
            ..ForSeveral::default()
        };

        let after = given.given_to(&prepared, held_on).unwrap();

        assert_eq!(after.lead, Some(DepartmentId(2)));
        assert_eq!(after.supporters, [DepartmentId(3), DepartmentId(4)]);
        assert_eq!(after.due_on, NaiveDate::from_ymd_opt(2023, 6, 30));
        assert!(!after.long_term);
        assert_eq!((after.requirement.as_str(), after.cadence), ("修好", Cadence::Monthly));
        assert_eq!(ForSeveral::default().given_to(&prepared, held_on), Ok(prepared.clone()));
        let odd = ForSeveral { due: Some("9.31".to_owned()), ..ForSeveral::default() };
        assert_eq!(odd.given_to(&prepared, held_on), Err(Fault::NotADate("9.31".to_owned())));
    }
}

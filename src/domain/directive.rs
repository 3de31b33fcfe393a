//! Directives: what the review made of the acts that minutes call for.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::extraction::{Candidate, Cue, DueDate, Owner, OwnerRole, Part, Roster, typed_date};
use super::named::named;
use super::pick::Pick;
use super::{Cadence, DepartmentId, DirectiveId, Fault, MeetingId, PersonId, ProgrammeId, Urgency};

named! {
    /// What was decided about a candidate.
    Disposition, "a disposition" {
        /// 待定.
        Pending = "pending",
        /// 立项.
        Accepted = "accepted",
        /// 不立项.
        Declined = "declined",
    }
}

/// One act that the minutes call for 议定事项, with what the review has made of it so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Directive {
    /// Its identity.
    pub id: DirectiveId,
    /// Where it was said.
    pub meeting_id: MeetingId,
    /// Its place in the minutes, in Unicode scalar values.
    pub span: Range<usize>,
    /// Whether the quote still stands there: changed minutes may have lost it.
    pub anchored: bool,
    /// The minutes' own words.
    pub quote: String,
    /// What it is called; the task made of it takes this name.
    pub title: String,
    /// The heading that it stands under.
    pub theme: Option<String>,
    /// Why it was taken for a directive.
    pub cue: Cue,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
    /// How pressing it sounds.
    pub urgency: Urgency,
    /// Whom the minutes name.
    pub owners: Vec<Owner>,
    /// By when the minutes want it.
    pub deadline: Option<DueDate>,
    /// The coordinate acts inside it.
    pub parts: Vec<Part>,
    /// What was decided.
    pub disposition: Disposition,
    /// Who last touched it.
    pub reviewed_by: Option<PersonId>,
    /// When; a directive that nobody touched gives way to what is found in changed minutes.
    pub reviewed_at: Option<NaiveDateTime>,
    /// The task being prepared; `None` until somebody has changed what the minutes suggest.
    pub preparation: Option<Preparation>,
    /// Grows with every change.
    pub version: i64,
}

impl Directive {
    /// A candidate that nobody has looked at; its id comes with the row.
    pub fn found(meeting_id: MeetingId, candidate: Candidate) -> Self {
        let Candidate {
            span,
            quote,
            title,
            theme,
            cue,
            confidence,
            urgency,
            parts,
            owners,
            deadline,
            also: _,
        } = candidate;
        Self {
            id: DirectiveId(0),
            meeting_id,
            span,
            anchored: true,
            quote,
            title,
            theme,
            cue,
            confidence,
            urgency,
            owners,
            deadline,
            parts,
            disposition: Disposition::Pending,
            reviewed_by: None,
            reviewed_at: None,
            preparation: None,
            version: 1,
        }
    }

    /// The task being prepared: as the clerk left it, else as the minutes suggest.
    pub fn prepared(&self) -> Preparation {
        self.preparation.clone().unwrap_or_else(|| self.suggested())
    }

    fn suggested(&self) -> Preparation {
        let of_role = |role| self.owners.iter().filter(move |owner| owner.role == role);
        let first = of_role(OwnerRole::Lead).find(|owner| owner.department_id.is_some());
        let lead = first.and_then(|owner| owner.department_id);
        let mut supporters: Vec<DepartmentId> = Vec::new();
        // Whoever leads beside the first lead supports: there is exactly one. Many who are named by
        // one word support only somebody; where nobody else leads, the clerk chooses among them.
        let named = of_role(OwnerRole::Lead).chain(of_role(OwnerRole::Support)).flat_map(|owner| {
            let members = owner.members.iter().filter(|_| lead.is_some()).copied();
            owner.department_id.into_iter().chain(members)
        });
        for id in named {
            if Some(id) != lead && !supporters.contains(&id) {
                supporters.push(id);
            }
        }
        let due_on = self.deadline.as_ref().and_then(|deadline| deadline.due_on);
        Preparation {
            lead,
            supporters,
            handler: first.and_then(|owner| owner.person_id),
            due: due_on.map(|day| day.to_string()).unwrap_or_default(),
            due_on,
            urgency: self.urgency,
            ..Preparation::default()
        }
    }

    /// Asks `roster` anew about the names that were open; tells whether it knows any by now.
    pub fn recognise(&mut self, roster: &Roster) -> bool {
        let mut any = false;
        for owner in self.owners.iter_mut().filter(|owner| owner.is_open()) {
            let known = roster.find(&owner.text);
            *owner = Owner::new(std::mem::take(&mut owner.text), owner.role, known);
            any |= !owner.is_open();
        }
        any
    }

    /// Whether the minutes say by when.
    pub fn has_deadline(&self) -> bool {
        self.deadline.is_some()
    }
}

/// A task being prepared on the review page. Leaving and coming back loses nothing, not even what
/// is not understood yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preparation {
    /// What will be there when it is done 办理要求（完成标志）.
    pub requirement: String,
    /// 牵头单位.
    pub lead: Option<DepartmentId>,
    /// 配合单位.
    pub supporters: Vec<DepartmentId>,
    /// Departments that each get a part of their own; then nobody leads the whole.
    pub fan_out: Vec<DepartmentId>,
    /// 经办人.
    pub handler: Option<PersonId>,
    /// The due date as it was typed.
    pub due: String,
    /// The day that it means, where it was understood.
    pub due_on: Option<NaiveDate>,
    /// 长期坚持: no due date, a cadence instead.
    pub long_term: bool,
    /// 反馈频次.
    pub cadence: Cadence,
    /// 紧急程度.
    pub urgency: Urgency,
    /// 分管领导, where it is not the lead department's.
    pub leader: Option<PersonId>,
    /// 督办人.
    pub follower: Option<PersonId>,
    /// 专项.
    pub programme: Option<ProgrammeId>,
    /// Whether closure needs a file.
    pub evidence_required: bool,
    /// What the clerk said that names of the minutes stand for.
    pub picks: Vec<Pick>,
}

impl Default for Preparation {
    fn default() -> Self {
        Self {
            requirement: String::new(),
            lead: None,
            supporters: Vec::new(),
            fan_out: Vec::new(),
            handler: None,
            due: String::new(),
            due_on: None,
            long_term: false,
            cadence: Cadence::Monthly,
            urgency: Urgency::Normal,
            leader: None,
            follower: None,
            programme: None,
            evidence_required: false,
            picks: Vec::new(),
        }
    }
}

impl Preparation {
    /// Takes a typed due date: `2023-06-30`, `6.20`, `6月底`. What is not understood is kept as
    /// typed, without a day.
    pub fn take_due(&mut self, typed: &str, held_on: NaiveDate) -> Result<(), Fault> {
        typed.trim().clone_into(&mut self.due);
        self.due_on = if self.due.is_empty() { None } else { typed_date(&self.due, held_on) };
        self.check_due()
    }

    /// Whether something long-term has the cadence that it is judged by.
    pub fn check_cadence(&self) -> Result<(), Fault> {
        if self.long_term && self.cadence == Cadence::None { Err(Fault::NoDueDate) } else { Ok(()) }
    }

    /// Whether the due date, where there is one, was understood.
    pub fn check_due(&self) -> Result<(), Fault> {
        if self.due.is_empty() || self.due_on.is_some() {
            Ok(())
        } else {
            Err(Fault::NotADate(self.due.clone()))
        }
    }
}

/// How a directive is called on the page: the number of its sentence, and a letter where the
/// sentence holds several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The sentence: 1 for the first that holds any; 0 for one that the minutes lost.
    pub sentence: usize,
    /// Its place among the acts of the sentence, from 1; 0 where it is the only one.
    pub act: usize,
}

impl Label {
    /// The labels of `directives`, which stand in the order of the minutes.
    pub fn all(directives: &[Directive], sentences: &[Range<usize>]) -> Vec<Self> {
        let sentence_of = |directive: &Directive| {
            sentences.partition_point(|sentence| sentence.end <= directive.span.start)
        };
        let mut labels: Vec<Self> = Vec::with_capacity(directives.len());
        let (mut number, mut last) = (0, None);
        for directive in directives {
            if !directive.anchored {
                labels.push(Self { sentence: 0, act: labels.len() + 1 });
                continue;
            }
            let here = Some(sentence_of(directive));
            let before = labels.last_mut().filter(|_| last == here);
            let act = if let Some(before) = before {
                before.act = before.act.max(1);
                before.act + 1
            } else {
                number += 1;
                0
            };
            last = here;
            labels.push(Self { sentence: number, act });
        }
        labels
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.sentence == 0 {
            return write!(f, "x{}", self.act);
        }
        write!(f, "{}", self.sentence)?;
        let mut rest = self.act;
        let mut letters = Vec::new();
        while rest > 0 {
            letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().try_for_each(|letter| write!(f, "{letter}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extraction::{Known, Rule};

    fn directive(span: Range<usize>) -> Directive {
        let candidate = Candidate {
            span,
            quote: "mend the gate".to_owned(),
            title: "Mend the gate".to_owned(),
            theme: None,
            cue: Cue::new(Rule::PlainModal, "should"),
            confidence: 0.7,
            urgency: Urgency::Urgent,
            parts: Vec::new(),
            owners: Vec::new(),
            deadline: None,
            also: Vec::new(),
        };
        Directive::found(MeetingId(1), candidate)
    }

    #[test]
    fn acts_of_one_sentence_share_its_number() {
        let sentences = [0..10, 10..30, 30..40];
        let lost = Directive { anchored: false, ..directive(0..0) };
        let directives =
            [directive(0..10), directive(12..15), directive(16..20), directive(30..35)];
        let labels = Label::all(&directives, &sentences);
        assert_eq!(
            labels.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["1", "2a", "2b", "3"]
        );
        assert_eq!(Label::all(&[lost], &sentences)[0].to_string(), "x1");
        assert_eq!(Label { sentence: 4, act: 28 }.to_string(), "4ab");
    }

    #[test]
    fn the_minutes_suggest_who_and_by_when() {
        let owner = |id, role| {
            let known = Known { department_id: Some(DepartmentId(id)), ..Known::default() };
            Owner::new(String::new(), role, known)
        };
        let due_on = NaiveDate::from_ymd_opt(2023, 6, 30);
        let directive = Directive {
            owners: vec![
                owner(3, OwnerRole::Support),
                owner(1, OwnerRole::Lead),
                owner(2, OwnerRole::Lead),
                owner(1, OwnerRole::Support),
            ],
            deadline: Some(DueDate {
                text: "by the end of June".to_owned(),
                due_on,
                precision: super::super::extraction::Precision::Month,
            }),
            ..directive(0..10)
        };

        let prepared = directive.prepared();

        assert_eq!(prepared.lead, Some(DepartmentId(1)));
        assert_eq!(prepared.supporters, [DepartmentId(2), DepartmentId(3)]);
        assert_eq!((prepared.due.as_str(), prepared.due_on), ("2023-06-30", due_on));
        assert_eq!(prepared.urgency, Urgency::Urgent);
    }

    #[test]
    fn a_date_that_does_not_exist_is_kept_as_typed() {
        let held_on = NaiveDate::from_ymd_opt(2023, 3, 21).unwrap();
        let mut preparation = Preparation::default();

        let refused = preparation.take_due(" 2023-09-31 ", held_on);

        assert_eq!(refused, Err(Fault::NotADate("2023-09-31".to_owned())));
        assert_eq!((preparation.due.as_str(), preparation.due_on), ("2023-09-31", None));
        assert_eq!(preparation.take_due("2023-09-30", held_on), Ok(()));
    }
}

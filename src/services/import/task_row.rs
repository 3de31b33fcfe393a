//! A row of a ledger as values: what its cells say, before anybody asks whether it is new.

use chrono::{Days, NaiveDate};

use super::names::Names;
use super::past::Past;
use super::place::Hand;
use crate::domain::extraction::OwnerRole;
use crate::domain::import::{
    Due, Field, Note, Share, Trouble, cadence, day, due, state, truth, urgency,
};
use crate::domain::{Cadence, DepartmentId, MeetingId, NumberPattern, PersonId, State, Urgency};

/// What the cells of a row say. What has no column, or stands empty, is `None`.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub(super) title: String,
    pub(super) requirement: String,
    pub(super) lead: Option<DepartmentId>,
    pub(super) supporters: Vec<DepartmentId>,
    pub(super) handler: Option<PersonId>,
    pub(super) responsible: Option<PersonId>,
    pub(super) leader: Option<PersonId>,
    pub(super) follower: Option<PersonId>,
    pub(super) due: Option<Due>,
    pub(super) long_term: Option<bool>,
    pub(super) urgency: Option<Urgency>,
    pub(super) cadence: Option<Cadence>,
    pub(super) evidence: Option<bool>,
    pub(super) programme: String,
    pub(super) meeting: String,
    pub(super) past: Past,
}

/// What rows are read with.
pub(super) struct Reading<'a> {
    pub(super) names: &'a Names,
    pub(super) pattern: &'a NumberPattern,
    pub(super) today: NaiveDate,
    /// The year that the titles of the sheet name.
    pub(super) year: Option<i32>,
    pub(super) initial: bool,
    /// Days chosen for rows, by their number.
    pub(super) days: &'a std::collections::BTreeMap<u32, NaiveDate>,
    /// Whether a row with the columns of our own export is read: the responsible person is shown
    /// there, and nothing to be taken.
    pub(super) own: bool,
}

impl Reading<'_> {
    /// Reads a row; what is wrong with it is collected in `hand`.
    pub(super) fn row(
        &self,
        hand: &mut Hand<'_, '_>,
        percent: Result<Option<i32>, Trouble>,
    ) -> Said {
        let mut said = Said {
            title: one_line(&hand.text(Field::Title)),
            requirement: hand.text(Field::Requirement),
            programme: one_line(&hand.text(Field::Programme)),
            meeting: one_line(&hand.text(Field::Meeting)),
            ..Said::default()
        };
        self.parties(hand, &mut said);
        self.people(hand, &mut said);
        self.dates(hand, &mut said);
        said.urgency = hand.check(Field::Urgency, urgency(hand.cell(Field::Urgency)));
        said.evidence = hand.check(Field::Evidence, truth(hand.cell(Field::Evidence)));
        if self.initial {
            said.past.percent = hand.check(Field::Percent, percent);
            said.past.done = Some(hand.text(Field::Progress));
            said.past.problem = Some(hand.text(Field::Problem));
        }
        said
    }

    fn parties(&self, hand: &mut Hand<'_, '_>, said: &mut Said) {
        let mut leads: Vec<(DepartmentId, bool)> = Vec::new();
        let mut others: Vec<DepartmentId> = Vec::new();
        for (field, unsaid) in
            [(Field::Lead, OwnerRole::Lead), (Field::Supporters, OwnerRole::Support)]
        {
            let cell = hand.text(field);
            for (name, share) in self.names.units(&cell) {
                let leading = match share {
                    Share::Lead => true,
                    Share::Support => false,
                    Share::Unsaid => unsaid == OwnerRole::Lead,
                };
                let many = self.names.members(&name);
                if !leading && !many.is_empty() {
                    others.extend(many);
                    continue;
                }
                match self.names.department(&name) {
                    Ok(Some(id)) if leading => leads.push((id, share == Share::Lead)),
                    Ok(Some(id)) => others.push(id),
                    Ok(None) => {}
                    Err(trouble) => hand.wrong(field, trouble),
                }
            }
        }
        // Exactly one leads: the first that is said to, else the first.
        let lead = leads.iter().find(|(_, said)| *said).or(leads.first()).map(|(id, _)| *id);
        let beside: Vec<DepartmentId> =
            leads.iter().map(|(id, _)| *id).filter(|id| Some(*id) != lead).collect();
        if !beside.is_empty() {
            hand.out.notes.push(Note::OneLeads(self.names.departments_called(&beside)));
        }
        said.lead = lead;
        said.supporters = beside.into_iter().chain(others).filter(|id| Some(*id) != lead).collect();
        said.supporters.sort_unstable();
        said.supporters.dedup();
    }

    fn people(&self, hand: &mut Hand<'_, '_>, said: &mut Said) {
        let near = said.lead;
        let mut person = |field: Field| {
            if !hand.columns.has(field) || field == Field::Responsible && self.own {
                return None;
            }
            let cell = hand.text(field);
            match self.names.person(&cell, near) {
                Ok((found, several)) => {
                    if several {
                        hand.out.notes.push(Note::OnlyFirst(cell));
                    } else if found.is_none() && !cell.is_empty() {
                        hand.out.notes.push(Note::LeftEmpty(cell));
                    }
                    found
                }
                Err(trouble) => {
                    hand.wrong(field, trouble);
                    None
                }
            }
        };
        said.handler = person(Field::Handler);
        said.responsible = person(Field::Responsible);
        said.leader = person(Field::Leader);
        said.follower = person(Field::Follower);
    }

    fn dates(&self, hand: &mut Hand<'_, '_>, said: &mut Said) {
        if self.initial {
            self.past(hand, said);
        }
        // Words without a year are looked at from the issue, else from the year of the sheet.
        let new_year = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1);
        let reference = said
            .past
            .issued_on
            .or_else(|| self.year.and_then(new_year))
            .or_else(|| {
                let year = chrono::Datelike::year(&self.today);
                new_year(year).filter(|_| self.initial)
            })
            .unwrap_or(self.today);
        let cell = hand.cell(Field::Due);
        let chosen = self.days.get(&hand.row.number).map(|day| Due::On(*day));
        match chosen.map_or_else(|| due(cell, reference), Ok) {
            Ok(read) => {
                if let (Due::On(day), true) = (read, is_loose(&cell.text()) && chosen.is_none()) {
                    hand.out.notes.push(Note::ReadAs(cell.text(), day));
                }
                said.due = hand.columns.has(Field::Due).then_some(read).or(chosen);
            }
            Err(trouble) => hand.wrong(Field::Due, trouble),
        }
        said.long_term = hand.check(Field::LongTerm, truth(hand.cell(Field::LongTerm)));
        said.cadence = hand.check(Field::Cadence, cadence(hand.cell(Field::Cadence)));
    }

    fn past(&self, hand: &mut Hand<'_, '_>, said: &mut Said) {
        let today = self.today;
        let mut read = |field: Field| hand.check(field, day(hand.cell(field), today));
        said.past.issued_on = read(Field::IssuedOn);
        said.past.original_due_on = read(Field::OriginalDue);
        said.past.closed_on = read(Field::ClosedOn);
        let mut found = hand.check(Field::State, state(hand.cell(Field::State)));
        if found == Some(State::ClosureReview) {
            hand.out.notes.push(Note::ReviewAsProgress);
            found = Some(State::InProgress);
        }
        // A ledger that is taken over lists what was given out, whatever it says of it.
        said.past.state = Some(found.unwrap_or(if said.past.closed_on.is_some() {
            State::Closed
        } else {
            State::InProgress
        }));
        let number = hand.text(Field::Number);
        if !number.is_empty() {
            match self.pattern.read(&number) {
                Some((year, place)) => said.past.number = Some((year, place, number)),
                None => hand.out.notes.push(Note::NumberNotOurs(number)),
            }
        }
    }
}

/// Whether words, not figures, said when.
fn is_loose(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    !text.is_empty() && digits < 6
}

/// White space in a line is one blank; nothing else changes.
fn one_line(text: &str) -> String {
    if text.contains(['\n', '\t']) {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

impl Said {
    /// Fills in what a task needs that was issued elsewhere, and says so.
    pub(super) fn complete(&mut self, today: NaiveDate, notes: &mut Vec<Note>) {
        let state = self.past.state.unwrap_or(State::Draft);
        if matches!(state, State::Draft | State::Cancelled) {
            return;
        }
        let due = match self.due {
            Some(Due::On(day)) => Some(day),
            _ => None,
        };
        if state == State::Closed && self.past.closed_on.is_none() {
            let on = due.unwrap_or(today).min(today);
            self.past.closed_on = Some(on);
            notes.push(Note::ClosedAsDue(on));
        }
        if self.past.issued_on.is_none() {
            // The day before the first thing that is known of it.
            let known = [due, self.past.closed_on, self.past.original_due_on];
            let first = known.into_iter().flatten().min().unwrap_or(today);
            let before = first.checked_sub_days(Days::new(1)).unwrap_or(first);
            let on = if first > today { today } else { before };
            self.past.issued_on = Some(on);
            notes.push(Note::IssuedOn(on));
        }
        let long = self.long_term == Some(true) || matches!(self.due, Some(Due::LongTerm(_)));
        let rhythm = match self.due {
            Some(Due::LongTerm(rhythm)) => self.cadence.or(rhythm),
            _ => self.cadence,
        };
        if long && rhythm.is_none_or(|cadence| cadence == Cadence::None) {
            self.cadence = Some(Cadence::Quarterly);
            notes.push(Note::CadenceTaken);
        }
    }
}

/// The meeting of that title, where just one bears it.
pub(super) fn meeting_called(meetings: &[(MeetingId, String)], title: &str) -> Option<MeetingId> {
    let mut named = meetings.iter().filter(|(_, called)| called.trim() == title);
    let first = named.next()?;
    named.next().is_none().then_some(first.0)
}

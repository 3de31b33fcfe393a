//! A ledger taken in: rows that name a task change it, the others are written down.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::past::take_over;
use super::place::{Columns, Hand};
use super::task_row::{Reading, Said, meeting_called};
use super::{Choices, RowOutcome, What, existing};
use crate::app::Act;
use crate::domain::import::{Due, Field, Note, Row, Table, Trouble, key, percents, year_in};
use crate::domain::{
    Cadence, DepartmentId, FieldFault, Ground, MeetingId, ProgrammeId, Source, State, Task, TaskId,
};
use crate::persistence::imports::{self, KnownTask};
use crate::persistence::programmes;
use crate::services::Error;
use crate::services::directory;
use crate::services::tasks::{self, NewTask, TITLE};

/// Everything that rows are looked at with.
pub(super) struct Ledger<'t> {
    pub(super) columns: Columns<'t>,
    pub(super) names: Names,
    pub(super) initial: bool,
    pub(super) lang: crate::i18n::Lang,
    known: Vec<KnownTask>,
    by_id: BTreeMap<TaskId, usize>,
    by_number: BTreeMap<String, usize>,
    by_title: BTreeMap<String, Vec<usize>>,
    meetings: Vec<(MeetingId, String)>,
    programmes: BTreeMap<String, ProgrammeId>,
    /// Tasks that a row has named, and what new rows say, with the row.
    named: BTreeMap<TaskId, u32>,
    said: BTreeMap<String, u32>,
}

/// Takes the rows of a ledger in, each as a part that can be taken back alone.
pub(super) fn run(
    act: &mut Act<'_>,
    table: &Table,
    columns: &[Option<Field>],
    choices: &Choices,
    lang: crate::i18n::Lang,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Vec<RowOutcome>, Error> {
    let mut ledger = Ledger::open(act, table, columns, choices, lang)?;
    let made = ledger.make_departments(act)?;
    let percent = ledger.columns.of(Field::Percent);
    let cells: Vec<_> = table
        .rows
        .iter()
        .map(|row| percent.map_or(&crate::domain::import::Cell::Empty, |at| row.cell(at)))
        .collect();
    let percents = percents(&cells);
    let pattern = act.app.settings.tasks.number.clone();
    let titles = table.titles.rows.iter().flat_map(|row| &row.cells);
    let year = titles.map(crate::domain::import::Cell::text).find_map(|text| year_in(&text));
    let year = year.or_else(|| year_in(&table.titles.sheet));
    // Numbers that rows bring go before those that the counter gives.
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    let numbered = |at: &usize| {
        let number = ledger.columns.cell(&table.rows[*at], Field::Number).text();
        choices.initial && pattern.read(&number).is_some()
    };
    order.sort_by_key(|at| !numbered(at));
    let mut rows: Vec<RowOutcome> = Vec::with_capacity(order.len());
    for (count, at) in order.into_iter().enumerate() {
        let row = &table.rows[at];
        let mut out = {
            let columns = Columns::new(table, columns);
            let mut hand = Hand::new(&columns, row, Field::Title);
            let reading = Reading {
                names: &ledger.names,
                pattern: &pattern,
                today: act.today,
                year,
                initial: choices.initial,
                days: &choices.days,
                own: ledger.columns.has(Field::Id),
            };
            let said = reading.row(&mut hand, percents[at].clone());
            ledger.row(act, &mut hand, said, &percents[at])?;
            hand.out
        };
        for name in &made {
            if ledger.mentions(row, name) {
                out.notes.push(Note::NewDepartment(name.clone()));
            }
        }
        if !out.wrong.is_empty() {
            out.what = What::Wrong;
        }
        rows.push(out);
        progress(count + 1, table.rows.len());
    }
    rows.sort_by_key(|row| row.row);
    Ok(rows)
}

impl<'t> Ledger<'t> {
    fn open(
        act: &mut Act<'_>,
        table: &'t Table,
        columns: &[Option<Field>],
        choices: &Choices,
        lang: crate::i18n::Lang,
    ) -> Result<Self, Error> {
        let known = imports::known_tasks(act.conn)?;
        let mut by_title: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, task) in known.iter().enumerate() {
            by_title.entry(key(&task.title)).or_default().push(at);
        }
        let numbers = known.iter().enumerate();
        Ok(Self {
            columns: Columns::new(table, columns),
            names: Names::of(act, choices)?,
            initial: choices.initial,
            lang,
            by_id: known.iter().enumerate().map(|(at, task)| (task.id, at)).collect(),
            by_number: numbers.filter_map(|(at, task)| Some((task.number.clone()?, at))).collect(),
            by_title,
            known,
            meetings: imports::meetings(act.conn)?,
            programmes: programmes::all(act.conn)?
                .into_iter()
                .filter(|one| one.active)
                .map(|one| (one.name, one.id))
                .collect(),
            named: BTreeMap::new(),
            said: BTreeMap::new(),
        })
    }

    fn make_departments(&mut self, act: &mut Act<'_>) -> Result<Vec<String>, Error> {
        let cells = self.columns.table.rows.iter().flat_map(|row| {
            [Field::Lead, Field::Supporters].map(|field| self.columns.cell(row, field).text())
        });
        let texts: BTreeSet<String> =
            cells.flat_map(|cell| self.names.units(&cell)).map(|(name, _)| name).collect();
        self.names.make(act, texts.into_iter())
    }

    fn mentions(&self, row: &Row, name: &str) -> bool {
        [Field::Lead, Field::Supporters].iter().any(|field| {
            let cell = self.columns.cell(row, *field).text();
            cell.contains(name) && self.names.units(&cell).iter().any(|(unit, _)| unit == name)
        })
    }

    fn row(
        &mut self,
        act: &mut Act<'_>,
        hand: &mut Hand<'_, '_>,
        mut said: Said,
        percent: &Result<Option<i32>, Trouble>,
    ) -> Result<(), Error> {
        hand.out.title.clone_from(&said.title);
        hand.out.beside =
            said.lead.map(|id| self.names.tree.name(id).to_owned()).unwrap_or_default();
        hand.out.due = match said.due {
            Some(Due::On(day)) => self.lang.date(day),
            Some(Due::LongTerm(_)) => hand.cell(Field::Due).text(),
            _ => String::new(),
        };
        if hand.out.beside.is_empty() {
            hand.out.beside = hand.cell(Field::Lead).text();
        }
        if hand.out.due.is_empty() {
            hand.out.due = hand.cell(Field::Due).text();
        }
        let (found, sure) = match self.find(hand, &said) {
            Ok(found) => found,
            Err((field, trouble)) => {
                hand.wrong(field, trouble);
                return Ok(());
            }
        };
        if let Some(id) = found {
            if let Some(earlier) = self.named.insert(id, hand.row.number) {
                hand.wrong(Field::Title, Trouble::Repeats(earlier));
                return Ok(());
            }
            return existing::change(self, act, hand, &said, percent, (id, sure));
        }
        hand.out.what = What::New;
        if self.initial {
            said.complete(act.today, &mut hand.out.notes);
        }
        let same = format!("{:?}", (&said.title, &said.requirement, said.lead, said.due));
        if let Some(earlier) = self.said.insert(same, hand.row.number) {
            hand.wrong(Field::Title, Trouble::Repeats(earlier));
        }
        if !hand.out.wrong.is_empty() {
            return Ok(());
        }
        let outcome = act.attempt(true, |act| self.write(act, &mut hand.out.notes, said));
        match outcome {
            Ok(task) => {
                hand.out.task = task.number.clone().map(|number| (task.id, Some(number)));
                Ok(())
            }
            Err(error) => hand.refused(error, field_of),
        }
    }

    /// The task that a row names, and whether it says so by our own id.
    fn find(
        &self,
        hand: &mut Hand<'_, '_>,
        said: &Said,
    ) -> Result<(Option<TaskId>, bool), (Field, Trouble)> {
        let id = hand.text(Field::Id);
        if !id.is_empty() {
            let known = id.parse().ok().map(TaskId).filter(|id| self.by_id.contains_key(id));
            let known = known.ok_or((Field::Id, Trouble::NoSuchTask(id)))?;
            return Ok((Some(known), true));
        }
        let number = hand.text(Field::Number);
        if let Some(at) = self.by_number.get(&number) {
            return Ok((Some(self.known[*at].id), false));
        }
        let due = match said.due {
            Some(Due::On(day)) => Some(day),
            _ => None,
        };
        let over = |task: &KnownTask| matches!(task.state, State::Closed | State::Cancelled);
        let alike = self.by_title.get(&key(&said.title)).into_iter().flatten();
        let mut alike = alike.map(|at| &self.known[*at]).filter(|task| {
            // What is over may be on the list again this year, with another date.
            said.lead == Some(task.lead_id) && (!over(task) || due.is_none() || due == task.due_on)
        });
        match (alike.next(), alike.next()) {
            (Some(one), None) => Ok((Some(one.id), false)),
            _ => Ok((None, false)),
        }
    }

    fn write(
        &mut self,
        act: &mut Act<'_>,
        notes: &mut Vec<Note>,
        said: Said,
    ) -> Result<Task, Error> {
        let (due_on, long_term, rhythm) = when(&said);
        let programme_id = self.programme(act, &said.programme, notes)?;
        let meeting_id = meeting_called(&self.meetings, &said.meeting);
        let ground =
            (meeting_id.is_none() && !said.meeting.is_empty()).then(|| rests_on(&said.meeting));
        let lead = said.lead;
        let own_head = lead.and_then(|id| self.names.tree.head(id));
        let own_leader = lead.and_then(|id| self.names.tree.leader(id));
        let new = NewTask {
            title: said.title,
            requirement: said.requirement,
            lead_id: lead,
            supporters: said.supporters,
            due_on,
            long_term,
            handler_id: said.handler.or(said.responsible.filter(|id| Some(*id) != own_head)),
            leader_id: said.leader.filter(|id| Some(*id) != own_leader),
            follower_id: said.follower,
            meeting_id,
            programme_id,
            urgency: said.urgency.unwrap_or(crate::domain::Urgency::Normal),
            cadence: rhythm.unwrap_or(Cadence::None),
            evidence_required: said.evidence.unwrap_or_default(),
            ground,
            ..NewTask::default()
        };
        if self.initial { take_over(act, new, &said.past) } else { tasks::create(act, new) }
    }

    /// The programme of that name; a new one where there is none.
    pub(super) fn programme(
        &mut self,
        act: &mut Act<'_>,
        name: &str,
        notes: &mut Vec<Note>,
    ) -> Result<Option<ProgrammeId>, Error> {
        if name.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.programmes.get(name) {
            return Ok(Some(*id));
        }
        let made = directory::create_programme(act, name)?;
        notes.push(Note::NewProgramme(made.name.clone()));
        Ok(Some(made.id))
    }
}

/// The due date, whether it is long-term, and the rhythm that a row says.
pub(super) fn when(said: &Said) -> (Option<chrono::NaiveDate>, bool, Option<Cadence>) {
    match said.due {
        Some(Due::On(day)) => (Some(day), said.long_term.unwrap_or_default(), said.cadence),
        Some(Due::LongTerm(rhythm)) => (None, true, said.cadence.or(rhythm)),
        Some(Due::Open) | None => (None, said.long_term.unwrap_or_default(), said.cadence),
    }
}

/// What a task rests on where no meeting of ours bears the name.
fn rests_on(text: &str) -> Ground {
    let source = if text.contains("批示") {
        Source::Instruction
    } else if text.contains("要点") || text.contains("计划") {
        Source::AnnualPlan
    } else {
        Source::Document
    };
    let short = text.chars().count() <= TITLE;
    Ground {
        source,
        dated_on: None,
        reference: short.then(|| text.to_owned()),
        words: (!short).then(|| text.to_owned()),
        instruction_id: None,
    }
}

/// The column that a refused field stands in.
pub(super) fn field_of(fault: &FieldFault) -> Option<Field> {
    Some(match fault.field.as_str() {
        "requirement" => Field::Requirement,
        "lead_department_id" => Field::Lead,
        "supporting_department_ids" => Field::Supporters,
        "due_on" | "long_term" => Field::Due,
        "handler_id" => Field::Handler,
        "leader_id" => Field::Leader,
        "follower_id" => Field::Follower,
        "programme_id" => Field::Programme,
        "source_reference" | "source_words" | "meeting_id" => Field::Meeting,
        "issued_on" => Field::IssuedOn,
        "closed_on" => Field::ClosedOn,
        "original_due_on" => Field::OriginalDue,
        "number" => Field::Number,
        "progress" => Field::Progress,
        "problem" => Field::Problem,
        "version" => Field::State,
        _ => return None,
    })
}

/// Departments in an order in which two lists can be compared.
pub(super) fn sorted(ids: &[DepartmentId]) -> Vec<DepartmentId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids
}

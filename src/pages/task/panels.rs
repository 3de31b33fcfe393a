//! The facts beside a task: who answers for it, its dates, where it comes from.

use super::seen::Seen;
use crate::domain::{DepartmentId, Event, EventKind, Nature, PersonId, Rhythm, TaskId};
use crate::services::recurrences::{Surroundings, next_due};

/// A box of facts.
pub struct Panel {
    /// Its heading.
    pub title: &'static str,
    /// What it says.
    pub facts: Vec<Fact>,
}

/// One line of facts.
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// Its values, one below the other.
    pub values: Vec<FactValue>,
    /// What is said below; empty where nothing is.
    pub sub: String,
    /// Whether it is the one to be seen first.
    pub strong: bool,
}

/// One value, perhaps a door.
pub struct FactValue {
    /// What one reads.
    pub words: String,
    /// Where it leads.
    pub path: Option<String>,
}

impl Fact {
    /// A fact with one value.
    pub fn new(label: &'static str, words: impl Into<String>) -> Self {
        let value = FactValue { words: words.into(), path: None };
        Self { label, values: vec![value], sub: String::new(), strong: false }
    }

    /// A fact that is a door.
    pub fn door(label: &'static str, words: impl Into<String>, path: impl Into<String>) -> Self {
        let value = FactValue { words: words.into(), path: Some(path.into()) };
        Self { label, values: vec![value], sub: String::new(), strong: false }
    }

    fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    fn sub(mut self, sub: impl Into<String>) -> Self {
        self.sub = sub.into();
        self
    }
}

/// The boxes.
pub fn panels(seen: &Seen) -> Vec<Panel> {
    let mut all = vec![responsibility(seen), dates(seen), source(seen)];
    // What a department divides among its own people goes out on no paper.
    if seen.nature() != Nature::SubTask {
        all.push(papers(seen));
    }
    all
}

/// What there is of the task on paper.
fn papers(seen: &Seen) -> Panel {
    let (lang, task) = (seen.lang, seen.it());
    let mut facts = vec![Fact::door(
        lang.papers_at_issue(),
        lang.papers_notice(),
        format!("/tasks/{}/notice", task.id),
    )];
    let signed = seen.sheet.urging_notices.iter();
    let values = signed.map(|one| FactValue {
        words: lang.papers_see_signed(lang.date(one.due_on)),
        path: Some(format!("/urging-notices/{}/paper", one.id)),
    });
    let values: Vec<_> = values.collect();
    if !values.is_empty() {
        facts.push(Fact { values, ..Fact::new(lang.papers_when_overdue(), "") });
    }
    Panel { title: lang.papers_on_paper(), facts }
}

/// A department that can be looked up in the ledger.
pub fn department(seen: &Seen, label: &'static str, id: DepartmentId) -> Fact {
    Fact::door(label, seen.sight.tree.name(id), format!("/ledger?department_id={id}"))
}

/// A person, or that nobody is named yet.
pub fn person(seen: &Seen, label: &'static str, id: Option<PersonId>) -> Fact {
    let name = seen.sheet.name_of(id).unwrap_or(seen.lang.task_nobody());
    Fact::new(label, name)
}

fn responsibility(seen: &Seen) -> Panel {
    let (lang, task) = (seen.lang, seen.it());
    if seen.nature() == Nature::FanOut {
        return spread(seen);
    }
    let mut facts = vec![
        Fact::new(lang.task_lead(), seen.sight.tree.name(task.lead_id)).strong(),
        person(seen, lang.task_responsible(), seen.sight.responsible()),
        person(seen, lang.task_handler(), task.handler_id),
    ];
    let names = task.supporters.iter().map(|id| seen.sight.tree.name(*id).to_owned());
    let values: Vec<_> = names.map(|words| FactValue { words, path: None }).collect();
    if !values.is_empty() {
        facts.push(Fact { values, ..Fact::new(lang.task_supporting(), "") });
    }
    let asked = seen.sheet.invitations.iter().map(|one| {
        let words = lang
            .task_asked_since(seen.sight.tree.name(one.department_id), seen.day(one.invited_on));
        FactValue { words, path: None }
    });
    let asked: Vec<_> = asked.collect();
    if !asked.is_empty() {
        facts.push(Fact { values: asked, ..Fact::new(lang.task_asked_to_support(), "") });
    }
    if let Some(waits) = task.waiting_on_id {
        facts.push(Fact::new(lang.task_waits_for(), seen.sight.tree.name(waits)));
    }
    let before = led_before(seen);
    if !before.is_empty() {
        facts.push(Fact { values: before, ..Fact::new(lang.task_led_before(), "") });
    }
    facts.push(person(seen, lang.task_leader(), seen.sight.leader()));
    let follower = task.follower_id.and_then(|id| seen.with_phone(id));
    facts.push(Fact::new(
        lang.task_follower(),
        follower.unwrap_or_else(|| lang.task_nobody().to_owned()),
    ));
    Panel { title: lang.task_responsibility(), facts }
}

/// Of a task that is spread over departments the table below says who answers for what.
fn spread(seen: &Seen) -> Panel {
    let (lang, task) = (seen.lang, seen.it());
    let pieces = seen.pieces;
    let path = format!("/ledger?parent_id={}", task.id);
    let count = lang.structure_n_of_m(pieces.closed, pieces.of);
    let follower = task.follower_id.and_then(|id| seen.with_phone(id));
    let facts = vec![
        Fact::new(lang.structure_parts(), lang.structure_departments(pieces.of)).strong(),
        Fact::door(lang.task_progress(), count, path),
        Fact::new(lang.task_follower(), follower.unwrap_or_else(|| lang.task_nobody().to_owned())),
    ];
    Panel { title: lang.task_responsibility(), facts }
}

/// Who led the task before it was transferred, and until when.
fn led_before(seen: &Seen) -> Vec<FactValue> {
    let transferred = |event: &&Event| event.fact.kind == EventKind::Transferred;
    let value = |event: &Event| {
        let old: serde_json::Value = serde_json::from_str(event.fact.old.as_deref()?).ok()?;
        let day = event.fact.occurred_at.and_utc().with_timezone(&seen.zone).date_naive();
        let name = old.get("name")?.as_str()?;
        Some(FactValue { words: seen.lang.task_led_until(name, seen.day(day)), path: None })
    };
    seen.sheet.events.iter().filter(transferred).filter_map(value).collect()
}

fn dates(seen: &Seen) -> Panel {
    let (lang, task) = (seen.lang, seen.it());
    let mut facts = Vec::new();
    match task.due_on {
        Some(due) => facts.push(Fact::new(lang.task_due(), lang.date(due)).strong()),
        None if task.long_term => facts.push(Fact::new(lang.task_due(), lang.task_long_term())),
        None => facts.push(Fact::new(lang.task_due(), lang.task_no_due())),
    }
    if let Some(first) = task.original_due_on {
        let sub = match task.extensions {
            0 => lang.task_not_extended().to_owned(),
            1 => lang.task_extended_once().to_owned(),
            times => lang.task_extended_times(times),
        };
        facts.push(Fact::new(lang.task_first_set(), lang.date(first)).sub(sub));
    }
    if let Some(baseline) = task.baseline_due_on.filter(|day| Some(*day) != task.due_on) {
        facts.push(Fact::new(lang.task_baseline(), lang.date(baseline)));
    }
    if let Some(issued) = task.issued_on {
        facts.push(Fact::new(lang.task_issued_on(), lang.date(issued)));
    }
    if let Some(closed) = task.closed_on {
        facts.push(Fact::new(lang.task_closed_on(), lang.date(closed)));
    }
    let cadence = lang.cadence(task.cadence);
    let next = task.missed_on.and_then(|missed| missed.pred_opt());
    let reports = next
        .filter(|_| task.state.is_open())
        .map_or_else(|| cadence.to_owned(), |next| lang.task_reports_next(cadence, seen.day(next)));
    facts.push(Fact::new(lang.task_reports(), reports));
    facts.extend(repeats(seen));
    if let Some((by, instruction)) = seen.wanted() {
        let words = lang.instruction_wanted_by(seen.day(by), &instruction.given_by_name);
        facts.push(Fact::new(lang.instruction_wanted(), words).strong());
    }
    Panel { title: lang.task_dates(), facts }
}

/// How it repeats, what it follows and what follows it.
fn repeats(seen: &Seen) -> Option<Fact> {
    let lang = seen.lang;
    let repetition = seen.sheet.repetition?;
    let words = lang.recurrence(&repetition.recurrence);
    let words = if repetition.active { words } else { lang.recurrence_off(words) };
    let mut values = vec![FactValue { words, path: None }];
    let neighbour = |id: Option<TaskId>| {
        let id = id?;
        let task = seen.sheet.before_and_after.iter().find(|task| task.id == id)?;
        let called = task.number.clone().unwrap_or_else(|| lang.task_draft().to_owned());
        Some((called, format!("/tasks/{id}")))
    };
    if let Some((number, path)) = neighbour(repetition.previous) {
        let words = lang.recurrence_previous(number);
        values.push(FactValue { words, path: Some(path) });
    }
    if let Some((number, path)) = neighbour(repetition.next) {
        let words = lang.recurrence_next_open(number);
        values.push(FactValue { words, path: Some(path) });
    } else if repetition.active {
        let around = Surroundings {
            zone: seen.zone,
            today: seen.today,
            days: &seen.days,
            calendar: &seen.calendar,
        };
        let next = next_due(&around, &repetition.recurrence, seen.it());
        let words = match next {
            Some(day) => Some(lang.recurrence_next(lang.date(day))),
            None if repetition.recurrence.rhythm == Rhythm::AfterClose => None,
            None => Some(lang.recurrence_ended().to_owned()),
        };
        values.extend(words.map(|words| FactValue { words, path: None }));
    }
    Some(Fact { values, ..Fact::new(lang.recurrence_field(), "") })
}

fn source(seen: &Seen) -> Panel {
    let (lang, task) = (seen.lang, seen.it());
    let mut facts = vec![Fact::new(lang.task_number(), seen.number())];
    if let Some(ground) = &seen.sheet.ground {
        let day = ground.dated_on.map(|day| lang.date(day));
        let words = match (day, &ground.reference) {
            (Some(day), Some(reference)) => lang.ground_fact(day, reference),
            (day, reference) => day.or(reference.clone()).unwrap_or_default(),
        };
        let label = lang.source(ground.source);
        facts.push(Fact::new(label, words));
    }
    if let Some(meeting) = &seen.sheet.meeting {
        let words = lang.task_meeting_on(&meeting.title, lang.date(meeting.held_on));
        let label = match meeting.source {
            crate::domain::Source::Meeting => lang.task_directive(),
            other => lang.source(other),
        };
        facts.push(if seen.opens_meeting {
            Fact::door(label, words, format!("/meetings/{}", meeting.id))
        } else {
            Fact::new(label, words)
        });
        if meeting.confidential {
            let words = lang.task_confidential_text();
            facts.push(Fact::new(lang.task_confidential(), words));
        }
    }
    if let Some(programme) = &seen.sheet.programme {
        let path = format!("/programmes/{}", programme.id);
        facts.push(Fact::door(lang.task_programme(), programme.name.as_str(), path));
    }
    if let Some(parent) = &seen.sheet.parent {
        let named = match &parent.number {
            Some(number) => format!("{number} {}", parent.title),
            None => parent.title.clone(),
        };
        let path = seen.whole_seen.then(|| format!("/tasks/{}", parent.id));
        let value = FactValue { words: named, path };
        let others = seen.sheet.siblings.filter(|_| seen.nature() == Nature::Part);
        let sub = others.map(|all| lang.structure_siblings(all.of, all.closed));
        let whole = Fact { values: vec![value], ..Fact::new(lang.structure_whole(), "") };
        facts.push(whole.sub(sub.unwrap_or_default()));
    }
    facts.push(Fact::new(lang.task_urgency(), lang.urgency(task.urgency)));
    if task.evidence_required {
        facts.push(Fact::new(lang.task_evidence(), lang.task_evidence_required()));
    }
    Panel { title: lang.task_source(), facts }
}

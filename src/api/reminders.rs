//! Reminders over the API: what will be sent, and the ladder.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Posted;
use super::call::{Answer, Call, Made};
use super::error::Problem;
use super::fields::body;
use super::list::{List, Paging};
use super::query::{Asked, PageQuery, query};
use super::reference::PersonRef;
use crate::domain::{
    Deed, Fault, Ladder, Named as _, Part, ReminderKind, Rules, Rung, TaskId, Urgency,
};
use crate::i18n::Lang;
use crate::persistence::ladder as kept;
use crate::services::{ladder, reminders};

/// The longest span of a preview, in days.
const LONGEST_SPAN: i64 = 366;

/// One reminder that will be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PlannedReminder)]
pub struct PlannedView {
    /// The day on which it is told.
    on: NaiveDate,
    /// To whom.
    person: PersonRef,
    kind: ReminderKind,
    /// Working days before or after the date.
    step: i32,
    /// Of which task.
    task: Option<RemindedTask>,
    /// Why, in a few words.
    reason: String,
}

/// A task, by its number and title.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RemindedTask {
    id: TaskId,
    number: Option<String>,
    title: String,
}

/// What will be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReminderPreview {
    /// In order of day, person, task and kind; each of these once.
    items: Vec<PlannedView>,
}

/// A rung of the ladder.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReminderRule)]
pub struct RuleView {
    /// For tasks of this urgency.
    urgency: Urgency,
    kind: ReminderKind,
    /// Working days before the date for `due_soon` and `report_due`, after it otherwise; null is
    /// the weekly reminder after the last step of an overdue task.
    step: Option<i32>,
    /// Whom it reaches.
    whom: Vec<Part>,
    /// What it does besides.
    deed: Option<Deed>,
}

query! {
    /// Of which days.
    PreviewQuery {
        /// The first day; without it today.
        from: NaiveDate,
        /// The last day; without it 30 days later. At most 366 days.
        to: NaiveDate,
    }
}

body! {
    /// A rung, in place of the one of its urgency, kind and step. One that reaches nobody and does
    /// nothing is taken away.
    NewRule {
        /// For tasks of this urgency; without it for all.
        urgency: Option<Urgency>,
        /// What it is about.
        kind: ReminderKind,
        /// Working days; null with `overdue` is the weekly reminder.
        step: Option<i32>,
        /// Whom it reaches.
        whom: Vec<Part>,
        /// What it does besides.
        deed: Option<Deed>,
    }
}

/// Whether the ladder reaches top leaders.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TopLeaders {
    on: bool,
}

body! {
    /// Whether the ladder is to reach top leaders.
    TopLeadersInput {
        on: bool,
    }
}

/// What will be sent if nothing changes in the meantime; for the office.
#[utoipa::path(
    get, path = "/reminders/preview", tag = "mail", params(PreviewQuery),
    responses((status = 200, body = ReminderPreview))
)]
pub async fn preview(call: Call, asked: Asked<PreviewQuery>) -> Answer {
    let PreviewQuery { from, to } = asked.query;
    call.look(move |look| {
        office(look.actor.runs_office())?;
        let from = from.unwrap_or(look.today);
        let to = to.unwrap_or(from + chrono::Days::new(30));
        if to < from {
            return Err(Problem::field("to", "must not be before `from`"));
        }
        if (to - from).num_days() >= LONGEST_SPAN {
            return Err(Problem::field("to", "at most 366 days can be asked for"));
        }
        let found = reminders::preview(look.conn, look.app, None, (from, to))?;
        let name = |id| found.names.get(&id).cloned().unwrap_or_default();
        let items = found.items.iter().map(|one| {
            let task = found.tasks.get(&one.task);
            let principal = one.instead_of.map(name);
            let due_on = task.and_then(|task| task.due_on);
            PlannedView {
                on: one.on,
                person: PersonRef { id: one.person, name: name(one.person) },
                kind: one.kind,
                step: one.step,
                task: task.map(|task| RemindedTask {
                    id: task.id,
                    number: task.number.clone(),
                    title: task.title.clone(),
                }),
                reason: Lang::En.reminder_reason(one, due_on, principal.as_deref()),
            }
        });
        Ok(ReminderPreview { items: items.collect() })
    })
    .await
}

/// The ladder, rung by rung; for the office.
#[utoipa::path(
    get, path = "/reminder-rules", tag = "mail", params(PageQuery),
    responses((status = 200, body = List<RuleView>))
)]
pub async fn list_rules(call: Call, asked: Asked<PageQuery>) -> Answer {
    let Asked { query: PageQuery { limit, cursor }, question } = asked;
    let paging = Paging { question, cursor, limit };
    call.look(move |look| {
        office(look.actor.runs_office())?;
        let rules = kept::read(look.conn)?;
        let all = Urgency::ALL.iter().flat_map(|one| shown(*one, rules.ladder(*one)));
        let numbered: Vec<(i64, RuleView)> = (1..).zip(all).collect();
        let page = paging.page(&look.app.secret, numbered, |(nth, _)| *nth)?;
        let items = page.items.into_iter().map(|(_, rule)| rule).collect();
        Ok(List { items, total: page.total, next_cursor: page.next_cursor })
    })
    .await
}

/// Puts a rung into the ladder; for the office.
#[utoipa::path(
    post, path = "/reminder-rules", tag = "mail", request_body = NewRule,
    responses((status = 201, body = RuleView))
)]
pub async fn put_rule(call: Call, posted: Posted<NewRule>) -> Answer {
    call.act(Made::Unaddressed, posted, |act, new| -> Result<_, Problem> {
        let NewRule { urgency, kind, step, whom, deed } = new;
        let mut rules: Rules = kept::read(act.conn)?;
        let urgencies = urgency.map_or(Urgency::ALL.to_vec(), |one| vec![one]);
        for one in &urgencies {
            let ladder = rules.ladder_mut(*one);
            match step {
                Some(step) => ladder.put(Rung { kind, step, whom: whom.clone(), deed }),
                None if kind == ReminderKind::Overdue => ladder.weekly.clone_from(&whom),
                None => return Err(Problem::field("step", Fault::Missing.to_string())),
            }
        }
        ladder::change(act, rules)?;
        let urgency = urgencies.first().copied().unwrap_or(Urgency::Normal);
        Ok(RuleView { urgency, kind, step, whom, deed })
    })
    .await
}

/// Whether the ladder reaches top leaders; for the office.
#[utoipa::path(
    get, path = "/reminder-rules/top-leaders", tag = "mail",
    responses((status = 200, body = TopLeaders))
)]
pub async fn top_leaders(call: Call) -> Answer {
    call.look(move |look| {
        office(look.actor.runs_office())?;
        Ok(TopLeaders { on: kept::read(look.conn)?.top_leaders })
    })
    .await
}

/// Lets the ladder reach top leaders, or leaves them in peace; for the office.
#[utoipa::path(
    patch, path = "/reminder-rules/top-leaders", tag = "mail", request_body = TopLeadersInput,
    responses((status = 200, body = TopLeaders))
)]
pub async fn turn_top_leaders(call: Call, posted: Posted<TopLeadersInput>) -> Answer {
    call.act(Made::Nothing, posted, |act, TopLeadersInput { on }| -> Result<_, Problem> {
        let rules = Rules { top_leaders: on, ..kept::read(act.conn)? };
        Ok(TopLeaders { on: ladder::change(act, rules)?.top_leaders })
    })
    .await
}

fn shown(urgency: Urgency, ladder: &Ladder) -> Vec<RuleView> {
    let rung = |rung: &Rung| RuleView {
        urgency,
        kind: rung.kind,
        step: Some(rung.step),
        whom: rung.whom.clone(),
        deed: rung.deed,
    };
    let weekly = RuleView {
        urgency,
        kind: ReminderKind::Overdue,
        step: None,
        whom: ladder.weekly.clone(),
        deed: None,
    };
    ladder.rungs.iter().map(rung).chain([weekly]).collect()
}

fn office(runs: bool) -> Result<(), Problem> {
    if runs { Ok(()) } else { Err(Problem::forbidden("reminders are for the office")) }
}

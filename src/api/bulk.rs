//! One deed for many tasks over the API, with an answer for each.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Posted;
use super::call::{Answer, Call, Made};
use super::error::{Document, FieldError, Problem};
use super::fields::body;
use super::text::Words;
use crate::domain::{BulkAct, DepartmentId, PersonId, ProgrammeId, State, TaskId, Urgency};
use crate::services::bulk::{self, Deed, Row};
use crate::services::tasks::TaskPatch;

body! {
    /// One deed for many tasks. What a deed does not need is refused.
    BulkInput {
        /// At most 200.
        ids: Vec<TaskId>,
        act: BulkAct,
        /// For `urge`.
        note: Option<Words>,
        /// For `transfer`: who leads from now on. A draft is changed, an issued task handed over.
        department_id: Option<DepartmentId>,
        /// For `transfer` and `cancel`.
        reason: Option<Words>,
        /// Only says what would become of each.
        dry_run: Option<bool>,
    }
    changes {
        /// For `edit`, as are all below.
        handler_id: Option<PersonId>,
        leader_id: Option<PersonId>,
        follower_id: Option<PersonId>,
        programme_id: Option<ProgrammeId>,
        /// Of drafts only.
        due_on: Option<NaiveDate>,
        urgency: Urgency,
    }
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkView {
    /// Whether nothing was kept.
    dry_run: bool,
    /// How many it was done to, or could be.
    done: usize,
    /// How many it was refused for.
    refused: usize,
    /// One entry a task, in the order of `ids`.
    items: Vec<BulkItem>,
}

/// What became of one task.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkItem {
    id: TaskId,
    /// `null` for a draft, and for what the caller may not see.
    number: Option<String>,
    /// `null` for what the caller may not see.
    title: Option<String>,
    /// Whether it was done, or could be.
    done: bool,
    /// Why it was not.
    error: Option<Document>,
    /// The state that it is then in.
    state: Option<State>,
    /// The version that it then has.
    version: Option<i64>,
}

impl From<Row> for BulkItem {
    fn from(row: Row) -> Self {
        let Row { id, before, outcome } = row;
        let (task, error) = match outcome {
            Ok(task) => (Some(task), None),
            Err(error) => (before, Some(Problem::from(error).into_document())),
        };
        Self {
            id,
            number: task.as_ref().and_then(|task| task.number.clone()),
            title: task.as_ref().map(|task| task.title.clone()),
            done: error.is_none(),
            error,
            state: task.as_ref().map(|task| task.state),
            version: task.as_ref().map(|task| task.version),
        }
    }
}

/// Does one deed to many tasks; each is decided as if it were alone.
#[utoipa::path(
    post, path = "/tasks/bulk", tag = "tasks", request_body = BulkInput,
    responses((status = 200, body = BulkView))
)]
pub async fn run(call: Call, posted: Posted<BulkInput>) -> Answer {
    call.act(Made::Nothing, posted, |act, input| {
        let (ids, dry_run) = (input.ids.clone(), input.dry_run.unwrap_or_default());
        let rows = bulk::run(act, &ids, &deed(input)?, dry_run)?;
        let items: Vec<BulkItem> = rows.into_iter().map(BulkItem::from).collect();
        let done = items.iter().filter(|item| item.done).count();
        Ok(BulkView { dry_run, done, refused: items.len() - done, items })
    })
    .await
}

/// What the input asks for; a field that another deed takes is as wrong as one that is missing.
fn deed(input: BulkInput) -> Result<Deed, Problem> {
    let mut errors = Vec::new();
    let edit = input.act == BulkAct::Edit;
    let transfer = input.act == BulkAct::Transfer;
    for (field, given, needed) in [
        ("note", input.note.is_some(), input.act == BulkAct::Urge),
        ("department_id", input.department_id.is_some(), transfer),
        ("reason", input.reason.is_some(), transfer || input.act == BulkAct::Cancel),
        ("handler_id", input.handler_id.0.is_some(), edit && input.handler_id.0.is_some()),
        ("leader_id", input.leader_id.0.is_some(), edit && input.leader_id.0.is_some()),
        ("follower_id", input.follower_id.0.is_some(), edit && input.follower_id.0.is_some()),
        ("programme_id", input.programme_id.0.is_some(), edit && input.programme_id.0.is_some()),
        ("due_on", input.due_on.0.is_some(), edit && input.due_on.0.is_some()),
        ("urgency", input.urgency.0.is_some(), edit && input.urgency.0.is_some()),
    ] {
        let message = match (given, needed) {
            (true, false) => format!("is not for `{}`", input.act),
            (false, true) => "is missing".to_owned(),
            _ => continue,
        };
        errors.push(FieldError { field: field.to_owned(), message });
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let words = |words: Option<Words>| words.map(|words| words.0).unwrap_or_default();
    Ok(match input.act {
        BulkAct::Issue => Deed::Issue,
        BulkAct::Urge => Deed::Urge { note: words(input.note) },
        BulkAct::Cancel => Deed::Cancel { reason: words(input.reason) },
        BulkAct::Transfer => {
            let to = input.department_id.unwrap_or(DepartmentId(0));
            Deed::Transfer { to, reason: words(input.reason) }
        }
        BulkAct::Edit => Deed::Edit(TaskPatch {
            handler_id: input.handler_id.0,
            leader_id: input.leader_id.0,
            follower_id: input.follower_id.0,
            programme_id: input.programme_id.0,
            due_on: input.due_on.0,
            urgency: input.urgency.0,
            ..TaskPatch::default()
        }),
    })
}

//! What a task says, as its history keeps it.

use serde_json::{Map, Value, json};

use crate::domain::Task;

/// What a task says, for its history.
pub(super) fn fields(task: &Task) -> Map<String, Value> {
    let said = json!({
        "title": task.title,
        "requirement": task.requirement,
        "lead_department_id": task.lead_id,
        "supporting_department_ids": task.supporters,
        "due_on": task.due_on,
        "long_term": task.long_term,
        "handler_id": task.handler_id,
        "leader_id": task.leader_id,
        "follower_id": task.follower_id,
        "programme_id": task.programme_id,
        "urgency": task.urgency,
        "cadence": task.cadence,
        "evidence_required": task.evidence_required,
    });
    match said {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

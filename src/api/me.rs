//! `GET /me`: as whom a token acts.

use serde::Serialize;
use utoipa::ToSchema;

use super::call::{Answer, Call};
use crate::domain::{DepartmentId, PersonId, Role};

/// As whom the token acts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Me {
    id: Option<PersonId>,
    name: String,
    role: Role,
    department_id: Option<DepartmentId>,
    /// Departments that they hold as head or contact, own or as a deputy, with all below.
    holds: Vec<DepartmentId>,
    /// Departments whose leader in charge they are, or stand in for.
    leads: Vec<DepartmentId>,
}

/// As whom the token acts.
#[utoipa::path(get, path = "/me", tag = "directory", responses((status = 200, body = Me)))]
pub async fn show(call: Call) -> Answer {
    call.look(|look| {
        let actor = look.actor;
        Ok(Me {
            id: actor.id,
            name: actor.name.clone(),
            role: actor.role,
            department_id: actor.department_id,
            holds: actor.holds.iter().copied().collect(),
            leads: actor.leads.iter().copied().collect(),
        })
    })
    .await
}

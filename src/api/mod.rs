//! JSON for programs: version 1 of the API.

mod access;
mod body;
mod bulk;
mod calendar;
mod call;
mod dashboard;
mod departments;
mod directives;
mod docs;
mod error;
mod extract;
mod fields;
mod groups;
mod history;
mod list;
mod me;
mod meetings;
mod openapi;
mod outbox;
mod people;
mod query;
mod reference;
mod reminders;
mod routes;
mod schema;
mod steps;
mod submissions;
mod support;
mod task_view;
mod tasks;
mod text;

pub use error::Problem;
pub use openapi::document;
pub use routes::configure;

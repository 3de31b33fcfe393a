//! JSON for programs: version 1 of the API.

#![expect(dead_code, reason = "what tasks need follows with their addresses")]

mod access;
mod body;
mod call;
mod departments;
mod directives;
mod error;
mod extract;
mod fields;
mod groups;
mod list;
mod me;
mod meetings;
mod openapi;
mod people;
mod query;
mod reference;
mod routes;
mod schema;
mod text;

pub use error::Problem;
pub use openapi::document;
pub use routes::configure;

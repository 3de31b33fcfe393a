//! What pages and API share about HTTP.

pub mod assets;
pub mod client;
mod form;
pub mod language;
pub mod limit;
pub mod security;
mod visit;

pub use form::{FormError, FormErrors};
pub use visit::{SignedInPerson, Visit};

//! What pages and API share about HTTP.

pub mod assets;
mod form;
pub mod language;
pub mod security;
mod visit;

pub use form::{FormError, FormErrors};
pub use visit::{SignedInPerson, Visit};

//! What pages and API share about HTTP.

pub mod assets;
pub mod client;
pub mod download;
mod failure;
mod form;
mod interrupted;
pub mod language;
pub mod limit;
mod made;
mod passwords;
mod place;
mod posted;
mod return_path;
pub mod security;
pub mod session;
pub mod unchanged;
mod uploaded;
mod visit;

pub use failure::{Explanation, Failure, refusal, status_of};
pub use form::{FormError, FormErrors};
pub use interrupted::Interrupted;
pub use made::{handed_over, made};
pub use passwords::{hash_password, verify_password};
pub use place::id_in_place;
pub use posted::Posted;
pub use return_path::local_path;
pub use session::SignedIn;
pub use uploaded::{Parts, Uploaded, UploadedFile};
pub use visit::{SignedInPerson, Visit};

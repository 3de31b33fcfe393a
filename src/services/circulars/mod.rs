//! 督办通报: drafted from the ledger, signed by the office head, and then never changed again.

mod drafting;
mod life;
mod reading;

pub use drafting::{NewCircular, create, edit, retake};
pub use life::{discard, send, send_back, sign, submit, withdraw};
pub use reading::{content, list, look, offered};

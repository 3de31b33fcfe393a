//! Letters: what they say, and how they leave.

mod letter;
mod post;

pub use letter::{Letter, NotSendable, Party, Wording, message_id, one_line};
pub use post::{NotSent, Post, PostRefused};

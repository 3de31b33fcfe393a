//! 提醒与催办: the ladder and its policy, what will be sent, and what has become of every letter.

mod channels;
mod effect;
mod ladder;
mod outbox;
mod policy;
mod show;

pub use outbox::resend;
pub(super) use outbox::{change_told, kind_words, may_read_mailbox, moment};
pub use show::{save, show, try_out};

//! Letters: what they say, and how they leave.

mod called;
mod circular;
mod decided;
mod digest;
mod dkim;
mod group;
mod handed_over;
mod instruction;
mod invitation;
mod issued;
mod letter;
mod not_taken;
mod post;
mod request_to_decide;
mod returned;
mod said;
mod sheet;
mod submission;
mod task_line;
mod test_letter;
mod week;

pub use called::{Call, Called};
pub use circular::CircularLetter;
pub use decided::Decided;
pub use digest::{Digest, DigestTask};
pub use dkim::{NotSigned, Signer, SignerRefused};
pub use group::{GroupLetter, GroupNews, GroupTask};
pub use handed_over::HandedOver;
pub use instruction::InstructedOnMeeting;
pub use invitation::{Invitation, InvitationCause};
pub use issued::Issued;
pub use letter::{Letter, NotSendable, Party, Wording, message_id, one_line};
pub use not_taken::NotTaken;
pub use post::{NotSent, Post, PostRefused};
pub use request_to_decide::{Errand, OpinionSaid, RequestToDecide};
pub use returned::Returned;
pub use said::Said;
pub use submission::{SubmissionLetter, SubmittedDraft};
pub use task_line::{Clerk, LastReport, LinkErrand, Reader, ReaderPart, SourceMeeting, TaskLine};
pub use test_letter::TestLetter;
pub use week::Week;

#[cfg(test)]
mod tests;

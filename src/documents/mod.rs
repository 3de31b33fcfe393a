//! Documents in: the text of Word, PDF, HTML, mail and plain files, within bounds.

mod answer;
pub mod docx;
pub mod encoding;
pub mod html;
mod incoming;
mod kind;
mod limits;
pub mod mail;
pub mod pdf;
mod read;
mod reader;
mod sheet;
pub mod table;

pub use answer::answer;
pub use incoming::incoming;
pub use kind::{Container, container, media_type};
pub use limits::Limits;
pub use read::{Document, read};
pub use reader::{Error, Reader};

//! What the interface says, in English and 简体中文.

mod columns;
mod documents;
mod faults;
mod lang;
mod model;
mod reminders;
mod words;

pub use lang::{Lang, UnknownLanguage};

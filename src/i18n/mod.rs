//! What the interface says, in English and 简体中文.

mod channels;
mod circular;
mod columns;
mod documents;
mod faults;
mod imports;
mod lang;
mod model;
mod reminders;
mod words;

pub use lang::{Lang, UnknownLanguage};

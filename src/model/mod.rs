//! A language model that proposes directives, where one is configured: what it is asked, and what
//! of its answer counts.

mod answer;
mod client;
mod prompt;
mod reading;

pub use client::{Model, ModelRefused};
pub use reading::Reading;

//! Papers: what they say.

pub mod circular;

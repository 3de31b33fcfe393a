//! Who keeps the house: the command line.

mod command;
mod extract;
mod when;

pub use command::run;

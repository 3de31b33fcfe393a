//! Who keeps the house: the command line.

mod command;

pub use command::run;

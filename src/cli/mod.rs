//! Who keeps the house: the command line.

mod command;
mod demo;
mod extract;
mod house;
mod person;
mod serve;
mod token;
mod when;

pub use command::run;

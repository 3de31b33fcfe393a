//! Who keeps the house: the command line.

mod audit;
mod backup;
mod check;
mod command;
mod demo;
mod export;
mod extract;
mod house;
mod import;
mod mail_in;
mod migrate;
mod openapi;
mod outgoing;
mod person;
mod progress;
mod remind;
mod roster_file;
mod serve;
mod token;
mod when;

pub use command::run;

//! `duban demo`: a throw-away house with a year of plausible history.

mod college;
mod content;
mod minutes;
mod open;
mod papers;
mod play;
mod story;
mod synthetic;

pub(super) use open::Demo;

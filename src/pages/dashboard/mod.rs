//! The dashboard 总览: one sentence, five doors, what is stuck, and every figure a door.

mod chart;
mod filters;
mod links;
mod rows;
mod sentence;
mod show;

pub use show::show;

//! Every address and every secret that the house hands out.

mod addresses;
mod token;

pub use addresses::{
    Links, action_path, calendar_path, circular_path, link_path, set_up_path, submission_path,
    task_path, wall_path,
};
pub use token::{Token, TokenHash};

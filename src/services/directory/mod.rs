//! Departments, people, bodies and programmes: who is who, and who may say so.

mod departments;
mod deputies;
mod groups;
mod merge;
mod names;
mod people;
mod reach;
mod robots;
mod versions;

pub(super) use departments::leaders_follow;
pub use departments::{DepartmentInput, create_department, update_department};
pub use deputies::{end_deputy, may_name_for, name_deputy};
pub use groups::{create_body, create_programme, update_body, update_programme};
pub use merge::merge_departments;
pub use names::learn_names;
pub use people::{
    PersonInput, check_may_change, confirm_address, create_person, may_change, update_person,
};
pub use reach::{ReachInput, choose_channel, set_reach};
pub use robots::{RobotInput, add_robot, remove_robot};
pub use versions::check_version;

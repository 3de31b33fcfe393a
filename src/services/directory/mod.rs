//! Departments, people, bodies and programmes: who is who, and who may say so.

mod departments;
mod deputies;
mod groups;
mod names;
mod people;
mod versions;

pub use departments::{DepartmentInput, create_department, update_department};
pub use deputies::name_deputy;
pub use groups::{create_body, create_programme, update_body, update_programme};
pub use names::learn_names;
pub use people::{PersonInput, check_may_change, create_person, may_change, update_person};
pub use versions::check_version;

//! HTML for people: a page is its struct, its template and its handlers, in one file.

mod account;
mod bar;
pub mod dashboard;
mod departments;
pub mod desk;
mod error;
mod frame;
mod groups;
mod home;
mod intake;
mod meetings;
mod minutes;
mod page;
mod password;
mod people;
mod person;
mod review;
pub mod routes;
mod set_up;
mod sign_in;

pub use bar::{Bar, BarPart, mark};
pub use error::{dress, no_page};
pub use frame::{Frame, Nav};
pub use page::{page, returned, see_other};

//! A task's pages: the task itself, its steps, a request for more time, writing and mending it.

mod deeds;
mod extension;
mod form;
mod ground;
mod head;
mod invitations;
mod milestones;
mod panels;
mod pieces;
mod report_form;
mod seen;
mod show;
mod steps;
mod write;

use actix_web::web::{self, ServiceConfig};
pub use deeds::{acknowledge as acknowledge_deed, advise, confirm, decision, withdraw};
pub use head::Head;
pub use invitations::answer_deed;
pub use milestones::reached_field;
pub use panels::{Fact, FactValue, department, person};
pub use report_form::{Reporting, report_by_link as report_deed};
pub use seen::Seen;
pub use show::{Child, children, done, since};
pub use steps::{comes_back, work_of};

/// Where these pages are.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/invitations/{id}/{verb}", web::post().to(invitations::answer))
        .route("/tasks/new", web::get().to(write::new))
        .route("/tasks/new", web::post().to(write::create))
        .route("/tasks/{id}", web::get().to(show::show))
        .route("/tasks/{id}/edit", web::get().to(write::edit))
        .route("/tasks/{id}/edit", web::post().to(write::save))
        .route("/tasks/{id}/extension", web::get().to(extension::show))
        .route("/tasks/{id}/extension", web::post().to(extension::send))
        .route("/tasks/{id}/{verb}", web::post().to(steps::take));
}

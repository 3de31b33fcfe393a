//! Circulars 督办通报: the list, the page on which one is written and signed, and its paper.

mod deeds;
mod list;
mod one;
mod paper;

use actix_web::web::{self, ServiceConfig};

/// Where these pages are.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/circulars", web::get().to(list::show))
        .route("/circulars", web::post().to(list::create))
        .route("/circulars/{id}", web::get().to(one::show))
        .route("/circulars/{id}/paper", web::get().to(paper::show))
        .route("/circulars/{id}/paper.docx", web::get().to(paper::show))
        .route("/circulars/{id}/paper.pdf", web::get().to(paper::show))
        .route("/circulars/{id}/{verb}", web::post().to(one::act));
}

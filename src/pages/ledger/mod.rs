//! The ledger 台账: every task that its reader may see, filtered, sorted, a page at a time, under an
//! address that can be shared.

mod address;
mod bulk;
mod bulk_verb;
mod choices;
mod columns;
mod file;
mod rows;
mod show;
mod views;

use actix_web::web::{self, ServiceConfig};

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/ledger", web::get().to(show::show))
        .route("/ledger.xlsx", web::get().to(file::xlsx))
        .route("/ledger.csv", web::get().to(file::csv))
        .route("/ledger/bulk", web::post().to(bulk::take))
        .route("/ledger/columns", web::post().to(views::columns))
        .route("/ledger/views", web::post().to(views::save))
        .route("/ledger/views/{id}/remove", web::post().to(views::remove));
}

//! The log 日志: the whole history in sentences, for administrators; filtered, and as a file.

mod export;
mod filter;
mod show;

use actix_web::web::{self, ServiceConfig};

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/log", web::get().to(show::show))
        .route("/log.csv", web::get().to(export::export));
}

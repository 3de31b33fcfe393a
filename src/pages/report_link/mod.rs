//! A link out of a letter: its reader acknowledges or reports from a phone, without signing in.
//!
//! Looking never acts, because mail servers open every link to look for harm.

mod show;

use actix_web::web::{self, ServiceConfig};

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/r/{token}", web::get().to(show::show))
        .route("/r/{token}", web::post().to(show::send));
}

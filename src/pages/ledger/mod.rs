//! The ledger 台账: every task that its reader may see, filtered, sorted, a page at a time, under an
//! address that can be shared.

mod address;
mod choices;
mod columns;
mod rows;
mod show;

use actix_web::web::{self, ServiceConfig};

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/ledger", web::get().to(show::show));
}

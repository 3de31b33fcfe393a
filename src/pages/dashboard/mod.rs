//! The dashboard 总览: one sentence, five doors, what is stuck, and every figure a door.

mod chart;
mod filters;
mod links;
mod rows;
mod sentence;
mod show;
mod wall;

use actix_web::web::{self, ServiceConfig};

pub use links::{Doors, ledger};
pub use sentence::headline;
pub use wall::show as wall;

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/dashboard", web::get().to(show::show));
}

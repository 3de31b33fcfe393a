//! The dashboard 总览: one sentence, five doors, what is stuck, and every figure a door.

mod chart;
mod choices;
mod filters;
mod held_up;
mod links;
mod missed;
mod read;
mod rows;
mod sentence;
mod show;
mod start;
mod wall;

use actix_web::web::{self, ServiceConfig};

pub use super::figure::ledger;
pub use links::Doors;
pub use sentence::{days_of, headline};
pub use wall::show as wall;

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/dashboard", web::get().to(show::show))
        .route("/missed-reports", web::get().to(missed::show))
        .route("/dashboard/start", web::post().to(start::keep))
        .route("/dashboard/instruct", web::post().to(start::instruct));
}

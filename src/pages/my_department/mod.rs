//! My department 本部门: what needs an answer first, the most pressing before the rest, each answered
//! where it stands.

mod lists;
mod needs;
mod show;

use actix_web::web::{self, ServiceConfig};

/// Where this page is.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/my-department", web::get().to(show::show));
}

//! All routes. A room adds its own line; pages lie in the scope that knows the visitor.

use actix_web::middleware::from_fn;
use actix_web::web::{self, PathConfig, QueryConfig, ServiceConfig};

use super::{metrics, probes};
use crate::http::{Failure, assets, session};
use crate::{api, pages};

/// Everything that answers.
pub fn all(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(probes::alive))
        .route("/readyz", web::get().to(probes::ready))
        .route("/metrics", web::get().to(metrics::public))
        .route("/assets/{name}", web::get().to(assets::serve))
        .route("/wall/{secret}", web::get().to(pages::dashboard::wall))
        .configure(api::configure)
        .service(
            web::scope("")
                .app_data(PathConfig::default().error_handler(|_, _| Failure::NoPage.into()))
                .app_data(
                    QueryConfig::default()
                        .error_handler(|error, _| Failure::Unreadable(error.to_string()).into()),
                )
                .configure(pages::routes::shell)
                .configure(pages::routes::directory)
                .configure(pages::routes::meetings)
                .configure(pages::routes::tables)
                .configure(pages::dashboard::routes)
                .configure(pages::desk::routes)
                .configure(pages::notices::routes)
                .configure(pages::briefs::routes)
                .configure(pages::circulars::routes)
                .configure(pages::closure_report::routes)
                .configure(pages::department_list::routes)
                .configure(pages::task::routes)
                .configure(pages::decision::routes)
                .configure(pages::submission::routes)
                .configure(pages::portfolio::routes)
                .configure(pages::ledger::routes)
                .configure(pages::log::routes)
                .configure(pages::my_department::routes)
                .configure(pages::report_link::routes)
                .configure(pages::routes::letters)
                .default_service(web::to(pages::no_page))
                .wrap(from_fn(pages::dress))
                .wrap(from_fn(session::recognise)),
        );
}

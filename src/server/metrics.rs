//! `GET /metrics`: what the process tells who watches it, and how requests are counted for that.

use std::io;
use std::net::TcpListener;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, HttpServer, web};

use crate::app::App;
use crate::domain::Named as _;
use crate::http::Failure;
use crate::persistence::{PoolUse, outbox};
use crate::telemetry::{Exposition, Kind};

/// Where nothing answers, so that made-up addresses are counted as one.
const NOWHERE: &str = "none";

/// A figure of a pool of connections.
type Figure = fn(&PoolUse) -> u32;

/// Middleware: counts how each request is answered, by the pattern of its route: an address may
/// hold what is nobody's business.
pub async fn measure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let begun = Instant::now();
    let app = request.app_data::<web::Data<App>>().cloned();
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "POST" | "PATCH") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let answer = next.call(request).await;
    if let Some(app) = app {
        let (route, status) = match &answer {
            Ok(answer) => {
                let pattern = answer.request().match_pattern().filter(|one| !one.is_empty());
                (pattern, answer.status().as_u16())
            }
            Err(error) => (None, error.as_response_error().status_code().as_u16()),
        };
        let route = route.as_deref().unwrap_or(NOWHERE);
        app.metrics.answered(&method, route, status, begun.elapsed());
    }
    answer
}

/// `GET /metrics` where everybody comes: not there unless `metrics.public` says so.
pub async fn public(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    if app.settings.metrics.public { show(app).await } else { Err(Failure::NoPage) }
}

/// `GET /metrics`
async fn show(app: web::Data<App>) -> Result<HttpResponse, Failure> {
    let letters = app.read(outbox::count_by_state).await?;
    let mut out = Exposition::default();
    app.metrics.expose(&mut out);
    out.family("duban_outbox_messages", Kind::Gauge, "Letters in the outbox by state.");
    for (state, count) in letters {
        out.sample("duban_outbox_messages", &[("state", state.word())], count);
    }
    let pools = app.db.pools();
    let gauges: [(&str, &str, Figure); 3] = [
        ("duban_db_connections_open", "Connections to the database.", |pool| pool.open),
        ("duban_db_connections_idle", "Those of them that nobody uses.", |pool| pool.idle),
        ("duban_db_connections_max", "The most that there may be.", |pool| pool.most),
    ];
    for (name, help, of) in gauges {
        out.family(name, Kind::Gauge, help);
        for pool in &pools {
            out.sample(name, &[("pool", pool.name)], of(pool));
        }
    }
    out.family("duban_db_queries_total", Kind::Counter, "Statements sent to the database.");
    out.sample("duban_db_queries_total", &[], app.db.queries());
    out.family("duban_info", Kind::Gauge, "The version that runs.");
    out.sample("duban_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    Ok(HttpResponse::Ok().content_type(Exposition::MEDIA_TYPE).body(out.text()))
}

/// A server on the address that `metrics.bind` names, which knows nothing but the figures; `None`
/// where it names none.
///
/// # Errors
/// Where the address cannot be listened on.
pub fn aside(app: &App) -> io::Result<Option<Server>> {
    let bind = app.settings.metrics.bind.trim();
    if bind.is_empty() {
        return Ok(None);
    }
    let listener = TcpListener::bind(bind).map_err(|error| {
        io::Error::new(error.kind(), format!("`metrics.bind`: {bind}: {error}"))
    })?;
    let app = web::Data::new(app.clone());
    let server = HttpServer::new(move || {
        actix_web::App::new().app_data(app.clone()).route("/metrics", web::get().to(show))
    });
    Ok(Some(server.workers(1).disable_signals().listen(listener)?.run()))
}

//! What stands around every route, and the server that listens.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{Error, HttpServer, web};

use super::{metrics, routes};
use crate::app::App;
use crate::http::limit::CredentialLimit;
use crate::http::security;
use crate::jobs::Jobs;

/// Requests in flight may take so long to finish when the server is asked to stop, in seconds.
const GRACE: u64 = 20;

/// The application as it serves, for the server and for tests alike.
pub fn assemble(
    app: App,
    limit: Arc<CredentialLimit>,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    actix_web::App::new()
        .app_data(web::Data::new(app))
        .app_data(web::Data::from(limit))
        .configure(routes::all)
        .wrap(from_fn(security::headers))
        .wrap(from_fn(metrics::measure))
        .wrap(Compress::default())
}

/// Serves on `listener`, and does what nobody asks for, until the process is asked to stop;
/// requests in flight are finished, and so is the letter in hand.
pub async fn serve(app: App, listener: TcpListener) -> io::Result<()> {
    let figures = metrics::aside(&app)?;
    let figures = figures.map(|server| (server.handle(), actix_web::rt::spawn(server)));
    let jobs = Jobs::start(app.clone());
    let limit = Arc::new(CredentialLimit::default());
    let served = HttpServer::new(move || assemble(app.clone(), Arc::clone(&limit)))
        .listen(listener)?
        .shutdown_timeout(GRACE)
        .run()
        .await;
    jobs.stop().await;
    if let Some((handle, _)) = figures {
        handle.stop(false).await;
    }
    served
}

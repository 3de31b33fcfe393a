//! What a balancer asks: does the process live, can it work.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::persistence;

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers and has our schema. Needs neither accounts nor mail.
pub async fn ready(app: web::Data<App>) -> HttpResponse {
    let db = app.db.clone();
    let status = web::block(move || db.read(persistence::status)).await;
    match status {
        Ok(Ok(status)) if status.iter().all(|one| one.applied) => {
            HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n")
        }
        outcome => {
            tracing::warn!(?outcome, "not ready");
            let mut answer = HttpResponse::ServiceUnavailable();
            answer.content_type("text/plain; charset=utf-8").body("not ready\n")
        }
    }
}

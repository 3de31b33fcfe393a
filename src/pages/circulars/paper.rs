//! The paper of a circular, as a page or a file.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::domain::CircularId;
use crate::http::{Failure, SignedIn};
use crate::links::circular_path;
use crate::pages::paper::{Format, Shown, answer_as_written};
use crate::services::circulars;

/// `GET /circulars/{id}/paper`, `….docx`, `….pdf`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<CircularId>,
    format: Format,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let actor = me.actor.clone();
    let circular = app.read(move |conn| circulars::look(conn, &actor, id)).await?;
    let content = circulars::content(&app, &circular)?;
    let shown = Shown {
        paper: content.paper(),
        path: format!("{}/paper", circular_path(id)),
        query: String::new(),
        back: circular_path(id),
        note: if circular.signature.is_some() {
            me.lang.circular_digest_note().to_owned()
        } else {
            me.lang.circular_lead_in().to_owned()
        },
    };
    answer_as_written(&app, &me, format, shown).await
}

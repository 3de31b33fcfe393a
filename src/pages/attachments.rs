//! Files handed out: always to be saved, never shown by the browser.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::domain::AttachmentId;
use crate::http::{Failure, SignedIn, download};

/// `GET /attachments/{id}`.
pub async fn download(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<AttachmentId>,
) -> Result<HttpResponse, Failure> {
    let (attachment, bytes) = download::fetch(&app, signed.actor.clone(), id.into_inner()).await?;
    Ok(download::handed_out(&attachment, bytes))
}

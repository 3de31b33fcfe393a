//! Files handed out: always to be saved, never shown by the browser.

use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam,
    DispositionType, ExtendedValue,
};
use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::domain::AttachmentId;
use crate::http::{Failure, SignedIn};
use crate::services::{Error, attachments};

/// `GET /attachments/{id}`.
pub async fn download(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<AttachmentId>,
) -> Result<HttpResponse, Failure> {
    let (id, actor) = (id.into_inner(), signed.actor.clone());
    let (rules, store) = (app.settings.rules(), app.store.clone());
    let (attachment, bytes) = app
        .read(move |conn| {
            let attachment = attachments::find(conn, &actor, id, rules)?;
            let bytes = store.get(&attachment.sha256).map_err(Error::Store)?;
            Ok::<_, Error>((attachment, bytes))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, attachment.media_type))
        .insert_header(disposition(&attachment.name))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(bytes))
}

/// To be saved under `name`, in any script (RFC 5987), with a name for old programs beside it.
fn disposition(name: &str) -> ContentDisposition {
    let ascii: String =
        name.chars().map(|c| if c.is_ascii() && !"\"\\%".contains(c) { c } else { '_' }).collect();
    let extended = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(ascii),
            DispositionParam::FilenameExt(extended),
        ],
    }
}

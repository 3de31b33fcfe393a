//! Files handed out: always to be saved, never run by a browser.

use actix_web::HttpResponse;
use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, Charset, ContentDisposition, DispositionParam,
    DispositionType, ExtendedValue, HeaderName, X_CONTENT_TYPE_OPTIONS,
};

use crate::app::App;
use crate::domain::{Actor, Attachment, AttachmentId};
use crate::services::{Error, attachments};

/// An attachment that `actor` may see, with what is in it.
///
/// # Errors
/// Where it is not there, or not theirs to see.
pub async fn fetch(
    app: &App,
    actor: Actor,
    id: AttachmentId,
) -> Result<(Attachment, Vec<u8>), Error> {
    let rules = app.settings.rules();
    let attachment = app.read(move |conn| attachments::find(conn, &actor, id, rules)).await?;
    let hash = attachment.sha256.clone();
    let bytes = app.aside(move |app| app.store.get(&hash)).await.map_err(Error::Store)?;
    Ok((attachment, bytes))
}

/// The answer that hands it out.
pub fn handed_out(attachment: &Attachment, bytes: Vec<u8>) -> HttpResponse {
    saved_as(&attachment.name, attachment.served_as(), bytes)
}

/// The answer that hands out `bytes` of type `served_as`, to be saved under `name`.
pub fn saved_as(name: &str, served_as: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, served_as))
        .insert_header(disposition(name))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .body(bytes)
}

/// To be saved under `name`, in any script (RFC 5987), with a name for old programs beside it.
pub(super) fn disposition(name: &str) -> ContentDisposition {
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

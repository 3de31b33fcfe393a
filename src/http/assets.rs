//! The stylesheet, the script and the icon: inside the binary, addressed by their content.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpResponse, web};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "assets/"]
struct Files;

/// Name of a file to the address that bears its fingerprint.
static URLS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let print = fingerprint(&file.metadata.sha256_hash());
            let (stem, extension) = name.rsplit_once('.')?;
            Some((name.to_string(), format!("/assets/{stem}.{print}.{extension}")))
        })
        .collect()
});

/// The address of a file in `assets/`, which changes when the file does.
///
/// # Panics
///
/// When there is no such file: a template names one that was never there.
pub fn url(name: &str) -> &'static str {
    URLS.get(name).unwrap_or_else(|| panic!("there is no asset `{name}`"))
}

/// `GET /assets/{name}`: cached for ever, because another content has another address.
pub async fn serve(name: web::Path<String>) -> HttpResponse {
    let asked = format!("/assets/{name}");
    let found = URLS.iter().find(|(_, url)| **url == asked);
    let Some((file, name)) = found.and_then(|(name, _)| Some((Files::get(name)?, name))) else {
        return HttpResponse::NotFound().insert_header(ContentType::plaintext()).finish();
    };
    HttpResponse::Ok()
        .content_type(kind(name))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.into_owned())
}

/// The first 48 bits of a digest, in hexadecimal.
fn fingerprint(digest: &[u8; 32]) -> String {
    digest[..6].iter().fold(String::new(), |mut print, byte| {
        let _ = write!(print, "{byte:02x}");
        print
    })
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_bears_the_fingerprint_of_its_file() {
        let url = url("app.css");
        let (stem, rest) = url.split_once('.').unwrap();
        assert_eq!(stem, "/assets/app");
        let (print, extension) = rest.split_once('.').unwrap();
        assert_eq!((print.len(), extension), (12, "css"));
    }
}

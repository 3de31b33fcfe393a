//! The front door, and the language in which one is received.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::{Nav, see_other};
use crate::app::App;
use crate::http::{Failure, SignedIn, Visit, language, local_path};
use crate::i18n::Lang;
use crate::services::{Error, accounts};

/// `GET /`: each role's first page.
pub async fn show(visit: Visit) -> HttpResponse {
    match &visit.person {
        Some(person) => {
            see_other(Nav::of(&person.roles).first().map_or("/account", |nav| nav.path()))
        }
        None => see_other("/sign-in"),
    }
}

/// Where to go back to.
#[derive(Debug, Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// `GET /language/{tag}`: remembers the language and goes back.
pub async fn language(
    app: web::Data<App>,
    request: HttpRequest,
    tag: web::Path<String>,
    query: web::Query<Back>,
    visitor: Result<SignedIn, Failure>,
) -> Result<HttpResponse, Failure> {
    let lang: Lang = tag.parse().map_err(|_unknown| Failure::NoPage)?;
    // A link on somebody else's page must not change what an account keeps.
    let own = request.headers().get("sec-fetch-site").is_none_or(|site| site != "cross-site");
    if let Ok(person) = visitor
        && own
    {
        app.act(person.actor, move |act| accounts::choose_language(act, lang))
            .await
            .map_err(|error: Error| Failure::from(error))?;
    }
    let mut response = see_other(local_path(&query.back).unwrap_or("/"));
    let remembered = response.add_cookie(&language::cookie(lang));
    remembered.map_err(|error| Failure::Unreadable(error.to_string()))?;
    Ok(response)
}

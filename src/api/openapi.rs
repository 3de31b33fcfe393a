//! The description of the API (OpenAPI 3.1), generated from the code that answers.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi as Description, PathItem, Ref, Required,
    ResponseBuilder, Server, Type,
};
use utoipa::{Modify, OpenApi as _, PartialSchema as _, ToSchema as _};

use super::error::{Document, FieldError, MEDIA_TYPE};
use super::routes::{BASE, Described};

/// The name of the one way to sign in.
const TOKEN: &str = "token";

/// The whole description.
pub fn document() -> Description {
    Described::openapi()
}

/// `GET /api/v1/openapi.json`.
pub async fn serve() -> HttpResponse {
    let text = document().to_json().unwrap_or_default();
    HttpResponse::Ok().insert_header(ContentType::json()).body(text)
}

/// What holds for every operation, so that it is said once.
#[derive(Debug)]
pub struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut Description) {
        document.info = InfoBuilder::new()
            .title("duban")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some(ABOUT))
            .build();
        document.servers = Some(vec![Server::new(BASE)]);
        document.security = Some(vec![SecurityRequirement::new(TOKEN, Vec::<String>::new())]);
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            TOKEN,
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some("A token made with `duban token create`"))
                    .build(),
            ),
        );
        components.schemas.insert(Document::name().into_owned(), Document::schema());
        components.schemas.insert(FieldError::name().into_owned(), FieldError::schema());
        for (path, item) in &mut document.paths.paths {
            for (method, operation) in operations(item) {
                complete(path, &method, operation);
            }
        }
    }
}

const ABOUT: &str = "Every directive of a meeting, seen through to a checked result. Dates are \
    civil dates in the organisation's time zone, instants are RFC 3339 in UTC. What is refused is \
    answered with `application/problem+json` (RFC 9457) and a stable `code`. A `POST` may bear an \
    `Idempotency-Key`: sent again within 24 hours with the same body, it is answered the same way \
    and done once.";

fn operations(item: &mut PathItem) -> Vec<(HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Patch, &mut item.patch),
    ];
    all.into_iter().filter_map(|(method, one)| Some((method, one.as_mut()?))).collect()
}

fn complete(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let verb = match method {
        HttpMethod::Post => "post",
        HttpMethod::Patch => "patch",
        _ => "get",
    };
    let words = path.split(['/', '-']).filter(|word| !word.is_empty());
    let name: Vec<&str> =
        words.map(|word| if word.starts_with('{') { "one" } else { word }).collect();
    operation.operation_id = Some(format!("{verb}_{}", name.join("_")));
    let writes = verb != "get";
    let parameters = operation.parameters.get_or_insert_default();
    if path.contains("{id}") {
        parameters.insert(0, path_id().into());
    }
    if verb == "post" {
        parameters.push(key().into());
    }
    let mut refusals = Vec::new();
    if path.contains("{secret}") {
        refusals.push(("404", "No link bears this secret, or it was revoked"));
    } else {
        refusals.push(("401", "No token, or none that is known"));
    }
    if path.contains("{id}") {
        refusals.push(("404", "Not there, or not for the caller to see"));
    }
    if writes {
        refusals.extend([
            ("400", "The body is not JSON"),
            ("403", "Seen, but not the caller's to do"),
            ("409", "Changed by somebody else, or not possible in this state"),
            ("413", "Too large"),
        ]);
    }
    refusals.push(("422", "Something that was sent is wrong; `errors` says what"));
    refusals.push(("429", "Too many wrong tokens"));
    for (status, description) in refusals {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response =
            ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert(response.into());
    }
}

fn path_id() -> Parameter {
    ParameterBuilder::new()
        .name("id")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
        .build()
}

fn key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Makes the call happen once, however often it is sent within 24 hours"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(255))))
        .build()
}

//! `GET /api/docs`: the description of the API, to be read by people.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use askama::Template;
use serde_json::{Map, Value};

use super::error::Problem;
use super::openapi;

#[derive(Template)]
#[template(path = "pages/api_docs.html")]
struct DocsPage {
    about: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

/// Operations on one subject.
struct Group {
    name: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    parameters: Vec<Described>,
    body: Option<String>,
    answers: Vec<(String, String)>,
}

struct Schema {
    name: String,
    meaning: String,
    kind: String,
    fields: Vec<Described>,
}

/// A field or a parameter.
struct Described {
    name: String,
    required: bool,
    place: String,
    kind: String,
    meaning: String,
}

/// The page.
pub async fn page() -> Result<HttpResponse, Problem> {
    let document = serde_json::to_value(openapi::document()).map_err(|why| Problem::ours(&why))?;
    let page = DocsPage {
        about: text(&document["info"]["description"]).replace('`', ""),
        groups: groups(&document["paths"]),
        schemas: schemas(&document["components"]["schemas"]),
    };
    let html = page.render().map_err(|why| Problem::ours(&why))?;
    Ok(HttpResponse::Ok().insert_header(ContentType::html()).body(html))
}

fn groups(paths: &Value) -> Vec<Group> {
    let mut by_tag: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    for (path, item) in entries(paths) {
        for (method, operation) in entries(item) {
            let tag = text(&operation["tags"][0]);
            by_tag.entry(tag).or_default().push(described(path, method, operation));
        }
    }
    by_tag.into_iter().map(|(name, operations)| Group { name, operations }).collect()
}

fn described(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let answers = entries(&operation["responses"]).map(|(status, answer)| {
        let content = entries(&answer["content"]).next();
        let schema = content.map(|(_, content)| kind(&content["schema"])).unwrap_or_default();
        (status.to_owned(), schema)
    });
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        parameters: parameters
            .map(|one| Described {
                name: text(&one["name"]),
                required: one["required"].as_bool().unwrap_or_default(),
                place: text(&one["in"]),
                kind: kind(&one["schema"]),
                meaning: text(&one["description"]),
            })
            .collect(),
        body: Some(kind(body)).filter(|name| !name.is_empty()),
        answers: answers.collect(),
    }
}

fn schemas(all: &Value) -> Vec<Schema> {
    entries(all)
        .map(|(name, schema)| Schema {
            name: name.to_owned(),
            meaning: text(&schema["description"]),
            kind: kind(schema),
            fields: fields(schema),
        })
        .collect()
}

/// The fields of an object, and of those that it consists of.
fn fields(schema: &Value) -> Vec<Described> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let own = entries(&schema["properties"]).map(|(name, field)| Described {
        name: name.to_owned(),
        required: required.contains(&name),
        place: String::new(),
        kind: kind(field),
        meaning: text(&field["description"]),
    });
    let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(fields);
    own.chain(parts).collect()
}

/// What a schema holds, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[key].as_array() {
            return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let said = names.iter().map(|name| match (*name, schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind(&schema["items"])),
        ("string", Some(format)) => format.to_owned(),
        (name, _) => name.to_owned(),
    });
    said.collect::<Vec<_>>().join(" or ")
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

//! The open tasks of one department on paper: 部门督办清单.

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use serde::Deserialize;

use super::paper::{Format, InLanguage, Shown, answer};
use crate::app::App;
use crate::domain::{Actor, DepartmentId, DepartmentPart, TaskFilter};
use crate::http::{Failure, SignedIn, local_path};
use crate::papers::department_list::DepartmentList;
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::views::task_list::{self, Sort};
use crate::persistence::{Conn, Error, departments};

/// The most tasks of either part; more than any department has.
const MOST: i64 = 2_000;

/// What the address may say beside the language.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Where the reader came from.
    back: Option<String>,
}

/// Where this paper is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/departments/{id}/list", web::get().to(show))
        .route("/departments/{id}/list.docx", web::get().to(show))
        .route("/departments/{id}/list.pdf", web::get().to(show));
}

/// `GET /departments/{id}/list`, `….docx`, `….pdf`: as far as the reader may see its tasks.
async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    format: Format,
    language: web::Query<InLanguage>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let lang = language.into_inner().or(me.lang);
    let (viewer, today) = (me.actor.clone(), me.today);
    let (name, led, supported) = app
        .read(move |conn| {
            let tree = departments::tree(conn)?;
            let name = tree.get(id).ok_or(Error::NotFound)?.name.clone();
            let led = open(conn, &viewer, id, DepartmentPart::Lead, today)?;
            let supported = open(conn, &viewer, id, DepartmentPart::Support, today)?;
            Ok::<_, Error>((name, led, supported))
        })
        .await?;
    let house = app.house();
    let list = DepartmentList {
        lang,
        organisation: house.name(lang),
        department: &name,
        today,
        led: &led,
        supported: &supported,
    };
    let back = asked.back.as_deref().and_then(local_path).unwrap_or("/dashboard");
    let shown = Shown {
        paper: list.paper(),
        path: format!("/departments/{id}/list"),
        query: back_as_query(back),
        back: back.to_owned(),
        note: me.lang.sheet_live_note().to_owned(),
    };
    answer(&app, &me, format, shown).await
}

/// Where the list of a department is, for a reader who comes from `back`.
pub fn list_path(id: DepartmentId, back: &str) -> String {
    format!("/departments/{id}/list?{}", back_as_query(back))
}

/// The place to go back to, as the address bears it.
fn back_as_query(back: &str) -> String {
    url::form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish()
}

/// The open tasks of a department and those below it, by their dates.
fn open(
    conn: &mut Conn,
    viewer: &Actor,
    id: DepartmentId,
    role: DepartmentPart,
    today: chrono::NaiveDate,
) -> Result<Vec<TaskLine>, Error> {
    let filter = TaskFilter {
        department_id: Some(id),
        role: Some(role),
        open: true,
        ..TaskFilter::default()
    };
    let page = task_list::page(conn, viewer, &filter, Sort::default(), None, MOST, today)?;
    Ok(page.items)
}

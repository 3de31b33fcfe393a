//! The links of displays on walls: made, listed, revoked.

use std::sync::mpsc;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::reading::Reading;
use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{
    BodyId, DepartmentId, KeptDisplay, ProgrammeId, Tree, WallDisplay, may_keep_displays,
};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::wall_path;
use crate::persistence::{bodies, departments, programmes, wall_displays};
use crate::services::{self, Error};

#[derive(Template)]
#[template(path = "pages/wall_displays.html")]
struct DisplaysPage {
    frame: Frame,
    errors: FormErrors,
    done: &'static str,
    /// The address of the link that was made just now.
    link: Option<String>,
    rows: Vec<DisplayRow>,
    typed: String,
    choices: Vec<Choice>,
    langs: Vec<(Lang, bool)>,
    titles_hidden: bool,
    light: bool,
}

/// A link in the list.
struct DisplayRow {
    id: i64,
    name: String,
    shows: String,
    made: String,
    /// When it was revoked, if it was.
    off: Option<String>,
}

/// What a display may be confined to.
struct Choice {
    name: &'static str,
    label: &'static str,
    options: Vec<(i64, String, bool)>,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /wall-displays`
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut shown = built(&app, &me, &Posted::default(), FormErrors::default()).await?;
    shown.done = match query.done.as_str() {
        "made" => me.lang.wall_made_before(),
        "revoked" => me.lang.wall_revoked(),
        _ => "",
    };
    Ok(page(&shown))
}

/// `POST /wall-displays`: shows the link once; the same form sent again shows only that there is
/// one.
pub async fn make(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut form = Reading::of(&posted);
    let display = WallDisplay {
        name: form.required("name"),
        body_id: form.id("body_id", BodyId),
        programme_id: form.id("programme_id", ProgrammeId),
        department_id: form.id("department_id", DepartmentId),
        titles_hidden: posted.text("titles") == "hidden",
        language: posted.some("language").unwrap_or_else(|| me.lang.tag().to_owned()),
        dark: posted.text("theme") != "light",
    };
    let (tell, told) = mpsc::channel();
    let outcome = match form.finish() {
        Ok(()) => {
            me.once(&app, &posted, move |act| {
                let token = services::wall_displays::make(act, &display)?;
                // Whoever waits for it is the caller: a lost receiver is a lost request.
                drop(tell.send(token));
                Ok("/wall-displays?done=made".to_owned())
            })
            .await
        }
        Err(_) if !may_keep_displays(&me.actor) => Err(Error::Forbidden),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(made_before) => {
            let Ok(token) = told.try_recv() else { return Ok(made_before) };
            let mut shown = built(&app, &me, &Posted::default(), FormErrors::default()).await?;
            shown.link = Some(app.links.to(&wall_path(&token)));
            Ok(page(&shown))
        }
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&built(&app, &me, &posted, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /wall-displays/{id}/revoke`
pub async fn revoke(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let answer = me
        .once(&app, &posted, move |act| {
            services::wall_displays::revoke(act, id)?;
            Ok("/wall-displays?done=revoked".to_owned())
        })
        .await?;
    Ok(answer)
}

async fn built(
    app: &App,
    me: &SignedIn,
    typed: &Posted,
    errors: FormErrors,
) -> Result<DisplaysPage, Failure> {
    if !may_keep_displays(&me.actor) {
        return Err(Error::Forbidden.into());
    }
    let lang = me.lang;
    let (all, tree, bodies, programmes) = app
        .read(|conn| {
            Ok::<_, Error>((
                wall_displays::all(conn)?,
                departments::tree(conn)?,
                bodies::all(conn)?,
                programmes::all(conn)?,
            ))
        })
        .await?;
    let bodies: Vec<(i64, String)> = bodies.into_iter().map(|one| (one.id.0, one.name)).collect();
    let programmes: Vec<(i64, String)> =
        programmes.into_iter().map(|one| (one.id.0, one.name)).collect();
    let zone = app.house().zone;
    let row = |one: &KeptDisplay| {
        let day = |at: chrono::NaiveDateTime| {
            lang.date_near(at.and_utc().with_timezone(&zone).date_naive(), me.today)
        };
        DisplayRow {
            id: one.id,
            name: one.display.name.clone(),
            shows: shows(lang, &one.display, &tree, &bodies, &programmes),
            made: lang.wall_by_whom(day(one.created_at), &one.created_by),
            off: one.revoked_at.map(day),
        }
    };
    let rows = all.iter().map(row).collect();
    let chosen = |name: &str| typed.text(name).parse::<i64>().ok();
    let choice = |name, label, all: Vec<(i64, String)>| {
        let option = |(id, name_of)| (id, name_of, chosen(name) == Some(id));
        Choice { name, label, options: all.into_iter().map(option).collect() }
    };
    let active = tree.iter().filter(|one| one.active);
    let departments = active.map(|one| {
        let indent = "\u{3000}".repeat(tree.depth(one.id));
        (one.id.0, format!("{indent}{}", one.name))
    });
    let departments = departments.collect();
    let language = typed.some("language").and_then(|tag| tag.parse().ok()).unwrap_or(lang);
    Ok(DisplaysPage {
        frame: Frame::of(me, Nav::Dashboard),
        errors: errors.called(|field| (field == "name").then(|| lang.wall_name())),
        done: "",
        link: None,
        rows,
        typed: typed.text("name").to_owned(),
        choices: vec![
            choice("body_id", lang.dashboard_body(), bodies),
            choice("programme_id", lang.dashboard_programme(), programmes),
            choice("department_id", lang.dashboard_lead_department(), departments),
        ],
        langs: Lang::ALL.into_iter().map(|one| (one, one == language)).collect(),
        titles_hidden: typed.text("titles") == "hidden",
        light: typed.text("theme") == "light",
    })
}

/// What a display shows, in one line.
fn shows(
    lang: Lang,
    display: &WallDisplay,
    tree: &Tree,
    bodies: &[(i64, String)],
    programmes: &[(i64, String)],
) -> String {
    let name = |all: &[(i64, String)], id: i64| {
        all.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone())
    };
    let body = display.body_id.and_then(|id| name(bodies, id.0));
    let programme = display.programme_id.and_then(|id| name(programmes, id.0));
    let department = display.department_id.map(|id| tree.name(id).to_owned());
    let mut parts: Vec<String> = [body, programme, department].into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push(lang.wall_everything().to_owned());
    }
    if display.titles_hidden {
        parts.push(lang.wall_without_titles().to_owned());
    }
    let spoken = display.language.parse::<Lang>().unwrap_or_default();
    parts.push(spoken.name().to_owned());
    parts.join(lang.wall_comma())
}

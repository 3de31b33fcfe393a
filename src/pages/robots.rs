//! The robots in a department's group chats.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Frame, Nav, page, people::name_in, returned};
use crate::app::App;
use crate::domain::{DepartmentId, Named as _, Robot, RobotId, RobotKind};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::persistence::{self, departments, robots};
use crate::services::directory::RobotInput;
use crate::services::{Error, directory, test_letters};

#[derive(Template)]
#[template(path = "pages/robots.html")]
struct RobotsPage {
    frame: Frame,
    department: DepartmentId,
    heading: String,
    done: &'static str,
    errors: FormErrors,
    robots: Vec<RobotLine>,
    kinds: Vec<(RobotKind, &'static str, bool)>,
    /// The name that was typed, where the form came back.
    typed: String,
}

/// A robot, without what opens it.
struct RobotLine {
    id: RobotId,
    kind: &'static str,
    name: String,
    address: String,
    signed: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /departments/{id}/robots`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let mut shown = build(&app, &me, *id, None, FormErrors::default()).await?;
    shown.done = match query.done.as_str() {
        "" => "",
        "test" => me.lang.channel_test_written(),
        "removed" => me.lang.channel_robot_removed(),
        _ => me.lang.people_saved(),
    };
    Ok(page(&shown))
}

/// `POST /departments/{id}/robots`.
pub async fn add(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let input = RobotInput {
        kind: posted.text("kind").parse().unwrap_or(RobotKind::WeCom),
        name: posted.text("name").to_owned(),
        url: posted.text("url").to_owned(),
        secret: posted.some("secret"),
    };
    let given = input.clone();
    let outcome = me
        .once(&app, &posted, move |act| {
            directory::add_robot(act, id, &given)?;
            Ok(format!("/departments/{id}/robots?done=yes"))
        })
        .await;
    match outcome {
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&build(&app, &me, id, Some(input), errors).await?))
        }
        other => Ok(other?),
    }
}

/// `POST /robots/{id}/test`.
pub async fn test(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<RobotId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let work = me.once(&app, &posted, move |act| {
        test_letters::to_group(act, id)?;
        let department = robots::find(act.conn, id)?.department_id;
        Ok(format!("/departments/{department}/robots?done=test"))
    });
    Ok(work.await?)
}

/// `POST /robots/{id}/remove`.
pub async fn remove(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<RobotId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = id.into_inner();
    let work = me.once(&app, &posted, move |act| {
        let department = directory::remove_robot(act, id)?.department_id;
        Ok(format!("/departments/{department}/robots?done=removed"))
    });
    Ok(work.await?)
}

async fn build(
    app: &App,
    me: &SignedIn,
    id: DepartmentId,
    typed: Option<RobotInput>,
    errors: FormErrors,
) -> Result<RobotsPage, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let (tree, kept) = app
        .read(move |conn| Ok::<_, Error>((departments::tree(conn)?, robots::of(conn, id)?)))
        .await?;
    let department = tree.get(id).ok_or(persistence::Error::NotFound)?;
    let lang = me.lang;
    let chosen = typed.as_ref().map_or(RobotKind::WeCom, |one| one.kind);
    Ok(RobotsPage {
        frame: Frame::of(me, Nav::People),
        department: id,
        heading: name_in(department, lang).to_owned(),
        done: "",
        errors: errors.called(|field| label(lang, field)),
        robots: kept.into_iter().map(|robot| line(lang, robot)).collect(),
        kinds: RobotKind::ALL
            .iter()
            .map(|kind| (*kind, lang.robot_kind(*kind), *kind == chosen))
            .collect(),
        typed: typed.map(|one| one.name).unwrap_or_default(),
    })
}

fn line(lang: Lang, robot: Robot) -> RobotLine {
    RobotLine {
        id: robot.id,
        kind: lang.robot_kind(robot.kind),
        address: robot.masked(),
        signed: robot.secret.is_some(),
        name: robot.name,
    }
}

fn label(lang: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => lang.channel_group_name(),
        "url" => lang.channel_robot_url(),
        "secret" => lang.channel_robot_secret(),
        _ => return None,
    })
}

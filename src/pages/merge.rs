//! Merging a department into another.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::people::{in_tree_order, name_in};
use super::reading::Reading;
use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{DepartmentId, Tree};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::persistence::{self, departments, merging};
use crate::services::{Error, directory};

#[derive(Template)]
#[template(path = "pages/merge.html")]
struct MergePage {
    frame: Frame,
    id: DepartmentId,
    name: String,
    text: String,
    errors: FormErrors,
    choices: Vec<(DepartmentId, String, bool)>,
}

/// `GET /departments/{id}/merge`
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
) -> Result<HttpResponse, Failure> {
    Ok(page(&built(&app, &me, *id, None, FormErrors::default()).await?))
}

/// `POST /departments/{id}/merge`
pub async fn merge(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<DepartmentId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let mut form = Reading::of(&posted);
    let into = form.id("into_id", DepartmentId);
    if into.is_none() {
        form.required("into_id");
    }
    let outcome = match (form.finish(), into) {
        (Ok(()), Some(into)) => {
            me.once(&app, &posted, move |act| {
                directory::merge_departments(act, id, into)?;
                Ok(format!("/departments/{into}?done=merged"))
            })
            .await
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NOT_FOUND),
    };
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&built(&app, &me, id, into, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

async fn built(
    app: &App,
    me: &SignedIn,
    id: DepartmentId,
    chosen: Option<DepartmentId>,
    errors: FormErrors,
) -> Result<MergePage, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let (tree, tasks): (Tree, usize) = app
        .read(move |conn| {
            let tasks = merging::tasks_of(conn, id)?.len();
            Ok::<_, Error>((departments::tree(conn)?, tasks))
        })
        .await?;
    let old = tree.get(id).ok_or(persistence::Error::NotFound)?;
    let below = tree.subtree(id);
    let choices = in_tree_order(&tree)
        .into_iter()
        .filter(|one| one.active && !below.contains(&one.id))
        .map(|one| {
            let indent = "\u{2003}".repeat(tree.depth(one.id));
            (one.id, format!("{indent}{}", name_in(one, me.lang)), chosen == Some(one.id))
        });
    Ok(MergePage {
        frame: Frame::of(me, Nav::People),
        id,
        name: name_in(old, me.lang).to_owned(),
        text: me.lang.merge_text(tasks),
        errors: errors.called(|field| (field == "into_id").then(|| me.lang.merge_into())),
        choices: choices.collect(),
    })
}

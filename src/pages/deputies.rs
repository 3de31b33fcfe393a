//! Deputies of a person: who stands in for them, and on which days.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::reading::Reading;
use super::{Frame, Nav, page, returned};
use crate::app::App;
use crate::domain::{Person, PersonId};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::persistence::deputies::{self, Deputy};
use crate::persistence::people;
use crate::services::{Error, directory};

#[derive(Template)]
#[template(path = "pages/deputies.html")]
struct DeputiesPage {
    frame: Frame,
    person: Person,
    own: bool,
    done: &'static str,
    errors: FormErrors,
    rows: Vec<DeputyRow>,
    choices: Vec<(PersonId, String, bool)>,
    from_on: String,
    to_on: String,
}

/// Somebody who stands in.
struct DeputyRow {
    id: i64,
    name: String,
    days: String,
    mark: &'static str,
    state: &'static str,
    ends: bool,
}

/// What was just done.
#[derive(Debug, Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// `GET /people/{id}/deputies`: one's own, or anybody's for those who run the office.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let typed = Posted::default();
    let mut shown = built(&app, &me, *id, &typed, FormErrors::default()).await?;
    shown.done = match query.done.as_str() {
        "named" => me.lang.deputies_named(),
        "ended" => me.lang.deputies_ended(),
        _ => "",
    };
    Ok(page(&shown))
}

/// `POST /people/{id}/deputies`
pub async fn name(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<PersonId>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let mut form = Reading::of(&posted);
    let deputy = form.id("deputy_id", PersonId);
    if deputy.is_none() {
        form.required("deputy_id");
    }
    let (from, to) = (form.required_date("from_on"), form.required_date("to_on"));
    let outcome = match (form.finish(), deputy, from, to) {
        (Ok(()), Some(deputy), Some(from), Some(to)) => {
            me.once(&app, &posted, move |act| {
                directory::name_deputy(act, id, deputy, from, to)?;
                Ok(format!("/people/{id}/deputies?done=named"))
            })
            .await
        }
        (Err(error), ..) => Err(error),
        (Ok(()), ..) => Err(Error::NOT_FOUND),
    };
    match outcome {
        Ok(done) => Ok(done),
        Err(Error::Invalid(faults)) => {
            let mut errors = FormErrors::default();
            errors.extend(me.lang, &faults);
            Ok(returned(&built(&app, &me, id, &posted, errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /people/{id}/deputies/{deputy}/end`
pub async fn end(
    app: web::Data<App>,
    me: SignedIn,
    path: web::Path<(PersonId, i64)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, deputy) = path.into_inner();
    let answer = me
        .once(&app, &posted, move |act| {
            let ended = deputies::find(act.conn, deputy)?;
            directory::end_deputy(act, id, deputy)?;
            // Whoever no longer stands in may not see the list either.
            let gone = act.actor.is(Some(ended.deputy_id)) && !act.actor.is(Some(id));
            Ok(if gone { "/".to_owned() } else { format!("/people/{id}/deputies?done=ended") })
        })
        .await?;
    Ok(answer)
}

async fn built(
    app: &App,
    me: &SignedIn,
    id: PersonId,
    typed: &Posted,
    errors: FormErrors,
) -> Result<DeputiesPage, Failure> {
    let own = me.actor.is(Some(id));
    let (person, everybody, rows) = app
        .read(move |conn| {
            Ok::<_, Error>((people::find(conn, id)?, people::all(conn)?, deputies::of(conn, id)?))
        })
        .await?;
    if !directory::may_name_for(&me.actor, &person) {
        return Err(Error::Forbidden.into());
    }
    let chosen: Option<PersonId> = typed.text("deputy_id").parse().ok();
    let others = everybody.into_iter().filter(|one| one.active && one.id != id);
    let choices = others.map(|one| {
        let name = match &one.title {
            Some(title) if *title != one.name => format!("{} ({title})", one.name),
            _ => one.name.clone(),
        };
        (one.id, name, chosen == Some(one.id))
    });
    let here = if own { Nav::Elsewhere } else { Nav::People };
    Ok(DeputiesPage {
        frame: Frame::of(me, here),
        own,
        done: "",
        errors: errors.called(|field| match field {
            "deputy_id" => Some(me.lang.deputies_deputy()),
            "from_on" => Some(me.lang.deputies_from()),
            "to_on" => Some(me.lang.deputies_to()),
            _ => None,
        }),
        rows: rows.iter().rev().map(|row| deputy_row(me, row)).collect(),
        choices: choices.collect(),
        from_on: typed.some("from_on").unwrap_or_else(|| me.today.to_string()),
        to_on: typed.text("to_on").to_owned(),
        person,
    })
}

fn deputy_row(me: &SignedIn, row: &Deputy) -> DeputyRow {
    let lang = me.lang;
    let (mark, state) = match (row.from_on <= me.today, me.today <= row.to_on) {
        (true, true) => ("track", lang.deputies_now()),
        (false, _) => ("none", lang.deputies_later()),
        (true, false) => ("none", lang.deputies_over()),
    };
    DeputyRow {
        id: row.id,
        name: row.name.clone(),
        days: lang.deputies_days(lang.date(row.from_on), lang.date(row.to_on)),
        mark,
        state,
        ends: me.today <= row.to_on,
    }
}

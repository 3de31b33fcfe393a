//! The first page: what is to be taken in, and the file.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::app::{Act, App};
use crate::domain::Named as _;
use crate::domain::import::Kind;
use crate::http::{Failure, FormErrors, SignedIn, Uploaded};
use crate::i18n::Lang;
use crate::pages::{Frame, Nav, page, returned};
use crate::services::Error;
use crate::services::import::{self as service, Choices};

#[derive(Template)]
#[template(path = "pages/import.html")]
struct ImportPage {
    frame: Frame,
    errors: FormErrors,
    kind: Kind,
    title: &'static str,
    sub: &'static str,
    megabytes: usize,
    initial: bool,
}

/// Which kind.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    kind: String,
}

/// Where a kind of table belongs in the navigation.
pub(super) fn nav(kind: Kind) -> Nav {
    if kind == Kind::Ledger { Nav::Ledger } else { Nav::People }
}

/// What its page is called.
pub(super) fn title(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Ledger => lang.import_title_ledger(),
        Kind::People => lang.import_title_people(),
        Kind::Departments => lang.import_title_departments(),
    }
}

/// `GET /import`.
pub async fn blank(
    app: web::Data<App>,
    me: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let kind = Kind::from_word(&query.kind).unwrap_or(Kind::Ledger);
    Ok(page(&build(&app, &me, kind, FormErrors::default())?))
}

/// `POST /import`: keeps the file, and shows what would become of it.
pub async fn bring(
    app: web::Data<App>,
    me: SignedIn,
    uploaded: Uploaded,
) -> Result<HttpResponse, Failure> {
    let form = &uploaded.form;
    let kind = Kind::from_word(form.text("kind")).unwrap_or(Kind::Ledger);
    let initial = form.ticked("initial") && kind == Kind::Ledger;
    let mut built = build(&app, &me, kind, FormErrors::default())?;
    built.initial = initial;
    let lang = me.lang;
    let Some(file) = uploaded.file() else {
        built.errors.add("file", lang.import_file_missing());
        return Ok(returned(&built));
    };
    let Some(bytes) = file.bytes.clone() else {
        built.errors.add("file", lang.import_too_large(built.megabytes));
        return Ok(returned(&built));
    };
    // What is no table is said here, before anything is kept.
    let read = bytes.clone();
    let source = app.aside(move |app| service::read(app, kind, &read)).await?;
    if let Err(refused) = source {
        built.errors.add("file", lang.not_a_table(&refused));
        return Ok(returned(&built));
    }
    let hash = app.keep_file(bytes).await.map_err(Error::Store)?;
    let name = file.name.clone();
    let work = move |act: &mut Act<'_>| {
        let choices = Choices { initial, ..Choices::default() };
        let id = service::bring(act, kind, &name, &hash, &choices)?;
        Ok::<_, Error>(format!("/import/{id}"))
    };
    Ok(me.once(&app, form, work).await?)
}

/// The page for a file that is no longer kept.
pub(super) fn gone(app: &App, me: &SignedIn, kind: Kind) -> Result<HttpResponse, Failure> {
    let mut errors = FormErrors::default();
    errors.add("file", me.lang.import_gone());
    Ok(returned(&build(app, me, kind, errors)?))
}

fn build(app: &App, me: &SignedIn, kind: Kind, errors: FormErrors) -> Result<ImportPage, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let lang = me.lang;
    Ok(ImportPage {
        frame: Frame::of(me, nav(kind)),
        errors,
        kind,
        title: title(lang, kind),
        sub: match kind {
            Kind::Ledger => lang.import_sub_ledger(),
            Kind::People => lang.import_sub_people(),
            Kind::Departments => lang.import_sub_departments(),
        },
        megabytes: app.reader.limits().file >> 20,
        initial: false,
    })
}

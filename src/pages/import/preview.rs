//! The second page: what the columns mean, and what happens to every row.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::blank::{gone, nav, title};
use super::choices::chosen;
use super::rows::{Line, Offers};
use crate::app::App;
use crate::domain::Department;
use crate::domain::import::{Field, Kind};
use crate::http::{Failure, Posted, SignedIn};
use crate::i18n::Lang;
use crate::pages::{Frame, page, returned, see_other};
use crate::persistence::{departments, people};
use crate::services::Error;
use crate::services::import::{
    self as service, Choices, Outcome, RowOutcome, Source, Upload, What,
};

/// The most rows that a page shows.
const SHOWN: usize = 1000;
/// How many rows are shown where none needs a look.
const GLANCE: usize = 20;

#[derive(Template)]
#[template(path = "pages/import_preview.html")]
struct PreviewPage {
    frame: Frame,
    id: i64,
    kind: Kind,
    title: &'static str,
    file: String,
    /// What came of it, once it was taken in.
    done: Option<String>,
    changed_since: bool,
    columns: Vec<Column>,
    left_alone: String,
    summary: String,
    all: usize,
    shows_all: bool,
    cut: bool,
    lines: Vec<Line>,
    wrong: usize,
    fine: usize,
    ready: usize,
    note: (usize, usize, usize),
    choices: Choices,
    digest: String,
}

struct Column {
    number: usize,
    heading: String,
    first: String,
    options: Vec<(String, &'static str, bool)>,
}

/// Which rows.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    all: String,
}

/// `GET /import/{id}`.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    looked(&app, &me, *id, None, !query.all.is_empty()).await
}

/// `POST /import/{id}`: keeps what was chosen and shows what follows, or takes the table in.
pub async fn decide(
    app: web::Data<App>,
    me: SignedIn,
    id: web::Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let id = *id;
    let columns = posted
        .fields()
        .filter(|(name, _)| name.strip_prefix('c').is_some_and(|at| at.parse::<usize>().is_ok()));
    let columns = columns.count();
    let form = posted.clone();
    let same = app
        .act(me.actor.clone(), move |act| {
            let upload = service::find(act, id)?;
            let choices = chosen(&form, &upload.choices, columns);
            if upload.import.applied_at.is_none() && choices != upload.choices {
                service::choose(act, id, &choices)?;
            }
            // To leave rows out changes nothing of what was shown.
            let shown = Choices { without_wrong: choices.without_wrong, ..upload.choices };
            let as_shown = shown.columns.is_empty() || shown.columns == choices.columns;
            Ok::<_, Error>(
                as_shown && Choices { columns: choices.columns.clone(), ..shown } == choices,
            )
        })
        .await?;
    if posted.text("act") == "import" && same {
        let seen = posted.text("digest").to_owned();
        return looked(&app, &me, id, Some(seen), false).await;
    }
    Ok(see_other(format!("/import/{id}")))
}

async fn looked(
    app: &App,
    me: &SignedIn,
    id: i64,
    seen: Option<String>,
    all: bool,
) -> Result<HttpResponse, Failure> {
    let (actor, lang) = (me.actor.clone(), me.lang);
    let tried = seen.is_some();
    let upload = app.act(actor.clone(), move |act| service::find(act, id)).await?;
    if let Some(done) = done(lang, &upload) {
        return Ok(page(&over(me, upload, done)));
    }
    let kind = upload.kind;
    let read = app.aside(move |app| service::apply(app, &actor, id, lang, seen.as_deref())).await;
    let (upload, source, outcome) = match read {
        Ok(Ok(read)) => read,
        // The file was good when it was brought, and is kept for a day.
        Ok(Err(_)) | Err(Error::Store(_)) => return gone(app, me, kind),
        Err(error) => return Err(error.into()),
    };
    if outcome.kept {
        return Ok(see_other(format!("/import/{id}")));
    }
    let (tree, people) =
        app.read(|conn| Ok::<_, Error>((departments::tree(conn)?, people::all(conn)?))).await?;
    let departments: Vec<Department> = tree.iter().cloned().collect();
    let mut offers = Offers {
        lang,
        kind: upload.kind,
        departments: &departments,
        people: &people,
        shown: BTreeSet::new(),
    };
    let page_of = build(me, upload, &source, &outcome, &mut offers, tried, all);
    Ok(if tried { returned(&page_of) } else { page(&page_of) })
}

/// What is left to say once a table was taken in.
fn over(me: &SignedIn, upload: Upload, done: String) -> PreviewPage {
    PreviewPage {
        frame: Frame::of(me, nav(upload.kind)),
        id: upload.import.id,
        kind: upload.kind,
        title: title(me.lang, upload.kind),
        file: upload.import.name,
        done: Some(done),
        changed_since: false,
        columns: Vec::new(),
        left_alone: String::new(),
        summary: String::new(),
        all: 0,
        shows_all: false,
        cut: false,
        lines: Vec::new(),
        wrong: 0,
        fine: 0,
        ready: 0,
        note: (0, 0, 0),
        choices: upload.choices,
        digest: String::new(),
    }
}

fn build(
    me: &SignedIn,
    upload: Upload,
    source: &Source,
    outcome: &Outcome,
    offers: &mut Offers<'_>,
    tried: bool,
    all: bool,
) -> PreviewPage {
    let lang = me.lang;
    let kind = upload.kind;
    let (fresh, changed) = (outcome.count(What::New), outcome.count(What::Changed));
    let (same, wrong) = (outcome.count(What::Same), outcome.count(What::Wrong));
    let needs_look = |row: &&RowOutcome| {
        matches!(row.what, What::Wrong | What::Changed) || !row.notes.is_empty()
    };
    let looked_at = outcome.rows.iter().filter(needs_look).count();
    let most = if all || looked_at > 0 { SHOWN } else { GLANCE };
    let chosen = outcome.rows.iter().filter(|row| all || looked_at == 0 || needs_look(row));
    let lines: Vec<Line> = chosen.take(most).map(|row| offers.line(row)).collect();
    let cut = if all { outcome.rows.len() > SHOWN } else { looked_at > SHOWN };
    let count = outcome.rows.len();
    let sheet = &source.table.titles.sheet;
    let summary = if all {
        lang.import_preview_hint_all(fresh, changed, same, wrong)
    } else {
        lang.import_preview_hint(fresh, changed, same, wrong)
    };
    PreviewPage {
        frame: Frame::of(me, nav(kind)),
        id: upload.import.id,
        kind,
        title: title(lang, kind),
        file: if sheet.is_empty() {
            lang.import_file_sub_plain(&upload.import.name, count)
        } else {
            lang.import_file_sub(&upload.import.name, sheet, count)
        },
        done: None,
        changed_since: tried && (wrong == 0 || upload.choices.without_wrong),
        columns: columns(lang, kind, source, outcome),
        left_alone: left_alone(lang, &upload, outcome),
        summary,
        all: count,
        shows_all: all,
        cut,
        lines,
        wrong,
        fine: count - wrong,
        ready: outcome.ready(),
        note: (fresh, changed, same),
        digest: outcome.digest(),
        choices: upload.choices,
    }
}

fn done(lang: Lang, upload: &Upload) -> Option<String> {
    upload.import.applied_at?;
    let counts: serde_json::Value =
        serde_json::from_str(upload.import.outcome.as_deref()?).unwrap_or_default();
    let count = |key: &str| counts.get(key).and_then(serde_json::Value::as_u64).unwrap_or_default();
    Some(lang.import_done_text(count("new"), count("changed"), count("same"), count("left_out")))
}

fn columns(lang: Lang, kind: Kind, source: &Source, outcome: &Outcome) -> Vec<Column> {
    let headings = source.table.headings.iter().enumerate();
    headings
        .map(|(at, heading)| {
            let cells = source.table.rows.iter().map(|row| row.cell(at).text());
            let first = cells.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
            let is = outcome.columns.get(at).copied().flatten();
            let options = kind.fields().iter().map(|field: &Field| {
                (field.to_string(), lang.import_field(*field), is == Some(*field))
            });
            Column {
                number: at + 1,
                heading: heading.clone(),
                first: first.chars().take(60).collect(),
                options: options.collect(),
            }
        })
        .collect()
}

/// The columns that would be taken with states and past dates.
fn left_alone(lang: Lang, upload: &Upload, outcome: &Outcome) -> String {
    let own = outcome.columns.contains(&Some(Field::Id));
    if upload.kind != Kind::Ledger || upload.choices.initial || own {
        return String::new();
    }
    let past = outcome.columns.iter().flatten().filter(|field| field.is_past());
    let names: Vec<&str> = past.map(|field| lang.import_field(*field)).collect();
    if names.is_empty() {
        return String::new();
    }
    lang.import_only_initial(names.join(lang.ledger_and()))
}

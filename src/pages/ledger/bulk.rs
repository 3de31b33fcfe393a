//! One deed for the selected tasks: a form, then what would become of each, then the deed, and
//! back to the same place in the list.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;

use super::bulk_verb::{Directory, Verb};
use crate::app::{Act, App};
use crate::domain::{FieldFault, TaskFilter, TaskId};
use crate::http::{Failure, FormErrors, Posted, SignedIn, local_path, refusal};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Deed};
use crate::pages::task::comes_back;
use crate::pages::{Frame, Nav, free_day, page, see_other};
use crate::persistence;
use crate::persistence::views::task_lines::TaskLine;
use crate::persistence::views::task_list::{self, Sort};
use crate::services::Error;
use crate::services::bulk::{self, Row};

/// What is no deed: the notices of the selected tasks.
const NOTICES: &str = "notices";

#[derive(Template)]
#[template(path = "pages/bulk.html")]
struct BulkPage {
    frame: Frame,
    act: &'static str,
    d: Deed,
    errors: FormErrors,
    back: String,
    notice: Notice,
    rows: Vec<BulkRow>,
}

/// What is said above the rows.
struct Notice {
    /// The stylesheet's kind: `ok`, `warn` or `bad`.
    kind: &'static str,
    /// Empty before anything was checked.
    text: String,
}

/// One selected task.
struct BulkRow {
    id: TaskId,
    number: String,
    title: String,
    lead: String,
    due: String,
    /// What would become of it; empty before anything was checked.
    what: String,
    /// Why nothing would; empty where something would.
    refusal: String,
}

/// `POST /ledger/bulk`: what the buttons below the list send, and the form after them.
pub async fn take(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let back = local_path(posted.text("back")).unwrap_or("/ledger").to_owned();
    if posted.text("act") == NOTICES {
        let ids: Vec<_> = posted.all("id").filter(|id| id.parse::<i64>().is_ok()).collect();
        return Ok(see_other(if ids.is_empty() {
            with(&back, "done=none_selected")
        } else {
            format!("/notices?ids={}", ids.join(","))
        }));
    }
    let Some(verb) = Verb::from_word(posted.text("act")) else { return Err(Failure::NoPage) };
    if !Verb::offered_to(&signed.actor, app.settings.rules()).contains(&verb) {
        return Err(Error::Forbidden.into());
    }
    let ids: Vec<TaskId> = posted.all("id").filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(see_other(with(&back, "done=none_selected")));
    }
    let asked = Asked { app: &app, signed: &signed, posted: &posted, verb, ids, back };
    if posted.ticked("go") {
        asked.go().await
    } else if posted.ticked("check") || free_day::carried(&posted).is_some() {
        asked.check(None).await
    } else {
        Ok(page(&asked.shown(None).await?))
    }
}

/// What was asked for.
struct Asked<'a> {
    app: &'a App,
    signed: &'a SignedIn,
    posted: &'a Posted,
    verb: Verb,
    ids: Vec<TaskId>,
    back: String,
}

impl Asked<'_> {
    /// Does what the rows said, to all that they said it of, or to none where it changed.
    async fn go(&self) -> Result<HttpResponse, Failure> {
        let deed = match self.verb.deed(self.posted) {
            Ok(deed) => deed,
            Err(error) => return self.again(error.into()).await,
        };
        let ids: Vec<TaskId> = self.posted.all("fit").filter_map(|id| id.parse().ok()).collect();
        let listed = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let place = with(&self.back, &format!("done=bulk&changed={listed}"));
        let free_days = free_day::answer(self.posted);
        let work = move |act: &mut Act<'_>| {
            act.free_days = free_days;
            let rows = bulk::run(act, &ids, &deed, false)?;
            // Somebody was here in between: the rows must be looked at again.
            if rows.iter().all(|row| row.outcome.is_ok()) { Ok(place) } else { Err(Error::STALE) }
        };
        match self.signed.once(self.app, self.posted, work).await.map_err(Failure::from) {
            Ok(response) => Ok(response),
            Err(stale @ Failure::Service(Error::Storage(persistence::Error::Stale))) => {
                self.check(Some(stale)).await
            }
            Err(failure) => self.again(failure).await,
        }
    }

    /// Shows what would become of each.
    async fn check(&self, moved_on: Option<Failure>) -> Result<HttpResponse, Failure> {
        let deed = match self.verb.deed(self.posted) {
            Ok(deed) => deed,
            Err(error) => return self.again(error.into()).await,
        };
        let ids = self.ids.clone();
        let free_days = free_day::answer(self.posted);
        let work = move |act: &mut Act<'_>| {
            act.free_days = free_days;
            bulk::run(act, &ids, &deed, true)
        };
        match self.app.act(self.signed.actor.clone(), work).await.map_err(Failure::from) {
            Ok(rows) => {
                let mut built = self.shown(Some(rows)).await?;
                if moved_on.is_some() {
                    self.signed.lang.bulk_moved_on().clone_into(&mut built.notice.text);
                    built.notice.kind = "warn";
                }
                let mut response = page(&built);
                if let Some(failure) = moved_on {
                    *response.status_mut() = failure.status_code();
                }
                Ok(response)
            }
            Err(failure) => self.again(failure).await,
        }
    }

    /// The form with what is wrong with it.
    async fn again(&self, failure: Failure) -> Result<HttpResponse, Failure> {
        if !comes_back(&failure) {
            return Err(failure);
        }
        let mut built = self.shown(None).await?;
        built.errors = built.d.fill(self.posted, &failure, self.signed.lang);
        let mut response = page(&built);
        *response.status_mut() = failure.status_code();
        Ok(response)
    }

    async fn shown(&self, checked: Option<Vec<Row>>) -> Result<BulkPage, Failure> {
        let (viewer, today) = (self.signed.actor.clone(), self.signed.today);
        let filter = TaskFilter { ids: self.ids.clone(), ..TaskFilter::default() };
        let (found, directory) = self
            .app
            .read(move |conn| {
                let (sort, most) = (Sort::default(), i64::try_from(bulk::MOST).unwrap_or(200));
                let found = task_list::page(conn, &viewer, &filter, sort, None, most, today)?;
                Ok::<_, persistence::Error>((found.items, Directory::read(conn)?))
            })
            .await?;
        let lang = self.signed.lang;
        let rows: Vec<BulkRow> = found
            .iter()
            .map(|line| {
                let outcome = checked.iter().flatten().find(|row| row.id == line.task.id);
                self.row(&directory, line, outcome)
            })
            .collect();
        Ok(BulkPage {
            frame: Frame::of(self.signed, Nav::Ledger),
            act: self.verb.word(),
            d: self.form(&directory, &rows, checked.as_deref()),
            errors: FormErrors::default(),
            back: self.back.clone(),
            notice: notice(lang, &rows, checked.is_some()),
            rows,
        })
    }

    fn row(&self, directory: &Directory, line: &TaskLine, outcome: Option<&Row>) -> BulkRow {
        let (lang, today) = (self.signed.lang, self.signed.today);
        let (what, refusal) = match outcome {
            None => (String::new(), String::new()),
            Some(row) if row.is_unchanged() => (lang.bulk_unchanged().to_owned(), String::new()),
            Some(row) => match &row.outcome {
                Ok(after) => {
                    let before = row.before.as_ref().unwrap_or(after);
                    (self.verb.change(lang, directory, before, after), String::new())
                }
                Err(error) => (String::new(), refusal(lang, error)),
            },
        };
        let due = line.marks.due_on.map(|due| lang.date_near(due, today));
        BulkRow {
            id: line.task.id,
            number: line.task.number.clone().unwrap_or_default(),
            title: line.task.title.clone(),
            lead: line.lead.name.clone(),
            due: due.unwrap_or_else(|| lang.task_no_due().to_owned()),
            what,
            refusal,
        }
    }

    fn form(&self, directory: &Directory, rows: &[BulkRow], checked: Option<&[Row]>) -> Deed {
        let lang = self.signed.lang;
        let label = self.verb.label(lang);
        let title = match rows.len() {
            1 => lang.bulk_title_one(label),
            count => lang.bulk_title_many(label, count),
        };
        let mut deed = Deed::new("bulk", "/ledger/bulk", title).text(self.verb.text(lang));
        for field in self.verb.fields(lang, directory) {
            deed = deed.field(field);
        }
        deed.read_back(self.posted);
        let fit = rows.iter().filter(|row| row.refusal.is_empty()).count();
        deed.carried.extend(free_day::carried(self.posted));
        if checked.is_some() && fit > 0 {
            let words =
                if fit == 1 { lang.bulk_go_one().to_owned() } else { lang.bulk_go_many(fit) };
            let kind = if self.verb == Verb::Urge { "urge" } else { "primary" };
            deed = deed.button(Button::new(kind, words).sends("go"));
        }
        let (kind, words) = if checked.is_some() {
            ("plain", lang.bulk_check_again())
        } else {
            ("primary", lang.bulk_check())
        };
        for question in free_day::buttons(lang, &faults_of(checked)).into_iter().flatten() {
            deed = deed.button(Button { kind: "", ..question });
        }
        deed.button(Button::new(kind, words).sends("check"))
    }
}

/// Everything that is wrong with any of the rows.
fn faults_of(rows: Option<&[Row]>) -> Vec<FieldFault> {
    let refused = rows.unwrap_or_default().iter().filter_map(|row| match &row.outcome {
        Err(Error::Invalid(faults)) => Some(faults.clone()),
        _ => None,
    });
    refused.flatten().collect()
}

fn notice(lang: Lang, rows: &[BulkRow], checked: bool) -> Notice {
    let fit = rows.iter().filter(|row| row.refusal.is_empty()).count();
    let (kind, text) = match fit {
        _ if !checked => ("", String::new()),
        0 => ("bad", lang.bulk_can_none().to_owned()),
        fit if fit == rows.len() => ("ok", lang.bulk_can_all().to_owned()),
        fit => ("warn", lang.bulk_can_some(fit, rows.len())),
    };
    Notice { kind, text }
}

/// The list with something to say.
fn with(back: &str, said: &str) -> String {
    let joint = if back.contains('?') { '&' } else { '?' };
    format!("{back}{joint}{said}")
}

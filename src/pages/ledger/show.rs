//! The page itself: a fixed number of questions to the database, however long the list is.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use url::form_urlencoded::Serializer;

use super::address::{Address, pairs};
use super::bulk_verb::Verb;
use super::choices::{Chip, FilterChoice, FilterValue, Names};
use super::columns::{Column, ColumnKey, Tab, columns, order, tabs};
use super::rows::LedgerRow;
use super::views::Chosen;
use crate::app::App;
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::task::done;
use crate::pages::{Frame, Nav, page};
use crate::papers::ledger_sheet::SheetFormat;
use crate::persistence::Error;
use crate::persistence::saved_views::SavedView;
use crate::persistence::views::task_list::{self, TaskPage};

/// How many rows a page has.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "pages/ledger.html")]
struct LedgerPage {
    frame: Frame,
    counted: String,
    can_add: bool,
    files: [(&'static str, String); 2],
    done: Option<Done>,
    verbs: Vec<Verb>,
    back: String,
    tabs: Vec<Tab>,
    views: Vec<SavedView>,
    can_share: bool,
    keys: Vec<ColumnKey>,
    every_key: Vec<(ColumnKey, bool)>,
    q: String,
    choices: Vec<FilterChoice>,
    dates: Vec<FilterValue>,
    kept: Vec<FilterValue>,
    faults: Vec<String>,
    showing: String,
    sorted: &'static str,
    applied: Vec<Chip>,
    columns: Vec<Column>,
    rows: Vec<LedgerRow>,
    range: String,
    first: Option<String>,
    next: Option<String>,
}

/// What was just done, said above the list.
struct Done {
    /// The stylesheet's kind: `ok` or `warn`.
    kind: &'static str,
    words: String,
    /// The tasks that it was done to.
    see: Option<String>,
}

/// `GET /ledger`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let lang = signed.lang;
    let asked = pairs(request.query_string());
    let mut address = Address::read(&asked, &app.secret, lang);
    let (viewer, today) = (signed.actor.clone(), signed.today);
    let (filter, sort, after) = (address.filter.clone(), address.sort, address.after.clone());
    let (found, names, chosen) = app
        .read(move |conn| {
            let after = after.as_ref();
            let found = task_list::page(conn, &viewer, &filter, sort, after, ROWS, today)?;
            Ok::<_, Error>((found, Names::read(conn, &viewer)?, Chosen::read(conn, &viewer)?))
        })
        .await?;
    let TaskPage { items, total, next } = found;
    let shown = i64::try_from(items.len()).unwrap_or(ROWS);
    let before = address.before;
    let day = address.filter.as_of.unwrap_or(today);
    let here = same_place(&asked);
    let rows: Vec<_> = items.iter().map(|line| LedgerRow::of(lang, line, day, &here)).collect();
    let own = address.columns.clone().or_else(|| chosen.columns.clone());
    let keys = own.unwrap_or_else(|| ColumnKey::USUAL.to_vec());
    let office = signed.actor.runs_office();
    let mut all_tabs = tabs(lang, &address, office);
    all_tabs.extend(chosen.tabs(&address));
    let built = LedgerPage {
        frame: Frame::of(&signed, Nav::Ledger),
        counted: if total == 1 { lang.ledger_one().to_owned() } else { lang.ledger_many(total) },
        can_add: office,
        files: [
            (lang.ledger_export_xlsx(), address.file(SheetFormat::Xlsx.ending())),
            (lang.ledger_export_csv(), address.file(SheetFormat::Csv.ending())),
        ],
        done: said(lang, &address),
        verbs: Verb::offered_to(&signed.actor, app.settings.rules()),
        back: here,
        tabs: all_tabs,
        views: chosen.removable(&signed.actor),
        can_share: office,
        q: address.filter.q.clone().unwrap_or_default(),
        choices: names.choices(lang, &address.filter),
        dates: Names::dates(lang, &address.filter),
        kept: Names::kept(lang, &address),
        faults: std::mem::take(&mut address.faults),
        showing: lang.ledger_showing(shown, total),
        sorted: order(lang, address.sort),
        applied: names.applied(lang, &address),
        columns: columns(lang, &address, &keys),
        every_key: ColumnKey::ALL.iter().map(|key| (*key, keys.contains(key))).collect(),
        keys,
        rows,
        range: lang.ledger_range((before + 1).min(before + shown), before + shown, total),
        first: address.after.as_ref().map(|_| address.path()),
        next: next.map(|position| address.next(&position, before + shown, &app.secret)),
    };
    Ok(page(&built))
}

fn said(lang: Lang, address: &Address) -> Option<Done> {
    let ok = |words: String, see| Some(Done { kind: "ok", words, see });
    match (address.done.as_deref()?, &address.changed) {
        ("none_selected", _) => {
            Some(Done { kind: "warn", words: lang.bulk_none_selected().to_owned(), see: None })
        }
        ("bulk", Some(changed)) => {
            let words = match changed.split(',').count() {
                1 => lang.bulk_done_one().to_owned(),
                count => lang.bulk_done_many(count),
            };
            let query = Serializer::new(String::new()).append_pair("ids", changed).finish();
            ok(words, Some(format!("/ledger?{query}")))
        }
        ("view", _) => ok(lang.ledger_view_saved().to_owned(), None),
        ("view_removed", _) => ok(lang.ledger_view_removed().to_owned(), None),
        ("columns", _) => ok(lang.ledger_columns_kept().to_owned(), None),
        (verb, _) => ok(done(lang, verb)?.to_owned(), None),
    }
}

/// This very page of the list, for the way back from a task; without what was just done.
fn same_place(asked: &[(String, String)]) -> String {
    let kept = asked.iter().filter(|(name, _)| name != "done" && name != "changed");
    let query = Serializer::new(String::new()).extend_pairs(kept).finish();
    if query.is_empty() { "/ledger".to_owned() } else { format!("/ledger?{query}") }
}

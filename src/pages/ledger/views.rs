//! How somebody looks at the ledger: views by name, and the columns of their choice.

use actix_web::{HttpResponse, web};

use super::address::{Address, pairs};
use super::columns::{ColumnKey, Tab};
use crate::app::App;
use crate::domain::{Actor, MeetingId};
use crate::http::{Failure, Posted, SignedIn, local_path};
use crate::persistence::saved_views::{self, SavedView};
use crate::persistence::views::meeting_list;
use crate::persistence::{Conn, Error, preferences};
use crate::services::ledger;

/// What a reader has chosen for themselves.
#[derive(Default)]
pub struct Chosen {
    /// The views that are theirs, or shared with everybody.
    pub views: Vec<SavedView>,
    /// The columns.
    pub columns: Option<Vec<ColumnKey>>,
}

impl Chosen {
    /// Reads it. What is shared about a meeting that `viewer` may not see is left out.
    pub fn read(conn: &mut Conn, viewer: &Actor) -> Result<Self, Error> {
        let Some(me) = viewer.id else { return Ok(Self::default()) };
        let mut views = saved_views::offered_to(conn, me)?;
        let meetings: Vec<MeetingId> = views.iter().filter_map(meeting_of).collect();
        let hidden = meeting_list::hidden_among(conn, viewer, &meetings)?;
        views.retain(|view| meeting_of(view).is_none_or(|meeting| !hidden.contains(&meeting)));
        let columns = preferences::get(conn, me, preferences::COLUMNS)?;
        Ok(Self { views, columns: columns.and_then(|words| ColumnKey::listed(&words)) })
    }

    /// The views as tabs.
    pub fn tabs(&self, address: &Address) -> Vec<Tab> {
        let here = address.query();
        let tab = |view: &SavedView| Tab {
            label: view.name.clone(),
            path: format!("/ledger?{}", view.query),
            here: view.query == here,
        };
        self.views.iter().map(tab).collect()
    }

    /// The views that `viewer` may take away.
    pub fn removable(&self, viewer: &Actor) -> Vec<SavedView> {
        let may = |view: &&SavedView| {
            viewer.is(Some(view.person_id)) || view.shared && viewer.runs_office()
        };
        self.views.iter().filter(may).cloned().collect()
    }
}

fn meeting_of(view: &SavedView) -> Option<MeetingId> {
    let (_, id) = pairs(&view.query).into_iter().find(|(name, _)| name == "meeting_id")?;
    id.parse().ok()
}

/// `POST /ledger/views`: keeps the list that the reader came from.
pub async fn save(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let address = came_from(&app, &signed, &posted);
    let (name, shared) = (posted.text("name").to_owned(), posted.ticked("shared"));
    let query = address.query();
    let place = format!("/ledger?{query}&done=view");
    let work = move |act: &mut crate::app::Act<'_>| {
        ledger::save_view(act, &name, &query, shared).map(|()| place)
    };
    Ok(signed.once(&app, &posted, work).await?)
}

/// `POST /ledger/views/{id}/remove`
pub async fn remove(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<i64>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let place = format!("{}&done=view_removed", came_from(&app, &signed, &posted).path());
    let id = id.into_inner();
    let work = move |act: &mut crate::app::Act<'_>| ledger::remove_view(act, id).map(|()| place);
    Ok(signed.once(&app, &posted, work).await?)
}

/// `POST /ledger/columns`: keeps the columns for this reader, and shows them under an address
/// that shows them to others too. None at all are the usual ones.
pub async fn columns(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let mut address = came_from(&app, &signed, &posted);
    let chosen = posted.all("column").collect::<Vec<_>>().join(",");
    let columns = ColumnKey::listed(&chosen).unwrap_or_else(|| ColumnKey::USUAL.to_vec());
    let words = ColumnKey::words(&columns);
    address.columns = Some(columns);
    let place = format!("{}&done=columns", address.path());
    let work =
        move |act: &mut crate::app::Act<'_>| ledger::choose_columns(act, &words).map(|()| place);
    Ok(signed.once(&app, &posted, work).await?)
}

/// The list that the reader came from, from its beginning.
fn came_from(app: &App, signed: &SignedIn, posted: &Posted) -> Address {
    let back = local_path(posted.text("back")).unwrap_or("/ledger");
    let query = back.split_once('?').map_or("", |(_, query)| query);
    Address::read(&pairs(query), &app.secret, signed.lang)
}

//! The ledger as a file, with the filters of the page.

use actix_web::{HttpRequest, HttpResponse, web};

use super::address::{Address, pairs};
use crate::app::App;
use crate::http::{Failure, SignedIn, handed_over, made};
use crate::papers::ledger_sheet::SheetFormat;
use crate::services::ledger_file::{self, Wanted};

/// `GET /ledger.xlsx`
pub async fn xlsx(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    file(&app, &signed, &request, SheetFormat::Xlsx).await
}

/// `GET /ledger.csv`
pub async fn csv(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    file(&app, &signed, &request, SheetFormat::Csv).await
}

async fn file(
    app: &App,
    signed: &SignedIn,
    request: &HttpRequest,
    format: SheetFormat,
) -> Result<HttpResponse, Failure> {
    let lang = signed.lang;
    let Address { filter, sort, .. } =
        Address::read(&pairs(request.query_string()), &app.secret, lang);
    let (viewer, wanted) = (signed.actor.clone(), Wanted { filter, sort, lang });
    let work =
        move |app: &App, out: &_| ledger_file::write(app, &viewer, &wanted, format, out, |_| {});
    let written = made(app, work).await?;
    let name = format!("{}.{}", lang.column_file(signed.today), format.ending());
    Ok(handed_over(written, &name, format.media_type())?)
}

//! The ledger as a file.

use super::call::{Answer, Call};
use super::query::{Asked, Param, query};
use super::tasks::TaskQuery;
use crate::i18n::Lang;
use crate::papers::ledger_sheet::SheetFormat;
use crate::services::ledger_file::{self, Wanted};

impl Param for Lang {
    fn read(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error: crate::i18n::UnknownLanguage| error.to_string())
    }
}

query! {
    /// In which language.
    LangQuery {
        /// `en` or `zh-CN`; that of the house where it is not said.
        lang: Lang,
    }
}

/// The ledger as a spreadsheet: the tasks of the list with the same filters, one a row.
#[utoipa::path(
    get, path = "/ledger.xlsx", tag = "tasks", params(TaskQuery, LangQuery),
    responses((
        status = 200, description = "The spreadsheet",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body = String,
    ))
)]
pub async fn xlsx(call: Call, asked: Asked<(TaskQuery, LangQuery)>) -> Answer {
    file(call, asked, SheetFormat::Xlsx).await
}

/// The ledger as CSV: UTF-8 with a byte order mark; text that a spreadsheet would take for a
/// formula has a quote before it.
#[utoipa::path(
    get, path = "/ledger.csv", tag = "tasks", params(TaskQuery, LangQuery),
    responses((status = 200, description = "The table", content_type = "text/csv", body = String))
)]
pub async fn csv(call: Call, asked: Asked<(TaskQuery, LangQuery)>) -> Answer {
    file(call, asked, SheetFormat::Csv).await
}

async fn file(call: Call, asked: Asked<(TaskQuery, LangQuery)>, format: SheetFormat) -> Answer {
    let (tasks, LangQuery { lang }) = asked.query;
    let lang = lang.unwrap_or_else(|| call.house_lang());
    let wanted = Wanted { filter: tasks.filter(), sort: tasks.sort(), lang };
    let name = lang.column_file(call.today());
    let name = format!("{name}.{}", format.ending());
    call.make(&name, format.media_type(), move |app, actor, out| {
        ledger_file::write(app, actor, &wanted, format, out, |_| {})
    })
    .await
}

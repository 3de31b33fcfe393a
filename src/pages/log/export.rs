//! The log as a file: every line under the filter, read and sent piece by piece.

use actix_web::http::header::{ContentDisposition, ContentType, DispositionParam, DispositionType};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;

use super::filter::Asked;
use super::show::{MOST_CHANGES, Names, Row, admit, subject_words};
use crate::app::App;
use crate::domain::EventId;
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::persistence::Error as Storage;
use crate::persistence::house_changes::{self, KeptChange};
use crate::persistence::views::log::{self, LogFilter, LogPage};

/// Lines that are read at a time.
const PIECE: i64 = 1000;

/// What is still to be sent.
struct Rest {
    app: App,
    signed: SignedIn,
    filter: LogFilter,
    /// The last line that was sent.
    before: Option<EventId>,
    /// Whether the head of the table still comes.
    begins: bool,
    /// What was asked for; the changes of the house come last.
    asked: Asked,
}

/// `GET /log.csv`
pub async fn export(
    app: web::Data<App>,
    signed: SignedIn,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    admit(&signed)?;
    let asked = Asked::read(request.query_string(), app.house().zone, signed.lang);
    let rest = Rest {
        app: app.get_ref().clone(),
        signed,
        filter: asked.filter.clone(),
        before: None,
        begins: true,
        asked,
    };
    let pieces = stream::try_unfold(Some(rest), |rest| async {
        match rest {
            None => Ok::<_, actix_web::Error>(None),
            Some(rest) => Ok(Some(rest.next().await?)),
        }
    });
    let name = DispositionParam::Filename("log.csv".to_owned());
    Ok(HttpResponse::Ok()
        .insert_header(ContentType("text/csv; charset=utf-8".parse().map_err(unreadable)?))
        .insert_header(ContentDisposition {
            disposition: DispositionType::Attachment,
            parameters: vec![name],
        })
        .streaming(pieces))
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Unreadable(error.to_string())
}

impl Rest {
    /// The next piece, and what then remains.
    async fn next(mut self) -> Result<(Bytes, Option<Self>), Failure> {
        let (filter, before) = (self.filter.clone(), self.before);
        let only_house = self.asked.subject.is_some();
        let of_house = self.asked.changes();
        let (page, names, changes) = self
            .app
            .read(move |conn| {
                let page = if only_house {
                    LogPage::default()
                } else {
                    log::page(conn, &filter, before, PIECE)?
                };
                let last = i64::try_from(page.lines.len()) != Ok(PIECE);
                let changes = match of_house.filter(|_| last) {
                    Some(of_house) => house_changes::found(conn, &of_house, MOST_CHANGES)?,
                    None => Vec::new(),
                };
                Ok::<_, Storage>((page, Names::read(conn)?, changes))
            })
            .await?;
        let rows = names.tell(&self.signed, self.app.house().zone, &page);
        let mut text = Vec::new();
        if self.begins {
            // Spreadsheets take the file for what it is only by this mark.
            text.extend("\u{feff}".as_bytes());
        }
        let mut table = csv::Writer::from_writer(text);
        if self.begins {
            table.write_record(head(self.signed.lang)).map_err(unreadable)?;
        }
        for (row, line) in rows.iter().zip(&page.lines) {
            table.write_record(cells(row, &line.event.hash)).map_err(unreadable)?;
        }
        for change in changes {
            let cells = self.cells_of(change);
            if self.asked.is_said(&[cells[1].as_str(), cells[5].as_str()]) {
                table.write_record(cells).map_err(unreadable)?;
            }
        }
        let text = table.into_inner().map_err(unreadable)?;
        self.before = page.lines.last().map(|line| line.event.id);
        self.begins = false;
        let whole = i64::try_from(page.lines.len()) == Ok(PIECE);
        Ok((Bytes::from(text), whole.then_some(self)))
    }
}

impl Rest {
    /// A change of the house, which is of no task and bears no seal.
    fn cells_of(&self, KeptChange { at, by, change }: KeptChange) -> [String; 7] {
        let lang = self.signed.lang;
        [
            at.and_utc().with_timezone(&self.app.house().zone).to_rfc3339(),
            plain(&by),
            String::new(),
            String::new(),
            subject_words(lang, change.subject()).to_owned(),
            plain(&lang.house_change(&change)),
            String::new(),
        ]
    }
}

fn head(lang: Lang) -> [&'static str; 7] {
    [
        lang.log_when(),
        lang.log_who(),
        lang.ledger_number(),
        lang.ledger_task(),
        lang.log_what(),
        lang.log_said(),
        lang.log_seal(),
    ]
}

fn cells(row: &Row, seal: &str) -> [String; 7] {
    let said = row.line.instruction.iter().chain(&row.line.paragraphs);
    let said: Vec<&str> = said.map(String::as_str).collect();
    [
        row.iso.clone(),
        plain(&row.line.who),
        plain(&row.number),
        plain(&row.title),
        plain(&row.line.heading),
        plain(&said.join("\n")),
        seal.to_owned(),
    ]
}

/// A text that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(plain("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(plain("Publish = done"), "Publish = done");
    }
}

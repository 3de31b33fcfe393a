//! Separated values: by comma, semicolon or tab, as the first lines show.

use super::sheets::{Room, Sheet, words};
use crate::domain::import::{Grid, NotATable};
use crate::domain::{NotRead, unguarded};

/// Bytes of text in a table.
const TEXT: usize = 32 << 20;

/// The one sheet of a text. The quote with which a dangerous cell was guarded is taken off again.
pub(super) fn grid(text: &str) -> Result<Grid, NotATable> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut room = Room::of(TEXT);
    let mut sheet = Sheet::new("", &mut room);
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    while reader.read_record(&mut record).map_err(|_broken| NotATable::File(NotRead::Damaged))? {
        // A spreadsheet shows empty lines as rows; the reader skips them.
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let before = text.as_bytes().get(start..).unwrap_or_default().iter();
        let skipped =
            before.take_while(|byte| b"\r\n".contains(byte)).filter(|byte| **byte == b'\n');
        row = row.saturating_add(u32::try_from(skipped.count()).unwrap_or(u32::MAX));
        for (column, field) in record.iter().enumerate() {
            let field = unguarded(field);
            let cell = words(field);
            if !cell.is_blank() {
                sheet.put(row, column, cell)?;
            }
        }
        row = row.saturating_add(1);
    }
    Ok(sheet.finish())
}

/// The sign that stands most often in the first lines, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(64 * 1024) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            byte => {
                for (sign, count) in &mut counts {
                    *count += usize::from(*sign == byte);
                }
            }
        }
    }
    // The comma goes first where they are even.
    let [comma, tab, semicolon] = counts;
    if tab.1 > comma.1 && tab.1 >= semicolon.1 {
        tab.0
    } else if semicolon.1 > comma.1 {
        semicolon.0
    } else {
        comma.0
    }
}

//! Tables: spreadsheets and separated values, as sheets of cells within bounds.

mod csv;
mod sheets;
#[cfg(test)]
mod tests;
mod workbook;

use super::kind::{Container, container};
use super::{Limits, docx, encoding};
use crate::domain::import::{Grid, NotATable};
use crate::domain::{Foreign, NotRead};

/// The sheets of a file, whatever kind of table it is, the visible ones alone.
///
/// Time and memory are not bounded here but by [`Reader`](super::Reader), which does this in a
/// process of its own.
///
/// # Errors
/// Why it cannot be read, with the cell where there is one.
pub fn grids(bytes: &[u8], limits: &Limits) -> Result<Vec<Grid>, NotATable> {
    limits.check_file(bytes)?;
    let grids = match container(bytes) {
        Container::Zip => workbook::grids(bytes, limits)?,
        Container::Foreign(Foreign::OldOffice) if docx::is_locked(bytes) => {
            return Err(NotRead::Locked.into());
        }
        Container::Foreign(foreign) => return Err(NotRead::Foreign(foreign).into()),
        Container::Pdf => return Err(NotRead::Foreign(Foreign::Unknown).into()),
        Container::Text => vec![csv::grid(&encoding::decode(bytes)?)?],
    };
    if grids.iter().all(|grid| grid.rows.is_empty()) {
        return Err(NotRead::Empty.into());
    }
    Ok(grids)
}

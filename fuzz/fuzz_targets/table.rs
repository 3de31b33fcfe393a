#![no_main]
//! Any file as a table: its cells keep their bounds, and whatever stands in them is read as a day, a
//! per cent, a state or a list of departments without ado.

use chrono::NaiveDate;
use duban_fuzz::documents::table::grids;
use duban_fuzz::domain::import::{self, Cell, Kind, find_table, percents, units};
use duban_fuzz::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: reading::forgive_libraries(), |file: &[u8]| {
    let Some(Ok(grids)) = reading::on_its_stack(|| grids(file, &reading::LIMITS)) else { return };
    for grid in grids {
        let order: Vec<u32> = grid.rows.iter().map(|row| row.number).collect();
        assert!(order.is_sorted_by(|one, next| one < next), "{order:?}");
        let cells: Vec<Cell> = grid.rows.iter().flat_map(|row| row.cells.clone()).collect();
        values(&cells);
        for kind in [Kind::Ledger, Kind::People, Kind::Departments] {
            if let Ok(table) = find_table(kind, grid.clone()) {
                assert_eq!(table.guessed.len(), table.headings.len());
                assert!(table.guessed.contains(&Some(kind.needs())));
                assert!(table.rows.iter().all(|row| row.number > table.heading_row));
            }
        }
    }
});

fn values(cells: &[Cell]) {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default();
    for cell in cells {
        let _read = (import::due(cell, day), import::state(cell), import::truth(cell));
        for (name, _) in units(&cell.text(), |_| false) {
            assert!(!name.trim().is_empty());
        }
    }
    let cells: Vec<&Cell> = cells.iter().collect();
    for percent in percents(&cells).into_iter().flatten().flatten() {
        assert!((0..=100).contains(&percent), "{percent}");
    }
}

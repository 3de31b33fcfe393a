//! What leaves the house as a file: the ledger as a spreadsheet or as CSV.

pub mod ledger_sheet;

//! A row in hand: its cells by field, and what is wrong with them collected by place.

use std::collections::BTreeMap;

use super::{RowOutcome, Wrong};
use crate::domain::import::{Cell, Field, Row, Table, Trouble};
use crate::domain::{Fault, FieldFault};
use crate::services::Error;

/// A table and what its columns became.
pub(super) struct Columns<'t> {
    /// The table.
    pub(super) table: &'t Table,
    by_field: BTreeMap<Field, usize>,
}

impl<'t> Columns<'t> {
    pub(super) fn new(table: &'t Table, columns: &[Option<Field>]) -> Self {
        let named = columns.iter().enumerate().filter_map(|(at, field)| Some(((*field)?, at)));
        Self { table, by_field: named.collect() }
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.by_field.contains_key(&field)
    }

    /// The column of a field.
    pub(super) fn of(&self, field: Field) -> Option<usize> {
        self.by_field.get(&field).copied()
    }

    /// The cell of a field; an empty one where the table has no such column.
    pub(super) fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r Cell {
        self.of(field).map_or(&Cell::Empty, |at| row.cell(at))
    }

    /// Where a field stands, or the beginning of the row.
    fn place(&self, row: u32, field: Option<Field>, needed: Field) -> String {
        let column = field.and_then(|field| self.of(field)).or_else(|| self.of(needed));
        self.table.place(row, column.unwrap_or(0))
    }
}

/// A row in hand.
pub(super) struct Hand<'t, 'r> {
    pub(super) columns: &'r Columns<'t>,
    pub(super) row: &'r Row,
    /// The column that every row has.
    needed: Field,
    pub(super) out: RowOutcome,
}

impl<'t, 'r> Hand<'t, 'r> {
    pub(super) fn new(columns: &'r Columns<'t>, row: &'r Row, needed: Field) -> Self {
        Self { columns, row, needed, out: RowOutcome::of(row.number) }
    }

    pub(super) fn cell(&self, field: Field) -> &'r Cell {
        self.columns.cell(self.row, field)
    }

    /// What a field says; an error of the sheet is noted and reads as nothing.
    pub(super) fn text(&mut self, field: Field) -> String {
        match self.cell(field) {
            Cell::Error(shown) => {
                self.wrong(field, Trouble::ErrorCell(shown.clone()));
                String::new()
            }
            cell => cell.text(),
        }
    }

    pub(super) fn wrong(&mut self, field: Field, trouble: impl Into<Trouble>) {
        let place = self.columns.place(self.row.number, Some(field), self.needed);
        self.out.wrong.push(Wrong { place, field: Some(field), trouble: trouble.into() });
    }

    /// The value, or `None` with what is wrong noted.
    pub(super) fn check<T>(&mut self, field: Field, read: Result<Option<T>, Trouble>) -> Option<T> {
        read.unwrap_or_else(|trouble| {
            self.wrong(field, trouble);
            None
        })
    }

    /// What a use case refused, at the cells that it is about. Our own trouble is not the row's.
    pub(super) fn refused(
        &mut self,
        error: Error,
        field_of: impl Fn(&FieldFault) -> Option<Field>,
    ) -> Result<(), Error> {
        let needed = self.needed;
        match error {
            Error::Invalid(faults) => {
                for fault in faults {
                    let field = field_of(&fault).unwrap_or(needed);
                    let trouble = match fault.fault {
                        Fault::Inactive(name) if is_person(field) => Trouble::InactivePerson(name),
                        fault => Trouble::Fault(fault),
                    };
                    self.wrong(field, trouble);
                }
            }
            Error::Forbidden => self.wrong(needed, Trouble::NotAllowed),
            Error::Refused(_) | Error::Structure(_) | Error::OfPart { .. } => {
                self.wrong(needed, Trouble::Refused(error.to_string()));
            }
            Error::Storage(crate::persistence::Error::Stale) => self.wrong(needed, Trouble::Stale),
            other => return Err(other),
        }
        Ok(())
    }
}

fn is_person(field: Field) -> bool {
    matches!(
        field,
        Field::Handler
            | Field::Leader
            | Field::Follower
            | Field::Responsible
            | Field::Head
            | Field::Contacts
    )
}

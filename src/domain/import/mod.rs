//! Tables of others taken in: a sheet as it was read, its heading found, its columns understood,
//! its cells turned into values. Knows no file and no database.

mod field;
mod grid;
mod guess;
mod heading;
mod trouble;
mod units;
mod value;

pub use field::{Field, Kind};
pub use grid::{Cell, Grid, NotATable, Row, Span, TooMuch, cell_name};
pub use guess::{guess, settle};
pub use heading::{Table, find_table};
pub use trouble::{Note, Trouble};
pub use units::{Share, units};
pub use value::{
    Due, cadence, day, due, key, names, percents, plain_name, reads_as_state, role, state, truth,
    urgency, year_in,
};

//! Tables of others taken in: a sheet as it was read, its heading found, its columns understood,
//! its cells turned into values. Knows no file and no database.

mod called;
mod day;
mod field;
mod grid;
mod guess;
mod heading;
mod trouble;
mod units;
mod value;
mod word;

pub use day::{Due, day, due};
pub use field::{Field, Kind};
pub use grid::{Cell, Grid, NotATable, Row, Span, TooMuch, cell_name};
pub use guess::{guess, settle};
pub use heading::{Table, find_table};
pub use trouble::{Note, Trouble};
pub use units::{Share, units};
pub use value::{key, names, percents, plain_name, year_in};
pub use word::{cadence, reads_as_state, role, state, truth, urgency};

//! The list of tasks: filtered, sorted, a page at a time, as of any day.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Timestamp};

use super::task_lines::{TaskLine, lines};
use super::task_selection::conditions;
use crate::domain::{Actor, Marks, Named, State, TaskFilter, TaskId, UnknownWord};
use crate::persistence::schema::{task_spans, tasks};
use crate::persistence::{Conn, Error, departments};

/// What a list is sorted by; ties go by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub by: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// A column that a list can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// The current due date; none comes last.
    DueOn,
    /// Year and place in it; a draft comes last.
    Number,
    /// When it was changed last.
    UpdatedAt,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: SortKey::DueOn, descending: false }
    }
}

impl Sort {
    /// The word as it stands in an address, with `-` for descending.
    pub fn word(self) -> String {
        let sign = if self.descending { "-" } else { "" };
        format!("{sign}{}", self.by.word())
    }
}

impl std::str::FromStr for Sort {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        Ok(Self { by: SortKey::from_word(name)?, descending })
    }
}

impl Named for SortKey {
    const ALL: &'static [Self] = &[Self::DueOn, Self::Number, Self::UpdatedAt];
    const WHAT: &'static str = "a sort";

    fn word(self) -> &'static str {
        match self {
            Self::DueOn => "due_on",
            Self::Number => "number",
            Self::UpdatedAt => "updated_at",
        }
    }
}

/// The last row of a page: the next one begins behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The row's sort key, as text.
    pub key: String,
    /// The row's task.
    pub id: TaskId,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct TaskPage {
    /// Its rows.
    pub items: Vec<TaskLine>,
    /// How many rows the whole list has.
    pub total: i64,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Position>,
}

/// A page of the tasks that `viewer` may see under `filter`, as of the filter's day or `today`.
pub fn page(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    sort: Sort,
    after: Option<&Position>,
    limit: i64,
    today: NaiveDate,
) -> Result<TaskPage, Error> {
    let day = filter.as_of.unwrap_or(today);
    let total = count(conn, viewer, filter, today)?;
    let mut found = selected(conn, viewer, filter, sort, after, limit + 1, day)?;
    let more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        found.pop();
    }
    let next = found.last().filter(|_| more).map(|last| last.position(sort.by));
    let found = found.into_iter().map(|row| (row.id, row.marks)).collect();
    Ok(TaskPage { items: lines(conn, found)?, total, next })
}

/// Hands every task that `viewer` may see under `filter`, in order, to `each`, some at a time, with
/// how many there are in all.
///
/// The order is asked for once: of the rows of a long list only the ids are in memory.
pub fn walk<E: From<Error>>(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    sort: Sort,
    today: NaiveDate,
    mut each: impl FnMut(usize, Vec<TaskLine>) -> Result<(), E>,
) -> Result<(), E> {
    let day = filter.as_of.unwrap_or(today);
    let found = selected(conn, viewer, filter, sort, None, i64::MAX, day)?;
    for some in found.chunks(AT_A_TIME) {
        let some = some.iter().map(|row| (row.id, row.marks.clone())).collect();
        each(found.len(), lines(conn, some)?)?;
    }
    Ok(())
}

/// How many tasks `viewer` may see under `filter`.
pub fn count(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    today: NaiveDate,
) -> Result<i64, Error> {
    let tree = departments::tree(conn)?;
    let mut query = task_spans::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(conn, viewer, filter, &tree, filter.as_of.unwrap_or(today)) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(conn)?)
}

/// Every task that `viewer` may see under `filter`, in no order.
pub fn ids(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    today: NaiveDate,
) -> Result<Vec<TaskId>, Error> {
    let tree = departments::tree(conn)?;
    let mut query = task_spans::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(conn, viewer, filter, &tree, filter.as_of.unwrap_or(today)) {
        query = query.filter(condition);
    }
    Ok(query.select(tasks::id).load(conn)?)
}

/// So many tasks are read at a time.
const AT_A_TIME: usize = 500;

/// A row of the list: how the task stood, and what the list may be sorted by.
struct Row {
    id: TaskId,
    marks: Marks,
    number: Number,
    updated_at: NaiveDateTime,
}

impl Row {
    /// Where the next page begins, if this is the last row of one: what the database sorts by, in
    /// the same words.
    fn position(&self, by: SortKey) -> Position {
        let key = match by {
            SortKey::DueOn => {
                self.marks.due_on.map_or_else(|| LAST_DAY.to_owned(), |on| on.to_string())
            }
            SortKey::Number => {
                let (year, seq) = self.number;
                let number = year.zip(seq);
                let key = |(year, seq)| i64::from(year) * 1_000_000 + i64::from(seq);
                number.map_or(NO_NUMBER, key).to_string()
            }
            SortKey::UpdatedAt => self.updated_at.format(INSTANT).to_string(),
        };
        Position { key, id: self.id }
    }
}

/// Year and place in it.
type Number = (Option<i32>, Option<i32>);

type MarksColumns = (
    State,
    bool,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

fn selected(
    conn: &mut Conn,
    viewer: &Actor,
    filter: &TaskFilter,
    sort: Sort,
    after: Option<&Position>,
    limit: i64,
    day: NaiveDate,
) -> Result<Vec<Row>, Error> {
    let tree = departments::tree(conn)?;
    let mut query = task_spans::table.inner_join(tasks::table).into_boxed();
    for condition in conditions(conn, viewer, filter, &tree, day) {
        query = query.filter(condition);
    }

    macro_rules! sorted {
        ($key:ident, $kind:ty) => {{
            if let Some(position) = after {
                let value: $kind = parsed(&position.key)?;
                query = if sort.descending {
                    let same = $key().eq(value).and(tasks::id.lt(position.id));
                    query.filter($key().lt(value).or(same))
                } else {
                    let same = $key().eq(value).and(tasks::id.gt(position.id));
                    query.filter($key().gt(value).or(same))
                };
            }
            if sort.descending {
                query.order(($key().desc(), tasks::id.desc()))
            } else {
                query.order(($key().asc(), tasks::id.asc()))
            }
        }};
    }

    let query = match sort.by {
        SortKey::DueOn => sorted!(due_key, NaiveDate),
        SortKey::Number => sorted!(number_key, i64),
        SortKey::UpdatedAt => sorted!(updated_key, NaiveDateTime),
    };
    let rows: Vec<(TaskId, MarksColumns, Number, NaiveDateTime)> = query
        .select((
            tasks::id,
            (
                task_spans::state,
                task_spans::is_parent,
                task_spans::due_on,
                task_spans::baseline_due_on,
                task_spans::closed_on,
                task_spans::soon_on,
                task_spans::missed_on,
                task_spans::stopped_on,
            ),
            (tasks::number_year, tasks::number_seq),
            tasks::updated_at,
        ))
        .limit(limit)
        .load(conn)?;
    let row =
        |(id, marks, number, updated_at)| Row { id, marks: marks_of(marks), number, updated_at };
    Ok(rows.into_iter().map(row).collect())
}

fn marks_of(columns: MarksColumns) -> Marks {
    let (state, is_parent, due_on, baseline_due_on, closed_on, soon_on, missed_on, stopped_on) =
        columns;
    Marks { state, is_parent, due_on, baseline_due_on, closed_on, soon_on, missed_on, stopped_on }
}

/// What has no date comes after the last day.
const LAST_DAY: &str = "9999-12-31";
/// What has no number comes after all that have.
const NO_NUMBER: i64 = 9_999_000_000;

fn due_key() -> SqlLiteral<Date> {
    sql("COALESCE(task_spans.due_on, '9999-12-31')")
}

fn number_key() -> SqlLiteral<BigInt> {
    sql("COALESCE(CAST(tasks.number_year AS BIGINT) * 1000000 + tasks.number_seq, 9999000000)")
}

fn updated_key() -> SqlLiteral<Timestamp> {
    sql("tasks.updated_at")
}

const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%.f";

/// A position whose key is not of the sort's kind begins nowhere.
fn parsed<T: std::str::FromStr>(key: &str) -> Result<T, Error> {
    key.parse().map_err(|_other_kind| Error::NotFound)
}

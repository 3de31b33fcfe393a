//! Every table as it stands, row by row, in a form that is the same for both databases: what one
//! wrote, the other takes in.

use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Map, Value};

use super::{Conn, Error};

/// Rows read at a time.
const PAGE: i64 = 1_000;

/// Tables that hold what was once written by people: where they are empty, nothing would be lost.
const WITNESSES: &[&str] = &["people", "departments", "meetings", "tasks", "events"];

/// How an instant is written down, in UTC; as diesel keeps it in SQLite.
const INSTANT: &str = "%Y-%m-%d %H:%M:%S%.f";

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is called.
    pub name: String,
    columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
}

/// What the two databases write down differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Yes or no.
    Truth,
    /// An instant.
    Instant,
    /// Anything else.
    Plain,
}

#[derive(QueryableByName)]
struct ColumnRow {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Statement {
    #[diesel(sql_type = Text)]
    statement: String,
}

/// Every table by name, but for what is worked out anew: the index of words, and the list of
/// migrations.
pub fn tables(conn: &mut Conn) -> Result<Vec<Table>, Error> {
    let columns = match conn {
        Conn::Postgres(_) => {
            "SELECT c.table_name::text, c.column_name::text, c.data_type::text AS declared \
             FROM information_schema.columns c JOIN information_schema.tables t \
             ON t.table_schema = c.table_schema AND t.table_name = c.table_name \
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' \
             ORDER BY c.table_name, c.ordinal_position"
        }
        Conn::Sqlite(_) => {
            "SELECT m.name AS table_name, c.name AS column_name, c.type AS declared \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' ORDER BY m.name, c.cid"
        }
    };
    let rows: Vec<ColumnRow> = diesel::sql_query(columns).load(conn)?;
    let mut all: Vec<Table> = Vec::new();
    for ColumnRow { table_name, column_name, declared } in rows {
        let skipped = ["sqlite_", "__diesel", "task_search"];
        if skipped.iter().any(|begin| table_name.starts_with(begin)) {
            continue;
        }
        let column = Column { name: column_name, kind: Kind::of(&declared) };
        match all.last_mut().filter(|table| table.name == table_name) {
            Some(table) => table.columns.push(column),
            None => all.push(Table { name: table_name, columns: vec![column] }),
        }
    }
    Ok(all)
}

impl Kind {
    fn of(declared: &str) -> Self {
        let declared = declared.to_lowercase();
        match declared.as_str() {
            "boolean" => Self::Truth,
            _ if declared.starts_with("timestamp") => Self::Instant,
            _ => Self::Plain,
        }
    }

    /// The value as both databases take it.
    fn settled(self, value: Value) -> Result<Value, Error> {
        Ok(match (self, value) {
            (Self::Truth, Value::Number(number)) => Value::Bool(number.as_i64() != Some(0)),
            (Self::Instant, Value::String(text)) => {
                let text = text.replace('T', " ");
                let instant = NaiveDateTime::parse_from_str(&text, INSTANT)
                    .map_err(|error| Error::Damaged(format!("{text}: {error}")))?;
                Value::String(instant.format(INSTANT).to_string())
            }
            (_, value) => value,
        })
    }
}

/// Whether nobody has written anything here yet.
pub fn is_unused(conn: &mut Conn) -> Result<bool, Error> {
    for name in WITNESSES {
        if count(conn, name)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn count(conn: &mut Conn, table: &str) -> Result<i64, Error> {
    let query = format!("SELECT COUNT(*) AS count FROM \"{table}\"");
    Ok(diesel::sql_query(query).get_result::<Counted>(conn)?.count)
}

/// Hands every row of `table` to `each`, as an object by column. All reads must be of one
/// transaction.
pub fn each_row<E: From<Error>>(
    conn: &mut Conn,
    table: &Table,
    mut each: impl FnMut(Value) -> Result<(), E>,
) -> Result<(), E> {
    let postgres = conn.is_postgres();
    if postgres {
        let declare = format!(
            "DECLARE every_row NO SCROLL CURSOR FOR SELECT CAST(0 AS BIGINT) AS place, \
             row_to_json(t)::text AS line FROM \"{}\" t ORDER BY \"{}\"",
            table.name, table.columns[0].name
        );
        conn.batch_execute(&declare).map_err(Error::from)?;
    }
    let mut last = i64::MIN;
    loop {
        let lines: Vec<Line> = if postgres {
            diesel::sql_query(format!("FETCH {PAGE} FROM every_row")).load(conn)
        } else {
            let query = format!(
                "SELECT rowid AS place, json_array({}) AS line FROM \"{}\" \
                 WHERE rowid > $1 ORDER BY rowid LIMIT {PAGE}",
                table.named(|name| format!("\"{name}\"")),
                table.name
            );
            diesel::sql_query(query).bind::<BigInt, _>(last).load(conn)
        }
        .map_err(Error::from)?;
        let Some(end) = lines.last() else { break };
        last = end.place;
        for Line { line, .. } in lines {
            each(table.row(&line)?)?;
        }
    }
    if postgres {
        conn.batch_execute("CLOSE every_row").map_err(Error::from)?;
    }
    Ok(())
}

impl Table {
    fn named(&self, spelt: impl Fn(&str) -> String) -> String {
        self.columns.iter().map(|column| spelt(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// A row as it came: an object, or an array in the order of the columns.
    fn row(&self, line: &str) -> Result<Value, Error> {
        let read = serde_json::from_str(line).map_err(|error| Error::damaged(&self.name, &error));
        let mut values = match read? {
            Value::Array(values) => {
                let names = self.columns.iter().map(|column| column.name.clone());
                names.zip(values).collect()
            }
            Value::Object(values) => values,
            _ => Map::new(),
        };
        let mut row = Map::new();
        for Column { name, kind } in &self.columns {
            let value = values.remove(name).unwrap_or(Value::Null);
            row.insert(name.clone(), kind.settled(value)?);
        }
        Ok(Value::Object(row))
    }

    /// Takes rows in, an array of what [`each_row`] gave.
    pub fn insert(&self, conn: &mut Conn, rows: &str) -> Result<(), Error> {
        let (name, columns) = (&self.name, self.named(|name| format!("\"{name}\"")));
        let statement = match conn {
            Conn::Postgres(_) => format!(
                "INSERT INTO \"{name}\" ({columns}) SELECT {columns} \
                 FROM json_populate_recordset(NULL::\"{name}\", $1::json)"
            ),
            Conn::Sqlite(_) => {
                let values = self.named(|name| format!("json_extract(value, '$.\"{name}\"')"));
                format!("INSERT INTO \"{name}\" ({columns}) SELECT {values} FROM json_each($1)")
            }
        };
        diesel::sql_query(statement).bind::<Text, _>(rows).execute(conn)?;
        Ok(())
    }
}

/// Takes rows in by `work`, whatever names whatever: what is named must be there in the end. What
/// the migrations wrote by themselves gives way.
pub fn take_in<E: From<Error>>(
    conn: &mut Conn,
    all: &[Table],
    work: impl FnOnce(&mut Conn) -> Result<(), E>,
) -> Result<(), E> {
    let relaxed = relax(conn)?;
    for table in all {
        // History refuses even to be deleted where there is none.
        if count(conn, &table.name)? > 0 {
            let clear = format!("DELETE FROM \"{}\"", table.name);
            conn.batch_execute(&clear).map_err(Error::from)?;
        }
    }
    work(conn)?;
    for statement in relaxed {
        conn.batch_execute(&statement).map_err(Error::from)?;
    }
    Ok(count_on(conn, all)?)
}

/// Lets rows name others that come later, up to the end of the transaction; gives what puts the
/// order back.
fn relax(conn: &mut Conn) -> Result<Vec<String>, Error> {
    if !conn.is_postgres() {
        conn.batch_execute("PRAGMA defer_foreign_keys = ON")?;
        return Ok(Vec::new());
    }
    let named = |mode: &str| {
        format!(
            "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I {mode}', conrelid::regclass, \
             conname) AS statement FROM pg_constraint WHERE contype = 'f' \
             AND connamespace = current_schema()::regnamespace ORDER BY conname"
        )
    };
    let mut back = vec!["SET CONSTRAINTS ALL IMMEDIATE".to_owned()];
    let strict: Vec<Statement> = diesel::sql_query(named("NOT DEFERRABLE")).load(conn)?;
    back.extend(strict.into_iter().map(|one| one.statement));
    let loose: Vec<Statement> =
        diesel::sql_query(named("DEFERRABLE INITIALLY DEFERRED")).load(conn)?;
    for Statement { statement } in loose {
        conn.batch_execute(&statement)?;
    }
    Ok(back)
}

/// The next id is behind the last; SQLite sees to that itself.
fn count_on(conn: &mut Conn, all: &[Table]) -> Result<(), Error> {
    if !conn.is_postgres() {
        return Ok(());
    }
    for Table { name, columns } in all {
        if columns.iter().any(|column| column.name == "id") {
            conn.batch_execute(&format!(
                "SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), \
                 (SELECT COALESCE(MAX(id), 0) + 1 FROM \"{name}\"), false)"
            ))?;
        }
    }
    Ok(())
}

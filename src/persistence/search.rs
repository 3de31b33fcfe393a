//! What tasks are found by: one row a task of words that we wrote ([`search_words`]), kept where
//! each database looks words up fastest, FTS5 and a GIN index.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::schema::{directives, reports, tasks};
use super::{Conn, Error};
use crate::domain::{Phrase, Search, TaskId, search_words};

/// Tasks that are filled in at a time.
const BATCH: i64 = 500;

/// Title, requirement, number, quote, and of the last report what was done and what stands in
/// the way.
type Told =
    (TaskId, String, String, Option<String>, Option<String>, Option<String>, Option<String>);

/// Writes down what these tasks are found by, as they now stand: number, title, the minutes' own
/// words, the last report, the requirement.
pub fn write(conn: &mut Conn, ids: &[TaskId]) -> Result<(), Error> {
    let told: Vec<Told> = tasks::table
        .left_join(directives::table.on(directives::id.nullable().eq(tasks::directive_id)))
        .left_join(reports::table.on(reports::id.nullable().eq(tasks::last_report_id)))
        .filter(tasks::id.eq_any(ids))
        .select((
            tasks::id,
            tasks::title,
            tasks::requirement,
            tasks::number,
            directives::quote.nullable(),
            reports::done.nullable(),
            reports::problem.nullable(),
        ))
        .load(conn)?;
    for (id, title, requirement, number, quote, done, problem) in told {
        let parts = [number, Some(title), quote, done, problem, Some(requirement)];
        let text: Vec<String> = parts.into_iter().flatten().collect();
        keep(conn, id, &search_words(&text.join("\n")))?;
    }
    Ok(())
}

fn keep(conn: &mut Conn, id: TaskId, words: &str) -> Result<(), Error> {
    let statement = match conn {
        Conn::Postgres(_) => {
            "INSERT INTO task_search (task_id, words) VALUES ($1, to_tsvector('simple', $2)) \
             ON CONFLICT (task_id) DO UPDATE SET words = EXCLUDED.words"
        }
        Conn::Sqlite(_) => "INSERT OR REPLACE INTO task_search (rowid, words) VALUES ($1, $2)",
    };
    diesel::sql_query(statement).bind::<BigInt, _>(id).bind::<Text, _>(words).execute(conn)?;
    Ok(())
}

/// Fills in the tasks that nothing was written for: those from before there was a search.
pub(super) fn fill(conn: &mut Conn) -> Result<(), Error> {
    #[derive(QueryableByName)]
    struct Blank {
        #[diesel(sql_type = BigInt)]
        id: TaskId,
    }

    loop {
        let filled = conn.write(|conn| {
            let known = match conn {
                Conn::Postgres(_) => "task_id",
                Conn::Sqlite(_) => "rowid",
            };
            let blank: Vec<Blank> = diesel::sql_query(format!(
                "SELECT id FROM tasks WHERE id NOT IN (SELECT {known} FROM task_search) \
                 ORDER BY id LIMIT {BATCH}"
            ))
            .load(conn)?;
            let ids: Vec<TaskId> = blank.into_iter().map(|one| one.id).collect();
            write(conn, &ids)?;
            Ok::<_, Error>(ids.len())
        })?;
        if filled == 0 {
            return Ok(());
        }
    }
}

/// The rows that a question finds, up to where the question stands.
pub(super) fn rows(conn: &Conn) -> &'static str {
    match conn {
        Conn::Postgres(_) => "SELECT task_id FROM task_search WHERE words @@ to_tsquery('simple', ",
        Conn::Sqlite(_) => "SELECT rowid FROM task_search WHERE task_search MATCH (",
    }
}

/// What was typed, as the database wants to be asked; `None` where it holds no word.
pub(super) fn question(conn: &Conn, typed: &str) -> Option<String> {
    let Search(phrases) = Search::of(typed);
    // Words are letters and digits, so that nothing in them can be taken for an operator.
    let phrase = |Phrase { words, begins }: Phrase| match conn {
        Conn::Postgres(_) => {
            let open = if begins { ":*" } else { "" };
            let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            format!("({}{open})", words.join(" <-> "))
        }
        Conn::Sqlite(_) => {
            let open = if begins { " *" } else { "" };
            format!("\"{}\"{open}", words.join(" "))
        }
    };
    let and = if conn.is_postgres() { " & " } else { " AND " };
    let asked: Vec<String> = phrases.into_iter().map(phrase).collect();
    (!asked.is_empty()).then(|| asked.join(and))
}

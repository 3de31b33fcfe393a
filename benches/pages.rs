//! What the dashboard, a page of the ledger and "nothing new" cost the database and us, as the
//! number of tasks grows: `cargo bench --bench pages -- [TASKS] [URL]`.
//!
//! Without a URL it measures on a SQLite file of its own. What it prints is elapsed time on one
//! thread, which on SQLite is CPU time; on PostgreSQL the server's share is in it.

use std::error::Error;
use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use diesel::RunQueryDsl as _;
use duban::app::App;
use duban::domain::{Actor, SystemClock, TaskFilter};
use duban::persistence::views::dashboard::{Board, DashboardFilter, Day};
use duban::persistence::views::task_list::{self, Sort};
use duban::persistence::{self, Conn, revision};
use duban::services;
use duban::services::directory::{DepartmentInput, create_department};

const FEW: u32 = 1_000;
const DEPARTMENTS: u32 = 60;
/// So many tasks are written in one transaction.
const BATCH: u32 = 50_000;
const ROUNDS: u32 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: u32 = words.first().map_or(Ok(FEW), |word| word.parse())?;
    let folder = tempfile::tempdir()?;
    let own = format!("sqlite://{}", folder.path().join("pages.db").display());
    let mut settings = duban::settings::load(None)?;
    settings.database.url = words.get(1).cloned().unwrap_or(own);
    "a secret of the measure, long enough".clone_into(&mut settings.server.secret);
    settings.files.folder = Some(folder.path().join("files"));
    let app = App::open(settings, Arc::new(SystemClock))?;
    fill(&app, count)?;

    let (today, viewer) = (app.today(), Actor::operator());
    let open = TaskFilter { open: true, ..TaskFilter::default() };
    let listed = |filter: &TaskFilter| {
        app.db.read(|conn| task_list::page(conn, &viewer, filter, Sort::default(), None, 50, today))
    };
    measured("dashboard", count, || {
        app.db.read(|conn| {
            let day = Day::read(conn, &viewer, &DashboardFilter::on(today))?;
            Board::of(conn, &day)
        })
    })?;
    measured("50 rows of the open ones", count, || listed(&open))?;
    measured("50 rows of all", count, || listed(&TaskFilter::default()))?;
    measured("nothing new", count, || app.db.read(revision::current))?;
    Ok(())
}

/// Prints what `work` takes, the first time apart: nothing is at hand then.
fn measured<T>(
    name: &str,
    count: u32,
    mut work: impl FnMut() -> Result<T, persistence::Error>,
) -> Result<(), Box<dyn Error>> {
    let begin = Instant::now();
    black_box(work()?);
    let first = begin.elapsed();
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        black_box(work()?);
    }
    let then = begin.elapsed() / ROUNDS;
    let (first, then) = (first.as_secs_f64() * 1e3, then.as_secs_f64() * 1e3);
    writeln!(
        std::io::stdout(),
        "{name:<26} {count:>8} tasks: first {first:>9.2} ms, then {then:>9.2} ms"
    )?;
    Ok(())
}

/// Four years of tasks, one in sixteen of them open.
fn fill(app: &App, count: u32) -> Result<(), Box<dyn Error>> {
    app.act_now(Actor::operator(), |act| {
        for nth in 0..DEPARTMENTS {
            let name = format!("Department {nth}");
            create_department(act, &DepartmentInput { name, ..DepartmentInput::default() })?;
        }
        Ok::<_, services::Error>(())
    })?;
    let mut from = 1;
    while from <= count {
        let to = (from + BATCH - 1).min(count);
        app.db.write(|conn| batch(conn, from, to).map_err(persistence::Error::from))?;
        from = to + 1;
    }
    Ok(())
}

fn batch(conn: &mut Conn, from: u32, to: u32) -> Result<(), diesel::result::Error> {
    let day = |base: &str, days: &str| {
        if conn.is_postgres() {
            format!("(DATE '{base}' + ({days})::int)")
        } else {
            format!("date('{base}', ({days}) || ' days')")
        }
    };
    let open = "x % 16 = 0";
    let days = "CASE WHEN x % 16 = 0 THEN 1300 + x * 31 % 200 ELSE x % 1290 END";
    let (issued, due) = (day("2022-09-01", &format!("{days} - 60")), day("2022-09-01", days));
    let (closed, soon) =
        (day("2022-09-01", &format!("{days} - 3")), day("2022-09-01", &format!("{days} - 14")));
    let last = day("9999-12-31", "0");
    let numbers = format!(
        "WITH RECURSIVE n(x) AS (SELECT {from} UNION ALL SELECT x + 1 FROM n WHERE x < {to}) "
    );
    let lead = "(SELECT MIN(id) FROM departments) + x % 60";
    let task = format!(
        "INSERT INTO tasks (id, number_year, number_seq, number, title, lead_id, urgency, cadence, \
         original_due_on, due_on, baseline_due_on, percent, state, issued_on, closed_on, \
         created_at, updated_at) {numbers} SELECT x, 2022, x, '' || x, 'Task number ' || x, {lead}, \
         'normal', 'none', {due}, {due}, {due}, 50, \
         CASE WHEN {open} THEN 'in_progress' ELSE 'closed' END, {issued}, \
         CASE WHEN {open} THEN NULL ELSE {closed} END, \
         TIMESTAMP_OF, TIMESTAMP_OF FROM n"
    );
    let now = if conn.is_postgres() { "TIMESTAMP '2026-01-01'" } else { "'2026-01-01 00:00:00'" };
    let spans = |state: &str, begins: &str, ends: &str, closed_on: &str, which: &str| {
        format!(
            "INSERT INTO task_spans (task_id, from_day, to_day, state, lead_id, issued_on, due_on, \
             baseline_due_on, closed_on, soon_on, percent, extensions, counted, long_term) \
             {numbers} SELECT x, {begins}, {ends}, '{state}', {lead}, {issued}, {due}, {due}, \
             {closed_on}, {soon}, 50, 0, TRUE, FALSE FROM n WHERE {which}"
        )
    };
    let none = if conn.is_postgres() { "NULL::date" } else { "NULL" };
    let closed_ones = format!("NOT ({open})");
    for statement in [
        task.replace("TIMESTAMP_OF", now),
        spans("in_progress", &issued, &last, none, open),
        spans("in_progress", &issued, &closed, none, &closed_ones),
        spans("closed", &closed, &last, &closed, &closed_ones),
    ] {
        diesel::sql_query(statement).execute(conn)?;
    }
    Ok(())
}

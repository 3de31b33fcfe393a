//! Figures of the process for who watches it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use duban::domain::Role;

use crate::databases::{Database, on_both};
use crate::demo::Running;
use crate::guest::{guest, settle};
use crate::office::Office;

on_both!(figures_are_there_where_the_house_says_so, figures_name_patterns_and_no_secrets,);

async fn figures_are_there_where_the_house_says_so(database: Database) {
    let office = Office::on("2026-03-09", database);
    assert_eq!(guest(&office.app).await.get("/metrics").await.status, 404, "off by default");
}

/// The value of a figure.
#[track_caller]
fn value(text: &str, figure: &str) -> f64 {
    let found = text.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("{figure} is not in\n{text}")).parse().unwrap()
}

async fn figures_name_patterns_and_no_secrets(database: Database) {
    let office = Office::with("2026-03-09", database, |settings| settings.metrics.public = true);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    clerk.get("/wall/not-to-be-told").await;
    clerk.get("/tasks/4711").await;
    clerk.get("/no/such/4711/page").await;

    let answer = clerk.get("/metrics").await;

    assert_eq!(answer.status, 200);
    let kind = answer.headers.get("content-type").unwrap();
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    let text = answer.html;
    assert!(!text.contains("not-to-be-told") && !text.contains("4711"), "{text}");
    let requests = |method: &str, route: &str, status: &str| {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        value(&text, &format!("duban_http_requests_total{{{labels}}}"))
    };
    assert!((requests("POST", "/sign-in", "303") - 1.0).abs() < 0.1);
    assert!((requests("GET", "/wall/{secret}", "404") - 1.0).abs() < 0.1);
    assert!((requests("GET", "/tasks/{id}", "404") - 1.0).abs() < 0.1);
    assert!((requests("GET", "none", "404") - 1.0).abs() < 0.1);
    let least = "duban_http_request_duration_seconds_count{method=\"GET\",route=\"/tasks/{id}\"}";
    assert!((value(&text, least) - 1.0).abs() < 0.1);
    assert!(value(&text, "duban_outbox_messages{state=\"waiting\"}") >= 1.0, "the invitation");
    assert!(value(&text, "duban_db_queries_total") > 10.0);
    let pool = if text.contains("pool=\"shared\"") { "shared" } else { "read" };
    assert!(value(&text, &format!("duban_db_connections_open{{pool=\"{pool}\"}}")) >= 1.0);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, number) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("duban_") && number.parse::<f64>().is_ok(), "{line}");
    }
}

#[actix_web::test]
async fn figures_have_an_address_of_their_own() {
    let database = Database::empty_sqlite();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let _house = Running::start_set(&database, "DUBAN_METRICS__BIND", &free.to_string());
    let mut text = String::new();
    for _ in 0..50 {
        if let Ok(mut line) = TcpStream::connect(free) {
            line.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").unwrap();
            text.clear();
            line.read_to_string(&mut text).unwrap();
            // The jobs have run once.
            if text.contains("duban_job_last_success_timestamp_seconds{job=\"deliver\"}") {
                break;
            }
        }
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(text.starts_with("HTTP/1.0 200 OK"), "{text}");
    assert!(text.contains("duban_job_last_success_timestamp_seconds{job=\"deliver\"}"), "{text}");
    let mut line = TcpStream::connect(free).unwrap();
    line.write_all(b"GET /sign-in HTTP/1.0\r\n\r\n").unwrap();
    let mut other = String::new();
    line.read_to_string(&mut other).unwrap();
    assert!(other.starts_with("HTTP/1.0 404"), "nothing else is there: {other}");
}

//! Parts that a machine may lack: a PostgreSQL, a browser, a mail server, an office.
//!
//! A test that needs one says loudly that it is missing, and passes; where `DUBAN_TEST_REQUIRE`
//! names it (`postgres,browser,smtp,office`), as in continuous integration, the test fails.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;

/// Tells that `part` is not to be had, once each; panics where it is required.
#[track_caller]
pub fn missing(part: &'static str, why: &str) {
    static TOLD: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());

    let required = std::env::var("DUBAN_TEST_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|name| name.trim() == part),
        "`{part}` is required, but {why}"
    );
    if TOLD.lock().unwrap().insert(part) {
        // Past the test runner, which hides what a passing test prints.
        let notice = format!("\n*** NOT TESTED: no `{part}` here, {why} ***\n");
        std::io::stderr().write_all(notice.as_bytes()).unwrap();
    }
}

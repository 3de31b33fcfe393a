//! Many hands at once: nobody loses a word, and what can happen once happens once.

use std::sync::{Arc, Barrier};
use std::thread;

use duban::domain::RequestKind;
use duban::persistence::reports;
use duban::services::Error;
use duban::services::decisions::approve;
use duban::services::reports::{Told, report};
use duban::services::requests::{Asked, request};

use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(reports_sent_at_the_same_moment_are_all_kept, of_two_approvals_one_decides);

/// How many do it at once.
const HANDS: usize = 8;

/// Does the same `HANDS` times at the same moment; what came of each.
fn at_once<T: Send + 'static>(
    college: &Arc<College>,
    work: impl Fn(&College) -> Result<T, Error> + Send + Sync + Copy + 'static,
) -> Vec<Result<T, Error>> {
    let start = Arc::new(Barrier::new(HANDS));
    let hands: Vec<_> = (0..HANDS)
        .map(|_| {
            let (college, start) = (Arc::clone(college), Arc::clone(&start));
            thread::spawn(move || {
                start.wait();
                work(&college)
            })
        })
        .collect();
    hands.into_iter().map(|hand| hand.join().unwrap()).collect()
}

async fn reports_sent_at_the_same_moment_are_all_kept(database: Database) {
    let college = Arc::new(College::on("2026-03-02", database));
    let task = college.in_progress("Publish the schedule", "2026-03-20").id;

    let sent = at_once(&college, move |college| {
        let told = Told { done: Some("Another page".into()), ..Told::default() };
        college.as_person(college.head, |act| report(act, task, None, &told))
    });

    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    let kept = college.office.app.db.read(|conn| reports::of_task(conn, task)).unwrap();
    assert_eq!(kept.len(), HANDS);
}

async fn of_two_approvals_one_decides(database: Database) {
    let college = Arc::new(College::on("2026-03-02", database));
    let task = college.in_progress("Publish the schedule", "2026-03-20");
    let asked = Asked { result: Some("Published".into()), ..Asked::new(RequestKind::Closure) };
    let (_, request) =
        college.as_person(college.head, |act| request(act, task.id, task.version, &asked)).unwrap();

    let id = request.id;
    let decided = at_once(&college, move |college| {
        college.as_person(college.leader, |act| approve(act, id, None, "", None))
    });

    assert_eq!(decided.iter().filter(|one| one.is_ok()).count(), 1);
    let refused =
        decided.iter().filter(|one| matches!(one, Err(Error::RequestSettled { .. }))).count();
    assert_eq!(refused, HANDS - 1, "{decided:?}");
}

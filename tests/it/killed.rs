//! Processes that are killed while letters leave: whatever the moment, every letter arrives, and at
//! most one of them twice, under the same name.

use std::collections::BTreeSet;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use duban::domain::LetterState;
use duban::persistence::Conn;

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::documents::program;
use crate::smtp_sink::{Place, SmtpSink};

/// In its order, every place at which a process can die.
const PLACES: [Place; 5] =
    [Place::Sender, Place::Recipient, Place::HalfWay, Place::Kept, Place::Answered];

/// No machine is so slow.
const PATIENCE: Duration = Duration::from_mins(1);

on_both!(a_process_killed_at_any_place_leaves_at_most_one_duplicate);

async fn a_process_killed_at_any_place_leaves_at_most_one_duplicate(database: Database) {
    let college = College::on("2020-01-06", database);
    let url = college.office.app.db.url().to_owned();
    for (round, place) in PLACES.into_iter().enumerate() {
        let sink = SmtpSink::open([]);
        college.issued(&format!("Publish list {round}"), "2020-06-30");
        let waiting = names(&college, &[LetterState::Waiting]);
        assert_eq!(waiting.len(), 3);
        let reached = stop_at(&sink, place);

        let first = Running::serve(&url, &sink);
        let go_on = reached.recv_timeout(PATIENCE).unwrap();
        drop(first);
        drop(go_on);
        let second = Running::serve(&url, &sink);
        run_out(&url);
        wait_until(|| names(&college, &[LetterState::Sent]).is_superset(&waiting));
        drop(second);

        let arrived = sink.names();
        let different: BTreeSet<String> = arrived.iter().cloned().collect();
        assert_eq!(different, waiting, "{place:?}: every letter, and nothing else");
        let twice = arrived.len() - different.len();
        // What was written to the server arrives there, even if its writer is dead by then.
        let possible = usize::from(!matches!(place, Place::Sender | Place::Recipient));
        assert!(twice <= possible, "{place:?}: {arrived:?}");
        // Before it is said that the letter is kept, the process cannot know: the test would not
        // be one if it did.
        assert!(place != Place::Kept || twice == 1, "{arrived:?}");
    }
}

#[actix_web::test]
async fn two_processes_share_the_letters_and_one_is_killed() {
    let Some(database) = Database::postgres() else { return };
    let college = College::on("2020-01-06", database);
    let url = college.office.app.db.url().to_owned();
    let sink = SmtpSink::open([]);
    for number in 0..10 {
        college.issued(&format!("Publish list {number}"), "2020-06-30");
    }
    let waiting = names(&college, &[LetterState::Waiting]);
    assert_eq!(waiting.len(), 30);
    let reached = stop_at(&sink, Place::Kept);

    let one = Running::serve(&url, &sink);
    let go_on = reached.recv_timeout(PATIENCE).unwrap();
    // The first holds one letter; the second takes the others, and not that one.
    let other = Running::serve(&url, &sink);
    drop(one);
    drop(go_on);
    run_out(&url);
    wait_until(|| names(&college, &[LetterState::Sent]).is_superset(&waiting));
    drop(other);

    let arrived = sink.names();
    let different: BTreeSet<String> = arrived.iter().cloned().collect();
    assert_eq!(different, waiting);
    assert_eq!(arrived.len(), waiting.len() + 1, "the one that was kept, but not known to be");
}

/// A served house; killed, not asked to stop, when it is dropped.
struct Running(Child);

impl Running {
    fn serve(url: &str, sink: &SmtpSink) -> Self {
        let child = Command::new(program())
            .arg("serve")
            .env("DUBAN_DATABASE__URL", url)
            .env("DUBAN_SERVER__BIND", "127.0.0.1:0")
            .env("DUBAN_SERVER__SECRET", "a secret of the tests, long enough")
            .env("DUBAN_MAIL__URL", sink.url())
            // Nothing else is written while the letters leave.
            .env("DUBAN_SCHEDULE__DIGEST", "0 0 0 29 2 *")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        Self(child.unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// The first conversation that comes to `place` waits there, until what is received is dropped.
fn stop_at(sink: &SmtpSink, place: Place) -> Receiver<std::sync::mpsc::Sender<()>> {
    let (reached, receiver) = channel();
    let mut once = Some(reached);
    sink.watch(move |now| {
        if now == place
            && let Some(reached) = once.take()
        {
            let (go_on, until) = channel::<()>();
            // A test that gave up does not listen any more.
            if reached.send(go_on).is_ok() {
                let _gone = until.recv_timeout(PATIENCE);
            }
        }
    });
    receiver
}

/// Lets the leases of dead hands run out, without waiting for it.
fn run_out(url: &str) {
    let past = "UPDATE outbox_messages SET leased_until = '2020-01-01 00:00:00' \
                WHERE state = 'sending'";
    Conn::open(url).unwrap().batch_execute(past).unwrap();
}

fn names(college: &College, states: &[LetterState]) -> BTreeSet<String> {
    let letters = college.letters().into_iter().filter(|letter| states.contains(&letter.state));
    letters.map(|letter| format!("<{}>", letter.message_id)).collect()
}

#[track_caller]
fn wait_until(mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "it does not come to that");
        std::thread::sleep(Duration::from_millis(100));
    }
}

//! The page that takes a table in: looked at, put right, kept.

use duban::domain::State;

use crate::databases::{Database, on_both};
use crate::import::all;
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(a_ledger_is_looked_at_put_right_and_taken_in);

async fn a_ledger_is_looked_at_put_right_and_taken_in(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let mut clerk = cast.guest("clerk").await;
    let blank = clerk.get("/import").await;
    assert_eq!(blank.status, 200);
    let none = clerk.post(&blank, "/import", &[("kind", "ledger")]).await;
    assert_eq!(none.status, 422);
    let csv = "督办事项,责任单位,完成时间,备注\n修门,总务处,2026.6.31,\n开窗,总务处,9月底前,急\n";
    let sent =
        clerk.upload(&blank, "/import", &[("kind", "ledger")], ("台账.csv", csv.as_bytes())).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let path = sent.place().to_owned();
    let look = clerk.get(&path).await;
    assert_eq!(look.status, 200);
    for words in ["总务处", "is not a department", "2026.6.31", "2 rows cannot be imported yet"]
    {
        assert!(look.html.contains(words), "{words}: {}", look.html);
    }
    assert!(all(&cast).is_empty());

    // Somebody else does not see it, nor may staff.
    let mut other = cast.guest("office").await;
    assert_eq!(other.get(&path).await.status, 404);
    let mut head = cast.guest("head").await;
    assert_eq!(head.get("/import").await.status, 403);

    let right =
        [("d0", "new"), ("dk0", "总务处"), ("x2", "2026-06-30"), ("act", "look"), ("past", "yes")];
    let kept = clerk.post(&look, &path, &right).await;
    assert_eq!(kept.status, 303, "{}", kept.html);
    let look = clerk.get(&path).await;
    assert!(look.html.contains("2 new, 0 changed, 0 the same"), "{}", look.html);
    let digest = look.hidden("digest");
    let stale = clerk
        .post(&look, &path, &[("act", "import"), ("digest", "another"), ("past", "yes")])
        .await;
    assert_eq!(stale.status, 422);
    assert!(stale.html.contains("Something changed since you looked"), "{}", stale.html);
    let done =
        clerk.post(&look, &path, &[("act", "import"), ("digest", &digest), ("past", "yes")]).await;
    assert_eq!((done.status, done.place()), (303, path.as_str()), "{}", done.html);
    let done = clerk.get(&path).await;
    assert!(done.html.contains("2 new, 0 changed"), "{}", done.html);
    let tasks = all(&cast);
    assert_eq!(tasks.len(), 2);
    assert!(tasks.iter().all(|task| task.state == State::Draft));
    assert_eq!(tasks[0].due_on, "2026-06-30".parse().ok());

    // Sent again, nothing happens twice.
    clerk.post(&look, &path, &[("act", "import"), ("digest", &digest), ("past", "yes")]).await;
    assert_eq!(all(&cast).len(), 2);
}

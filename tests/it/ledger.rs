//! The ledger: filters, orders, pages, and the way back to the same place.

use crate::databases::{Database, on_both};
use crate::guest::Answer;
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(
    the_ledger_shows_what_is_open_and_its_filters_can_be_taken_away,
    a_long_ledger_is_turned_page_by_page,
    a_department_sees_its_own,
);

/// The titles of the rows, in their order.
fn titles(page: &Answer) -> Vec<&str> {
    let rows = page.html.split("class=\"t k k-wide\"").skip(1);
    let titles = rows.filter_map(|row| row.split_once("\">")?.1.split("</a>").next());
    titles.map(|title| title.rsplit('>').next().unwrap_or(title)).collect()
}

async fn the_ledger_shows_what_is_open_and_its_filters_can_be_taken_away(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.running("Open the data platform", "2026-03-13");
    cast.issued("Publish the list", "2026-06-19");
    cast.draft("Compare the sites", "2026-06-19");
    cast.office.turn_to("2026-03-20");
    let mut clerk = cast.guest("clerk").await;

    let all = clerk.get("/ledger").await;
    assert_eq!(titles(&all), ["Open the data platform", "Publish the list"], "{}", all.html);
    assert!(all.html.contains("7 days over"), "{}", all.html);
    let latest = clerk.get("/ledger?open=true&sort=-due_on").await;
    assert_eq!(titles(&latest), ["Publish the list", "Open the data platform"]);
    let late = clerk.get("/ledger?light=overdue&open=true").await;
    assert_eq!(titles(&late), ["Open the data platform"]);
    assert!(late.html.contains("href=\"/ledger?open=true\""), "{}", late.html);
    let drafts = clerk.get("/ledger?state=draft").await;
    assert_eq!(titles(&drafts), ["Compare the sites"]);
    let words = clerk.get("/ledger?q=PLATFORM").await;
    assert_eq!(titles(&words), ["Open the data platform"]);
    let wrong = clerk.get("/ledger?due_to=2026-02-31&light=overdue").await;
    assert!(wrong.html.contains("2026-02-31"), "{}", wrong.html);
    assert_eq!(titles(&wrong), ["Open the data platform"]);
    let none = clerk.get("/ledger?state=cancelled").await;
    assert!(none.html.contains("No task matches"), "{}", none.html);
}

async fn a_long_ledger_is_turned_page_by_page(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    for n in 1..=53 {
        cast.issued(&format!("Task {n:02}"), "2026-06-19");
    }
    let mut clerk = cast.guest("clerk").await;

    let first = clerk.get("/ledger?sort=number").await;
    assert_eq!((titles(&first).len(), titles(&first)[0]), (50, "Task 01"));
    assert!(first.html.contains("1–50 of 53"), "{}", first.html);
    let next = first.html.split("href=\"").find(|part| part.contains("cursor=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&");
    let second = clerk.get(&next).await;
    assert_eq!(titles(&second), ["Task 51", "Task 52", "Task 53"]);
    assert!(second.html.contains("51–53 of 53"), "{}", second.html);
    let forged = clerk.get(&next.replace("sort=number", "sort=due_on")).await;
    assert_eq!(forged.status, 200);
    assert_eq!(titles(&forged).len(), 50);
}

async fn a_department_sees_its_own(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    cast.issued("Publish the list", "2026-06-19");
    let (mut head, mut support) = (cast.guest("head").await, cast.guest("support").await);
    let mut stranger = cast.guest("stranger").await;

    assert_eq!(titles(&head.get("/ledger").await), ["Publish the list"]);
    assert_eq!(titles(&support.get("/ledger").await), ["Publish the list"]);
    assert!(titles(&stranger.get("/ledger?open=false").await).is_empty());
    assert!(support.get("/my-department").await.html.contains("Add our part"));
}

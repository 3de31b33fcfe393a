//! The review in a real browser: by keys alone, left and come back to, by two at once, on a
//! telephone.

use crate::browser::{Browser, DESKTOP, PHONE};
use crate::databases::Database;
use crate::demo::Running;
use crate::walk::{self, CLERK, OFFICE_HEAD, sign_in};

const MINUTES: &str = "1. Teaching\n\nThe Academic Affairs Office must publish the list of open \
    lessons by 30 June 2023. The Personnel Office must revise the training plan.\n\n2. Campus\n\n\
    The Logistics Office must mend the gate, order chalk, and paint the hall.\n";

#[actix_web::test]
async fn a_review_is_done_by_keys_alone() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), DESKTOP).await else { return };
    file(&browser).await;

    browser.keys("a").await;
    browser.wait_for(".cand:nth-of-type(2).cand--yes, .cand--yes").await;
    browser.wait_for("#undo").await;
    assert!(browser.text().await.contains("You accepted 1,"), "{}", browser.text().await);
    browser.keys("u").await;
    browser.wait_for(".cands:not(:has(.cand--yes))").await;
    assert!(browser.text().await.contains("Taken back: you had accepted 1"));

    // Inside a field letters are letters; Escape leaves it.
    browser.keys("e").await;
    assert_eq!(browser.focused().await, "title");
    let title = browser.value("title").await;
    browser.keys(" add").await;
    assert_eq!(browser.value("title").await, format!("{title} add"));
    browser.keys("\u{e00c}").await;
    assert!(browser.focused().await.starts_with('c'), "{}", browser.focused().await);
    browser.wait_for("[name=version]:not([value='1'])").await;

    // Down and up again from one row to the next; declined, the next one is at hand.
    let here = browser.focused().await;
    browser.keys("j").await;
    browser.wait_for(&format!(".cand--on:not(#{here})")).await;
    browser.keys("k").await;
    browser.wait_for(&format!("#{here}.cand--on")).await;
    browser.keys("d").await;
    browser.wait_for("#main:has(.cand--no) .cand--on:not(.cand--no)").await;
    browser.keys("?").await;
    browser.wait_for("#keys[open]").await;
    browser.follow("#keys button[name=keys]").await;
    browser.wait_for("#rv[data-keys=off]").await;
    let before = browser.text().await;
    browser.keys("a").await;
    browser.keys("?").await;
    assert_eq!(browser.text().await, before);
    assert!(!browser.shows("#keys[open]").await);
    browser.close().await;
}

#[actix_web::test]
async fn keys_put_off_split_merge_and_add() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), DESKTOP).await else { return };
    file(&browser).await;

    // Later: nothing is decided, and the next one is in hand.
    browser.wait_for(".cand:first-of-type.cand--on, .cand__sec:first-child + .cand--on").await;
    browser.keys("l").await;
    browser.wait_for(".cand__sec:first-child + .cand--todo:not(.cand--on)").await;
    browser.wait_for(".cand--on").await;

    // Split with one key, at the places where another act begins.
    browser.keys("j").await;
    browser.wait_for(".cand:last-child.cand--on").await;
    let whole = browser.count(".cand").await;
    browser.keys("s").await;
    browser.wait_for(".cand--on + .cand + .cand:last-child").await;
    assert!(browser.text().await.contains("You split a candidate into 3"));
    assert_eq!(browser.count(".cand").await, whole + 2);

    // Merge two of them again; which two is asked.
    browser.keys("m").await;
    browser.press(".tool label:last-of-type [name=with]").await;
    browser.press(".tool button[value=merge]").await;
    browser.wait_for(".cand--on + .cand:last-child, .cand + .cand--on:last-child").await;
    assert_eq!(browser.count(".cand").await, whole + 1);

    // A passage that nothing was found in becomes a candidate.
    browser.select(".review__src", "Campus").await;
    browser.keys("n").await;
    browser.wait_for("[name=title][value=Campus]").await;
    assert_eq!(browser.count(".cand").await, whole + 2);
    assert_eq!(browser.value("title").await, "Campus");
    browser.close().await;
}

#[actix_web::test]
async fn what_is_typed_is_there_when_one_comes_back() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), DESKTOP).await else { return };
    file(&browser).await;
    let review = browser.path().await;

    // Neither left nor sent: it is saved as one types.
    browser.fill("requirement", "The list hangs at the gate").await;
    browser.wait_for("[name=version]:not([value='1'])").await;
    assert_eq!(browser.focused().await, "requirement");
    browser.goto("/desk").await;
    browser.goto(&review).await;

    assert_eq!(browser.value("requirement").await, "The list hangs at the gate");
    browser.close().await;
}

#[actix_web::test]
async fn two_at_once_lose_nothing() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(first) = Browser::open(house.address(), DESKTOP).await else { return };
    let Some(second) = Browser::open(house.address(), DESKTOP.bare()).await else { return };
    file(&first).await;
    let review = first.path().await;
    sign_in(&second, OFFICE_HEAD).await;
    second.goto(&review).await;

    first.fill("requirement", "The list is printed").await;
    first.wait_for("[name=version]:not([value='1'])").await;
    second.fill("title", "Publish all open lessons").await;
    second.follow("button[value=accept]").await;

    let said = second.text().await;
    assert!(said.contains("changed 1 in the meantime"), "{said}");
    assert!(said.contains("The list is printed"), "{said}");
    assert_eq!(second.value("title").await, "Publish all open lessons");
    assert_eq!(second.value("requirement").await, "The list is printed");
    second.follow("button[value=accept]").await;
    first.goto(&review).await;
    assert!(first.text().await.contains("accepted 1,"), "{}", first.text().await);
    first.close().await;
    // The refused form counts as a file that could not be loaded.
    drop(second);
}

#[actix_web::test]
async fn all_are_accepted_on_a_telephone() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    for window in [PHONE, PHONE.bare()] {
        let Some(browser) = Browser::open(house.address(), window).await else { return };
        file(&browser).await;
        assert!(!browser.spills_over().await, "the review is wider than the window");
        browser.picture("review-several").await;

        browser.press("#all_shown").await;
        browser.press("button[value=accept_several]").await;
        browser.wait_for("#undo").await;

        assert!(browser.text().await.contains("You accepted 3 candidates"));
        assert!(!browser.shows(".cand--todo").await);
        assert!(!browser.spills_over().await, "the review is wider than the window");
        browser.close().await;
    }
}

/// Files the minutes as the clerk, and opens their review.
async fn file(browser: &Browser) {
    sign_in(browser, CLERK).await;
    walk::file(browser, MINUTES).await;
}

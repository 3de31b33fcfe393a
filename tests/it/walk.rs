//! The whole way of a directive, clicked through in a browser: clerk, head, leader.

use crate::browser::{Browser, DESKTOP, PHONE, Window};
use crate::databases::Database;
use crate::demo::Running;

/// The buttons of the demonstration's sign-in page, in their order.
pub const LEADER: u8 = 1;
pub const OFFICE_HEAD: u8 = 2;
pub const CLERK: u8 = 3;
pub const HEAD: u8 = 4;

#[actix_web::test]
async fn at_a_desk() {
    walk(DESKTOP).await;
}

#[actix_web::test]
async fn at_a_desk_without_scripts() {
    walk(DESKTOP.bare()).await;
}

#[actix_web::test]
async fn on_a_telephone() {
    walk(PHONE).await;
}

#[actix_web::test]
async fn on_a_telephone_without_scripts() {
    walk(PHONE.bare()).await;
}

/// Minutes with one directive, for the Academic Affairs Office.
pub const OPEN_LESSONS: &str = "1. Teaching\n\nThe Academic Affairs Office shall publish the list of \
    open lessons by 30 June 2023.\n";

/// From pasted minutes to a closed task.
async fn walk(window: Window) {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), window).await else { return };

    sign_in(&browser, CLERK).await;
    for page in ["/dashboard", "/desk", "/meetings", "/ledger", "/people", "/account"] {
        look(&browser, page).await;
    }
    file(&browser, OPEN_LESSONS).await;
    assert!(!browser.spills_over().await, "the review is wider than the window");
    browser.picture("review").await;
    browser.fill("title", "Publish the list of open lessons").await;
    browser.fill("requirement", "List published").await;
    browser.press("button[value=accept]").await;
    browser.follow("button[value=create]").await;
    browser.goto("/desk").await;
    browser.follow("form[action='/desk/issue'] .btn--seal").await;

    sign_in(&browser, HEAD).await;
    look(&browser, "/my-department").await;
    browser.goto("/ledger?q=open+lessons").await;
    browser.follow("main a[href^='/tasks/']").await;
    let task = browser.path().await;
    browser.follow("#acknowledge .btn--primary").await;
    browser.goto(&task).await;
    browser.put("percent", "60").await;
    browser.fill("done", "Draft with the schools").await;
    browser.follow("#report .btn--primary").await;
    look(&browser, &task).await;
    browser.open_folds().await;
    browser.fill("result", "The list is published").await;
    browser.follow("#closure .btn").await;
    assert!(browser.text().await.contains("Closure under review"), "{}", browser.text().await);

    sign_in(&browser, LEADER).await;
    look(&browser, &task).await;
    browser.follow("main a[href^='/requests/']").await;
    browser.picture("decision").await;
    browser.follow("form[action$='/approve'] button:not([type=button])").await;
    browser.goto(&task).await;
    assert!(browser.text().await.contains("Closed on time"), "{}", browser.text().await);
    look(&browser, "/dashboard").await;

    browser.close().await;
}

/// Signs in by the `nth` button of the demonstration.
pub async fn sign_in(browser: &Browser, nth: u8) {
    browser.forget().await;
    browser.goto("/sign-in").await;
    browser.follow(&format!("form.demo li:nth-child({nth}) button")).await;
}

/// Files `minutes` as whoever is signed in, and comes to their review.
pub async fn file(browser: &Browser, minutes: &str) {
    browser.goto("/meetings/new").await;
    browser.fill("title", "President’s Office, meeting 12").await;
    browser.put("held_on", "2023-06-15").await;
    browser.put("minutes", minutes).await;
    browser.press("[name=checked]").await;
    browser.follow("button[value=review]").await;
    assert!(browser.path().await.contains("/review"), "{}", browser.text().await);
}

/// Opens a page and looks whether it fits the window.
pub async fn look(browser: &Browser, page: &str) {
    browser.goto(page).await;
    assert_eq!(browser.path().await, page);
    assert!(!browser.spills_over().await, "{page} is wider than the window");
    browser.picture(page.trim_start_matches('/')).await;
}

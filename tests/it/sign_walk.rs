//! Submitted, signed, issued and acknowledged: clicked through in a browser.

use crate::browser::{Browser, DESKTOP, PHONE, Window};
use crate::databases::Database;
use crate::demo::Running;
use crate::walk::{CLERK, HEAD, OFFICE_HEAD, OPEN_LESSONS, file, look, sign_in};

#[actix_web::test]
async fn at_a_desk() {
    walk(DESKTOP).await;
}

#[actix_web::test]
async fn on_a_telephone_without_scripts() {
    walk(PHONE.bare()).await;
}

async fn walk(window: Window) {
    let database = Database::empty_sqlite();
    let house = Running::start_with_signatures(&database);
    let Some(browser) = Browser::open(house.address(), window).await else { return };

    sign_in(&browser, CLERK).await;
    file(&browser, OPEN_LESSONS).await;
    browser.fill("title", "Publish the list of open lessons").await;
    browser.fill("requirement", "List published").await;
    browser.press("button[value=accept]").await;
    browser.follow("button[value=create]").await;
    browser.goto("/desk").await;
    browser.write("form[action='/desk/issue'] [name=note]", "From meeting 12").await;
    browser.follow("form[action='/desk/issue'] .btn--primary").await;
    assert!(browser.text().await.contains("submitted for signature"), "{}", browser.text().await);

    sign_in(&browser, OFFICE_HEAD).await;
    look(&browser, "/desk").await;
    browser.follow("#sign a.btn").await;
    assert!(!browser.spills_over().await, "the submission is wider than the window");
    browser.picture("submission").await;
    browser.follow("#sign .btn--seal").await;
    assert!(browser.text().await.contains("Signed and issued"), "{}", browser.text().await);

    sign_in(&browser, HEAD).await;
    browser.goto("/ledger?q=open+lessons").await;
    browser.follow("main a[href^='/tasks/']").await;
    browser.follow("#acknowledge .btn--primary").await;

    browser.close().await;
}

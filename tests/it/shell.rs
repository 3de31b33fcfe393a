//! What surrounds every page: headers, assets, language, probes.

use duban::domain::Role;

use crate::databases::{Database, on_both};
use crate::guest::{guest, settle};
use crate::office::Office;

on_both!(the_probes_answer_before_there_are_accounts);

#[actix_web::test]
async fn every_answer_says_whom_to_trust() {
    let office = Office::on("2026-03-06", Database::sqlite());
    let mut guest = guest(&office.app).await;

    for path in ["/sign-in", "/account", "/nothing", "/healthz"] {
        let answer = guest.get(path).await;
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap());
        let policy = header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(header("cache-control"), Some("no-store"), "{path}");
        assert!(!answer.html.contains(" style=") && !answer.html.contains("<script>"), "{path}");
    }
}

#[actix_web::test]
async fn an_address_that_cannot_be_read_has_no_page() {
    let office = Office::on("2026-03-06", Database::sqlite());
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;

    for path in ["/people/x", "/people/99999999999999999999", "/people/7", "/departments/0"] {
        let answer = clerk.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.html.contains("There is no such page"), "{path}: {}", answer.html);
    }
}

#[actix_web::test]
async fn assets_are_kept_for_ever_under_the_name_of_their_content() {
    let office = Office::on("2026-03-06", Database::sqlite());
    let mut guest = guest(&office.app).await;

    let page = guest.get("/sign-in").await;
    let sheet = page.html.split("href=\"").find(|part| part.starts_with("/assets/app.")).unwrap();
    let sheet = guest.get(sheet.split('"').next().unwrap()).await;

    assert_eq!(sheet.status, 200);
    let kept = sheet.headers.get("cache-control").unwrap().to_str().unwrap();
    assert_eq!(kept, "public, max-age=31536000, immutable");
    assert_eq!(guest.get("/assets/app.css").await.status, 404);
}

#[actix_web::test]
async fn the_language_is_the_accounts_then_the_cookies() {
    let office = Office::on("2026-03-06", Database::sqlite());
    settle(&office.app, "anna@example.edu", Role::Staff);
    let mut anna = guest(&office.app).await;

    let switched = anna.get("/language/zh-CN?back=/sign-in").await;
    assert_eq!(switched.place(), "/sign-in");
    let page = anna.get("/sign-in").await;
    assert!(page.html.contains("<html lang=\"zh-CN\""));
    assert!(page.html.contains("本系统为非涉密系统，严禁录入、上传国家秘密、工作秘密信息。"));

    anna.enter("anna@example.edu").await;
    let account = anna.get("/account").await;
    let english = [("language", "en"), ("theme", "dark")];
    anna.post(&account, "/account/reading", &english).await;

    let mut elsewhere = guest(&office.app).await;
    elsewhere.get("/language/zh-CN").await;
    elsewhere.enter("anna@example.edu").await;
    assert!(elsewhere.get("/account").await.html.contains("<html lang=\"en\""));
    assert!(anna.get("/account").await.html.contains("data-theme=\"dark\""));
}

async fn the_probes_answer_before_there_are_accounts(database: Database) {
    let office = Office::on("2026-03-06", database);
    let mut guest = guest(&office.app).await;

    assert_eq!(guest.get("/healthz").await.status, 200);
    assert_eq!(guest.get("/readyz").await.status, 200);
}

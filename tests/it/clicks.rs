//! How much it takes on a telephone: clicks and keystrokes from the page that opens first to what
//! is done, counted in a browser, with the most that they may be.

use std::cell::Cell;

use duban::persistence::Db;
use duban::persistence::outbox::{self, LetterFilter};

use crate::browser::{Browser, PHONE};
use crate::databases::Database;
use crate::demo::Running;
use crate::walk::{HEAD, LEADER, sign_in};

/// By the keystroke-level model: to think of it, to reach for it, to press it, in seconds.
const CLICK: f64 = 1.35 + 1.1 + 0.2;
/// A key for whoever types with two thumbs, in seconds.
const KEY: f64 = 0.5;

/// A finger that counts.
struct Finger<'a> {
    browser: &'a Browser,
    /// Links, buttons and folds.
    clicks: Cell<u32>,
    /// Fields that were gone into.
    fields: Cell<u32>,
    keys: Cell<u32>,
}

impl<'a> Finger<'a> {
    fn of(browser: &'a Browser) -> Self {
        Self { browser, clicks: Cell::new(0), fields: Cell::new(0), keys: Cell::new(0) }
    }

    async fn follow(&self, css: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.browser.follow(css).await;
    }

    async fn press(&self, css: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.browser.press(css).await;
    }

    async fn write(&self, css: &str, text: &str) {
        self.fields.set(self.fields.get() + 1);
        self.keys.set(self.keys.get() + u32::try_from(text.chars().count()).unwrap());
        self.browser.write(css, text).await;
    }

    /// A date is picked from the telephone's own calendar.
    async fn pick(&self, name: &str, day: &str) {
        self.fields.set(self.fields.get() + 1);
        self.keys.set(self.keys.get() + 3);
        self.browser.put(name, day).await;
    }

    /// Nothing took more than that.
    #[track_caller]
    fn took(&self, what: &str, clicks: u32, keys: u32, seconds: f64) {
        let (clicked, gone_into, typed) = (self.clicks.get(), self.fields.get(), self.keys.get());
        let time = f64::from(clicked + gone_into) * CLICK + f64::from(typed) * KEY;
        assert!(
            clicked <= clicks && typed <= keys && time < seconds,
            "{what}: {clicked} clicks, {gone_into} fields, {typed} keys, about {time:.0} s"
        );
    }

    async fn sees(&self, words: &str) {
        let text = self.browser.text().await;
        assert!(text.contains(words), "`{words}` is not on {}:\n{text}", self.browser.path().await);
    }
}

#[actix_web::test]
async fn a_department_answers_from_a_telephone() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), PHONE).await else { return };

    // A report takes less than a minute, from the page that a head sees first.
    sign_in(&browser, HEAD).await;
    assert_eq!(browser.path().await, "/my-department");
    let finger = Finger::of(&browser);
    finger.follow(".quickrow li:has(.light--track) > a[href^='/tasks/']").await;
    finger.write("#report [name=percent]", "75").await;
    finger.write("#report [name=done]", "Two of three schools agreed").await;
    finger.follow("#report .btn--primary").await;
    finger.sees("Two of three schools agreed").await;
    finger.took("a report", 2, 30, 30.0);

    // Nothing new is one click less, and no word.
    browser.goto("/my-department").await;
    let finger = Finger::of(&browser);
    finger.follow(".quickrow li:has(.light--soon) > a[href^='/tasks/']").await;
    finger.follow("#report [name=no_change]").await;
    finger.took("a report that nothing has changed", 2, 0, 10.0);

    browser.goto("/my-department").await;
    let finger = Finger::of(&browser);
    finger.follow("form[action$='/acknowledge'] .btn--primary").await;
    finger.took("to acknowledge", 1, 0, 5.0);
    assert_eq!(browser.count("form[action$='/acknowledge']").await, 0);

    browser.goto("/my-department").await;
    let finger = Finger::of(&browser);
    finger.follow(".quickrow li:has(.light--track) > a[href^='/tasks/']").await;
    finger.press("details:has(#extension) > summary").await;
    finger.pick("new_due_on", "2023-09-29").await;
    finger.write("#extension [name=reason]", "The partner schools are on holiday").await;
    finger.follow("#extension .btn").await;
    finger.sees("Awaiting decision").await;
    finger.took("to ask for more time", 3, 40, 45.0);
    browser.close().await;
}

/// The last letter of the demonstration that bears a link for a report.
fn letter_with_link(database: &Database) -> i64 {
    let db = Db::open(database.url()).unwrap();
    let all = LetterFilter { limit: 1_000, ..LetterFilter::default() };
    let letters = db.read(|conn| outbox::list(conn, &all)).unwrap();
    let found = letters.iter().find(|one| one.body_text.contains("/r/"));
    found.expect("a letter with a link").id.0
}

#[actix_web::test]
async fn a_report_by_a_link_takes_less_than_half_a_minute() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), PHONE).await else { return };
    sign_in(&browser, HEAD).await;
    browser.goto(&format!("/mailbox/{}", letter_with_link(&database))).await;
    // Whoever reads the letter is not signed in.
    browser.forget().await;

    let finger = Finger::of(&browser);
    finger.follow("a[href*='/r/']").await;
    finger.write("#report [name=done]", "The second lesson was held").await;
    finger.follow("#report .btn--primary").await;

    assert_eq!(browser.count("#report").await, 0, "{}", browser.text().await);
    finger.took("a report by a link", 2, 30, 30.0);
    assert!(!browser.spills_over().await);
    browser.close().await;
}

#[actix_web::test]
async fn a_leader_instructs_and_decides_with_three_clicks() {
    let database = Database::empty_sqlite();
    let house = Running::start(&database);
    let Some(browser) = Browser::open(house.address(), PHONE).await else { return };

    sign_in(&browser, LEADER).await;
    assert_eq!(browser.path().await, "/dashboard");
    let finger = Finger::of(&browser);
    finger.follow(".tbl--red tbody th a[href^='/tasks/']").await;
    finger.write("#instruct [name=text]", "Settle it this week").await;
    finger.follow("#instruct button:not([type=button])").await;
    finger.sees("Settle it this week").await;
    finger.took("an instruction", 3, 20, 30.0);

    browser.goto("/dashboard").await;
    let finger = Finger::of(&browser);
    finger.press(".burger > summary").await;
    finger.follow(".burger a[href='/portfolio']").await;
    let waiting = browser.count("li.req").await;
    finger.follow("li.req .btn--seal").await;
    finger.took("a decision", 3, 0, 15.0);
    browser.goto("/portfolio").await;
    assert_eq!(browser.count("li.req").await, waiting - 1);
    browser.close().await;
}

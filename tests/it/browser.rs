//! A real browser: Debian's chromium behind its chromedriver, one driver for the whole run.
//!
//! `DUBAN_TEST_SCREENSHOTS` names a folder to keep pictures in.

use std::fmt::Debug;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

pub use crate::window::{DESKTOP, PHONE, Window};

/// Ends the driver, and with it every browser, when the pipe from the tests closes.
const WATCHER: &str = r#"
trap '' INT HUP TERM
(trap - INT HUP TERM; exec chromedriver --port=0) &
driver=$!
cat >/dev/null
kill "$driver" 2>/dev/null
sleep 1
kill -9 "$driver" 2>/dev/null
pkill -9 -f -- "--user-data-dir=$profiles/"
rm -rf "$profiles"
"#;

/// No page takes longer; a browser that hangs must not hang the run.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open browser.
pub struct Browser {
    client: Client,
    base: String,
    window: Window,
    _profile: TempDir,
}

impl Browser {
    /// Opens one that sees the server at `base`; `None`, and loudly so, where there is none.
    pub async fn open(base: &str, window: Window) -> Option<Self> {
        let driver = match driver() {
            Ok(driver) => driver,
            Err(why) => {
                crate::parts::missing("browser", why);
                return None;
            }
        };
        let profile = TempDir::new_in(&driver.profiles).unwrap();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(window, profile.path()));
        let client = soon(builder.connect(&driver.address)).await;
        if !window.scripts {
            soon(client.issue_cmd(ScriptsOff)).await;
        }
        Some(Self { client, base: base.to_owned(), window, _profile: profile })
    }

    /// Opens the page at `path`.
    pub async fn goto(&self, path: &str) {
        soon(self.client.goto(&format!("{}{path}", self.base))).await;
    }

    /// The path and query of the page that is open.
    pub async fn path(&self) -> String {
        let url = soon(self.client.current_url()).await;
        url.query().map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// What is to be read on the page.
    pub async fn text(&self) -> String {
        let body = soon(self.client.find(Locator::Css("body"))).await;
        soon(body.text()).await
    }

    /// Types into the field called `name`, in place of what it held.
    pub async fn fill(&self, name: &str, text: &str) {
        self.write(&format!("[name='{name}']"), text).await;
    }

    /// Types into the field that `css` finds, in place of what it held.
    pub async fn write(&self, css: &str, text: &str) {
        let field = self.element(css).await;
        soon(field.clear()).await;
        soon(field.send_keys(text)).await;
    }

    /// Sets the field called `name` at once: a date, or a long text.
    pub async fn put(&self, name: &str, value: &str) {
        let script = "document.getElementsByName(arguments[0])[0].value = arguments[1]";
        soon(self.client.execute(script, vec![json!(name), json!(value)])).await;
    }

    /// Presses keys wherever the focus is.
    pub async fn keys(&self, keys: &str) {
        let focused = soon(self.client.active_element()).await;
        soon(focused.send_keys(keys)).await;
    }

    /// Selects `words`, which stand within one piece of text inside of what `css` finds.
    pub async fn select(&self, css: &str, words: &str) {
        let script = "const walker = document.createTreeWalker(
                document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) {
                const at = node.data.indexOf(arguments[1]);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + arguments[1].length);
                return true;
            }
            return false";
        let found = soon(self.client.execute(script, vec![json!(css), json!(words)])).await;
        assert_eq!(found, json!(true), "`{words}` are not in `{css}`");
    }

    /// The id of what has the focus.
    pub async fn focused(&self) -> String {
        let ask = "return document.activeElement?.id ?? ''";
        let id = soon(self.client.execute(ask, Vec::new())).await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// How many `css` finds.
    pub async fn count(&self, css: &str) -> usize {
        soon(self.client.find_all(Locator::Css(css))).await.len()
    }

    /// What the field called `name` holds.
    pub async fn value(&self, name: &str) -> String {
        let field = self.element(&format!("[name='{name}']")).await;
        soon(field.prop("value")).await.unwrap_or_default()
    }

    /// Waits until `css` finds something.
    pub async fn wait_for(&self, css: &str) {
        self.element(css).await;
    }

    /// Unfolds all that is folded on the page.
    pub async fn open_folds(&self) {
        let script = "document.querySelectorAll('details').forEach(fold => fold.open = true)";
        soon(self.client.execute(script, Vec::new())).await;
    }

    /// Forgets who was signed in.
    pub async fn forget(&self) {
        soon(self.client.delete_all_cookies()).await;
    }

    /// Presses whatever `css` finds first, moved to where no bar covers it.
    pub async fn press(&self, css: &str) {
        let script = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center' })";
        // A script may put a new element in its place between the look and the click.
        for _ in 0..10 {
            let element = self.element(css).await;
            soon(self.client.execute(script, vec![json!(css)])).await;
            match element.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("`{css}` cannot be pressed: {error}"),
            }
        }
        panic!("`{css}` does not stand still");
    }

    /// Presses what leads to another page, and waits for that page.
    pub async fn follow(&self, css: &str) {
        let mark = "document.documentElement.dataset.left = 'yes'";
        soon(self.client.execute(mark, Vec::new())).await;
        self.press(css).await;
        let new = soon(
            self.client.wait().at_most(PATIENCE).for_element(Locator::Css("html:not([data-left])")),
        );
        new.await;
    }

    /// Whether `css` finds anything.
    pub async fn shows(&self, css: &str) -> bool {
        self.count(css).await > 0
    }

    /// Whether the page is wider than the window: on a telephone one would have to push it about.
    pub async fn spills_over(&self) -> bool {
        let ask = "return document.documentElement.scrollWidth";
        let width = soon(self.client.execute(ask, Vec::new())).await;
        width.as_u64().unwrap() > u64::from(self.window.width)
    }

    /// Keeps a picture, where somebody wants to look at them.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("DUBAN_TEST_SCREENSHOTS").map(PathBuf::from) else {
            return;
        };
        fs::create_dir_all(&folder).unwrap();
        let picture = soon(self.client.screenshot()).await;
        fs::write(
            folder.join(format!("{}-{}.png", name.replace('/', "-"), self.window.name())),
            picture,
        )
        .unwrap();
    }

    /// What went wrong on the pages so far: errors of scripts, files that were not found,
    /// violations of the content security policy.
    pub async fn complaints(&self) -> Vec<String> {
        let log = soon(self.client.issue_cmd(BrowserLog)).await;
        let entries = log.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")))
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Closes it, and fails if anything went wrong on a page.
    pub async fn close(self) {
        let complaints = self.complaints().await;
        soon(self.client.close()).await;
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }

    async fn element(&self, css: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(Duration::from_secs(10));
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => {
                let (path, text) = (self.path().await, self.text().await);
                panic!("`{css}` is not on {path}: {error}\n{text}")
            }
        }
    }
}

/// Chromedriver's own command: the lines that the console got since it was last asked.
#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &url::Url, id: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// Chromedriver's own way to chromium: scripts of pages are not run, those of the driver are.
#[derive(Debug)]
struct ScriptsOff;

impl WebDriverCompatibleCommand for ScriptsOff {
    fn endpoint(&self, base: &url::Url, id: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let command = "Emulation.setScriptExecutionDisabled";
        let body = json!({ "cmd": command, "params": { "value": true } });
        (http::Method::POST, Some(body.to_string()))
    }
}

fn capabilities(window: Window, profile: &Path) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--lang=en".to_owned(),
        format!("--user-data-dir={}", profile.display()),
        format!("--window-size={},{}", window.width, window.height),
    ];
    // A saved password would open a bubble over the page.
    let preferences = json!({
        "credentials_enable_service": false,
        "profile.password_manager_leak_detection": false,
        "intl.accept_languages": "en",
    });
    let mut options = json!({ "args": arguments, "prefs": preferences });
    // A window of chromium cannot be as narrow as a telephone. Not touched by a finger, though:
    // chromedriver waits for ever for the answer to a tap where no script runs.
    if window.width < 500 {
        options["mobileEmulation"] = json!({
            "deviceMetrics": {
                "width": window.width,
                "height": window.height,
                "pixelRatio": 1,
                "touch": false,
                "mobile": false,
            },
        });
    }
    let all = json!({
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    all.as_object().cloned().unwrap()
}

/// The driver of this run.
struct Driver {
    address: String,
    /// Where its browsers keep what they remember.
    profiles: PathBuf,
    /// Kept so that its pipe stays open as long as the tests run.
    _watcher: Child,
}

/// The driver, started by whoever asks first; the reason where there is none.
fn driver() -> Result<&'static Driver, &'static str> {
    static DRIVER: OnceLock<Result<Driver, String>> = OnceLock::new();

    DRIVER.get_or_init(start).as_ref().map_err(String::as_str)
}

fn start() -> Result<Driver, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed =
        |program: &str| std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !installed("chromedriver") || !installed("chromium") {
        return Err("chromium and chromedriver are not installed".into());
    }
    let profiles = TempDir::with_prefix("duban-browser-").unwrap().keep();
    let mut watcher = Command::new("sh")
        .args(["-c", WATCHER])
        .env("profiles", &profiles)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("chromedriver cannot be started: {error}"))?;
    let lines = BufReader::new(watcher.stdout.take().unwrap()).lines();
    let port = lines.map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse::<u16>().ok()
    });
    let port = port.ok_or("chromedriver did not start")?;
    Ok(Driver { address: format!("http://127.0.0.1:{port}"), profiles, _watcher: watcher })
}

/// The answer of the browser, which comes soon or is a failure.
async fn soon<T, E: Debug>(answer: impl Future<Output = Result<T, E>>) -> T {
    tokio::time::timeout(PATIENCE, answer).await.expect("the browser hangs").unwrap()
}

#[actix_web::test]
async fn scripts_run_or_do_not_and_a_telephone_is_narrow() {
    let page = "data:text/html,<title>t</title><meta name=viewport content='width=device-width'>\
                <body><p>plain</p><script>document.body.append('scripted')</script>";
    for window in [DESKTOP, PHONE.bare()] {
        let Some(browser) = Browser::open(page, window).await else { return };

        browser.goto("").await;

        assert_eq!(browser.text().await.contains("scripted"), window.scripts, "{window:?}");
        assert!(!browser.spills_over().await, "{window:?}");
        browser.close().await;
    }
}

#[actix_web::test]
async fn fields_are_filled_and_boxes_ticked() {
    let page = "data:text/html,<body><input name=words placeholder=words><input type=checkbox>";
    let Some(browser) = Browser::open(page, PHONE.bare()).await else { return };

    browser.goto("").await;
    browser.fill("words", "督办").await;
    browser.press("[type=checkbox]").await;

    assert!(browser.shows("[name=words]:not(:placeholder-shown)").await);
    assert!(browser.shows("[type=checkbox]:checked").await);
    browser.picture("fields").await;
    browser.close().await;
}

#[actix_web::test]
async fn an_error_on_a_page_is_noticed() {
    let page = "data:text/html,<body><script>throw new Error('broken')</script>";
    let Some(browser) = Browser::open(page, DESKTOP).await else { return };

    browser.goto("").await;

    assert!(browser.complaints().await.concat().contains("broken"));
    browser.close().await;
}

//! A PostgreSQL of our own: one server for the whole run, one database for each test.
//!
//! `DUBAN_TEST_POSTGRES_URL` names a server to use instead; its user must be allowed to create
//! databases.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

/// Watches over the server from outside: when the pipe to it closes, for whatever reason the
/// tests ended, the server stops and its folder goes.
const WATCHER: &str = r#"
trap '' INT HUP TERM
cd "$folder" || exit 1
fail() { tail -n 5 "$folder/log" >&2; rm -rf "$folder"; exit 1; }
"$bin/initdb" -D "$folder/data" -U duban -A trust -E UTF8 --locale=C --no-sync \
    >"$folder/log" 2>&1 || fail
"$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -s -o "-k '$folder' -c listen_addresses= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" \
    start >>"$folder/log" 2>&1 || fail
echo ready
cat >/dev/null
"$bin/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1
rm -rf "$folder"
"#;

/// A server that databases can be created on.
pub struct Server {
    /// Its address but for the name of the database.
    base: String,
    /// What follows the name.
    tail: String,
    /// The database that is always there.
    home: String,
    /// Kept so that its pipe stays open as long as the tests run.
    _watcher: Option<Child>,
}

impl Server {
    /// The address of the database `name`.
    pub fn url(&self, name: &str) -> String {
        format!("{}{name}{}", self.base, self.tail)
    }

    /// Creates an empty database, or a copy of `template`, and gives its address.
    pub fn create(&self, template: Option<&str>) -> (String, String) {
        static COUNT: AtomicUsize = AtomicUsize::new(0);

        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("duban_test_{}_{count}", std::process::id());
        let copy = template.map(|name| format!(" TEMPLATE {name}")).unwrap_or_default();
        self.run(&format!("CREATE DATABASE {name}{copy}"));
        let url = self.url(&name);
        (name, url)
    }

    /// Removes a database, whoever is still connected.
    pub fn remove(&self, name: &str) {
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    fn run(&self, sql: &str) {
        let mut conn = PgConnection::establish(&self.url(&self.home)).unwrap();
        conn.batch_execute(sql).unwrap();
    }
}

/// The server of this run, started by whoever asks first; the reason where there is none.
pub fn server() -> Result<&'static Server, &'static str> {
    static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();

    SERVER
        .get_or_init(|| match std::env::var("DUBAN_TEST_POSTGRES_URL") {
            Ok(url) => Ok(named(&url)),
            Err(_) => start(),
        })
        .as_ref()
        .map_err(String::as_str)
}

fn named(url: &str) -> Server {
    let (rest, query) = url
        .split_once('?')
        .map_or((url, String::new()), |(rest, query)| (rest, format!("?{query}")));
    let (base, home) = rest.rsplit_once('/').expect("the address names a database");
    Server { base: format!("{base}/"), tail: query, home: home.to_owned(), _watcher: None }
}

fn start() -> Result<Server, String> {
    let bin = installed().ok_or("neither an installed PostgreSQL nor DUBAN_TEST_POSTGRES_URL")?;
    let folder = tempfile::Builder::new().prefix("duban-pg-").tempdir().unwrap().keep();
    let mut command = unprivileged(&folder)?;
    let mut watcher = command
        .args(["sh", "-c", WATCHER])
        .env("bin", bin)
        .env("folder", &folder)
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("PostgreSQL cannot be started: {error}"))?;
    let mut line = String::new();
    BufReader::new(watcher.stdout.take().unwrap()).read_line(&mut line).unwrap();
    if line.trim() != "ready" {
        return Err("an installed PostgreSQL did not start".into());
    }
    Ok(Server {
        base: "postgres:///".into(),
        tail: format!("?host={}&user=duban", folder.display()),
        home: "postgres".into(),
        _watcher: Some(watcher),
    })
}

/// The folder with `initdb` and `pg_ctl`, of the newest version there is.
fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions.map(|entry| entry.path()).max_by_key(|path| {
        path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()).unwrap_or_default()
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .map(|version| version.join("bin"))
        .into_iter()
        .chain(std::env::split_paths(&path))
        .find(|bin| bin.join("initdb").is_file() && bin.join("pg_ctl").is_file())
}

/// PostgreSQL refuses to run as root: there, a command that runs as someone else, who also gets
/// `folder`.
fn unprivileged(folder: &Path) -> Result<Command, String> {
    let ask = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    if ask("id", &["-u"]).as_deref() != Some("0") {
        return Ok(Command::new("env"));
    }
    let user = ["postgres", "nobody"]
        .into_iter()
        .find(|user| ask("id", &["-u", user]).is_some())
        .ok_or("there is no user to run PostgreSQL as")?;
    let group = ask("id", &["-g", user]).unwrap();
    let owner = format!("{user}:{group}");
    ask("chown", &[&owner, folder.to_str().unwrap()]).ok_or("a folder cannot be handed over")?;
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", &group, "--clear-groups", "env"]);
    Ok(command)
}

#[test]
fn a_database_of_its_own_for_whoever_asks() {
    let server = match server() {
        Ok(server) => server,
        Err(why) => return crate::parts::missing("postgres", why),
    };

    let (name, url) = server.create(None);
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute("CREATE TABLE here (id bigint)").unwrap();
    let (copy, url) = {
        drop(conn);
        server.create(Some(&name))
    };
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute("INSERT INTO here VALUES (1)").unwrap();

    server.remove(&copy);
    server.remove(&name);
}

//! A database for every test, and every test on both kinds.

use std::fs;
use std::sync::OnceLock;

use duban::persistence::{self, Conn};
use tempfile::TempDir;

use crate::{parts, postgres};

/// Makes of each named `async fn(Database)` two tests, one a kind of database.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[actix_web::test]
                async fn $name() {
                    super::$name($crate::databases::Database::sqlite()).await;
                }
            )*
        }

        mod postgres {
            $(
                #[actix_web::test]
                async fn $name() {
                    if let Some(database) = $crate::databases::Database::postgres() {
                        super::$name(database).await;
                    }
                }
            )*
        }
    };
}
pub(crate) use on_both;

/// An own database with today's schema and nothing in it, gone when it is dropped.
pub struct Database {
    url: String,
    /// What has to be cleared away behind the test: its name on the server, or its folder.
    on_server: Option<String>,
    _folder: Option<TempDir>,
}

impl Database {
    /// A file of its own.
    pub fn sqlite() -> Self {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();

        let template = TEMPLATE.get_or_init(|| {
            let empty = Self::empty_sqlite();
            persistence::migrate(&mut Conn::open(&empty.url).unwrap()).unwrap();
            fs::read(empty.file()).unwrap()
        });
        Self::holding(template)
    }

    /// A file of its own that holds `image`, the bytes of another.
    pub fn holding(image: &[u8]) -> Self {
        let empty = Self::empty_sqlite();
        fs::write(empty.file(), image).unwrap();
        empty
    }

    /// A database on the server of the run; `None`, and loudly so, where there is none.
    pub fn postgres() -> Option<Self> {
        static TEMPLATE: OnceLock<String> = OnceLock::new();

        let server = Self::server()?;
        let template = TEMPLATE.get_or_init(|| {
            let (name, url) = server.create(None);
            persistence::migrate(&mut Conn::open(&url).unwrap()).unwrap();
            name
        });
        let (name, url) = server.create(Some(template));
        Some(Self { url, on_server: Some(name), _folder: None })
    }

    /// A file of its own, without a schema.
    pub fn empty_sqlite() -> Self {
        let folder = TempDir::with_prefix("duban-test-").unwrap();
        let url = format!("sqlite://{}", folder.path().join("duban.db").display());
        Self { url, on_server: None, _folder: Some(folder) }
    }

    /// A database on the server of the run, without a schema.
    pub fn empty_postgres() -> Option<Self> {
        let (name, url) = Self::server()?.create(None);
        Some(Self { url, on_server: Some(name), _folder: None })
    }

    /// Where it lies, as the settings spell it.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn file(&self) -> &str {
        self.url.trim_start_matches("sqlite://")
    }

    fn server() -> Option<&'static postgres::Server> {
        match postgres::server() {
            Ok(server) => Some(server),
            Err(why) => {
                parts::missing("postgres", why);
                None
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let (Some(name), Ok(server)) = (&self.on_server, postgres::server()) {
            server.remove(name);
        }
    }
}

//! What the process says about itself while it works: a log, and figures for who watches it.

mod metrics;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

pub use metrics::{Exposition, Kind, Metrics};

/// Begins to write to standard error; `RUST_LOG` says how much.
pub fn start() {
    let filter = EnvFilter::builder()
        .with_default_directive(LevelFilter::INFO.into())
        .from_env_lossy()
        .add_directive("actix_server=warn".parse().unwrap_or_else(|_| LevelFilter::WARN.into()));
    let written = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process keeps the first.
    drop(written.try_init());
}

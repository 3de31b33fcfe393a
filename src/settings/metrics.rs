//! Who may watch the process.

use serde::Deserialize;

/// Where the process tells its figures, in the format of Prometheus.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsPlaces {
    /// Whether `/metrics` answers where everybody comes.
    pub public: bool,
    /// An address of its own, on which nothing else answers; empty: none.
    pub bind: String,
}

//! How papers are printed.

use std::path::PathBuf;

use serde::Deserialize;

use super::sections::some_path;

/// How papers are printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// A font with Chinese characters for PDF; `None`: the best one that the system has.
    #[serde(deserialize_with = "some_path")]
    pub font_file: Option<PathBuf>,
}

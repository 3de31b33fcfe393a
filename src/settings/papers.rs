//! How papers are numbered and printed.

use std::path::PathBuf;

use serde::Deserialize;

use super::sections::{parsed, parsed_if_any, some_path};
use crate::domain::NumberPattern;

/// How papers are numbered and printed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// A font with Chinese characters for PDF; `None`: the best one that the system has.
    #[serde(deserialize_with = "some_path")]
    pub font_file: Option<PathBuf>,
    /// The pattern of an urging notice's number.
    #[serde(deserialize_with = "parsed")]
    pub urging_number: NumberPattern,
    /// The pattern of a circular's number; the language's own where there is none.
    #[serde(deserialize_with = "parsed_if_any")]
    pub circular_number: Option<NumberPattern>,
}

//! The settings of papers, as `config/duban.toml` documents them.

use serde::Deserialize;

use super::sections::parsed_if_any;
use crate::domain::NumberPattern;

/// How papers are numbered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// The pattern of a circular's number; the language's own where there is none.
    #[serde(deserialize_with = "parsed_if_any")]
    pub circular_number: Option<NumberPattern>,
}

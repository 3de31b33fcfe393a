//! Titles: a short name made of the passage's own words.

/// A short name for `passage`, made of its own words.
pub fn title_of(passage: &str) -> String {
    passage.trim().trim_end_matches(['。', '.', '；', ';']).chars().take(60).collect()
}

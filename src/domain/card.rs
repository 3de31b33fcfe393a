//! A letter in short, as chats and text messages show it.

use serde::{Deserialize, Serialize};

/// What stands where something was left out.
const MORE: &str = "…";

/// A letter in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it is about.
    pub title: String,
    /// What it says, line by line, most pressing first.
    pub lines: Vec<String>,
    /// What its reader can do, most pressing first.
    pub links: Vec<CardLink>,
    /// What stands below: whom to call.
    pub foot: Vec<String>,
}

/// Something that the reader of a card can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLink {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl Card {
    /// A card that says one thing.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// The card as it was kept.
    pub fn kept(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The card as it is kept.
    pub fn to_keep(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// The card with at most so many links, and with lines and foot of together at most `bytes`
    /// bytes of UTF-8: what does not fit is left out from the end, and marked.
    #[must_use]
    pub fn fitted(&self, bytes: usize, links: usize) -> Self {
        let mut left = bytes;
        let foot: Vec<String> = self.foot.iter().map_while(|line| taken(line, &mut left)).collect();
        let mut said = Vec::new();
        for line in &self.lines {
            let Some(whole) = taken(line, &mut left) else {
                said.push(cut(line, left));
                break;
            };
            said.push(whole);
        }
        said.retain(|line| !line.is_empty());
        Self {
            title: self.title.clone(),
            lines: said,
            links: self.links.iter().take(links).cloned().collect(),
            foot,
        }
    }
}

/// The line, where it fits into what is left.
fn taken(line: &str, left: &mut usize) -> Option<String> {
    *left = left.checked_sub(line.len() + 1)?;
    Some(line.to_owned())
}

/// As much of `text` as fits into `bytes`, with a mark where something was left out; empty where
/// not even the mark fits.
pub fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let Some(room) = bytes.checked_sub(MORE.len()) else { return String::new() };
    let mut end = room;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{MORE}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        let link = |n| CardLink { label: format!("报告{n}"), address: format!("https://x/{n}") };
        Card {
            title: "教务处：5项督办事项待处理".to_owned(),
            lines: vec!["一".repeat(10), "二".repeat(10), "三".repeat(10)],
            links: (0..5).map(link).collect(),
            foot: vec!["督办人：6016".to_owned()],
        }
    }

    #[test]
    fn a_card_that_fits_is_left_as_it_is() {
        assert_eq!(card().fitted(1_000, 9), card());
    }

    #[test]
    fn what_does_not_fit_is_left_out_from_the_end_and_marked() {
        for bytes in 0..200 {
            let fitted = card().fitted(bytes, 3);
            let size: usize = fitted.lines.iter().chain(&fitted.foot).map(String::len).sum();
            assert!(size <= bytes, "{bytes}: {fitted:?}");
            assert_eq!(fitted.links.len(), 3);
        }
        let fitted = card().fitted(70, 1);
        assert_eq!(fitted.lines, ["一".repeat(10), format!("{}…", "二".repeat(6))]);
        assert_eq!(fitted.foot, card().foot);
    }

    #[test]
    fn a_character_is_never_cut_in_two() {
        for bytes in 0..20 {
            assert!(cut("督办督办督办", bytes).len() <= bytes);
        }
        assert_eq!(cut("督办督办", 12), "督办督办");
        assert_eq!(cut("督办督办", 11), "督办…");
    }

    #[test]
    fn a_kept_card_is_the_card() {
        assert_eq!(Card::kept(&card().to_keep()), Some(card()));
        assert_eq!(Card::kept(""), None);
    }
}

//! Frames: who speaks, and whether the words are a requirement, a decision or only said.

/// The words before a requirement that tell who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// The byte of the sentence behind the frame.
    pub(super) end: usize,
    /// What it makes of the words behind it.
    pub(super) voice: Voice,
}

/// What a frame makes of the words behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// A requirement: 强调, "emphasized".
    Demands,
    /// A decision: 决定, "agreed".
    Decides,
    /// A statement: 指出, "noted".
    Says,
    /// An opinion or a wish of one person: "thinks", "would like".
    Opines,
    /// Somebody outside, quoted as background.
    Outside,
}

/// The frame of `sentence`, in either language.
pub(super) fn frame(sentence: &str) -> Option<Frame> {
    if is_han(sentence) {
        super::han_frame::frame(sentence)
    } else {
        super::english_frame::frame(sentence)
    }
}

/// Whether a text is read as Chinese.
pub(super) fn is_han(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut wide = 0;
    let mut latin_words = 0;
    let mut in_word = false;
    for c in text.chars().take(400) {
        if super::line::is_wide(c) {
            wide += 1;
        }
        if c.is_ascii_alphabetic() {
            latin_words += usize::from(!in_word);
            in_word = true;
        } else {
            in_word = false;
        }
    }
    wide > 0 && wide >= latin_words
}

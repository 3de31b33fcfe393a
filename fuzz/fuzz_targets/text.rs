#![no_main]
//! Any file: what it is, in which encoding it is written, and its text.

use duban_fuzz::documents::{self, encoding, media_type};
use duban_fuzz::domain::NotRead;
use duban_fuzz::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: reading::forgive_libraries(), |file: &[u8]| {
    match encoding::decode(file) {
        Ok(text) => assert!(!text.contains('\0')),
        Err(NotRead::Encoding { at }) => assert!(at < file.len(), "byte {at} of {}", file.len()),
        Err(_) => {}
    }
    media_type(file, "minutes.md");
    reading::read(|| {
        let document = documents::read(file, "minutes.md", &reading::LIMITS)?;
        assert!(!document.text.trim().is_empty());
        Ok(document.text)
    });
});

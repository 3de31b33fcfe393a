#![no_main]
//! Any archive, and any parts of a Word file.

use duban_fuzz::documents::docx;
use duban_fuzz::{made, reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let file = made::word(input);
    reading::read(|| docx::text(&file, &reading::LIMITS));
});

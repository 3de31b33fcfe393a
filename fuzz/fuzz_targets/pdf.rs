#![no_main]
//! Any PDF, and any content of a page with any font.

use duban_fuzz::documents::pdf;
use duban_fuzz::{made, reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: reading::forgive_libraries(), |input: &[u8]| {
    let file = made::pdf(input);
    reading::read(|| pdf::text(&file, &reading::LIMITS));
});

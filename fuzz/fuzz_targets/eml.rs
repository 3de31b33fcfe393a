#![no_main]
//! Any letter, with whatever it encloses.

use duban_fuzz::documents::mail;
use duban_fuzz::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: reading::forgive_libraries(), |letter: &[u8]| {
    reading::read(|| mail::read(letter, &reading::LIMITS).map(|document| document.text));
});

#![no_main]
//! Any page of the web.

use duban_fuzz::documents::html;
use duban_fuzz::reading;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    reading::read(|| html::text(page, &reading::LIMITS));
});

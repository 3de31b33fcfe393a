//! How fast directives are found: `cargo bench --bench extraction` prints megabytes a second.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::Instant;

use duban::domain::extraction::{Roster, extract};

/// One meeting, written for this measure, in both languages.
const MEETING: &str = "校务会议纪要\n\n5月18日，学校召开校务会议，听取了总务处关于门窗检修的汇报。\n\n会议强调，各单位要重视门窗检修，\
完善登记制度，于6月底前完成整改。由总务处牵头，学工处配合，每月巡查一次。\n\n\
## Action items\n\n- Kim to order chalk by Friday\n- TODO Lee: mend the gate\n\n\
The treasurer reported that the roof was repaired in May. We must check the drains before winter. \
Kim will write to the supplier and report at the next meeting.\n\n";
const ROUNDS: u32 = 5;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    for (name, text) in [
        ("minutes, 1 MB", MEETING.repeat(1_000_000 / MEETING.len() + 1)),
        ("one sentence, 1 MB", "各单位要检修门窗，".repeat(40_000)),
        ("figures, 1 MB", "2023 12 31 ".repeat(95_000)),
        ("blanks, 1 MB", " \n".repeat(500_000)),
    ] {
        let begin = Instant::now();
        for _ in 0..ROUNDS {
            black_box(extract(black_box(&text), None, &Roster::default()));
        }
        let took = begin.elapsed() / ROUNDS;
        #[expect(clippy::cast_precision_loss, reason = "a figure to be read by people")]
        let speed = text.len() as f64 / 1e6 / took.as_secs_f64();
        let mut line = String::new();
        let _ = write!(line, "{name:<20} {:>7.1} ms {speed:>7.1} MB/s", took.as_secs_f64() * 1e3);
        writeln!(out, "{line}")?;
    }
    Ok(())
}

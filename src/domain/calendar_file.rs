//! A calendar as other programs write it: `.ics`, or a table of days as CSV.

use chrono::NaiveDate;

use super::{CalendarEntry, DayKind, Named as _, day_from};

/// What is wrong with a line of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: `{text}` is not {wanted}")]
pub struct BadLine {
    /// Which line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// What should.
    pub wanted: &'static str,
}

/// The entries of a file: of an `.ics` where it begins like one, else of a table.
///
/// What says of itself that it is worked, a vacation or a term is taken as that; else it is what
/// `otherwise` says.
pub fn calendar_entries(text: &str, otherwise: DayKind) -> Result<Vec<CalendarEntry>, BadLine> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().to_ascii_uppercase().starts_with("BEGIN:VCALENDAR") {
        from_ics(text, otherwise)
    } else {
        from_table(text, otherwise)
    }
}

fn from_ics(text: &str, otherwise: DayKind) -> Result<Vec<CalendarEntry>, BadLine> {
    let mut entries = Vec::new();
    let mut event: Option<Event> = None;
    for (nth, line) in unfolded(text) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        match (name.to_ascii_uppercase().as_str(), &mut event) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VEVENT") => event = Some(Event::default()),
            ("END", Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                entries.extend(event.take().and_then(|event| event.entry(otherwise)));
            }
            ("SUMMARY", Some(event)) => event.name = unescaped(value),
            ("DTSTART", Some(event)) => event.from = Some(ics_day(value, nth)?),
            ("DTEND", Some(event)) => {
                let timed = value.contains('T') && !parameters.contains("VALUE=DATE:");
                event.until = Some((ics_day(value, nth)?, timed));
            }
            _ => {}
        }
    }
    Ok(entries)
}

#[derive(Default)]
struct Event {
    name: String,
    from: Option<NaiveDate>,
    /// The end, and whether it has a time; a day alone is the first day after.
    until: Option<(NaiveDate, bool)>,
}

impl Event {
    fn entry(self, otherwise: DayKind) -> Option<CalendarEntry> {
        let from = self.from?;
        let to = match self.until {
            Some((day, false)) => day.pred_opt().unwrap_or(day),
            Some((day, true)) => day,
            None => from,
        };
        let kind = kind_of(&self.name).unwrap_or(otherwise);
        Some(CalendarEntry { id: 0, kind, name: self.name, from, to: to.max(from), source: None })
    }
}

/// Lines with their numbers; one that begins with a blank goes on with the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (nth, line) in (1..).zip(text.lines()) {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => lines.push((nth, line.to_owned())),
        }
    }
    lines
}

fn unescaped(text: &str) -> String {
    text.replace("\\,", ",").replace("\\;", ";").replace("\\n", " ").replace("\\\\", "\\")
}

fn ics_day(value: &str, line: usize) -> Result<NaiveDate, BadLine> {
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    NaiveDate::parse_from_str(&digits, "%Y%m%d").map_err(|_error| BadLine {
        line,
        text: value.to_owned(),
        wanted: "a day",
    })
}

/// What the name of an entry says that it is.
fn kind_of(name: &str) -> Option<DayKind> {
    let name = name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if says(&["班", "调休上", "make-up", "working day", "workday"]) {
        Some(DayKind::WorkingDay)
    } else if says(&["寒假", "暑假", "vacation"]) {
        Some(DayKind::Vacation)
    } else if says(&["学期", "term", "semester"]) {
        Some(DayKind::Term)
    } else {
        None
    }
}

/// A table whose first line names its columns: name, from, to, kind, source.
fn from_table(text: &str, otherwise: DayKind) -> Result<Vec<CalendarEntry>, BadLine> {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let Some((first, head)) = lines.next() else { return Ok(Vec::new()) };
    let head: Vec<String> = cells(head).iter().map(|cell| cell.to_lowercase()).collect();
    let column = |names: &[&str]| head.iter().position(|cell| names.contains(&cell.as_str()));
    let wanted = "a head with the columns name, from, to, kind, source";
    let Some(from) = column(&["from", "on", "date", "day", "首日", "日期", "开始日期"])
    else {
        return Err(BadLine { line: first, text: head.join(","), wanted });
    };
    let to = column(&["to", "until", "末日", "结束日期"]);
    let (name, kind) = (column(&["name", "名称"]), column(&["kind", "类别"]));
    let source = column(&["source", "依据"]);
    let mut entries = Vec::new();
    for (nth, line) in lines {
        let cells = cells(line);
        let cell = |at: Option<usize>| {
            at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let bad = |text: &str, wanted| BadLine { line: nth, text: text.to_owned(), wanted };
        let day =
            |text: &str| day_from(&text.replace('/', "-")).map_err(|_error| bad(text, "a day"));
        let first = day(cell(Some(from)).unwrap_or_default())?;
        let last = cell(to).map(day).transpose()?.unwrap_or(first);
        if last < first {
            return Err(bad(line, "a first day and a later last one"));
        }
        let called = cell(name).unwrap_or_default().to_owned();
        let kind = match cell(kind) {
            Some(word) => kind_word(word).ok_or_else(|| bad(word, "a kind of day"))?,
            None => kind_of(&called).unwrap_or(otherwise),
        };
        let name = if called.is_empty() { kind.to_string() } else { called };
        let source = cell(source).map(str::to_owned);
        entries.push(CalendarEntry { id: 0, kind, name, from: first, to: last, source });
    }
    Ok(entries)
}

fn kind_word(word: &str) -> Option<DayKind> {
    match word {
        "节假日" | "放假" | "休" => Some(DayKind::Holiday),
        "调休上班" | "调休" | "上班" | "班" => Some(DayKind::WorkingDay),
        "寒暑假" | "假期" => Some(DayKind::Vacation),
        "学期" => Some(DayKind::Term),
        _ => DayKind::from_word(&word.to_lowercase().replace(' ', "_")).ok(),
    }
}

/// The cells of a line; quoted ones may hold commas.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | ';' | '\t' if !quoted => cells.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let entries = calendar_entries(text, DayKind::Holiday).unwrap();
        let line =
            |one: CalendarEntry| format!("{} {} {} {}", one.kind, one.from, one.to, one.name);
        entries.into_iter().map(line).collect()
    }

    #[test]
    fn an_ics_is_read_with_its_last_day() {
        let ics = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261001\r\n\
                   DTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节\r\n 放假\r\nEND:VEVENT\r\n\
                   BEGIN:VEVENT\r\nDTSTART:20261010T000000Z\r\nSUMMARY:国庆节（班）\r\n\
                   END:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            said(ics),
            [
                "holiday 2026-10-01 2026-10-07 国庆节放假",
                "working_day 2026-10-10 2026-10-10 国庆节（班）"
            ]
        );
    }

    #[test]
    fn a_table_is_read_by_its_head() {
        let table = "name,from,to,kind,source\n\"Spring, long\",2026-02-16,2026-02-22,holiday,Notice\n\
                     Summer vacation,2026/07/13,2026-08-30,,\n";
        assert_eq!(
            said(table),
            [
                "holiday 2026-02-16 2026-02-22 Spring, long",
                "vacation 2026-07-13 2026-08-30 Summer vacation"
            ]
        );
        assert_eq!(
            said("日期,类别\n2026-02-28,班\n"),
            ["working_day 2026-02-28 2026-02-28 working_day"]
        );
    }

    #[test]
    fn a_bad_line_is_named() {
        let bad = |text: &str| calendar_entries(text, DayKind::Holiday).unwrap_err().to_string();
        assert_eq!(bad("on\n2026-02-30\n"), "line 2: `2026-02-30` is not a day");
        assert_eq!(bad("on,kind\n2026-02-20,feast\n"), "line 2: `feast` is not a kind of day");
        assert!(bad("a,b\n").starts_with("line 1: `a,b` is not a head"));
    }
}

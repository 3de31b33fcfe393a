//! Our own ledger, edited and brought back: just the edited cells change.

use chrono::{Days, NaiveDate};
use duban::domain::import::{Cell, Kind, cadence, role, state, truth, urgency};
use duban::domain::{Actor, Cadence, LedgerColumn, Named as _, Role, State, Task, Urgency};
use duban::i18n::Lang;
use duban::persistence::departments;
use duban::services::import::{self, Choices, Outcome, What};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::databases::{Database, on_both};
use crate::import::{all, run};
use crate::office::Office;
use crate::tasks_cast::{Cast, cast};

on_both!(
    what_was_exported_comes_back_unchanged,
    what_comes_back_as_it_left_changes_nothing,
    as_many_fields_change_as_cells_were_edited,
    a_row_that_is_no_longer_true_is_a_conflict,
);

/// The columns that are written here, in their order.
const COLUMNS: [LedgerColumn; 13] = [
    LedgerColumn::Number,
    LedgerColumn::Title,
    LedgerColumn::Requirement,
    LedgerColumn::Lead,
    LedgerColumn::Supporters,
    LedgerColumn::Urgency,
    LedgerColumn::Cadence,
    LedgerColumn::LongTerm,
    LedgerColumn::EvidenceRequired,
    LedgerColumn::DueOn,
    LedgerColumn::State,
    LedgerColumn::Id,
    LedgerColumn::Version,
];

/// A ledger as cells: words, or a day.
type Cells = Vec<Vec<Result<String, NaiveDate>>>;

fn written(cast: &Cast, lang: Lang) -> Cells {
    let tree = cast.office.app.db.read(departments::tree).unwrap();
    let cells = |task: &Task| {
        let support: Vec<&str> = task.supporters.iter().map(|id| tree.name(*id)).collect();
        COLUMNS
            .iter()
            .map(|column| {
                Ok(match column {
                    LedgerColumn::Number => task.number.clone().unwrap_or_default(),
                    LedgerColumn::Title => task.title.clone(),
                    LedgerColumn::Requirement => task.requirement.clone(),
                    LedgerColumn::Lead => tree.name(task.lead_id).to_owned(),
                    LedgerColumn::Supporters => support.join("、"),
                    LedgerColumn::Urgency => lang.urgency(task.urgency).to_owned(),
                    LedgerColumn::Cadence => lang.cadence(task.cadence).to_owned(),
                    LedgerColumn::LongTerm => lang.yes_or_no(task.long_term).to_owned(),
                    LedgerColumn::EvidenceRequired => {
                        lang.yes_or_no(task.evidence_required).to_owned()
                    }
                    LedgerColumn::DueOn => match task.due_on {
                        Some(day) => return Err(day),
                        None => String::new(),
                    },
                    LedgerColumn::State => lang.state(task.state).to_owned(),
                    LedgerColumn::Id => task.id.to_string(),
                    LedgerColumn::Version => task.version.to_string(),
                    other => panic!("{other} is not written here"),
                })
            })
            .collect()
    };
    all(cast).iter().map(cells).collect()
}

fn book(lang: Lang, cells: &Cells) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let dated = Format::new().set_num_format("yyyy-mm-dd");
    for (at, column) in (0_u16..).zip(COLUMNS) {
        sheet.write(0, at, lang.ledger_column(column)).unwrap();
    }
    for (row, cells) in (1_u32..).zip(cells) {
        for (at, cell) in (0_u16..).zip(cells) {
            match cell {
                Ok(words) => drop(sheet.write(row, at, words.as_str()).unwrap()),
                Err(day) => {
                    let day = ExcelDateTime::parse_from_str(&day.to_string()).unwrap();
                    sheet.write_datetime_with_format(row, at, &day, &dated).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn brought(cast: &Cast, bytes: &[u8], lang: Lang) -> Outcome {
    let app = &cast.office.app;
    let source = import::read(app, Kind::Ledger, bytes).unwrap().unwrap();
    let take = |act: &mut duban::app::Act<'_>| {
        import::run(act, &source, &Choices::default(), lang, Some(None), &mut |_, _| {})
    };
    app.act_now(Actor::operator(), take).unwrap()
}

/// Drafts and tasks in hand of many looks; titles that a spreadsheet would take for formulas.
fn filled(database: Database) -> Cast {
    let cast = cast(Office::on("2026-03-02", database));
    for (at, title) in
        (0_u64..).zip(["修门", "=1+1", "'quoted", "a, b; c、d", " 前后有空 ", "2026.6.31"])
    {
        cast.draft(title, "2026-09-30");
        let due = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap() + Days::new(at * 7);
        cast.running(&format!("{title} {at}"), &due.to_string());
    }
    cast
}

async fn what_was_exported_comes_back_unchanged(database: Database) {
    let cast = filled(database);
    let folder = tempfile::tempdir().unwrap();
    for (format, lang) in [("xlsx", "en"), ("xlsx", "zh-CN"), ("csv", "en"), ("csv", "zh-CN")] {
        let file = format!("{lang}.{format}");
        let out = ["export", "ledger", "--format", format, "--lang", lang, "-o", &file];
        let (code, _, complained) = run(&cast, folder.path(), &out);
        assert_eq!(code, Some(0), "{complained}");
        let back = ["import", "ledger", &file, "--lang", "en"];
        let (code, said, complained) = run(&cast, folder.path(), &back);
        assert_eq!(code, Some(0), "{said}{complained}");
        assert_eq!(said.trim(), "0 new, 0 changed, 12 the same", "{file}");
    }
}

async fn what_comes_back_as_it_left_changes_nothing(database: Database) {
    let cast = filled(database);
    for lang in Lang::ALL {
        let outcome = brought(&cast, &book(lang, &written(&cast, lang)), lang);
        assert_eq!(outcome.count(What::Same), 12, "{:?}", outcome.rows);
    }
}

async fn as_many_fields_change_as_cells_were_edited(database: Database) {
    let cast = filled(database);
    let lang = Lang::ZhCn;
    let column = |wanted| COLUMNS.iter().position(|column| *column == wanted).unwrap();
    let mut edited = 0;
    // A generator of one line: which cells are edited differs from round to round.
    let mut seed = 7_u64;
    for round in 0..6 {
        let mut cells = written(&cast, lang);
        edited = 0;
        for (row, line) in cells.iter_mut().enumerate() {
            let draft = all(&cast)[row].state == State::Draft;
            for wanted in [
                LedgerColumn::Title,
                LedgerColumn::Requirement,
                LedgerColumn::Supporters,
                LedgerColumn::Urgency,
                LedgerColumn::EvidenceRequired,
                LedgerColumn::DueOn,
            ] {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                if !(seed >> 33).is_multiple_of(4) || wanted == LedgerColumn::DueOn && !draft {
                    continue;
                }
                let cell = &mut line[column(wanted)];
                *cell = match (wanted, &*cell) {
                    (LedgerColumn::Title | LedgerColumn::Requirement, _) => {
                        Ok(format!("第{round}轮第{row}行"))
                    }
                    (LedgerColumn::Supporters, Ok(words)) if words.is_empty() => {
                        Ok("Logistics Office".to_owned())
                    }
                    (LedgerColumn::Supporters, _) => Ok(String::new()),
                    (LedgerColumn::Urgency, Ok(words))
                        if words == lang.urgency(Urgency::Critical) =>
                    {
                        Ok(lang.urgency(Urgency::Normal).to_owned())
                    }
                    (LedgerColumn::Urgency, _) => Ok(lang.urgency(Urgency::Critical).to_owned()),
                    (LedgerColumn::EvidenceRequired, Ok(words)) => {
                        Ok(lang.yes_or_no(words != lang.yes_or_no(true)).to_owned())
                    }
                    (_, Err(day)) => Err(*day + Days::new(1)),
                    (_, Ok(_)) => Err("2026-12-01".parse().unwrap()),
                };
                edited += 1;
            }
        }
        let outcome = brought(&cast, &book(lang, &cells), lang);
        assert!(outcome.kept, "{:?}", outcome.wrong().collect::<Vec<_>>());
        let changes: usize = outcome.rows.iter().map(|row| row.changes.len()).sum();
        assert_eq!(changes, edited, "round {round}: {:?}", outcome.rows);
        let again = brought(&cast, &book(lang, &written(&cast, lang)), lang);
        assert_eq!(again.count(What::Same), cells.len());
    }
    assert!(edited > 0);
}

async fn a_row_that_is_no_longer_true_is_a_conflict(database: Database) {
    let cast = filled(database);
    let lang = Lang::En;
    let mut cells = written(&cast, lang);
    cells[0][1] = Ok("Mine".to_owned());
    let first = brought(&cast, &book(lang, &cells), lang);
    assert_eq!(first.count(What::Changed), 1);
    cells[0][1] = Ok("Mine again".to_owned());
    let second = brought(&cast, &book(lang, &cells), lang);
    assert!(!second.kept);
    let wrong = second.wrong().next().unwrap();
    assert_eq!(wrong.place, "Sheet1!M2");
    assert_eq!(lang.trouble(&wrong.trouble), "the task was changed since this row was exported");
    // What the department works on keeps its date: that is for a request.
    let mut cells = written(&cast, lang);
    cells[1][9] = Err("2027-01-01".parse().unwrap());
    let moved = brought(&cast, &book(lang, &cells), lang);
    assert_eq!(moved.wrong().next().unwrap().place, "Sheet1!J3");
}

#[test]
fn our_own_words_are_read_back_in_both_languages() {
    for lang in Lang::ALL {
        let cell = |words: &str| Cell::Text(words.to_owned());
        for one in State::ALL {
            assert_eq!(state(&cell(lang.state(one))), Ok(Some(*one)), "{}", lang.state(one));
        }
        for one in Urgency::ALL {
            assert_eq!(urgency(&cell(lang.urgency(one))), Ok(Some(*one)));
        }
        for one in Cadence::ALL {
            assert_eq!(cadence(&cell(lang.cadence(one))), Ok(Some(*one)), "{}", lang.cadence(one));
        }
        for one in Role::ALL {
            assert_eq!(role(&cell(lang.role(one))), Ok(Some(*one)), "{}", lang.role(one));
        }
        for yes in [true, false] {
            assert_eq!(truth(&cell(lang.yes_or_no(yes))), Ok(Some(yes)));
        }
    }
}

use encoding_rs::GB18030;

use super::*;
use crate::domain::import::cell_name;

fn shown(grid: &Grid) -> Vec<String> {
    let cells = |row: &crate::domain::import::Row| {
        let cells = row.cells.iter().map(|cell| format!("{cell:?}"));
        format!("{} {}", row.number, cells.collect::<Vec<_>>().join(" "))
    };
    grid.rows.iter().map(cells).collect()
}

fn csv(bytes: &[u8]) -> Vec<String> {
    shown(&grids(bytes, &Limits::default()).unwrap()[0])
}

#[test]
fn separated_values_are_read_in_the_encodings_of_offices() {
    let text = "序号,督办事项,牵头单位\r\n1,\"修门,开窗\",总务处\r\n";
    let expected = [
        r#"1 Text("序号") Text("督办事项") Text("牵头单位")"#,
        r#"2 Text("1") Text("修门,开窗") Text("总务处")"#,
    ];
    assert_eq!(csv(text.as_bytes()), expected);
    assert_eq!(csv(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), expected);
    assert_eq!(csv(&GB18030.encode(text).0), expected);
    assert_eq!(
        csv(text.replace(',', "\t").replace("修门\t开窗", "修门,开窗").as_bytes()),
        expected
    );
    assert_eq!(csv(text.replace(',', ";").replace("修门;开窗", "修门,开窗").as_bytes()), expected);
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
    let text = "a,b\n\n\n\"x\ny\",1\n,\nlast,2\n";
    assert_eq!(
        csv(text.as_bytes()),
        [r#"1 Text("a") Text("b")"#, r#"4 Text("x\ny") Text("1")"#, r#"6 Text("last") Text("2")"#]
    );
}

#[test]
fn the_guard_of_a_dangerous_cell_is_taken_off() {
    assert_eq!(csv(b"'=1+1,'plain\n"), [r#"1 Text("=1+1") Text("'plain")"#]);
}

#[test]
fn what_is_too_much_is_refused_with_its_cell() {
    let wide = ",".repeat(300) + "x\n";
    let refused = |text: &str| grids(text.as_bytes(), &Limits::default()).unwrap_err().to_string();
    assert_eq!(refused(&wide), "KO1: the sheet goes on beyond 256 columns");
    assert_eq!(cell_name(1, 300), "KO1");
    let long = format!("a\n{}\n", "x".repeat(40_000));
    assert_eq!(refused(&long), "A2: the sheet goes on beyond 32767 characters in a cell");
    let many = "x\n".repeat(50_001);
    assert_eq!(refused(&many), "A50001: the sheet goes on beyond 50000 rows");
    assert_eq!(refused("\n\n"), "the file holds no text");
}

#[test]
fn a_workbook_is_read_with_days_merged_cells_and_errors() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("台账").unwrap();
    let plain = Format::new();
    let dated = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet.merge_range(0, 0, 0, 3, "2026年督办台账", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "修门", &plain).unwrap();
    let day = ExcelDateTime::from_ymd(2026, 9, 30).unwrap();
    sheet.write_datetime_with_format(1, 1, &day, &dated).unwrap();
    sheet.write_number(2, 1, 0.8).unwrap();
    sheet.write_boolean(2, 2, true).unwrap();
    sheet.write_formula(2, 3, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_formula(3, 3, Formula::new("=A1").set_result("worked out")).unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("参数").unwrap().set_hidden(true);
    hidden.write_string(0, 0, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();

    let read = grids(&bytes, &Limits::default()).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].sheet, "台账");
    assert!(read[0].rows[0].is_banner);
    let shown = shown(&read[0]);
    assert_eq!(shown[1], r#"2 Text("修门") Day(2026-09-30)"#);
    assert_eq!(shown[2], r##"3 Text("修门") Number(0.8) Truth(true) Error("#DIV/0!")"##);
    assert!(shown[3].ends_with(r#"Text("worked out")"#), "{}", shown[3]);
    assert_eq!(read[0].place(3, 3), "台账!D3");
}

#[test]
fn what_is_no_workbook_is_refused() {
    let refused = |bytes: &[u8]| grids(bytes, &Limits::default()).unwrap_err().to_string();
    assert!(refused(b"PK\x03\x04not really").starts_with("the file is damaged"));
    assert!(refused(b"%PDF-1.7").contains("cannot be read"));
    assert!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old").contains("old Word or WPS"));
}

#[test]
fn a_hostile_workbook_is_refused_before_it_is_spread_out() {
    use rust_xlsxwriter::Workbook;

    let mut book = Workbook::new();
    book.add_worksheet().write(1_048_575, 16_383, "x").unwrap();
    let far = book.save_to_buffer().unwrap();
    let refused = grids(&far, &Limits::default()).unwrap_err().to_string();
    assert_eq!(refused, "Sheet1!XFD1048576: the sheet goes on beyond 256 columns");

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..500 {
        sheet.write(row, 0, "the same again and again").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let narrow = Limits { unpacked: 4_000, ..Limits::default() };
    let refused = grids(&bytes, &narrow).unwrap_err();
    assert_eq!(refused, NotATable::File(NotRead::TooLarge { most: 4_000 }));
    // A file that breaks off in the middle.
    for cut in [30, bytes.len() / 2, bytes.len() - 10] {
        assert!(grids(&bytes[..cut], &Limits::default()).is_err());
    }
}

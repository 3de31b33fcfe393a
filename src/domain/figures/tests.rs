use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Issued on 2 January, due on `due`, in progress.
fn task(due: &str) -> Standing {
    Standing {
        task: TaskId(1),
        lead: DepartmentId(1),
        leader: None,
        programme: None,
        meeting: None,
        marks: Marks {
            is_parent: false,
            state: State::InProgress,
            due_on: Some(day(due)),
            baseline_due_on: Some(day(due)),
            closed_on: None,
            soon_on: None,
            missed_on: None,
            stopped_on: None,
        },
        issued_on: Some(day("2026-01-02")),
        original_due_on: Some(day(due)),
        extensions: 0,
        open_request: None,
        counted: true,
        long_term: false,
    }
}

fn closed(due: &str, on: &str) -> Standing {
    let mut standing = task(due);
    standing.marks.state = State::Closed;
    standing.marks.closed_on = Some(day(on));
    standing
}

fn counts(standings: &[Standing], as_of: &str) -> Counts {
    let mut counts = Counts::default();
    for standing in standings {
        counts.add(standing, day(as_of));
    }
    counts
}

#[test]
fn the_five_lights_make_up_all() {
    let mut soon = task("2026-04-01");
    soon.marks.soon_on = Some(day("2026-03-01"));
    let standings = [
        closed("2026-03-01", "2026-03-01"),
        closed("2026-03-01", "2026-03-02"),
        task("2026-05-01"),
        soon,
        task("2026-03-01"),
    ];

    let counts = counts(&standings, "2026-03-10");

    let lights = [
        counts.closed_on_time,
        counts.closed_late,
        counts.on_track,
        counts.due_soon,
        counts.overdue,
    ];
    assert_eq!(lights, [1; 5]);
    assert_eq!((counts.all, counts.closed, counts.open), (5, 2, 3));
    assert_eq!((counts.due, counts.due_closed, counts.due_on_time), (3, 2, 1));
}

#[test]
fn what_was_closed_before_its_date_is_not_yet_due() {
    let counts = counts(&[closed("2026-06-01", "2026-03-01")], "2026-03-10");
    assert_eq!((counts.closed, counts.due, counts.due_closed), (1, 0, 0));
    assert_eq!(counts.on_time().shown(), None);
    assert_eq!(counts.completion().shown().as_deref(), Some("1/1"));
}

#[test]
fn what_does_not_count_changes_nothing() {
    let mut draft = task("2026-03-01");
    draft.counted = false;
    assert_eq!(counts(&[draft], "2026-03-10"), Counts::default());
}

#[test]
fn due_today_is_due_but_not_overdue() {
    let counts = counts(&[task("2026-03-10")], "2026-03-10");
    assert_eq!((counts.due, counts.overdue, counts.due_not_late), (1, 0, 1));
}

#[test]
fn a_rate_of_few_is_a_count_and_of_nothing_none() {
    let shown = |part, of| Rate { part, of }.shown();
    assert_eq!(shown(75, 83).as_deref(), Some("90.4%"));
    assert_eq!(shown(65, 83).as_deref(), Some("78.3%"));
    assert_eq!(shown(10, 10).as_deref(), Some("100.0%"));
    assert_eq!(shown(5, 8).as_deref(), Some("5/8"));
    assert_eq!(shown(0, 0), None);
    assert_eq!(Rate { part: 65, of: 83 }.change_from(Rate { part: 46, of: 62 }), Some(41));
    assert_eq!(Rate { part: 5, of: 8 }.change_from(Rate { part: 46, of: 62 }), None);
}

#[test]
fn the_api_reads_null_where_nothing_is_due() {
    let json = serde_json::to_value(counts(&[task("2026-06-01")], "2026-03-10")).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "all": 1, "closed_on_time": 0, "closed_late": 0, "on_track": 1, "due_soon": 0,
            "overdue": 0, "closed": 0, "open": 1, "due": 0, "due_closed": 0,
            "awaiting_acknowledgement": 0, "awaiting_decision": 0, "completion_rate": 0.0,
            "due_completion_rate": null, "on_time_rate": null,
        })
    );
}

#[test]
fn twelve_months_end_with_this_one() {
    let mut old = task("2026-03-01");
    old.issued_on = Some(day("2025-02-28"));
    let standings = [task("2026-03-01"), closed("2026-03-01", "2026-02-28"), old];

    let months = months(&standings, day("2026-02-28"));

    assert_eq!(months.len(), 12);
    assert_eq!((months[0].first, months[11].first), (day("2025-03-01"), day("2026-02-01")));
    assert_eq!((months[10].opened, months[10].closed), (2, 0));
    assert_eq!((months[11].opened, months[11].closed), (0, 1));
    assert_eq!(months.iter().map(|month| month.opened).sum::<i64>(), 2);
}

#[test]
fn half_were_closed_within_the_median() {
    let took = |on: &str| closed("2026-06-01", on);
    let standings = [took("2026-01-03"), took("2026-01-05"), took("2026-01-12")];
    assert_eq!(median_days_to_close(&standings), Some(3));
    assert_eq!(median_days_to_close(&standings[..2]), Some(1));
    assert_eq!(median_days_to_close(&[task("2026-03-01")]), None);
}

#[test]
fn a_month_ends_on_its_last_day() {
    assert_eq!(last_of_month(day("2024-02-10")), day("2024-02-29"));
    assert_eq!(last_of_month(day("2026-12-01")), day("2026-12-31"));
}

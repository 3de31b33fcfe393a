//! The ladder, climbed day by day.

use super::*;
use crate::domain::{Cadence, CalendarEntry, DayKind, MONDAY_TO_FRIDAY, Urgency};

const HEAD: PersonId = PersonId(1);
const HANDLER: PersonId = PersonId(2);
const CONTACT: PersonId = PersonId(3);
const LEADER: PersonId = PersonId(4);
const OFFICE: PersonId = PersonId(5);
const CLERK: PersonId = PersonId(6);
const DEPUTY: PersonId = PersonId(7);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(on: &str) -> Watched {
    Watched {
        task: TaskId(7),
        state: State::InProgress,
        urgency: Urgency::Normal,
        due_on: Some(day(on)),
        sent_on: day("2026-01-05"),
        clock_stands: false,
        cadence: Cadence::None,
        reports_from: None,
        last_report_on: None,
        parties: Parties {
            head: Some(HEAD),
            handler: Some(HANDLER),
            contacts: vec![CONTACT],
            leader: Some(LEADER),
            office_heads: vec![OFFICE],
            clerks: vec![CLERK],
            deputies: Vec::new(),
        },
    }
}

/// What `person` hears of `task`, as `day kind step`.
fn heard(task: &Watched, person: PersonId, calendar: &WorkCalendar, to: &str) -> Vec<String> {
    plan(std::slice::from_ref(task), &Rules::default(), calendar, day("2026-01-01"), day(to))
        .into_iter()
        .filter(|one| one.person == person)
        .map(|one| format!("{} {} {}", one.on, one.kind, one.step))
        .collect()
}

#[test]
fn the_ladder_is_climbed_in_working_days() {
    let calendar = WorkCalendar::default();
    let task = due("2026-03-20"); // a Friday
    assert_eq!(
        heard(&task, HANDLER, &calendar, "2026-04-20"),
        [
            "2026-03-06 due_soon 10",
            "2026-03-13 due_soon 5",
            "2026-03-19 due_soon 1",
            "2026-03-20 due_soon 0",
            "2026-03-23 overdue 1",
            "2026-03-25 overdue 3",
            "2026-04-03 overdue 10",
            "2026-04-10 overdue 15",
            "2026-04-17 overdue 20",
        ]
    );
    assert_eq!(
        heard(&task, LEADER, &calendar, "2026-04-12"),
        ["2026-03-25 overdue 3", "2026-04-03 overdue 10", "2026-04-10 overdue 15"]
    );
    assert_eq!(heard(&task, CONTACT, &calendar, "2026-03-24"), ["2026-03-23 overdue 1"]);
    assert_eq!(heard(&task, OFFICE, &calendar, "2026-06-01"), ["2026-04-03 overdue 10"]);
}

#[test]
fn a_date_on_a_weekend_falls_back_before_and_moves_on_after() {
    let task = due("2026-03-22"); // a Sunday
    assert_eq!(
        heard(&task, HEAD, &WorkCalendar::default(), "2026-03-24"),
        ["2026-03-16 due_soon 5", "2026-03-20 due_soon 0", "2026-03-23 overdue 1"]
    );
}

#[test]
fn a_make_up_sunday_is_a_day_like_any_other() {
    let calendar = WorkCalendar::new([day("2026-03-23")], [day("2026-03-22")]);
    let task = due("2026-03-20");
    assert_eq!(
        heard(&task, CONTACT, &calendar, "2026-03-25"),
        ["2026-03-22 overdue 1", "2026-03-25 overdue 3"]
    );
}

#[test]
fn only_a_critical_task_is_told_of_on_a_free_day() {
    let task = Watched { urgency: Urgency::Critical, ..due("2026-03-22") };
    let heard = heard(&task, HEAD, &WorkCalendar::default(), "2026-03-22");
    assert_eq!(heard.last().unwrap(), "2026-03-22 due_soon 0");
}

#[test]
fn what_is_not_acknowledged_goes_to_the_leader_on_the_third_day() {
    let task = Watched {
        state: State::AwaitingAcknowledgement,
        sent_on: day("2026-03-06"), // a Friday
        ..due("2026-06-30")
    };
    let calendar = WorkCalendar::default();
    assert_eq!(heard(&task, HEAD, &calendar, "2026-03-31"), ["2026-03-09 unacknowledged 1"]);
    assert_eq!(heard(&task, LEADER, &calendar, "2026-03-31"), ["2026-03-11 unacknowledged 3"]);
}

#[test]
fn nobody_is_reminded_of_what_is_not_theirs_to_move() {
    let calendar = WorkCalendar::default();
    for state in [State::Closed, State::Suspended, State::Cancelled, State::ClosureReview] {
        let task = Watched { state, ..due("2026-03-20") };
        assert!(heard(&task, HEAD, &calendar, "2026-06-01").is_empty(), "{state}");
    }
    let waiting = Watched { clock_stands: true, ..due("2026-03-20") };
    assert!(heard(&waiting, HEAD, &calendar, "2026-06-01").is_empty());
}

#[test]
fn without_a_handler_head_and_contacts_hear_first() {
    let mut task = due("2026-03-20");
    task.parties.handler = None;
    let calendar = WorkCalendar::default();
    assert_eq!(heard(&task, CONTACT, &calendar, "2026-03-07"), ["2026-03-06 due_soon 10"]);
    assert_eq!(heard(&task, HEAD, &calendar, "2026-03-07"), ["2026-03-06 due_soon 10"]);
}

#[test]
fn who_has_two_parts_hears_once() {
    let mut task = due("2026-03-20");
    task.parties.handler = Some(HEAD);
    let calendar = WorkCalendar::default();
    let planned = plan(&[task], &Rules::default(), &calendar, day("2026-03-23"), day("2026-03-23"));
    assert_eq!(planned.len(), 2); // head and contact
    assert_eq!(planned[0].part, Part::Head);
}

#[test]
fn after_some_days_without_a_pass_only_the_latest_is_said() {
    let task = due("2026-03-20");
    let planned = plan(
        &[task],
        &Rules::default(),
        &WorkCalendar::default(),
        day("2026-03-19"),
        day("2026-03-26"),
    );
    let left: Vec<_> = merged(planned)
        .into_iter()
        .filter(|one| one.person == HANDLER)
        .map(|one| (one.kind, one.step))
        .collect();
    assert_eq!(left, [(ReminderKind::Overdue, 3)]);
}

#[test]
fn what_comes_next_is_said_only_where_it_reaches_somebody_new() {
    let calendar = WorkCalendar::default();
    let rules = Rules::default();
    let next = |task: &Watched, on: &str| {
        let planned = plan(std::slice::from_ref(task), &rules, &calendar, day(on), day(on));
        escalation(task, &rules, &calendar, &planned[0]).map(|next| (next.on, next.part))
    };
    let mut task = due("2026-03-20");
    assert_eq!(next(&task, "2026-03-23"), Some((day("2026-03-25"), Part::Leader)));
    assert_eq!(next(&task, "2026-03-25"), Some((day("2026-04-03"), Part::OfficeHead)));
    assert_eq!(next(&task, "2026-04-03"), None);
    assert_eq!(next(&task, "2026-04-10"), None);
    task.parties.leader = None;
    assert_eq!(next(&task, "2026-03-23"), Some((day("2026-04-03"), Part::OfficeHead)));
}

#[test]
fn nothing_is_said_on_the_day_of_issue() {
    let task = Watched { sent_on: day("2026-03-19"), ..due("2026-03-20") };
    let heard = heard(&task, HEAD, &WorkCalendar::default(), "2026-03-20");
    assert_eq!(heard, ["2026-03-20 due_soon 0"]);
}

fn vacation(from: &str, to: &str) -> WorkCalendar {
    let entry = CalendarEntry {
        id: 0,
        kind: DayKind::Vacation,
        name: "Summer".to_owned(),
        from: day(from),
        to: day(to),
        source: None,
    };
    WorkCalendar::of(MONDAY_TO_FRIDAY, &[entry])
}

#[test]
fn the_clerk_drafts_calls_and_lists_on_the_days_of_the_ladder() {
    let calendar = WorkCalendar::default();
    let task = due("2026-03-20");
    assert_eq!(heard(&task, CLERK, &calendar, "2026-06-01"), ["2026-03-27 overdue 5"]);
    let reached = |task: &Watched| -> Vec<_> {
        let all = std::slice::from_ref(task);
        deeds(all, &Rules::default(), &calendar, day("2026-01-01"), day("2026-06-01"))
            .into_iter()
            .map(|one| format!("{} {}", one.on, one.deed))
            .collect()
    };
    assert_eq!(reached(&task), ["2026-03-27 urging_notice", "2026-04-03 circular"]);
    let waiting = Watched { state: State::AwaitingAcknowledgement, ..due("2026-06-30") };
    assert_eq!(reached(&waiting), ["2026-01-07 call_list"]);
}

#[test]
fn escalation_pauses_in_a_vacation_and_what_comes_is_told_once_a_week() {
    let calendar = vacation("2026-03-23", "2026-04-10");
    let overdue = due("2026-03-20");
    assert_eq!(
        heard(&overdue, HEAD, &calendar, "2026-04-14")[3..],
        ["2026-04-13 overdue 1"],
        "the first day after the vacation is the first that counts"
    );
    let critical = Watched { urgency: Urgency::Critical, ..overdue };
    assert!(
        heard(&critical, HEAD, &calendar, "2026-03-24").contains(&"2026-03-23 overdue 1".into())
    );
    let coming = due("2026-04-02"); // a Thursday
    assert_eq!(
        heard(&coming, HEAD, &calendar, "2026-04-10"),
        ["2026-03-23 due_soon 5", "2026-03-30 due_soon 0"]
    );
}

#[test]
fn reports_are_asked_for_and_missed_by_cadence() {
    let calendar = vacation("2026-03-16", "2026-03-22");
    let task = Watched {
        cadence: Cadence::Weekly,
        reports_from: Some(day("2026-03-02")),
        ..due("2026-12-31")
    };
    assert_eq!(
        heard(&task, HEAD, &calendar, "2026-03-30"),
        [
            "2026-03-06 report_due 0",
            "2026-03-09 report_missed 1",
            "2026-03-13 report_due 0",
            "2026-03-23 report_missed 1",
            "2026-03-27 report_due 0",
            "2026-03-30 report_missed 1",
        ]
    );
    let answered = Watched { last_report_on: Some(day("2026-03-24")), ..task };
    assert!(heard(&answered, HEAD, &calendar, "2026-03-30").is_empty());
}

#[test]
fn a_deputy_reads_what_the_principal_reads_while_standing_in() {
    let calendar = WorkCalendar::default();
    let mut task = due("2026-03-20");
    task.parties.deputies = vec![StandIn {
        principal: HEAD,
        deputy: DEPUTY,
        from: day("2026-03-19"),
        to: day("2026-03-20"),
    }];
    assert_eq!(
        heard(&task, DEPUTY, &calendar, "2026-03-31"),
        ["2026-03-19 due_soon 1", "2026-03-20 due_soon 0"]
    );
    let told = plan(&[task], &Rules::default(), &calendar, day("2026-03-20"), day("2026-03-20"));
    assert!(told.iter().any(|one| one.person == DEPUTY && one.instead_of == Some(HEAD)));
    assert!(told.iter().any(|one| one.person == HEAD && one.instead_of.is_none()));
}

#[test]
fn a_ladder_is_edited_rung_by_rung_and_each_urgency_has_its_own() {
    let mut rules = Rules::default();
    let rung = |step, whom: &[Part]| Rung {
        kind: ReminderKind::DueSoon,
        step,
        whom: whom.to_vec(),
        deed: None,
    };
    rules.ladder_mut(Urgency::Urgent).put(rung(3, &[Part::Leader]));
    rules.ladder_mut(Urgency::Urgent).put(rung(10, &[]));
    let steps = |urgency| -> Vec<i32> {
        rules.ladder(urgency).of(ReminderKind::DueSoon).map(|rung| rung.step).collect()
    };
    assert_eq!(steps(Urgency::Urgent), [5, 3, 1, 0]);
    assert_eq!(steps(Urgency::Normal), [10, 5, 1, 0]);
    let kept: Rules = serde_json::from_str(&serde_json::to_string(&rules).unwrap()).unwrap();
    assert_eq!(kept, rules);
}

#[test]
fn a_span_is_told_as_its_days_are() {
    let calendar = vacation("2026-03-23", "2026-04-10");
    let task = Watched {
        cadence: Cadence::HalfMonthly,
        reports_from: Some(day("2026-01-05")),
        ..due("2026-03-20")
    };
    let tasks = [task];
    let rules = Rules::default();
    let (from, to) = (day("2026-03-01"), day("2026-07-31"));
    let days: Vec<Planned> = from
        .iter_days()
        .take_while(|day| *day <= to)
        .flat_map(|day| plan(&tasks, &rules, &calendar, day, day))
        .collect();
    assert_eq!(days, plan(&tasks, &rules, &calendar, from, to));
}

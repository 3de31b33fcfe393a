//! What the rule says, what a period holds, and who may do what.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::*;
use crate::domain::{
    DepartmentId, Marks, Principal, ReminderKind, RequestKind, Rules, Rung, Standing, State,
    TaskId, Urgency, WorkCalendar,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn record(due: i64, on_time: i64, overdue: i64) -> UnitRecord {
    let tally = Tally {
        all: due,
        due,
        due_on_time: on_time,
        due_closed: due - overdue,
        overdue,
        ..Tally::default()
    };
    UnitRecord { tally, named: 0 }
}

fn judge(record: &UnitRecord) -> UnitVerdict {
    CircularRule::default().judge(record)
}

#[test]
fn a_unit_did_well_with_at_least_five_due_and_all_of_them_on_time() {
    assert_eq!(judge(&record(5, 5, 0)), UnitVerdict::Well);
    assert_eq!(judge(&record(4, 4, 0)), UnitVerdict::Neither);
    assert_eq!(judge(&record(9, 8, 0)), UnitVerdict::Neither);
    assert_eq!(judge(&record(0, 0, 0)), UnitVerdict::Neither);
}

#[test]
fn from_ten_due_on_nine_of_ten_on_time_are_enough() {
    assert_eq!(judge(&record(10, 9, 0)), UnitVerdict::Well);
    assert_eq!(judge(&record(10, 8, 0)), UnitVerdict::Neither);
    assert_eq!(judge(&record(20, 18, 0)), UnitVerdict::Well);
}

#[test]
fn nobody_did_well_with_something_overdue_or_a_report_missed() {
    assert_eq!(judge(&record(20, 19, 1)), UnitVerdict::Neither);
    let mut missed = record(6, 6, 0);
    missed.tally.missed = 1;
    assert_eq!(judge(&missed), UnitVerdict::Neither);
}

#[test]
fn what_waits_for_a_decision_is_not_held_against_a_unit() {
    // Six due: five on time, one whose closure was asked for in time and is not decided.
    let mut waits = record(6, 5, 0);
    waits.tally.not_late = 1;
    waits.tally.due_closed = 5;
    assert_eq!(judge(&waits), UnitVerdict::Well);
    // Where all of it waits, nothing can be said.
    let mut all = record(5, 0, 0);
    all.tally.not_late = 5;
    assert_eq!(judge(&all), UnitVerdict::Neither);
}

#[test]
fn a_named_task_puts_its_unit_behind_however_good_the_rest_is() {
    assert_eq!(judge(&UnitRecord { named: 1, ..record(30, 29, 1) }), UnitVerdict::Behind);
    // Overdue for a few days only: neither praised nor named.
    assert_eq!(judge(&record(30, 29, 1)), UnitVerdict::Neither);
}

#[test]
fn a_task_is_named_from_the_tenth_working_day_or_the_second_urging() {
    let (rule, calendar) = (CircularRule::default(), WorkCalendar::default());
    let task = |urgings| Overdue { urgency: Urgency::Normal, due_on: day("2023-06-02"), urgings };
    // Friday 2 June: the tenth working day after it is Friday 16 June.
    assert!(!rule.names(&task(0), day("2023-06-15"), &calendar));
    assert!(rule.names(&task(0), day("2023-06-16"), &calendar));
    assert!(!rule.names(&task(1), day("2023-06-05"), &calendar));
    assert!(rule.names(&task(2), day("2023-06-05"), &calendar));
}

#[test]
fn the_rule_follows_the_ladder() {
    let mut ladder = Rules::default();
    assert_eq!(CircularRule::of_ladder(&ladder), CircularRule::default());
    let rung = |step, deed| Rung { kind: ReminderKind::Overdue, step, whom: Vec::new(), deed };
    ladder.urgent.put(rung(10, None));
    ladder.urgent.put(rung(5, Some(crate::domain::Deed::Circular)));
    ladder.critical.put(rung(10, None));
    let after = CircularRule::of_ladder(&ladder).named_after;
    assert_eq!(after, NamedAfter { normal: Some(10), urgent: Some(5), critical: None });
}

fn standing(issued: &str, closed: Option<&str>) -> Standing {
    Standing {
        task: TaskId(1),
        lead: DepartmentId(1),
        leader: None,
        original_due_on: None,
        programme: None,
        meeting: None,
        marks: Marks {
            state: if closed.is_some() { State::Closed } else { State::InProgress },
            is_parent: false,
            due_on: None,
            baseline_due_on: None,
            closed_on: closed.map(day),
            soon_on: None,
            missed_on: None,
            stopped_on: None,
        },
        issued_on: Some(day(issued)),
        extensions: 0,
        open_request: None::<RequestKind>,
        counted: true,
        long_term: false,
    }
}

#[test]
fn a_period_holds_what_was_in_hand_in_it() {
    let may = CircularSpan::around(CircularPeriod::Month, day("2023-05-17"));
    assert!(may.holds(&standing("2023-01-10", None)));
    assert!(may.holds(&standing("2023-05-31", None)));
    assert!(may.holds(&standing("2023-01-10", Some("2023-05-01"))));
    assert!(!may.holds(&standing("2023-01-10", Some("2023-04-30"))));
    assert!(!may.holds(&standing("2023-06-01", None)));
    assert!(!may.holds(&Standing { counted: false, ..standing("2023-05-02", None) }));
    assert!(may.issued(&standing("2023-05-02", None)));
    assert!(!may.issued(&standing("2023-04-02", None)));
}

#[test]
fn periods_begin_and_end_with_their_months() {
    #[track_caller]
    fn case(period: CircularPeriod, around: &str, from: &str, to: &str) {
        let span = CircularSpan::around(period, day(around));
        assert_eq!((span.from, span.to), (day(from), day(to)));
    }
    case(CircularPeriod::Month, "2024-02-29", "2024-02-01", "2024-02-29");
    case(CircularPeriod::Quarter, "2023-06-16", "2023-04-01", "2023-06-30");
    case(CircularPeriod::HalfYear, "2023-06-16", "2023-01-01", "2023-06-30");
    case(CircularPeriod::HalfYear, "2023-12-31", "2023-07-01", "2023-12-31");
    case(CircularPeriod::Year, "2023-06-16", "2023-01-01", "2023-12-31");
    assert_eq!(CircularSpan::days(day("2023-06-02"), day("2023-06-01")), Err(BadPeriod));
    let half = CircularSpan::around(CircularPeriod::HalfYear, day("2023-06-16"));
    assert_eq!(half.as_of(day("2023-06-16")), day("2023-06-16"));
    assert_eq!(half.as_of(day("2023-09-01")), day("2023-06-30"));
}

#[test]
fn what_is_signed_is_never_changed() {
    use CircularStep::{Create, Discard, Edit, Retake, Return, Send, Sign, Submit, Withdraw};
    for step in [Create, Edit, Retake, Submit, Withdraw, Return, Sign, Discard] {
        assert!(CircularState::Signed.after(step).is_err(), "{step}");
    }
    assert_eq!(CircularState::Signed.after(Send), Ok(CircularState::Signed));
    assert!(CircularState::Draft.after(Send).is_err());
    assert_eq!(CircularState::Submitted.after(Return), Ok(CircularState::Draft));
    assert!(CircularState::Submitted.after(Edit).is_err());
    let refused = CircularState::Discarded.after(Submit).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the step `submit` cannot be taken on a circular that is discarded"
    );
}

#[test]
fn words_that_somebody_wrote_outlive_new_figures() {
    let text = |opening: &str, well: &str| CircularTexts {
        opening: opening.to_owned(),
        well: well.to_owned(),
        ..CircularTexts::default()
    };
    let drafted = text("7 were due.", "None.");
    let mut texts = text("7 were due.", "The library, as ever.");

    let kept = texts.redraft(&drafted, text("9 were due.", "The Personnel Office."));

    assert_eq!(texts, text("9 were due.", "The library, as ever."));
    assert_eq!(kept, ["well"]);
}

#[test]
fn the_office_writes_the_office_head_signs_and_those_who_answer_read() {
    let actor = |role| Actor { role, id: Some(PersonId(1)), ..Actor::operator() };
    let verdict = |actor: &Actor, state, step| may_on_circular(actor, state, step);
    let (draft, signed) = (CircularState::Draft, CircularState::Signed);

    let clerk = actor(Role::Clerk);
    assert_eq!(verdict(&clerk, draft, Some(CircularStep::Edit)), Verdict::Allowed);
    assert_eq!(verdict(&clerk, draft, Some(CircularStep::Sign)), Verdict::Refused);
    assert_eq!(verdict(&clerk, draft, Some(CircularStep::Return)), Verdict::Refused);
    let office_head = actor(Role::OfficeHead);
    assert_eq!(verdict(&office_head, draft, Some(CircularStep::Sign)), Verdict::Allowed);
    let lent = Principal { name: "H".to_owned(), role: Role::OfficeHead, top_leader: false };
    let deputy = Actor { principals: BTreeMap::from([(PersonId(2), lent)]), ..clerk };
    assert!(signs_circulars(&deputy));

    let staff = actor(Role::Staff);
    let head = Actor { holds: BTreeSet::from([DepartmentId(1)]), ..staff.clone() };
    for reader in [&actor(Role::Leader), &actor(Role::Observer), &head] {
        assert_eq!(verdict(reader, draft, None), Verdict::Hidden);
        assert_eq!(verdict(reader, signed, None), Verdict::Allowed);
        assert_eq!(verdict(reader, signed, Some(CircularStep::Send)), Verdict::Refused);
        assert!(reads_circulars(reader));
    }
    assert_eq!(verdict(&staff, signed, None), Verdict::Hidden);
    assert!(!reads_circulars(&staff));
}

//! Acts of a review: taken back one after the other, done to several, by two clerks at once.

use chrono::NaiveDate;
use duban::domain::{
    Directive, DirectiveId, Disposition, Fault, ForSeveral, MeetingId, Preparation, ReviewDeed,
};
use duban::persistence::{self, review_acts};
use duban::services::Error;
use duban::services::review::{self, Change, Several};

use crate::databases::{Database, on_both};
use crate::review_house::{House, MINUTES, faults};

on_both!(
    every_act_is_taken_back_in_turn,
    what_became_a_task_is_not_undone,
    what_somebody_else_changed_is_not_undone,
    what_the_minutes_moved_is_not_undone,
    several_are_decided_and_undone_at_once,
    several_are_given_the_same_lead_and_date,
    several_are_changed_together_or_not_at_all,
);

async fn every_act_is_taken_back_in_turn(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    let mut states = vec![contents(&house, meeting)];
    let mut keep = |house: &House| states.push(contents(house, meeting));

    house.accept(&found[0], "9.30");
    keep(&house);
    let title = Change { title: Some("课程方案".into()), ..Change::default() };
    house.act(|act| review::change(act, found[0].id, title)).unwrap();
    keep(&house);
    house.act(|act| review::decide(act, found[1].id, None, Disposition::Pending)).unwrap();
    keep(&house);
    let cut = found[1].quote.chars().position(|sign| sign == '推').unwrap();
    let cut = found[1].span.start + cut;
    let parts = house.act(|act| review::split(act, found[1].id, None, &[cut])).unwrap();
    keep(&house);
    house.act(|act| review::merge(act, parts[1].id, None, parts[0].id)).unwrap();
    keep(&house);
    let text = MINUTES.chars().position(|sign| sign == '教').unwrap();
    house.act(|act| review::add(act, meeting, text..text + 4)).unwrap();
    keep(&house);
    house.act(|act| review::decide(act, parts[1].id, None, Disposition::Declined)).unwrap();

    let mut deeds = Vec::new();
    for before in states.iter().rev() {
        deeds.push(house.act(|act| review::undo(act, meeting)).unwrap().deed());
        assert_eq!(&contents(&house, meeting), before, "after {deeds:?}");
    }
    assert_eq!(
        deeds,
        [
            ReviewDeed::Decided(Disposition::Declined),
            ReviewDeed::Added,
            ReviewDeed::Merged,
            ReviewDeed::Split,
            ReviewDeed::Decided(Disposition::Pending),
            ReviewDeed::Edited,
            ReviewDeed::Decided(Disposition::Accepted),
        ]
    );
    let nothing = house.act(|act| review::undo(act, meeting));
    assert_eq!(faults(nothing), [("undo".to_owned(), Fault::NothingToUndo)]);
    // As nobody has touched them, changed minutes find them anew.
    assert!(house.directives(meeting).iter().all(|one| one.reviewed_at.is_none()));
}

async fn what_became_a_task_is_not_undone(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    house.accept(&house.directives(meeting)[0], "9.30");
    house.act(|act| review::create_tasks(act, meeting, false)).unwrap();

    let refused = house.act(|act| review::undo(act, meeting));

    assert_eq!(faults(refused), [("undo".to_owned(), Fault::HasTask)]);
    assert_eq!(house.directives(meeting)[0].disposition, Disposition::Accepted);
}

async fn what_somebody_else_changed_is_not_undone(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let id = house.directives(meeting)[0].id;
    house.act(|act| review::decide(act, id, None, Disposition::Accepted)).unwrap();
    house.act_beside(|act| review::decide(act, id, None, Disposition::Declined)).unwrap();

    let refused = house.act(|act| review::undo(act, meeting));

    let fault = Fault::ChangedSince("Colleague".to_owned());
    assert_eq!(faults(refused), [("undo".to_owned(), fault)]);
    assert_eq!(house.directive(id).disposition, Disposition::Declined);
    // Each takes back their own; then the first may, too.
    house.act_beside(|act| review::undo(act, meeting)).unwrap();
    house.act(|act| review::undo(act, meeting)).unwrap();
    assert_eq!(house.directive(id).disposition, Disposition::Pending);
    // Who merged a neighbour away is named as well.
    let whole = house.directives(meeting);
    house.act(|act| review::decide(act, whole[1].id, None, Disposition::Accepted)).unwrap();
    house.act_beside(|act| review::merge(act, whole[0].id, None, whole[1].id)).unwrap();
    assert!(matches!(house.act(|act| review::undo(act, meeting)), Err(Error::Invalid(_))));
}

async fn what_the_minutes_moved_is_not_undone(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let one = house.directives(meeting).remove(0);
    house.accept(&one, "9.30");
    house.revise(meeting, &format!("前言。{MINUTES}"));

    let refused = house.act(|act| review::undo(act, meeting));

    assert_eq!(faults(refused), [("undo".to_owned(), Fault::MovedSince)]);
}

async fn several_are_decided_and_undone_at_once(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    house.act(|act| review::decide(act, found[0].id, None, Disposition::Declined)).unwrap();
    let before = contents(&house, meeting);

    let all = Several {
        of: seen(&house, meeting),
        disposition: Some(Disposition::Accepted),
        ..Several::default()
    };
    let changed = house.act(|act| review::change_several(act, meeting, &all)).unwrap();

    assert_eq!(changed.len(), found.len());
    assert!(house.directives(meeting).iter().all(|one| one.disposition == Disposition::Accepted));
    let clerk = house.clerk.id.unwrap();
    let last = house
        .app()
        .db
        .read(move |conn| review_acts::last_of(conn, meeting, clerk))
        .unwrap()
        .unwrap();
    assert_eq!(last.deed(), ReviewDeed::Decided(Disposition::Accepted));
    assert_eq!(last.touched().count(), found.len());
    house.act(|act| review::undo(act, meeting)).unwrap();
    assert_eq!(contents(&house, meeting), before);
}

async fn several_are_given_the_same_lead_and_date(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    house.accept(&house.directives(meeting)[0], "9.30");
    house.act(|act| review::create_tasks(act, meeting, false)).unwrap();
    let given = ForSeveral {
        lead: Some(house.department),
        due: Some("6月底".to_owned()),
        ..ForSeveral::default()
    };
    let several = Several { of: seen(&house, meeting), disposition: None, given };

    let changed = house.act(|act| review::change_several(act, meeting, &several)).unwrap();

    // What has become a task is passed over.
    let rest = house.directives(meeting).split_off(1);
    assert_eq!(changed.len(), rest.len());
    for one in rest {
        let Preparation { lead, due_on, .. } = one.prepared();
        assert_eq!(lead, Some(house.department));
        assert_eq!(due_on, NaiveDate::from_ymd_opt(2026, 6, 30));
        assert_eq!(one.disposition, Disposition::Pending);
    }
    // Given once more, nothing is other than before, and nothing is there to undo twice.
    let several = Several { of: seen(&house, meeting), ..several };
    let again = house.act(|act| review::change_several(act, meeting, &several)).unwrap();
    assert_eq!(again, []);
}

async fn several_are_changed_together_or_not_at_all(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let of = seen(&house, meeting);
    let given = ForSeveral { due: Some("9.31".to_owned()), ..ForSeveral::default() };
    let odd = Several { of: of.clone(), disposition: None, given };

    let refused = house.act(|act| review::change_several(act, meeting, &odd));
    assert_eq!(faults(refused), [("several_due".to_owned(), Fault::NotADate("9.31".into()))]);

    let last = of.last().unwrap().0;
    house.act_beside(|act| review::decide(act, last, None, Disposition::Declined)).unwrap();
    let before = contents(&house, meeting);
    let all = Several { of, disposition: Some(Disposition::Accepted), ..Several::default() };
    let stale = house.act(|act| review::change_several(act, meeting, &all));

    assert!(matches!(stale, Err(Error::Storage(persistence::Error::Stale))), "{stale:?}");
    assert_eq!(contents(&house, meeting), before);
    let gone = Several { of: vec![(DirectiveId(999), None)], ..all };
    let stale = house.act(|act| review::change_several(act, meeting, &gone));
    assert!(matches!(stale, Err(Error::Storage(persistence::Error::Stale))), "{stale:?}");
}

/// All candidates without what only counts changes.
fn contents(house: &House, meeting: MeetingId) -> Vec<Directive> {
    let all = house.directives(meeting).into_iter();
    all.map(|one| Directive { version: 0, ..one }).collect()
}

fn seen(house: &House, meeting: MeetingId) -> Vec<(DirectiveId, Option<i64>)> {
    house.directives(meeting).iter().map(|one| (one.id, Some(one.version))).collect()
}

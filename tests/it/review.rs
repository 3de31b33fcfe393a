//! From minutes to tasks: filed, found, reviewed, created, issued.

use chrono::NaiveDate;
use duban::domain::{Actor, Disposition, Fault, Preparation, State};
use duban::persistence::{self, meetings};
use duban::services::Error;
use duban::services::intake::{self, MeetingInput};
use duban::services::review::{self, Change};

use crate::databases::{Database, on_both};
use crate::review_house::{House, MINUTES, faults, input};

on_both!(
    minutes_become_tasks_that_are_issued,
    all_tasks_are_created_or_none,
    what_cannot_be_filed_is_told_at_its_field,
    a_stale_version_changes_nothing,
    changed_minutes_keep_what_was_reviewed,
    a_directive_is_split_and_merged_again,
    a_confidential_meeting_is_not_there_for_others,
);

async fn minutes_become_tasks_that_are_issued(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    assert!(found.len() >= 2, "{found:?}");
    for one in &found {
        let text: String = MINUTES.chars().skip(one.span.start).take(one.span.len()).collect();
        assert_eq!(text, one.quote);
        house.accept(one, "9.30");
    }

    let made = house.act(|act| review::create_tasks(act, meeting, true)).unwrap();

    assert_eq!(made.len(), found.len());
    assert!(made.iter().all(|task| task.state == State::AwaitingAcknowledgement));
    assert_eq!(made[0].due_on, NaiveDate::from_ymd_opt(2026, 9, 30));
    assert_eq!(made[0].directive_id, Some(found[0].id));
    assert_eq!(made[0].follower_id, house.clerk.id);
    // What has become a task is not made again, and stays accepted.
    assert!(house.act(|act| review::create_tasks(act, meeting, true)).unwrap().is_empty());
    let declined = house.act(|act| review::decide(act, found[0].id, None, Disposition::Declined));
    assert_eq!(faults(declined), [("disposition".to_owned(), Fault::HasTask)]);
}

async fn all_tasks_are_created_or_none(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let found = house.directives(meeting);
    house.accept(&found[0], "2026-09-30");
    // A date that does not exist is kept as typed, and stands in the way.
    let nobody = Preparation { due: "2026-09-31".to_owned(), ..Preparation::default() };
    let change = Change { preparation: Some(nobody), ..Change::default() };
    house.act(|act| review::change(act, found[1].id, change)).unwrap();
    house.act(|act| review::decide(act, found[1].id, None, Disposition::Accepted)).unwrap();

    let refused = faults(house.act(|act| review::create_tasks(act, meeting, true)));

    let named = format!("{}.due_on", found[1].id);
    assert_eq!(refused, [(named, Fault::NotADate("2026-09-31".to_owned()))]);
    let tasks = house.app().db.read(|conn| persistence::tasks::of_meeting(conn, meeting)).unwrap();
    assert!(tasks.is_empty());
    assert_eq!(house.directive(found[1].id).prepared().due, "2026-09-31");
}

async fn what_cannot_be_filed_is_told_at_its_field(database: Database) {
    let house = House::on(database);
    let file = |input: MeetingInput, text: &str| {
        let text = text.to_owned();
        house.act(move |act| intake::file(act, &input, &text))
    };
    let nothing =
        MeetingInput { title: " ".into(), body_id: Some(duban::domain::BodyId(99)), ..input() };
    assert_eq!(
        faults(file(nothing, "  \n")),
        [
            ("title".to_owned(), Fault::Missing),
            ("body_id".to_owned(), Fault::NoSuch),
            ("minutes".to_owned(), Fault::Missing),
        ]
    );
    assert_eq!(faults(file(input(), "要\0修门。")), [("minutes".to_owned(), Fault::Nul)]);
    let long = MeetingInput { title: "长".repeat(301), ..input() };
    assert_eq!(
        faults(file(long, "要修门。")),
        [("title".to_owned(), Fault::TooLong { most: 300 })]
    );
    let large = file(input(), &"要修门。".repeat(600_000));
    assert!(matches!(large, Err(Error::TooLarge { .. })), "{large:?}");
    assert!(file(MeetingInput { title: "会".repeat(300), ..input() }, "😀 要修门。\r\n").is_ok());
    let staff =
        house.app().act_now(house.head.clone(), |act| intake::file(act, &input(), "要修门。"));
    assert!(matches!(staff, Err(Error::Forbidden)), "{staff:?}");
}

async fn a_stale_version_changes_nothing(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let seen = house.directives(meeting).remove(0);
    house
        .act(|act| review::decide(act, seen.id, Some(seen.version), Disposition::Accepted))
        .unwrap();

    let second =
        house.act(|act| review::decide(act, seen.id, Some(seen.version), Disposition::Declined));

    assert!(matches!(second, Err(Error::Storage(persistence::Error::Stale))), "{second:?}");
    assert_eq!(house.directive(seen.id).disposition, Disposition::Accepted);
}

async fn changed_minutes_keep_what_was_reviewed(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let before = house.directives(meeting);
    house.accept(&before[0], "2026-09-30");
    let kept = house.directive(before[0].id);

    let text =
        MINUTES.replace("一、教学工作", "一、教学工作（修订）").replace("推进“课堂革命”，", "");
    let revised = house.revise(meeting, &text).unwrap();

    assert_eq!((revised.kept, revised.lost), (1, 0));
    assert_eq!(revised.found + 1, house.directives(meeting).len());
    let after = house.directives(meeting);
    let again = house.directive(kept.id);
    assert_eq!((again.quote.as_str(), again.anchored), (kept.quote.as_str(), true));
    assert_eq!(again.span.start, kept.span.start + 4);
    assert_eq!((again.disposition, again.preparation), (kept.disposition, kept.preparation));
    // What nobody had touched was found anew, with the changed words.
    assert!(after.iter().all(|one| one.id == kept.id || !before.iter().any(|b| b.id == one.id)));
    assert!(!after.iter().any(|one| one.quote.contains("课堂革命")));

    let revised = house.revise(meeting, "会议要求，总务处要修门。").unwrap();
    assert_eq!(revised.to_string(), "0-1-1");

    let lost = house.directive(kept.id);
    assert_eq!((lost.anchored, lost.quote), (false, again.quote));
    assert_eq!(
        house.app().db.read(|conn| meetings::minutes_of(conn, meeting)).unwrap().revision,
        3
    );
}

async fn a_directive_is_split_and_merged_again(database: Database) {
    let house = House::on(database);
    let meeting = house.file(MINUTES);
    let at = MINUTES.find("加强教材").unwrap();
    let start = MINUTES[..at].chars().count();
    let text = "加强教材建设，推进“课堂革命”";
    let added = house.act(|act| review::add(act, meeting, start..start + 15)).unwrap();
    assert_eq!(added.quote, text);

    let cut = added.span.start + 7;
    let parts = house.act(|act| review::split(act, added.id, None, &[cut])).unwrap();
    let quotes: Vec<_> = parts.iter().map(|part| part.quote.as_str()).collect();
    assert_eq!(quotes, ["加强教材建设", "推进“课堂革命”"]);
    assert_eq!(parts[0].id, added.id);

    let outside = house.act(|act| review::split(act, added.id, None, &[0]));
    assert_eq!(faults(outside), [("at".to_owned(), Fault::NotAPassage)]);
    let nowhere = house.act(|act| review::add(act, meeting, 5..100_000));
    assert_eq!(faults(nowhere), [("start".to_owned(), Fault::NotAPassage)]);

    let with = house.neighbour_of(meeting, parts[0].id);
    let merged = house.act(|act| review::merge(act, parts[0].id, None, with)).unwrap();
    assert!(merged.quote.contains("加强教材建设"), "{merged:?}");
    assert!(house.directives(meeting).iter().all(|one| one.id != with));
}

async fn a_confidential_meeting_is_not_there_for_others(database: Database) {
    let house = House::on(database);
    let secret = MeetingInput { confidential: true, ..input() };
    let meeting = house.act(|act| intake::file(act, &secret, MINUTES)).unwrap().id;
    let seen_by = |actor: &Actor| {
        let actor = actor.clone();
        house.app().db.read(move |conn| intake::meeting(conn, &actor, meeting))
    };
    assert!(seen_by(&house.clerk).is_ok());
    assert!(matches!(seen_by(&house.head), Err(Error::Storage(persistence::Error::NotFound))));

    for one in house.directives(meeting) {
        house.accept(&one, "2026-09-30");
    }
    house.act(|act| review::create_tasks(act, meeting, true)).unwrap();

    // A party to its tasks sees it.
    assert!(seen_by(&house.head).is_ok());
    let head = house.head.clone();
    let listed = house.app().db.read(move |conn| {
        persistence::views::meeting_list::count(
            conn,
            &head,
            &persistence::views::meeting_list::MeetingFilter::default(),
        )
    });
    assert_eq!(listed.unwrap(), 1);
}

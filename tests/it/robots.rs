//! Robots tell a department's groups what was issued and what is overdue, and nothing more.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use duban::domain::{Actor, Channel, LetterKind, LetterState, Robot, RobotKind, Role, Source};
use duban::persistence::meetings;
use duban::services::delivery::{self, Counts};
use duban::services::directory::{RobotInput, add_robot, remove_robot};
use duban::services::intake::{MeetingInput, file};
use duban::services::tasks::{NewTask, create};
use duban::services::{Error, reminders, steps, test_letters};
use serde_json::json;

use crate::channel_server::{Call, ChannelServer, Manner};
use crate::college::College;
use crate::databases::{Database, on_both};

on_both!(
    a_group_reads_what_is_issued_to_its_department,
    a_group_reads_once_a_day_what_is_overdue,
    nothing_of_a_confidential_meeting_is_told,
    each_service_is_understood_when_it_refuses,
    messages_are_signed_where_a_secret_is_set,
    a_robot_that_was_removed_is_told_nothing,
    robots_are_kept_by_the_office_and_never_shown_whole,
);

const KINDS: [RobotKind; 5] =
    [RobotKind::WeCom, RobotKind::DingTalk, RobotKind::Feishu, RobotKind::Slack, RobotKind::Teams];

async fn a_group_reads_what_is_issued_to_its_department(database: Database) {
    let (college, server) = college(database, []);
    for kind in KINDS {
        add(&college, &server, kind, None);
    }
    let task = college.issued("[Plan](https://evil.example) <@all> of courses", "2026-03-20");
    deliver(&college);
    assert_eq!(deliver(&college), Counts::default());

    let all = server.delivered();
    assert_eq!(all.len(), 5);
    for kind in KINDS {
        let message = all.iter().find(|call| call.path.contains(kind.to_string().as_str()));
        let text = as_read(kind, message.unwrap());
        assert!(
            text.contains("of courses") && text.contains(&format!("/tasks/{}", task.id)),
            "{text}"
        );
        assert!(!text.contains("/r/"), "a group is not one person: {text}");
        let quiet = !text.contains("](https://evil") && !text.contains("<@all>");
        assert!(
            quiet || matches!(kind, RobotKind::Feishu),
            "what people wrote marks nothing: {text}"
        );
    }
    let to_groups = || college.letters().into_iter().filter(|one| one.channel == Channel::Robot);
    assert!(to_groups().all(|one| one.state == LetterState::Sent && one.person_id.is_none()));
    assert!(to_groups().all(|one| !one.to_address.contains("secret")));
    let other =
        college.office.app.db.read(|conn| duban::persistence::robots::of(conn, college.personnel));
    assert_eq!(other.unwrap(), [], "who supports is told nothing");
}

async fn a_group_reads_once_a_day_what_is_overdue(database: Database) {
    let (college, server) = college(database, []);
    add(&college, &server, RobotKind::WeCom, None);
    college.in_progress("Course plan", "2026-03-10");
    college.in_progress("Teaching materials", "2026-03-10");
    college.in_progress("Not due yet", "2026-06-10");
    deliver(&college);
    let before = server.delivered().len();

    college.office.turn_to("2026-03-11");
    let write = || college.office.app.act_now(Actor::operator(), reminders::write_due).unwrap();
    write();
    deliver(&college);
    write();
    deliver(&college);

    let all = server.delivered();
    assert_eq!(all.len(), before + 1, "one message for all of them");
    let text = as_read(RobotKind::WeCom, &all[before]);
    assert!(text.contains("Course plan") && text.contains("Teaching materials"), "{text}");
    assert!(!text.contains("Not due yet"), "{text}");

    // What was not told in its day is not told at all.
    college.office.turn_to("2026-03-13");
    write();
    college.office.pass(TimeDelta::hours(25));
    let counts = deliver(&college);
    assert_eq!(server.delivered().len(), before + 1);
    assert!(counts.skipped >= 1, "{counts:?}");
}

async fn nothing_of_a_confidential_meeting_is_told(database: Database) {
    let (college, server) = college(database, []);
    add(&college, &server, RobotKind::WeCom, None);
    let issued = college.as_person(college.clerk, |act| {
        let meeting = MeetingInput {
            title: "A confidential meeting".to_owned(),
            body_id: None,
            held_on: act.today,
            chair: None,
            source: Source::Meeting,
            confidential: true,
            reader_ids: BTreeSet::new(),
        };
        let meeting = file(act, &meeting, "Nothing was said.")?;
        assert!(meetings::find(act.conn, meeting.id)?.confidential);
        let task = NewTask {
            title: "A secret plan".to_owned(),
            lead_id: Some(college.academic),
            meeting_id: Some(meeting.id),
            due_on: "2026-03-10".parse().ok(),
            ..NewTask::default()
        };
        let task = create(act, task)?;
        steps::issue(act, task.id, task.version)
    });
    issued.unwrap();
    college.office.turn_to("2026-03-11");
    college.office.app.act_now(Actor::operator(), reminders::write_due).unwrap();
    deliver(&college);

    assert!(college.letters().iter().all(|one| one.channel == Channel::Mail));
    assert_eq!(server.calls(), []);
}

async fn each_service_is_understood_when_it_refuses(database: Database) {
    let slow = "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP \
                error 429";
    let cases = [
        (
            RobotKind::WeCom,
            Manner::json(200, &json!({ "errcode": 45_009, "errmsg": "limit" })),
            true,
        ),
        (
            RobotKind::WeCom,
            Manner::json(200, &json!({ "errcode": 93_000, "errmsg": "bad key" })),
            false,
        ),
        (
            RobotKind::DingTalk,
            Manner::json(200, &json!({ "errcode": 130_101, "errmsg": "太快" })),
            true,
        ),
        (
            RobotKind::DingTalk,
            Manner::json(200, &json!({ "errcode": 310_000, "errmsg": "sign" })),
            false,
        ),
        (RobotKind::Feishu, Manner::json(200, &json!({ "code": 11_232, "msg": "limited" })), true),
        (RobotKind::Feishu, Manner::json(200, &json!({ "code": 19_021, "msg": "sign" })), false),
        (RobotKind::Slack, Manner::Say(429, "retry-after: 5\r\n", "rate_limited".to_owned()), true),
        (RobotKind::Slack, Manner::Say(404, "", "no_service".to_owned()), false),
        (RobotKind::Teams, Manner::Say(200, "", slow.to_owned()), true),
        (RobotKind::Teams, Manner::Say(400, "", "Bad payload".to_owned()), false),
        (RobotKind::WeCom, Manner::Say(200, "", "<html>".to_owned()), true),
        (RobotKind::WeCom, Manner::Say(500, "", String::new()), true),
        (RobotKind::WeCom, Manner::FallSilent, true),
    ];
    let manners: Vec<Manner> = cases.iter().map(|(_, manner, _)| manner.clone()).collect();
    let (college, server) = college(database, manners);
    let robots = KINDS.map(|kind| add(&college, &server, kind, None));
    for (kind, manner, again) in cases {
        let robot = robots.iter().find(|robot| robot.kind == kind).unwrap();
        college.as_person(college.clerk, |act| test_letters::to_group(act, robot.id)).unwrap();
        let counts = deliver(&college);
        let expected = if again { (1, 0) } else { (0, 1) };
        assert_eq!((counts.failed, counts.dead), expected, "{kind} {manner:?}");
        let last = college.letters().pop().unwrap();
        assert_eq!(last.kind, LetterKind::Test);
        let error = last.error.unwrap();
        assert!(!error.contains("secret-of-the-group") && !error.contains("127.0.0.1"), "{error}");
        // The next case is another message, and what failed is not due before it.
        college.office.pass(TimeDelta::seconds(1));
    }
}

async fn messages_are_signed_where_a_secret_is_set(database: Database) {
    let (college, server) = college(database, []);
    add(&college, &server, RobotKind::DingTalk, Some("SECret"));
    add(&college, &server, RobotKind::Feishu, Some("SECret"));
    college.issued("Course plan", "2026-03-20");
    deliver(&college);

    let now = college.office.app.clock.now().and_utc();
    let all = server.delivered();
    let [ding, feishu] = all.as_slice() else { panic!("{all:?}") };
    let millis = now.timestamp_millis();
    assert!(ding.path.contains(&format!("&timestamp={millis}&sign=")), "{}", ding.path);
    assert_eq!(feishu.json()["timestamp"], now.timestamp().to_string());
    assert_eq!(feishu.json()["sign"].as_str().unwrap().len(), 44);
    assert!(!ding.path.contains("SECret") && !feishu.body.contains("SECret"));
}

async fn a_robot_that_was_removed_is_told_nothing(database: Database) {
    let (college, server) = college(database, []);
    let robot = add(&college, &server, RobotKind::Slack, None);
    college.issued("Course plan", "2026-03-20");
    college.as_person(college.clerk, |act| remove_robot(act, robot.id)).unwrap();

    assert_eq!(deliver(&college).skipped, 1);
    assert_eq!(server.calls(), []);
}

async fn robots_are_kept_by_the_office_and_never_shown_whole(database: Database) {
    let (college, server) = college(database, []);
    let input = |kind, url: &str, secret: Option<&str>| RobotInput {
        kind,
        name: "Group".to_owned(),
        url: url.to_owned(),
        secret: secret.map(str::to_owned),
    };
    let hook = format!("{}/hook/slack?key=secret-of-the-group", server.url());
    let refused = |who, input: &RobotInput| {
        college.as_person(who, |act| add_robot(act, college.academic, input)).unwrap_err()
    };
    assert!(matches!(
        refused(college.head, &input(RobotKind::Slack, &hook, None)),
        Error::Forbidden
    ));
    for (bad, field) in [
        (input(RobotKind::Slack, "https://intranet.example.edu/x", None), "url"),
        (input(RobotKind::Slack, "http://hooks.slack.com/services/x", None), "url"),
        (input(RobotKind::Slack, "", None), "url"),
        (input(RobotKind::Slack, &hook, Some("s")), "secret"),
    ] {
        match refused(college.clerk, &bad) {
            Error::Invalid(faults) => assert_eq!(faults[0].field, field),
            other => panic!("{other}"),
        }
    }
    let robot = add(&college, &server, RobotKind::Slack, None);
    let shown = format!("{robot:?} {}", robot.masked());
    assert!(!shown.contains("secret-of-the-group"), "{shown}");
    let staff = Actor { role: Role::Staff, ..Actor::operator() };
    let removed = college.office.app.act_now(staff, |act| remove_robot(act, robot.id));
    assert!(matches!(removed, Err(Error::Forbidden)));
}

fn college(
    database: Database,
    manners: impl IntoIterator<Item = Manner>,
) -> (College, ChannelServer) {
    let server = ChannelServer::open(manners);
    let college = College::with("2026-03-06", database, |settings| {
        settings.channels.timeout = 1;
        settings.channels.robot_hosts = vec!["127.0.0.1".to_owned()];
    });
    (college, server)
}

/// A robot of Academic Affairs at the server.
fn add(college: &College, server: &ChannelServer, kind: RobotKind, secret: Option<&str>) -> Robot {
    let input = RobotInput {
        kind,
        name: format!("Group at {kind}"),
        url: format!("{}/hook/{kind}?key=secret-of-the-group", server.url()),
        secret: secret.map(str::to_owned),
    };
    college.as_person(college.clerk, |act| add_robot(act, college.academic, &input)).unwrap()
}

fn deliver(college: &College) -> Counts {
    delivery::deliver_due(&college.office.app).unwrap()
}

/// What a group sees of a message, in one text.
fn as_read(kind: RobotKind, call: &Call) -> String {
    let body = call.json();
    let part = match kind {
        RobotKind::WeCom => &body["markdown"]["content"],
        RobotKind::DingTalk => &body["markdown"]["text"],
        RobotKind::Feishu => &body["card"],
        RobotKind::Slack => &body["text"],
        RobotKind::Teams => &body["attachments"][0]["content"],
    };
    part.as_str().map_or_else(|| part.to_string(), str::to_owned)
}

//! Letters leave by chat applications and text messages: once, whatever the services answer.

use chrono::TimeDelta;
use duban::domain::{Actor, Channel, LetterKind, LetterState};
use duban::mail::Post;
use duban::persistence::outbox::KeptLetter;
use duban::persistence::{outbox, people};
use duban::services::delivery::{self, Counts};
use duban::services::directory::{self, ReachInput};
use duban::services::{Error, test_letters};
use serde_json::json;

use crate::channel_server::{Call, ChannelServer, Manner};
use crate::college::College;
use crate::databases::{Database, on_both};
use crate::smtp_sink::SmtpSink;

on_both!(
    each_channel_takes_a_letter_once_with_its_links,
    each_channel_is_asked_again_when_it_is_busy,
    a_refusal_for_good_turns_to_mail_at_once,
    without_mail_a_refusal_is_shown_and_can_be_sent_again,
    a_token_is_kept_until_it_ends_and_asked_for_once_more_when_refused,
    a_secret_that_is_refused_is_tried_again_and_never_told,
    a_lost_answer_makes_no_second_message,
    silence_nonsense_and_trouble_are_tried_again,
    what_does_not_get_through_goes_by_mail_within_the_hour,
    a_letter_in_a_dead_hand_is_taken_up_when_the_lease_has_run_out,
    a_full_mail_server_holds_back_no_chat,
    a_channel_that_is_not_set_up_is_mail,
    who_has_no_mail_is_reached_otherwise,
    a_way_into_an_account_goes_by_mail,
    what_is_no_address_is_refused_at_its_field,
    a_test_message_goes_the_way_of_letters,
);

/// How many others than the head get a letter when a task is issued.
const BY_MAIL: usize = 2;

const CHATS: [Channel; 3] = [Channel::WeCom, Channel::DingTalk, Channel::Feishu];
const ALL: [Channel; 4] = [Channel::WeCom, Channel::DingTalk, Channel::Feishu, Channel::Sms];

async fn each_channel_takes_a_letter_once_with_its_links(database: Database) {
    let (college, server) = college(database, []);
    for (place, channel) in ALL.into_iter().enumerate() {
        reach(&college, channel);
        college.issued(&format!("Plan {place} <courses> & [more]"), "2026-03-20");
        assert_eq!(deliver(&college), counts(1 + BY_MAIL), "head by {channel}, others by mail");
        assert_eq!(deliver(&college), Counts::default());
        let all = server.delivered();
        assert_eq!(all.len(), place + 1);
        let text = as_read(channel, &all[place]);
        assert!(text.contains(&format!("Plan {place}")), "{text}");
        assert!(text.contains("/r/"), "a link with which the reader acknowledges: {text}");
        assert!(!text.contains("/tasks/"), "one thing to do, one address: {text}");
    }
    assert_eq!(server.tokens(), 3, "one for each application that has tokens");
    let kept = letters_to_head(&college);
    let by: Vec<Channel> = kept.iter().map(|one| one.channel).collect();
    assert_eq!(by, ALL);
    for letter in kept {
        assert!(!letter.card.contains("top-secret") && letter.state == LetterState::Sent);
    }
}

async fn each_channel_is_asked_again_when_it_is_busy(database: Database) {
    let (college, server) =
        college(database, ALL.into_iter().flat_map(|one| [busy(one), Manner::Accept]));
    for channel in ALL {
        reach(&college, channel);
        college.issued("Course plan", "2026-03-20");
        assert_eq!(deliver(&college), Counts { failed: 1, ..counts(BY_MAIL) }, "{channel}");
        assert_eq!(deliver(&college), Counts::default(), "{channel}: not before its time");
        // Feishu and the gateway asked for ninety seconds.
        let pause = if matches!(channel, Channel::Feishu | Channel::Sms) { 90 } else { 60 };
        college.office.pass(TimeDelta::seconds(pause - 1));
        if pause == 90 {
            assert_eq!(deliver(&college), Counts::default(), "{channel}: as it asked");
        }
        college.office.pass(TimeDelta::seconds(1));
        assert_eq!(deliver(&college), counts(1), "{channel}");
    }
    assert_eq!(server.delivered().len(), 4);
}

async fn a_refusal_for_good_turns_to_mail_at_once(database: Database) {
    let (mut college, server) = college(database, ALL.map(refusal));
    let sink = SmtpSink::open([]);
    college.office.app.post = Post::open(&sink.url(), None).unwrap();
    for (place, channel) in ALL.into_iter().enumerate() {
        reach(&college, channel);
        college.issued("Course plan", "2026-03-20");
        assert_eq!(deliver(&college), Counts { failed: 1, ..counts(1 + BY_MAIL) }, "{channel}");
        assert_eq!(sink.letters().len(), (1 + BY_MAIL) * (place + 1), "{channel}");
    }
    assert!(server.delivered().is_empty());
    for letter in letters_to_head(&college) {
        assert_eq!((letter.channel, letter.state), (Channel::Mail, LetterState::Sent));
        assert!(letter.to_address.contains('@') && letter.diverted.is_some(), "{letter:?}");
    }
    let mail = sink.letters().concat();
    assert!(mail.contains("head.of.academic.affairs@example.edu"), "{mail}");
}

async fn without_mail_a_refusal_is_shown_and_can_be_sent_again(database: Database) {
    let (college, server) = college(database, [refusal(Channel::WeCom)]);
    reach(&college, Channel::WeCom);
    forget_mail(&college);
    college.issued("Course plan", "2026-03-20");

    assert_eq!(deliver(&college), Counts { dead: 1, ..counts(BY_MAIL) });
    let [dead] = letters_to_head(&college).try_into().unwrap();
    assert_eq!(dead.state, LetterState::Dead);
    assert!(dead.error.unwrap().contains("81013"));

    college.as_person(college.clerk, |act| delivery::resend(act, dead.id)).unwrap();
    assert_eq!(deliver(&college), counts(1));
    assert_eq!(server.delivered().len(), 1);
}

async fn a_token_is_kept_until_it_ends_and_asked_for_once_more_when_refused(database: Database) {
    let (college, server) = college(database, []);
    for channel in CHATS {
        let before = server.tokens();
        reach(&college, channel);
        let send = |title: &str| {
            college.issued(title, "2026-03-20");
            assert_eq!(deliver(&college), counts(1 + BY_MAIL), "{channel}: {title}");
        };
        send("First");
        send("Second");
        assert_eq!(server.tokens(), before + 1, "{channel}: kept");
        server.expire_token();
        send("Third");
        assert_eq!(server.tokens(), before + 2, "{channel}: asked for once more");
        college.office.pass(TimeDelta::minutes(119));
        send("Fourth");
        assert_eq!(server.tokens(), before + 3, "{channel}: not used at its end");
    }
    assert_eq!(server.delivered().len(), 12);
}

async fn a_secret_that_is_refused_is_tried_again_and_never_told(database: Database) {
    let (college, server) = college(database, []);
    for channel in CHATS {
        reach(&college, channel);
        // Services have been seen to say what they were asked with.
        let said = "invalid credential top-secret";
        server.ask_for_token(Manner::json(
            200,
            &match channel {
                Channel::Feishu => json!({ "code": 10_014, "msg": said }),
                _ => json!({ "errcode": 40_001, "errmsg": said }),
            },
        ));
        college.issued("Course plan", "2026-03-20");
        assert_eq!(deliver(&college), Counts { failed: 1, ..counts(BY_MAIL) }, "{channel}");
        let error = letters_to_head(&college).pop().unwrap().error.unwrap();
        assert!(error.contains("invalid credential") && !error.contains("top-secret"), "{error}");
        college.office.pass(TimeDelta::minutes(1));
        assert_eq!(deliver(&college), counts(1), "{channel}");
    }
}

async fn a_lost_answer_makes_no_second_message(database: Database) {
    let (college, server) =
        college(database, ALL.into_iter().flat_map(|_| [Manner::KeepAndHangUp, Manner::Accept]));
    for (place, channel) in ALL.into_iter().enumerate() {
        reach(&college, channel);
        college.issued("Course plan", "2026-03-20");
        assert_eq!(deliver(&college), Counts { failed: 1, ..counts(BY_MAIL) }, "{channel}");
        college.office.pass(TimeDelta::minutes(1));
        assert_eq!(deliver(&college), counts(1), "{channel}");
        let calls = server.calls();
        let [first, second] = &calls[2 * place..] else { panic!("{channel}: {calls:?}") };
        assert_eq!(first, second, "{channel}: the same to the byte");
        assert_eq!(server.delivered().len(), place + 1, "{channel}: known as the same");
    }
}

async fn silence_nonsense_and_trouble_are_tried_again(database: Database) {
    let bad = [
        Manner::FallSilent,
        Manner::Say(200, "content-type: text/html\r\n", "<html>hello".to_owned()),
        Manner::Say(502, "", "bad gateway".to_owned()),
        Manner::Say(302, "location: http://127.0.0.1:1/\r\n", String::new()),
        Manner::json(200, &json!([])),
    ];
    let (college, server) = college(
        database,
        ALL.iter().flat_map(|_| bad.clone()).flat_map(|manner| [manner, Manner::Accept]),
    );
    for channel in ALL {
        reach(&college, channel);
        for manner in &bad {
            let before = server.calls().len();
            college.issued("Course plan", "2026-03-20");
            let failed = Counts { failed: 1, ..counts(BY_MAIL) };
            assert_eq!(deliver(&college), failed, "{channel} {manner:?}");
            college.office.pass(TimeDelta::minutes(1));
            assert_eq!(deliver(&college), counts(1), "{channel} {manner:?}");
            assert_eq!(server.calls().len(), before + 2, "none is followed: {channel} {manner:?}");
        }
    }
    assert_eq!(server.delivered().len(), 20);
}

async fn what_does_not_get_through_goes_by_mail_within_the_hour(database: Database) {
    let trouble = || Manner::Say(503, "", String::new());
    let (college, server) = college(database, (0..9).map(|_| trouble()));
    reach(&college, Channel::Feishu);
    college.issued("Course plan", "2026-03-20");

    let mut minutes = 0;
    while letters_to_head(&college)[0].state != LetterState::Sent {
        deliver(&college);
        college.office.pass(TimeDelta::minutes(1));
        minutes += 1;
        assert!(minutes < 60, "it goes by mail within the hour");
    }
    let [letter] = letters_to_head(&college).try_into().unwrap();
    assert_eq!(letter.channel, Channel::Mail);
    assert!(letter.diverted.unwrap().contains("503"));
    assert_eq!(server.calls().len(), 4);
}

async fn a_letter_in_a_dead_hand_is_taken_up_when_the_lease_has_run_out(database: Database) {
    let (college, server) = college(database, []);
    reach(&college, Channel::WeCom);
    forget_mail(&college);
    college.as_person(college.clerk, |act| test_letters::to_person(act, college.head)).unwrap();
    let now = college.office.app.clock.now();
    let until = now + TimeDelta::seconds(30);
    let claimed = college.office.app.db.write(|conn| outbox::claim(conn, "killed", now, until));
    assert!(claimed.unwrap().is_some());

    assert_eq!(deliver(&college), Counts::default(), "it is in somebody's hand");
    college.office.pass(TimeDelta::seconds(31));
    assert_eq!(deliver(&college), counts(1));
    assert_eq!(server.delivered().len(), 1);
}

async fn a_full_mail_server_holds_back_no_chat(database: Database) {
    let server = ChannelServer::open([]);
    let sink = SmtpSink::open([]);
    let mut college = College::with("2026-03-06", database, |settings| {
        server.set_up(settings);
        settings.mail.per_minute = 1;
    });
    college.office.app.post = Post::open(&sink.url(), None).unwrap();
    reach(&college, Channel::WeCom);
    for title in ["First", "Second", "Third"] {
        college.issued(title, "2026-03-20");
    }

    assert_eq!(deliver(&college), counts(4), "three by chat, one by mail");
    assert_eq!((server.delivered().len(), sink.letters().len()), (3, 1));
}

async fn a_channel_that_is_not_set_up_is_mail(database: Database) {
    let college = College::on("2026-03-06", database);
    reach(&college, Channel::WeCom);
    college.issued("Course plan", "2026-03-20");

    assert_eq!(deliver(&college), counts(1 + BY_MAIL));
    assert_eq!(letters_to_head(&college)[0].channel, Channel::Mail);
}

async fn who_has_no_mail_is_reached_otherwise(database: Database) {
    let (college, server) = college(database, []);
    let ids = ReachInput { channel: Channel::Mail, ..ids() };
    college.as_person(college.clerk, |act| directory::set_reach(act, college.head, &ids)).unwrap();
    forget_mail(&college);
    college.issued("Course plan", "2026-03-20");

    assert_eq!(deliver(&college), counts(1 + BY_MAIL));
    assert_eq!(server.delivered().len(), 1);
}

async fn a_way_into_an_account_goes_by_mail(database: Database) {
    let (college, server) = college(database, []);
    reach(&college, Channel::WeCom);
    let invited = college
        .as_person(college.clerk, |act| duban::services::accounts::invite(act, college.head));
    invited.unwrap();

    let [letter] = letters_to_head(&college).try_into().unwrap();
    assert_eq!((letter.kind, letter.channel), (LetterKind::Invitation, Channel::Mail));
    assert!(server.calls().is_empty());
}

async fn what_is_no_address_is_refused_at_its_field(database: Database) {
    let (college, _server) = college(database, []);
    let refused = |input: ReachInput, field: &str| {
        let set = |act: &mut duban::app::Act<'_>| directory::set_reach(act, college.head, &input);
        match college.as_person(college.clerk, set) {
            Err(Error::Invalid(faults)) => assert_eq!(faults[0].field, field, "{faults:?}"),
            other => panic!("{field}: {other:?}"),
        }
    };
    let some = |text: &str| Some(text.to_owned());
    refused(ReachInput { wecom_id: some("@all"), ..ids() }, "wecom_id");
    refused(ReachInput { wecom_id: some("a|b"), ..ids() }, "wecom_id");
    refused(ReachInput { dingtalk_id: some("a,b"), ..ids() }, "dingtalk_id");
    refused(ReachInput { mobile: some("6016"), ..ids() }, "mobile");
    refused(ReachInput { channel: Channel::Robot, ..ids() }, "channel");
    refused(ReachInput { channel: Channel::Feishu, feishu_id: None, ..ids() }, "feishu_id");
    reach(&college, Channel::WeCom);
    let twice =
        college.as_person(college.clerk, |act| directory::set_reach(act, college.contact, &ids()));
    assert!(matches!(twice, Err(Error::Invalid(_))), "an id is one person's: {twice:?}");
    let by_staff =
        college.as_person(college.contact, |act| directory::set_reach(act, college.head, &ids()));
    assert!(matches!(by_staff, Err(Error::Forbidden)));

    let choose =
        |who, channel| college.as_person(who, |act| directory::choose_channel(act, channel));
    choose(college.head, Channel::Feishu).unwrap();
    choose(college.head, Channel::Mail).unwrap();
    assert!(matches!(choose(college.contact, Channel::WeCom), Err(Error::Invalid(_))));
}

async fn a_test_message_goes_the_way_of_letters(database: Database) {
    let (college, server) = college(database, []);
    for channel in ALL {
        reach(&college, channel);
        let by = college.as_person(college.head, |act| test_letters::to_person(act, college.head));
        assert_eq!(by.unwrap(), channel);
        assert_eq!(deliver(&college), counts(1));
        college.office.pass(TimeDelta::seconds(1));
    }
    assert_eq!(server.delivered().len(), 4);
    let other =
        college.as_person(college.contact, |act| test_letters::to_person(act, college.head));
    assert!(matches!(other, Err(Error::Forbidden)));
}

fn college(
    database: Database,
    manners: impl IntoIterator<Item = Manner>,
) -> (College, ChannelServer) {
    let server = ChannelServer::open(manners);
    let college = College::with("2026-03-06", database, |settings| server.set_up(settings));
    (college, server)
}

fn ids() -> ReachInput {
    ReachInput {
        channel: Channel::WeCom,
        wecom_id: Some("ZhangSan".to_owned()),
        dingtalk_id: Some("manager4220".to_owned()),
        feishu_id: Some("3e3cf96b".to_owned()),
        mobile: Some("138 0000 0000".to_owned()),
    }
}

/// Lets the head of Academic Affairs be reached by `channel`.
fn reach(college: &College, channel: Channel) {
    let input = ReachInput { channel, ..ids() };
    college
        .as_person(college.clerk, |act| directory::set_reach(act, college.head, &input))
        .unwrap();
}

fn forget_mail(college: &College) {
    let forgotten = college.office.app.act_now(Actor::operator(), |act| {
        let mut head = people::find(act.conn, college.head)?;
        head.email = None;
        people::update(act.conn, &head)
    });
    forgotten.unwrap();
}

fn deliver(college: &College) -> Counts {
    delivery::deliver_due(&college.office.app).unwrap()
}

fn counts(sent: usize) -> Counts {
    Counts { sent, ..Counts::default() }
}

fn letters_to_head(college: &College) -> Vec<KeptLetter> {
    college.letters().into_iter().filter(|one| one.person_id == Some(college.head)).collect()
}

/// What its reader sees of a message, in one text.
fn as_read(channel: Channel, call: &Call) -> String {
    let body = call.json();
    match channel {
        Channel::WeCom => {
            assert_eq!(
                (&body["touser"], &body["agentid"]),
                (&json!("ZhangSan"), &json!(1_000_002))
            );
            assert_eq!(body["msgtype"], "template_card");
            body["template_card"].to_string()
        }
        Channel::DingTalk => {
            assert_eq!(body["userid_list"], "manager4220");
            assert_eq!(body["msg"]["msgtype"], "action_card");
            assert!(call.body.len() < 2_048, "{}", call.body.len());
            body["msg"]["action_card"].to_string()
        }
        Channel::Feishu => {
            assert!(call.path.ends_with("receive_id_type=user_id"), "{}", call.path);
            assert_eq!(
                (&body["receive_id"], &body["msg_type"]),
                (&json!("3e3cf96b"), &json!("interactive"))
            );
            assert!(body["uuid"].as_str().unwrap().len() <= 50);
            body["content"].as_str().unwrap().to_owned()
        }
        _ => {
            assert_eq!(body["to"], "13800000000");
            assert!(call.head.contains("authorization: top-secret\r\n"), "{}", call.head);
            body["text"].as_str().unwrap().to_owned()
        }
    }
}

/// How a service says that it is busy.
fn busy(channel: Channel) -> Manner {
    match channel {
        Channel::WeCom => {
            Manner::json(200, &json!({ "errcode": 45_009, "errmsg": "api freq out of limit" }))
        }
        Channel::DingTalk => Manner::json(
            200,
            &json!({ "errcode": 88, "sub_code": "90018", "sub_msg": "请求被暂时禁用了" }),
        ),
        Channel::Feishu => {
            let said = json!({ "code": 99_991_400, "msg": "request trigger frequency limit" });
            Manner::Say(429, "x-ogw-ratelimit-reset: 90\r\n", said.to_string())
        }
        _ => Manner::Say(429, "retry-after: 90\r\n", "slow down".to_owned()),
    }
}

/// How a service says that it does not know the reader.
fn refusal(channel: Channel) -> Manner {
    match channel {
        Channel::WeCom => Manner::json(
            200,
            &json!({ "errcode": 81_013, "errmsg": "user & party & tag all invalid" }),
        ),
        Channel::DingTalk => {
            Manner::json(200, &json!({ "errcode": 33_012, "errmsg": "无效的USERID" }))
        }
        Channel::Feishu => Manner::json(
            400,
            &json!({ "code": 230_013, "msg": "Bot has NO availability to this user." }),
        ),
        _ => Manner::Say(400, "", "no such number".to_owned()),
    }
}

//! Names of departments that the directory did not know: picked once, remembered from then on.

use duban::app::Act;
use duban::domain::{
    Actor, Department, DepartmentId, Directive, Disposition, MeetingId, Pick, Preparation, Role,
    Source,
};
use duban::persistence::{departments, directives, remembered_names};
use duban::services::Error;
use duban::services::directory::{
    DepartmentInput, PersonInput, create_department, create_person, update_department,
};
use duban::services::intake::{self, MeetingInput};
use duban::services::review::{self, Change};
use duban::services::tasks::{self, NewTask};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::{guest, settle};

on_both!(
    a_picked_name_is_known_to_the_next_meeting,
    a_task_made_for_a_directive_teaches_its_name,
    what_may_mean_another_is_not_remembered,
    a_clerk_picks_on_the_page_and_never_again,
    a_group_offers_its_departments,
);

const MINUTES: &str = "会议要求，教学科要修订课程方案。教学科务必检查教室。";

async fn a_picked_name_is_known_to_the_next_meeting(database: Database) {
    let college = College::on("2026-03-06", database);
    let meeting = file(&college, MINUTES);
    let found = directives_of(&college, meeting);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|one| one.owners[0].is_open()), "{found:?}");

    // Looking is not deciding: what is saved without being accepted teaches nothing.
    let saved = change(&college, &found[0], None, college.academic);
    assert!(aliases(&college, college.academic).is_empty());
    change(&college, &saved, Some(Disposition::Accepted), college.academic);

    assert_eq!(aliases(&college, college.academic), ["教学科"]);
    // The other sentence of these minutes, which nobody has touched, is recognised at once.
    let now = directives_of(&college, meeting);
    assert_eq!(now[1].prepared().lead, Some(college.academic));
    assert_eq!((now[1].version, now[1].reviewed_at), (found[1].version, None));
    let next = directives_of(&college, file(&college, "教学科要准备考试。"));
    assert_eq!(next[0].prepared().lead, Some(college.academic));
    // It is kept who said so, when, and of which minutes.
    let kept = college
        .office
        .app
        .db
        .read(|conn| remembered_names::of_department(conn, college.academic))
        .unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].meeting_id), ("教学科", meeting));
    assert_eq!(kept[0].remembered_by, Some(college.clerk));

    // Forgotten on the department's page, it is open again; what was kept stays.
    let department = department(&college, college.academic);
    let input = DepartmentInput { aliases: Vec::new(), ..DepartmentInput::of(&department) };
    college.as_person(college.clerk, |act| update_department(act, department.id, &input)).unwrap();
    let next = directives_of(&college, file(&college, "教学科要准备考试。"));
    assert!(next[0].owners[0].is_open());
}

async fn a_task_made_for_a_directive_teaches_its_name(database: Database) {
    let college = College::on("2026-03-06", database);
    let directive = directives_of(&college, file(&college, MINUTES)).remove(0);
    let new = NewTask {
        title: "Mend the plan".into(),
        lead_id: Some(college.academic),
        directive_id: Some(directive.id),
        ..NewTask::default()
    };

    let unlike = NewTask { lead_id: Some(DepartmentId(99)), ..new.clone() };
    assert!(college.as_person(college.clerk, |act| tasks::create(act, unlike)).is_err());
    assert!(aliases(&college, college.academic).is_empty());
    college.as_person(college.clerk, |act| tasks::create(act, new)).unwrap();

    assert_eq!(aliases(&college, college.academic), ["教学科"]);
}

async fn what_may_mean_another_is_not_remembered(database: Database) {
    let college = College::on("2026-03-06", database);
    let closed = |act: &mut Act<'_>| {
        let input = DepartmentInput {
            name: "安保组".into(),
            active: Some(false),
            ..DepartmentInput::default()
        };
        create_department(act, &input)?;
        for name in ["信息工程学院", "电子信息学院"] {
            create_department(act, &DepartmentInput { name: name.into(), ..Default::default() })?;
        }
        let teacher = PersonInput { name: "赵云".into(), ..PersonInput::new(Role::Staff) };
        create_person(act, &teacher)
    };
    college.office.app.act_now(Actor::operator(), closed).unwrap();

    for minutes in [
        "各单位要检查教室。",
        "有关部门要检查教室。",
        "赵云老师要检查教室。",
        "钱主任要检查教室。",
        "信息学院要检查教室。",
        "安保组要检查教室。",
        "Kim to check the rooms.",
    ] {
        let found = directives_of(&college, file(&college, minutes));
        assert_eq!(found.len(), 1, "{minutes}: {found:?}");
        change(&college, &found[0], Some(Disposition::Accepted), college.academic);
        assert!(aliases(&college, college.academic).is_empty(), "{minutes}");
    }
    // Two open names and one choice: nobody can tell which was meant, unless the clerk says so.
    let two = directives_of(&college, file(&college, "由教学科、考务科负责检查教室。"));
    let accepted = change(&college, &two[0], Some(Disposition::Accepted), college.academic);
    assert!(aliases(&college, college.academic).is_empty());
    let pick = Pick { text: "考务科".into(), department_id: college.academic };
    let said = Preparation { picks: vec![pick], ..accepted.prepared() };
    let change = Change { preparation: Some(said), ..Change::default() };
    college.as_person(college.clerk, |act| review::change(act, accepted.id, change)).unwrap();
    assert_eq!(aliases(&college, college.academic), ["考务科"]);
}

async fn a_clerk_picks_on_the_page_and_never_again(database: Database) {
    let college = College::on("2026-03-06", database);
    let app = &college.office.app;
    settle(app, "desk@example.edu", Role::Clerk);
    let mut clerk = guest(app).await;
    clerk.enter("desk@example.edu").await;
    let first = file(&college, MINUTES);
    let path = format!("/meetings/{first}/review");

    let page = clerk.get(&path).await;
    assert!(page.html.contains("“教学科” in the minutes: which department is that?"));
    let academic = college.academic.to_string();
    let (on, version, title) = (page.hidden("on"), page.hidden("version"), page.hidden("title"));
    let fields = [
        ("on", on.as_str()),
        ("version", version.as_str()),
        ("title", title.as_str()),
        ("said1", "教学科"),
        ("share1", "lead"),
        ("pick1", academic.as_str()),
        ("act", "accept"),
    ];
    assert_eq!(clerk.post(&page, &path, &fields).await.status, 303);

    assert_eq!(aliases(&college, college.academic), ["教学科"]);
    let next = file(&college, "教学科要准备考试。");
    let page = clerk.get(&format!("/meetings/{next}/review")).await;
    assert!(!page.html.contains("which department is that?"), "{}", page.html);
    let chosen = format!("<option value=\"{academic}\" selected>");
    assert!(page.html.contains(&chosen), "{}", page.html);
    let directory = clerk.get(&format!("/departments/{academic}")).await;
    assert!(directory.html.contains("教学科"), "{}", directory.html);
}

async fn a_group_offers_its_departments(database: Database) {
    let college = College::on("2026-03-06", database);
    let app = &college.office.app;
    settle(app, "desk@example.edu", Role::Clerk);
    let mut clerk = guest(app).await;
    clerk.enter("desk@example.edu").await;
    let meeting = file(&college, "各单位要检查教室。");
    let path = format!("/meetings/{meeting}/review");

    let page = clerk.get(&path).await;
    assert!(page.html.contains("“各单位” in the minutes: 2 departments could support"));
    let all = format!("{},{}", college.academic, college.personnel);
    assert!(page.html.contains(&format!("name=\"add_members\" value=\"{all}\"")));
    let academic = college.academic.to_string();
    let (on, version, title) = (page.hidden("on"), page.hidden("version"), page.hidden("title"));
    let fields = [
        ("on", on.as_str()),
        ("version", version.as_str()),
        ("title", title.as_str()),
        ("lead_department_id", academic.as_str()),
        ("add_members", all.as_str()),
    ];
    assert_eq!(clerk.post(&page, &path, &fields).await.status, 303);

    let prepared = directives_of(&college, meeting)[0].prepared();
    assert_eq!(
        (prepared.lead, prepared.supporters),
        (Some(college.academic), vec![college.personnel])
    );
    // Beside a lead that is named, they support without being asked for.
    let input = DepartmentInput {
        aliases: vec!["教务处".into()],
        ..DepartmentInput::of(&department(&college, college.academic))
    };
    college
        .as_person(college.clerk, |act| update_department(act, college.academic, &input))
        .unwrap();
    let led = "由教务处牵头，各部门配合，完成教室检查。";
    let led = directives_of(&college, file(&college, led)).remove(0).prepared();
    assert_eq!((led.lead, led.supporters), (Some(college.academic), vec![college.personnel]));
}

fn file(college: &College, minutes: &str) -> MeetingId {
    let input = MeetingInput {
        title: "院长办公会".into(),
        body_id: None,
        held_on: "2026-03-05".parse().unwrap(),
        chair: None,
        source: Source::Meeting,
        confidential: false,
        reader_ids: std::collections::BTreeSet::default(),
    };
    college.as_person(college.clerk, |act| intake::file(act, &input, minutes)).unwrap().id
}

fn directives_of(college: &College, meeting: MeetingId) -> Vec<Directive> {
    college.office.app.db.read(|conn| directives::of_meeting(conn, meeting)).unwrap()
}

/// Lets the clerk choose `lead`, and decide.
fn change(
    college: &College,
    directive: &Directive,
    disposition: Option<Disposition>,
    lead: DepartmentId,
) -> Directive {
    let preparation = Preparation { lead: Some(lead), ..directive.prepared() };
    let change = Change { disposition, preparation: Some(preparation), ..Change::default() };
    let changed: Result<Directive, Error> =
        college.as_person(college.clerk, |act| review::change(act, directive.id, change));
    changed.unwrap()
}

fn department(college: &College, id: DepartmentId) -> Department {
    let tree = college.office.app.db.read(departments::tree).unwrap();
    tree.get(id).unwrap().clone()
}

fn aliases(college: &College, id: DepartmentId) -> Vec<String> {
    department(college, id).aliases
}

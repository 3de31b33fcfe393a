//! Departments and people: who is who, and who may say so.

use duban::domain::{Actor, Department, Fault, Role, TaskFilter};
use duban::persistence::departments;
use duban::persistence::views::task_list;
use duban::services::Error;
use duban::services::directory::{self, DepartmentInput, PersonInput};
use duban::services::tasks::{self, NewTask};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::guest::{guest, settle};
use crate::office::Office;

on_both!(
    a_department_cannot_lie_below_itself,
    a_department_is_added_and_changed_on_its_page,
    the_second_of_two_who_change_a_department_is_told,
    the_second_of_two_who_rename_a_body_or_programme_is_told,
    who_stands_in_for_an_office_head_is_not_the_clerks_to_say,
    addresses_are_unique_without_regard_to_case,
    a_clerk_makes_no_administrators,
    bodies_and_programmes_are_kept_by_name,
    who_does_not_run_the_office_is_told_so,
    whoever_holds_work_is_not_deactivated,
    tasks_follow_who_leads_their_department,
);

fn department(office: &Office, name: &str, parent: Option<&Department>) -> Department {
    let parent_id = parent.map(|parent| parent.id);
    let input = DepartmentInput { name: name.to_owned(), parent_id, ..DepartmentInput::default() };
    let created =
        office.app.act_now(Actor::operator(), |act| directory::create_department(act, &input));
    created.unwrap()
}

#[track_caller]
fn faults<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Vec<(String, Fault)> {
    match outcome {
        Err(Error::Invalid(found)) => found.into_iter().map(|one| (one.field, one.fault)).collect(),
        other => panic!("nothing was found wrong: {other:?}"),
    }
}

async fn a_department_cannot_lie_below_itself(database: Database) {
    let office = Office::on("2026-03-06", database);
    let college = department(&office, "College", None);
    let school = department(&office, "School", Some(&college));

    let below = DepartmentInput { parent_id: Some(school.id), ..DepartmentInput::of(&college) };
    let refused = office
        .app
        .act_now(Actor::operator(), |act| directory::update_department(act, college.id, &below));

    let found = faults(refused);
    assert_eq!(found[0].0, "parent_id");
    assert_eq!(
        found[0].1.to_string(),
        "`College` cannot be placed below `School`, which lies below it"
    );
}

async fn a_department_is_added_and_changed_on_its_page(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let head = settle(&office.app, "head@example.edu", Role::Staff);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;

    let form = clerk.get("/departments/new").await;
    let empty = clerk.post(&form, "/departments/new", &[("position", "x")]).await;
    assert_eq!((empty.status, empty.wrong()), (422, vec!["position"]));
    let head_id = head.id.to_string();
    let fields = [
        ("name", "教务处"),
        ("name_en", "Academic Affairs Office"),
        ("aliases", "教务\n教务部门\n\n教务"),
        ("head_id", head_id.as_str()),
        ("contact_ids", head_id.as_str()),
        ("active", "yes"),
    ];
    let added = clerk.post(&form, "/departments/new", &fields).await;
    assert_eq!(added.status, 303, "{}", added.html);

    let tree = office.app.db.read(departments::tree).unwrap();
    let one = tree.iter().next().unwrap();
    assert_eq!((one.aliases.len(), one.head_id, one.position), (2, Some(head.id), 1));
    let page = clerk.get(added.place()).await;
    assert!(page.html.contains("教务部门"), "{}", page.html);
    let list = clerk.get("/people").await;
    assert!(
        list.html.contains("Academic Affairs Office") && list.html.contains("Head of department")
    );
}

async fn the_second_of_two_who_change_a_department_is_told(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let school = department(&office, "School", None);
    let place = format!("/departments/{}", school.id);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let fields = |name| [("name", name), ("active", "yes"), ("version", "1")];

    let first = clerk.get(&place).await;
    let second = clerk.get(&place).await;
    assert!(first.html.contains(r#"name="version" value="1""#), "{}", first.html);
    let saved = clerk.post(&first, &place, &fields("School of Agriculture")).await;
    let told = clerk.post(&second, &place, &fields("Farm School")).await;

    assert_eq!(saved.status, 303, "{}", saved.html);
    assert_eq!((told.status, told.wrong()), (422, vec!["name"]));
    assert!(told.html.contains("Farm School"), "what was typed stays");
    let kept = office.app.db.read(departments::tree).unwrap();
    assert_eq!(kept.name(school.id), "School of Agriculture");
}

async fn the_second_of_two_who_rename_a_body_or_programme_is_told(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    for list in ["/bodies", "/programmes"] {
        let page = clerk.get(list).await;
        clerk.post(&page, list, &[("name", "Ten reforms")]).await;
        let one = clerk.get(list).await;
        let version = one.hidden("version");
        let fields = |name| [("name", name), ("active", "yes"), ("version", version.as_str())];
        let place = format!("{list}/1");

        let saved = clerk.post(&one, &place, &fields("Eleven reforms")).await;
        let told = clerk.post(&one, &place, &fields("Twelve reforms")).await;

        assert_eq!(saved.status, 303, "{}", saved.html);
        assert_eq!((told.status, told.wrong()), (422, vec!["n1"]), "{}", told.html);
        assert!(told.html.contains("value=\"Twelve reforms\""), "what was typed stays");
        assert!(told.html.contains(">Eleven reforms</th>"), "{}", told.html);
        let version = told.html.rsplit_once("name=\"version\" value=\"").unwrap().1;
        let again = [("name", "Twelve reforms"), ("version", version.split('"').next().unwrap())];
        assert_eq!(clerk.post(&told, &place, &again).await.status, 303);
    }
}

async fn who_stands_in_for_an_office_head_is_not_the_clerks_to_say(database: Database) {
    let office = Office::on("2026-03-06", database);
    let clerk = settle(&office.app, "clerk@example.edu", Role::Clerk);
    let above = settle(&office.app, "office@example.edu", Role::OfficeHead);
    let staff = settle(&office.app, "staff@example.edu", Role::Staff);
    let name = |by: &duban::domain::Person, of: &duban::domain::Person| {
        let (of, deputy) = (of.id, clerk.id);
        let today = office.app.today();
        let tree = office.app.db.read(departments::tree).unwrap();
        let actor = Actor::new(by, &tree, std::collections::BTreeMap::new());
        office.app.act_now(actor, |act| directory::name_deputy(act, of, deputy, today, today))
    };
    assert!(matches!(name(&clerk, &above), Err(Error::Forbidden)));
    assert!(name(&clerk, &staff).is_ok());
    assert!(name(&above, &above).is_ok());
}

async fn addresses_are_unique_without_regard_to_case(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "anna@example.edu", Role::Staff);
    let input = PersonInput {
        name: "Another".to_owned(),
        email: Some("ANNA@Example.edu".to_owned()),
        ..PersonInput::new(Role::Staff)
    };

    let refused =
        office.app.act_now(Actor::operator(), |act| directory::create_person(act, &input));

    let taken = Fault::Taken("ANNA@example.edu".to_owned());
    assert_eq!(faults(refused), [("email".to_owned(), taken)]);
}

async fn a_clerk_makes_no_administrators(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let admin = settle(&office.app, "admin@example.edu", Role::Admin);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;

    let form = clerk.get("/people/new").await;
    assert!(!form.html.contains("value=\"admin\""));
    let fields = [("name", "Me"), ("role", "admin"), ("active", "yes")];
    assert_eq!(clerk.post(&form, "/people/new", &fields).await.status, 403);
    let path = format!("/people/{}", admin.id);
    assert_eq!(clerk.post(&form, &path, &[("name", "x"), ("role", "staff")]).await.status, 403);
    assert_eq!(clerk.post(&form, &format!("{path}/invite"), &[]).await.status, 403);
}

async fn bodies_and_programmes_are_kept_by_name(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;

    for path in ["/bodies", "/programmes"] {
        let form = clerk.get(path).await;
        let added = clerk.post(&form, path, &[("name", " 党委会 ")]).await;
        assert_eq!(added.status, 303);
        let form = clerk.get(path).await;
        let twice = clerk.post(&form, path, &[("name", "党委会")]).await;
        assert_eq!((twice.status, twice.wrong()), (422, vec!["name"]));
        let nameless = clerk.post(&form, path, &[("name", "  ")]).await;
        assert_eq!((nameless.status, nameless.wrong()), (422, vec!["name"]));
        let renamed = clerk.post(&form, &format!("{path}/1"), &[("name", "校务会")]).await;
        assert_eq!(renamed.status, 303);
        assert!(clerk.get(path).await.html.contains("Inactive"));
    }
}

async fn who_does_not_run_the_office_is_told_so(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "staff@example.edu", Role::Staff);
    let mut staff = guest(&office.app).await;
    staff.enter("staff@example.edu").await;

    for path in ["/people", "/people/new", "/departments/new", "/bodies", "/programmes"] {
        assert_eq!(staff.get(path).await.status, 403, "{path}");
    }
    assert_eq!(staff.get("/nothing-here").await.status, 404);
}

async fn whoever_holds_work_is_not_deactivated(database: Database) {
    let office = Office::on("2026-03-06", database);
    let handler = settle(&office.app, "handler@example.edu", Role::Staff);
    let head = settle(&office.app, "head@example.edu", Role::Staff);
    let school = department(&office, "School", None);
    let led = DepartmentInput { head_id: Some(head.id), ..DepartmentInput::of(&school) };
    let task = NewTask {
        title: "Publish the schedule".to_owned(),
        lead_id: Some(school.id),
        handler_id: Some(handler.id),
        ..NewTask::default()
    };
    office
        .app
        .act_now(Actor::operator(), |act| {
            directory::update_department(act, school.id, &led)?;
            tasks::create(act, task)
        })
        .unwrap();

    for person in [&handler, &head] {
        let gone = PersonInput { active: false, ..PersonInput::of(person) };
        let refused = office
            .app
            .act_now(Actor::operator(), |act| directory::update_person(act, person.id, &gone));
        assert_eq!(faults(refused), [("active".to_owned(), Fault::HoldsTasks(1))]);
    }
    let closed = DepartmentInput { active: Some(false), ..led };
    let refused = office
        .app
        .act_now(Actor::operator(), |act| directory::update_department(act, school.id, &closed));
    assert_eq!(faults(refused), [("active".to_owned(), Fault::HoldsTasks(1))]);
}

async fn tasks_follow_who_leads_their_department(database: Database) {
    let college = College::on("2026-03-02", database);
    college.issued("Publish the list", "2026-06-19");
    college.office.turn_to("2026-03-09");
    let other = settle(&college.office.app, "second@example.edu", Role::Leader).id;
    let of = |leader, as_of: &str| {
        let filter = TaskFilter {
            leader_id: Some(leader),
            as_of: as_of.parse().ok(),
            ..TaskFilter::default()
        };
        let today = "2026-03-09".parse().unwrap();
        let count = |conn: &mut _| task_list::count(conn, &Actor::operator(), &filter, today);
        college.office.app.db.read(count).unwrap()
    };
    assert_eq!((of(college.leader, "2026-03-09"), of(other, "2026-03-09")), (1, 0));

    let tree = college.office.app.db.read(departments::tree).unwrap();
    let before = tree.get(college.academic).unwrap();
    let input = DepartmentInput {
        name: before.name.clone(),
        head_id: before.head_id,
        leader_id: Some(other),
        ..DepartmentInput::default()
    };
    college
        .as_person(college.clerk, |act| directory::update_department(act, college.academic, &input))
        .unwrap();

    assert_eq!((of(college.leader, "2026-03-09"), of(other, "2026-03-09")), (0, 1));
    assert_eq!((of(college.leader, "2026-03-06"), of(other, "2026-03-06")), (1, 0), "as it was");
}

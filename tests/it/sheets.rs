//! What is printed of a department and of a closed task, in both languages, by who may see it.

use duban::domain::{PersonId, RequestKind};
use duban::services::accounts::{Stay, sign_in};
use duban::services::decisions::approve;
use duban::services::requests::{Asked, request};

use crate::college::College;
use crate::databases::Database;
use crate::guest::{Guest, guest};

/// `who` in front of a browser.
async fn signed(college: &College, who: PersonId) -> Guest {
    let mut guest = guest(&college.office.app).await;
    let session = college.as_person(who, |act| sign_in(act, who, Stay::Long, None)).unwrap();
    guest.bring("session", session.reveal());
    guest
}

#[actix_web::test]
async fn the_open_tasks_of_a_department_stand_on_paper() {
    let college = College::on("2026-03-02", Database::sqlite());
    college.in_progress("Publish the list", "2026-03-04");
    college.issued("Name two people", "2026-03-27");
    college.draft("Not yet issued", "2026-03-27");
    college.office.turn_to("2026-03-06");
    let (academic, personnel) = (college.academic, college.personnel);

    let mut head = signed(&college, college.head).await;
    let page = head.get(&format!("/departments/{academic}/list?lang=en")).await;
    assert_eq!(page.status, 200);
    for said in
        ["Department task list", "1. Leads (2)", "2 days over", "2. Supports (0)", "No open task."]
    {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    assert!(!page.html.contains("Not yet issued"));
    let page = head.get(&format!("/departments/{academic}/list?lang=zh-CN")).await;
    for said in ["部门督办清单", "一、牵头事项（2项）", "逾期2天", "截至2026年3月6日"]
    {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let file = head.get(&format!("/departments/{academic}/list.docx")).await;
    assert_eq!(file.status, 200);

    // Who supports sees them among what they support; what Academic Affairs leads is theirs to see.
    let mut other = signed(&college, college.other_head).await;
    let page = other.get(&format!("/departments/{personnel}/list?lang=en")).await;
    assert!(page.html.contains("2. Supports (2)") && page.html.contains("led by Academic Affairs"));
    assert_eq!(other.get("/departments/99/list").await.status, 404);
}

#[actix_web::test]
async fn a_closed_task_has_a_report_and_an_open_one_has_none() {
    let college = College::on("2026-03-02", Database::sqlite());
    let task = college.in_progress("Publish the list", "2026-03-20");
    let mut head = signed(&college, college.head).await;
    let place = format!("/tasks/{}/closure-report", task.id);
    assert_eq!(head.get(&place).await.status, 404);

    college.office.turn_to("2026-03-06");
    let asked = Asked {
        result: Some("It stands on the website".into()),
        evidence: Some("Page 7".into()),
        ..Asked::new(RequestKind::Closure)
    };
    let (_, asked) =
        college.as_person(college.head, |act| request(act, task.id, task.version, &asked)).unwrap();
    college.office.turn_to("2026-03-09");
    college
        .as_person(college.leader, |act| approve(act, asked.id, None, "Well done", None))
        .unwrap();

    // A session does not last so long.
    let mut head = signed(&college, college.head).await;
    let page = head.get(&format!("{place}?lang=en")).await;
    assert_eq!(page.status, 200);
    for said in [
        "Closure Report",
        "It stands on the website",
        "Page 7",
        "Well done",
        "Head of Academic Affairs, 6 Mar 2026",
        "Vice President, 9 Mar 2026",
        "6 Mar 2026, after 4 days",
        "Closed on time",
        "No file was added.",
        "Acknowledged",
    ] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let page = head.get(&format!("{place}?lang=zh-CN")).await;
    for said in ["办结报告", "按期办结", "2026年3月6日（用时4天）", "审核人"] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let page = head.get(&format!("/tasks/{}", task.id)).await;
    assert!(page.html.contains(&place));
    let mut stranger = guest(&college.office.app).await;
    assert_eq!(stranger.get(&place).await.status, 303);
}

//! Papers as people fetch them: the notice with the names of its day, the urging notice, the brief
//! and the minutes written back.

use duban::domain::{Actor, MeetingId, Need};
use duban::i18n::Lang;
use duban::papers::NoticeSheet;
use duban::persistence::directives;
use duban::services::directory::{self, DepartmentInput};
use duban::services::intake::{self, MeetingInput};
use duban::services::reports::{self, Told};
use duban::services::review::{self, Change};
use duban::services::tasks::{NewTask, create};
use duban::services::{notices, reminders, steps, urging};
use serde_json::Value;

use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::parts::missing;
use crate::task_files::token;
use crate::tasks_cast::{Cast, cast};

on_both!(
    a_notice_keeps_the_names_of_its_day,
    a_batch_has_a_sheet_for_each_task_that_went_out,
    an_urging_notice_is_a_draft_for_the_office_until_it_is_signed,
    a_brief_says_clause_by_clause_what_became_of_a_meeting,
    a_confidential_meeting_is_on_no_paper_of_others,
    a_word_processor_opens_what_is_written,
);

const MINUTES: &str = "会议纪要\n\n会议要求，教务处要于2026年9月30日前完成课程调整方案。\n\n\
    会议决定，人事处要制定教师企业实践管理办法。\n";

impl Cast {
    fn does<T>(
        &self,
        work: impl FnOnce(&mut duban::app::Act<'_>) -> Result<T, duban::services::Error>,
    ) -> T {
        self.office.app.act_now(Actor::operator(), work).unwrap()
    }

    fn rename_lead(&self, name: &str) {
        let input = DepartmentInput { name: name.to_owned(), ..DepartmentInput::of(&self.lead) };
        self.does(|act| directory::update_department(act, self.lead.id, &input));
    }

    /// A meeting whose first clause became a task of the lead, and whose second did not yet.
    fn meeting(&self, confidential: bool) -> MeetingId {
        let input = MeetingInput {
            title: "院长办公会第3次会议".into(),
            body_id: None,
            held_on: "2026-03-02".parse().unwrap(),
            chair: None,
            source: duban::domain::Source::Meeting,
            confidential,
            reader_ids: std::collections::BTreeSet::default(),
        };
        let meeting = self.does(|act| intake::file(act, &input, MINUTES));
        let found =
            self.office.app.db.read(|conn| directives::of_meeting(conn, meeting.id)).unwrap();
        for one in &found {
            let change = Change {
                version: Some(one.version),
                disposition: Some(duban::domain::Disposition::Accepted),
                ..Change::default()
            };
            self.does(|act| review::change(act, one.id, change));
        }
        let new = NewTask {
            title: "Adjust the courses".to_owned(),
            lead_id: Some(self.lead.id),
            due_on: "2026-03-20".parse().ok(),
            directive_id: Some(found[0].id),
            meeting_id: Some(meeting.id),
            ..NewTask::default()
        };
        let draft = self.does(|act| create(act, new));
        self.does(|act| steps::issue(act, draft.id, draft.version));
        meeting.id
    }
}

async fn a_notice_keeps_the_names_of_its_day(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let draft = cast.draft("Open the platform", "2026-03-13");
    let mut clerk = cast.guest("clerk").await;
    let before = clerk.get(&format!("/tasks/{}/notice", draft.id)).await;
    assert!(before.html.contains("Draft, not issued"), "{}", before.html);

    let task = cast.issued("Close the old one", "2026-03-13");
    cast.rename_lead("Teaching Office");

    let path = format!("/tasks/{}/notice", task.id);
    let page = clerk.get(&path).await;
    assert!(page.html.contains("<strong>Academic Affairs Office:</strong>"), "{}", page.html);
    assert!(page.html.contains("Personnel Office") && page.html.contains("13 Mar 2026"));
    assert!(page.html.contains("<span>2026-001</span>"), "{}", page.html);
    let chinese = clerk.get(&format!("{path}?lang=zh-CN")).await;
    assert!(chinese.html.contains("<h1>督办通知单</h1>"), "{}", chinese.html);
    assert!(chinese.html.contains("完成时限") && chinese.html.contains("回　　执"));
    let docx = clerk.get(&format!("{path}.docx")).await;
    let kind = docx.headers.get("content-type").unwrap().to_str().unwrap();
    assert!(kind.contains("wordprocessingml"), "{kind}");
    assert_eq!(cast.guest("stranger").await.get(&path).await.status, 404);
}

async fn a_batch_has_a_sheet_for_each_task_that_went_out(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let first = cast.issued("Open the platform", "2026-03-13");
    let second = cast.issued("Close the old one", "2026-03-13");
    let draft = cast.draft("Not yet", "2026-03-13");

    let mut clerk = cast.guest("clerk").await;
    let ledger = clerk.get("/ledger").await;
    assert!(ledger.html.contains("name=\"act\" value=\"notices\""), "{}", ledger.html);
    let ids = [first.id, second.id, draft.id].map(|id| id.to_string());
    let mut fields = vec![("act", "notices")];
    fields.extend(ids.iter().map(|id| ("id", id.as_str())));
    let answer = clerk.post(&ledger, "/ledger/bulk", &fields).await;
    assert_eq!(answer.place(), format!("/notices?ids={}", ids.join(",")));

    let place = answer.place().to_owned();
    let page = clerk.get(&place).await;
    assert_eq!(page.html.matches("<article class=\"sheet\"").count(), 2, "{}", page.html);
    assert_eq!(clerk.get("/notices?ids=x").await.status, 400);
}

async fn an_urging_notice_is_a_draft_for_the_office_until_it_is_signed(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.running("Open the platform", "2026-03-13");
    for today in ["2026-03-19", "2026-03-20"] {
        cast.office.turn_to(today);
        cast.does(reminders::write_due);
    }

    let draft = cast.guest("office").await.get("/urging-notices/1/paper").await;
    assert!(draft.html.contains("Draft, not signed"), "{}", draft.html);
    assert_eq!(cast.guest("head").await.get("/urging-notices/1/paper").await.status, 404);

    cast.does(|act| urging::sign(act, 1));
    cast.rename_lead("Teaching Office");
    let mut head = cast.guest("head").await;
    let signed = head.get("/urging-notices/1/paper").await;
    assert!(signed.html.contains("<span>2026-1</span>"), "{}", signed.html);
    assert!(signed.html.contains("it is now 7 days over"), "{}", signed.html);
    assert!(signed.html.contains("Academic Affairs Office:"), "{}", signed.html);
    let page = head.get(&format!("/tasks/{}", task.id)).await;
    assert!(page.html.contains("href=\"/urging-notices/1/paper\""), "{}", page.html);
}

async fn a_brief_says_clause_by_clause_what_became_of_a_meeting(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let meeting = cast.meeting(false);
    let tasks =
        cast.office.app.db.read(|conn| duban::persistence::tasks::of_meeting(conn, meeting));
    let task = tasks.unwrap().remove(0);
    cast.office.turn_to("2026-03-10");
    let told = Told {
        outlook: Some(duban::domain::Outlook::Blocked),
        done: Some("the plan is drafted".to_owned()),
        problem: Some("two departments disagree".to_owned()),
        needs: Need::written(&[Need::Coordination]),
        percent: Some(40),
        ..Told::default()
    };
    cast.does(|act| reports::report(act, task.id, None, &told));
    cast.office.turn_to("2026-03-24");

    let mut clerk = cast.guest("clerk").await;
    let page = clerk.get(&format!("/meetings/{meeting}/brief")).await;
    for said in [
        "完成课程调整方案",
        "2026-001",
        "40%",
        "10 Mar: the plan is drafted",
        "Overdue",
        "not yet assigned",
        "two departments disagree",
    ] {
        assert!(page.html.contains(said), "{said}: {}", page.html);
    }
    let early = clerk.get(&format!("/meetings/{meeting}/brief?as_of=2026-03-09")).await;
    assert!(early.html.contains("no report yet") && !early.html.contains("drafted"));
    let back = clerk.get(&format!("/meetings/{meeting}/written-back?lang=zh-CN")).await;
    assert!(back.html.contains("议定事项立项情况") && back.html.contains("2026-001"));
    assert!(back.html.contains("<use href=\"#m-over\"/></svg>逾期</span>"), "{}", back.html);

    let token = token(&cast, "clerk");
    let path = format!("/api/v1/meetings/{meeting}/brief");
    let told = clerk.call(&token, actix_web::http::Method::GET, &path, "").await;
    let told: Value = serde_json::from_str(&told.html).unwrap();
    assert_eq!(told["clauses"].as_array().unwrap().len(), 2);
    let first = &told["clauses"][0]["tasks"][0];
    assert_eq!((&first["light"], &first["days_over"]), (&"overdue".into(), &4.into()));
    assert_eq!(first["asks"][0]["kind"], "needs");
    assert_eq!(first["asks"][0]["needs"][0], "coordination");
}

async fn a_confidential_meeting_is_on_no_paper_of_others(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let meeting = cast.meeting(true);
    let mut stranger = cast.guest("stranger").await;
    for path in ["brief", "written-back", "brief.docx"] {
        let answer = stranger.get(&format!("/meetings/{meeting}/{path}")).await;
        assert_eq!(answer.status, 404);
    }
    let none = stranger.get(&format!("/notices?meeting_id={meeting}")).await;
    assert!(!none.html.contains("<h1>") && none.html.contains("None of the tasks"));
}

async fn a_word_processor_opens_what_is_written(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let task = cast.issued("制定“双高”建设方案 & <第2稿> ]]> 😀", "2026-03-13");
    let (app, rules) = (&cast.office.app, cast.office.app.settings.rules());
    let found = app.db.read(|conn| notices::of_task(conn, &Actor::operator(), task.id, rules));
    let one = found.unwrap().remove(0);
    let number = one.number.as_deref();
    let sheet = NoticeSheet { number, issued_on: one.issued_on, text: &one.text };
    let docx = duban::papers::notices(Lang::ZhCn, "嘉嘉职业学院", &[sheet]).docx().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notice.docx");
    std::fs::write(&file, &docx).unwrap();
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let convert = ["--headless", &home, "--convert-to", "txt:Text (encoded):UTF8", "--outdir"];
    let run =
        std::process::Command::new("soffice").args(convert).arg(folder.path()).arg(&file).output();
    let Ok(run) = run else { return missing("office", "`soffice` cannot be started") };
    let text = std::fs::read_to_string(folder.path().join("notice.txt"));
    let text = text.unwrap_or_else(|_| panic!("not opened: {run:?}"));
    for said in
        ["督办通知单", "制定“双高”建设方案 & <第2稿> ]]> 😀", "Academic Affairs Office", "回　　执"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
}

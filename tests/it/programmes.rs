//! The page of a programme: every number opens exactly the rows that it counts, for who looks.

use std::collections::BTreeSet;

use duban::domain::{MeetingId, PersonId, ProgrammeId, Source, TaskFilter};
use duban::persistence::views::programme::ProgrammeSheet;
use duban::persistence::views::task_list::{self, Sort};
use duban::services::directory::create_programme;
use duban::services::intake::{self, MeetingInput};
use duban::services::milestones::add;
use duban::services::reports::{Told, report};
use duban::services::steps;
use duban::services::tasks::{NewTask, TaskPatch, create, edit};

use crate::college::College;
use crate::databases::{Database, on_both};
use crate::office::Office;
use crate::tasks_cast::cast;

on_both!(
    what_is_confidential_is_neither_shown_nor_counted,
    every_number_opens_the_rows_that_it_counts,
);

impl College {
    fn programme(&self) -> ProgrammeId {
        self.as_person(self.clerk, |act| create_programme(act, "Ten reforms")).unwrap().id
    }

    fn secret(&self) -> MeetingId {
        let input = MeetingInput {
            title: "Party Committee, meeting 3".into(),
            body_id: None,
            held_on: "2026-03-02".parse().unwrap(),
            chair: None,
            source: Source::Meeting,
            confidential: true,
            reader_ids: BTreeSet::new(),
        };
        let minutes = "The Personnel Office shall settle it by 30 June 2026.";
        self.as_person(self.clerk, |act| intake::file(act, &input, minutes)).unwrap().id
    }

    fn sheet(&self, who: PersonId, id: ProgrammeId) -> ProgrammeSheet {
        let (viewer, today) = (self.actor(who), self.office.app.today());
        let read =
            |conn: &mut duban::persistence::Conn| ProgrammeSheet::of(conn, &viewer, id, today);
        self.office.app.db.read(read).unwrap()
    }

    fn listed(&self, who: PersonId, filter: &TaskFilter) -> i64 {
        let (viewer, today) = (self.actor(who), self.office.app.today());
        let page = |conn: &mut duban::persistence::Conn| {
            task_list::page(conn, &viewer, filter, Sort::default(), None, 1, today)
        };
        self.office.app.db.read(page).unwrap().total
    }
}

async fn what_is_confidential_is_neither_shown_nor_counted(database: Database) {
    let college = College::on("2026-03-02", database);
    let id = college.programme();
    let open = college.in_progress("Publish the schedule", "2026-06-26");
    let patch = TaskPatch { programme_id: Some(Some(id)), ..TaskPatch::default() };
    college.as_person(college.clerk, |act| edit(act, open.id, open.version, patch)).unwrap();
    let hidden = NewTask {
        title: "Settle the posts".into(),
        lead_id: Some(college.personnel),
        meeting_id: Some(college.secret()),
        programme_id: Some(id),
        due_on: Some("2026-06-26".parse().unwrap()),
        ..NewTask::default()
    };
    let hidden = college
        .as_person(college.clerk, |act| {
            let task = create(act, hidden)?;
            let task = steps::issue(act, task.id, task.version)?;
            add(act, task.id, None, "Posts listed", task.due_on, None)?;
            Ok(task)
        })
        .unwrap();
    let told = Told { done: Some("Two posts".into()), ..Told::default() };
    college.as_person(college.other_head, |act| report(act, hidden.id, None, &told)).unwrap();

    for (who, count, reports) in [(college.clerk, 2, 1), (college.other_leader, 1, 0)] {
        let sheet = college.sheet(who, id);
        assert_eq!(sheet.board.totals.counts.all, count);
        assert_eq!(sheet.open_total, count);
        assert_eq!(sheet.reports.len(), reports);
        assert_eq!(sheet.milestones.len(), reports);
        let behind = TaskFilter { programme_id: Some(id), counted: true, ..TaskFilter::default() };
        assert_eq!(college.listed(who, &behind), count);
    }
}

async fn every_number_opens_the_rows_that_it_counts(database: Database) {
    let cast = cast(Office::on("2026-03-02", database));
    let mut clerk = cast.guest("clerk").await;
    let list = clerk.get("/programmes").await;
    assert_eq!(clerk.post(&list, "/programmes", &[("name", "Ten reforms")]).await.status, 303);
    let read = duban::persistence::programmes::all;
    let id = cast.office.app.db.read(read).unwrap()[0].id;
    let work = |act: &mut duban::app::Act<'_>| {
        for (title, due) in [("One", "2026-03-20"), ("Two", "2026-06-19"), ("Three", "2026-06-26")]
        {
            let new = NewTask {
                title: title.into(),
                lead_id: Some(cast.lead.id),
                programme_id: Some(id),
                due_on: Some(due.parse().unwrap()),
                ..NewTask::default()
            };
            let task = create(act, new)?;
            steps::issue(act, task.id, task.version)?;
        }
        let lasting = NewTask {
            title: "Keep at it".into(),
            lead_id: Some(cast.lead.id),
            programme_id: Some(id),
            long_term: true,
            cadence: duban::domain::Cadence::Monthly,
            ..NewTask::default()
        };
        let task = create(act, lasting)?;
        steps::issue(act, task.id, task.version)
    };
    cast.office.app.act_now(duban::domain::Actor::operator(), work).unwrap();
    cast.office.turn_to("2026-03-24");
    let mut clerk = cast.guest("clerk").await;

    let page = clerk.get(&format!("/programmes/{id}")).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let mut doors = 0;
    for part in page.html.split(" href=\"/ledger?").skip(1) {
        let (query, rest) = part.split_once("\">").unwrap();
        let words = rest.trim_start_matches("<b>").split('<').next().unwrap();
        let Ok(count) = words.parse::<usize>() else { continue };
        let behind = clerk
            .get(&format!("/ledger?{}", query.replace("&amp;", "&").replace("&#38;", "&")))
            .await;
        let rows = behind.html.matches("type=\"checkbox\" name=\"id\"").count();
        assert_eq!(rows, count, "{query}");
        doors += 1;
    }
    assert!(doors >= 9, "{doors} doors in {}", page.html);
    assert!(page.html.contains("<b>1</b></a> overdue"), "{}", page.html);
    let mut head = cast.guest("stranger").await;
    let page = head.get(&format!("/programmes/{id}")).await;
    assert!(page.html.contains("0 tasks counted"), "{}", page.html);
    assert_eq!(head.get("/programmes/999").await.status, 404);
}

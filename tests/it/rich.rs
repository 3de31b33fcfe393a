//! A college in which everything stands somewhere: tasks in every state, meetings open and
//! confidential, requests, a submission, an invitation; and somebody in every place. It can be
//! copied as it stands, so that what one visitor does is not there for the next.

use std::collections::BTreeMap;
use std::fs;

use duban::app::{Act, App, actor_of};
use duban::domain::{
    Actor, Approval, Cadence, DepartmentId, Disposition, MeetingId, PersonId, RequestKind, Role,
    Scope, Source, Task, TaskId,
};
use duban::persistence::{departments, directives};
use duban::services::accounts::{Stay, create_token, sign_in};
use duban::services::attachments::{Stored, keep_original};
use duban::services::directory::{
    DepartmentInput, PersonInput, create_body, create_department, create_person, create_programme,
    name_deputy, update_person,
};
use duban::services::intake::{MeetingInput, file};
use duban::services::reports::{Told, report};
use duban::services::requests::{Asked, request};
use duban::services::tasks::{NewTask, TaskPatch, create, edit};
use duban::services::{Error, decisions, invitations, ledger, review, steps, submissions};
use duban::settings::Settings;

use crate::college::College;
use crate::databases::Database;
use crate::guest::Guest;
use crate::office::Office;
use crate::rich_plans::{circulars, plan};

/// The day on which everybody looks at it.
const TODAY: &str = "2026-03-11";

/// Who goes through the house, by what they are to its tasks; the last one is not signed in.
pub const CAST: [&str; 18] = [
    "admin",
    "office",
    "clerk",
    "leader",
    "other",
    "top",
    "head",
    "contact",
    "handler",
    "support",
    "invited",
    "for-head",
    "for-clerk",
    "member",
    "stranger",
    "observer",
    "reader",
    "nobody",
];

pub struct Rich {
    pub college: College,
    pub tokens: BTreeMap<&'static str, String>,
    sessions: BTreeMap<&'static str, String>,
    /// The ids that stand for `{task}`, `{meeting}` and so on, by kind.
    pub ids: BTreeMap<(&'static str, &'static str), i64>,
    image: Vec<u8>,
    approval: Approval,
}

impl Rich {
    pub fn new(approval: Approval) -> Self {
        let decide = |settings: &mut Settings| house_rules(settings, approval);
        let college = College::with("2026-03-02", Database::sqlite(), decide);
        let app = college.office.app.clone();
        let mut ids = BTreeMap::new();
        let people = app
            .act_now(Actor::operator(), |act| {
                let people = settle(act, &college)?;
                fill(act, &college, &people, &mut ids)?;
                Ok::<_, Error>(people)
            })
            .unwrap();
        college.office.turn_to(TODAY);
        let signed = app.act_now(Actor::operator(), |act| {
            people
                .iter()
                .map(|(name, id)| {
                    let person = duban::persistence::people::find(act.conn, *id)?;
                    let address = person.email.map(|one| one.to_string()).unwrap_or_default();
                    let token = create_token(act, &address, Scope::Write)?.reveal().to_owned();
                    let session = sign_in(act, *id, Stay::Long, None)?.reveal().to_owned();
                    Ok::<_, Error>((*name, token, session))
                })
                .collect::<Result<Vec<_>, _>>()
        });
        let signed = signed.unwrap();
        let tokens = signed.iter().map(|(name, token, _)| (*name, token.clone())).collect();
        let sessions = signed.into_iter().map(|(name, _, session)| (name, session)).collect();
        let image = image(&app);
        Self { college, tokens, sessions, ids, image, approval }
    }

    /// The house as it stood, in a database of its own.
    pub fn copy(&self) -> Office {
        let decide = |settings: &mut Settings| house_rules(settings, self.approval);
        let mut office = Office::with(TODAY, Database::holding(&self.image), decide);
        office.app.store = self.college.office.app.store.clone();
        office
    }

    /// `name` beside somebody in front of a browser, signed in where they have an account.
    pub fn guest(&self, name: &str, door: &Guest) -> Guest {
        let mut guest = door.beside();
        if let Some(session) = self.sessions.get(name) {
            guest.bring("session", session);
        }
        guest
    }
}

fn house_rules(settings: &mut Settings, approval: Approval) {
    settings.issue.approval = approval;
    settings.requests.head_confirms = true;
}

/// The database in one piece.
fn image(app: &App) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image.db");
    let command = format!("VACUUM INTO '{}'", path.display());
    let copied = app.db.direct(|conn| {
        use diesel::connection::SimpleConnection as _;
        conn.batch_execute(&command).map_err(duban::persistence::Error::from)
    });
    copied.unwrap();
    fs::read(path).unwrap()
}

/// The people of the cast.
fn settle(act: &mut Act<'_>, college: &College) -> Result<BTreeMap<&'static str, PersonId>, Error> {
    let mut person = |name: &str, role: Role, top_leader: bool| {
        let email = Some(format!("{name}@example.edu"));
        let new =
            PersonInput { name: name.to_owned(), email, top_leader, ..PersonInput::new(role) };
        Ok::<_, Error>(create_person(act, &new)?.id)
    };
    let mut people = BTreeMap::from([
        ("office", college.office_head),
        ("clerk", college.clerk),
        ("leader", college.leader),
        ("other", college.other_leader),
        ("head", college.head),
        ("contact", college.contact),
        ("support", college.other_head),
        ("observer", college.observer),
        ("admin", person("admin", Role::Admin, false)?),
        ("top", person("top", Role::Leader, true)?),
    ]);
    for name in ["handler", "invited", "for-head", "for-clerk", "member", "stranger", "reader"] {
        people.insert(name, person(name, Role::Staff, false)?);
    }
    let logistics = DepartmentInput {
        name: "Logistics Office".into(),
        head_id: Some(people["invited"]),
        ..DepartmentInput::default()
    };
    let logistics = create_department(act, &logistics)?.id;
    let works = DepartmentInput { name: "Works Office".into(), ..DepartmentInput::default() };
    let works = create_department(act, &works)?.id;
    for (name, department) in [
        ("head", college.academic),
        ("contact", college.academic),
        ("handler", college.academic),
        ("member", college.academic),
        ("support", college.personnel),
        ("invited", logistics),
        ("stranger", works),
    ] {
        let known = duban::persistence::people::find(act.conn, people[name])?;
        let moved = PersonInput { department_id: Some(department), ..PersonInput::of(&known) };
        update_person(act, people[name], &moved)?;
    }
    let (from, to) = (act.today, "2026-12-31".parse().unwrap());
    name_deputy(act, people["head"], people["for-head"], from, to)?;
    name_deputy(act, people["clerk"], people["for-clerk"], from, to)?;
    Ok(people)
}

/// One thing in the name of somebody.
pub fn by<T>(
    act: &mut Act<'_>,
    person: PersonId,
    work: impl FnOnce(&mut Act<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let actor = actor_of(act.conn, person, act.today)?;
    work(&mut Act {
        conn: act.conn,
        actor,
        now: act.now,
        today: act.today,
        app: act.app,
        calendar: act.calendar.clone(),
        free_days: act.free_days,
    })
}

const YES: steps::Acknowledgement =
    steps::Acknowledgement { can_meet_date: true, proposed_due_on: None, reason: String::new() };

/// A title, a day, and how far the task gets.
struct Way<'a> {
    college: &'a College,
    people: &'a BTreeMap<&'static str, PersonId>,
    meeting: MeetingId,
    secret: MeetingId,
}

impl Way<'_> {
    fn draft(&self, act: &mut Act<'_>, title: &str, secret: bool) -> Result<Task, Error> {
        let new = NewTask {
            title: title.to_owned(),
            requirement: "The list is published".to_owned(),
            lead_id: Some(self.college.academic),
            supporters: vec![self.college.personnel],
            handler_id: Some(self.people["handler"]),
            meeting_id: Some(if secret { self.secret } else { self.meeting }),
            due_on: "2026-03-27".parse().ok(),
            ..NewTask::default()
        };
        create(act, new)
    }

    fn issued(&self, act: &mut Act<'_>, title: &str, secret: bool) -> Result<Task, Error> {
        let draft = self.draft(act, title, secret)?;
        steps::issue(act, draft.id, draft.version)
    }

    fn running(&self, act: &mut Act<'_>, title: &str, secret: bool) -> Result<Task, Error> {
        let issued = self.issued(act, title, secret)?;
        let head = self.people["head"];
        by(act, head, |act| steps::acknowledge(act, issued.id, issued.version, &YES))
    }

    fn asking(
        &self,
        act: &mut Act<'_>,
        who: &str,
        kind: RequestKind,
        secret: bool,
    ) -> Result<(i64, Task), Error> {
        let task = self.running(act, &format!("Asks for {kind} by {who}"), secret)?;
        let new_due_on = (kind != RequestKind::Closure).then(|| "2026-04-10".parse().unwrap());
        let asked = Asked {
            reason: "The tender was put off".to_owned(),
            new_due_on: new_due_on.filter(|_| kind == RequestKind::Extension),
            result: Some("The list is there".to_owned()),
            ..Asked::new(kind)
        };
        let (task, made) =
            by(act, self.people[who], |act| request(act, task.id, task.version, &asked))?;
        Ok((made.id.0, task))
    }
}

pub type Ids = BTreeMap<(&'static str, &'static str), i64>;

fn fill(
    act: &mut Act<'_>,
    college: &College,
    people: &BTreeMap<&'static str, PersonId>,
    ids: &mut Ids,
) -> Result<(), Error> {
    ids.insert(("body", "open"), create_body(act, "President's Office Meeting")?.id.0);
    ids.insert(("programme", "open"), create_programme(act, "Ten reforms")?.id.0);
    ids.insert(("department", "open"), college.academic.0);
    ids.insert(("personnel", "open"), college.personnel.0);
    let tree = departments::tree(act.conn)?;
    ids.extend(
        tree.iter()
            .filter(|one| one.name == "Logistics Office")
            .map(|one| (("logistics", "open"), one.id.0)),
    );
    ids.extend(
        tree.iter()
            .filter(|one| one.name == "Works Office")
            .map(|one| (("works", "open"), one.id.0)),
    );
    for (name, id) in people {
        ids.insert((*name, "open"), id.0);
    }
    let meeting = sitting(act, people, ids, "open")?;
    let secret = sitting(act, people, ids, "secret")?;
    let way = Way { college, people, meeting, secret };
    let mut keep = |name, kind, task: &Task| {
        let TaskId(id) = task.id;
        ids.insert((name, kind), id);
    };
    keep("task", "open", &way.running(act, "In progress", false)?);
    keep("task", "draft", &way.draft(act, "A draft", false)?);
    keep("task", "secret", &way.running(act, "In progress and secret", true)?);
    way.issued(act, "Issued", false)?;
    way.issued(act, "Issued and secret", true)?;
    let late = way.draft(act, "Late", false)?;
    let earlier = TaskPatch { due_on: Some("2026-03-06".parse().ok()), ..TaskPatch::default() };
    let late = edit(act, late.id, late.version, earlier)?;
    let late = steps::issue(act, late.id, late.version)?;
    let late = by(act, people["head"], |act| steps::acknowledge(act, late.id, late.version, &YES))?;
    let told = Told { done: Some("Half of it".to_owned()), ..Told::default() };
    let told = Told {
        delay_reason: Some("The tender was put off".to_owned()),
        expected_on: "2026-03-20".parse().ok(),
        ..told
    };
    by(act, people["head"], |act| report(act, late.id, None, &told))?;
    keep("late", "open", &late);
    let aside = way.running(act, "Put aside", false)?;
    steps::suspend(act, aside.id, aside.version, "No money yet")?;
    let given_up = way.running(act, "Given up", false)?;
    steps::cancel(act, given_up.id, given_up.version, "No longer needed")?;
    let (id, done) = way.asking(act, "head", RequestKind::Closure, false)?;
    decisions::approve(act, duban::domain::RequestId(id), Some(done.version), "Good", None)?;
    ids.insert(("done", "open"), done.id.0);
    for kind in [RequestKind::Closure, RequestKind::Suspension, RequestKind::Cancellation] {
        way.asking(act, "head", kind, false)?;
    }
    for (kind, secret) in [("open", false), ("secret", true)] {
        let (id, _) = way.asking(act, "head", RequestKind::Extension, secret)?;
        ids.insert(("request", kind), id);
        let (id, _) = way.asking(act, "contact", RequestKind::Extension, secret)?;
        ids.insert(("drafted", kind), id);
        let asked = way.running(act, &format!("Needs support, {kind}"), secret)?;
        let logistics = DepartmentId(ids[&("logistics", "open")]);
        invitations::invite(act, asked.id, None, logistics, Some("Two vans"))?;
        let open = duban::persistence::invitations::open(act.conn, &[asked.id])?;
        ids.insert(("invitation", kind), open[0].id.0);
        if act.app.settings.issue.approval != Approval::None {
            let draft = way.draft(act, &format!("To be signed, {kind}"), secret)?;
            let laid = by(act, people["clerk"], |act| submissions::submit(act, &[draft.id], ""))?;
            ids.insert(("submission", kind), laid.id.0);
        }
    }
    let long = way.draft(act, "For good", false)?;
    let patch = TaskPatch {
        due_on: Some(None),
        long_term: Some(true),
        cadence: Some(Cadence::Monthly),
        ..TaskPatch::default()
    };
    let long = edit(act, long.id, long.version, patch)?;
    steps::issue(act, long.id, long.version)?;
    by(act, people["clerk"], |act| ledger::save_view(act, "Ours", "role=lead", true))?;
    let deputies = duban::persistence::deputies::of(act.conn, people["head"])?;
    ids.insert(("deputy", "open"), deputies[0].id);
    ids.insert(("view", "open"), 1);
    circulars(act, people, ids)?;
    plan(act, people, ids)
}

/// A meeting with its file and directives, one of them accepted.
fn sitting(
    act: &mut Act<'_>,
    people: &BTreeMap<&'static str, PersonId>,
    ids: &mut Ids,
    kind: &'static str,
) -> Result<MeetingId, Error> {
    let confidential = kind == "secret";
    let input = MeetingInput {
        title: format!("A meeting, {kind}"),
        body_id: None,
        held_on: act.today,
        chair: None,
        source: Source::Meeting,
        confidential,
        reader_ids: confidential.then_some(people["reader"]).into_iter().collect(),
    };
    let minutes = "The Academic Affairs Office must publish the list by 30 June 2026. The \
                   Personnel Office shall name two people by 10 June 2026.";
    let meeting = file(act, &input, minutes)?.id;
    let stored = Stored {
        sha256: act.app.store.put(minutes.as_bytes()).unwrap(),
        size: i64::try_from(minutes.len()).unwrap(),
        name: "minutes.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        left_out: Vec::new(),
    };
    ids.insert(("attachment", kind), keep_original(act, meeting, stored)?.0);
    ids.insert(("meeting", kind), meeting.0);
    let found = directives::of_meeting(act.conn, meeting)?;
    assert_eq!(found.len(), 2);
    ids.insert(("directive", kind), found[0].id.0);
    ids.insert(("next", kind), found[1].id.0);
    review::decide(act, found[1].id, None, Disposition::Accepted)?;
    Ok(meeting)
}

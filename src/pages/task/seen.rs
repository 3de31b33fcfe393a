//! A task as its reader sees it: everything that its pages are made of.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::app::App;
use crate::domain::{
    Action, Actor, Attachment, DecisionRules, Instruction, Marks, Nature, PersonId, Pieces,
    ReportDays, RequestId, RequestKind, Task, TaskFacts, TaskId, Verdict, WorkCalendar, may,
    offered,
};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::deed::Field;
use crate::pages::files::{self, FileLine};
use crate::pages::history::{HistoryLine, Teller};
use crate::persistence::views::meeting_list;
use crate::persistence::views::task_sheet::TaskSheet;
use crate::persistence::{Conn, attachments, requests};
use crate::services::Error;
use crate::services::sight::Sight;

/// A task, what surrounds it, and who is looking.
pub struct Seen {
    /// The task and what the policy knows of it.
    pub sight: Sight,
    /// What surrounds it.
    pub sheet: TaskSheet,
    /// What the reader chose for a form that was not sent yet.
    pub waiting: Vec<Attachment>,
    /// The most megabytes of a file.
    pub largest_mb: usize,
    /// Whether the reader may see its meeting too.
    pub opens_meeting: bool,
    /// How all of its parts or sub-tasks stand, those among them that the reader may not see.
    pub pieces: Pieces,
    /// Whether the reader may look at the task that it is a part of.
    pub whole_seen: bool,
    /// Who is looking.
    pub actor: Actor,
    /// Who may decide what.
    pub rules: DecisionRules,
    /// The reader's language.
    pub lang: Lang,
    /// The civil date.
    pub today: NaiveDate,
    /// The organisation's zone.
    pub zone: Tz,
    /// The working calendar.
    pub calendar: std::sync::Arc<WorkCalendar>,
    /// By which days reports are due.
    pub days: ReportDays,
}

impl Seen {
    /// Looks at the task `id`.
    pub async fn task(app: &App, signed: &SignedIn, id: TaskId) -> Result<Self, Failure> {
        Self::by(app, &signed.actor, signed.lang, signed.today, id).await
    }

    /// Looks at the task `id` as somebody who need not be signed in.
    pub async fn by(
        app: &App,
        actor: &Actor,
        lang: Lang,
        today: NaiveDate,
        id: TaskId,
    ) -> Result<Self, Failure> {
        Self::look(app, actor, lang, today, move |_conn| Ok(id)).await
    }

    /// Looks at the task that the request `id` is about.
    pub async fn request(app: &App, signed: &SignedIn, id: RequestId) -> Result<Self, Failure> {
        let which = move |conn: &mut Conn| Ok(requests::find(conn, id)?.task_id);
        Self::look(app, &signed.actor, signed.lang, signed.today, which).await
    }

    async fn look(
        app: &App,
        looker: &Actor,
        lang: Lang,
        today: NaiveDate,
        which: impl FnOnce(&mut Conn) -> Result<TaskId, Error> + Send + 'static,
    ) -> Result<Self, Failure> {
        let rules = app.settings.rules();
        let actor = looker.clone();
        let (sight, mut sheet, waiting, opens_meeting) = app
            .read(move |conn| {
                let id = which(conn)?;
                let sight = Sight::of(conn, &actor, id, rules)?;
                let sheet = TaskSheet::of(conn, &sight.task)?;
                let waiting = match actor.id {
                    Some(person) => attachments::waiting(conn, id, person)?,
                    None => Vec::new(),
                };
                let opens_meeting = match sight.task.meeting_id {
                    Some(meeting) => meeting_list::may_see(conn, &actor, meeting)?,
                    None => false,
                };
                Ok::<_, Error>((sight, sheet, waiting, opens_meeting))
            })
            .await?;
        let seen = |task: &Task| {
            let facts = TaskFacts {
                nature: task.nature(),
                state: task.state,
                lead: task.lead_id,
                supporters: task.supporters.clone(),
                handler: task.handler_id,
                leader: task.leader_id.or_else(|| sight.tree.leader(task.lead_id)),
                waiting_on: task.waiting_on_id,
                invited: Vec::new(),
                open_request: None,
                drafted: None,
                submission: None,
                ..sight.facts.clone()
            };
            may(looker, Action::See, &facts, rules) != Verdict::Hidden
        };
        let pieces = sheet.pieces();
        sheet.children.retain(seen);
        // Who sees a part may know of what; whether they may look at that is its own affair.
        let whole_seen = sheet.parent.as_ref().is_some_and(seen);
        Ok(Self {
            sight,
            sheet,
            waiting,
            largest_mb: app.reader.limits().file >> 20,
            opens_meeting,
            pieces,
            whole_seen,
            actor: looker.clone(),
            rules,
            lang,
            today,
            zone: app.house().zone,
            calendar: app.calendar(),
            days: app.settings.reports.days(),
        })
    }

    /// The task itself.
    pub fn it(&self) -> &Task {
        &self.sight.task
    }

    /// What it is among others.
    pub fn nature(&self) -> Nature {
        self.sight.task.nature()
    }

    /// What its light is judged by.
    pub fn marks(&self) -> Marks {
        self.sight.task.marks()
    }

    /// Whether the reader can be offered `action`.
    pub fn offers(&self, action: Action) -> bool {
        offered(&self.actor, action, &self.sight.facts, self.rules)
    }

    /// The control in which the reader chooses files.
    pub fn files_field(&self) -> Field {
        files::field(self.lang, self.largest_mb, &self.waiting)
    }

    /// Those files of which `which` holds, as a list.
    pub fn files(&self, which: impl Fn(&Attachment) -> bool) -> Vec<FileLine> {
        let files = self.sheet.files.iter().filter(|file| which(file));
        files.map(|file| FileLine::of(self.lang, self.today, self.zone, file)).collect()
    }

    /// What is asked for and not decided.
    pub fn asked_for(&self) -> Option<RequestKind> {
        self.sight.request.as_ref().map(|request| request.kind)
    }

    /// The instruction that wants an answer soonest, and by when.
    pub fn wanted(&self) -> Option<(NaiveDate, &Instruction)> {
        let last = self.sheet.last_report();
        self.sheet.instructions.iter().find_map(|one| Some((one.wanted_by(last)?, one)))
    }

    /// Its number, or that it is a draft or a sub-task.
    pub fn number(&self) -> String {
        let none = match self.nature() {
            Nature::SubTask => self.lang.structure_sub_task(),
            Nature::Whole | Nature::FanOut | Nature::Part => self.lang.task_draft(),
        };
        self.it().number.clone().unwrap_or_else(|| none.to_owned())
    }

    /// A day near at hand.
    pub fn day(&self, day: NaiveDate) -> String {
        self.lang.date_near(day, self.today)
    }

    /// A person's name with the telephone, where there is one.
    pub fn with_phone(&self, id: PersonId) -> Option<String> {
        let person = self.sheet.people.get(&id)?;
        Some(match &person.phone {
            Some(phone) => self.lang.task_with_phone(&person.name, phone),
            None => person.name.clone(),
        })
    }

    /// Its history in sentences, the newest first.
    pub fn history(&self) -> Vec<HistoryLine> {
        let teller = Teller {
            lang: self.lang,
            today: self.today,
            zone: self.zone,
            tree: &self.sight.tree,
            people: &self.sheet.people,
            reports: &self.sheet.reports,
            requests: &self.sheet.requests,
            files: &self.sheet.files,
            turns: self.actor.runs_office(),
            turned: &self.sheet.turned,
        };
        teller.tell(&self.sheet.events)
    }
}

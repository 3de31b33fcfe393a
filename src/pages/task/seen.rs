//! A task as its reader sees it: everything that its pages are made of.

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::app::App;
use crate::domain::{
    Action, Actor, DecisionRules, Marks, PersonId, RequestId, RequestKind, Task, TaskFacts, TaskId,
    Verdict, WorkCalendar, may, offered,
};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::history::{HistoryLine, Teller};
use crate::persistence::views::task_sheet::TaskSheet;
use crate::persistence::{Conn, requests};
use crate::services::Error;
use crate::services::sight::Sight;

/// A task, what surrounds it, and who is looking.
pub struct Seen {
    /// The task and what the policy knows of it.
    pub sight: Sight,
    /// What surrounds it.
    pub sheet: TaskSheet,
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
}

impl Seen {
    /// Looks at the task `id`.
    pub async fn task(app: &App, signed: &SignedIn, id: TaskId) -> Result<Self, Failure> {
        Self::look(app, signed, move |_conn| Ok(id)).await
    }

    /// Looks at the task that the request `id` is about.
    pub async fn request(app: &App, signed: &SignedIn, id: RequestId) -> Result<Self, Failure> {
        Self::look(app, signed, move |conn| Ok(requests::find(conn, id)?.task_id)).await
    }

    async fn look(
        app: &App,
        signed: &SignedIn,
        which: impl FnOnce(&mut Conn) -> Result<TaskId, Error> + Send + 'static,
    ) -> Result<Self, Failure> {
        let rules = app.settings.rules();
        let actor = signed.actor.clone();
        let (sight, mut sheet) = app
            .read(move |conn| {
                let id = which(conn)?;
                let sight = Sight::of(conn, &actor, id, rules)?;
                let sheet = TaskSheet::of(conn, &sight.task)?;
                Ok::<_, Error>((sight, sheet))
            })
            .await?;
        let seen = |task: &Task| {
            let facts = TaskFacts {
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
            may(&signed.actor, Action::See, &facts, rules) != Verdict::Hidden
        };
        sheet.children.retain(seen);
        sheet.parent = sheet.parent.filter(seen);
        Ok(Self {
            sight,
            sheet,
            actor: signed.actor.clone(),
            rules,
            lang: signed.lang,
            today: signed.today,
            zone: app.house().zone,
            calendar: app.calendar(),
        })
    }

    /// The task itself.
    pub fn it(&self) -> &Task {
        &self.sight.task
    }

    /// What its light is judged by.
    pub fn marks(&self) -> Marks {
        self.sight.task.marks()
    }

    /// Whether the reader can be offered `action`.
    pub fn offers(&self, action: Action) -> bool {
        offered(&self.actor, action, &self.sight.facts, self.rules)
    }

    /// What is asked for and not decided.
    pub fn asked_for(&self) -> Option<RequestKind> {
        self.sight.request.as_ref().map(|request| request.kind)
    }

    /// Its number, or that it is a draft.
    pub fn number(&self) -> String {
        self.it().number.clone().unwrap_or_else(|| self.lang.task_draft().to_owned())
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
        };
        teller.tell(&self.sheet.events)
    }
}

//! What needs an answer, and the form that gives it.

use chrono::{Days, NaiveDate};

use crate::domain::{
    Action, Actor, Ask, DecisionRules, Flag, Light, Request, State, Step, TaskFacts, Tree, Urgency,
    offered,
};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::pages::glance::{LightWords, days_of};
use crate::pages::history::lower;
use crate::pages::task::{lateness, outlook};
use crate::persistence::views::my_department::MyDepartment;
use crate::persistence::views::task_lines::TaskLine;

/// Where every answer leads back to.
const BACK: &str = "/my-department";

/// One task that needs an answer.
pub struct Need {
    /// The task.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// What is to be done.
    pub title: String,
    /// Its lights.
    pub lights: Vec<LightWords>,
    /// Whether it is overdue.
    pub over: bool,
    /// Whether it is more urgent than others.
    pub urgent: bool,
    /// How urgent.
    pub urgency: &'static str,
    /// Why it is here.
    pub why: String,
    /// How it is answered.
    pub answer: Answer,
    /// What comes first: the rank, then how long it has been so.
    pressing: (u8, i64),
}

/// How a need is answered.
pub enum Answer {
    /// By a report, here.
    Tap(Deed),
    /// By acknowledging, here.
    Take(Deed),
    /// On the task's own page.
    Look(&'static str),
}

/// Who looks, and on which day.
pub struct Looker<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The civil date.
    pub today: NaiveDate,
    /// Who looks.
    pub actor: &'a Actor,
    /// Who may decide what.
    pub rules: DecisionRules,
}

impl Looker<'_> {
    /// Whether the reader can be offered `action` on the task of `line`.
    pub fn offers(&self, action: Action, line: &TaskLine) -> bool {
        offered(self.actor, action, &facts(line, None), self.rules)
    }

    /// What a contact or handler wrote, where it waits for the reader.
    fn to_confirm<'a>(&self, line: &TaskLine, drafted: Option<&'a Request>) -> Option<&'a Request> {
        let facts = facts(line, drafted);
        drafted.filter(|_| offered(self.actor, Action::Confirm, &facts, self.rules))
    }

    /// What needs an answer, the most pressing first.
    pub fn needs(&self, mine: &MyDepartment) -> Vec<Need> {
        let needs = mine.led.iter().filter(|line| line.request.is_none());
        let mut needs: Vec<Need> = needs.filter_map(|line| self.need(line, mine)).collect();
        needs.sort_by_key(|need| need.pressing);
        needs
    }

    fn need(&self, line: &TaskLine, mine: &MyDepartment) -> Option<Need> {
        let sent_back = mine.sent_back.get(&line.task.id);
        let to_confirm = self.to_confirm(line, mine.drafted.get(&line.task.id));
        let lang = self.lang;
        let task = &line.task;
        let light = line.marks.light(self.today);
        let flags = task.flags(self.today);
        let mut lights = vec![days_of(lang, &line.marks, self.today)];
        let reports = self.offers(Action::Report, line);
        let due_today = self.today.checked_add_days(Days::new(1)) == line.marks.missed_on;
        let (rank, why, answer) = if let Some(drafted) = to_confirm {
            lights.insert(0, LightWords::new("wait", lang.request_state(drafted.state)));
            (1, self.drafted(drafted), Answer::Look(lang.my_department_confirm()))
        } else if self.offers(Action::Acknowledge, line) {
            lights = vec![LightWords::new("none", lang.state(State::AwaitingAcknowledgement))];
            (1, self.awaits(line), Answer::Take(take(lang, line)))
        } else if reports && flags.contains(&Flag::Unexplained) {
            (0, self.is_over(line), Answer::Tap(late(lang, line, &mine.tree)))
        } else if let Some(refused) =
            sent_back.filter(|_| reports && task.state == State::InProgress)
        {
            lights.insert(0, LightWords::new("back", lang.my_department_sent_back()));
            (3, self.was_refused(refused), Answer::Look(lang.my_department_ask_again()))
        } else if reports && line.marks.report_missed(self.today) {
            let why = lang.my_department_why_missed(self.last(line));
            (2, why, Answer::Tap(tap(lang, line, self.today)))
        } else if reports && due_today && task.state == State::InProgress {
            let why = lang.my_department_why_due_today(self.last(line));
            (4, why, Answer::Tap(tap(lang, line, self.today)))
        } else {
            return None;
        };
        let over = line.marks.days_over(self.today);
        let waits = task.issued_on.map_or(0, |issued| (self.today - issued).num_days());
        Some(Need {
            id: task.id.0,
            number: task.number.clone().unwrap_or_default(),
            title: task.title.clone(),
            lights,
            over: light == Light::Overdue,
            urgent: task.urgency != Urgency::Normal,
            urgency: lang.urgency(task.urgency),
            why,
            answer,
            pressing: (rank, -over.max(waits)),
        })
    }

    fn source(&self, line: &TaskLine) -> String {
        let lang = self.lang;
        line.meeting.as_ref().map_or_else(String::new, |meeting| {
            let day = lang.date_near(meeting.held_on, self.today);
            lang.my_department_source(&meeting.title, day)
        })
    }

    fn due(&self, line: &TaskLine) -> Option<String> {
        line.task.due_on.map(|due| self.lang.date_near(due, self.today))
    }

    fn last(&self, line: &TaskLine) -> String {
        line.task.last_report_on.map_or_else(
            || self.lang.my_department_no_report().to_owned(),
            |day| {
                let day = self.lang.date_near(day, self.today);
                self.lang.my_department_last_report(day, line.task.percent)
            },
        )
    }

    fn awaits(&self, line: &TaskLine) -> String {
        let source = self.source(line);
        match self.due(line) {
            Some(due) => self.lang.my_department_why_acknowledge(source, due),
            None => self.lang.my_department_why_acknowledge_none(source),
        }
    }

    fn is_over(&self, line: &TaskLine) -> String {
        let lang = self.lang;
        let (source, due, report) =
            (self.source(line), self.due(line).unwrap_or_default(), self.last(line));
        match (line.task.extensions, line.task.original_due_on) {
            (times @ 1.., Some(original)) => {
                let original = lang.date_near(original, self.today);
                let times = match times {
                    1 => lang.my_department_once().to_owned(),
                    times => lang.my_department_times(times),
                };
                lang.my_department_why_extended(source, due, times, original, report)
            }
            _ => lang.my_department_why_overdue(source, due, report),
        }
    }

    fn drafted(&self, request: &Request) -> String {
        let words = request.result.as_deref().unwrap_or(&request.reason);
        let kind = lower(self.lang, self.lang.request_kind(request.kind));
        self.lang.my_department_why_drafted(&request.requested_by_name, kind, words)
    }

    fn was_refused(&self, refused: &Request) -> String {
        let comment = refused.comment.as_deref().unwrap_or_default();
        let who = refused.decided_by_name.as_deref().unwrap_or_default();
        let day = refused.decided_on.map(|day| self.lang.date_near(day, self.today));
        self.lang.my_department_why_returned(comment, who, day.unwrap_or_default())
    }
}

/// What the policy asks about a task of one's own.
fn facts(line: &TaskLine, drafted: Option<&Request>) -> TaskFacts {
    TaskFacts {
        state: line.task.state,
        lead: line.task.lead_id,
        supporters: line.task.supporters.clone(),
        handler: line.task.handler_id,
        leader: line.leader.as_ref().map(|leader| leader.id),
        urgency: line.task.urgency,
        // What is listed is seen.
        confidential: false,
        readers: Vec::new(),
        open_request: line.request.as_ref().map(|asked| Ask::of(asked, line.task.extensions)),
        drafted: drafted.map(|request| (request.kind, request.requested_by)),
        submission: None,
    }
}

fn deed(line: &TaskLine, verb: &str) -> Deed {
    let task = &line.task;
    let path = format!("/tasks/{}/{verb}", task.id);
    let deed = Deed::new(format!("t{}", task.id), path, task.title.as_str()).back(BACK);
    Deed { version: task.version, seen: task.seq, ..deed }
}

fn take(lang: Lang, line: &TaskLine) -> Deed {
    deed(line, "acknowledge").button(Button::new("primary", lang.step(Step::Acknowledge)))
}

fn percent(lang: Lang, line: &TaskLine) -> Field {
    let field = Field::new("percent", lang.task_done_percent(), Control::Percent);
    field.value(line.task.percent)
}

/// The short report: outlook, percentage, a line, or nothing new in one tap.
fn tap(lang: Lang, line: &TaskLine, today: NaiveDate) -> Deed {
    let mut deed = deed(line, "report");
    if !line.task.long_term {
        deed = deed.field(outlook(lang, line.task.last_outlook));
    }
    let same = match line.task.last_report_on {
        Some(day) => lang.task_no_change_since(lang.date_near(day, today)),
        None => lang.task_no_change().to_owned(),
    };
    deed.field(percent(lang, line))
        .field(Field::new("done", lang.task_what_changed(), Control::Line))
        .button(Button::new("primary", lang.task_send_report()))
        .button(Button::new("plain", same).sends("no_change"))
}

/// The report on a task that is overdue: why, until when, what must be coordinated.
fn late(lang: Lang, line: &TaskLine, tree: &Tree) -> Deed {
    let mut others = vec![Choice::new("", lang.task_nothing_needed()).when(true)];
    let departments = tree.iter().filter(|one| one.active && one.id != line.task.lead_id);
    others.extend(departments.map(|one| Choice::new(one.id, one.name.as_str())));
    let deed = deed(line, "report").field(percent(lang, line));
    lateness(lang, deed, Control::Choice(others))
        .button(Button::new("primary", lang.task_send_report()))
}

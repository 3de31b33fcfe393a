//! What needs an answer, and the form that gives it.

use chrono::{Days, NaiveDate};

use crate::domain::{
    Action, Actor, Ask, DecisionRules, Flag, Instruction, Invitation, Light, Question, Request,
    State, Step, TaskFacts, Urgency, offered,
};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Deed};
use crate::pages::glance::{LightWords, days_of};
use crate::pages::history::lower;
use crate::pages::task::{Reporting, answer_deed};
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
        let asked = mine.questions.iter().filter_map(|question| {
            let mut lines = mine.led.iter().chain(&mine.supported);
            let line = lines.find(|line| line.task.id == question.task_id)?;
            self.question(line, question, mine)
        });
        let invited = mine.invited.iter().flat_map(|line| {
            line.invitations.iter().filter_map(move |one| self.invitation(line, one))
        });
        let mut needs: Vec<Need> = asked.chain(invited).collect();
        needs.dedup_by_key(|need| need.id);
        for line in mine.led.iter().filter(|line| line.request.is_none()) {
            if !needs.iter().any(|need| need.id == line.task.id.0) {
                needs.extend(self.need(line, mine));
            }
        }
        needs.sort_by_key(|need| need.pressing);
        needs
    }

    /// What the office asked, for those who speak for the department that it asked.
    fn question(&self, line: &TaskLine, question: &Question, mine: &MyDepartment) -> Option<Need> {
        let lang = self.lang;
        let leads = question.department_id == line.task.lead_id;
        let holds = self.actor.holds.contains(&question.department_id);
        let speaks = holds || leads && self.actor.is(line.task.handler_id);
        if !speaks || !self.offers(Action::Report, line) {
            return None;
        }
        let lights = vec![
            LightWords::new("back", lang.my_department_question()),
            days_of(lang, &line.marks, self.today),
        ];
        let day = lang.date_near(question.asked_on, self.today);
        let why = lang.task_asks(&question.asked_by_name, day, &question.text);
        let reporting = self.reporting(line, mine, true);
        let deed = deed(line, "report");
        let deed = match leads {
            true if line.task.must_explain(self.today) => reporting.late(deed),
            true => reporting.short(deed),
            false => reporting.share(deed),
        };
        let waits = (self.today - question.asked_on).num_days();
        Some(self.say(line, lights, why, Answer::Tap(deed), (0, -waits)))
    }

    /// What the reader's department is asked to support.
    fn invitation(&self, line: &TaskLine, invitation: &Invitation) -> Option<Need> {
        if !self.actor.holds.contains(&invitation.department_id) {
            return None;
        }
        let lang = self.lang;
        let lights = vec![
            LightWords::new("wait", lang.my_department_invited()),
            days_of(lang, &line.marks, self.today),
        ];
        let day = lang.date_near(invitation.invited_on, self.today);
        let why = match &invitation.text {
            Some(text) => lang.task_invited_for(&line.lead.name, day, text),
            None => lang.task_invited(&line.lead.name, day),
        };
        let deed = answer_deed(lang, invitation).back(BACK);
        let deed = Deed { version: line.task.version, seen: line.task.seq, ..deed };
        let waits = (self.today - invitation.invited_on).num_days();
        Some(self.say(line, lights, why, Answer::Tap(deed), (2, -waits)))
    }

    fn reporting<'b>(
        &self,
        line: &'b TaskLine,
        mine: &'b MyDepartment,
        questioned: bool,
    ) -> Reporting<'b> {
        let milestones = mine.milestones.get(&line.task.id);
        Reporting {
            lang: self.lang,
            today: self.today,
            task: &line.task,
            last: line.report.as_ref(),
            tree: &mine.tree,
            questioned,
            milestones: milestones.map(Vec::as_slice).unwrap_or_default(),
        }
    }

    fn say(
        &self,
        line: &TaskLine,
        lights: Vec<LightWords>,
        why: String,
        answer: Answer,
        pressing: (u8, i64),
    ) -> Need {
        let task = &line.task;
        Need {
            id: task.id.0,
            number: task.number.clone().unwrap_or_default(),
            title: task.title.clone(),
            lights,
            over: line.marks.light(self.today) == Light::Overdue,
            urgent: task.urgency != Urgency::Normal,
            urgency: self.lang.urgency(task.urgency),
            why: match next_milestone_said(self.lang, line, self.today) {
                Some(next) => self.lang.my_department_and_next(why, next),
                None => why,
            },
            answer,
            pressing,
        }
    }

    fn need(&self, line: &TaskLine, mine: &MyDepartment) -> Option<Need> {
        let sent_back = mine.sent_back.get(&line.task.id);
        let to_confirm = self.to_confirm(line, mine.drafted.get(&line.task.id));
        let lang = self.lang;
        let task = &line.task;
        let flags = task.flags(self.today);
        let mut lights = vec![days_of(lang, &line.marks, self.today)];
        let reports = self.offers(Action::Report, line);
        let due_today = self.today.checked_add_days(Days::new(1)) == line.marks.missed_on;
        let reporting = self.reporting(line, mine, false);
        let tap = || reporting.short(deed(line, "report"));
        let (rank, why, answer) = if let Some(drafted) = to_confirm {
            lights.insert(0, LightWords::new("wait", lang.request_state(drafted.state)));
            (1, self.drafted(drafted), Answer::Look(lang.my_department_confirm()))
        } else if self.offers(Action::Acknowledge, line) {
            lights = vec![LightWords::new("none", lang.state(State::AwaitingAcknowledgement))];
            (2, self.awaits(line), Answer::Take(take(lang, line)))
        } else if let Some(wanted) = line.wanted.as_ref().filter(|_| reports) {
            let why = self.wants(wanted);
            let deed = deed(line, "report");
            let late = task.must_explain(self.today);
            let deed = if late { reporting.late(deed) } else { reporting.short(deed) };
            (1, why, Answer::Tap(deed))
        } else if reports && flags.contains(&Flag::Unexplained) {
            (1, self.is_over(line), Answer::Tap(reporting.late(deed(line, "report"))))
        } else if let Some(refused) =
            sent_back.filter(|_| reports && task.state == State::InProgress)
        {
            lights.insert(0, LightWords::new("back", lang.my_department_sent_back()));
            (4, self.was_refused(refused), Answer::Look(lang.my_department_ask_again()))
        } else if reports && line.marks.report_missed(self.today) {
            let why = lang.my_department_why_missed(self.last(line));
            (3, why, Answer::Tap(tap()))
        } else if reports && due_today && task.state == State::InProgress {
            let why = lang.my_department_why_due_today(self.last(line));
            (5, why, Answer::Tap(tap()))
        } else {
            return None;
        };
        let over = line.marks.days_over(self.today);
        let waits = task.issued_on.map_or(0, |issued| (self.today - issued).num_days());
        Some(self.say(line, lights, why, answer, (rank, -over.max(waits))))
    }

    /// A leader's words that wait for an answer.
    fn wants(&self, instruction: &Instruction) -> String {
        let lang = self.lang;
        let day = instruction.answer_by.unwrap_or(self.today);
        let (name, near) = (&instruction.given_by_name, lang.date_near(day, self.today));
        let said = if day < self.today {
            lang.instruction_wanted_over(name, near)
        } else {
            lang.instruction_wanted_said(name, near)
        };
        lang.my_department_said(said, &instruction.text)
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

/// The milestone that comes next, in words.
pub fn next_milestone_said(lang: Lang, line: &TaskLine, today: NaiveDate) -> Option<String> {
    let next = line.milestone.as_ref()?;
    let day = lang.date_near(next.due_on, today);
    Some(if next.is_overdue(today) {
        lang.milestone_next_over(&next.name, day)
    } else {
        lang.milestone_next(&next.name, day)
    })
}

/// What the policy asks about a task of one's own.
fn facts(line: &TaskLine, drafted: Option<&Request>) -> TaskFacts {
    TaskFacts {
        nature: line.task.nature(),
        state: line.task.state,
        lead: line.task.lead_id,
        supporters: line.task.supporters.clone(),
        handler: line.task.handler_id,
        leader: line.leader.as_ref().map(|leader| leader.id),
        urgency: line.task.urgency,
        waiting_on: line.task.waiting_on_id,
        invited: line.invitations.iter().map(|one| one.department_id).collect(),
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

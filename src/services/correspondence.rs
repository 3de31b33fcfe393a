//! What all letters share: who reads what in which language, and the way into the outbox.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Error;
use super::action_links::{self, NewLink};
use crate::app::{Act, App, House};
use crate::domain::{
    ACTION_LINK_LIFE, Channel, DepartmentId, Escalation, LetterId, LetterKind, LinkVerb, Parties,
    Person, PersonId, Reach, Role, Route, Rules, StandIn, State, TaskId, Tree, Watched,
};
use crate::i18n::Lang;
use crate::links::Links;
use crate::mail::{
    Clerk, LastReport, LinkErrand, Reader, ReaderPart, Said, SourceMeeting, TaskLine, Wording,
    message_id,
};
use crate::persistence::outbox::NewLetter;
use crate::persistence::views::mailing::MailedTask;
use crate::persistence::{self, Conn, departments, deputies, ladder, outbox, people, reaches};

/// The ladder as it was decided, with the days by which reports are due.
pub(super) fn rules(conn: &mut Conn, app: &App) -> Result<Rules, persistence::Error> {
    Ok(Rules { report_days: app.settings.reports.days(), ..ladder::read(conn)? })
}

/// The directory as letters need it, read once for all letters of an act.
pub(super) struct Correspondence {
    tree: Tree,
    people: BTreeMap<PersonId, Person>,
    /// How those are reached who are not reached by mail alone.
    reaches: BTreeMap<PersonId, Reach>,
    /// The channels besides mail that are set up.
    channels: Vec<Channel>,
    house: House,
    links: Links,
    /// Whether answers to letters are taken in.
    answered: bool,
    rules: Rules,
    stand_ins: Vec<StandIn>,
}

/// A letter in words, with what it is about.
pub(super) struct Draft {
    pub kind: LetterKind,
    pub task: Option<TaskId>,
    /// What caused it; with its reader it makes the letter the only one of its kind.
    pub cause: String,
    pub wording: Wording,
    /// The links in it with which its reader acts.
    pub links: Vec<NewLink>,
}

impl Correspondence {
    /// Reads the directory.
    pub fn open(act: &mut Act<'_>) -> Result<Self, Error> {
        Ok(Self::read(act.conn, act.app, act.today)?)
    }

    /// The same without an act, for who only looks.
    pub fn read(conn: &mut Conn, app: &App, today: NaiveDate) -> Result<Self, persistence::Error> {
        let people = people::all(conn)?.into_iter().map(|one| (one.id, one)).collect();
        let tree = departments::tree(conn)?;
        let rules = rules(conn, app)?;
        let stand_ins = deputies::standing(conn, today)?;
        let answered = app.settings.mail.reply_to.is_some();
        let (house, links) = (app.house(), app.links.clone());
        let (reaches, channels) = (reaches::all(conn)?, app.channels.set_up());
        Ok(Self { tree, people, reaches, channels, house, links, answered, rules, stand_ins })
    }

    /// The same people under another ladder, to see what it would do.
    pub fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// The ladder.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The departments.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Somebody in the directory.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id)
    }

    /// Contacts of a department.
    pub fn contacts(&self, department: DepartmentId) -> Vec<PersonId> {
        self.tree.get(department).map(|one| one.contact_ids.clone()).unwrap_or_default()
    }

    /// The leader in charge of a task, its own or from the lead department.
    pub fn leader(&self, task: &MailedTask) -> Option<PersonId> {
        task.leader_id.or_else(|| self.tree.leader(task.lead_id))
    }

    /// Everybody who heads the office.
    pub fn office_heads(&self) -> Vec<PersonId> {
        self.holders(Role::OfficeHead)
    }

    /// Every top leader.
    pub fn top_leaders(&self) -> Vec<PersonId> {
        let top = self.people.values().filter(|one| one.active && one.top_leader);
        top.filter(|one| one.role == Role::Leader).map(|one| one.id).collect()
    }

    /// The clerk who follows a task, or all clerks where nobody does.
    pub fn followers(&self, task: &MailedTask) -> Vec<PersonId> {
        let follower = task.follower_id.filter(|id| self.people.get(id).is_some_and(|p| p.active));
        follower.map_or_else(|| self.holders(Role::Clerk), |one| vec![one])
    }

    /// Every clerk.
    pub fn clerks(&self) -> Vec<PersonId> {
        self.holders(Role::Clerk)
    }

    fn holders(&self, role: Role) -> Vec<PersonId> {
        self.people.values().filter(|one| one.active && one.role == role).map(|p| p.id).collect()
    }

    /// The people of a task who can be reminded; top leaders only where that is switched on.
    pub fn parties(&self, task: &MailedTask) -> Parties {
        let active = |id: &PersonId| self.people.get(id).is_some_and(|person| person.active);
        let top = |id: &PersonId| self.people.get(id).is_some_and(|person| person.top_leader);
        let mut contacts = self.contacts(task.lead_id);
        contacts.retain(active);
        Parties {
            head: self.tree.head(task.lead_id).filter(active),
            handler: task.handler_id.filter(active),
            contacts,
            leader: self
                .leader(task)
                .filter(active)
                .filter(|id| self.rules.top_leaders || !top(id)),
            office_heads: self.office_heads(),
            clerks: self.followers(task),
            deputies: self.stand_ins.iter().filter(|one| active(&one.deputy)).copied().collect(),
        }
    }

    /// A task as the plan of reminders sees it.
    pub fn watched(&self, task: &MailedTask) -> Watched {
        Watched {
            task: task.id,
            state: task.state,
            urgency: task.urgency,
            due_on: task.due_on,
            sent_on: task.issued_on.unwrap_or_default(),
            clock_stands: task.stopped_on.is_some(),
            cadence: task.cadence,
            reports_from: task.reports_from,
            last_report_on: task.last_report_on,
            parties: if task.is_subtask { self.parties(task).inside() } else { self.parties(task) },
        }
    }

    /// A task as a letter to `part` tells it.
    pub fn line(&self, task: &MailedTask, part: ReaderPart) -> TaskLine {
        TaskLine {
            number: task.number.clone().unwrap_or_default(),
            title: task.title.clone(),
            source: task.meeting.clone().map(|(title, held_on)| SourceMeeting { title, held_on }),
            lead: self.tree.name(task.lead_id).to_owned(),
            part,
            due_on: task.due_on,
            original_due_on: task.original_due_on,
            last_report: task
                .last_report_on
                .map(|on| LastReport { on, percent: Some(task.percent) }),
            link: self.links.task(task.id),
            errand: None,
        }
    }

    /// Puts the link into a line with which its reader does what is asked of them; `None` where
    /// nothing is.
    pub fn ask(&self, line: &mut TaskLine, task: &MailedTask, today: NaiveDate) -> Option<NewLink> {
        let ReaderPart::Of(part) = line.part else { return None };
        let verb = LinkVerb::asked_of(part, task.state == State::AwaitingAcknowledgement)?;
        let new = NewLink::new(task.id, verb);
        let address = self.links.action(&new.nonce);
        let (until, by_reply) = (today + ACTION_LINK_LIFE, self.answered);
        line.errand = Some(LinkErrand { verb, address, until, by_reply });
        Some(new)
    }

    /// Whom to call about a task.
    pub fn clerk(&self, task: &MailedTask) -> Option<Clerk> {
        let first = self.followers(task).into_iter().next()?;
        let person = self.people.get(&first)?;
        Some(Clerk { name: person.name.clone(), phone: person.phone.clone() })
    }

    /// Who hears of a task next, by name.
    pub fn said(&self, next: &Escalation) -> Said {
        let name = self.people.get(&next.person).map(|one| one.name.clone()).unwrap_or_default();
        Said { on: next.on, name, part: next.part }
    }

    /// The reader of a letter; `None` for somebody whom no letter reaches.
    pub fn reader(&self, person: PersonId, today: NaiveDate) -> Option<Reader> {
        self.route(person)?;
        let person = self.people.get(&person).filter(|one| one.active)?;
        let lang = person.locale.as_deref().and_then(|tag| tag.parse::<Lang>().ok());
        let lang = lang.unwrap_or(self.house.lang);
        Some(Reader {
            lang,
            name: person.name.clone(),
            organisation: self.house.name(lang).to_owned(),
            today,
            stands_in_for: None,
        })
    }

    /// The way by which letters reach somebody; `None` where none does.
    pub fn route(&self, person: PersonId) -> Option<Route> {
        let email = self.people.get(&person)?.email.as_ref();
        let by_mail = Reach::default();
        self.reaches.get(&person).unwrap_or(&by_mail).route(email, &self.channels)
    }

    /// Who stands in for `person` on `today`.
    pub fn deputies_of(&self, person: PersonId, today: NaiveDate) -> Vec<PersonId> {
        let standing = self.stand_ins.iter().filter(|one| one.principal == person);
        standing.filter(|one| (one.from..=one.to).contains(&today)).map(|one| one.deputy).collect()
    }

    /// What somebody is called.
    pub fn name_of(&self, person: PersonId) -> String {
        self.people.get(&person).map(|one| one.name.clone()).unwrap_or_default()
    }

    /// One letter to each of `readers` whom letters reach and to who stands in for them, but not to
    /// who acts. Somebody with two parts reads the first.
    pub fn to_each(
        &self,
        act: &mut Act<'_>,
        readers: Vec<(PersonId, ReaderPart)>,
        write: impl Fn(&Self, Reader, ReaderPart) -> Result<Draft, Error>,
    ) -> Result<(), Error> {
        let deputies: Vec<_> = readers
            .iter()
            .flat_map(|(principal, part)| {
                let standing = self.deputies_of(*principal, act.today).into_iter();
                standing.map(|deputy| (deputy, *part, Some(*principal)))
            })
            .collect();
        let own = readers.into_iter().map(|(person, part)| (person, part, None));
        let mut seen = BTreeSet::new();
        for (person, part, principal) in own.chain(deputies) {
            if act.actor.is(Some(person)) || !seen.insert(person) {
                continue;
            }
            if let Some(mut reader) = self.reader(person, act.today) {
                reader.stands_in_for = principal.map(|one| self.name_of(one));
                let draft = write(self, reader, part)?;
                self.send(act, person, draft)?;
            }
        }
        Ok(())
    }

    /// Puts a letter into the outbox; the same cause does so once.
    pub fn send(
        &self,
        act: &mut Act<'_>,
        person: PersonId,
        draft: Draft,
    ) -> Result<Option<LetterId>, Error> {
        let Draft { kind, task, cause, wording, links } = draft;
        let Some(reader) = self.people.get(&person) else { return Ok(None) };
        // What opens an account goes to the address that names it, where there is one.
        let opens = matches!(kind, LetterKind::Invitation | LetterKind::Forgotten);
        let mailed = reader
            .email
            .as_ref()
            .filter(|_| opens)
            .map(|address| Route { channel: Channel::Mail, address: address.to_string() });
        let Some(Route { channel, address }) = mailed.or_else(|| self.route(person)) else {
            return Ok(None);
        };
        let by_mail = channel == Channel::Mail;
        let cause_key = format!("{cause}:person:{person}");
        let letter = NewLetter {
            message_id: message_id(&cause_key, act.now, &self.links.host()),
            cause_key,
            kind,
            person_id: Some(person),
            task_id: task,
            to_name: reader.name.clone(),
            channel,
            to_address: address,
            subject: wording.subject,
            body_text: wording.text,
            body_html: wording.html,
            card: if by_mail { String::new() } else { wording.card.to_keep() },
        };
        let written = outbox::write(act.conn, letter, act.now)?;
        if let Some(letter) = written {
            for link in links {
                action_links::keep(act, link, person, letter)?;
            }
        }
        Ok(written)
    }
}

//! Accounts: signing in and out, invitations, forgotten passwords, the first administrator.

use chrono::{NaiveDateTime, TimeDelta};

use super::directory::{self, PersonInput};
use super::{Error, letters};
use crate::app::{Act, House};
use crate::domain::{
    Department, EmailAddress, Fault, Faults, FieldFault, LinkPurpose, Person, PersonId, Role,
    Scope, Tree,
};
use crate::i18n::Lang;
use crate::links::Token;
use crate::persistence::{
    Conn, accounts, action_links, departments, idempotency, one_time_links, people, preferences,
    received, sessions, tokens,
};

/// The longest name of an organisation.
const NAME: usize = 200;

/// How long a one-time link holds.
pub const LINK_DAYS: i64 = 7;

/// How long the page of a link out of a letter still says what became of it.
const ENDED_LINKS: TimeDelta = TimeDelta::days(90);

/// How long a message that came in is known again; no mail server tries for longer.
const NAMES_OF_MESSAGES: TimeDelta = TimeDelta::days(366);

/// How long a session lasts after its last use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// Until the browser is closed, or half a day without use.
    Short,
    /// A week: the reader said that the computer is theirs.
    Long,
}

impl Stay {
    /// When a session used at `now` ends by itself.
    pub fn until(self, now: NaiveDateTime) -> NaiveDateTime {
        now + match self {
            Self::Short => TimeDelta::hours(12),
            Self::Long => TimeDelta::days(7),
        }
    }
}

/// What a sign-in needs to know before the password is compared, which is slow and therefore done
/// outside of any transaction.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose they are; `None` where nobody may sign in with that address.
    pub person: Option<PersonId>,
    /// What the password is compared with.
    pub stored: Option<String>,
}

/// Looks up who may sign in as `account`. Unknown, inactive and not yet invited look alike.
pub fn credentials(conn: &mut Conn, account: &str) -> Result<Credentials, Error> {
    let person = match account.parse::<EmailAddress>() {
        Ok(email) => people::find_by_email(conn, &email)?.filter(|person| person.active),
        Err(_) => None,
    };
    let stored = match &person {
        Some(person) => accounts::password_of(conn, person.id)?,
        None => None,
    };
    Ok(Credentials { person: person.filter(|_| stored.is_some()).map(|one| one.id), stored })
}

/// Opens a session for `person`, who has proved who they are.
pub fn sign_in(
    act: &mut Act<'_>,
    person: PersonId,
    stay: Stay,
    user_agent: Option<&str>,
) -> Result<Token, Error> {
    let token = Token::fresh();
    let agent: Option<String> = user_agent.map(|agent| agent.chars().take(200).collect());
    let until = stay.until(act.now);
    sessions::insert(act.conn, token.hash().as_ref(), person, act.now, until, agent.as_deref())?;
    Ok(token)
}

/// Ends one of the actor's own sessions.
pub fn end_session(act: &mut Act<'_>, id: i64) -> Result<(), Error> {
    let person = act.actor.id.ok_or(Error::Forbidden)?;
    Ok(sessions::end(act.conn, person, id, act.now)?)
}

/// Ends all of the actor's sessions but the one in use.
pub fn end_other_sessions(act: &mut Act<'_>, current: i64) -> Result<(), Error> {
    let person = act.actor.id.ok_or(Error::Forbidden)?;
    Ok(sessions::end_all(act.conn, person, Some(current), act.now)?)
}

/// Changes the actor's own password; `hash` is made before the transaction. Other sessions end,
/// and so do links that would set another.
pub fn change_password(act: &mut Act<'_>, hash: &str, current: Option<i64>) -> Result<(), Error> {
    let person = act.actor.id.ok_or(Error::Forbidden)?;
    replace_password(act, person, hash, current)
}

/// The language that the actor reads from now on.
pub fn choose_language(act: &mut Act<'_>, lang: Lang) -> Result<(), Error> {
    let id = act.actor.id.ok_or(Error::Forbidden)?;
    let mut person = people::find(act.conn, id)?;
    person.locale = Some(lang.tag().to_owned());
    Ok(people::update(act.conn, &person)?)
}

/// Whether single letters are commands on the actor's review page from now on.
pub fn choose_keys(act: &mut Act<'_>, on: bool) -> Result<(), Error> {
    let id = act.actor.id.ok_or(Error::Forbidden)?;
    let value = if on { "on" } else { "off" };
    Ok(preferences::put(act.conn, id, preferences::REVIEW_KEYS, value)?)
}

/// A link with which `person` chooses a password for the first time, also sent to them. Earlier
/// ones end.
pub fn invite(act: &mut Act<'_>, id: PersonId) -> Result<Token, Error> {
    let person = people::find(act.conn, id)?;
    directory::check_may_change(&act.actor, person.role)?;
    if !person.active {
        let fault = Fault::Inactive(person.name);
        return Err(Error::invalid("active", fault));
    }
    let token = new_link(act, LinkPurpose::Invitation, Some(id))?;
    letters::account_link(act, id, LinkPurpose::Invitation, &token)?;
    Ok(token)
}

/// Sends a link to the holder of `account`, who forgot the password. Where nobody has that address
/// nothing happens, and the answer to the visitor is the same.
pub fn forgotten(act: &mut Act<'_>, account: &str) -> Result<(), Error> {
    let Ok(email) = account.parse::<EmailAddress>() else { return Ok(()) };
    let found = people::find_by_email(act.conn, &email)?.filter(|person| person.active);
    let Some(person) = found else { return Ok(()) };
    let token = new_link(act, LinkPurpose::Password, Some(person.id))?;
    letters::account_link(act, person.id, LinkPurpose::Password, &token)
}

/// Whom an invitation or a link for a new password is for, as long as it holds.
pub fn link_holder(
    conn: &mut Conn,
    token: &Token,
    purpose: LinkPurpose,
    now: NaiveDateTime,
) -> Result<Option<Person>, Error> {
    let holder = one_time_links::holder(conn, token.hash().as_ref(), purpose, now)?;
    let Some(id) = holder.flatten() else { return Ok(None) };
    Ok(Some(people::find(conn, id)?).filter(|person| person.active))
}

/// Sets the password of a link's holder and uses the link up; every session of theirs ends.
pub fn set_password(
    act: &mut Act<'_>,
    token: &Token,
    purpose: LinkPurpose,
    hash: &str,
) -> Result<Person, Error> {
    let person = link_holder(act.conn, token, purpose, act.now)?.ok_or(Error::LinkSpent)?;
    if !one_time_links::spend(act.conn, token.hash().as_ref(), act.now)? {
        return Err(Error::LinkSpent);
    }
    replace_password(act, person.id, hash, None)?;
    Ok(person)
}

fn replace_password(
    act: &mut Act<'_>,
    person: PersonId,
    hash: &str,
    current: Option<i64>,
) -> Result<(), Error> {
    accounts::set_password(act.conn, person, hash)?;
    one_time_links::spend_all(act.conn, Some(person), act.now)?;
    Ok(sessions::end_all(act.conn, person, current, act.now)?)
}

fn new_link(
    act: &mut Act<'_>,
    purpose: LinkPurpose,
    person: Option<PersonId>,
) -> Result<Token, Error> {
    let token = Token::fresh();
    let until = act.now + TimeDelta::days(LINK_DAYS);
    one_time_links::spend_all(act.conn, person, act.now)?;
    one_time_links::insert(act.conn, token.hash().as_ref(), purpose, person, act.now, until)?;
    Ok(token)
}

/// Who first sets up an empty house.
#[derive(Debug, Clone, Default)]
pub struct SetUp {
    /// The organisation's name in English.
    pub name_en: Option<String>,
    /// The organisation's name in Chinese.
    pub name_zh: Option<String>,
    /// Its time zone, as the IANA names it.
    pub time_zone: String,
    /// The language of those who chose none.
    pub language: Lang,
    /// The first administrator's name.
    pub name: String,
    /// Their title.
    pub title: Option<String>,
    /// Their address.
    pub email: String,
    /// Their telephone.
    pub phone: Option<String>,
}

impl SetUp {
    /// The house as it will be called, or everything that is wrong with what was given.
    pub fn check(&self) -> Result<House, Vec<FieldFault>> {
        let mut faults = Faults::default();
        let name_en = faults.optional("name_en", self.name_en.as_deref(), NAME);
        let name_zh = faults.optional("name_zh", self.name_zh.as_deref(), NAME);
        if name_en.is_none() && name_zh.is_none() {
            let first = if self.language == Lang::ZhCn { "name_zh" } else { "name_en" };
            faults.add(first, Fault::Missing);
        }
        let zone = self.time_zone.trim().parse::<chrono_tz::Tz>();
        let zone = faults
            .check("time_zone", zone.map_err(|_unknown| Fault::TimeZone(self.time_zone.clone())));
        faults.required("name", &self.name, NAME);
        if !faults.required("email", &self.email, NAME).is_empty() {
            faults.check("email", self.email.parse::<EmailAddress>());
        }
        faults.finish()?;
        Ok(House {
            name_en: name_en.unwrap_or_default(),
            name_zh: name_zh.unwrap_or_default(),
            zone: zone.unwrap_or_default(),
            lang: self.language,
            demo: false,
        })
    }
}

/// The link for setting up the house; `None` when somebody lives in it already.
pub fn set_up_link(act: &mut Act<'_>) -> Result<Option<Token>, Error> {
    if people::any(act.conn)? {
        return Ok(None);
    }
    new_link(act, LinkPurpose::SetUp, None).map(Some)
}

/// Whether `token` opens the set-up.
pub fn may_set_up(conn: &mut Conn, token: &Token, now: NaiveDateTime) -> Result<bool, Error> {
    let holds =
        one_time_links::holder(conn, token.hash().as_ref(), LinkPurpose::SetUp, now)?.is_some();
    Ok(holds && !people::any(conn)?)
}

/// Creates the administrator and names the organisation; uses the link up. What the house is
/// called from now on comes back, for the handles to take notice of.
pub fn set_up(
    act: &mut Act<'_>,
    token: &Token,
    given: &SetUp,
    hash: &str,
) -> Result<(PersonId, House), Error> {
    if !may_set_up(act.conn, token, act.now)? {
        return Err(Error::LinkSpent);
    }
    let house = given.check().map_err(Error::Invalid)?;
    let input = PersonInput {
        name: given.name.clone(),
        title: given.title.clone(),
        email: Some(given.email.clone()),
        phone: given.phone.clone(),
        locale: Some(given.language.tag().to_owned()),
        ..PersonInput::new(Role::Admin)
    };
    let person = directory::create_person(act, &input)?;
    if !one_time_links::spend(act.conn, token.hash().as_ref(), act.now)? {
        return Err(Error::LinkSpent);
    }
    house.keep(act.conn)?;
    accounts::set_password(act.conn, person.id, hash)?;
    Ok((person.id, house))
}

/// A token with which programs act as the person with that address.
pub fn create_token(act: &mut Act<'_>, account: &str, scope: Scope) -> Result<Token, Error> {
    if act.actor.role != Role::Admin {
        return Err(Error::Forbidden);
    }
    let email: EmailAddress =
        account.parse().map_err(|error| Error::invalid("email", Fault::Address(error)))?;
    let person = people::find_by_email(act.conn, &email)?.filter(|person| person.active);
    let Some(person) = person else {
        return Err(Error::invalid("email", Fault::NoSuch));
    };
    let token = Token::fresh();
    tokens::insert(act.conn, token.hash().as_ref(), person.id, scope, act.now)?;
    Ok(token)
}

/// Forgets what nobody asks for any more: answers to forms of two days ago, sessions that ended a
/// year ago.
pub fn tidy(act: &mut Act<'_>) -> Result<(), Error> {
    idempotency::forget_before(act.conn, act.now - TimeDelta::days(2))?;
    action_links::forget_before(act.conn, act.now - ENDED_LINKS)?;
    received::forget_before(act.conn, act.now - NAMES_OF_MESSAGES)?;
    Ok(sessions::forget_ended(act.conn, act.now - TimeDelta::days(366))?)
}

/// The language of `person`, where they chose one.
pub fn language_of(person: &Person) -> Option<Lang> {
    person.locale.as_deref().and_then(|tag| tag.parse().ok())
}

/// What a person is to the departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Head of one.
    Head,
    /// Contact of one.
    Contact,
    /// Leader in charge of one.
    InCharge,
    /// None of these.
    Elsewhere,
}

impl Place {
    /// The most that `person` is to any department of `tree`.
    pub fn of(tree: &Tree, person: PersonId) -> Self {
        let any = |is: fn(&Department, PersonId) -> bool| tree.iter().any(|one| is(one, person));
        if any(|one, person| one.head_id == Some(person)) {
            Self::Head
        } else if any(|one, person| one.contact_ids.contains(&person)) {
            Self::Contact
        } else if any(|one, person| one.leader_id == Some(person)) {
            Self::InCharge
        } else {
            Self::Elsewhere
        }
    }
}

/// The accounts that a demonstration offers, one for each role, the leader first.
pub fn demo_people(conn: &mut Conn) -> Result<Vec<(Person, Place)>, Error> {
    const OFFERED: [&str; 6] = ["leader", "office", "clerk", "head", "contact", "admin"];

    let tree = departments::tree(conn)?;
    let mut found = Vec::new();
    for name in OFFERED {
        let Ok(email) = format!("{name}@example.edu").parse::<EmailAddress>() else { continue };
        if let Some(person) = people::find_by_email(conn, &email)?.filter(|one| one.active) {
            let place = Place::of(&tree, person.id);
            found.push((person, place));
        }
    }
    Ok(found)
}

//! 商请配合: asking a department to support, and its answer, on the task's page.

use actix_web::{HttpResponse, web};

use super::deeds::step;
use super::seen::Seen;
use super::show::again;
use super::steps::{after, comes_back};
use crate::app::App;
use crate::domain::{Invitation, InvitationId};
use crate::http::{Failure, Posted, SignedIn};
use crate::i18n::Lang;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::persistence::invitations;
use crate::services::{self, Error};

/// The form that asks a department to support.
pub fn invite(seen: &Seen) -> Deed {
    let (lang, task) = (seen.lang, seen.it());
    let mut all = vec![Choice::new("", lang.task_choose()).when(true)];
    let others = seen.sight.tree.iter().filter(|one| {
        let party = one.id == task.lead_id || task.supporters.contains(&one.id);
        one.active && !party && !seen.sight.facts.invited.contains(&one.id)
    });
    all.extend(others.map(|one| Choice::new(one.id, one.name.as_str())));
    step(seen, "invite", lang.task_invite())
        .field(Field::new("department_id", lang.task_department(), Control::Choice(all)))
        .field(Field::new("text", lang.task_invite_text(), Control::Line))
        .hint(lang.task_invite_hint())
        .button(Button::new("", lang.task_invite_button()))
}

/// The answer to each invitation that is the reader's to give.
pub fn answers(seen: &Seen) -> Vec<Deed> {
    let office = seen.actor.runs_office();
    let own = |one: &&Invitation| office || seen.actor.holds.contains(&one.department_id);
    let deed = |one: &Invitation| {
        let name = seen.sight.tree.name(one.department_id);
        let day = seen.day(one.invited_on);
        let text = match &one.text {
            Some(text) => seen.lang.task_invited_for(&one.invited_by_name, day, text),
            None => seen.lang.task_invited(&one.invited_by_name, day),
        };
        let deed = answer_deed(seen.lang, one).text(text);
        let title = seen.lang.task_invited_department(name);
        Deed { title, version: seen.it().version, seen: seen.it().seq, ..deed }
    };
    seen.sheet.invitations.iter().filter(own).map(deed).collect()
}

/// Accept, or decline with a reason.
pub fn answer_deed(lang: Lang, invitation: &Invitation) -> Deed {
    let path = |verb: &str| format!("/invitations/{}/{verb}", invitation.id);
    Deed::new(format!("support-{}", invitation.id), path("accept"), lang.my_department_invited())
        .field(Field::new("reason", lang.task_decline_reason(), Control::Line))
        .button(Button::new("primary", lang.task_accept()))
        .button(Button::new("", lang.task_decline()).to(path("decline")))
}

/// `POST /invitations/{id}/{verb}`
pub async fn answer(
    app: web::Data<App>,
    signed: SignedIn,
    path: web::Path<(InvitationId, String)>,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let (id, verb) = path.into_inner();
    let task = app.read(move |conn| Ok::<_, Error>(invitations::find(conn, id)?.task_id)).await?;
    let place = after(&signed, task, "support", &posted);
    let reason = posted.text("reason").to_owned();
    let accepts = match verb.as_str() {
        "accept" => true,
        "decline" => false,
        _ => return Err(Failure::NoPage),
    };
    let outcome = signed
        .once(&app, &posted, move |act| {
            if accepts {
                services::invitations::accept(act, id, None, Some(&reason))?;
            } else {
                services::invitations::decline(act, id, None, &reason)?;
            }
            Ok(place)
        })
        .await;
    match outcome.map_err(Failure::from) {
        Ok(response) => Ok(response),
        Err(failure) if comes_back(&failure) => {
            again(&app, &signed, task, &format!("support-{id}"), &posted, &failure).await
        }
        Err(failure) => Err(failure),
    }
}

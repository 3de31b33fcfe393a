//! What may be done with a circular, as forms.

use crate::domain::{Actor, Circular, CircularStep};
use crate::i18n::Lang;
use crate::links::circular_path;
use crate::pages::deed::{Button, Control, Deed, Field};
use crate::services::circulars::offered;

/// What the reader may do, each where its state has room for it.
pub struct Deeds {
    /// The words, as a form of its own.
    pub edit: Option<Deed>,
    /// What the reader is asked for first.
    pub main: Option<Deed>,
    /// What else there is, folded away.
    pub others: Vec<Deed>,
}

impl Deeds {
    /// What `actor` may do with `circular`.
    pub fn of(l: Lang, actor: &Actor, circular: &Circular) -> Self {
        let path = circular_path(circular.id);
        let may = |step| offered(actor, circular, step);
        let new = |verb: &str, title: &str| Deed {
            version: circular.version,
            ..Deed::new(verb, format!("{path}/{verb}"), title)
        };
        let sign = may(CircularStep::Sign).then(|| {
            let comment = Field::new("comment", l.circular_comment(), Control::Text(2))
                .hint(l.circular_comment_hint());
            let deed = new("sign", l.circular_sign_yours()).hint(l.circular_sign_hint());
            let deed = if may(CircularStep::Return) { deed.field(comment) } else { deed };
            let deed = deed
                .button(Button::new("seal", l.circular_sign_send()).sends("send"))
                .button(Button::new("", l.circular_sign()));
            if may(CircularStep::Return) {
                let back = Button::new("", l.circular_return());
                deed.button(back.to(format!("{path}/return")))
            } else {
                deed
            }
        });
        let plain = |step, verb: &str, text: &str, button: &'static str| {
            may(step).then(|| new(verb, button).text(text).button(Button::new("", button)))
        };
        let submit = may(CircularStep::Submit).then(|| {
            let button = Button::new("primary", l.circular_submit());
            new("submit", l.circular_submit()).text(l.circular_submit_text()).button(button)
        });
        let send = may(CircularStep::Send).then(|| {
            let button = Button::new("seal", l.circular_send());
            new("send", l.circular_step_send()).hint(l.circular_send_text()).button(button)
        });
        let retake =
            plain(CircularStep::Retake, "retake", l.circular_retake_text(), l.circular_retake());
        let withdraw = plain(CircularStep::Withdraw, "withdraw", "", l.circular_withdraw());
        let discard = plain(
            CircularStep::Discard,
            "discard",
            l.circular_discard_text(),
            l.circular_discard(),
        );
        // One thing is asked for first: the signature, else what brings it nearer, else its way out.
        let (main, second) = match (sign, submit) {
            (Some(sign), submit) => (Some(sign), submit),
            (None, submit) => (submit.or(send), None),
        };
        let others = [second, retake, withdraw, discard];
        Self {
            edit: edit(l, actor, circular),
            main,
            others: others.into_iter().flatten().collect(),
        }
    }

    /// The form that `verb` was sent from.
    pub fn of_verb(&mut self, verb: &str) -> Option<&mut Deed> {
        // What is sent back unsigned is written in the form of the signature.
        let id = if verb == "return" { "sign" } else { verb };
        let all = self.edit.iter_mut().chain(&mut self.main).chain(&mut self.others);
        all.into_iter().find(|deed| deed.id == id)
    }
}

/// The words of a draft.
fn edit(l: Lang, actor: &Actor, circular: &Circular) -> Option<Deed> {
    let texts = &circular.texts;
    let field =
        |name, label: &str, control, value: &str| Field::new(name, label, control).value(value);
    let deed =
        Deed::new("edit", format!("{}/edit", circular_path(circular.id)), l.circular_words())
            .field(field("subject", l.circular_field_subject(), Control::Line, &texts.subject))
            .field(field("opening", l.circular_field_opening(), Control::Text(4), &texts.opening))
            .field(field("well", l.circular_field_well(), Control::Text(3), &texts.well))
            .field(field("behind", l.circular_field_behind(), Control::Text(3), &texts.behind))
            .field(field("asked", l.circular_field_asked(), Control::Text(3), &texts.asked))
            .field(field("issuer", l.circular_field_issuer(), Control::Line, &texts.issuer))
            .field(field("copies", l.circular_field_copies(), Control::Line, &texts.copies))
            .button(Button::new("primary", l.circular_save()));
    offered(actor, circular, CircularStep::Edit)
        .then_some(Deed { version: circular.version, ..deed })
}

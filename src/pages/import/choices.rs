//! What was chosen on the page, put with what had been chosen before.

use crate::domain::Named as _;
use crate::domain::day_from;
use crate::domain::import::Field;
use crate::http::Posted;
use crate::services::import::{Answer, Choices};

/// `before` with what `form` says.
pub(super) fn chosen(form: &Posted, before: &Choices, columns: usize) -> Choices {
    let mut choices = before.clone();
    if form.ticked("c0") {
        let field = |at: usize| Field::from_word(form.text(&format!("c{at}"))).ok();
        choices.columns = (0..columns).map(field).collect();
        // A field that two columns were given is the first one's.
        for at in (0..columns).rev() {
            if choices.columns[at].is_some() && choices.columns[..at].contains(&choices.columns[at])
            {
                choices.columns[at] = None;
            }
        }
    }
    for (name, text) in form.fields() {
        let value = |prefix: &str| {
            let at = name.strip_prefix(prefix)?;
            at.bytes().all(|byte| byte.is_ascii_digit()).then_some(at)
        };
        if let Some(at) = value("dk") {
            answer(&mut choices.departments, text, form.text(&format!("d{at}")));
        } else if let Some(at) = value("pk") {
            answer(&mut choices.people, text, form.text(&format!("p{at}")));
        } else if let Some(row) = value("x").and_then(|at| at.parse().ok()) {
            match day_from(text) {
                Ok(day) => drop(choices.days.insert(row, day)),
                Err(_) => drop(choices.days.remove(&row)),
            }
        }
    }
    choices.without_wrong = form.ticked("without_wrong");
    if form.ticked("past") {
        choices.initial = form.ticked("initial");
    }
    choices
}

fn answer(answers: &mut std::collections::BTreeMap<String, Answer>, name: &str, chosen: &str) {
    let answer = match chosen {
        "" => return,
        "new" => Answer::New,
        "none" => Answer::Nobody,
        id => match id.parse() {
            Ok(id) => Answer::Is(id),
            Err(_) => return,
        },
    };
    answers.insert(name.to_owned(), answer);
}

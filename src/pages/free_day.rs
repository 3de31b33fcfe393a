//! "The working day before, or the one after?", asked by every form that gives a task a date: as
//! two buttons in place of its own.

use super::deed::Button;
use crate::domain::{Fault, FieldFault, FreeDays};
use crate::http::{Failure, Posted};
use crate::i18n::Lang;
use crate::services::Error;

/// What the buttons send.
const BEFORE: &str = "free_before";
const AFTER: &str = "free_after";

/// What the sender of a form has said about dates on free days.
pub fn answer(posted: &Posted) -> FreeDays {
    if posted.ticked(BEFORE) {
        FreeDays::Before
    } else if posted.ticked(AFTER) {
        FreeDays::After
    } else {
        FreeDays::Asked
    }
}

/// The field that carries an answer on, where one was given.
pub fn carried(posted: &Posted) -> Option<&'static str> {
    [BEFORE, AFTER].into_iter().find(|name| posted.ticked(name))
}

/// The two buttons, where anything of `faults` is to be asked.
pub fn buttons(lang: Lang, faults: &[FieldFault]) -> Option<[Button; 2]> {
    let mut asked = faults.iter().filter_map(|one| match one.fault {
        Fault::FreeDay { before, after, .. } => Some((before, after)),
        _ => None,
    });
    let first = asked.next()?;
    let labels = if asked.all(|other| other == first) {
        [lang.task_free_before(lang.date(first.0)), lang.task_free_after(lang.date(first.1))]
    } else {
        [lang.task_free_all_before().to_owned(), lang.task_free_all_after().to_owned()]
    };
    let [before, after] = labels.map(|label| Button::new("primary", label));
    Some([before.sends(BEFORE), after.sends(AFTER)])
}

/// What a refusal blames.
pub fn faults_of(failure: &Failure) -> &[FieldFault] {
    match failure {
        Failure::Service(Error::Invalid(faults)) => faults,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(field: &str, day: &str, before: &str, after: &str) -> FieldFault {
        let [day, before, after] = [day, before, after].map(|text| text.parse().unwrap());
        FieldFault::at(field, Fault::FreeDay { day, before, after })
    }

    #[test]
    fn one_day_is_named_and_several_are_asked_about_together() {
        let lang = Lang::En;
        let one = free("7.due_on", "2026-05-03", "2026-04-30", "2026-05-06");
        let other = free("8.due_on", "2026-06-06", "2026-06-05", "2026-06-08");
        let said =
            |faults: &[FieldFault]| buttons(lang, faults).map(|all| all.map(|button| button.label));
        assert_eq!(said(&[FieldFault::at("title", Fault::Missing)]), None);
        assert_eq!(
            said(std::slice::from_ref(&one)).unwrap()[0],
            "Due on the working day before, 30 Apr 2026"
        );
        assert_eq!(said(&[one, other]).unwrap()[1], "Each on the working day after");
    }

    #[test]
    fn the_button_that_was_pressed_is_the_answer() {
        assert_eq!(answer(&Posted::typed(&[])), FreeDays::Asked);
        assert_eq!(answer(&Posted::typed(&[("free_before", "yes")])), FreeDays::Before);
        assert_eq!(answer(&Posted::typed(&[("free_after", "yes")])), FreeDays::After);
    }
}

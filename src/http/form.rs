//! Forms that come back filled in: what was wrong, and at which field.

use std::borrow::Borrow;
use std::fmt::Display;

use crate::domain::FieldFault;
use crate::i18n::Lang;

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// The control's name, which is its id too.
    pub field: String,
    /// What the form calls it, for the summary; empty where the message says it all.
    pub label: String,
    /// What is wrong with it, in the reader's language.
    pub message: String,
}

/// Everything to put right in one form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<FormError>);

impl FormErrors {
    /// Whether the form is fine so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things are wrong.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Notes that `field` is wrong. The first fault of a field stands; a second would only confuse.
    pub fn add(&mut self, field: &str, message: impl Display) {
        if self.of(field).is_none() {
            let (field, message) = (field.to_owned(), message.to_string());
            self.0.push(FormError { field, label: String::new(), message });
        }
    }

    /// Says in the summary what the form calls its fields.
    #[must_use]
    pub fn called(mut self, label: impl Fn(&str) -> Option<&'static str>) -> Self {
        for error in &mut self.0 {
            label(&error.field).unwrap_or_default().clone_into(&mut error.label);
        }
        self
    }

    /// The value, or `None` with its fault noted under `field`.
    pub fn check<T, E: Display>(&mut self, field: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(field, error)).ok()
    }

    /// Notes everything that a use case found wrong, in the reader's language.
    pub fn extend(&mut self, lang: Lang, faults: &[FieldFault]) {
        for one in faults {
            self.add(&one.field, lang.fault(&one.fault));
        }
    }

    /// What is wrong with `field`.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.0.iter()
    }

    /// The heading of the summary.
    pub fn title(&self, lang: impl Borrow<Lang>) -> String {
        let lang = *lang.borrow();
        match self.count() {
            1 => lang.shell_one_thing_wrong().to_owned(),
            n => lang.shell_things_wrong(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_the_field_and_the_field_does_not() {
        let mut errors = FormErrors::default();
        errors.add("name", "This is needed");
        errors.add("main", "Somebody was here before");
        let errors = errors.called(|field| (field == "name").then_some("Official name"));

        let labels: Vec<&str> = errors.iter().map(|error| error.label.as_str()).collect();
        assert_eq!(labels, ["Official name", ""]);
        assert_eq!(errors.of("name"), Some("This is needed"));
    }

    #[test]
    fn the_first_fault_of_a_field_stands() {
        let mut errors = FormErrors::default();
        assert_eq!(errors.check("n", "7".parse::<u8>()), Some(7));
        assert_eq!(errors.check("n", "x".parse::<u8>()), None);
        errors.add("n", "again");

        assert_eq!(errors.count(), 1);
        assert_eq!(errors.of("n"), Some("invalid digit found in string"));
    }
}

//! What a reader may do, as a form: one shape for every step, so that all of them keep what was
//! typed and say at the field what is wrong.

use super::free_day;
use crate::domain::FieldFault;
use crate::http::{Failure, FormErrors, Posted};
use crate::i18n::Lang;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A text of so many lines.
    Text(u8),
    /// One line.
    Line,
    /// A day.
    Date,
    /// 0 to 100.
    Percent,
    /// One of a list.
    Choice(Vec<Choice>),
    /// One of a few, side by side.
    Radios(Vec<Choice>),
    /// Any of a few.
    Checks(Vec<Choice>),
    /// Files, and those that wait from before.
    Files(Vec<Choice>),
    /// Yes or no.
    Tick,
    /// Nothing that one sees.
    Hidden,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What one reads.
    pub label: String,
    /// Whether it is taken.
    pub chosen: bool,
}

impl Choice {
    /// A choice that is not taken yet.
    #[expect(clippy::needless_pass_by_value, reason = "ids and words, mostly copied")]
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), chosen: false }
    }

    /// The same, taken where `chosen`.
    #[must_use]
    pub fn when(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// One field of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What the form calls it.
    pub name: &'static str,
    /// Its id on the page; errors link there.
    pub id: String,
    /// What one reads above it.
    pub label: String,
    /// What helps to fill it in; empty where nothing does.
    pub hint: String,
    /// How it is filled in.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it is folded away: rarely needed.
    pub folded: bool,
}

impl Field {
    /// A field of that name, empty.
    pub fn new(name: &'static str, label: impl Into<String>, control: Control) -> Self {
        Self {
            name,
            id: String::new(),
            label: label.into(),
            hint: String::new(),
            control,
            value: String::new(),
            error: None,
            folded: false,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with something in it.
    #[expect(clippy::needless_pass_by_value, reason = "dates and numbers, mostly copied")]
    #[must_use]
    pub fn value(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }

    /// The same, folded away with others of its kind.
    #[must_use]
    pub fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// Whether anything stands in it or is wrong with it.
    fn speaks(&self) -> bool {
        let chosen = match &self.control {
            Control::Choice(all)
            | Control::Radios(all)
            | Control::Checks(all)
            | Control::Files(all) => {
                all.iter().any(|choice| choice.chosen && !choice.value.is_empty())
            }
            _ => !self.value.is_empty(),
        };
        chosen || self.error.is_some()
    }

    /// What describes it, for `aria-describedby`; empty where nothing does.
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-h", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-e", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    fn read_back(&mut self, posted: &Posted) {
        posted.text(self.name).clone_into(&mut self.value);
        if let Control::Choice(all)
        | Control::Radios(all)
        | Control::Checks(all)
        | Control::Files(all) = &mut self.control
        {
            for choice in all {
                choice.chosen = posted.all(self.name).any(|value| value == choice.value);
            }
        }
    }

    fn fill(&mut self, posted: &Posted, faults: &[FieldFault], lang: Lang) {
        self.read_back(posted);
        let fault = faults.iter().find(|fault| fault.field == self.name);
        self.error = fault.map(|fault| lang.fault(&fault.fault));
    }
}

/// A button that sends the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// The stylesheet's kind: `primary`, `seal`, `urge`, `plain`, or empty.
    pub kind: &'static str,
    /// Where it sends the form, if elsewhere than the deed's own address.
    pub path: Option<String>,
    /// A field that only this button sends.
    pub sends: Option<&'static str>,
}

impl Button {
    /// A button of that kind.
    pub fn new(kind: &'static str, label: impl Into<String>) -> Self {
        Self { label: label.into(), kind, path: None, sends: None }
    }

    /// The same, sending the form to `path`.
    #[must_use]
    pub fn to(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same, saying so in the field `name`.
    #[must_use]
    pub fn sends(mut self, name: &'static str) -> Self {
        self.sends = Some(name);
        self
    }
}

/// One thing that the reader may do, as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its id on the page.
    pub id: String,
    /// Where the form goes.
    pub path: String,
    /// Its heading.
    pub title: String,
    /// What one should know before; empty where nothing.
    pub text: String,
    /// What is filled in.
    pub fields: Vec<Field>,
    /// Its buttons, the expected one first.
    pub buttons: Vec<Button>,
    /// What follows from it; empty where it is plain.
    pub hint: String,
    /// The task's version that the reader saw.
    pub version: i64,
    /// The last line of history that the reader saw.
    pub seen: i64,
    /// Fields that are sent unseen, besides: what an earlier button said.
    pub carried: Vec<&'static str>,
    /// Where to go afterwards; the task where empty.
    pub back: String,
    /// Whether it is unfolded.
    pub open: bool,
}

impl Deed {
    /// A deed called `id` on its page, without any field.
    pub fn new(id: impl Into<String>, path: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            path: path.into(),
            title: title.into(),
            text: String::new(),
            fields: Vec::new(),
            buttons: Vec::new(),
            hint: String::new(),
            version: 0,
            seen: 0,
            carried: Vec::new(),
            back: String::new(),
            open: false,
        }
    }

    /// The same with one field more.
    #[must_use]
    pub fn field(mut self, mut field: Field) -> Self {
        field.id = format!("{}-{}", self.id, field.name);
        self.fields.push(field);
        self
    }

    /// The same with one button more.
    #[must_use]
    pub fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    /// The same with a sentence before its fields.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// The same with a sentence on what follows.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same, going to `back` afterwards.
    #[must_use]
    pub fn back(mut self, back: impl Into<String>) -> Self {
        self.back = back.into();
        self
    }

    /// Whether its form brings files.
    pub fn brings_files(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.control, Control::Files(_)))
    }

    /// The fields that are always seen, or those that are folded away.
    pub fn parted(&self, folded: bool) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.folded == folded)
    }

    /// Whether any field is folded away, and whether they are shown at once.
    pub fn fold(&self) -> Option<bool> {
        let mut folded = self.parted(true).peekable();
        folded.peek()?;
        Some(folded.any(Field::speaks))
    }

    /// Puts back what was typed.
    pub fn read_back(&mut self, posted: &Posted) {
        for field in &mut self.fields {
            field.read_back(posted);
        }
    }

    /// Puts back what was typed, with what is wrong at each field. What belongs to none of them
    /// is said of the whole.
    pub fn fill(&mut self, posted: &Posted, refusal: &Failure, lang: Lang) -> FormErrors {
        let faults: &[FieldFault] = free_day::faults_of(refusal);
        let mut errors = FormErrors::default();
        self.open = true;
        for field in &mut self.fields {
            field.fill(posted, faults, lang);
            if let Some(error) = &field.error {
                errors.add(&field.id, lang.task_wrong_field(&field.label, error));
            }
        }
        for fault in faults {
            if !self.fields.iter().any(|field| field.name == fault.field) {
                errors.add(&self.id, lang.task_wrong_field(&fault.field, lang.fault(&fault.fault)));
            }
        }
        if let Some(question) = free_day::buttons(lang, faults) {
            let sent = self.buttons.iter().filter_map(|button| button.sends);
            self.carried.extend(sent.filter(|name| posted.ticked(name)));
            self.buttons = question.into();
        }
        if errors.is_empty() {
            errors.add(&self.id, refusal.explain(lang).text);
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Fault;
    use crate::services::Error;

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_says_what_is_wrong_at_the_field() {
        let asks = [Choice::new("yes", "Yes").when(true), Choice::new("no", "No")];
        let mut deed = Deed::new("acknowledge", "/tasks/1/acknowledge", "Acknowledge")
            .field(Field::new("can_meet_date", "Can you?", Control::Radios(asks.to_vec())))
            .field(Field::new("reason", "Reason", Control::Text(2)).hint("Why"));
        let posted = Posted::typed(&[("can_meet_date", "no"), ("reason", "Too short")]);
        let refusal = Failure::from(Error::invalid("reason", Fault::TooShort { least: 20 }));

        let errors = deed.fill(&posted, &refusal, Lang::En);

        assert!(deed.open);
        assert_eq!(deed.fields[1].value, "Too short");
        let told = "This has at least 20 characters";
        assert_eq!(deed.fields[1].error.as_deref(), Some(told));
        assert_eq!(deed.fields[1].described_by(), "acknowledge-reason-h acknowledge-reason-e");
        assert!(errors.of("acknowledge-reason").is_some_and(|said| said.ends_with(told)));
        let Control::Radios(asks) = &deed.fields[0].control else { unreachable!() };
        assert_eq!(asks.iter().map(|ask| ask.chosen).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_refusal_that_belongs_to_no_field_is_said_of_the_whole() {
        let mut deed = Deed::new("recall", "/tasks/1/recall", "Recall");
        let errors = deed.fill(&Posted::typed(&[]), &Failure::from(Error::STALE), Lang::En);
        assert!(errors.of("recall").is_some_and(|said| !said.is_empty()));
    }
}

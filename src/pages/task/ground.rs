//! What a new task rests on, and how a task repeats, as fields of its form.

use crate::domain::{
    Ground, Instruction, InstructionId, Named, Recurrence, Repetition, Rhythm, Source, Task,
};
use crate::http::Posted;
use crate::i18n::Lang;
use crate::pages::deed::{Choice, Control, Deed, Field};
use crate::pages::reading::Reading;
use crate::services::Error;
use crate::services::instructions::ground_of;

/// Where it comes from, where no minutes say it.
pub fn ground_fields(lang: Lang, deed: Deed) -> Deed {
    let mut sources = vec![Choice::new("", lang.ground_none()).when(true)];
    let others = Source::ALL.iter().filter(|source| **source != Source::Meeting);
    sources.extend(others.map(|source| Choice::new(source, lang.source(source))));
    deed.field(Field::new("source", lang.ground_field(), Control::Choice(sources)))
        .field(Field::new("source_on", lang.ground_dated_on(), Control::Date))
        .field(Field::new("source_reference", lang.ground_reference(), Control::Line))
}

/// The words that it rests on.
pub fn words_field(lang: Lang) -> Field {
    Field::new("source_words", lang.ground_words(), Control::Text(2)).hint(lang.ground_words_hint())
}

/// How it repeats.
pub fn recurrence_fields(lang: Lang, deed: Deed, repetition: Option<&Repetition>) -> Deed {
    let now = repetition.filter(|one| one.active).map(|one| one.recurrence);
    let rhythm = now.map(|one| one.rhythm);
    let mut rhythms = vec![Choice::new("", lang.recurrence_never()).when(now.is_none())];
    let all = Rhythm::ALL.iter();
    rhythms.extend(all.map(|one| Choice::new(one, lang.rhythm(one)).when(rhythm == Some(*one))));
    let day = now.filter(|one| one.day > 0).map(|one| one.day.to_string()).unwrap_or_default();
    let end = now.and_then(|one| one.ends_on).map(|day| day.to_string()).unwrap_or_default();
    let day = Field::new("day", lang.recurrence_day(), Control::Line).value(day);
    let end = Field::new("ends_on", lang.recurrence_ends_on(), Control::Date).value(end);
    deed.field(Field::new("rhythm", lang.recurrence_field(), Control::Choice(rhythms)))
        .field(day.hint(lang.recurrence_day_hint()))
        .field(end.hint(lang.recurrence_ends_on_hint()))
}

/// How the form says that it repeats.
pub fn recurrence(posted: &Posted) -> Result<Option<Recurrence>, Error> {
    let mut form = Reading::of(posted);
    let rhythm: Option<Rhythm> = form.choice("rhythm");
    let ends_on = form.date("ends_on");
    form.finish()?;
    // What is no number is refused with the range that there is.
    let day = posted.text("day").trim().parse().unwrap_or_default();
    Ok(rhythm.map(|rhythm| {
        let day = if rhythm == Rhythm::Termly { 0 } else { day };
        Recurrence { rhythm, day, ends_on }
    }))
}

/// Whether a task can repeat at all.
pub fn repeats(task: Option<&Task>) -> bool {
    task.is_none_or(|task| !task.is_parent && task.parent_id.is_none() && !task.long_term)
}

/// What the form says that the task rests on; an instruction that it is made of stays its ground.
pub fn ground(posted: &Posted, made_of: Option<InstructionId>) -> Result<Option<Ground>, Error> {
    let mut form = Reading::of(posted);
    let source: Option<Source> = form.choice("source");
    let dated_on = form.date("source_on");
    form.finish()?;
    let source = match (source, made_of) {
        (_, Some(_)) => Some(Source::Instruction),
        (source, None) => source.filter(|source| *source != Source::Meeting),
    };
    Ok(source.map(|source| Ground {
        source,
        dated_on,
        reference: posted.some("source_reference"),
        words: posted.some("source_words"),
        instruction_id: made_of,
    }))
}

/// Fills the form of a new task from an instruction, and from the task on which it was written.
pub fn prefill(deed: &mut Deed, instruction: &Instruction, task: Option<&Task>) {
    let ground = ground_of(instruction);
    let first = instruction.text.split(['。', '\n', ';', '；']).next().unwrap_or_default();
    let title: String = first.trim().chars().take(120).collect();
    let meeting = instruction.meeting_id.or(task.and_then(|task| task.meeting_id));
    let text = |value: Option<String>| value.unwrap_or_default();
    let values = [
        ("source", ground.source.to_string()),
        ("source_on", text(ground.dated_on.map(|day| day.to_string()))),
        ("source_reference", text(ground.reference)),
        ("source_words", text(ground.words)),
        ("title", title.trim_end_matches(['.', '。']).to_owned()),
        ("due_on", text(instruction.answer_by.map(|day| day.to_string()))),
        ("meeting_id", text(meeting.map(|id| id.to_string()))),
        ("programme_id", text(task.and_then(|task| task.programme_id).map(|id| id.to_string()))),
        ("lead_department_id", text(task.map(|task| task.lead_id.to_string()))),
    ];
    for field in &mut deed.fields {
        let Some((_, value)) = values.iter().find(|(name, _)| *name == field.name) else {
            continue;
        };
        if let Control::Choice(all) = &mut field.control {
            if all.iter().any(|choice| choice.value == *value) {
                for choice in all {
                    choice.chosen = choice.value == *value;
                }
            }
        } else {
            field.value.clone_from(value);
        }
    }
}

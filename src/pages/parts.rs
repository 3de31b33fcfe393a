//! What became of the parts of a task, as its history tells it.

use serde_json::{Map, Value};

use super::history::lower;
use crate::domain::{Named, State};
use crate::i18n::Lang;

/// How many have closed, or that there is one more.
pub fn parts_moved(lang: Lang, new: &Map<String, Value>) -> String {
    let text = |key: &str| new.get(key).and_then(Value::as_str);
    let number = |key: &str| new.get(key).and_then(Value::as_u64).unwrap_or_default();
    if let Some(title) = text("sub_task") {
        return lang.structure_sub_task_added(title);
    }
    if new.contains_key("spread") {
        return lang.structure_spread().to_owned();
    }
    if let Some(name) = text("added") {
        return lang.structure_part_added(name);
    }
    let state = text("state").and_then(|word| State::from_word(word).ok());
    let state = state.map(|state| lower(lang, lang.state(state))).unwrap_or_default();
    lang.structure_parts_closed(number("closed"), number("of"), state)
}

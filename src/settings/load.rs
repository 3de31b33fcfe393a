//! Where settings come from: the defaults, a file, the environment; the last one wins.

use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Settings;
use super::sections::Extraction;

/// The documented file is the table of defaults: it must load alone.
const DEFAULTS: &str = include_str!("../../config/duban.toml");

/// The file that is read where none is named.
const USUAL: &str = "config/duban.toml";

/// A setting that stops the start.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// The file that was named cannot be read.
    #[error("{path}: {reason}")]
    File {
        /// Which file.
        path: String,
        /// Why not.
        reason: String,
    },
    /// A key is not known, or its value is not one of its kind.
    #[error("{place}: `{key}`: {reason}")]
    Value {
        /// The file with its line, or the variable.
        place: String,
        /// The key, with dots.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads the settings: defaults, then `file` (or `config/duban.toml` where there is one), then
/// the environment (`DUBAN_DATABASE__URL` is `database.url`).
///
/// # Errors
/// A file that cannot be read, an unknown key, a bad value: with the key's name and its line.
pub fn load(file: Option<&Path>) -> Result<Settings, BadSettings> {
    read(file)
}

/// Reads how directives are found, whatever the rest of the settings says.
///
/// # Errors
/// A file that cannot be read at all, or what is wrong in this section.
pub fn load_extraction(file: Option<&Path>) -> Result<Extraction, BadSettings> {
    #[derive(Deserialize)]
    struct Only {
        extraction: Extraction,
    }

    read::<Only>(file).map(|only| only.extraction)
}

fn read<T: DeserializeOwned>(file: Option<&Path>) -> Result<T, BadSettings> {
    let usual = Path::new(USUAL);
    let file = file.or_else(|| usual.exists().then_some(usual));
    let text = file
        .map(|path| {
            std::fs::read_to_string(path).map_err(|error| BadSettings::File {
                path: path.display().to_string(),
                reason: error.to_string(),
            })
        })
        .transpose()?;
    let name = file.map(|path| path.display().to_string());
    from_parts(name.as_deref().zip(text.as_deref()), Env::prefixed("DUBAN_"))
}

fn from_parts<T: DeserializeOwned>(
    file: Option<(&str, &str)>,
    environment: Env,
) -> Result<T, BadSettings> {
    let mut figment = Figment::from(Toml::string(DEFAULTS));
    if let Some((name, text)) = file {
        if let Err(error) = toml::from_str::<toml::Table>(text) {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            return Err(BadSettings::File {
                path: format!("{name}, line {line}"),
                reason: error.message().to_owned(),
            });
        }
        figment = figment.merge(Toml::string(text));
    }
    // Variables of the tests and the build begin alike but are no settings.
    let environment =
        environment.ignore(&["test_require", "test_postgres_url", "test_screenshots"]);
    let settings = figment.merge(environment.split("__")).extract::<T>();
    settings.map_err(|error| explain(&error, file))
}

fn explain(error: &figment::Error, file: Option<(&str, &str)>) -> BadSettings {
    use figment::error::Kind;

    let path = &error.path;
    let reason = match &error.kind {
        Kind::UnknownField(_, known) => format!("no such key; there are {}", known.join(", ")),
        kind => kind.to_string(),
    };
    let key = path.join(".");
    let in_file = file.and_then(|(name, text)| Some((name, line_of_key(text, path)?)));
    let from_environment =
        error.metadata.as_ref().is_some_and(|metadata| metadata.name.contains("environment"));
    let place = match in_file {
        Some((name, line)) if !from_environment => format!("{name}, line {line}"),
        _ => format!("DUBAN_{}", path.join("__").to_uppercase()),
    };
    BadSettings::Value { place, key, reason }
}

fn line_of(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count() + 1
}

/// The line on which `section.key` stands, or the section's own.
fn line_of_key(text: &str, path: &[String]) -> Option<usize> {
    let (key, section) = path.split_last()?;
    let header = format!("[{}]", section.join("."));
    let mut inside = section.is_empty();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            if section.is_empty() && line == format!("[{key}]") {
                return Some(index + 1);
            }
            inside = line == header;
        } else if inside && line.split('=').next().is_some_and(|name| name.trim() == key) {
            return Some(index + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_environment() -> Env {
        Env::prefixed("DUBAN_NOTHING_BEGINS_LIKE_THIS_")
    }

    #[test]
    fn the_documented_file_loads_alone() {
        let settings = from_parts::<Settings>(None, no_environment()).unwrap();
        assert_eq!(settings.server.bind, "127.0.0.1:8080");
        assert_eq!(settings.tasks.number.to_string(), "{year}-{n:03}");
        assert_eq!(settings.organisation.name, None);
        assert_eq!(settings.server.public_url(), "http://127.0.0.1:8080");
    }

    #[test]
    fn a_file_changes_what_it_names_and_nothing_else() {
        let file = ("here.toml", "[tasks]\ndue_soon_days = 5\n");
        let settings = from_parts::<Settings>(Some(file), no_environment()).unwrap();
        assert_eq!(settings.tasks.due_soon_days, 5);
        assert_eq!(settings.mail.url, "mailbox:");
    }

    #[test]
    fn an_unknown_key_stops_the_start_with_its_line() {
        let file = ("here.toml", "[server]\n\nport = 80\n");
        let refused = from_parts::<Settings>(Some(file), no_environment()).unwrap_err().to_string();
        assert!(refused.starts_with("here.toml, line 3: `server.port`: no such key"), "{refused}");
    }

    #[test]
    fn a_bad_value_stops_the_start_with_its_line() {
        let file = ("here.toml", "[organisation]\ntime_zone = \"Mars/Olympus\"\n");
        let refused = from_parts::<Settings>(Some(file), no_environment()).unwrap_err().to_string();
        assert!(refused.starts_with("here.toml, line 2: `organisation.time_zone`:"), "{refused}");
    }

    #[test]
    fn a_name_of_digits_is_a_name() {
        let file = ("here.toml", "[organisation]\nname = 2026\n");
        let settings = from_parts::<Settings>(Some(file), no_environment()).unwrap();
        assert_eq!(settings.organisation.name.as_deref(), Some("2026"));
    }

    #[test]
    fn one_section_is_read_whatever_the_others_say() {
        #[derive(Debug, Deserialize)]
        struct Only {
            extraction: Extraction,
        }

        let file = ("here.toml", "[server]\nport = 80\n[extraction.model]\nname = \"qwen\"\n");
        let only = from_parts::<Only>(Some(file), no_environment()).unwrap();
        assert_eq!(only.extraction.model.name, "qwen");

        let file = ("here.toml", "[extraction.model]\ntimeout = \"soon\"\n");
        let refused = from_parts::<Only>(Some(file), no_environment()).unwrap_err().to_string();
        assert!(refused.starts_with("here.toml, line 2: `extraction.model.timeout`"), "{refused}");
    }

    #[test]
    fn what_is_not_toml_is_refused_with_its_line() {
        let file = ("here.toml", "[server]\nbind = \n");
        let refused = from_parts::<Settings>(Some(file), no_environment()).unwrap_err().to_string();
        assert!(refused.starts_with("here.toml, line 2"), "{refused}");
    }
}

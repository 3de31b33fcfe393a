//! What opens a service: from the settings, or from a file that they name.

use std::path::Path;

use super::all::ChannelRefused;
use crate::settings::Key;

/// The secret itself, from the key called `name` or the file that `file_name` names.
pub(super) fn secret(
    section: &'static str,
    (name, key): (&'static str, Option<&Key>),
    (file_name, file): (&'static str, Option<&Path>),
) -> Result<Option<String>, ChannelRefused> {
    let refused = |key, reason: String| ChannelRefused::new(section, key, reason);
    let text = match (key, file) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(refused(file_name, format!("there is a `{name}` already")));
        }
        (Some(key), None) => key.reveal().to_owned(),
        (None, Some(file)) => std::fs::read_to_string(file)
            .map_err(|error| refused(file_name, format!("`{}`: {error}", file.display())))?,
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(file_name, "it holds nothing".to_owned()));
    }
    // What is wrong with a secret is not told in its own words.
    if text.chars().any(char::is_control) {
        return Err(refused(name, "it holds signs that no secret has".to_owned()));
    }
    Ok(Some(text.to_owned()))
}

/// The same, where it must be there.
pub(super) fn needed(
    section: &'static str,
    (name, key): (&'static str, Option<&Key>),
    file: (&'static str, Option<&Path>),
) -> Result<String, ChannelRefused> {
    let found = secret(section, (name, key), file)?;
    found.ok_or_else(|| ChannelRefused::new(section, name, "it is missing"))
}

/// A number, as applications are called.
pub(super) fn number(
    section: &'static str,
    name: &'static str,
    text: &str,
) -> Result<i64, ChannelRefused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ChannelRefused::new(section, name, "it is missing"));
    }
    let unread = |_error| ChannelRefused::new(section, name, format!("`{text}` is not a number"));
    text.parse().map_err(unread)
}

/// The address of an API, without a slash at its end.
pub(super) fn base(section: &'static str, text: &str) -> Result<String, ChannelRefused> {
    let url = super::line::callable(text)
        .map_err(|reason| ChannelRefused::new(section, "url", reason.to_owned()))?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(ChannelRefused::new(section, "url", "it ends with the host or a path"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

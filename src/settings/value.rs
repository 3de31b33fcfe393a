//! How single values are read, from the file and from the environment alike.

use std::path::PathBuf;

use chrono::NaiveTime;
use serde::{Deserialize, Deserializer};

use super::key::Key;

pub(super) fn hours<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<[NaiveTime; 2], D::Error> {
    let texts = <[String; 2]>::deserialize(deserializer)?;
    let hour = |text: &String| {
        NaiveTime::parse_from_str(text, "%H:%M").map_err(|_error| {
            serde::de::Error::custom(format!("`{text}` is not an hour, as in 08:00"))
        })
    };
    Ok([hour(&texts[0])?, hour(&texts[1])?])
}

/// A text. The environment has no quotation marks: there `2026` is a text as well.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scalar {
        Text(String),
        Whole(i64),
        Fraction(f64),
        Truth(bool),
    }

    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Text(text) => text,
        Scalar::Whole(number) => number.to_string(),
        Scalar::Fraction(number) => number.to_string(),
        Scalar::Truth(truth) => truth.to_string(),
    })
}

pub(super) fn some_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Some(text(deserializer)?).filter(|text| !text.trim().is_empty()))
}

pub(super) fn some_key<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Key>, D::Error> {
    Ok(some_text(deserializer)?.map(Key::new))
}

pub(super) fn some_path<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PathBuf>, D::Error> {
    Ok(some_text(deserializer)?.map(PathBuf::from))
}

pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text(deserializer)?.parse().map_err(serde::de::Error::custom)
}

pub(super) fn parsed_if_any<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    some_text(deserializer)?.map(|text| text.parse().map_err(serde::de::Error::custom)).transpose()
}

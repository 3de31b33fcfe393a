//! Values that have one fixed word in the database, in the API and on the command line.

/// A closed set of values, each with its stored word.
pub trait Named: Copy + Sized + 'static {
    /// Every value, in the order in which it is offered.
    const ALL: &'static [Self];
    /// What one of them is called, for a refusal: "an urgency".
    const WHAT: &'static str;

    /// The word: snake case, never shown to people as it is.
    fn word(self) -> &'static str;

    /// The value that bears `word`.
    fn from_word(word: &str) -> Result<Self, UnknownWord> {
        Self::ALL.iter().copied().find(|value| value.word() == word).ok_or_else(|| UnknownWord {
            word: word.to_owned(),
            what: Self::WHAT,
            known: Self::ALL.iter().map(|value| value.word()).collect::<Vec<_>>().join(", "),
        })
    }
}

/// A word that names no value of its set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is not {what}: {known}")]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// What was wanted.
    pub what: &'static str,
    /// What would have been understood.
    pub known: String,
}

/// Declares an enum whose every variant has a word; implements [`Named`], `Display`, `FromStr`
/// and serde by that word.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $crate::domain::Named for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];
            const WHAT: &'static str = $what;

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::domain::Named::word(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                $crate::domain::Named::from_word(word)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::domain::Named::word(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                $crate::domain::Named::from_word(&word).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use named;

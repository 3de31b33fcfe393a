//! What a search among names may come to.

/// None, one or several of those who were searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought<Id> {
    /// Nobody fits.
    Nobody,
    /// Exactly one does.
    One(Id),
    /// Several do: none of them is meant for certain.
    Several,
}

impl<Id: PartialEq> Sought<Id> {
    /// Those of `all` who fit; the same one twice is one.
    pub(super) fn among(all: impl IntoIterator<Item = Id>) -> Self {
        let mut all = all.into_iter();
        match all.next() {
            None => Self::Nobody,
            Some(first) if all.all(|other| other == first) => Self::One(first),
            Some(_) => Self::Several,
        }
    }

    /// This, or where nobody fits, what `next` finds.
    pub(super) fn or_else(self, next: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Nobody => next(),
            found => found,
        }
    }

    /// The one who fits.
    pub(super) fn one(self) -> Option<Id> {
        match self {
            Self::One(id) => Some(id),
            Self::Nobody | Self::Several => None,
        }
    }
}

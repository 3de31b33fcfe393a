//! Lists, a page at a time: a cursor says where the next page begins, and for which question.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::Problem;
use super::query::Limit;
use crate::app::Secret;

/// What a cursor is sealed for.
const PURPOSE: &str = "cursor";

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct List<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// How many entries there are on all pages.
    pub total: i64,
    /// Gives the next page when sent as `cursor`, with the same filters and sort; null on the last.
    pub next_cursor: Option<String>,
}

/// Which page of which question is wanted.
#[derive(Debug, Clone)]
pub struct Paging {
    /// Path, filters and sort: a cursor is good for these alone.
    pub question: String,
    /// The cursor that was sent.
    pub cursor: Option<String>,
    /// The most entries.
    pub limit: Option<Limit>,
}

impl Paging {
    /// The most entries of the page.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or_default().0
    }

    /// The place that the cursor stands for, if one was sent.
    pub fn place(&self, secret: &Secret) -> Result<Option<String>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let refused = || Problem::field("cursor", "is not a cursor of this list");
        let (place, seal) = cursor.split_once('.').ok_or_else(refused)?;
        let place = URL_SAFE_NO_PAD.decode(place).ok().and_then(|it| String::from_utf8(it).ok());
        let place = place.ok_or_else(refused)?;
        if !secret.verify(PURPOSE, &self.sealed(&place), seal) {
            return Err(refused());
        }
        Ok(Some(place))
    }

    /// A cursor for `place` in this list.
    pub fn cursor(&self, secret: &Secret, place: &str) -> String {
        let seal = secret.seal(PURPOSE, &self.sealed(place));
        format!("{}.{seal}", URL_SAFE_NO_PAD.encode(place))
    }

    fn sealed(&self, place: &str) -> String {
        format!("{}\n{place}", self.question)
    }

    /// The wanted page of `all`, which is in the ascending order of `key`.
    pub fn page<T>(
        &self,
        secret: &Secret,
        mut all: Vec<T>,
        key: impl Fn(&T) -> i64,
    ) -> Result<List<T>, Problem> {
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        if let Some(place) = self.place(secret)? {
            let after: i64 = place.parse().unwrap_or(i64::MAX);
            all.retain(|one| key(one) > after);
        }
        let more = all.len() > self.limit();
        all.truncate(self.limit());
        let last = all.last().filter(|_| more).map(|one| key(one).to_string());
        let next_cursor = last.map(|place| self.cursor(secret, &place));
        Ok(List { items: all, total, next_cursor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(question: &str, cursor: Option<String>) -> Paging {
        Paging { question: question.to_owned(), cursor, limit: Some(Limit(2)) }
    }

    #[test]
    fn a_cursor_leads_through_the_whole_list() {
        let secret = Secret::random();
        let all = || vec![1, 3, 5, 7, 9];
        let first = paging("/people", None).page(&secret, all(), |n| *n).unwrap();
        assert_eq!((first.items, first.total), (vec![1, 3], 5));
        let second = paging("/people", first.next_cursor).page(&secret, all(), |n| *n).unwrap();
        assert_eq!(second.items, [5, 7]);
        let third = paging("/people", second.next_cursor).page(&secret, all(), |n| *n).unwrap();
        assert_eq!((third.items, third.next_cursor), (vec![9], None));
    }

    #[test]
    fn a_cursor_is_good_for_its_own_question_alone() {
        let secret = Secret::random();
        let cursor = paging("/people?role=clerk", None).cursor(&secret, "3");
        let elsewhere = paging("/people", Some(cursor.clone()));
        assert!(elsewhere.place(&secret).is_err());
        let changed = cursor.replace('.', "A.");
        assert!(paging("/people?role=clerk", Some(changed)).place(&secret).is_err());
        assert!(paging("/people?role=clerk", Some(cursor)).place(&secret).is_ok());
    }
}

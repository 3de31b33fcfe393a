//! What was done to these minutes, in words: by the reader, who may take it back, and by others.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::desk::Desk;
use crate::domain::{Disposition, Named as _, ReviewAct, ReviewDeed};
use crate::i18n::Lang;
use crate::services::intake::Revised;

/// In which words, and by which clock.
#[derive(Clone, Copy)]
pub struct Telling {
    pub lang: Lang,
    pub zone: Tz,
    pub today: NaiveDate,
}

impl Telling {
    /// The reader's own last act, where no task was made of it.
    pub fn own(self, desk: &Desk) -> Option<String> {
        let act = desk.last.as_ref()?;
        // What became a task stays; there is nothing left to take back.
        let made = |id| desk.entry(id).is_some_and(|entry| !entry.tasks.is_empty());
        if act.touched().any(made) {
            return None;
        }
        Some(self.lang.review_you_did(self.act(desk, act), self.time(act.done_at)))
    }

    /// What others did a short while ago.
    pub fn others(self, desk: &Desk) -> Vec<String> {
        let told = desk.others.iter().map(|act| {
            let name = desk.people.iter().find(|person| person.id == act.person_id);
            let name = name.map_or("", |person| person.name.as_str());
            self.lang.review_somebody_did(name, self.act(desk, act), self.time(act.done_at))
        });
        told.collect()
    }

    /// What was taken back: the word of the deed, how many it touched, and the first of them.
    pub fn undone(
        self,
        desk: &Desk,
        word: &str,
        count: usize,
        first: Option<i64>,
    ) -> Option<String> {
        let deed = match word {
            "edited" => ReviewDeed::Edited,
            "split" => ReviewDeed::Split,
            "merged" => ReviewDeed::Merged,
            "added" => ReviewDeed::Added,
            word => ReviewDeed::Decided(Disposition::from_word(word).ok()?),
        };
        let entry = desk.entries.iter().find(|entry| Some(entry.directive.id.0) == first);
        let what = match entry {
            Some(entry) if count < 2 || deed == ReviewDeed::Split => entry.label.to_string(),
            _ => self.several(count),
        };
        Some(self.lang.review_undone(self.did(deed, &what)))
    }

    fn act(self, desk: &Desk, act: &ReviewAct) -> String {
        let deed = act.deed();
        let what = match act.after.as_slice() {
            [one] => desk.entry(one.id).map_or_else(
                || self.lang.review_quoted(one.title.chars().take(20).collect::<String>()),
                |entry| entry.label.to_string(),
            ),
            all => self.several(all.len()),
        };
        self.did(deed, &what)
    }

    fn several(self, count: usize) -> String {
        if count == 1 { self.lang.review_one().to_owned() } else { self.lang.review_many(count) }
    }

    fn did(self, deed: ReviewDeed, what: &str) -> String {
        let lang = self.lang;
        match deed {
            ReviewDeed::Decided(Disposition::Accepted) => lang.review_did_accept(what),
            ReviewDeed::Decided(Disposition::Declined) => lang.review_did_decline(what),
            ReviewDeed::Decided(Disposition::Pending) => lang.review_did_leave(what),
            ReviewDeed::Edited => lang.review_did_edit(what),
            ReviewDeed::Split => lang.review_did_split(what),
            ReviewDeed::Merged => lang.review_did_merge(what),
            ReviewDeed::Added => lang.review_did_add(what),
        }
    }

    /// The time, with the day where it was not today.
    fn time(self, at: NaiveDateTime) -> String {
        let local = at.and_utc().with_timezone(&self.zone).naive_local();
        let time = local.format("%H:%M");
        if local.date() == self.today {
            time.to_string()
        } else {
            format!("{} {time}", self.lang.date_near(local.date(), self.today))
        }
    }
}

impl Revised {
    /// What changed minutes did to the review.
    pub fn told(self, lang: Lang) -> String {
        lang.review_revised(self.kept, self.lost, self.found)
    }
}

//! Which candidates the boxes of the review pick, and what these are to be given.

use std::collections::BTreeSet;

use crate::domain::{Cadence, Directive, DirectiveId, Disposition, ForSeveral, Named, Urgency};
use crate::http::Posted;

/// The boxes ticked, and the fields for several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picked {
    /// Ticked themselves.
    pub own: BTreeSet<DirectiveId>,
    /// The first candidates of the headings that are ticked.
    pub headings: BTreeSet<DirectiveId>,
    /// Whether all that are shown are meant.
    pub all: bool,
    /// What they are to be given.
    pub given: ForSeveral,
}

impl Picked {
    /// Reads it from the form. What makes no sense is as good as not sent.
    pub fn read(posted: &Posted) -> Self {
        let ids = |name| posted.all(name).filter_map(|id| id.parse().ok()).collect();
        let due = posted.text("several_due").trim();
        Self {
            own: ids("row"),
            headings: ids("heading"),
            all: posted.ticked("all_shown"),
            given: ForSeveral {
                lead: posted.text("several_lead").parse().ok(),
                supporters: posted
                    .all("several_supporter")
                    .filter_map(|id| id.parse().ok())
                    .collect(),
                handler: posted.text("several_handler").parse().ok(),
                due: Some(due.to_owned()).filter(|due| !due.is_empty()),
                programme: posted.text("several_programme").parse().ok(),
                cadence: Cadence::from_word(posted.text("several_cadence")).ok(),
                urgency: Urgency::from_word(posted.text("several_urgency")).ok(),
            },
        }
    }

    /// Which of `shown`, in the order of the minutes, are picked. Through a heading, or as one of
    /// all, only what is not settled otherwise: what waits, and for fields what is accepted too.
    pub fn of<'a>(
        &self,
        shown: impl IntoIterator<Item = &'a Directive>,
        deciding: bool,
    ) -> Vec<DirectiveId> {
        let mut heading: Option<(Option<&str>, bool)> = None;
        let mut picked = Vec::new();
        for one in shown {
            let theme = one.theme.as_deref();
            let under = match heading {
                Some((last, ticked)) if last == theme => ticked,
                _ => self.headings.contains(&one.id),
            };
            heading = Some((theme, under));
            let open = match one.disposition {
                Disposition::Pending => true,
                Disposition::Accepted => !deciding,
                Disposition::Declined => false,
            };
            if self.own.contains(&one.id) || (open && (under || self.all)) {
                picked.push(one.id);
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::MeetingId;
    use crate::domain::extraction::{Roster, analyse};

    fn directive(id: i64, theme: &str, disposition: Disposition) -> Directive {
        let found = analyse("要修门。", 1..3, None, &Roster::default()).unwrap();
        let found = Directive::found(MeetingId(1), found);
        Directive { id: DirectiveId(id), theme: Some(theme.to_owned()), disposition, ..found }
    }

    #[test]
    fn boxes_headings_and_all_pick_together() {
        let shown = [
            directive(1, "a", Disposition::Pending),
            directive(2, "a", Disposition::Accepted),
            directive(3, "b", Disposition::Declined),
            directive(4, "b", Disposition::Pending),
        ];
        let ids = |picked: &Picked, deciding| -> Vec<i64> {
            picked.of(&shown, deciding).iter().map(|id| id.0).collect()
        };
        let read = |fields: &[(&str, &str)]| Picked::read(&Posted::typed(fields));

        assert_eq!(ids(&read(&[("row", "3"), ("row", "x")]), true), [3]);
        assert_eq!(ids(&read(&[("heading", "1")]), true), [1]);
        assert_eq!(ids(&read(&[("heading", "1")]), false), [1, 2]);
        assert_eq!(ids(&read(&[("heading", "3"), ("row", "2")]), true), [2, 4]);
        assert_eq!(ids(&read(&[("all_shown", "yes")]), true), [1, 4]);
        assert!(ids(&read(&[]), true).is_empty());
    }
}

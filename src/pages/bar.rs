//! Lights as the stylesheet draws them: the mark of one, and the stacked bar of many.

use super::figure::Figure;

/// One stretch of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarPart {
    /// The stylesheet's name of it: `done`, `late`, `track`, `soon`, `over`.
    pub kind: &'static str,
    /// Where it begins, in per cent.
    pub x: String,
    /// How long it is, in per cent.
    pub width: String,
    /// How many, and where they are listed; `None` where a bar is no door.
    pub door: Option<Figure>,
    /// What it says: `Overdue 8`.
    pub words: String,
}

/// A stacked bar in the order of the lights: finished work first, trouble last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bar(Vec<BarPart>);

impl Bar {
    /// A bar of counts by kind; what is zero has no stretch.
    pub fn of(counts: impl IntoIterator<Item = (&'static str, i64)>) -> Self {
        let plain = counts.into_iter().map(|(kind, count)| (kind, count, None, String::new()));
        Self::stretched(plain.collect())
    }

    /// A bar of figures by kind, each stretch a door with its words.
    pub fn of_figures(figures: impl IntoIterator<Item = (&'static str, Figure, String)>) -> Self {
        let doors = figures
            .into_iter()
            .map(|(kind, figure, words)| (kind, figure.count, Some(figure), words));
        Self::stretched(doors.collect())
    }

    fn stretched(mut all_parts: Vec<(&'static str, i64, Option<Figure>, String)>) -> Self {
        all_parts.retain(|(_, count, ..)| *count > 0);
        let all: i64 = all_parts.iter().map(|(_, count, ..)| count).sum();
        let share = |count: i64| {
            let hundredths = count * 10_000 / all.max(1);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        };
        let mut before = 0;
        let mut parts = Vec::new();
        for (kind, count, door, words) in all_parts {
            parts.push(BarPart { kind, x: share(before), width: share(count), door, words });
            before += count;
        }
        Self(parts)
    }

    /// Its stretches.
    pub fn parts(&self) -> &[BarPart] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_follow_one_another() {
        let bar = Bar::of([("done", 65), ("late", 10), ("track", 44), ("soon", 13), ("over", 8)]);
        let late = &bar.parts()[1];
        assert_eq!((late.x.as_str(), late.width.as_str()), ("46.42", "7.14"));
    }

    #[test]
    fn an_empty_bar_has_no_stretch() {
        assert!(Bar::of([("done", 0)]).parts().is_empty());
    }
}

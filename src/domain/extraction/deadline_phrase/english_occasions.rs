//! English feasts and vacations as dates.

use super::english_cursor::Words;
use super::english_dates::year;
use super::festival::Festival;
use super::moment::Moment;

/// `summer break`: begins where the term ends.
pub(super) fn vacation(words: &mut Words<'_, '_>) -> Option<Moment> {
    words.eat_any(&[
        "summer break",
        "summer vacation",
        "summer holidays",
        "summer recess",
        "winter break",
        "winter vacation",
    ])?;
    Some(Moment::TermEnd(0))
}

/// `Christmas`, `Thanksgiving`.
pub(super) fn feast(words: &mut Words<'_, '_>) -> Option<Moment> {
    const FEASTS: &[(&str, Festival)] = &[
        ("christmas eve", Festival::Fixed(12, 24)),
        ("christmas", Festival::Fixed(12, 25)),
        ("xmas", Festival::Fixed(12, 25)),
        ("new year's eve", Festival::Fixed(12, 31)),
        ("new year's day", Festival::Fixed(1, 1)),
        ("new year's", Festival::Fixed(1, 1)),
        ("new years", Festival::Fixed(1, 1)),
        ("new year", Festival::Fixed(1, 1)),
        ("thanksgiving", Festival::Thanksgiving),
        ("labor day", Festival::LabourDay),
        ("memorial day", Festival::MemorialDay),
        ("easter", Festival::Easter),
        ("halloween", Festival::Fixed(10, 31)),
        ("independence day", Festival::Fixed(7, 4)),
        ("fourth of july", Festival::Fixed(7, 4)),
        ("spring festival", Festival::Spring),
        ("chinese new year", Festival::Spring),
        ("national day", Festival::Fixed(10, 1)),
        ("mid-autumn festival", Festival::MidAutumn),
        ("dragon boat festival", Festival::DragonBoat),
    ];
    let festival = FEASTS.iter().find(|(name, _)| words.eat(name))?.1;
    Some(Moment::Festival { year: words.take(year), festival, eve: false })
}

#[cfg(test)]
mod tests {
    use crate::domain::extraction::when;

    #[test]
    fn feasts_and_vacations_name_days() {
        let due = |phrase: &str| when(phrase, "2024-05-10".parse().unwrap()).due_on;
        assert_eq!(due("before Christmas"), "2024-12-25".parse().ok());
        assert_eq!(due("before the summer break"), "2024-06-30".parse().ok());
        assert_eq!(due("by the second week of June"), "2024-06-14".parse().ok());
        assert_eq!(due("by the 15th of next month"), "2024-06-15".parse().ok());
        assert_eq!(due("by the 5th of each month"), None);
    }
}

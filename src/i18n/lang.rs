//! A language, and one method for every message in it.

use std::borrow::Borrow;
use std::fmt::{self, Display};
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use serde::{Deserialize, Serialize};

/// A language that the interface speaks. Every message is a method, made from
/// `config/locales` by the build.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// 简体中文.
    #[serde(rename = "zh-CN")]
    ZhCn,
}

include!(concat!(env!("OUT_DIR"), "/lang.rs"));

/// A language that duban does not speak.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of duban: `en` or `zh-CN`")]
pub struct UnknownLanguage(pub String);

impl Lang {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The BCP 47 tag, as in `<html lang>` and in the API.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
        }
    }

    /// The better of the two for an `Accept-Language` header; `None` where it names neither.
    pub fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(|part| {
            let tag = part.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            match tag.split('-').next() {
                Some("zh") => Some(Self::ZhCn),
                Some("en") => Some(Self::En),
                _ => None,
            }
        })
    }

    /// A date as written on pages: `20 Jun 2023`, `2023年6月20日`.
    pub fn date(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%-d %b %Y").to_string(),
            Self::ZhCn => day.format("%Y年%-m月%-d日").to_string(),
        }
    }

    /// A date near at hand, without its year: `20 Jun`, `6月20日`.
    pub fn day(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%-d %b").to_string(),
            Self::ZhCn => day.format("%-m月%-d日").to_string(),
        }
    }

    /// A date as in running text: `20 June 2023`, `2023年6月20日`.
    pub fn long_date(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%-d %B %Y").to_string(),
            Self::ZhCn => self.date(day),
        }
    }

    /// A moment as the organisation's clocks show it: `20 Jun 2023, 09:40`, `2023年6月20日09:40`.
    pub fn moment(self, at: NaiveDateTime) -> String {
        let (day, time) = (self.date(at.date()), at.format("%H:%M"));
        match self {
            Self::En => format!("{day}, {time}"),
            Self::ZhCn => format!("{day}{time}"),
        }
    }

    /// A month among the twelve around it: `Jun`, `6月`.
    pub fn month(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%b").to_string(),
            Self::ZhCn => day.format("%-m月").to_string(),
        }
    }

    /// A month with its year: `Jun 2023`, `2023年6月`.
    pub fn month_of_year(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%b %Y").to_string(),
            Self::ZhCn => day.format("%Y年%-m月").to_string(),
        }
    }

    /// A day of the week: `Friday`, `星期五`.
    pub fn weekday(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%A").to_string(),
            Self::ZhCn => format!("星期{}", numeral(day.weekday())),
        }
    }

    /// A day of the week in a narrow column: `Fri`, `周五`.
    pub fn weekday_short(self, day: impl Borrow<NaiveDate>) -> String {
        let day = *day.borrow();
        match self {
            Self::En => day.format("%a").to_string(),
            Self::ZhCn => format!("周{}", numeral(day.weekday())),
        }
    }

    /// The date without its year where that is the year of `today`.
    pub fn date_near(self, day: impl Borrow<NaiveDate>, today: impl Borrow<NaiveDate>) -> String {
        let (day, today) = (*day.borrow(), *today.borrow());
        if day.year() == today.year() { self.day(day) } else { self.date(day) }
    }
}

/// Chinese counts the days of the week from Monday; Sunday is the day of the sun.
fn numeral(day: Weekday) -> char {
    match day {
        Weekday::Mon => '一',
        Weekday::Tue => '二',
        Weekday::Wed => '三',
        Weekday::Thu => '四',
        Weekday::Fri => '五',
        Weekday::Sat => '六',
        Weekday::Sun => '日',
    }
}

impl Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_prefers_chinese_gets_chinese() {
        assert_eq!(Lang::accepted("fr;q=0.9, zh-TW, en"), Some(Lang::ZhCn));
        assert_eq!(Lang::accepted("de, fr"), None);
    }

    #[test]
    fn dates_read_as_each_language_writes_them() {
        let day = NaiveDate::from_ymd_opt(2023, 6, 5).unwrap();
        assert_eq!(Lang::En.date(day), "5 Jun 2023");
        assert_eq!(Lang::ZhCn.date(day), "2023年6月5日");
        assert_eq!(Lang::En.month_of_year(day), "Jun 2023");
        assert_eq!(Lang::ZhCn.month(day), "6月");
        assert_eq!(
            (Lang::En.weekday(day).as_str(), &*Lang::ZhCn.weekday(day)),
            ("Monday", "星期一")
        );
        assert_eq!(Lang::ZhCn.weekday_short(day), "周一");
    }
}

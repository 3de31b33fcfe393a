//! Whose house it is: from the settings, else as given at set-up.

use chrono_tz::Tz;

use crate::i18n::Lang;
use crate::persistence::{self, Conn, settings};
use crate::settings::Organisation;

/// The organisation, and what kind of database this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Its name in English; empty before set-up.
    pub name_en: String,
    /// Its name in Chinese; empty before set-up.
    pub name_zh: String,
    /// Its time zone, in which dates are civil dates.
    pub zone: Tz,
    /// The language of those who chose none.
    pub lang: Lang,
    /// Whether the database is a demonstration.
    pub demo: bool,
}

impl House {
    /// Reads it; what the configuration says wins over what was given at set-up.
    pub fn read(conn: &mut Conn, organisation: &Organisation) -> Result<Self, persistence::Error> {
        let mut kept = settings::all(conn)?;
        let mut name = |key| organisation.name.clone().or(kept.remove(key)).unwrap_or_default();
        let (name_en, name_zh) = (name(settings::NAME_EN), name(settings::NAME_ZH));
        let zone = kept.get(settings::TIME_ZONE).and_then(|text| text.parse().ok());
        let lang = kept.get(settings::LANGUAGE).and_then(|text| text.parse().ok());
        Ok(Self {
            name_en,
            name_zh,
            zone: organisation.time_zone.or(zone).unwrap_or_else(system_zone),
            lang: organisation.language.or(lang).unwrap_or_default(),
            demo: kept.contains_key(settings::DEMO),
        })
    }

    /// Its name in `lang`, or in the other language where it has only that.
    pub fn name(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::En => (&self.name_en, &self.name_zh),
            Lang::ZhCn => (&self.name_zh, &self.name_en),
        };
        if first.is_empty() { second } else { first }
    }

    /// Keeps what was given at set-up.
    pub fn keep(&self, conn: &mut Conn) -> Result<(), persistence::Error> {
        settings::put(conn, settings::NAME_EN, &self.name_en)?;
        settings::put(conn, settings::NAME_ZH, &self.name_zh)?;
        settings::put(conn, settings::TIME_ZONE, self.zone.name())?;
        settings::put(conn, settings::LANGUAGE, self.lang.tag())?;
        if self.demo {
            settings::put(conn, settings::DEMO, "true")?;
        }
        Ok(())
    }
}

/// The zone of the machine; UTC where it cannot tell.
fn system_zone() -> Tz {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
}

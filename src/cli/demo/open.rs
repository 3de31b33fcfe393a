//! The command: where the throw-away database lies, and what is done to it before it serves.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use clap::Args;

use super::play::{Interrupted, Script, Stage, instant};
use super::story::{Days, tell};
use super::{college, content, papers, synthetic};
use crate::app::App;
use crate::cli::command::Refusal;
use crate::cli::serve::{listen, serve};
use crate::domain::{Actor, Clock, DecisionRules, ManualClock, ShiftedClock};
use crate::i18n::Lang;
use crate::links::Token;
use crate::persistence::{self, Conn, is_blank, revert_all};
use crate::settings::{self, Settings};
use crate::{services, telemetry};

/// The study meeting was held on 21 March 2023; the story goes on from there.
const EARLIEST: &str = "2023-06-16";

/// How far back the mailbox holds digests.
const DIGESTS: TimeDelta = TimeDelta::days(10);

/// What `duban demo` takes.
#[derive(Debug, Args)]
pub(in crate::cli) struct Demo {
    /// So many synthetic tasks besides those of the story
    #[arg(long, value_name = "N", default_value_t = 0)]
    tasks: usize,
    /// The port to listen on (default: 8080)
    #[arg(long)]
    port: Option<u16>,
    /// Begin anew, even where today's demonstration is still there
    #[arg(long)]
    fresh: bool,
    /// The day that it is in the demonstration
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// The language of its data: `en` or `zh-CN` (default: as LANG says, else English)
    #[arg(long, value_name = "TAG")]
    lang: Option<Lang>,
}

impl Demo {
    /// Writes the history where it is missing, and serves it.
    pub(in crate::cli) fn run(&self) -> Result<(), Refusal> {
        telemetry::start();
        let settings = self.settings()?;
        let listener = listen(&settings.server.bind)?;
        let app = self.prepared(settings)?;
        let home = app.links.home();
        writeln!(io::stdout(), "The demonstration is at {home}").map_err(Refusal::new)?;
        serve(app, listener)
    }

    /// The settings of a demonstration: those of the installation stay out of it, but for what
    /// the environment says about where it lies and listens.
    fn settings(&self) -> Result<Settings, Refusal> {
        let mut settings = settings::load(None).map_err(Refusal::new)?;
        let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        settings.database.url = match said("DUBAN_DATABASE__URL") {
            Some(url) => url,
            None => format!("sqlite://{}", usual_place().display()),
        };
        let bind = said("DUBAN_SERVER__BIND").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        settings.server.bind = match (self.port, bind.rsplit_once(':')) {
            (Some(port), Some((host, _))) => format!("{host}:{port}"),
            _ => bind,
        };
        settings.server.public_url = said("DUBAN_SERVER__PUBLIC_URL").unwrap_or_default();
        if settings.server.secret.is_empty() && !settings.database.url.starts_with("sqlite") {
            Token::fresh().reveal().clone_into(&mut settings.server.secret);
        }
        "mailbox:".clone_into(&mut settings.mail.url);
        (settings.organisation.name, settings.organisation.language) = (None, None);
        Ok(settings)
    }

    /// The house with its history, at the day that it is to show.
    fn prepared(&self, settings: Settings) -> Result<App, Refusal> {
        let lang = self.lang.unwrap_or_else(language_of_the_shell);
        let mut shift = ShiftedClock(TimeDelta::zero());
        let manual = Arc::new(ManualClock::at(shift.now()));
        let zone = settings.organisation.time_zone;
        let url = settings.database.url.clone();
        let earliest: NaiveDate = EARLIEST.parse().map_err(Refusal::new)?;
        let marked = clear_the_way(&url, |story| {
            !self.fresh && story == self.story(lang, today_of(&shift, zone, self.today))
        })?;
        let mut app =
            App::open(settings, Arc::<ManualClock>::clone(&manual)).map_err(Refusal::new)?;
        let today = self.today.unwrap_or_else(|| app.today());
        if today < earliest {
            return Err(Refusal::new(format!(
                "`--today {today}`: the story cannot end before {earliest}"
            )));
        }
        shift.0 = TimeDelta::days((today - app.today()).num_days());
        if !marked {
            manual.set(shift.now());
            // The year behind it was lived by the rules that a new house has.
            let mut past = app.clone();
            let settings = Settings::clone(&app.settings);
            past.settings = Arc::new(settings.with_rules(DecisionRules::default()));
            self.tell(&past, &manual, lang, today).map_err(Refusal::new)?;
        }
        app.clock = Arc::new(shift);
        Ok(app)
    }

    fn tell(
        &self,
        app: &App,
        clock: &ManualClock,
        lang: Lang,
        today: NaiveDate,
    ) -> Result<(), Interrupted> {
        let latest = clock.now();
        let days = Days::until(today);
        let (college, meetings) = (content::college()?, content::meetings()?);
        let (tasks, phrases) = (content::tasks()?, content::phrases()?);
        let refused = |what: &str| {
            let what = what.to_owned();
            move |error| Interrupted::Refused(what, error)
        };
        app.act_now(Actor::operator(), |act| college::name(act, &college, lang))
            .map_err(refused("the name of the house"))?;
        clock.set(instant(app, days.first(), 480, latest));
        let members = app
            .act_now(Actor::operator(), |act| college::move_in(act, &college, lang))
            .map_err(refused("the college"))?;
        let script = Script {
            meetings: &meetings,
            tasks: &tasks,
            phrases: &phrases,
            members: &members,
            days: &days,
            lang,
        };
        let moments = tell(&meetings, &tasks, &days);
        let mut stage = Stage::default();
        for day in moments.chunk_by(|one, next| one.day == next.day) {
            // Digests of the last days only: a year of them would hide the letters that matter.
            if today - day[0].day <= DIGESTS {
                clock.set(instant(app, day[0].day, 480, latest));
                app.act_now(Actor::operator(), services::reminders::write_due)
                    .map_err(refused("the digests"))?;
            }
            app.db.write(|conn| {
                day.iter().try_for_each(|moment| {
                    clock.set(instant(app, moment.day, moment.minute, latest));
                    script.play(app, conn, &mut stage, &moment.deed)
                })
            })?;
            services::delivery::deliver_due(app).map_err(refused("the letters"))?;
        }
        synthetic::add(app, clock, &script, self.tasks)?;
        papers::write(app, clock, &members, lang, (today, latest))?;
        clock.set(latest);
        let story = self.story(lang, today);
        app.db.write(|conn| {
            persistence::settings::put(conn, persistence::settings::DEMO_STORY, &story)
        })?;
        Ok(())
    }

    /// What tells one story from another: told to its end on the same day, it is served again.
    fn story(&self, lang: Lang, today: NaiveDate) -> String {
        format!("{today} {lang} {}", self.tasks)
    }
}

fn today_of(clock: &dyn Clock, zone: Option<chrono_tz::Tz>, asked: Option<NaiveDate>) -> NaiveDate {
    let zone = zone.or_else(|| iana_time_zone::get_timezone().ok()?.parse().ok());
    asked.unwrap_or_else(|| clock.today(zone.unwrap_or(chrono_tz::Tz::UTC)))
}

/// Sees to it that the database is blank or tells the story that is asked for (`true`); refuses
/// one that holds anything else.
fn clear_the_way(url: &str, is_wanted: impl Fn(&str) -> bool) -> Result<bool, Refusal> {
    use persistence::settings::{DEMO, DEMO_STORY, get};

    let mut conn = Conn::open(url).map_err(|error| Refusal::new(format!("`{url}`: {error}")))?;
    if is_blank(&mut conn).map_err(Refusal::new)? {
        return Ok(false);
    }
    if !matches!(get(&mut conn, DEMO), Ok(Some(_))) {
        return Err(Refusal::new(format!(
            "`{url}` holds something else than a demonstration; name another database"
        )));
    }
    let story = get(&mut conn, DEMO_STORY).map_err(Refusal::new)?;
    if story.is_some_and(|story| is_wanted(&story)) {
        return Ok(true);
    }
    revert_all(&mut conn).map_err(Refusal::new)?;
    Ok(false)
}

/// In the folder that belongs to the user alone.
fn usual_place() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let folder = cache.filter(|path| path.is_absolute()).or_else(home);
    folder.unwrap_or_else(std::env::temp_dir).join("duban").join("demo.db")
}

/// As `LC_ALL`, `LC_MESSAGES` and `LANG` have it, in this order.
fn language_of_the_shell() -> Lang {
    let said =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let first = said.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    if first.starts_with("zh") { Lang::ZhCn } else { Lang::En }
}

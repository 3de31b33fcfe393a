//! A circular while it is being written: its figures and its words.

use chrono::NaiveDate;

use super::life::{keep, take};
use super::reading::lang_of;
use crate::app::Act;
use crate::domain::{
    BodyId, Circular, CircularFigures, CircularId, CircularPeriod, CircularRule, CircularScope,
    CircularSpan, CircularState, CircularStep, CircularTexts, Fault, Faults, ProgrammeId, Verdict,
    may_on_circular,
};
use crate::i18n::Lang;
use crate::papers::circular::{Drafting, draft};
use crate::persistence::{self, bodies, circulars, departments, ladder, programmes, views};
use crate::services::Error;
use crate::services::tasks::{TEXT, TITLE};

/// Within how many working days an explanation is asked for.
const ANSWER_WITHIN: u32 = 3;

/// What a new circular is about.
#[derive(Debug, Clone)]
pub struct NewCircular {
    /// How long its period is.
    pub period: CircularPeriod,
    /// The first day, or any day of the period.
    pub from: Option<NaiveDate>,
    /// The last day, of [`CircularPeriod::Custom`] alone.
    pub to: Option<NaiveDate>,
    /// Only what meetings of this body decided.
    pub body_id: Option<BodyId>,
    /// Only what belongs to this programme.
    pub programme_id: Option<ProgrammeId>,
    /// The language that it is written in; that of the house where `None`.
    pub lang: Option<Lang>,
}

/// Drafts a circular: takes its figures, and puts them into words.
///
/// # Errors
/// What is wrong with the period, at `from` and `to`.
pub fn create(act: &mut Act<'_>, new: &NewCircular) -> Result<Circular, Error> {
    // Nobody else may even know of drafts, but that one can be written is no secret.
    if may_on_circular(&act.actor, CircularState::Draft, Some(CircularStep::Create))
        != Verdict::Allowed
    {
        return Err(Error::Forbidden);
    }
    let span = span(act, new)?;
    let (body_id, programme_id) = (new.body_id, new.programme_id);
    let scope = CircularScope { span, body_id, programme_id };
    let lang = new.lang.unwrap_or_else(|| act.app.house().lang);
    scope_name(act, &scope)?;
    let figures = take_figures(act, &scope)?;
    let drafted = words(act, lang, &scope, &figures)?;
    let mut circular = Circular {
        id: CircularId(0),
        state: CircularState::Draft,
        scope,
        lang: lang.tag().to_owned(),
        figures,
        texts: drafted.clone(),
        drafted,
        signature: None,
        version: 1,
    };
    circular.id = circulars::insert(act.conn, &circular)?;
    super::life::record(act, circular.id, CircularStep::Create, None)?;
    Ok(circular)
}

/// Changes the words of a draft.
pub fn edit(
    act: &mut Act<'_>,
    id: CircularId,
    version: i64,
    texts: &CircularTexts,
) -> Result<Circular, Error> {
    let mut circular = take(act, id, CircularStep::Edit, Some(version))?;
    let mut faults = Faults::default();
    circular.texts = CircularTexts {
        subject: faults.required("subject", &one_line(&texts.subject), TITLE),
        opening: faults.required("opening", &texts.opening, TEXT),
        well: faults.required("well", &texts.well, TEXT),
        behind: faults.required("behind", &texts.behind, TEXT),
        asked: faults.required("asked", &texts.asked, TEXT),
        issuer: faults.required("issuer", &one_line(&texts.issuer), TITLE),
        copies: faults.text("copies", &one_line(&texts.copies), TITLE),
    };
    faults.finish()?;
    keep(act, &mut circular, CircularStep::Edit, None)?;
    Ok(circular)
}

/// Takes the figures of a draft anew, and drafts anew the words that nobody has changed; gives the
/// names of those that stayed as somebody wrote them.
pub fn retake(
    act: &mut Act<'_>,
    id: CircularId,
    version: i64,
) -> Result<(Circular, Vec<&'static str>), Error> {
    let mut circular = take(act, id, CircularStep::Retake, Some(version))?;
    let lang = lang_of(&circular);
    circular.figures = take_figures(act, &circular.scope)?;
    let anew = words(act, lang, &circular.scope, &circular.figures)?;
    let kept = circular.texts.redraft(&circular.drafted, anew.clone());
    circular.drafted = anew;
    keep(act, &mut circular, CircularStep::Retake, None)?;
    Ok((circular, kept))
}

fn span(act: &Act<'_>, new: &NewCircular) -> Result<CircularSpan, Error> {
    let custom = new.period == CircularPeriod::Custom;
    let mut faults = Faults::default();
    faults.day("from", new.from);
    faults.day("to", new.to);
    faults.unwanted("to", new.to.is_some() && !custom);
    if new.from.is_none() {
        faults.add("from", Fault::Missing);
    }
    if new.from.is_some_and(|from| from > act.today) {
        faults.add("from", Fault::InFuture);
    }
    if custom && new.to.is_none() {
        faults.add("to", Fault::Missing);
    }
    let from = new.from.unwrap_or(act.today);
    let span = match new.to.filter(|_| custom) {
        None => CircularSpan::around(new.period, from),
        Some(to) => CircularSpan::days(from, to).unwrap_or_else(|_bad| {
            faults.add("to", Fault::NotLater(from.pred_opt().unwrap_or(from)));
            CircularSpan::around(CircularPeriod::Custom, from)
        }),
    };
    faults.finish()?;
    Ok(span)
}

fn take_figures(act: &mut Act<'_>, scope: &CircularScope) -> Result<CircularFigures, Error> {
    let rule = CircularRule::of_ladder(&ladder::read(act.conn)?);
    let calendar = std::sync::Arc::clone(&act.calendar);
    Ok(views::circular::figures(act.conn, scope, rule, &calendar, act.today)?)
}

fn words(
    act: &mut Act<'_>,
    lang: Lang,
    scope: &CircularScope,
    figures: &CircularFigures,
) -> Result<CircularTexts, Error> {
    let name = scope_name(act, scope)?;
    let tree = departments::tree(act.conn)?;
    let issuer = act.actor.department_id.map(|id| tree.name(id).to_owned());
    Ok(draft(&Drafting {
        lang,
        span: scope.span,
        scope: name.as_deref(),
        figures,
        answer_by: act.calendar().working_days_after(act.today, ANSWER_WITHIN),
        issuer: issuer.as_deref(),
    }))
}

/// What a circular is confined to, by name.
fn scope_name(act: &mut Act<'_>, scope: &CircularScope) -> Result<Option<String>, Error> {
    let at = |field: &'static str| {
        move |error| match error {
            persistence::Error::NotFound => Error::invalid(field, Fault::NoSuch),
            other => other.into(),
        }
    };
    let body = scope.body_id.map(|id| bodies::find(act.conn, id));
    let body = body.transpose().map_err(at("body_id"))?.map(|body| body.name);
    let programme = scope.programme_id.map(|id| programmes::find(act.conn, id));
    let programme = programme.transpose().map_err(at("programme_id"))?.map(|one| one.name);
    let names: Vec<String> = body.into_iter().chain(programme).collect();
    Ok((!names.is_empty()).then(|| names.join(" · ")))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

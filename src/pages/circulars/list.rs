//! All circulars that a reader may see, and the form that drafts another.

use actix_web::{HttpResponse, ResponseError as _, web};
use askama::Template;

use crate::app::{Act, App};
use crate::domain::{Circular, CircularPeriod, CircularState, Faults, Named as _, day_from};
use crate::http::{Failure, FormErrors, Posted, SignedIn};
use crate::i18n::Lang;
use crate::links::circular_path;
use crate::pages::deed::{Button, Choice, Control, Deed, Field};
use crate::pages::task::comes_back;
use crate::pages::{Frame, Nav, page};
use crate::persistence::{bodies, programmes};
use crate::services::Error;
use crate::services::circulars::{self, NewCircular};

#[derive(Template)]
#[template(path = "pages/circulars.html")]
struct ListPage {
    frame: Frame,
    l: Lang,
    home: &'static str,
    rows: Vec<Row>,
    new: Option<Deed>,
    none_text: &'static str,
    errors: FormErrors,
}

/// A circular in the list.
struct Row {
    path: String,
    subject: String,
    number: String,
    /// The mark of its state, and its words.
    state: (&'static str, &'static str),
    as_of: (chrono::NaiveDate, String),
}

/// `GET /circulars`.
pub async fn show(app: web::Data<App>, me: SignedIn) -> Result<HttpResponse, Failure> {
    Ok(page(&build(&app, &me).await?))
}

/// `POST /circulars`: drafts one.
pub async fn create(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    if !me.actor.runs_office() {
        return Err(Error::Forbidden.into());
    }
    let typed = posted.clone();
    let work = move |act: &mut Act<'_>| {
        let circular = circulars::create(act, &read(&typed)?)?;
        Ok(format!("{}?done=create", circular_path(circular.id)))
    };
    match me.once(&app, &posted, work).await.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &me).await?;
            if let Some(deed) = &mut built.new {
                built.errors = deed.fill(&posted, &failure, me.lang);
            }
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

fn read(posted: &Posted) -> Result<NewCircular, Error> {
    let mut faults = Faults::default();
    let period = faults.check("period", CircularPeriod::from_word(posted.text("period")));
    let mut day = |name| {
        let given = posted.some(name)?;
        faults.check(name, day_from(&given))
    };
    let (from, to) = (day("from"), day("to"));
    let custom = period == Some(CircularPeriod::Custom);
    let new = NewCircular {
        period: period.unwrap_or(CircularPeriod::Month),
        from,
        // The form shows the field for all; it speaks of other days alone.
        to: to.filter(|_| custom),
        body_id: posted.text("body_id").parse().ok(),
        programme_id: posted.text("programme_id").parse().ok(),
        lang: posted.text("lang").parse().ok(),
    };
    faults.finish()?;
    Ok(new)
}

async fn build(app: &App, me: &SignedIn) -> Result<ListPage, Failure> {
    let (l, office, actor) = (me.lang, me.actor.runs_office(), me.actor.clone());
    let (found, bodies, programmes) = app
        .read(move |conn| {
            let found = circulars::list(conn, &actor)?;
            let bodies = if office { bodies::all(conn)? } else { Vec::new() };
            let programmes = if office { programmes::all(conn)? } else { Vec::new() };
            Ok::<_, Error>((found, bodies, programmes))
        })
        .await?;
    let new = office.then(|| {
        let everything = || Choice::new("", l.circular_everything()).when(true);
        let bodies = bodies.into_iter().filter(|one| one.active);
        let bodies = bodies.map(|one| Choice::new(one.id, one.name));
        let programmes = programmes.into_iter().filter(|one| one.active);
        let programmes = programmes.map(|one| Choice::new(one.id, one.name));
        let periods = CircularPeriod::ALL.iter().map(|one| {
            Choice::new(one.word(), l.circular_period(*one)).when(*one == CircularPeriod::Month)
        });
        let languages = Lang::ALL
            .map(|one| Choice::new(one.tag(), one.name()).when(one == app.house().lang))
            .to_vec();
        let period = Control::Radios(periods.collect());
        let bodies = Control::Choice(std::iter::once(everything()).chain(bodies).collect());
        let programmes = Control::Choice(std::iter::once(everything()).chain(programmes).collect());
        Deed::new("new", "/circulars", l.circular_new())
            .field(Field::new("period", l.circular_period_label(), period))
            .field(
                Field::new("from", l.circular_day(), Control::Date)
                    .hint(l.circular_day_hint())
                    .value(me.today),
            )
            .field(Field::new("to", l.circular_to(), Control::Date).hint(l.circular_days_hint()))
            .field(Field::new("body_id", l.circular_body(), bodies))
            .field(Field::new("programme_id", l.circular_programme(), programmes))
            .field(Field::new("lang", l.circular_language(), Control::Radios(languages)))
            .button(Button::new("primary", l.circular_draft()))
            .hint(l.circular_confidential_note())
    });
    let frame = Frame::of(me, Nav::Elsewhere);
    Ok(ListPage {
        home: frame.nav().first().map_or("", |first| first.label(l)),
        rows: found.iter().map(|circular| row(l, circular)).collect(),
        l,
        frame,
        none_text: if office { l.circular_none_text() } else { l.circular_none_signed_text() },
        new,
        errors: FormErrors::default(),
    })
}

fn row(l: Lang, circular: &Circular) -> Row {
    let as_of = circular.figures.as_of;
    Row {
        path: circular_path(circular.id),
        subject: circular.texts.subject.clone(),
        number: circular.signature.as_ref().map(|one| one.number.clone()).unwrap_or_default(),
        state: (light(circular.state), l.circular_state(circular.state)),
        as_of: (as_of, l.date(as_of)),
    }
}

/// The mark of a state.
pub(super) fn light(state: CircularState) -> &'static str {
    match state {
        CircularState::Draft => "none",
        CircularState::Submitted => "wait",
        CircularState::Signed => "done",
        CircularState::Discarded => "back",
    }
}

//! The page itself.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::lists::{QuickList, ledger, lists};
use super::needs::{Answer, Looker, Need};
use crate::app::App;
use crate::domain::{Counts, DepartmentId, DepartmentPart, Light, Measure, reads_circulars};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::dashboard::Doors;
use crate::pages::department_list::list_path;
use crate::pages::task::done;
use crate::pages::{Bar, Figure, Frame, Nav, Tally, page};
use crate::persistence::views::dashboard::DashboardFilter;
use crate::persistence::views::my_department::MyDepartment;

#[derive(Template)]
#[template(path = "pages/my_department.html")]
struct MyDepartmentPage {
    frame: Frame,
    name: String,
    facts: Vec<String>,
    ledger: Option<String>,
    /// The open tasks of the department on paper.
    list: Option<String>,
    circulars: bool,
    needs: Vec<Need>,
    lists: Vec<QuickList>,
    so_far: Vec<SoFar>,
    done: Option<&'static str>,
}

/// A department so far.
struct SoFar {
    /// Its name, where there are several.
    name: Option<String>,
    bar: Bar,
    bar_label: String,
    lights: Vec<(Light, Figure)>,
}

/// What the address may say.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// What was just done.
    done: Option<String>,
}

/// `GET /my-department`
pub async fn show(
    app: web::Data<App>,
    signed: SignedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (lang, today) = (signed.lang, signed.today);
    let viewer = signed.actor.clone();
    let mine = app.read(move |conn| MyDepartment::of(conn, &viewer, today)).await?;
    let rules = app.settings.rules();
    let looker = Looker { lang, today, actor: &signed.actor, rules };
    let needs = looker.needs(&mine);
    let names: Vec<&str> = mine.departments.iter().map(|id| mine.tree.name(*id)).collect();
    let first = mine.departments.first().copied();
    let several = mine.departments.len() > 1;
    let of = |(id, counts): &(DepartmentId, Counts)| {
        let filter = DashboardFilter {
            department_id: Some(*id),
            role: Some(DepartmentPart::Lead),
            ..DashboardFilter::on(today)
        };
        let name = several.then(|| mine.tree.name(*id).to_owned());
        (name, Doors::new(&filter, today).tally(counts))
    };
    let tallies: Vec<(Option<String>, Tally)> = mine.counts.iter().map(of).collect();
    let built = MyDepartmentPage {
        frame: Frame::of(&signed, Nav::MyDepartment),
        name: if names.is_empty() {
            lang.my_department_no_department().to_owned()
        } else {
            names.join(lang.ledger_and())
        },
        facts: tallies
            .iter()
            .flat_map(|(name, tally)| facts(lang, name.as_deref(), tally))
            .collect(),
        ledger: first.map(|id| ledger(id, "lead")),
        list: first.map(|id| list_path(id, Nav::MyDepartment.path())),
        circulars: reads_circulars(&signed.actor),
        lists: lists(&looker, &mine, &needs),
        done: asked.done.as_deref().and_then(|verb| done(lang, verb)),
        needs,
        so_far: tallies
            .into_iter()
            .filter_map(|(name, tally)| so_far(lang, name, &tally))
            .collect(),
    };
    Ok(page(&built))
}

/// What there is to say of a department in short, as HTML.
fn facts(lang: Lang, name: Option<&str>, tally: &Tally) -> Vec<String> {
    let figure = |measure| tally.figure(measure).bold();
    let open = lang.my_department_open(figure(Measure::Open));
    let name = name.map(escaped);
    let mut facts: Vec<String> = name.into_iter().chain([open]).collect();
    if tally.counts.due == 0 {
        facts.push(lang.my_department_due_none().to_owned());
        return facts;
    }
    facts.push(lang.my_department_due_closed(
        figure(Measure::Due),
        figure(Measure::DueClosed),
        figure(Measure::Lit(Light::Overdue)),
    ));
    facts.extend(tally.counts.on_time().shown().map(|rate| lang.my_department_on_time(rate)));
    facts
}

fn so_far(lang: Lang, name: Option<String>, tally: &Tally) -> Option<SoFar> {
    let lights = tally.lights();
    let words =
        |(light, figure): &(Light, Figure)| lang.my_department_bar(lang.light(light), figure.count);
    let bar_label = lights.iter().map(words).collect::<Vec<_>>().join(lang.ledger_and());
    (tally.counts.all > 0).then(|| SoFar { name, bar: tally.bar(lang), bar_label, lights })
}

/// A name as HTML.
fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

//! The page itself.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::lists::{QuickList, ledger, lists};
use super::needs::{Answer, Looker, Need};
use crate::app::App;
use crate::domain::{Counts, DepartmentId, Light, reads_circulars};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::department_list::list_path;
use crate::pages::glance::LightWords;
use crate::pages::task::done;
use crate::pages::{Bar, Frame, Nav, mark, page};
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
    bar: Bar,
    bar_label: String,
    so_far: Vec<SoFar>,
    done: Option<&'static str>,
}

/// One light of the department so far.
struct SoFar {
    light: LightWords,
    count: i64,
    path: String,
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
    let counts = mine.counts;
    let so_far = so_far(lang, &counts, first);
    let kinds = so_far.iter().map(|part| (part.light.kind, part.count));
    let built = MyDepartmentPage {
        frame: Frame::of(&signed, Nav::MyDepartment),
        name: if names.is_empty() {
            lang.my_department_no_department().to_owned()
        } else {
            names.join(lang.ledger_and())
        },
        facts: facts(lang, &counts),
        ledger: first.map(|id| ledger(id, "lead")),
        list: first.map(|id| list_path(id, Nav::MyDepartment.path())),
        circulars: reads_circulars(&signed.actor),
        lists: lists(&looker, &mine, &needs),
        bar: Bar::of(kinds),
        bar_label: label(lang, &so_far),
        done: asked.done.as_deref().and_then(|verb| done(lang, verb)),
        needs,
        so_far,
    };
    Ok(page(&built))
}

fn facts(lang: Lang, counts: &Counts) -> Vec<String> {
    let mut facts = vec![lang.my_department_open(counts.open)];
    if counts.due == 0 {
        facts.push(lang.my_department_due_none().to_owned());
        return facts;
    }
    facts.push(lang.my_department_due_closed(counts.due, counts.due_closed, counts.overdue));
    facts.extend(counts.on_time().shown().map(|rate| lang.my_department_on_time(rate)));
    facts
}

fn so_far(lang: Lang, counts: &Counts, department: Option<DepartmentId>) -> Vec<SoFar> {
    let Some(id) = department.filter(|_| counts.all > 0) else { return Vec::new() };
    let all = [
        (Light::ClosedOnTime, counts.closed_on_time),
        (Light::ClosedLate, counts.closed_late),
        (Light::OnTrack, counts.on_track),
        (Light::DueSoon, counts.due_soon),
        (Light::Overdue, counts.overdue),
    ];
    let part = |(light, count): (Light, i64)| SoFar {
        light: LightWords::new(mark(light), lang.light(light)),
        count,
        path: format!("/ledger?light={light}&counted=true&department_id={id}&role=lead"),
    };
    all.into_iter().map(part).collect()
}

/// The bar in words, for those who do not see it.
fn label(lang: Lang, so_far: &[SoFar]) -> String {
    let parts = so_far.iter().map(|part| lang.my_department_bar(&part.light.words, part.count));
    parts.collect::<Vec<_>>().join(lang.ledger_and())
}

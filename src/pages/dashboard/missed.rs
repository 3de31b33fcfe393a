//! `GET /missed-reports` 反馈情况: department by period, reports received of those expected.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::filters::Asked;
use crate::app::App;
use crate::domain::{
    Cadence, DepartmentId, DepartmentPart, Flag, Named, Period, ReportOwed, TaskFilter,
};
use crate::http::{Failure, FormErrors, SignedIn};
use crate::i18n::Lang;
use crate::pages::{Figure, Frame, Nav, page};
use crate::persistence::views::dashboard::DashboardFilter;
use crate::persistence::views::missed_reports::{Dues, MissedReports, Owed, Unreported, of_period};

#[derive(Template)]
#[template(path = "pages/missed_reports.html")]
struct MissedReportsPage {
    frame: Frame,
    l: Lang,
    facts: Vec<String>,
    headline: String,
    tabs: Vec<Tab>,
    heads: Vec<String>,
    rows: Vec<Row>,
    together: Row,
    last: Vec<Unreported>,
    /// How many more were missed in the last period than are named.
    last_missed: Option<Figure>,
    back: String,
}

/// A cadence, and its page.
struct Tab {
    label: &'static str,
    href: String,
    here: bool,
}

/// A department's reports.
struct Row {
    name: String,
    cells: Vec<Cell>,
    /// Without a report on the day itself.
    missing: Figure,
}

/// One period of a department.
struct Cell {
    expected: Figure,
    received: Figure,
    missed: Figure,
}

/// What the address says beside the filters of the dashboard.
#[derive(Debug, Default, Deserialize)]
pub struct Which {
    #[serde(default)]
    cadence: String,
}

/// `GET /missed-reports`: with the filters of the dashboard, for one cadence.
pub async fn show(
    app: web::Data<App>,
    me: SignedIn,
    asked: web::Query<Asked>,
    which: web::Query<Which>,
) -> Result<HttpResponse, Failure> {
    let asked = asked.into_inner();
    let (l, today) = (me.lang, me.today);
    let (calendar, days) = (app.calendar(), app.settings.reports.days());
    let filter = asked.filter(l, today, calendar.terms(), &mut FormErrors::default());
    let chosen = Cadence::from_word(&which.cadence).ok().filter(|one| *one != Cadence::None);
    let found = {
        let (viewer, filter) = (me.actor.clone(), filter.clone());
        app.read(move |conn| {
            let dues = Dues { days: &days, calendar: &calendar };
            MissedReports::of(conn, &viewer, &filter, chosen, dues)
        })
        .await?
    };
    let looked = Looked { l, filter: &filter, found: &found };
    Ok(page(&MissedReportsPage {
        frame: Frame::of(&me, Nav::Dashboard),
        l,
        facts: vec![
            l.cadence(found.cadence).to_owned(),
            if filter.as_of == today {
                l.dashboard_as_at_now(me.local_time.format("%H:%M"))
            } else {
                l.dashboard_as_at_day(l.long_date(filter.as_of))
            },
        ],
        headline: looked.headline(),
        tabs: looked.tabs(&asked),
        heads: found.periods.iter().map(|period| l.missed_to(l.day(period.due_on))).collect(),
        rows: found
            .departments
            .iter()
            .map(|one| looked.row(&one.name, Some(one.id), &one.periods, one.missing))
            .collect(),
        together: looked.row(l.dashboard_everything(), None, &found.together, found.missing),
        last_missed: looked.last_missed(),
        last: found.last.clone(),
        back: format!("/dashboard?{}", asked.query()),
    }))
}

struct Looked<'a> {
    l: Lang,
    filter: &'a DashboardFilter,
    found: &'a MissedReports,
}

impl Looked<'_> {
    /// What a department, or everybody, owed in a period.
    fn cell(&self, id: Option<DepartmentId>, period: Period, owed: Owed) -> Cell {
        let filter = of_department(of_period(self.filter, self.found.cadence, period), id);
        let figure = |count, report| {
            Figure::new(count, &TaskFilter { report: Some(report), ..filter.clone() })
        };
        Cell {
            expected: figure(owed.expected, ReportOwed::Expected),
            received: figure(owed.received, ReportOwed::Received),
            missed: figure(owed.missed(), ReportOwed::Missed),
        }
    }

    fn row(&self, name: &str, id: Option<DepartmentId>, owed: &[Owed], missing: i64) -> Row {
        let now = TaskFilter {
            flag: Some(Flag::ReportMissed),
            cadence: Some(self.found.cadence),
            ..self.filter.tasks()
        };
        let periods = self.found.periods.iter().zip(owed);
        Row {
            name: name.to_owned(),
            cells: periods.map(|(period, owed)| self.cell(id, *period, *owed)).collect(),
            missing: Figure::new(missing, &of_department(now, id)),
        }
    }

    /// The last period in one sentence, as HTML.
    fn headline(&self) -> String {
        let Some((period, owed)) = self.found.periods.last().zip(self.found.together.last()) else {
            return self.l.missed_none_due().to_owned();
        };
        let Cell { expected, received, missed } = self.cell(None, *period, *owed);
        let day = self.l.long_date(period.due_on);
        self.l.missed_headline(received.bold(), expected.bold(), day, missed.bold())
    }

    fn last_missed(&self) -> Option<Figure> {
        let (period, owed) = self.found.periods.last().zip(self.found.together.last())?;
        (owed.missed() > 0).then(|| self.cell(None, *period, *owed).missed)
    }

    fn tabs(&self, asked: &Asked) -> Vec<Tab> {
        let tab = |(cadence, _): &(Cadence, i64)| Tab {
            label: self.l.cadence(cadence),
            href: format!("/missed-reports?{}&cadence={cadence}", asked.query()),
            here: *cadence == self.found.cadence,
        };
        self.found.cadences.iter().map(tab).collect()
    }
}

/// Those of `filter` that a department leads; of `None` everybody's.
fn of_department(filter: TaskFilter, id: Option<DepartmentId>) -> TaskFilter {
    match id {
        Some(id) => {
            let role = Some(DepartmentPart::Lead);
            TaskFilter { department_id: Some(id), role, ..filter }
        }
        None => filter,
    }
}

//! Issuing from the desk: what is ticked, all of it or nothing.

use actix_web::{HttpResponse, ResponseError as _, web};

use super::{DeskPage, build};
use crate::app::App;
use crate::domain::{FieldFault, TaskId};
use crate::http::{Failure, Posted, SignedIn};
use crate::pages::submission::id_and_version;
use crate::pages::task::comes_back;
use crate::pages::{free_day, page};
use crate::persistence::views::desk::Draft;
use crate::services::{self, submissions};

/// `POST /desk/issue`: issues what is ticked, or submits it for signature where the reader does
/// not issue: all of it or nothing.
pub async fn issue(
    app: web::Data<App>,
    me: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let ticked: Vec<(TaskId, i64)> = posted.all("task").filter_map(id_and_version).collect();
    let note = posted.text("note").to_owned();
    let free_days = free_day::answer(&posted);
    let work = move |act: &mut crate::app::Act<'_>| {
        act.free_days = free_days;
        if ticked.is_empty() {
            return Ok("/desk?issued=0".to_owned());
        }
        let submitted = submissions::issue_or_submit(act, &ticked, &note)?;
        let done = if submitted.is_some() { "submitted" } else { "issued" };
        Ok::<_, services::Error>(format!("/desk?{done}={}", ticked.len()))
    };
    match me.once(&app, &posted, work).await.map_err(Failure::from) {
        Err(failure) if comes_back(&failure) => {
            let mut built = build(&app, &me).await?;
            built.blame(&failure);
            built.typed(&posted);
            let mut response = page(&built);
            *response.status_mut() = failure.status_code();
            Ok(response)
        }
        answer => answer,
    }
}

impl DeskPage {
    /// Says what stood in the way, of each draft under its title.
    fn blame(&mut self, failure: &Failure) {
        let l = self.l;
        let faults: &[FieldFault] = free_day::faults_of(failure);
        self.free = free_day::buttons(l, faults).into_iter().flatten().collect();
        for one in faults {
            let id = one.field.split('.').next().unwrap_or_default();
            let mut drafts = self.desk.drafts.iter();
            let title = drafts.find(|draft| draft.task.id.to_string() == id);
            let said = l.fault(&one.fault);
            let said =
                title.map_or(said.clone(), |draft| l.task_wrong_field(&draft.task.title, &said));
            self.errors.add("issue", said);
        }
        if self.errors.is_empty() {
            self.errors.add("issue", failure.explain(l).text);
        }
    }

    /// Keeps what was ticked and written.
    fn typed(&mut self, posted: &Posted) {
        self.ticked =
            Some(posted.all("task").filter_map(id_and_version).map(|one| one.0).collect());
        posted.text("note").clone_into(&mut self.note);
    }

    /// Whether a draft is ticked: as the form was sent, else where nothing is left to mend.
    pub(super) fn is_ticked(&self, draft: &Draft) -> bool {
        match &self.ticked {
            Some(ticked) => ticked.contains(&draft.task.id),
            None => draft.has_requirement && draft.returned.is_none(),
        }
    }
}

//! What a reader does on the page: makes what they see their start, and writes an instruction.

use actix_web::{HttpResponse, web};

use super::filters::Asked;
use crate::app::{Act, App};
use crate::domain::TaskId;
use crate::http::{Failure, Posted, SignedIn};
use crate::services::{Error, instructions, start};

/// `POST /dashboard/start`: the filters that the reader begins with from now on; without any, the
/// house's own.
pub async fn keep(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    // Read as an address would be, so that nothing is kept that none can say.
    let asked = web::Query::<Asked>::from_query(posted.text("query"));
    let query = asked.map(|asked| asked.start()).unwrap_or_default();
    let work = move |act: &mut Act<'_>| {
        start::choose(act, &query)?;
        Ok::<_, Error>(if query.is_empty() {
            "/dashboard?period=all&done=start_house".to_owned()
        } else {
            format!("/dashboard?{query}&done=start_own")
        })
    };
    Ok(signed.once(&app, &posted, work).await?)
}

/// `POST /dashboard/instruct`: writes an instruction on an overdue task.
pub async fn instruct(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Posted,
) -> Result<HttpResponse, Failure> {
    let task: Option<TaskId> = posted.text("task").parse().ok();
    let words = posted.text("text").to_owned();
    let asked = web::Query::<Asked>::from_query(posted.text("query"));
    let query = asked.map(|asked| asked.query()).unwrap_or_default();
    let work = move |act: &mut Act<'_>| {
        let task = task.ok_or(Error::NOT_FOUND)?;
        instructions::on_task(act, task, None, &words, None)?;
        Ok::<_, Error>(format!("/dashboard?{query}&done=instruct#red"))
    };
    Ok(signed.once(&app, &posted, work).await?)
}

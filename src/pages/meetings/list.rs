//! All meetings, newest first.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::standing::Standing;
use crate::app::App;
use crate::domain::{Body, BodyId, MeetingId};
use crate::http::{Failure, SignedIn};
use crate::i18n::Lang;
use crate::pages::{Frame, Nav, page};
use crate::persistence::views::dashboard::of_meetings;
use crate::persistence::views::meeting_list::{self, ListedMeeting, MeetingFilter};
use crate::persistence::{self, bodies};

const PER_PAGE: i64 = 30;
/// Longer words are not looked for.
const LONGEST_WORDS: usize = 100;

#[derive(Template)]
#[template(path = "pages/meetings.html")]
struct MeetingsPage {
    frame: Frame,
    office: bool,
    rows: Vec<Row>,
    total: i64,
    waiting: usize,
    words: String,
    period: &'static str,
    body: Option<BodyId>,
    bodies: Vec<Body>,
    filtered: bool,
    range: String,
    previous: Option<String>,
    next: Option<String>,
}

struct Row {
    meeting: ListedMeeting,
    standing: Standing,
    /// The mark and the words for where its review stands.
    stage: (&'static str, String),
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    q: Option<String>,
    period: Option<String>,
    body_id: Option<String>,
    p: Option<String>,
}

/// `GET /meetings`.
pub async fn list(
    app: web::Data<App>,
    signed: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let query = query.into_inner();
    let words = query.q.unwrap_or_default().replace('\0', "");
    let words: String = words.trim().chars().take(LONGEST_WORDS).collect();
    let period = match query.period.as_deref() {
        Some("this") => "this",
        Some("last") => "last",
        _ => "all",
    };
    let (from, to) = half_year(period, signed.today);
    let body = query.body_id.and_then(|id| id.parse().ok());
    let filter = MeetingFilter {
        words: Some(words.clone()).filter(|words| !words.is_empty()),
        from,
        to,
        body_id: body,
        after: None,
    };
    let number: i64 = query.p.and_then(|p| p.parse().ok()).unwrap_or(1).clamp(1, 1_000_000);
    let lang = signed.lang;
    let (actor, today, filtered) = (signed.actor.clone(), signed.today, filter.clone());
    let (found, total, bodies) = app
        .read(move |conn| {
            let total = meeting_list::count(conn, &actor, &filter)?;
            let skip = (number - 1) * PER_PAGE;
            let meetings = meeting_list::page(conn, &actor, &filter, skip, PER_PAGE)?;
            let ids: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id).collect();
            let counts = of_meetings(conn, &actor, &ids, today)?;
            let counts = |id: MeetingId| counts.get(&id).copied().unwrap_or_default();
            let rows = meetings.into_iter().map(|meeting| {
                let standing = Standing::of(lang, meeting.id, counts(meeting.id), today);
                (meeting, standing)
            });
            let rows: Vec<(ListedMeeting, Standing)> = rows.collect();
            Ok::<_, persistence::Error>((rows, total, bodies::all(conn)?))
        })
        .await?;
    let address = |p: i64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", &words).append_pair("period", period);
        query.append_pair("body_id", &body.map(|id: BodyId| id.to_string()).unwrap_or_default());
        format!("/meetings?{}", query.append_pair("p", &p.to_string()).finish())
    };
    let first = (number - 1) * PER_PAGE;
    let last = first + i64::try_from(found.len()).unwrap_or(0);
    Ok(page(&MeetingsPage {
        frame: Frame::of(&signed, Nav::Meetings),
        office: signed.actor.runs_office(),
        waiting: found.iter().filter(|(meeting, _)| meeting.pending > 0).count(),
        rows: found
            .into_iter()
            .map(|(meeting, standing)| Row { stage: stage(&meeting, lang), meeting, standing })
            .collect(),
        total,
        range: lang.meetings_range(first + 1, last, total),
        previous: (number > 1).then(|| address(number - 1)),
        next: (last < total).then(|| address(number + 1)),
        filtered: filtered != MeetingFilter::default(),
        words: words.clone(),
        period,
        body,
        bodies,
    }))
}

/// The first and the last day of a period.
fn half_year(period: &str, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
    let year = today.year();
    let (this, last) = if today.month() <= 6 {
        (first(year, 1), first(year - 1, 7))
    } else {
        (first(year, 7), first(year, 1))
    };
    match period {
        "this" => (this, None),
        "last" => (last, this.and_then(|day| day.pred_opt())),
        _ => (None, None),
    }
}

fn stage(meeting: &ListedMeeting, lang: Lang) -> (&'static str, String) {
    match (meeting.pending, meeting.unassigned, meeting.accepted) {
        (1, ..) => ("wait", lang.meetings_to_decide_one().to_owned()),
        (2.., ..) => ("wait", lang.meetings_to_decide(meeting.pending)),
        (_, 1, _) => ("wait", lang.meetings_unassigned_one().to_owned()),
        (_, 2.., _) => ("wait", lang.meetings_unassigned(meeting.unassigned)),
        (.., 1..) => ("done", lang.meetings_created().to_owned()),
        _ => ("none", lang.meetings_nothing().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_year_ends_before_the_next_begins() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let june = day("2023-06-16").unwrap();
        assert_eq!(half_year("this", june), (day("2023-01-01"), None));
        assert_eq!(half_year("last", june), (day("2022-07-01"), day("2022-12-31")));
        let july = day("2023-07-01").unwrap();
        assert_eq!(half_year("last", july), (day("2023-01-01"), day("2023-06-30")));
    }
}

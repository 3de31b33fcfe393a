//! Intake: minutes pasted or uploaded, filed with their meeting; and changed later.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;

use super::{Frame, Nav, page};
use crate::app::App;
use crate::documents::Document;
use crate::domain::extraction::{PassageKind, held_on_in, passages, typed_date};
use crate::domain::{
    Body, DocumentKind, Fault, Meeting, MeetingId, Minutes, Named, NotRead, Person, PersonId,
    Source, day_from,
};
use crate::http::{Failure, FormErrors, SignedIn, Uploaded, UploadedFile, id_in_place};
use crate::i18n::Lang;
use crate::persistence::{self, bodies, meetings, people};
use crate::services::attachments::{self, Stored};
use crate::services::intake::{self, MeetingInput};
use crate::services::{Error, proposals};

const MEGABYTES: usize = Minutes::MOST_BYTES / 1024 / 1024;

#[derive(Template)]
#[template(path = "pages/intake.html")]
struct IntakePage {
    frame: Frame,
    errors: FormErrors,
    /// Where the form goes.
    action: String,
    /// The meeting that is being changed: its id and the version that was seen.
    changed: Option<(MeetingId, i64)>,
    megabytes: usize,
    bodies: Vec<Body>,
    people: Vec<Person>,
    f: Fields,
}

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Fields {
    title: String,
    body_id: String,
    held_on: String,
    chair: String,
    source: String,
    confidential: bool,
    readers: BTreeSet<String>,
    minutes: String,
    checked: bool,
    /// Whether the review follows, or only filing.
    review: bool,
}

impl Fields {
    fn of(posted: &Uploaded) -> Self {
        let form = &posted.form;
        Self {
            title: form.text("title").to_owned(),
            body_id: form.text("body_id").to_owned(),
            held_on: form.text("held_on").to_owned(),
            chair: form.text("chair").to_owned(),
            source: form.text("source").to_owned(),
            confidential: form.ticked("confidential"),
            readers: form.all("reader_ids").map(str::to_owned).collect(),
            minutes: form.text("minutes").to_owned(),
            checked: form.ticked("checked"),
            review: form.text("act") != "file",
        }
    }

    fn of_meeting(meeting: &Meeting, minutes: Minutes) -> Self {
        Self {
            title: meeting.title.clone(),
            body_id: meeting.body_id.map(|id| id.to_string()).unwrap_or_default(),
            held_on: meeting.held_on.to_string(),
            chair: meeting.chair.clone().unwrap_or_default(),
            source: meeting.source.to_string(),
            confidential: meeting.confidential,
            readers: meeting.reader_ids.iter().map(ToString::to_string).collect(),
            minutes: minutes.text,
            checked: false,
            review: true,
        }
    }

    fn has_reader(&self, id: impl Borrow<PersonId>) -> bool {
        self.readers.contains(&id.borrow().to_string())
    }

    /// What the fields say, filled from the text where they say nothing; what is wrong with them
    /// goes to `errors`.
    fn input(&mut self, lang: Lang, today: NaiveDate, errors: &mut FormErrors) -> MeetingInput {
        if self.minutes.trim().is_empty() {
            errors.add("minutes", lang.fault(&Fault::Missing));
        }
        if self.title.trim().is_empty()
            && let Some(title) = title_in(&self.minutes)
        {
            self.title = title;
        }
        if self.held_on.trim().is_empty() {
            self.held_on = held_on_in(&self.minutes).map(|day| day.to_string()).unwrap_or_default();
        }
        let typed = self.held_on.trim();
        let held_on = day_from(typed).ok().or_else(|| typed_date(typed, today));
        if typed.is_empty() {
            errors.add("held_on", lang.intake_held_on_missing());
        } else if held_on.is_none() {
            errors.add("held_on", lang.fault(&Fault::NotADate(typed.to_owned())));
        }
        if !self.checked {
            errors.add("checked", lang.intake_checked_missing());
        }
        let source = Source::from_word(&self.source).unwrap_or(Source::Meeting);
        let readers = self.readers.iter().filter_map(|id| id.parse().ok());
        MeetingInput {
            title: self.title.clone(),
            body_id: self.body_id.parse().ok(),
            held_on: held_on.unwrap_or(today),
            chair: Some(self.chair.clone()),
            source,
            confidential: self.confidential,
            reader_ids: if self.confidential { readers.collect() } else { BTreeSet::new() },
        }
    }
}

/// The title that a text bears: its first line, where that is a heading.
fn title_in(text: &str) -> Option<String> {
    let first = passages(text.get(..2_000.min(text.len())).unwrap_or(text)).into_iter().next()?;
    let words = text.chars().skip(first.span.start).take(first.span.len());
    (first.kind == PassageKind::Heading && first.span.len() <= intake::TITLE)
        .then(|| words.collect())
}

/// `GET /meetings/new`.
pub async fn new(app: web::Data<App>, signed: SignedIn) -> Result<HttpResponse, Failure> {
    may_file(&signed)?;
    let source = Source::Meeting.to_string();
    let fields = Fields { source, review: true, ..Fields::default() };
    form(&app, &signed, None, fields, FormErrors::default()).await
}

/// `GET /meetings/{id}/edit`.
pub async fn edit(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
) -> Result<HttpResponse, Failure> {
    let (id, actor) = (id.into_inner(), signed.actor.clone());
    let (meeting, minutes) = app
        .read(move |conn| {
            let meeting = intake::meeting(conn, &actor, id)?;
            Ok::<_, Error>((meeting, meetings::minutes_of(conn, id)?))
        })
        .await?;
    may_file(&signed)?;
    let fields = Fields::of_meeting(&meeting, minutes);
    form(&app, &signed, Some((id, meeting.version)), fields, FormErrors::default()).await
}

/// `POST /meetings/new`: files the minutes and goes on to their review.
pub async fn file(
    app: web::Data<App>,
    signed: SignedIn,
    posted: Uploaded,
) -> Result<HttpResponse, Failure> {
    may_file(&signed)?;
    take(&app, &signed, None, posted).await
}

/// `POST /meetings/{id}/edit`.
pub async fn change(
    app: web::Data<App>,
    signed: SignedIn,
    id: web::Path<MeetingId>,
    posted: Uploaded,
) -> Result<HttpResponse, Failure> {
    let (id, actor) = (id.into_inner(), signed.actor.clone());
    app.read(move |conn| intake::meeting(conn, &actor, id)).await?;
    may_file(&signed)?;
    let version = posted.form.text("version").parse().unwrap_or_default();
    take(&app, &signed, Some((id, version)), posted).await
}

async fn take(
    app: &App,
    signed: &SignedIn,
    changed: Option<(MeetingId, i64)>,
    posted: Uploaded,
) -> Result<HttpResponse, Failure> {
    let mut errors = FormErrors::default();
    let mut fields = Fields::of(&posted);
    let mut original = None;
    if let Some(file) = posted.file() {
        original =
            read_file(app, file, changed.is_some(), &mut fields, signed.lang, &mut errors).await?;
    }
    if fields.minutes.len() > Minutes::MOST_BYTES {
        errors.add("minutes", signed.lang.intake_too_large(MEGABYTES));
    }
    if !errors.is_empty() {
        return form(app, signed, changed, fields, errors).await;
    }
    let input = fields.input(signed.lang, signed.today, &mut errors);
    if !errors.is_empty() {
        return form(app, signed, changed, fields, errors).await;
    }
    let (text, review) = (fields.minutes.clone(), fields.review);
    // Kept before the act: a file without a meeting harms nobody, a meeting waits for no disk.
    let original = match original {
        Some(original) => Some(original.kept(app).await?),
        None => None,
    };
    let outcome = signed
        .once(app, &posted.form, move |act| {
            let (meeting, revised) = match changed {
                None => (intake::file(act, &input, &text)?, None),
                Some((id, version)) => intake::change(act, id, version, &input, Some(&text))?,
            };
            let id = meeting.id;
            if let Some(file) = original {
                attachments::keep_original(act, id, file)?;
            }
            Ok(match (review, revised) {
                (true, Some(revised)) => format!("/meetings/{id}/review?revised={revised}"),
                (true, None) => format!("/meetings/{id}/review"),
                (false, _) => format!("/meetings/{id}"),
            })
        })
        .await;
    match (outcome, changed) {
        (Ok(done), _) => {
            if let Some(id) = id_in_place(&done) {
                let actor = signed.actor.clone();
                app.aside(move |app| proposals::seek(app, &actor, MeetingId(id))).await;
            }
            Ok(done)
        }
        (Err(Error::Invalid(faults)), _) => {
            errors.extend(signed.lang, &faults);
            form(app, signed, changed, fields, errors).await
        }
        (Err(Error::Storage(persistence::Error::Stale)), Some((id, _))) => {
            let now = app.read(move |conn| meetings::find(conn, id)).await?;
            errors.add("title", signed.lang.intake_stale());
            form(app, signed, Some((id, now.version)), fields, errors).await
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// The file that the text was read from.
struct Original {
    name: String,
    bytes: Arc<[u8]>,
    kind: DocumentKind,
    left_out: Vec<String>,
}

impl Original {
    /// Puts it into the store.
    async fn kept(self, app: &App) -> Result<Stored, Error> {
        let Self { name, bytes, kind, left_out } = self;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let sha256 = app.keep_file(bytes).await.map_err(Error::Store)?;
        Ok(Stored { sha256, size, name, media_type: kind.media_type().to_owned(), left_out })
    }
}

/// Takes the text of an uploaded file. It `replaces` what stands in the form, or must be the same.
async fn read_file(
    app: &App,
    file: &UploadedFile,
    replaces: bool,
    fields: &mut Fields,
    lang: Lang,
    errors: &mut FormErrors,
) -> Result<Option<Original>, Failure> {
    let Some(bytes) = &file.bytes else {
        let most = app.reader.limits().file;
        errors.add("file", lang.fault(&Fault::from(NotRead::TooLarge { most })));
        return Ok(None);
    };
    let read = app.read_document(Arc::clone(bytes), file.name.clone()).await;
    let Document { kind, text, left_out } = match read.map_err(Error::from) {
        Ok(document) => document,
        Err(Error::Invalid(faults)) => {
            errors.extend(lang, &faults);
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    let pasted = &fields.minutes;
    if !replaces && !pasted.trim().is_empty() && !intake::same_lines(pasted, &text) {
        errors.add("file", lang.intake_twice());
        return Ok(None);
    }
    fields.minutes = text;
    Ok(Some(Original { name: file.name.clone(), bytes: Arc::clone(bytes), kind, left_out }))
}

fn may_file(signed: &SignedIn) -> Result<(), Error> {
    if signed.actor.runs_office() { Ok(()) } else { Err(Error::Forbidden) }
}

/// What the form calls the fields whose faults do not name them.
fn label(lang: Lang, field: &str) -> Option<&'static str> {
    Some(match field {
        "minutes" => lang.intake_minutes(),
        "title" => lang.intake_meeting_title(),
        "body_id" => lang.intake_body(),
        "held_on" => lang.intake_held_on(),
        "source" => lang.intake_source(),
        "chair" => lang.intake_chair(),
        "reader_ids" => lang.intake_readers(),
        _ => return None,
    })
}

async fn form(
    app: &App,
    signed: &SignedIn,
    changed: Option<(MeetingId, i64)>,
    f: Fields,
    errors: FormErrors,
) -> Result<HttpResponse, Failure> {
    let (bodies, people) = app
        .read(|conn| Ok::<_, persistence::Error>((bodies::all(conn)?, people::all(conn)?)))
        .await?;
    let bodies = bodies.into_iter().filter(|body| body.active || f.body_id == body.id.to_string());
    let people = people.into_iter().filter(|person| person.active);
    let status = match () {
        () if errors.is_empty() => StatusCode::OK,
        () if f.minutes.len() > Minutes::MOST_BYTES => StatusCode::PAYLOAD_TOO_LARGE,
        () => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = page(&IntakePage {
        frame: Frame::of(signed, Nav::Meetings),
        errors: errors.called(|field| label(signed.lang, field)),
        action: match changed {
            None => "/meetings/new".to_owned(),
            Some((id, _)) => format!("/meetings/{id}/edit"),
        },
        changed,
        megabytes: app.reader.limits().file >> 20,
        bodies: bodies.collect(),
        people: people.collect(),
        f,
    });
    *response.status_mut() = status;
    Ok(response)
}

//! Files made on demand: written where nobody else can see them, then handed out in pieces.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{self, Bytes};
use futures_util::stream;
use tokio::sync::Semaphore;

use super::download::disposition;
use crate::app::App;
use crate::services::Error;

/// So many are made at once; who comes later waits for a turn, so that reading the whole ledger
/// never takes all connections from those who read a page.
const AT_ONCE: usize = 2;

/// How much of a file is in memory while it is handed out.
const PIECE: usize = 64 * 1024;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Makes a file by `work`, off the server's own threads. It has no name, and goes with its last
/// reader.
///
/// # Errors
/// What `work` said, or that there is no room for a file.
pub async fn made(
    app: &App,
    work: impl FnOnce(&App, &File) -> Result<(), Error> + Send + 'static,
) -> Result<File, Error> {
    let turn = TURNS.acquire().await.map_err(|closed| Error::File(io::Error::other(closed)))?;
    app.aside(move |app| {
        let _turn = turn;
        let mut file = tempfile::tempfile().map_err(Error::File)?;
        work(app, &file)?;
        file.rewind().map_err(Error::File)?;
        Ok(file)
    })
    .await
}

/// The answer that hands `file` out, to be saved under `name`.
///
/// # Errors
/// Where it cannot be read.
pub fn handed_over(file: File, name: &str, media_type: &str) -> Result<HttpResponse, Error> {
    let length = file.metadata().map_err(Error::File)?.len();
    let pieces = stream::try_unfold(file, |mut file| async move {
        let read = web::block(move || {
            let mut piece = vec![0; PIECE];
            let length = file.read(&mut piece)?;
            piece.truncate(length);
            Ok::<_, io::Error>((piece, file))
        });
        let (piece, file) = read.await.map_err(io::Error::other)??;
        Ok::<_, io::Error>((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, media_type))
        // Told its length, and not packed again.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(disposition(name))
        .body(SizedStream::new(length, pieces)))
}

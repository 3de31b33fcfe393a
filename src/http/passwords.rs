//! Passwords compared off the server's threads, a few at a time: each costs 19 MiB and 20 ms.

use std::sync::LazyLock;

use actix_web::web;
use tokio::sync::Semaphore;

use crate::services::password;

/// More at once would only make everybody wait.
static DESKS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(4));

/// Whether `given` is the password behind `stored`; as slow where nothing is stored.
pub async fn verify_password(given: String, stored: Option<String>) -> bool {
    at_a_desk(move || password::verify(&given, stored.as_deref())).await.unwrap_or(false)
}

/// What is stored of `given`; `None` when the server is going down.
pub async fn hash_password(given: String) -> Option<String> {
    at_a_desk(move || password::hash(&given)).await
}

async fn at_a_desk<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _seat = DESKS.acquire().await.ok()?;
    web::block(work).await.ok()
}

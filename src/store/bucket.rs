//! The store in a bucket of an S3-compatible service: `PREFIX/ab/abcdef…`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDateTime;
use futures_util::TryStreamExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{Error, ObjectStore as _, ObjectStoreExt as _, RetryConfig};
use url::Url;

use super::StoreRefused;
use super::line::Line;
use crate::domain::Sha256Hex;
use crate::settings;

/// How often a call is tried again that met a closed door or a busy service.
const TRIES: usize = 2;

/// A bucket, and where in it files lie.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Path,
}

impl Bucket {
    /// The bucket that the settings name. Nobody is asked yet.
    pub(super) fn open(settings: &settings::Store) -> Result<Self, StoreRefused> {
        let refused = |reason: &str| StoreRefused::new("url", reason);
        let url = Url::parse(settings.url.trim()).map_err(|error| refused(&error.to_string()))?;
        let bucket = url.host_str().filter(|_| url.scheme() == "s3");
        let bucket = bucket.ok_or_else(|| refused("it is `folder`, or s3://BUCKET/PREFIX"))?;
        if !url.username().is_empty() || url.password().is_some() || url.port().is_some() {
            return Err(refused("keys belong into `access_key_id` and `secret_access_key`"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it ends with the prefix"));
        }
        let prefix =
            Path::from_url_path(url.path()).map_err(|error| refused(&error.to_string()))?;
        if !(1..=3_600).contains(&settings.timeout) {
            return Err(StoreRefused::new("timeout", "must lie between 1 and 3600"));
        }
        let patience = Duration::from_secs(settings.timeout);
        let line = Line::new(patience, settings.ca_file.as_deref())
            .map_err(|reason| StoreRefused::new("ca_file", reason))?;
        let retry =
            RetryConfig { max_retries: TRIES, retry_timeout: patience, ..Default::default() };
        let builder = keys(settings)?
            .with_bucket_name(bucket)
            .with_region(settings.region.trim())
            .with_http_connector(line)
            .with_retry(retry)
            // One file at a time is something that every service understands.
            .with_disable_bulk_delete(true);
        let store = endpoint(settings, builder)?.build();
        let store = store.map_err(|error| refused(&error.to_string()))?;
        Ok(Self { store: Arc::new(store), prefix })
    }

    /// Puts the file there whether it is there or not: that makes it young, and costs no question.
    pub(super) fn put(&self, hash: &Sha256Hex, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(hash);
        wait(async { self.store.put(&path, bytes.to_vec().into()).await.map(drop) })
    }

    pub(super) fn get(&self, hash: &Sha256Hex) -> io::Result<Vec<u8>> {
        let path = self.path(hash);
        wait(async { Ok(self.store.get(&path).await?.bytes().await?.to_vec()) })
    }

    pub(super) fn older_than(&self, moment: NaiveDateTime) -> io::Result<Vec<Sha256Hex>> {
        let old = |found: object_store::ObjectMeta| {
            let hash = found.location.filename().and_then(Sha256Hex::from_kept);
            let hash = hash.filter(|hash| self.path(hash) == found.location);
            hash.filter(|_| found.last_modified.naive_utc() < moment)
        };
        let list = self.store.list(Some(&self.prefix));
        wait(list.try_filter_map(|found| std::future::ready(Ok(old(found)))).try_collect())
    }

    pub(super) fn discard(&self, hash: &Sha256Hex, moment: NaiveDateTime) -> io::Result<bool> {
        let path = self.path(hash);
        wait(async {
            let young = self.store.head(&path).await?.last_modified.naive_utc() >= moment;
            if !young {
                self.store.delete(&path).await?;
            }
            Ok(!young)
        })
    }

    fn path(&self, hash: &Sha256Hex) -> Path {
        let name = hash.as_str();
        self.prefix.clone().join(name.get(..2).unwrap_or(name)).join(name)
    }
}

/// What opens the bucket: our own keys, else what the surroundings give (`AWS_…`, a role).
fn keys(settings: &settings::Store) -> Result<AmazonS3Builder, StoreRefused> {
    let secret = match (&settings.secret_access_key, &settings.secret_file) {
        (Some(_), Some(_)) => {
            return Err(StoreRefused::new("secret_file", "there is a `secret_access_key` already"));
        }
        (Some(key), None) => Some(key.reveal().to_owned()),
        (None, Some(file)) => {
            let told =
                |error| StoreRefused::new("secret_file", format!("`{}`: {error}", file.display()));
            Some(std::fs::read_to_string(file).map_err(told)?.trim().to_owned())
        }
        (None, None) => None,
    };
    match (&settings.access_key_id, secret) {
        (Some(id), Some(secret)) => Ok(AmazonS3Builder::new()
            .with_access_key_id(id.reveal().trim())
            .with_secret_access_key(secret.trim())),
        (None, None) => Ok(AmazonS3Builder::from_env()),
        (Some(_), None) => Err(StoreRefused::new("secret_access_key", "it is missing")),
        (None, Some(_)) => Err(StoreRefused::new("access_key_id", "it is missing")),
    }
}

/// Where the service is; without TLS only where the address says so.
fn endpoint(
    settings: &settings::Store,
    builder: AmazonS3Builder,
) -> Result<AmazonS3Builder, StoreRefused> {
    let text = settings.endpoint.trim();
    if text.is_empty() {
        return Ok(builder);
    }
    let refused = |reason: &str| StoreRefused::new("endpoint", reason);
    let url = Url::parse(text).map_err(|error| refused(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(refused("it must begin with http:// or https:// and a host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("keys belong into `access_key_id` and `secret_access_key`"));
    }
    let builder = builder.with_allow_http(url.scheme() == "http");
    Ok(builder.with_endpoint(text.trim_end_matches('/')))
}

/// Waits for the service, in the thread of who calls.
fn wait<T>(work: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(work).map_err(|error| {
        let kind = match &error {
            Error::NotFound { .. } => io::ErrorKind::NotFound,
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                io::ErrorKind::PermissionDenied
            }
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    })
}

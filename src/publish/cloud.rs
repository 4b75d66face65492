//! A bucket, by the `object_store` crate.

use std::borrow::Cow;
use std::error::Error as _;
use std::sync::Arc;

use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload,
    UpdateVersion,
};

use super::body::Body;
use super::error::{PublishError, Result};
use super::store::{Held, Listed, Tag};

/// A bucket and the folder in it.
#[derive(Debug)]
pub struct Cloud {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    shown: String,
}

impl Cloud {
    /// `shown` is the address as the user wrote it.
    pub fn new(store: Arc<dyn ObjectStore>, prefix: Path, shown: String) -> Self {
        Self { store, prefix, shown }
    }

    fn path(&self, key: &str) -> Path {
        key.split('/').fold(self.prefix.clone(), |path, part| path.join(part))
    }

    fn fail(&self, doing: &str, error: &Error) -> PublishError {
        PublishError::Failed(format!("{}: cannot {doing}: {}", self.shown, in_words(error)))
    }

    fn listed(&self, meta: ObjectMeta) -> Option<Listed> {
        let parts: Option<Vec<_>> = meta
            .location
            .prefix_match(&self.prefix)
            .map(|parts| parts.map(|p| p.as_ref().to_owned()).collect());
        Some(Listed {
            key: parts?.join("/"),
            size: meta.size,
            e_tag: meta.e_tag,
            modified: meta.last_modified.timestamp_millis(),
        })
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Option<Held>> {
        let answer = match self.store.get(&self.path(key)).await {
            Err(Error::NotFound { source, .. }) if !no_bucket(source.as_ref()) => return Ok(None),
            other => other.map_err(|error| self.fail(&format!("read {key}"), &error))?,
        };
        let tag = Tag { e_tag: answer.meta.e_tag.clone(), version: answer.meta.version.clone() };
        let bytes = answer.bytes().await.map_err(|error| self.fail(&format!("read {key}"), &error))?;
        Ok(Some(Held { bytes: bytes.to_vec(), tag }))
    }

    pub(crate) async fn head(&self, key: &str) -> Result<Option<Listed>> {
        match self.store.head(&self.path(key)).await {
            Err(Error::NotFound { .. }) => Ok(None),
            other => Ok(self.listed(other.map_err(|error| self.fail(&format!("ask for {key}"), &error))?)),
        }
    }

    pub(crate) async fn list(&self, prefix: &str) -> Result<Vec<Listed>> {
        let all: Vec<ObjectMeta> = self
            .store
            .list(Some(&self.path(prefix)))
            .try_collect()
            .await
            .map_err(|error| self.fail(&format!("list {prefix}/"), &error))?;
        Ok(all.into_iter().filter_map(|meta| self.listed(meta)).collect())
    }

    pub(crate) async fn put(&self, key: &str, body: &Body) -> Result<()> {
        let done =
            self.store.put_opts(&self.path(key), payload(body), options(body, PutMode::Overwrite)).await;
        done.map(|_| ()).map_err(|error| self.fail(&format!("write {key}"), &error))
    }

    pub(crate) async fn swap(&self, key: &str, body: &Body, expected: Option<&Tag>) -> Result<Option<Tag>> {
        let mode = match expected {
            None => PutMode::Create,
            Some(Tag { e_tag, version }) => {
                PutMode::Update(UpdateVersion { e_tag: e_tag.clone(), version: version.clone() })
            }
        };
        match self.store.put_opts(&self.path(key), payload(body), options(body, mode)).await {
            Ok(new) => Ok(Some(Tag { e_tag: new.e_tag, version: new.version })),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotModified { .. }) => {
                Ok(None)
            }
            Err(error) => Err(self.fail(&format!("write {key}"), &error)),
        }
    }

    pub(crate) async fn copy(&self, from: &str, to: &str) -> Result<()> {
        match self.store.copy(&self.path(from), &self.path(to)).await {
            Ok(()) => Ok(()),
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => {
                self.copy_by_hand(from, to).await
            }
            Err(error) => Err(self.fail(&format!("copy {from} to {to}"), &error)),
        }
    }

    /// For stores that cannot copy: down, and up again with the same headers.
    async fn copy_by_hand(&self, from: &str, to: &str) -> Result<()> {
        let fail = |error: Error| self.fail(&format!("copy {from} to {to}"), &error);
        let answer = self.store.get(&self.path(from)).await.map_err(fail)?;
        let attributes = answer.attributes.clone();
        let bytes = answer.bytes().await.map_err(fail)?;
        let options = PutOptions { attributes, ..PutOptions::default() };
        self.store.put_opts(&self.path(to), bytes.into(), options).await.map(|_| ()).map_err(fail)
    }

    pub(crate) async fn delete(&self, keys: Vec<String>) -> Result<()> {
        let paths: Vec<_> = keys.iter().map(|key| Ok(self.path(key))).collect();
        let mut done = self.store.delete_stream(stream::iter(paths).boxed());
        while let Some(one) = done.next().await {
            match one {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(self.fail("delete", &error)),
            }
        }
        Ok(())
    }
}

fn payload(body: &Body) -> PutPayload {
    PutPayload::from(body.bytes.clone())
}

fn options(body: &Body, mode: PutMode) -> PutOptions {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, body.media_type.into());
    attributes.insert(Attribute::CacheControl, body.cache.clone().into());
    if let Some(encoding) = body.encoding {
        attributes.insert(Attribute::ContentEncoding, encoding.into());
    }
    PutOptions { mode, attributes, ..PutOptions::default() }
}

fn no_bucket(source: &(dyn std::error::Error + 'static)) -> bool {
    let said = source.to_string();
    said.contains("NoSuchBucket") || said.contains("ContainerNotFound")
}

/// The store's own words, and what they mean for who runs this.
fn in_words(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let words = inner.to_string();
        if !said.contains(&words) {
            said = format!("{said}: {words}");
        }
        cause = inner.source();
    }
    let hint: Cow<'static, str> = match error {
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            "The key must be allowed to list, read, write and delete here: docs/publish.md names the rights.".into()
        }
        _ if said.contains("NoSuchBucket") || said.contains("ContainerNotFound") => {
            "There is no such bucket: make it first, or look at its name and at --endpoint.".into()
        }
        _ if said.contains("169.254.169.254") || said.contains("metadata") => {
            "No key was found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (from a profile: eval \"$(aws \
             configure export-credentials --format env)\"), or the variables of your store: see docs/publish.md."
                .into()
        }
        _ => "".into(),
    };
    if hint.is_empty() { said } else { format!("{said}\n{hint}") }
}

//! The place that is published to: what a bucket and a folder have in common.

use super::body::Body;
use super::cloud::Cloud;
use super::error::Result;
use super::folder::Folder;

/// Which state of an object was read. Writing may be bound to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// A store's ETag; a folder's SHA-256.
    pub e_tag: Option<String>,
    /// The version of stores that number them.
    pub version: Option<String>,
}

/// An object that was read.
#[derive(Debug, Clone)]
pub struct Held {
    /// As it is stored: not decoded.
    pub bytes: Vec<u8>,
    /// Its state.
    pub tag: Tag,
}

/// An object of a listing.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Name, relative to the published address.
    pub key: String,
    /// Stored bytes.
    pub size: u64,
    /// ETag, where the store has them.
    pub e_tag: Option<String>,
    /// Milliseconds since 1970.
    pub modified: i64,
}

/// A bucket or a folder. Keys are relative to the address that is published to.
#[derive(Debug)]
pub enum Store {
    /// An object store.
    Cloud(Cloud),
    /// A folder that a web server serves.
    Folder(Folder),
}

impl Store {
    /// Whether files lie as they are, to be encoded by the web server.
    pub fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Requests that may be under way at once.
    pub fn at_once(&self) -> usize {
        if self.is_folder() { 4 } else { 16 }
    }

    /// What is there under `key`.
    pub async fn get(&self, key: &str) -> Result<Option<Held>> {
        match self {
            Self::Cloud(cloud) => cloud.get(key).await,
            Self::Folder(folder) => folder.get(key).await,
        }
    }

    /// Length and state of what is there under `key`.
    pub async fn head(&self, key: &str) -> Result<Option<Listed>> {
        match self {
            Self::Cloud(cloud) => cloud.head(key).await,
            Self::Folder(folder) => folder.head(key),
        }
    }

    /// All objects below the folder `prefix`, in no order.
    pub async fn list(&self, prefix: &str) -> Result<Vec<Listed>> {
        match self {
            Self::Cloud(cloud) => cloud.list(prefix).await,
            Self::Folder(folder) => folder.list(prefix),
        }
    }

    /// Writes, whatever was there.
    pub async fn put(&self, key: &str, body: &Body) -> Result<()> {
        match self {
            Self::Cloud(cloud) => cloud.put(key, body).await,
            Self::Folder(folder) => folder.put(key, body).await,
        }
    }

    /// Writes only if the object is still what `expected` says (`None`: is not there). Says the new state, or
    /// `None` where somebody else has written.
    pub async fn swap(&self, key: &str, body: &Body, expected: Option<&Tag>) -> Result<Option<Tag>> {
        match self {
            Self::Cloud(cloud) => cloud.swap(key, body, expected).await,
            Self::Folder(folder) => folder.swap(key, body, expected).await,
        }
    }

    /// Copies within the store. Headers go along.
    pub async fn copy(&self, from: &str, to: &str) -> Result<()> {
        match self {
            Self::Cloud(cloud) => cloud.copy(from, to).await,
            Self::Folder(folder) => folder.copy(from, to).await,
        }
    }

    /// Deletes; what is not there is no fault.
    pub async fn delete(&self, keys: Vec<String>) -> Result<()> {
        match self {
            Self::Cloud(cloud) => cloud.delete(keys).await,
            Self::Folder(folder) => folder.delete(&keys),
        }
    }
}

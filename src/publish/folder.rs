//! A folder that a web server serves.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::body::Body;
use super::error::{PublishError, Result};
use super::store::{Held, Listed, Tag};
use crate::trainer::output::{sha256, write_whole};

/// Held while a file is compared and replaced. The system lets go of it when its holder dies.
const LOCK: &str = ".pairwell-lock";

/// How `write_whole` names what it has not finished.
const UNFINISHED: &str = ".pairwell-";

/// After this long nobody writes to an unfinished file any more.
const ABANDONED: Duration = Duration::from_secs(3_600);

/// The folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// It need not be there yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn fail(&self, key: &str, doing: &str, error: &io::Error) -> PublishError {
        PublishError::Failed(format!("{}: cannot {doing}: {error}", self.root.join(key).display()))
    }

    fn read(&self, key: &str) -> Result<Option<Held>> {
        match fs::read(self.root.join(key)) {
            Ok(bytes) => {
                let tag = Tag { e_tag: Some(sha256(&bytes)), version: None };
                Ok(Some(Held { bytes, tag }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.fail(key, "read", &error)),
        }
    }

    fn write(&self, key: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(key);
        let (Some(parent), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str()))
        else {
            return Err(PublishError::failed(format!("{}: not a file's name", path.display())));
        };
        write_whole(parent, name, bytes).map_err(|error| PublishError::Failed(error.to_string()))
    }

    pub(crate) async fn get(&self, key: &str) -> Result<Option<Held>> {
        let (folder, key) = (self.clone(), key.to_owned());
        beside(move || folder.read(&key)).await
    }

    pub(crate) fn head(&self, key: &str) -> Result<Option<Listed>> {
        match fs::metadata(self.root.join(key)) {
            Ok(meta) if meta.is_file() => Ok(Some(listed(key.to_owned(), &meta))),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.fail(key, "read", &error)),
        }
    }

    pub(crate) fn list(&self, prefix: &str) -> Result<Vec<Listed>> {
        let mut found = Vec::new();
        self.walk(prefix, &mut found).map_err(|error| self.fail(prefix, "list", &error))?;
        Ok(found)
    }

    fn walk(&self, prefix: &str, found: &mut Vec<Listed>) -> io::Result<()> {
        let entries = match fs::read_dir(self.root.join(prefix)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            other => other?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            // Names that are not Unicode are none of ours, and neither is what begins with a dot.
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else { continue };
            let key = format!("{prefix}/{name}");
            match entry.file_type()? {
                kind if kind.is_dir() => self.walk(&key, found)?,
                kind if kind.is_file() => match entry.metadata() {
                    Ok(meta) => found.push(listed(key, &meta)),
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                },
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) async fn put(&self, key: &str, body: &Body) -> Result<()> {
        let (folder, key, bytes) = (self.clone(), key.to_owned(), body.bytes.clone());
        beside(move || folder.write(&key, &bytes)).await
    }

    pub(crate) async fn swap(&self, key: &str, body: &Body, expected: Option<&Tag>) -> Result<Option<Tag>> {
        let (folder, key, bytes) = (self.clone(), key.to_owned(), body.bytes.clone());
        let expected = expected.cloned();
        beside(move || {
            let _lock = folder.lock()?;
            if folder.read(&key)?.map(|held| held.tag) != expected {
                return Ok(None);
            }
            folder.write(&key, &bytes)?;
            Ok(Some(Tag { e_tag: Some(sha256(&bytes)), version: None }))
        })
        .await
    }

    fn lock(&self) -> Result<File> {
        let open = || -> io::Result<File> {
            fs::create_dir_all(&self.root)?;
            let file =
                OpenOptions::new().create(true).truncate(false).write(true).open(self.root.join(LOCK))?;
            file.lock()?;
            Ok(file)
        };
        open().map_err(|error| self.fail(LOCK, "lock", &error))
    }

    pub(crate) async fn copy(&self, from: &str, to: &str) -> Result<()> {
        let (folder, from, to) = (self.clone(), from.to_owned(), to.to_owned());
        beside(move || {
            let held = folder.read(&from)?;
            let held = held.ok_or_else(|| folder.fail(&from, "read", &ErrorKind::NotFound.into()))?;
            folder.write(&to, &held.bytes)
        })
        .await
    }

    pub(crate) fn delete(&self, keys: &[String]) -> Result<()> {
        for key in keys {
            match fs::remove_file(self.root.join(key)) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(self.fail(key, "delete", &error));
                }
                _ => {}
            }
            // Folders go with their last file. One that is not empty stays, and that is no fault.
            let mut parent = Path::new(key).parent();
            while let Some(folder) = parent.filter(|folder| !folder.as_os_str().is_empty()) {
                if fs::remove_dir(self.root.join(folder)).is_err() {
                    break;
                }
                parent = folder.parent();
            }
        }
        Ok(())
    }

    /// Removes what killed runs left unfinished, here and in folders below.
    pub(crate) fn sweep(&self) {
        let old = |path: &Path| {
            fs::metadata(path)
                .and_then(|meta| meta.modified())
                .is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > ABANDONED))
        };
        let mut folders = vec![(self.root.clone(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder && depth < 3 {
                    folders.push((entry.path(), depth + 1));
                } else if name.to_str().is_some_and(|name| name.starts_with(UNFINISHED) && name != LOCK)
                    && old(&entry.path())
                {
                    // Only tidiness: what cannot be removed stays.
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }
}

fn listed(key: String, meta: &fs::Metadata) -> Listed {
    let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
    Listed { key, size: meta.len(), e_tag: None, modified }
}

/// Runs what waits for a disk on a thread of its own.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(PublishError::failed(format!("a worker thread ended: {error}"))),
    }
}

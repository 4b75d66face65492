//! One training at a time for a directory.
//!
//! The system's own lock on a file, which ends with the process whatever becomes of it; the file says which
//! process it is. Nothing has to be cleared away by hand.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const NAME: &str = ".pairwell.lock";

/// Holds a directory until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Why a directory could not be had.
#[derive(Debug)]
pub enum LockError {
    /// Another process has it.
    Held {
        /// The directory.
        directory: PathBuf,
        /// The process, where it has said so already.
        process: Option<u32>,
    },
    /// The lock file cannot be written.
    Io {
        /// The lock file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl std::fmt::Display for LockError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Held { directory, process: Some(id) } => write!(
                f,
                "{}: process {id} is training there: wait for it to end, or end it",
                directory.display()
            ),
            Self::Held { directory, process: None } => {
                write!(f, "{}: another process is training there: wait for it to end", directory.display())
            }
            Self::Io { path, source } => write!(f, "{}: cannot write: {source}", path.display()),
        }
    }
}

impl std::error::Error for LockError {}

impl Lock {
    /// Takes `directory`, which is made if it is not there, and clears away what a run that was killed left
    /// half written.
    ///
    /// # Errors
    ///
    /// When another process has it, or it cannot be written to.
    pub fn take(directory: &Path) -> Result<Self, LockError> {
        let path = directory.join(NAME);
        let io = |source| LockError::Io { path: path.clone(), source };
        fs::create_dir_all(directory).map_err(io)?;
        loop {
            let mut file = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut text = String::new();
                    drop(file.read_to_string(&mut text));
                    let process = text.trim().parse().ok();
                    return Err(LockError::Held { directory: directory.to_owned(), process });
                }
                // Some network file systems know no locks: then nobody holds one.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            // Whoever had it may have removed the file between our opening and our locking.
            if !is_at(&file, &path) {
                continue;
            }
            let mut lock = Self { file, path: path.clone() };
            lock.sign().map_err(io)?;
            sweep(directory);
            return Ok(lock);
        }
    }

    fn sign(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0))?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked: the next one looks whether the file it has locked is the one that is there.
        if cfg!(unix) {
            drop(fs::remove_file(&self.path));
        }
        drop(self.file.unlock());
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(theirs)) => id(ours) == id(theirs),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Removes files that a killed run had begun; nobody else writes here now.
fn sweep(directory: &Path) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(".pairwell-") && entry.file_type().is_ok_and(|t| t.is_file()) {
            drop(fs::remove_file(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_has_it_and_the_other_is_told_who() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".pairwell-abc"), "half").unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        assert!(!dir.path().join(".pairwell-abc").exists());
        let refused = Lock::take(dir.path()).unwrap_err();
        assert!(refused.to_string().contains(&std::process::id().to_string()), "{refused}");
        drop(lock);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
        // What a killed process leaves is no lock.
        fs::write(dir.path().join(NAME), "999999").unwrap();
        drop(Lock::take(dir.path()).unwrap());
    }
}

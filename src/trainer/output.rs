//! Writing a model directory: whole files or none.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

/// A failed write: which file, and why.
#[derive(Debug)]
pub struct OutputError {
    /// The file or directory.
    pub path: PathBuf,
    /// The system's reason.
    pub source: io::Error,
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: cannot write: {}", self.path.display(), self.source)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Writes `bytes` to `directory/name` so that the name never stands for half a file: a temporary
/// file beside it, synced, renamed over it, and the directory synced.
pub fn write_whole(directory: &Path, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
    write(directory, name, bytes, true)
}

/// As [`write_whole`], but a file that only its owner may read: for what holds customers' data.
pub fn write_private(directory: &Path, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
    write(directory, name, bytes, false)
}

fn write(directory: &Path, name: &str, bytes: &[u8], public: bool) -> Result<(), OutputError> {
    let path = directory.join(name);
    let attempt = || -> io::Result<()> {
        fs::create_dir_all(directory)?;
        replace(directory, &path, bytes, public)?;
        // Without this the rename itself may be lost with the power.
        File::open(directory)?.sync_all()
    };
    attempt().map_err(|source| OutputError { path: path.clone(), source })
}

fn replace(directory: &Path, path: &Path, bytes: &[u8], public: bool) -> io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".pairwell-").tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if public {
        set_public(file.as_file())?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Files that are written at the same time.
const WRITERS: usize = 16;

/// Makes `files` the content of `directory`: writes those that differ, each whole, and then removes
/// what else is there. Killed on the way, it leaves some files old and some new.
pub fn write_all(directory: &Path, files: &[(String, Vec<u8>)]) -> Result<(), OutputError> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source| OutputError { path, source }
    };
    fs::create_dir_all(directory).map_err(fail(directory))?;
    let write = |(name, bytes): &(String, Vec<u8>)| {
        let path = directory.join(name);
        let same = fs::read(&path).is_ok_and(|old| old == *bytes);
        if same { Ok(()) } else { replace(directory, &path, bytes, true).map_err(fail(&path)) }
    };
    // What takes time is waiting for the disk, which has many written down at once as well as one.
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            write(file)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(work)).collect();
        writers.into_iter().try_for_each(|writer| {
            writer.join().unwrap_or_else(|_| Err(fail(directory)(io::Error::other("a writer died"))))
        })
    })?;
    let wanted: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(directory).map_err(fail(directory))? {
        let path = entry.map_err(fail(directory))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if path.is_file() && !name.is_some_and(|name| wanted.contains(name)) {
            fs::remove_file(&path).map_err(fail(&path))?;
        }
    }
    File::open(directory).and_then(|folder| folder.sync_all()).map_err(fail(directory))
}

/// Temporary files are private to their owner; what goes on a web server must not be.
#[cfg(unix)]
fn set_public(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_public(_: &File) -> io::Result<()> {
    Ok(())
}

/// Deletes the file if it is there.
pub fn remove(directory: &Path, name: &str) -> Result<(), OutputError> {
    let path = directory.join(name);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => Err(OutputError { path, source }),
        _ => Ok(()),
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What `bytes` take on the wire: brotli at its best setting, as a CDN stores it.
pub fn brotli_size(bytes: &[u8]) -> usize {
    compressed_size(bytes, 11)
}

/// As [`brotli_size`], some per cent too much and many times as fast.
pub fn brotli_estimate(bytes: &[u8]) -> usize {
    compressed_size(bytes, 5)
}

fn compressed_size(bytes: &[u8], quality: i32) -> usize {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, ..Default::default() };
    let mut input = bytes;
    // Compressing from memory to memory has nothing that can fail.
    brotli::BrotliCompress(&mut input, &mut out, &params).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("a/b");
        write_whole(&inner, "x.json", b"one").unwrap();
        write_whole(&inner, "x.json", b"two").unwrap();
        assert_eq!(fs::read(inner.join("x.json")).unwrap(), b"two");
        assert_eq!(fs::read_dir(&inner).unwrap().count(), 1);
        remove(&inner, "x.json").unwrap();
        remove(&inner, "x.json").unwrap();
    }

    #[test]
    fn the_hash_is_sha256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

//! Writing a model directory: whole files or none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    let path = directory.join(name);
    let attempt = || -> io::Result<()> {
        fs::create_dir_all(directory)?;
        let mut file = tempfile::Builder::new().prefix(".pairwell-").tempfile_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        set_public(file.as_file())?;
        file.persist(&path).map_err(|error| error.error)?;
        // Without this the rename itself may be lost with the power.
        File::open(directory)?.sync_all()
    };
    attempt().map_err(|source| OutputError { path: path.clone(), source })
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
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
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

//! Reading a model directory back.

use std::fs;
use std::path::{Path, PathBuf};

use super::output::sha256;
use crate::model::Model;
use crate::model::manifest::{FileEntry, MANIFEST_VERSION, Manifest};

/// What is wrong with a model directory.
#[derive(Debug)]
pub struct DirectoryError {
    /// The file or directory.
    pub path: PathBuf,
    /// What is wrong and what to do.
    pub what: String,
}

impl std::fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.what)
    }
}

impl std::error::Error for DirectoryError {}

/// Reads the manifest of `directory`.
///
/// # Errors
///
/// When there is none, or it is of a version that this build does not know.
pub fn read_manifest(directory: &Path) -> Result<Manifest, DirectoryError> {
    let path = directory.join("manifest.json");
    let fail = |what: String| DirectoryError { path: path.clone(), what };
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            fail("there is no such file: is this a directory that `pairwell train` wrote?".to_owned())
        }
        _ => fail(error.to_string()),
    })?;
    parse_manifest(&bytes).map_err(fail)
}

/// Reads the bytes of a manifest.
///
/// # Errors
///
/// A sentence that says why they are none, or of which version they are.
pub fn parse_manifest(bytes: &[u8]) -> Result<Manifest, String> {
    let manifest: Manifest =
        serde_json::from_slice(bytes).map_err(|error| format!("not a manifest: {error}"))?;
    if manifest.version != MANIFEST_VERSION {
        let (got, known) = (manifest.version, MANIFEST_VERSION);
        return Err(format!("manifest version {got}; this build reads version {known}"));
    }
    // Prices are written with so many digits; no currency has more than four.
    if manifest.minor_digits > 9 {
        return Err(format!("not a manifest: prices of {} digits after the point", manifest.minor_digits));
    }
    // A number beyond those of 32 bits is read as infinite, and would be written as none.
    let written = serde_json::to_value(&manifest).map_err(|error| format!("not a manifest: {error}"))?;
    for part in ["scoring", "entries"] {
        let numbers = written.get(part).and_then(serde_json::Value::as_object).into_iter().flatten();
        if let Some((name, _)) = numbers.into_iter().find(|(_, number)| number.is_null()) {
            return Err(format!("not a manifest: \"{part}\" has a number for \"{name}\" that is too large"));
        }
    }
    Ok(manifest)
}

/// Whether `bytes` are those that the manifest means by `entry`.
pub fn fits(entry: &FileEntry, bytes: &[u8]) -> bool {
    bytes.len() == entry.bytes as usize && sha256(bytes) == entry.sha256
}

/// Reads the whole model, checking each file's length and SHA-256 against the manifest.
///
/// # Errors
///
/// When a file is missing, is not the one the manifest means, or is damaged.
pub fn read_model(directory: &Path) -> Result<(Manifest, Model), DirectoryError> {
    let manifest = read_manifest(directory)?;
    let mut model = Model::default();
    for entry in &manifest.files {
        let path = directory.join(&entry.name);
        let fail = |what: String| DirectoryError { path: path.clone(), what };
        if entry.name.contains(['/', '\\']) {
            return Err(fail("a file name in the manifest leaves the directory".to_owned()));
        }
        let bytes = fs::read(&path).map_err(|error| fail(error.to_string()))?;
        if !fits(entry, &bytes) {
            return Err(fail(
                "the file is not the one the manifest names (length or SHA-256 differ)".to_owned(),
            ));
        }
        model.add(&bytes).map_err(|error| fail(error.to_string()))?;
    }
    Ok((manifest, model))
}

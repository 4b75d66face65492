//! What a generation consists of: the files of a model directory, and what is stored for each.

use std::fs;
use std::path::Path;

use md5::{Digest, Md5};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::body::{Body, Encoding, FOREVER, media_type};
use super::error::{PublishError, Result};
use crate::trainer::directory::{read_manifest, read_model};
use crate::trainer::output::sha256;

/// Version of the record's layout, and of the index's.
pub const VERSION: u32 = 1;

/// Folder of the entry files, in the model directory and where pages ask for them.
pub const ENTRIES: &str = "at";

/// `g/ID/generation.json`. Written before any other file of the generation, and never changed: an equal record
/// promises equal bytes in all that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// [`VERSION`].
    pub version: u32,
    /// The manifest's build.
    pub build: String,
    /// SHA-256 of the manifest's bytes.
    pub manifest: String,
    /// Number of products.
    pub products: u32,
    /// Files beside the manifest, named by their content.
    pub files: Vec<Part>,
    /// Entry files, names without the folder.
    pub at: Vec<Part>,
}

/// One file of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// File name.
    pub name: String,
    /// Length in bytes, not encoded.
    pub bytes: u64,
    /// SHA-256 of those.
    pub sha256: String,
    /// Length as stored.
    pub stored: u64,
    /// MD5 as stored: what many stores have for an ETag.
    pub md5: String,
    /// `Content-Encoding`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
}

impl Record {
    /// As it is stored.
    pub fn text(&self) -> Vec<u8> {
        // Strings and numbers always serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads one back; `None` when it is not one of this version.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|record: &Self| record.version == VERSION)
    }

    /// Bytes of all files, not encoded.
    pub fn bytes(&self) -> u64 {
        self.files.iter().chain(&self.at).map(|part| part.bytes).sum()
    }
}

/// MD5 in hexadecimal. Not for safety: to compare with ETags.
pub fn md5_hex(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A model directory in memory, ready to go up.
#[derive(Debug)]
pub struct Pack {
    /// What it consists of.
    pub record: Record,
    /// The manifest's bytes.
    pub manifest: Vec<u8>,
    /// For each of the record's files what is stored.
    pub files: Vec<Body>,
    /// For each of the record's entry files what is stored.
    pub at: Vec<Body>,
}

impl Pack {
    /// Reads and checks the model directory. `short` is the cache life of entry files: their copies under `at/`
    /// take the headers along.
    ///
    /// # Errors
    ///
    /// When it is not a model directory, a file is missing or damaged, or a name cannot be an address.
    pub fn read(directory: &Path, encoding: Encoding, short: &str) -> Result<Self> {
        let what = |error: String| {
            PublishError::Failed(format!(
                "{error}\nNothing was published. Train again: pairwell train … -o DIR"
            ))
        };
        let (manifest, _) = read_model(directory).map_err(|error| what(error.to_string()))?;
        let read = |name: &str| {
            let path = directory.join(name);
            fs::read(&path).map_err(|error| what(format!("{}: {error}", path.display())))
        };
        let text = read("manifest.json")?;
        if !is_name(&manifest.build) {
            return Err(what(format!("the manifest's build {:?} cannot be a folder's name", manifest.build)));
        }
        let mut files = Vec::new();
        for entry in &manifest.files {
            let bytes = read(&entry.name)?;
            let hash = sha256(&bytes);
            if hash != entry.sha256 {
                return Err(what(format!(
                    "{}: it changed while it was read",
                    directory.join(&entry.name).display()
                )));
            }
            if !is_name(&entry.name) || !entry.name.contains(&hash[..8]) {
                return Err(what(format!(
                    "{}: not named by its content, so it could not be cached for ever",
                    directory.join(&entry.name).display()
                )));
            }
            files.push((entry.name.clone(), bytes));
        }
        let mut at = Vec::new();
        for name in entry_names(&directory.join(ENTRIES)).map_err(what)? {
            let bytes = read(&format!("{ENTRIES}/{name}"))?;
            at.push((name, bytes));
        }
        // A training that ended in between would give a mixture.
        if read_manifest(directory).map_err(|error| what(error.to_string()))? != manifest {
            return Err(what(format!("{}: it was written to while it was read", directory.display())));
        }
        let store = |(name, bytes): (String, Vec<u8>), cache: &str| {
            let (stored, used) = encoding.apply(&bytes);
            let part = Part {
                bytes: bytes.len() as u64,
                sha256: sha256(&bytes),
                stored: stored.len() as u64,
                md5: md5_hex(&stored),
                encoding: used.header().map(str::to_owned),
                name,
            };
            let body = Body {
                bytes: stored,
                media_type: media_type(&part.name),
                cache: cache.to_owned(),
                encoding: used.header(),
            };
            (part, body)
        };
        let (parts, files): (Vec<_>, Vec<_>) = files.into_par_iter().map(|file| store(file, FOREVER)).unzip();
        let (entries, at): (Vec<_>, Vec<_>) = at.into_par_iter().map(|file| store(file, short)).unzip();
        let record = Record {
            version: VERSION,
            build: manifest.build,
            manifest: sha256(&text),
            products: manifest.products,
            files: parts,
            at: entries,
        };
        Ok(Self { record, manifest: text, files, at })
    }
}

/// Names in the folder of entry files, in order; none where there is no folder.
fn entry_names(folder: &Path) -> std::result::Result<Vec<String>, String> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|error| format!("{}: {error}", folder.display()))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| format!("{}: {error}", folder.display()))?;
        let name = entry.file_name();
        match name.to_str() {
            Some(name) if name.starts_with('.') => {}
            Some(name) if is_name(name) && entry.file_type().is_ok_and(|kind| kind.is_file()) => {
                names.push(name.to_owned());
            }
            _ => return Err(format!("{}: not an entry file's name", entry.path().display())),
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Whether a file or folder of ours may be called so: nothing that an address, a shell or a path reads otherwise.
pub fn is_name(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=128).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_where_they_belong() {
        for good in ["3f0.pw", "shop.pw", "095875c3baba048f", "model-095875c3baba048f.pw"] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", ".", "..", ".hidden", "a/b", "a\\b", "a b", "a%2fb", "ü.pw", &"a".repeat(129)] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn a_record_of_another_version_is_not_read() {
        let record = Record {
            version: VERSION,
            build: "b".into(),
            manifest: "m".into(),
            products: 1,
            files: Vec::new(),
            at: vec![Part {
                name: "shop.pw".into(),
                bytes: 3,
                sha256: sha256(b"abc"),
                stored: 3,
                md5: md5_hex(b"abc"),
                encoding: None,
            }],
        };
        assert_eq!(record.at[0].md5, "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(Record::parse(&record.text()).as_ref(), Some(&record));
        assert_eq!(Record::parse(&Record { version: 2, ..record }.text()), None);
        assert_eq!(Record::parse(b"<html>"), None);
    }
}

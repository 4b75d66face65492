//! What is at a published address, seen from outside, and the promises about it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use pairwell::trainer::output::sha256;

use crate::server;

/// A bucket's folder or a folder.
#[derive(Clone, Debug)]
pub enum Place {
    Bucket { bucket: String, prefix: String },
    Folder(PathBuf),
}

/// A stored object as a browser gets it.
pub struct Object {
    pub media_type: Option<String>,
    pub cache: Option<String>,
    pub encoding: Option<String>,
    /// As it goes over the wire.
    pub stored: usize,
    /// Decoded.
    pub bytes: Vec<u8>,
}

impl Place {
    pub fn bucket(bucket: &str, prefix: &str) -> Self {
        Self::Bucket { bucket: bucket.to_owned(), prefix: prefix.to_owned() }
    }

    /// What to write on the command line.
    pub fn url(&self) -> String {
        match self {
            Self::Bucket { bucket, prefix } => format!("s3://{bucket}/{prefix}"),
            Self::Folder(path) => path.to_str().unwrap().to_owned(),
        }
    }

    pub fn get(&self, key: &str) -> Option<Object> {
        match self {
            Self::Bucket { bucket, prefix } => {
                let answer = server::ask("GET", &format!("/{bucket}/{prefix}/{key}"));
                if answer.status == 404 {
                    return None;
                }
                assert_eq!(answer.status, 200, "{key}");
                let header = |name: &str| answer.header(name).map(str::to_owned);
                let encoding = header("content-encoding");
                let bytes = decode(&answer.body, encoding.as_deref());
                Some(Object {
                    media_type: header("content-type"),
                    cache: header("cache-control"),
                    encoding,
                    stored: answer.body.len(),
                    bytes,
                })
            }
            Self::Folder(path) => {
                let bytes = fs::read(path.join(key)).ok()?;
                Some(Object { media_type: None, cache: None, encoding: None, stored: bytes.len(), bytes })
            }
        }
    }

    /// All keys with their ETags (of a folder: hashes).
    pub fn list(&self) -> BTreeMap<String, String> {
        match self {
            Self::Bucket { bucket, prefix } => {
                let answer =
                    server::ask("GET", &format!("/{bucket}?list-type=2&prefix={prefix}/&max-keys=1000"));
                let text = String::from_utf8(answer.body).unwrap();
                assert!(text.contains("<IsTruncated>false"), "more objects than one answer lists");
                text.split("<Contents>")
                    .skip(1)
                    .map(|one| {
                        let key = between(one, "<Key>", "</Key>")
                            .strip_prefix(&format!("{prefix}/"))
                            .unwrap()
                            .to_owned();
                        (key, between(one, "<ETag>", "</ETag>").replace("&quot;", "\""))
                    })
                    .collect()
            }
            Self::Folder(root) => {
                let mut found = BTreeMap::new();
                let mut folders = vec![root.clone()];
                while let Some(folder) = folders.pop() {
                    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                        let path = entry.path();
                        let key = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                        if path.is_dir() {
                            folders.push(path);
                        } else if !entry.file_name().to_str().unwrap().starts_with('.') {
                            // A publisher at work may have taken it away since it was listed.
                            match fs::read(path) {
                                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                                bytes => drop(found.insert(key, sha256(&bytes.unwrap()))),
                            }
                        }
                    }
                }
                found
            }
        }
    }

    /// The build that is live; every file that the pointer and the generation name must be there and be right.
    #[track_caller]
    pub fn whole(&self) -> Option<String> {
        let pointer = self.get("manifest.json")?;
        let manifest: serde_json::Value = serde_json::from_slice(&pointer.bytes).expect("a whole pointer");
        for file in manifest["files"].as_array().unwrap() {
            let name = file["name"].as_str().unwrap();
            let object = self.get(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!(object.bytes.len() as u64, file["bytes"].as_u64().unwrap(), "{name}");
            assert_eq!(sha256(&object.bytes), file["sha256"].as_str().unwrap(), "{name}");
        }
        let build = manifest["build"].as_str().unwrap().to_owned();
        let of = |name: &str| {
            self.get(&format!("g/{build}/{name}")).unwrap_or_else(|| panic!("g/{build}/{name} is missing"))
        };
        assert_eq!(of("manifest.json").bytes, pointer.bytes);
        let record: serde_json::Value = serde_json::from_slice(&of("generation.json").bytes).unwrap();
        let listed = self.list();
        for entry in record["at"].as_array().unwrap() {
            let key = format!("g/{build}/at/{}", entry["name"].as_str().unwrap());
            assert_eq!(listed.get(&key), Some(&self.tag_of(entry)), "{key}");
        }
        self.entries_are_whole(&listed);
        Some(build)
    }

    /// What pages read without a pointer: each entry under its stable name is some generation's, to the byte, and none is
    /// missing that all generations have.
    #[track_caller]
    fn entries_are_whole(&self, listed: &BTreeMap<String, String>) {
        let records: Vec<serde_json::Value> = listed
            .keys()
            .filter(|key| key.starts_with("g/") && key.ends_with("/generation.json"))
            // A prune at work may have taken it away since it was listed.
            .filter_map(|key| serde_json::from_slice(&self.get(key)?.bytes).ok())
            .collect();
        let tags = |name: &str| -> Vec<String> {
            let parts = records.iter().filter_map(|record| record["at"].as_array());
            parts.flatten().filter(|part| part["name"] == name).map(|part| self.tag_of(part)).collect()
        };
        for (key, tag) in listed {
            let Some(name) = key.strip_prefix("at/") else { continue };
            assert!(tags(name).contains(tag), "{key} is of no generation");
        }
        // The first has its entries under stable names only once it is live.
        if records.len() < 2 {
            return;
        }
        for part in records.iter().filter_map(|record| record["at"].as_array()).flatten() {
            let name = part["name"].as_str().unwrap();
            if tags(name).len() == records.len() {
                assert!(listed.contains_key(&format!("at/{name}")), "at/{name} is missing");
            }
        }
    }

    /// What a listing says of a file that is as its record has it: a bucket's MD5 of what is stored, a folder's hash.
    fn tag_of(&self, part: &serde_json::Value) -> String {
        match self {
            Self::Bucket { .. } => format!("\"{}\"", part["md5"].as_str().unwrap()),
            Self::Folder(_) => part["sha256"].as_str().unwrap().to_owned(),
        }
    }

    /// As [`Place::is`], by what the listing says instead of by reading every file: for what is looked at often.
    #[track_caller]
    pub fn agrees(&self, directory: &Path) {
        let build = self.whole().expect("a pointer");
        let pointer = self.get("manifest.json").unwrap();
        assert_eq!(
            pointer.bytes,
            fs::read(directory.join("manifest.json")).unwrap(),
            "another model is live"
        );
        let record = self.get(&format!("g/{build}/generation.json")).unwrap();
        let record: serde_json::Value = serde_json::from_slice(&record.bytes).unwrap();
        let mut wanted = BTreeMap::new();
        for entry in record["at"].as_array().unwrap() {
            let key = format!("at/{}", entry["name"].as_str().unwrap());
            assert_eq!(sha256(&fs::read(directory.join(&key)).unwrap()), entry["sha256"].as_str().unwrap());
            wanted.insert(key, self.tag_of(entry));
        }
        let there: BTreeMap<_, _> =
            self.list().into_iter().filter(|(key, _)| key.starts_with("at/")).collect();
        assert_eq!(there, wanted);
    }

    /// The model directory is live, whole, and `at/` is in line with it to the byte.
    #[track_caller]
    pub fn is(&self, directory: &Path) {
        self.whole();
        let pointer = self.get("manifest.json").expect("a pointer");
        assert_eq!(
            pointer.bytes,
            fs::read(directory.join("manifest.json")).unwrap(),
            "another model is live"
        );
        let wanted: BTreeSet<String> = fs::read_dir(directory.join("at"))
            .into_iter()
            .flatten()
            .map(|entry| format!("at/{}", entry.unwrap().file_name().to_str().unwrap()))
            .collect();
        let there: BTreeSet<String> = self.list().into_keys().filter(|key| key.starts_with("at/")).collect();
        assert_eq!(there, wanted);
        for key in wanted {
            assert!(
                self.get(&key).unwrap().bytes == fs::read(directory.join(&key)).unwrap(),
                "{key} is an older one"
            );
        }
    }

    /// The index.
    pub fn index(&self) -> serde_json::Value {
        serde_json::from_slice(&self.get("generations.json").expect("an index").bytes).unwrap()
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).unwrap().1.split_once(to).unwrap().0
}

fn decode(bytes: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    match encoding {
        None => out.extend_from_slice(bytes),
        Some("br") => {
            brotli::Decompressor::new(bytes, 4_096).read_to_end(&mut out).unwrap();
        }
        Some("gzip") => {
            flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
        }
        Some(other) => panic!("Content-Encoding: {other}"),
    }
    out
}

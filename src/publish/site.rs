//! The published place as a whole: pointer, index and generations.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use super::body::{Body, NEVER};
use super::error::{PublishError, Result};
use super::index::{INDEX, Index};
use super::record::{Record, VERSION, md5_hex};
use super::store::{Held, Store, Tag};
use crate::trainer::output::sha256;

/// Name of the pointer.
pub const POINTER: &str = "manifest.json";

/// Tries at writing the index while others write it as well.
const TRIES: u32 = 60;

/// `g/ID/NAME`.
pub fn key_of(id: &str, name: &str) -> String {
    format!("g/{id}/{name}")
}

/// What the pointer was when it was read.
#[derive(Debug, Clone)]
pub struct Pointer {
    /// The manifest's bytes and their state; `None` where nothing is live yet.
    pub held: Option<Held>,
}

impl Pointer {
    /// SHA-256 of the manifest.
    pub fn sha(&self) -> Option<String> {
        self.held.as_ref().map(|held| sha256(&held.bytes))
    }

    /// The build that it names, for messages.
    pub fn build(&self) -> String {
        let build = self.held.as_ref().and_then(|held| {
            let value: serde_json::Value = serde_json::from_slice(&held.bytes).ok()?;
            Some(value.get("build")?.as_str()?.to_owned())
        });
        build.unwrap_or_else(|| "unknown".to_owned())
    }
}

/// The place, with the index as last read or written.
#[derive(Debug)]
pub struct Site {
    /// Where it is.
    pub store: Store,
    /// The index.
    pub index: Index,
    tag: Option<Tag>,
    /// Whether ETags here are MD5: found out from an object whose bytes are known.
    md5: bool,
    random: Xoshiro256PlusPlus,
}

impl Site {
    /// Reads the index and the pointer.
    pub async fn open(store: Store) -> Result<(Self, Pointer)> {
        let pointer = Pointer { held: store.get(POINTER).await? };
        // Two processes must not come out of a collision in step.
        let seed = u64::from(std::process::id()) << 32 ^ now_nanos();
        let random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut site = Self { store, index: Index::default(), tag: None, md5: false, random };
        site.reread().await?;
        if let Some(held) = &pointer.held {
            site.learn(&held.tag, &held.bytes);
        }
        Ok((site, pointer))
    }

    /// Reads the pointer as it is now.
    pub async fn pointer(&self) -> Result<Pointer> {
        Ok(Pointer { held: self.store.get(POINTER).await? })
    }

    /// Reads the index as it is now.
    pub async fn reread(&mut self) -> Result<()> {
        let Some(held) = self.store.get(INDEX).await? else {
            self.index = Index::default();
            self.tag = None;
            return Ok(());
        };
        let index: Index = serde_json::from_slice(&held.bytes).map_err(|error| {
            PublishError::Failed(format!(
                "{INDEX} there is not an index of generations ({error}). If it is none of yours, publish to another folder."
            ))
        })?;
        if index.version != VERSION {
            return Err(PublishError::Failed(format!(
                "{INDEX} there has version {}; this pairwell writes {VERSION}: use the newer one.",
                index.version
            )));
        }
        self.learn(&held.tag, &held.bytes);
        self.index = index;
        self.tag = Some(held.tag);
        Ok(())
    }

    /// Changes the index, on top of whatever others make of it meanwhile. Nothing is written where nothing changes.
    pub async fn update(&mut self, mut change: impl FnMut(&mut Index) -> Result<()>) -> Result<()> {
        for attempt in 0..TRIES {
            let mut next = self.index.clone();
            change(&mut next)?;
            if next == self.index && self.tag.is_some() {
                return Ok(());
            }
            let text = next.text();
            let body = Body::plain(INDEX, text.clone(), NEVER);
            if let Some(tag) = self.store.swap(INDEX, &body, self.tag.as_ref()).await? {
                self.learn(&tag, &text);
                self.index = next;
                self.tag = Some(tag);
                return Ok(());
            }
            self.pause(attempt).await;
            self.reread().await?;
        }
        Err(PublishError::Lost(format!(
            "{INDEX} is being written by others all the time: try again when they are done."
        )))
    }

    /// A short while, longer and less predictable each time.
    async fn pause(&mut self, attempt: u32) {
        let most = 10u64 << attempt.min(6);
        tokio::time::sleep(Duration::from_millis(self.random.next_u64() % most)).await;
    }

    /// A name that nobody else has.
    pub fn token(&mut self) -> String {
        format!("{:016x}", self.random.next_u64())
    }

    /// Compares the ETag of what was just read or written with its MD5.
    fn learn(&mut self, tag: &Tag, bytes: &[u8]) {
        self.md5 = tag.e_tag.as_deref().and_then(as_md5) == Some(md5_hex(bytes).as_str());
    }

    /// The MD5 that an ETag here stands for; `None` where ETags are something else.
    pub fn md5_of<'a>(&self, e_tag: Option<&'a str>) -> Option<&'a str> {
        if self.md5 { e_tag.and_then(as_md5) } else { None }
    }

    /// Whether ETags here are MD5, as far as is known.
    pub fn has_md5(&self) -> bool {
        self.md5
    }

    /// The record of a generation.
    pub async fn record(&self, id: &str) -> Result<Option<Record>> {
        let held = self.store.get(&key_of(id, "generation.json")).await?;
        Ok(held.and_then(|held| Record::parse(&held.bytes)))
    }
}

/// An ETag that may be an MD5, without its quotes.
fn as_md5(e_tag: &str) -> Option<&str> {
    let inner = e_tag.trim_matches('"');
    (inner.len() == 32 && inner.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(inner)
}

/// Seconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

fn now_nanos() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::from(since.subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::as_md5;

    #[test]
    fn only_what_looks_like_md5_is_taken_for_it() {
        assert_eq!(as_md5("\"900150983cd24fb0d6963f7d28e17f72\""), Some("900150983cd24fb0d6963f7d28e17f72"));
        assert_eq!(as_md5("\"900150983cd24fb0d6963f7d28e17f72-2\""), None, "in several parts");
        assert_eq!(as_md5("0x8DC1234567890AB"), None, "Azure");
    }
}

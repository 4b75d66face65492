//! `generations.json`: which generations are there, which was live before which, and who is at work.
//!
//! The pointer, `manifest.json`, alone says what is live. The index is brought in line with it by whoever comes next
//! ([`Index::follow`]), so a run that is killed between the two leaves nothing wrong for long.

use serde::{Deserialize, Serialize};

use super::record::VERSION;

/// Name of the index.
pub const INDEX: &str = "generations.json";

/// Seconds for which a generation that is being published is safe from pruning.
pub const RESERVED: i64 = 86_400;

/// Seconds after which a prune that has not said its end is taken for dead.
pub const PRUNING: i64 = 900;

/// The index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// [`VERSION`].
    pub version: u32,
    /// All generations, the latest upload last.
    pub generations: Vec<Generation>,
    /// What the pointer has named, the present one last: going back takes from the end.
    pub live: Vec<String>,
    /// The generation that `at/` was last brought wholly in line with; none while somebody is at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stable: Option<Stable>,
    /// What a prune is deleting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pruning: Option<Pruning>,
}

/// One generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Its folder under `g/`: the build, or the build and eight digits where two uploads of one build differ.
    pub id: String,
    /// SHA-256 of its manifest.
    pub manifest: String,
    /// Its files beside the manifest.
    pub files: Vec<String>,
    /// Number of its entry files.
    pub entries: usize,
    /// Number of products.
    pub products: u32,
    /// Bytes of all its files, not encoded.
    pub bytes: u64,
    /// When its upload began, seconds since 1970.
    pub published: i64,
    /// Since when somebody is about to make it live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved: Option<i64>,
}

/// What `at/` was last brought in line with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stable {
    /// The generation.
    pub id: String,
    /// The latest change to a file there by then, milliseconds since 1970 by the store's clock.
    pub newest: i64,
}

/// What a prune is deleting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pruning {
    /// Who: a random number, so that two cannot take each other's mark for theirs.
    pub by: String,
    /// Since when, seconds since 1970.
    pub since: i64,
    /// Generations.
    pub ids: Vec<String>,
    /// Files beside the manifest.
    pub files: Vec<String>,
}

impl Default for Index {
    fn default() -> Self {
        Self { version: VERSION, generations: Vec::new(), live: Vec::new(), stable: None, pruning: None }
    }
}

impl Index {
    /// As it is stored.
    pub fn text(&self) -> Vec<u8> {
        // Strings and numbers always serialise.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// The generation of that name.
    pub fn find(&self, id: &str) -> Option<&Generation> {
        self.generations.iter().find(|one| one.id == id)
    }

    fn find_mut(&mut self, id: &str) -> Option<&mut Generation> {
        self.generations.iter_mut().find(|one| one.id == id)
    }

    /// Which generation a pointer with this SHA-256 means: the last live one if it can be, else the latest upload.
    pub fn meant_by(&self, manifest: &str) -> Option<&Generation> {
        let is_it = |one: &&Generation| one.manifest == manifest;
        let last = self.live.last().and_then(|id| self.find(id));
        last.filter(is_it).or_else(|| self.generations.iter().rev().find(is_it))
    }

    /// Brings `live` in line with the pointer.
    pub fn follow(&mut self, manifest: Option<&str>) {
        if let Some(id) = manifest.and_then(|sha| self.meant_by(sha)).map(|one| one.id.clone()) {
            self.now_live(&id);
        }
    }

    /// `id` is live. Going back takes what came after it off the list; anything else is put on its end.
    pub fn now_live(&mut self, id: &str) {
        match self.live.iter().position(|one| one == id) {
            Some(at) => self.live.truncate(at + 1),
            None => self.live.push(id.to_owned()),
        }
    }

    /// What was live before the present one.
    pub fn previous(&self) -> Option<&Generation> {
        let before = self.live.len().checked_sub(2)?;
        self.live.get(before).and_then(|id| self.find(id))
    }

    /// A prune that may still be deleting one of these.
    pub fn is_doomed(&self, id: &str, files: &[String], now: i64) -> bool {
        self.pruning.as_ref().is_some_and(|prune| {
            now - prune.since < PRUNING
                && (prune.ids.iter().any(|one| one == id)
                    || prune.files.iter().any(|one| files.contains(one)))
        })
    }

    /// Says that this generation is about to become live, so that nobody deletes it.
    pub fn reserve(&mut self, generation: Generation, now: i64) {
        self.generations.retain(|one| one.id != generation.id);
        self.generations.push(Generation { reserved: Some(now), ..generation });
    }

    /// It is live, or has lost.
    pub fn release(&mut self, id: &str) {
        if let Some(one) = self.find_mut(id) {
            one.reserved = None;
        }
    }

    /// The generations to keep: what is being published, what was live last, then the latest uploads.
    pub fn kept(&self, keep: usize, now: i64) -> Vec<&Generation> {
        let mut ranked: Vec<&Generation> = self.live.iter().rev().filter_map(|id| self.find(id)).collect();
        for one in self.generations.iter().rev() {
            if !ranked.iter().any(|other| other.id == one.id) {
                ranked.push(one);
            }
        }
        let held = |one: &Generation| one.reserved.is_some_and(|since| now - since < RESERVED);
        ranked
            .into_iter()
            .enumerate()
            .filter(|(at, one)| *at < keep || held(one))
            .map(|(_, one)| one)
            .collect()
    }

    /// Keeps those alone.
    pub fn retain(&mut self, ids: &[String]) {
        self.generations.retain(|one| ids.contains(&one.id));
        self.live.retain(|id| ids.contains(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(id: &str) -> Generation {
        Generation {
            id: id.into(),
            manifest: format!("sha of {id}"),
            files: vec![format!("model-{id}.pw")],
            entries: 0,
            products: 1,
            bytes: 1,
            published: 0,
            reserved: None,
        }
    }

    fn published(ids: &[&str]) -> Index {
        let mut index = Index::default();
        for id in ids {
            index.reserve(generation(id), 0);
            index.release(id);
            index.now_live(id);
        }
        index
    }

    fn kept(index: &Index, keep: usize, now: i64) -> Vec<String> {
        index.kept(keep, now).iter().map(|one| one.id.clone()).collect()
    }

    #[test]
    fn going_back_goes_on_going_back() {
        let mut index = published(&["a", "b", "c"]);
        assert_eq!(index.previous().map(|one| one.id.as_str()), Some("b"));
        index.now_live("b");
        assert_eq!(index.previous().map(|one| one.id.as_str()), Some("a"));
        index.now_live("d");
        assert_eq!(index.live, ["a", "b", "d"]);
    }

    #[test]
    fn the_pointer_counts_whatever_the_index_says() {
        let mut index = published(&["a", "b"]);
        index.reserve(generation("c"), 0);
        index.follow(Some("sha of c"));
        assert_eq!(index.live, ["a", "b", "c"], "killed before the index knew");
        index.follow(Some("sha of a"));
        assert_eq!(index.live, ["a"], "killed on the way back");
        index.follow(Some("put there by hand"));
        assert_eq!(index.live, ["a"]);
    }

    #[test]
    fn what_is_live_was_live_or_is_on_its_way_is_kept() {
        let mut index = published(&["a", "b", "c", "d"]);
        index.now_live("b");
        index.reserve(generation("e"), 100);
        assert_eq!(kept(&index, 3, 100 + RESERVED - 1), ["b", "a", "e"]);
        assert_eq!(kept(&index, 2, 100), ["b", "a", "e"], "reserved");
        assert_eq!(kept(&index, 2, 100 + RESERVED), ["b", "a"], "its publisher is long gone");
        assert_eq!(kept(&index, 9, 0).len(), 5);
    }

    #[test]
    fn what_is_being_deleted_is_not_built_upon() {
        let mut index = Index::default();
        let files = ["model-a.pw".to_owned()];
        index.pruning =
            Some(Pruning { by: "1".into(), since: 1_000, ids: vec!["a".into()], files: files.to_vec() });
        assert!(index.is_doomed("a", &[], 1_001));
        assert!(index.is_doomed("other", &files, 1_001));
        assert!(!index.is_doomed("other", &[], 1_001));
        assert!(!index.is_doomed("a", &files, 1_000 + PRUNING), "that prune is dead");
    }
}

//! Texts that are kept once and known by a number.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Texts behind each other in one piece of memory: an allocation each would cost more than the texts.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    /// Where each ends; 2³² − 1 also for what ends behind that: see [`Texts::is_full`].
    ends: Vec<u32>,
}

impl Texts {
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text with this number; empty for a number that none has.
    pub fn get(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.bytes.get(start as usize..*end as usize)).unwrap_or(b"")
    }

    /// The text with this number, as text.
    pub fn text(&self, number: u32) -> &str {
        std::str::from_utf8(self.get(number)).unwrap_or("")
    }

    /// Adds a text and returns its number.
    pub fn push(&mut self, text: &[u8]) -> u32 {
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        number
    }

    /// Whether there are more bytes than can be numbered.
    pub fn is_full(&self) -> bool {
        self.bytes.len() >= u32::MAX as usize
    }
}

/// Texts that can be found by what they say.
#[derive(Debug, Default)]
pub struct Interned {
    texts: Texts,
    numbers: HashTable<u32>,
}

impl Interned {
    /// The number of `text`, and whether it is new.
    pub fn intern(&mut self, text: &[u8]) -> (u32, bool) {
        let hash = hash(text);
        let texts = &self.texts;
        if let Some(known) = self.numbers.find(hash, |number| texts.get(*number) == text) {
            return (*known, false);
        }
        let number = self.texts.push(text);
        let texts = &self.texts;
        self.numbers.insert_unique(hash, number, |number| self::hash(texts.get(*number)));
        (number, true)
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Frees what texts are found by: from here on they are known by their numbers only.
    pub fn close(&mut self) {
        self.numbers = HashTable::new();
    }

    /// The texts, without what they are found by.
    pub fn into_texts(self) -> Texts {
        self.texts
    }
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number_however_many_come() {
        let mut texts = Interned::default();
        for n in 0..5_000u32 {
            assert_eq!(texts.intern(format!("order {n}").as_bytes()), (n, true));
        }
        assert_eq!(texts.intern(b""), (5_000, true));
        for n in (0..5_000u32).rev() {
            assert_eq!(texts.intern(format!("order {n}").as_bytes()), (n, false));
            assert_eq!(texts.texts().text(n), format!("order {n}"));
        }
        assert_eq!((texts.intern(b""), texts.texts().get(9_999)), ((5_000, false), &b""[..]));
    }
}

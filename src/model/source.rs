//! What a file is made of, and its bytes.

use super::cards::{CardSource, Cards};
use super::container::Container;
use super::keys::Keys;
use super::kinds::{KindSource, Kinds};
use super::later::{Again, Later, LaterEdge};
use super::news::{News, NewsTable};
use super::pairs::{PairSource, Pairs};
use super::priors::Priors;
use super::rules::Rules;
use super::{rank, tags};

/// What goes into the file of a shop that needs only one.
#[derive(Default)]
pub struct FileSource {
    /// Cards, in the order of product indexes; their keys make the key table.
    pub products: Vec<CardSource>,
    /// Complements of each product.
    pub edges: PairSource,
    /// Popularity level of each product, not falling: the most popular product is the first.
    pub popularity: Vec<u8>,
    /// Alternatives of each product; no rows: none known.
    pub similar: PairSource,
    /// What is bought later, of each product; empty: none known.
    pub later: Vec<Vec<LaterEdge>>,
    /// Whether and when each product is bought again; as many as `later`.
    pub again: Vec<Again>,
    /// Trend and newness of each product; empty: none known.
    pub news: Vec<News>,
    /// What is known of product types, as [`cards::kind_names`] numbers them.
    pub kinds: KindSource,
    /// The merchant's rules; empty: none.
    pub rules: Rules,
}

impl FileSource {
    /// The bytes of the file.
    ///
    /// # Errors
    ///
    /// The two keys that cannot be told apart (in practice: one key given to two products).
    pub fn encode(&self) -> Result<Vec<u8>, (&str, &str)> {
        let keys: Vec<&str> = self.products.iter().map(|p| p.key.as_str()).collect();
        Ok(self.encode_with(tags::KEYS, Keys::encode(&keys)?))
    }

    /// The bytes of an entry of the training `build` that has all of the shop.
    pub fn encode_entry(&self, build: u32) -> Vec<u8> {
        let products: Vec<(u32, bool)> = (0..self.products.len() as u32).map(|rank| (rank, true)).collect();
        self.encode_with(tags::RANK, rank::encode(build, &[], &products))
    }

    fn encode_with(&self, tag: [u8; 4], first: Vec<u8>) -> Vec<u8> {
        let count = self.products.len() as u32;
        let mut sections = vec![
            (tag, first),
            (tags::EDGE, Pairs::encode(&self.edges)),
            (tags::PRIO, Priors::encode(&self.popularity)),
        ];
        if !self.similar.rows.is_empty() {
            sections.push((tags::SIML, Pairs::encode(&self.similar)));
        }
        if !self.later.is_empty() {
            sections.push((tags::LATR, Later::encode(&self.later, &self.again)));
        }
        if !self.news.is_empty() {
            sections.push((tags::NEWS, NewsTable::encode(&self.news)));
        }
        if !self.kinds.complements.is_empty() {
            sections.push((tags::KIND, Kinds::encode(&self.kinds)));
        }
        if !self.rules.is_empty() {
            sections.push((tags::RULE, self.rules.encode()));
        }
        sections.push((tags::CARD, Cards::encode(&self.products)));
        Container::encode(count, count, &sections)
    }
}

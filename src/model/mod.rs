//! The model file: what its bytes mean.
//!
//! A file is read in one pass that checks every length, index and text ([`Model::add`]); what it
//! returns can neither panic nor read out of bounds. Each part has a file of its own here, which
//! holds its byte table, its decoder and its encoder: [`container`], [`keys`], [`pairs`],
//! [`priors`], [`cards`], [`later`], [`news`], [`kinds`]. [`manifest`] describes the directory the files lie in.
//!
//! ```
//! use pairwell::model::pairs::{Edge, PairSource};
//! use pairwell::model::{CardSource, FileSource, Model};
//!
//! let card = |key: &str| CardSource { key: key.into(), title: key.into(), available: true, ..CardSource::default() };
//! let edge = Edge { to: 1, first: 1, second: 0 };
//! let bytes = FileSource {
//!     products: vec![card("mug"), card("teapot")],
//!     edges: PairSource { rows: vec![vec![edge], vec![]], first: vec![0.0, 0.5], second: vec![0.0] },
//!     popularity: vec![4, 9],
//!     ..FileSource::default()
//! }
//! .encode()
//! .unwrap();
//!
//! let mut model = Model::default();
//! model.add(&bytes).unwrap();
//! let mug = model.find("mug").unwrap();
//! let neighbour = model.neighbours(mug).first().unwrap();
//! assert_eq!(model.card(neighbour.to).unwrap().key, "teapot");
//! ```

#![deny(clippy::indexing_slicing)]

pub mod bits;
pub mod cards;
pub mod container;
mod error;
pub mod keys;
pub mod kinds;
pub mod later;
#[cfg(feature = "trainer")]
pub mod manifest;
pub mod news;
pub mod pairs;
pub mod priors;

pub use cards::{Card, CardSource};
pub use error::{ModelError, Part};
pub use kinds::Moment;
pub use later::Again;
pub use news::News;

use bits::{Fault, first_fault};
use cards::Cards;
use container::Container;
use keys::Keys;
use kinds::{KindSource, Kinds};
use later::{Later, LaterEdge};
use news::NewsTable;
use pairs::{Neighbour, PairSource, Pairs};
use priors::Priors;

/// Names of the sections of a file.
pub mod tags {
    use super::container::Tag;
    /// Product key → index.
    pub const KEYS: Tag = *b"KEYS";
    /// Complement edges.
    pub const EDGE: Tag = *b"EDGE";
    /// Popularity.
    pub const PRIO: Tag = *b"PRIO";
    /// What a block shows.
    pub const CARD: Tag = *b"CARD";
    /// Edges to products that are alike.
    pub const SIML: Tag = *b"SIML";
    /// Edges to what is bought in a later order.
    pub const LATR: Tag = *b"LATR";
    /// Trend and newness.
    pub const NEWS: Tag = *b"NEWS";
    /// Product types: complements and calendar.
    pub const KIND: Tag = *b"KIND";
}

/// A shop's model, from one file or several.
#[derive(Default)]
pub struct Model {
    products: u32,
    /// Ascending by first product, not overlapping.
    files: Vec<File>,
}

/// What one file holds: consecutive products.
struct File {
    first: u32,
    count: u32,
    keys: Keys,
    edges: Pairs,
    priors: Priors,
    cards: Option<Cards>,
    similar: Option<Pairs>,
    later: Option<Later>,
    news: Option<NewsTable>,
    kinds: Option<Kinds>,
}

impl Model {
    /// Reads one file and adds its products.
    ///
    /// # Errors
    ///
    /// [`ModelError`] when the bytes are not a complete, sound model file or do not fit the files
    /// read before. The model is then as it was.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        let container = Container::decode(bytes)?;
        let (first, count, products) = (container.first, container.count, container.products);
        if !self.files.is_empty() && products != self.products {
            return Err(ModelError::OtherShop);
        }
        let at = self.files.partition_point(|file| file.first < first);
        let overlaps = |file: &File| first < file.first + file.count && file.first < first + count;
        if self.files.iter().any(overlaps) {
            return Err(ModelError::Overlap);
        }
        let mut fault = None;
        let mut need = |tag, part| {
            let body = container.section(tag);
            if body.is_none() {
                first_fault(&mut fault, Some(ModelError::Missing(part)));
            }
            body.unwrap_or(&[])
        };
        let (keys, edges) = (need(tags::KEYS, Part::Keys), need(tags::EDGE, Part::Edges));
        let popularity = need(tags::PRIO, Part::Popularity);
        let fault = &mut fault;
        let pairs = |body, part, fault: &mut Fault| Pairs::decode(body, first, count, part, fault);
        let file = File {
            first,
            count,
            keys: Keys::decode(keys, count, fault),
            edges: pairs(edges, Part::Edges, fault),
            priors: Priors::decode(popularity, count, fault),
            cards: container.section(tags::CARD).map(|body| Cards::decode(body, count, fault)),
            similar: container.section(tags::SIML).map(|body| pairs(body, Part::Similar, fault)),
            later: container.section(tags::LATR).map(|body| Later::decode(body, first, count, fault)),
            news: container.section(tags::NEWS).map(|body| NewsTable::decode(body, count, fault)),
            kinds: container.section(tags::KIND).map(|body| Kinds::decode(body, fault)),
        };
        if let Some(error) = *fault {
            return Err(error);
        }
        self.products = products;
        self.files.insert(at, file);
        Ok(())
    }

    /// Number of products of the whole shop; indexes are below it.
    pub fn len(&self) -> usize {
        self.products as usize
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.products == 0
    }

    /// Number of pairs of complements read so far.
    pub fn pairs(&self) -> usize {
        self.files.iter().map(|file| file.edges.len()).sum()
    }

    /// The index of the product with this key or, failing that, with a variant of this id or SKU.
    pub fn find(&self, key: &str) -> Option<u32> {
        let by_key = self.files.iter().find_map(|file| {
            let row = file.keys.find(key)?;
            // A fingerprint can match by chance; the card's text cannot.
            let matches =
                file.cards.as_ref().and_then(|cards| cards.get(row)).is_none_or(|card| card.key == key);
            matches.then_some(file.first + row)
        });
        by_key.or_else(|| {
            self.files
                .iter()
                .find_map(|file| file.cards.as_ref()?.find_variant(key).map(|row| file.first + row))
        })
    }

    /// The complements of `product`, ascending by index: `first` is the cart weight, `second` the
    /// page weight. Empty for a product that no file read so far holds.
    pub fn neighbours(&self, product: u32) -> &[Neighbour] {
        self.file(product).map_or(&[], |(file, row)| file.edges.row(row))
    }

    /// Popularity of `product`: the share of orders that contain it, recent ones counting more.
    /// Indexes are by falling popularity.
    pub fn popularity(&self, product: u32) -> f32 {
        self.file(product).map_or(0.0, |(file, row)| file.priors.get(row))
    }

    /// What to show of `product`; `None` where its file is not read or has no cards.
    pub fn card(&self, product: u32) -> Option<Card<'_>> {
        self.file(product).and_then(|(file, row)| file.cards.as_ref()?.get(row))
    }

    /// Whether `product` can be shown as one to buy: not known to be sold out.
    pub fn available(&self, product: u32) -> bool {
        self.file(product)
            .is_none_or(|(file, row)| file.cards.as_ref().is_none_or(|cards| cards.available(row)))
    }

    /// A number equal for products of equal type; 0 when none is known.
    pub fn kind_number(&self, product: u32) -> u32 {
        // With several files the numbers would be each file's own; sharding brings a shop-wide list.
        self.file(product)
            .and_then(|(file, row)| file.cards.as_ref().map(|cards| cards.kind_number(row)))
            .unwrap_or(0)
    }

    /// Products that are alike, ascending by index; `first` is how much.
    pub fn similar(&self, product: u32) -> &[Neighbour] {
        self.file(product).and_then(|(file, row)| Some(file.similar.as_ref()?.row(row))).unwrap_or(&[])
    }

    /// What is bought in a later order, ascending by index; `second` is the median days until then.
    pub fn later(&self, product: u32) -> &[Neighbour] {
        self.file(product).and_then(|(file, row)| Some(file.later.as_ref()?.row(row))).unwrap_or(&[])
    }

    /// Whether and after how long `product` is bought again.
    pub fn again(&self, product: u32) -> Again {
        self.file(product).and_then(|(file, row)| Some(file.later.as_ref()?.again(row))).unwrap_or_default()
    }

    /// Trend and newness of `product`.
    pub fn news(&self, product: u32) -> News {
        self.file(product).and_then(|(file, row)| Some(file.news.as_ref()?.get(row))).unwrap_or_default()
    }

    /// How much more often than by chance the types of two products are in one order; at least 1.
    pub fn kind_lift(&self, product: u32, with: u32) -> f32 {
        let (a, b) = (self.kind_number(product), self.kind_number(with));
        self.files.iter().find_map(|file| file.kinds.as_ref()).map_or(1.0, |kinds| kinds.lift(a, b))
    }

    /// How much more than usual products of `product`'s type are bought at `moment`.
    pub fn timely(&self, product: u32, moment: Moment) -> f32 {
        let kind = self.kind_number(product);
        self.files.iter().find_map(|file| file.kinds.as_ref()).map_or(1.0, |kinds| kinds.timely(kind, moment))
    }

    /// The indexes of all products whose files are read.
    pub fn indexes(&self) -> impl Iterator<Item = u32> + '_ {
        self.files.iter().flat_map(|file| file.first..file.first + file.count)
    }

    fn file(&self, product: u32) -> Option<(&File, u32)> {
        let after = self.files.partition_point(|file| file.first <= product);
        let file = self.files.get(after.checked_sub(1)?)?;
        let row = product - file.first;
        (row < file.count).then_some((file, row))
    }
}

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
}

impl FileSource {
    /// The bytes of the file.
    ///
    /// # Errors
    ///
    /// The two keys that cannot be told apart (in practice: one key given to two products).
    pub fn encode(&self) -> Result<Vec<u8>, (&str, &str)> {
        let count = self.products.len() as u32;
        let keys: Vec<&str> = self.products.iter().map(|p| p.key.as_str()).collect();
        let mut sections = vec![
            (tags::KEYS, Keys::encode(&keys)?),
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
        sections.push((tags::CARD, Cards::encode(&self.products)));
        Ok(Container::encode(count, 0, count, &sections))
    }
}

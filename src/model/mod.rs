//! The model file: what its bytes mean.
//!
//! A file is read in one pass that checks every length, index and text ([`Model::add`]); what it
//! returns can neither panic nor read out of bounds. Each part has a file of its own here, which
//! holds its byte table, its decoder and its encoder: [`container`], [`keys`], [`edges`],
//! [`priors`], [`cards`], [`later`], [`news`], [`kinds`]. [`manifest`] describes the directory the files lie in.
//!
//! ```
//! use pairwell::model::{Edge, FileSource, Model, CardSource};
//!
//! let card = |key: &str| CardSource { key: key.into(), title: key.into(), available: true, ..CardSource::default() };
//! let bytes = FileSource {
//!     products: vec![card("mug"), card("teapot")],
//!     edges: vec![vec![Edge { to: 1, weight: 0.5 }], vec![]],
//!     orders: vec![3.0, 8.0],
//!     weight_bits: 4,
//!     ..FileSource::default()
//! }
//! .encode()
//! .unwrap();
//!
//! let mut model = Model::default();
//! model.add(&bytes).unwrap();
//! let mug = model.find("mug").unwrap();
//! let (neighbour, _weight) = model.neighbours(mug).next().unwrap();
//! assert_eq!(model.card(neighbour).unwrap().key, "teapot");
//! ```

#![deny(clippy::indexing_slicing)]

pub mod bits;
pub mod cards;
pub mod container;
pub mod edges;
mod error;
pub mod keys;
pub mod kinds;
pub mod later;
#[cfg(feature = "trainer")]
pub mod manifest;
pub mod news;
pub mod priors;

pub use cards::{Card, CardSource};
pub use edges::Edge;
pub use error::ModelError;
pub use kinds::Moment;
pub use later::Again;
pub use news::News;

use cards::Cards;
use container::Container;
use edges::Edges;
use keys::Keys;
use kinds::{KindSource, Kinds};
use later::{Later, LaterEdge};
use news::NewsTable;
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
    edges: Edges,
    priors: Priors,
    cards: Option<Cards>,
    similar: Option<Edges>,
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
            return Err(ModelError::Misfit("they are of shops of different size"));
        }
        let at = self.files.partition_point(|file| file.first < first);
        let overlaps = |file: &File| first < file.first + file.count && file.first < first + count;
        if self.files.iter().any(overlaps) {
            return Err(ModelError::Misfit("two hold the same product"));
        }
        let need = |tag, name| container.section(tag).ok_or(ModelError::Missing(name));
        let file = File {
            first,
            count,
            keys: Keys::decode(need(tags::KEYS, "key table")?, first, count)?,
            edges: Edges::decode(need(tags::EDGE, "edges")?, first, count, products)?,
            priors: Priors::decode(need(tags::PRIO, "popularity")?, count)?,
            cards: container.section(tags::CARD).map(|body| Cards::decode(body, count)).transpose()?,
            similar: container
                .section(tags::SIML)
                .map(|body| Edges::decode(body, first, count, products))
                .transpose()?,
            later: container
                .section(tags::LATR)
                .map(|body| Later::decode(body, first, count, products))
                .transpose()?,
            news: container.section(tags::NEWS).map(|body| NewsTable::decode(body, count)).transpose()?,
            kinds: container.section(tags::KIND).map(Kinds::decode).transpose()?,
        };
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

    /// Number of edges read so far.
    pub fn edges(&self) -> usize {
        self.files.iter().map(|file| file.edges.len()).sum()
    }

    /// The index of the product with this key or, failing that, with a variant of this id or SKU.
    pub fn find(&self, key: &str) -> Option<u32> {
        let by_key = self.files.iter().find_map(|file| file.keys.find(key));
        by_key.or_else(|| {
            self.files
                .iter()
                .find_map(|file| file.cards.as_ref()?.find_variant(key).map(|row| file.first + row))
        })
    }

    /// The neighbours of `product` and their weights, ascending by index. Empty for a product
    /// that no file read so far holds.
    pub fn neighbours(&self, product: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.file(product).into_iter().flat_map(|(file, row)| file.edges.row(row))
    }

    /// Popularity of `product`, 0 to 1, on a logarithmic scale.
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

    /// Products that are alike and how much, ascending by index.
    pub fn similar(&self, product: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.file(product)
            .into_iter()
            .flat_map(|(file, row)| file.similar.iter().flat_map(move |s| s.row(row)))
    }

    /// What is bought in a later order: (product, weight, median days), ascending by index.
    pub fn later(&self, product: u32) -> impl Iterator<Item = (u32, f32, f32)> + '_ {
        self.file(product).into_iter().flat_map(|(file, row)| file.later.iter().flat_map(move |l| l.row(row)))
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
    /// Neighbours of each product.
    pub edges: Vec<Vec<Edge>>,
    /// Decayed count of orders of each product.
    pub orders: Vec<f64>,
    /// Bits of a weight, 1 to 8.
    pub weight_bits: u32,
    /// Alternatives of each product; empty: none known.
    pub similar: Vec<Vec<Edge>>,
    /// What is bought later, of each product; empty: none known.
    pub later: Vec<Vec<LaterEdge>>,
    /// Whether and when each product is bought again; as many as `later`.
    pub again: Vec<Again>,
    /// Trend and newness of each product; empty: none known.
    pub news: Vec<News>,
    /// What is known of product types, as [`cards::kind_names`] numbers them.
    pub kinds: KindSource,
}

/// Bits of a weight of similar and later edges: their order matters, not their sum.
const SIDE_BITS: u32 = 3;

impl FileSource {
    /// The bytes of the file.
    ///
    /// # Errors
    ///
    /// The two keys that cannot be told apart (in practice: one key given to two products).
    pub fn encode(&self) -> Result<Vec<u8>, (&str, &str)> {
        let count = self.products.len() as u32;
        let keys: Vec<(&str, u32)> = self.products.iter().map(|p| p.key.as_str()).zip(0..).collect();
        let mut sections = vec![
            (tags::KEYS, Keys::encode(&keys, count)?),
            (tags::EDGE, Edges::encode(&self.edges, 0, self.weight_bits)),
            (tags::PRIO, Priors::encode(&self.orders)),
        ];
        if !self.similar.is_empty() {
            sections.push((tags::SIML, Edges::encode(&self.similar, 0, SIDE_BITS)));
        }
        if !self.later.is_empty() {
            sections.push((tags::LATR, Later::encode(&self.later, &self.again, 0, SIDE_BITS)));
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

//! The model file: what its bytes mean.
//!
//! A file is read in one pass that checks every length, index and text ([`Model::add`]); what it
//! returns can neither panic nor read out of bounds. Each part has a file of its own here, which
//! holds its byte table, its decoder and its encoder: [`container`], [`keys`], [`pairs`],
//! [`priors`], [`cards`], [`later`], [`news`], [`kinds`], [`rules`], [`rank`]. What the writer takes is a
//! [`FileSource`]. [`manifest`] describes the directory the files lie in.
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
//! let neighbour = model.neighbours(mug).iter().next().unwrap();
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
pub mod pieces;
pub mod priors;
pub mod rank;
pub mod rules;
#[cfg(feature = "trainer")]
mod sections;
#[cfg(feature = "trainer")]
pub mod segments;
mod source;

pub use cards::{Card, CardSource};
pub use error::{ModelError, Part};
pub use kinds::Moment;
pub use later::Again;
pub use news::News;
#[cfg(feature = "trainer")]
pub use sections::Sections;
pub use source::FileSource;

use bits::{Fault, first_fault};
use cards::Cards;
use container::Container;
#[cfg(feature = "trainer")]
use keys::Keys;
use keys::hash_key;
use kinds::Kinds;
use later::Later;
use news::NewsTable;
use pairs::{Neighbour, Pairs};
use priors::Priors;
use rank::Rank;
use rules::{Rule, Rules};

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
    /// The merchant's rules.
    pub const RULE: Tag = *b"RULE";
    /// What makes a file an entry.
    pub const RANK: Tag = *b"RANK";
}

/// Whether this build reads whole files: pages read entries, and need no code for more.
const WHOLE: bool = cfg!(feature = "trainer");

/// A shop's model: one whole file, or any number of entries.
///
/// Entries are for pages: each holds the rows of a few products and the cards of all these rows
/// name, so that a page fetches a kilobyte or two however large the shop is. Products of entries are
/// told by their keys and not by their numbers, so that entries of different trainings can be read
/// together: what a shopper's browser has kept from last week still says what goes with what.
#[derive(Default)]
pub struct Model {
    files: Vec<File>,
    /// The products of entries, in the order in which they came. Empty for a whole file, whose rows are
    /// the products.
    known: Vec<Known>,
    /// Names of product types and vendors of entries: their numbers are a file's own.
    names: [Vec<String>; 2],
}

/// What one file holds.
struct File {
    #[cfg(feature = "trainer")]
    count: u32,
    /// Of a whole file only.
    #[cfg(feature = "trainer")]
    keys: Option<Keys>,
    edges: Pairs,
    priors: Priors,
    cards: Option<Cards>,
    similar: Option<Pairs>,
    later: Option<Later>,
    news: Option<NewsTable>,
    kinds: Option<Kinds>,
    rules: Option<Rules>,
    /// Of entries only.
    rank: Rank,
    /// Row → product; empty: they are the same.
    ids: Vec<u32>,
    /// The file's numbers of types and vendors → the model's; empty: they are the same.
    numbers: [Vec<u32>; 2],
}

/// A product of entries.
#[derive(Clone, Copy, Default)]
struct Known {
    /// Its place in the whole shop by popularity, as one of the files has it.
    rank: u32,
    /// Hash of its key.
    hash: u64,
    /// File and row with its card.
    card: (usize, u32),
    /// File and row with its neighbours, if it is there.
    home: Option<(usize, u32)>,
    /// What every score asks for, as the card's file has it: popularity, and the numbers of type and vendor.
    popularity: f32,
    numbers: [u32; 2],
}

/// Entry `at` of `table`; without a table the number itself.
fn translated(table: &[u32], at: u32) -> u32 {
    if WHOLE && table.is_empty() { at } else { table.get(at as usize).copied().unwrap_or(u32::MAX) }
}

impl Model {
    /// Reads one file and adds its products. A whole file is read alone; entries in any number, the
    /// latest training's first: what they say of the shop as a whole is taken from the first.
    ///
    /// # Errors
    ///
    /// [`ModelError`] when the bytes are not a complete, sound model file or do not go with the files
    /// read before. The model is then as it was.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        let container = Container::decode(bytes)?;
        let count = container.count;
        let entry = container.section(tags::RANK);
        if entry.is_none() && !WHOLE {
            return Err(ModelError::Missing(Part::Rank));
        }
        if WHOLE && !self.files.is_empty() && (entry.is_none() || self.sorted()) {
            return Err(ModelError::NotAlone);
        }
        let mut fault = None;
        let mut need = |tag, part| {
            let body = container.section(tag);
            if body.is_none() {
                first_fault(&mut fault, Some(ModelError::Missing(part)));
            }
            body.unwrap_or(&[])
        };
        let (edges, popularity) = (need(tags::EDGE, Part::Edges), need(tags::PRIO, Part::Popularity));
        #[cfg(feature = "trainer")]
        let keys = if entry.is_none() { Some(need(tags::KEYS, Part::Keys)) } else { None };
        if entry.is_some() {
            need(tags::CARD, Part::Cards);
        } else if container.products != count {
            return Err(ModelError::Invalid(Part::Head));
        }
        let fault = &mut fault;
        let pairs = |body, part, fault: &mut Fault| Pairs::decode(body, count, part, fault);
        let file = File {
            #[cfg(feature = "trainer")]
            count,
            #[cfg(feature = "trainer")]
            keys: keys.map(|keys| Keys::decode(keys, count, fault)),
            edges: pairs(edges, Part::Edges, fault),
            priors: Priors::decode(popularity, count, fault),
            cards: container.section(tags::CARD).map(|body| Cards::decode(body, count, fault)),
            similar: container.section(tags::SIML).map(|body| pairs(body, Part::Similar, fault)),
            later: container.section(tags::LATR).map(|body| Later::decode(body, count, fault)),
            news: container.section(tags::NEWS).map(|body| NewsTable::decode(body, count, fault)),
            kinds: container.section(tags::KIND).map(|body| Kinds::decode(body, fault)),
            rules: container.section(tags::RULE).map(|body| Rules::decode(body, count, fault)),
            rank: entry.map(|body| Rank::decode(body, count, container.products, fault)).unwrap_or_default(),
            ids: Vec::new(),
            numbers: Default::default(),
        };
        if let Some(error) = *fault {
            // A page is done with a model that is damaged, and with all of this memory: code to give it back
            // is code for nothing.
            #[cfg(not(feature = "trainer"))]
            core::mem::forget(file);
            return Err(error);
        }
        if !WHOLE || entry.is_some() {
            self.join(file);
        } else {
            self.files.push(file);
        }
        Ok(())
    }

    /// Adds an entry. Products that are not known yet are numbered as they come.
    fn join(&mut self, mut file: File) {
        let at = self.files.len();
        let current = self.files.first().map_or(file.rank.build, |first| first.rank.build);
        let fresh = file.rank.build == current;
        for (column, (table, known)) in file.numbers.iter_mut().zip(&mut self.names).enumerate() {
            table.push(0);
            let Some(cards) = &file.cards else { continue };
            for name in cards.names(column) {
                let at = known.iter().position(|other| other == name).unwrap_or(known.len());
                if at == known.len() {
                    known.push(name.to_owned());
                }
                table.push(at as u32 + 1);
            }
        }
        for (row, (rank, own)) in (0u32..).zip(&file.rank.products) {
            let hash = hash_key(file.cards.as_ref().and_then(|cards| cards.key(row)).unwrap_or(""), 0);
            let place = self.known.iter().position(|known| known.hash == hash).unwrap_or(self.known.len());
            file.ids.push(place as u32);
            let new = place == self.known.len();
            if new {
                self.known.push(Known { hash, ..Known::default() });
            }
            let Some(known) = self.known.get_mut(place) else { continue };
            // What a training of before said stands only until one of now says it, too.
            let old = |file: usize| self.files.get(file).is_some_and(|file| file.rank.build != current);
            if new || fresh && old(known.card.0) {
                (known.card, known.rank, known.popularity) = ((at, row), *rank, file.priors.get(row));
                known.numbers = [0, 1].map(|column| file.number(column, row));
            }
            if *own && known.home.is_none_or(|(home, _)| fresh && old(home)) {
                known.home = Some((at, row));
            }
        }
        // Once and for all: lists are made more often than files are read.
        for pairs in [Some(&mut file.edges), file.similar.as_mut(), file.later.as_mut().map(Later::pairs_mut)]
        {
            pairs.into_iter().for_each(|pairs| pairs.renumber(&file.ids));
        }
        self.files.push(file);
    }

    /// Whether indexes are by falling popularity: of a whole file. Products of entries are numbered as
    /// they come; see [`Model::rank`].
    pub fn sorted(&self) -> bool {
        // Not by whether entries have brought products: the shop's own may have none.
        #[cfg(feature = "trainer")]
        return self.files.first().is_some_and(|file| file.keys.is_some());
        #[cfg(not(feature = "trainer"))]
        false
    }

    /// The place of `product` in the shop by falling popularity.
    pub fn rank(&self, product: u32) -> u32 {
        self.known.get(product as usize).map_or(product, |known| known.rank)
    }

    /// Number of products; indexes are below it.
    pub fn len(&self) -> usize {
        #[cfg(feature = "trainer")]
        if self.sorted() {
            return self.files.first().map_or(0, |file| file.count as usize);
        }
        self.known.len()
    }

    /// Whether there is no product.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The indexes of all products.
    pub fn indexes(&self) -> std::ops::Range<u32> {
        0..self.len() as u32
    }

    /// Number of pairs of complements read so far.
    pub fn pairs(&self) -> usize {
        self.files.iter().map(|file| file.edges.len()).sum()
    }

    /// The index of the product with this key or, failing that, with a variant of this id or SKU.
    pub fn find(&self, key: &str) -> Option<u32> {
        let hash = hash_key(key, 0);
        let candidate = self.known.iter().position(|known| known.hash == hash).map(|at| at as u32);
        #[cfg(feature = "trainer")]
        let candidate = match self.files.first()?.keys.as_ref() {
            Some(keys) => keys.find(key),
            None => candidate,
        };
        // A fingerprint can match by chance; the card's text cannot.
        let by_key = candidate.filter(|product| self.card(*product).is_none_or(|card| card.key == key));
        by_key.or_else(|| {
            self.files
                .iter()
                .find_map(|file| file.cards.as_ref()?.find_variant(key).map(|row| translated(&file.ids, row)))
        })
    }

    /// The key of the product that has a variant of this id or SKU, where an entry says so: that
    /// product's own entry is another one.
    pub fn alias(&self, id: &str) -> Option<&str> {
        self.files.iter().find_map(|file| file.rank.alias(id))
    }

    /// The complements of `product`, by falling popularity: `first` is the cart weight, `second` the
    /// page weight. Empty for a product whose rows were not read.
    pub fn neighbours(&self, product: u32) -> &[Neighbour] {
        self.row(product, |file| Some(&file.edges))
    }

    /// Popularity of `product`: the share of orders that contain it, recent ones counting more.
    pub fn popularity(&self, product: u32) -> f32 {
        #[cfg(feature = "trainer")]
        if self.sorted() {
            return self.file(product).map_or(0.0, |(file, row)| file.priors.get(row));
        }
        self.known.get(product as usize).map_or(0.0, |known| known.popularity)
    }

    /// What to show of `product`; `None` where its file has no cards.
    pub fn card(&self, product: u32) -> Option<Card<'_>> {
        self.file(product).and_then(|(file, row)| file.cards.as_ref()?.get(row))
    }

    /// Whether `product` can be shown as one to buy: not known to be sold out, nor, where there are
    /// rules, from a training whose rules are no longer those of the shop.
    pub fn available(&self, product: u32) -> bool {
        self.file(product).is_none_or(|(file, row)| {
            file.cards.as_ref().is_none_or(|cards| cards.available(row))
                // In this order: looking for rules goes through all files.
                && (self.current(file) || self.rules().is_empty())
        })
    }

    /// A number equal for products of equal type; 0 when none is known.
    pub fn kind_number(&self, product: u32) -> u32 {
        self.number(0, product)
    }

    /// A number equal for products of one vendor; 0 when none is known.
    pub fn vendor_number(&self, product: u32) -> u32 {
        self.number(1, product)
    }

    fn number(&self, column: usize, product: u32) -> u32 {
        #[cfg(feature = "trainer")]
        if self.sorted() {
            return self.file(product).map_or(0, |(file, row)| file.number(column, row));
        }
        self.known.get(product as usize).and_then(|known| known.numbers.get(column)).copied().unwrap_or(0)
    }

    /// Price of `product` in minor units, if known.
    pub fn price(&self, product: u32) -> Option<u32> {
        self.file(product).and_then(|(file, row)| file.cards.as_ref()?.price(row))
    }

    /// Products that are alike, by falling popularity; `first` is how much.
    pub fn similar(&self, product: u32) -> &[Neighbour] {
        self.row(product, |file| file.similar.as_ref())
    }

    /// What is bought in a later order, by falling popularity; `second` is the median days until then.
    pub fn later(&self, product: u32) -> &[Neighbour] {
        self.row(product, |file| file.later.as_ref().map(Later::pairs))
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
        let [a, b] = [product, with].map(|product| self.kind_number(product));
        self.kinds().map_or(1.0, |kinds| kinds.lift(a, b))
    }

    /// How much more than usual products of each type are bought at `moment`, by [`Model::kind_number`]; a type
    /// beyond the end as ever. All at once, as a list asks for each product that it looks at.
    pub fn lifts(&self, moment: Option<Moment>) -> Vec<f32> {
        let mut out = Vec::new();
        if let (Some(kinds), Some(moment)) = (self.kinds(), moment) {
            kinds.lifts(moment, &mut out);
        }
        out
    }

    /// Types as the first file has them, whose numbers are the model's own.
    fn kinds(&self) -> Option<&Kinds> {
        self.files.first()?.kinds.as_ref()
    }

    /// The merchant's rules. Which products one is about is asked by its number: [`Model::rule_means`],
    /// [`Model::rule_products`].
    pub fn rules(&self) -> &[Rule] {
        self.files.iter().find_map(|file| file.rules.as_ref()).map_or(&[], |rules| &rules.rules)
    }

    /// Whether rule `n` is about `product`; with `when`, whether it asks for `product` on the page.
    pub fn rule_means(&self, n: usize, product: u32, when: bool) -> bool {
        self.file(product).filter(|(file, _)| self.current(file)).is_some_and(|(file, row)| {
            file.rule(n).is_some_and(|rule| if when { &rule.when } else { &rule.of }.has(row))
        })
    }

    /// The products that rule `n` lists, in the order in which they were named.
    pub fn rule_products(&self, n: usize) -> Vec<u32> {
        let mut out = Vec::new();
        for file in self.files.iter().filter(|file| self.current(file)) {
            for row in file.rule(n).map_or(&[][..], |rule| &rule.of.listed) {
                out.push(translated(&file.ids, *row));
            }
        }
        out
    }

    /// Whether `file` is of the training that the first one is of.
    fn current(&self, file: &File) -> bool {
        self.files.first().is_some_and(|first| first.rank.build == file.rank.build)
    }

    fn row(&self, product: u32, of: fn(&File) -> Option<&Pairs>) -> &[Neighbour] {
        let home = if self.sorted() {
            Some((0, product))
        } else {
            self.known.get(product as usize).and_then(|known| known.home)
        };
        home.and_then(|(at, row)| Some(of(self.files.get(at)?)?.row(row))).unwrap_or(&[])
    }

    /// The file and row with the card of `product`.
    fn file(&self, product: u32) -> Option<(&File, u32)> {
        #[cfg(feature = "trainer")]
        if self.sorted() {
            let file = self.files.first()?;
            return (product < file.count).then_some((file, product));
        }
        let (at, row) = self.known.get(product as usize)?.card;
        Some((self.files.get(at)?, row))
    }
}

impl File {
    /// The model's number of the type (column 0) or vendor (1) of row `row`; 0: none.
    fn number(&self, column: usize, row: u32) -> u32 {
        let own = self.cards.as_ref().map_or(0, |cards| cards.number(column, row));
        self.numbers.get(column).map_or(0, |table| translated(table, own))
    }

    fn rule(&self, n: usize) -> Option<&Rule> {
        self.rules.as_ref()?.rules.get(n)
    }
}

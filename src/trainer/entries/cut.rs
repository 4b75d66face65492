//! Cutting one entry out of the whole model.

use crate::model::cards::Cards;
use crate::model::container::{Container, Tag};
use crate::model::kinds::Kinds;
use crate::model::later::Later;
use crate::model::pairs::{Edge, Neighbour, PairSource, Pairs};
use crate::model::priors::Priors;
use crate::model::rules::{Products, Rules, action};
use crate::model::{CardSource, Model, Sections, rank, tags};
use crate::recommend::Weights;
use crate::trainer::output::brotli_estimate;

/// One entry, before it is sealed.
pub struct Page {
    /// The bytes of a model file.
    pub bytes: Vec<u8>,
    /// What they take on the wire, about.
    pub wire: usize,
    /// Of how many products the row was cut short.
    pub trimmed: usize,
}

/// The whole rows of one product of an entry.
struct Own {
    product: u32,
    popularity: f32,
    complements: Vec<Neighbour>,
    similar: Vec<Neighbour>,
    later: Vec<Neighbour>,
    /// Best-sellers of the product's type.
    siblings: Vec<u32>,
}

/// What an entry takes of them.
struct Taken<'o> {
    product: u32,
    complements: &'o [Neighbour],
    similar: &'o [Neighbour],
    later: &'o [Neighbour],
    siblings: &'o [u32],
    /// Whether neighbours were left out.
    trimmed: bool,
}

impl Own {
    fn all(&self) -> Taken<'_> {
        Taken {
            product: self.product,
            complements: &self.complements,
            similar: &self.similar,
            later: &self.later,
            siblings: &self.siblings,
            trimmed: false,
        }
    }

    /// What is taken at a depth: how many complements the entry's most popular product has. Pages are looked at as
    /// often as their products are bought, so others have fewer, but not below what a list shows at first sight.
    fn taken(&self, depth: f32, popular: f32) -> Taken<'_> {
        if depth.is_infinite() {
            return self.all();
        }
        let share = (self.popularity / popular).powf(SKEW);
        let depth = (depth * share).max(depth.min(IN_SIGHT));
        let (complements, others) = (depth as usize, (depth / OTHERS) as usize);
        let siblings = (depth - COMPLEMENTS).max(0.0) as usize;
        Taken {
            product: self.product,
            complements: first(&self.complements, complements),
            similar: first(&self.similar, others),
            later: first(&self.later, others),
            siblings: first(&self.siblings, siblings),
            trimmed: complements < self.complements.len()
                || others < self.similar.len().max(self.later.len()),
        }
    }
}

/// The products of an entry, ascending: those of its rows, all that these name, and `cards`.
fn all_rows(own: &[Taken<'_>], cards: &[u32]) -> Vec<u32> {
    let mut rows = cards.to_vec();
    for taken in own {
        rows.push(taken.product);
        rows.extend(taken.siblings);
        rows.extend([taken.complements, taken.similar, taken.later].into_iter().flatten().map(|n| n.to));
    }
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn first<T>(list: &[T], most: usize) -> &[T] {
    list.get(..most).unwrap_or(list)
}

/// Complements that every product of an entry has before any has more: a row of a list.
const IN_SIGHT: f32 = 4.0;

/// Complements for each alternative, and each product bought later.
const OTHERS: f32 = 2.5;

/// From so many complements on best-sellers of the product's type come, too.
const COMPLEMENTS: f32 = 14.0;

/// Best-sellers of the product's type beside its complements.
const SIBLINGS: usize = 6;

/// Exponent by which depth falls with popularity.
const SKEW: f32 = 0.5;

/// The step at which rows are whole.
const WHOLE: u32 = 32;

/// Steps that are tried at most.
const TRIES: usize = 5;

/// Bytes of a card and its edge before any was compressed.
const CARD: f32 = 25.0;

/// The depth of a step: from one complement to some hundred and fifty of the most popular product, and no end.
fn depth_of(step: u32) -> f32 {
    if step < WHOLE { (step as f32 * 0.23).exp2() } else { f32::INFINITY }
}

/// Best-sellers in the shop's own entry; half as many of what is rising, and of what is new.
const BEST: usize = 48;

/// Types whose complements and calendar the shop's own entry has: the most frequent.
const TYPES: usize = 128;

/// What all entries of a model are cut from.
pub struct Cut<'m> {
    model: &'m Model,
    sections: Sections<'m>,
    build: u32,
    /// Best-sellers of each type, by its number.
    siblings: Vec<Vec<u32>>,
    kinds: Vec<&'m str>,
}

impl<'m> Cut<'m> {
    /// Entries of the whole model `model`, marked as of the training `build`.
    pub fn of(model: &'m Model, build: u32) -> Option<Self> {
        let sections = model.sections()?;
        let mut siblings: Vec<Vec<u32>> = Vec::new();
        for product in model.indexes().filter(|product| model.available(*product)) {
            let kind = model.kind_number(product) as usize;
            if siblings.len() <= kind {
                siblings.resize(kind + 1, Vec::new());
            }
            // One more than is taken, for a product is no sibling of itself.
            siblings
                .get_mut(kind)
                .into_iter()
                .filter(|list| list.len() <= SIBLINGS)
                .for_each(|l| l.push(product));
        }
        let kinds = sections.cards.map_or_else(Vec::new, |cards| cards.names(0).take(TYPES).collect());
        Some(Self { model, sections, build, siblings, kinds })
    }

    /// The entry of the products `own`, ascending: whole rows, or as deep as `budget` has room for.
    pub fn page(&self, own: &[u32], aliases: &[(&str, &str)], budget: usize) -> Page {
        let own: Vec<Own> = own.iter().map(|product| self.own(*product)).collect();
        let popular = own.iter().map(|own| own.popularity).fold(f32::MIN_POSITIVE, f32::max);
        let taken = |step: u32| -> Vec<Taken<'_>> {
            own.iter().map(|own| own.taken(depth_of(step), popular)).collect()
        };
        let page = |step: u32| -> Page {
            let rows = taken(step);
            let bytes = self.file(&rows, &[], aliases, false);
            Page {
                wire: brotli_estimate(&bytes),
                bytes,
                trimmed: rows.iter().filter(|row| row.trimmed).count(),
            }
        };
        // Compressing is most of the work. So it is foretold from the number of cards, and tried where that says.
        let cards = |step: u32| all_rows(&taken(step), &[]).len() as f32;
        let (mut best, mut over, mut each) = (None, WHOLE + 1, CARD);
        for _ in 0..TRIES {
            let from = best.as_ref().map_or(0, |(step, _)| step + 1);
            let room = (from..over).rev().find(|step| cards(*step) * each <= budget as f32);
            let Some(step) = room.or(Some(from).filter(|_| best.is_none() && from < over)) else { break };
            let tried = page(step);
            each = 1.01 * tried.wire as f32 / cards(step).max(1.0);
            if tried.wire <= budget {
                best = Some((step, tried));
            } else {
                over = step;
            }
        }
        best.map_or_else(|| page(0), |(_, page)| page)
    }

    /// The shop's own entry, with the rows of `own`.
    pub fn shop(&self, own: &[u32]) -> Page {
        let model = self.model;
        let shown = |product: &u32| model.available(*product);
        let mut cards: Vec<u32> = model.indexes().filter(shown).take(BEST).collect();
        let mut most = |value: &dyn Fn(u32) -> f32| {
            let mut all: Vec<(f32, u32)> =
                model.indexes().filter(shown).map(|p| (value(p), p)).filter(|(v, _)| *v > 0.0).collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            cards.extend(all.iter().take(BEST / 2).map(|(_, product)| *product));
        };
        most(&|p| model.news(p).trend.max(0.0) * model.popularity(p));
        most(&|p| {
            if model.news(p).newness > 0.0 { model.news(p).newness + model.popularity(p) } else { 0.0 }
        });
        for (n, rule) in model.rules().iter().enumerate() {
            if rule.action == action::PIN {
                cards.extend(model.rule_products(n));
            }
        }
        let own: Vec<Own> = own.iter().map(|product| self.own(*product)).collect();
        let rows: Vec<Taken<'_>> = own.iter().map(|own| Taken { siblings: &[], ..own.all() }).collect();
        let bytes = self.file(&rows, &cards, &[], true);
        Page { wire: brotli_estimate(&bytes), bytes, trimmed: 0 }
    }

    /// Whole rows of a product, the strongest first.
    fn own(&self, product: u32) -> Own {
        let model = self.model;
        let kind = model.kind_number(product) as usize;
        let siblings = if kind == 0 { None } else { self.siblings.get(kind) };
        Own {
            product,
            popularity: model.popularity(product),
            complements: strongest_first(model.neighbours(product)),
            similar: strongest_first(model.similar(product)),
            later: strongest_first(model.later(product)),
            siblings: siblings
                .into_iter()
                .flatten()
                .copied()
                .filter(|p| *p != product)
                .take(SIBLINGS)
                .collect(),
        }
    }

    /// A model file of the rows `own`, ascending by product, and of all that these name, and of `cards`.
    fn file(&self, own: &[Taken<'_>], cards: &[u32], aliases: &[(&str, &str)], shop: bool) -> Vec<u8> {
        let model = self.model;
        let rows = all_rows(own, cards);
        let local = |product: u32| rows.binary_search(&product).ok().map(|at| at as u32);
        let mine = |product: &u32| own.binary_search_by_key(product, |taken| taken.product).ok();

        let pairs =
            |table: Option<&Pairs>, of: &dyn for<'t> Fn(&Taken<'t>) -> &'t [Neighbour]| -> PairSource {
                let Some(table) = table else { return PairSource::default() };
                let edge = |n: &Neighbour| {
                    let (first, second) = table.levels(n);
                    Some(Edge { to: local(n.to)?, first, second })
                };
                let row = |product: &u32| match mine(product).and_then(|at| own.get(at)) {
                    Some(taken) => of(taken).iter().filter_map(edge).collect(),
                    None => Vec::new(),
                };
                let [first, second] = table.tables().clone();
                PairSource { rows: rows.iter().map(row).collect(), first, second }
            };
        let from = &self.sections;
        let places: Vec<(u32, bool)> =
            rows.iter().map(|product| (*product, mine(product).is_some())).collect();
        let sources: Vec<CardSource> =
            rows.iter().filter_map(|product| model.card(*product)).map(CardSource::from).collect();
        let levels: Vec<u8> = rows.iter().map(|product| from.priors.level(*product)).collect();
        let mut out: Vec<(Tag, Vec<u8>)> = vec![
            (tags::RANK, rank::encode(self.build, aliases, &places)),
            (tags::EDGE, Pairs::encode(&pairs(Some(from.edges), &|taken| taken.complements))),
            (tags::PRIO, Priors::encode(&levels)),
        ];
        if let Some(table) = from.similar.filter(|_| !own.is_empty()) {
            out.push((tags::SIML, Pairs::encode(&pairs(Some(table), &|taken| taken.similar))));
        }
        if let Some(table) = from.later {
            let again: Vec<u8> = rows.iter().map(|product| table.code(*product)).collect();
            out.push((
                tags::LATR,
                Later::encode_levels(&pairs(Some(table.pairs()), &|taken| taken.later), &again),
            ));
        }
        if let Some(table) = from.news {
            out.push((tags::NEWS, rows.iter().map(|product| table.code(*product)).collect()));
        }
        let kinds = if shop { &self.kinds[..] } else { &[] };
        if let Some(table) = from.kinds.filter(|_| shop) {
            out.push((tags::KIND, Kinds::encode(&table.source(TYPES))));
        }
        if let Some(rules) = from.rules {
            out.push((tags::RULE, restricted(rules, &local).encode()));
        }
        out.push((tags::CARD, Cards::encode_entry(&sources, kinds)));
        Container::encode(model.len() as u32, rows.len() as u32, &out)
    }
}

/// The rules, with those of their products that have a row.
fn restricted(rules: &Rules, local: &dyn Fn(u32) -> Option<u32>) -> Rules {
    let list = |products: &Products| Products {
        all: products.all,
        listed: products.listed.iter().filter_map(|product| local(*product)).collect(),
    };
    let mut rules = rules.clone();
    for rule in &mut rules.rules {
        rule.when = list(&rule.when);
        // What is listed there are kinds of blocks.
        if rule.action != action::FALL_BACK {
            rule.of = list(&rule.of);
        }
    }
    rules
}

/// The neighbours of a row, by what they are worth on their product's page.
fn strongest_first(row: &[Neighbour]) -> Vec<Neighbour> {
    let mut list = row.to_vec();
    let page = Weights::default().page;
    let strength = |n: &Neighbour| n.first + n.second * page;
    list.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then(a.to.cmp(&b.to)));
    list
}

//! From pair counts to a model.

use super::super::load::Loaded;
use super::super::pack::kind_numbers;
use super::super::progress::Progress;
use super::super::settings::Settings;
use super::super::train::{Prepared, Trained};
use super::Pair;
use super::count::{Counter, Floor};
use super::gather::Gather;
use super::kinds::KindTally;
use super::learn::learn;
use super::marginals::Marginals;

/// For each candidate of the regression so many pairs are kept of a product. Those that are not kept count as 0 in the
/// regressions of others.
const KEPT: usize = 4;

/// Takes pairs as they come and trains on what it kept.
pub struct Training<'a> {
    marginals: &'a Marginals,
    settings: &'a Settings,
    gather: Gather<'a>,
    kinds: KindTally,
}

impl<'a> Training<'a> {
    /// Ready for pairs of `loaded`'s products, by their numbers.
    pub fn new(marginals: &'a Marginals, loaded: &Loaded, settings: &'a Settings) -> Self {
        let (kind_of, kinds) = kind_numbers(&loaded.products);
        let most = (KEPT * settings.candidates).max(settings.page_candidates);
        Self {
            marginals,
            settings,
            gather: Gather::new(marginals, most),
            kinds: KindTally::new(kind_of, kinds),
        }
    }

    /// Takes a pair; one of fewer orders than the settings ask for is passed over.
    pub fn add(&mut self, pair: &Pair) {
        if pair.orders >= u64::from(self.settings.min_orders) {
            self.gather.add(pair);
            self.kinds.add(pair.a, pair.b, pair.orders);
        }
    }

    /// Pairs taken.
    pub fn pairs(&self) -> u64 {
        self.gather.pairs
    }

    /// The model.
    ///
    /// # Errors
    ///
    /// A sentence that says why none can be made.
    pub fn finish(self, loaded: &Loaded, progress: &dyn Progress) -> Result<Trained, String> {
        if loaded.products.is_empty() {
            return Err("there is no product to recommend: the counts name none that is for sale".to_owned());
        }
        let mut kept = self.gather.finish();
        kept.mirror();
        let steps = learn(self.marginals, &kept, self.settings, progress);
        let prepared = Prepared::of_counts(steps, loaded, self.settings, self.kinds.finish(), progress);
        let mut trained = prepared.finish(loaded)?;
        trained.orders = self.marginals.total_orders as usize;
        Ok(trained)
    }
}

/// Counts `loaded`'s orders and trains on the counts: what a training from counts makes of the same orders.
///
/// # Errors
///
/// As [`Training::finish`].
pub fn from_orders(
    loaded: &Loaded,
    settings: &Settings,
    floor: Floor,
    progress: &dyn Progress,
) -> Result<Trained, String> {
    progress.stage("Counting pairs", 0);
    let counter = Counter::of(&loaded.orders, loaded.products.len(), floor);
    let marginals = Marginals::of(counter.products(), loaded.products.len(), counter.total());
    let mut training = Training::new(&marginals, loaded, settings);
    counter.pairs(|pair| {
        training.add(&pair);
        Ok::<(), String>(())
    })?;
    training.finish(loaded, progress)
}

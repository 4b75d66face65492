//! What is too much of a change to go up without a person looking at it.

use serde::Serialize;

use super::Diff;

/// Greatest changes, each as a share: 0.1 is 10 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Products lost, of those of the older model.
    pub lost_products: f64,
    /// Pairs lost, of those in the older model's lists.
    pub lost_pairs: f64,
    /// Fall of the hit rate, of the older model's.
    pub quality_drop: f64,
    /// Growth on the wire.
    pub growth: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { lost_products: 0.1, lost_pairs: 0.5, quality_drop: 0.1, growth: 0.5 }
    }
}

/// A limit that is passed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Broken {
    /// Its flag.
    pub limit: &'static str,
    /// What was found, as a share.
    pub found: f64,
    /// What was allowed.
    pub allowed: f64,
    /// Both in words.
    pub words: String,
}

impl Limits {
    /// The limits that `diff` passes.
    pub fn broken(&self, diff: &Diff) -> Vec<Broken> {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let mut all = vec![
            (
                "--max-lost-products",
                share(diff.products.lost.len(), diff.products.old),
                self.lost_products,
                "of the products are gone".to_owned(),
            ),
            (
                "--max-lost-pairs",
                share(diff.pairs.lost, diff.pairs.old),
                self.lost_pairs,
                "of the pairs on products' pages are gone".to_owned(),
            ),
            ("--max-growth", diff.size.growth, self.growth, "more bytes on the wire".to_owned()),
        ];
        for quality in &diff.quality {
            let words = format!("less of a hit rate ({} cases)", quality.protocol);
            all.push(("--max-quality-drop", quality.drop(), self.quality_drop, words));
        }
        all.into_iter()
            .filter(|(_, found, allowed, _)| found > allowed)
            .map(|(limit, found, allowed, words)| Broken {
                limit,
                found,
                allowed,
                words: format!("{:.1} % {words}; {limit} allows {:.1} %", found * 100.0, allowed * 100.0),
            })
            .collect()
    }
}

//! A whole file part by part, for who cuts it into entries.

use super::Model;
use super::cards::Cards;
use super::kinds::Kinds;
use super::later::Later;
use super::news::NewsTable;
use super::pairs::Pairs;
use super::priors::Priors;
use super::rules::Rules;

/// The parts of a whole file.
pub struct Sections<'m> {
    /// Complements.
    pub edges: &'m Pairs,
    /// Popularity.
    pub priors: &'m Priors,
    /// What a block shows.
    pub cards: Option<&'m Cards>,
    /// Alternatives.
    pub similar: Option<&'m Pairs>,
    /// What is bought later.
    pub later: Option<&'m Later>,
    /// Trend and newness.
    pub news: Option<&'m NewsTable>,
    /// Product types.
    pub kinds: Option<&'m Kinds>,
    /// The merchant's rules.
    pub rules: Option<&'m Rules>,
}

impl Model {
    /// The parts of the first file; `None` before one is read.
    pub fn sections(&self) -> Option<Sections<'_>> {
        let file = self.files.first()?;
        Some(Sections {
            edges: &file.edges,
            priors: &file.priors,
            cards: file.cards.as_ref(),
            similar: file.similar.as_ref(),
            later: file.later.as_ref(),
            news: file.news.as_ref(),
            kinds: file.kinds.as_ref(),
            rules: file.rules.as_ref(),
        })
    }
}

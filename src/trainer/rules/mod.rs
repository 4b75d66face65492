//! The merchant's rules: what `rules.toml` says, and what it becomes.
//!
//! [`load`] reads and checks the file; [`facts`] gathers what the shop's files say of each product;
//! [`compile`] resolves all that can be resolved while training into lists of product indexes, and
//! [`attach`] puts those into a trained model; [`check`] finds contradictions and dead rules; [`replay`] asks
//! later orders again under two sets of rules. What is
//! left to the browser is in `recommend::rules`. `docs/rules.md` has every key with an example.

mod amounts;
pub mod attach;
mod blocks;
pub mod check;
pub mod compile;
pub mod facts;
mod matching;
mod near;
mod parse;
mod place;
pub mod replay;
pub mod replay_page;
mod rule;
mod selection;

use std::fmt;
use std::path::{Path, PathBuf};

use super::input::explain;
pub use amounts::Band;
pub use blocks::BlockRules;
pub use near::nearest;
pub use place::{Place, Problem, Source};
pub use rule::{Action, Per, Rule};
pub use selection::{Named, Relation, Selection};
pub use toml::Spanned;
pub use toml::de::{DeTable, DeValue};

/// What a rules file says.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The file's name and text, to name places in.
    pub source: Source,
    /// Whether gift cards may be recommended.
    pub gift_cards: bool,
    /// Whether samples may be recommended.
    pub samples: bool,
    /// Settings of single kinds of blocks.
    pub blocks: Vec<BlockRules>,
    /// The rules, in the order of the file: the first that matches decides.
    pub rules: Vec<Rule>,
}

/// Why a rules file was refused: everything that is wrong with it, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong; never empty.
    pub problems: Vec<Problem>,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.problems.iter().enumerate() {
            let end = if n + 1 < self.problems.len() { "\n" } else { "" };
            let (path, Place { line, column }) = (self.path.display(), problem.place);
            match line {
                0 => write!(f, "{path}: {}{end}", problem.what)?,
                _ => write!(f, "{path}:{line}:{column}: {}{end}", problem.what)?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for RulesError {}

/// Reads and checks the rules file at `path`.
///
/// # Errors
///
/// [`RulesError`] with every fault, its line and column, and what to do.
pub fn load(path: &Path) -> Result<Rules, RulesError> {
    parse(path, read(path)?)
}

/// The text of a rules file.
pub(in crate::trainer) fn read(path: &Path) -> Result<String, RulesError> {
    std::fs::read_to_string(path).map_err(|error| {
        let what = match error.kind() {
            std::io::ErrorKind::InvalidData => "this is not text in UTF-8".to_owned(),
            _ => explain(&error),
        };
        RulesError { path: path.to_owned(), problems: vec![Problem { place: Place::default(), what }] }
    })
}

/// As [`load`], for a text that is at hand.
///
/// # Errors
///
/// As [`load`].
pub fn parse(path: &Path, text: String) -> Result<Rules, RulesError> {
    parse::parse(Source { path: path.to_owned(), text })
}

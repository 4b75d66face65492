//! How does a model directory get to where browsers find it, and back?
//!
//! ```text
//! manifest.json              the pointer: the live generation's manifest        short cache life
//! model-HASH.pw              files that manifests name                          for ever
//! at/NAME                    entry files under stable names                     short cache life
//! g/ID/generation.json       what the generation consists of                    for ever
//! g/ID/manifest.json         its manifest                                       for ever
//! g/ID/at/NAME               its entry files, to be copied to at/               short, as the copies take it along
//! generations.json           the index: which are there, which was live before  not cached
//! ```
//!
//! Publishing reserves the generation in the index, uploads what never changes, swaps the pointer if it is still what it
//! was at the start, and then renews `at/`. Killed anywhere, the pointer names a whole generation, and whoever comes next
//! finishes: all state is in the store, and each step looks at what is there.

pub mod address;
pub mod body;
mod cloud;
mod error;
mod folder;
pub mod index;
pub mod prune;
pub mod record;
pub mod rollback;
pub mod site;
pub mod stable;
pub mod store;
pub mod upload;

pub use error::{PublishError, Result};

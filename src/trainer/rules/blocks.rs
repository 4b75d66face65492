//! Settings of one kind of block.

use crate::recommend::Kind;

/// What `[blocks.KIND]` says.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockRules {
    /// The kind.
    pub kind: Kind,
    /// With fewer products than this the next of the chain is tried.
    pub min: Option<u8>,
    /// What is tried one after the other; empty: nothing.
    pub fallback: Option<Vec<Kind>>,
    /// At most so many of each type.
    pub per_type: Option<u32>,
    /// At most so many of each vendor.
    pub per_vendor: Option<u32>,
}

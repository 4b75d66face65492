//! What can be wrong with the bytes of a model file.

use core::fmt;

/// The part of a file that is at fault. A number and not a text: errors are handed up through every
/// reader, and one that fits a register makes the widget's reader a fifth smaller.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Part {
    /// The frame of the file.
    Head,
    /// `KEYS`.
    Keys,
    /// `EDGE`.
    Edges,
    /// `PRIO`.
    Popularity,
    /// `SIML`.
    Similar,
    /// `LATR`.
    Later,
    /// `NEWS`.
    Trends,
    /// `KIND`.
    Kinds,
    /// `CARD`.
    Cards,
    /// `RULE`.
    Rules,
    /// `RANK`.
    Rank,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Keys => "key table",
            Self::Edges => "edges",
            Self::Popularity => "popularity",
            Self::Similar => "similar products",
            Self::Later => "later orders",
            Self::Trends => "trends",
            Self::Kinds => "product types",
            Self::Cards => "product cards",
            Self::Rules => "rules",
            Self::Rank => "ranks",
        }
    }
}

/// Why a model file was refused. Every variant carries what a person needs to find the fault.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum ModelError {
    /// The first four bytes are not those of a Pairwell model.
    NotAModel,
    /// The file's major version is not the one this build reads.
    Version {
        /// Major version that this build reads.
        expected: u8,
        /// Major version found in the file.
        got: u8,
    },
    /// The bytes end before the named part is complete.
    Truncated(Part),
    /// Bytes are left over behind the named part.
    Trailing(Part),
    /// The named part holds a value that its specification forbids.
    Invalid(Part),
    /// A part without which nothing can be recommended is not in the file.
    Missing(Part),
    /// A whole file and another one: only entries are read together.
    NotAlone,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => f.write_str("this is not a Pairwell model file"),
            Self::Version { expected, got } => {
                f.write_str("the model file has format version ")?;
                write_small(f, *got)?;
                f.write_str(", this build reads version ")?;
                write_small(f, *expected)?;
                f.write_str(": train the model again, or update Pairwell")
            }
            Self::Truncated(part) => write_two(f, "the model file ends inside its ", part.name()),
            Self::Trailing(part) => {
                write_two(f, "the model file has bytes left over after its ", part.name())
            }
            Self::Invalid(part) => write_two(f, "the model file is damaged: impossible ", part.name()),
            Self::Missing(part) => write_two(f, "the model file has no ", part.name()),
            Self::NotAlone => {
                f.write_str("the model files do not belong together: one of them holds the whole shop")
            }
        }
    }
}

fn write_two(f: &mut fmt::Formatter<'_>, text: &str, part: &str) -> fmt::Result {
    f.write_str(text)?;
    f.write_str(part)
}

// Integer formatting costs 1.7 kB in the wasm build; a version needs three digits.
fn write_small(f: &mut fmt::Formatter<'_>, n: u8) -> fmt::Result {
    let digit = |d: u8| char::from(b'0' + d % 10);
    if n >= 100 {
        fmt::Write::write_char(f, digit(n / 100))?;
    }
    if n >= 10 {
        fmt::Write::write_char(f, digit(n / 10))?;
    }
    fmt::Write::write_char(f, digit(n))
}

#[cfg(not(target_arch = "wasm32"))]
impl std::error::Error for ModelError {}

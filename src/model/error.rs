//! What can be wrong with the bytes of a model file.

use core::fmt;

/// Why a model file was refused. Every variant carries what a person needs to find the fault.
#[derive(Clone, PartialEq, Eq)]
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
    Truncated(&'static str),
    /// Bytes are left over behind the named part.
    Trailing(&'static str),
    /// The named part holds a value that its specification forbids.
    Invalid(&'static str),
    /// A part without which nothing can be recommended is not in the file.
    Missing(&'static str),
    /// The file says that it belongs to a shop of another size, or overlaps one already read.
    Misfit(&'static str),
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
            Self::Truncated(part) => write_two(f, "the model file ends inside its ", part),
            Self::Trailing(part) => write_two(f, "the model file has bytes left over after its ", part),
            Self::Invalid(part) => write_two(f, "the model file is damaged: impossible ", part),
            Self::Missing(part) => write_two(f, "the model file has no ", part),
            Self::Misfit(part) => write_two(f, "the model files do not belong together: ", part),
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

//! Somebody else is at it: try again later.

/// Exit code: nothing is wrong with the command or its files.
pub const EXIT: u8 = 4;

/// Who, and where.
#[derive(Debug)]
pub struct Busy(pub String);

impl std::fmt::Display for Busy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Busy {}

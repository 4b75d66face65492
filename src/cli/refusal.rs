//! An outcome that is no fault of the run: what was checked is not good enough to go on with.

/// Exit code of a refusal: 1 is a failure, 2 a wrong command line.
pub const EXIT: u8 = 3;

/// Why.
#[derive(Debug)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

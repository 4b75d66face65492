//! How the trainer tells how far it is, without knowing of terminals.

use super::input::BytesRead;

/// Told of each stage of a training.
pub trait Progress: Sync {
    /// A file of `bytes` begins to be read; `read` counts on.
    fn reading(&self, file: &str, bytes: u64, read: &BytesRead);
    /// A stage other than reading begins, with `steps` to be advanced (0: unknown).
    fn stage(&self, name: &str, steps: u64);
    /// `steps` more of the present stage are done.
    fn advance(&self, steps: u64);
}

/// Tells `progress` of one of many equal steps, some hundreds at a time.
pub(super) fn step(progress: &dyn Progress, number: usize) {
    const TOLD: usize = 256;
    if number % TOLD == TOLD - 1 {
        progress.advance(TOLD as u64);
    }
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn reading(&self, _: &str, _: u64, _: &BytesRead) {}
    fn stage(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
}

//! Personal data is not written where a model is published from.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use pairwell::trainer::directory::read_manifest;

/// Refuses `directory` where it, or one that it lies in, is a model's: that goes up to a web server whole. `what` is what
/// was to be written there.
pub fn not_with_a_model(directory: &Path, what: &str) -> Result<()> {
    // It need not be there yet; what of its path is there is followed through links and "..".
    let there = std::path::absolute(directory)?.ancestors().find_map(|path| fs::canonicalize(path).ok());
    let is_model = |path: &&Path| read_manifest(path).is_ok();
    if let Some(model) = there.as_deref().and_then(|path| path.ancestors().find(is_model)) {
        bail!(
            "{what} personal data: write them to another directory than the public model's ({})",
            model.display()
        );
    }
    Ok(())
}

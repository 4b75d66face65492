//! Settings from a file and from flags.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use pairwell::trainer::Settings;

/// The settings of `config`, or the defaults, with what the flags say on top.
pub fn read(
    config: Option<&Path>,
    neighbours: Option<u16>,
    weight_bits: Option<u8>,
    min_orders: Option<u32>,
) -> Result<Settings> {
    let mut settings = match config {
        None => Settings::default(),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            serde_json::from_str(&text).with_context(|| format!("{}: not a settings file", path.display()))?
        }
    };
    if let Some(n) = neighbours {
        settings.neighbours = usize::from(n);
    }
    if let Some(n) = weight_bits {
        settings.weight_bits = u32::from(n);
    }
    if let Some(n) = min_orders {
        settings.min_orders = n;
    }
    Ok(settings)
}

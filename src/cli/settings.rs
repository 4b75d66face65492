//! Settings from a file and from flags.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use pairwell::trainer::settings::{MOST_CANDIDATES, Settings};

/// What flags may say; `None`: nothing.
#[derive(Default)]
pub struct Flags {
    pub neighbours: Option<u16>,
    pub pairs: Option<f64>,
    pub weight_bits: Option<u8>,
    pub min_orders: Option<u32>,
    pub min_customers: Option<u32>,
}

/// The settings of `config`, or the defaults, with what the flags say on top.
pub fn read(config: Option<&Path>, flags: Flags) -> Result<Settings> {
    let mut settings = match config {
        None => Settings::default(),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            serde_json::from_str(&text).with_context(|| format!("{}: not a settings file", path.display()))?
        }
    };
    if settings.page_candidates > MOST_CANDIDATES {
        bail!("page_candidates is {}: at most {MOST_CANDIDATES}", settings.page_candidates);
    }
    if let Some(n) = flags.neighbours {
        settings.neighbours = usize::from(n);
    }
    if let Some(n) = flags.pairs {
        settings.pairs = n;
    }
    if let Some(n) = flags.weight_bits {
        settings.weight_bits = u32::from(n);
    }
    if let Some(n) = flags.min_orders {
        settings.min_orders = n;
    }
    if let Some(n) = flags.min_customers {
        settings.min_customers = n;
    }
    Ok(settings)
}

//! Events files as lines of JSON, as GA4 exports them: what is the same whoever asks.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::input::{self, BytesRead, InputError, MAX_RECORD};
use super::rejects::Rejects;

/// The products of an event, in whichever of the three places it names them.
#[derive(Deserialize)]
pub(super) struct Ecommerce {
    #[serde(default)]
    items: Vec<Item>,
}

/// One product of an event.
#[derive(Deserialize)]
pub(super) struct Item {
    item_id: Option<String>,
}

/// The ids of an event's products: its own, those of its `items`, those of its `ecommerce.items`.
pub(super) fn products(
    own: Option<String>,
    items: Vec<Item>,
    ecommerce: Option<Ecommerce>,
) -> impl Iterator<Item = String> {
    let nested = ecommerce.map(|ecommerce| ecommerce.items).unwrap_or_default();
    own.into_iter().chain(items.into_iter().chain(nested).filter_map(|item| item.item_id))
}

/// Events that are looks at a product; a file without event names holds nothing else.
pub(super) fn is_view(event: Option<&str>) -> bool {
    event.is_none_or(|name| matches!(name, "" | "view_item" | "view" | "product_viewed" | "Viewed Product"))
}

/// Hands each event of `path` to `take`. Lines that are no event, and those that `take` says something about, go to `rejects`.
///
/// # Errors
///
/// [`InputError`] when the file cannot be read.
pub(super) fn each<T: DeserializeOwned>(
    path: &Path,
    rejects: &mut Rejects,
    mut take: impl FnMut(T) -> Result<(), String>,
) -> Result<(), InputError> {
    let mut reader = BufReader::new(input::open(path, &BytesRead::default())?.into_reader());
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.by_ref().take(MAX_RECORD).read_until(b'\n', &mut line);
        if read.map_err(|error| InputError::at(path, number, error.to_string()))? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let event = serde_json::from_slice(&line).map_err(|error| format!("not an event: {error}"));
        if let Err(why) = event.and_then(&mut take) {
            rejects.add(path, number, why, String::from_utf8_lossy(&line).chars().take(300).collect());
        }
    }
    Ok(())
}

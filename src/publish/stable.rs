//! Entry files under their stable names: `at/NAME`, brought in line with what the pointer names.
//!
//! Pages fetch them without knowing the manifest. Each is whole in itself, so old and new ones may stand side by side
//! while this goes on, and a run that is killed here leaves work for the next one and no harm.

use std::collections::{HashMap, HashSet};

use futures_util::{StreamExt, TryStreamExt, stream};

use super::error::{PublishError, Result};
use super::index::Stable;
use super::record::{ENTRIES, Record};
use super::site::{Site, key_of};
use super::store::Listed;
use crate::trainer::progress::Progress;

/// Generations that may become live one after the other while this runs before it leaves the rest to them.
const ROUNDS: usize = 5;

/// What has to be done under `at/`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Entry files that are not there or differ.
    pub renew: Vec<String>,
    /// Those that the generation lacks.
    pub remove: Vec<String>,
    /// Those that are right already.
    pub same: usize,
}

impl Plan {
    /// Whether nothing has to be done.
    pub fn is_empty(&self) -> bool {
        self.renew.is_empty() && self.remove.is_empty()
    }
}

/// `at/NAME`.
pub fn entry_key(name: &str) -> String {
    format!("{ENTRIES}/{name}")
}

/// Compares what is under `at/` with the generation.
pub async fn plan(site: &Site, record: &Record) -> Result<Plan> {
    let there: HashMap<String, Listed> = site
        .store
        .list(ENTRIES)
        .await?
        .into_iter()
        .filter_map(|one| Some((one.key.strip_prefix(ENTRIES)?.strip_prefix('/')?.to_owned(), one)))
        .filter(|(name, _)| !name.contains('/'))
        .collect();
    let same = same(site, record, &there).await?;
    let wanted: HashSet<&str> = record.at.iter().map(|part| part.name.as_str()).collect();
    let mut remove: Vec<String> = there.into_keys().filter(|name| !wanted.contains(name.as_str())).collect();
    remove.sort_unstable();
    let renew =
        record.at.iter().map(|part| &part.name).filter(|name| !same.contains(*name)).cloned().collect();
    Ok(Plan { renew, remove, same: same.len() })
}

/// Names of those that are right.
async fn same(site: &Site, record: &Record, there: &HashMap<String, Listed>) -> Result<HashSet<String>> {
    let mut same = HashSet::new();
    if site.store.is_folder() {
        let maybe =
            record.at.iter().filter(|part| there.get(&part.name).is_some_and(|one| one.size == part.bytes));
        let mut read = stream::iter(maybe)
            .map(|part| async move { Ok((part, site.store.get(&entry_key(&part.name)).await?)) })
            .buffer_unordered(site.store.at_once());
        while let Some((part, held)) = read.try_next().await? {
            // A folder's tags are SHA-256.
            if held.is_some_and(|held| held.tag.e_tag.as_deref() == Some(&part.sha256)) {
                same.insert(part.name.clone());
            }
        }
        return Ok(same);
    }
    // Where ETags are not MD5: the generation that `at/` was once brought wholly in line with, as far as nobody
    // has written there since.
    let base = match &site.index.stable {
        Some(stable) if !there.is_empty() => {
            site.record(&stable.id).await?.map(|record| (record, stable.newest))
        }
        _ => None,
    };
    let (base, newest) = base.unwrap_or((Record { at: Vec::new(), ..record.clone() }, i64::MIN));
    let before: HashMap<&str, &str> =
        base.at.iter().map(|part| (part.name.as_str(), part.md5.as_str())).collect();
    for part in &record.at {
        let Some(one) = there.get(&part.name) else { continue };
        let right = match site.md5_of(one.e_tag.as_deref()) {
            Some(md5) => md5 == part.md5,
            None => {
                one.modified <= newest
                    && one.size == part.stored
                    && before.get(part.name.as_str()) == Some(&part.md5.as_str())
            }
        };
        if right {
            same.insert(part.name.clone());
        }
    }
    Ok(same)
}

/// After the pointer names generation `id`: says so in the index and brings `at/` in line with it. `known` is its record,
/// if it is at hand.
pub async fn finish(
    site: &mut Site,
    id: &str,
    known: Option<&Record>,
    progress: &dyn Progress,
) -> Result<Plan> {
    let mut id = id.to_owned();
    let mut known = known.cloned();
    let mut done = Plan::default();
    for _ in 0..ROUNDS {
        let record = match known.take() {
            Some(record) => record,
            None => site.record(&id).await?.ok_or_else(|| broken(&id))?,
        };
        let plan = plan(site, &record).await?;
        if plan.is_empty() {
            settle(site, &id).await?;
            done.same = plan.same;
            return Ok(done);
        }
        site.update(|index| {
            index.release(&id);
            index.now_live(&id);
            index.stable = None;
            Ok(())
        })
        .await?;
        apply(site, &id, &plan, progress).await?;
        done = Plan { renew: plan.renew, remove: plan.remove, same: plan.same };
        // Whoever ends last must leave what is live: another may have been at it, too.
        let pointer = site.pointer().await?;
        if pointer.sha().as_ref() == Some(&record.manifest) {
            settle(site, &id).await?;
            return Ok(done);
        }
        site.reread().await?;
        match pointer.sha().and_then(|sha| site.index.meant_by(&sha)) {
            Some(other) => id = other.id.clone(),
            None => return Ok(done),
        }
    }
    Ok(done)
}

/// The index says that `id` is live and that `at/` is in line with it.
async fn settle(site: &mut Site, id: &str) -> Result<()> {
    let stands = site.index.stable.as_ref().is_some_and(|stable| stable.id == id);
    let newest = match &site.index.stable {
        Some(stable) if stands => stable.newest,
        _ => newest(site).await?,
    };
    site.update(|index| {
        index.release(id);
        index.now_live(id);
        index.stable = Some(Stable { id: id.to_owned(), newest });
        Ok(())
    })
    .await
}

/// Where nothing else tells later whether somebody wrote there: the latest change.
async fn newest(site: &Site) -> Result<i64> {
    if site.store.is_folder() || site.has_md5() {
        return Ok(0);
    }
    Ok(site.store.list(ENTRIES).await?.iter().map(|one| one.modified).max().unwrap_or(0))
}

async fn apply(site: &Site, id: &str, plan: &Plan, progress: &dyn Progress) -> Result<()> {
    progress.stage("Renewing entry files", plan.renew.len() as u64);
    stream::iter(&plan.renew)
        .map(|name| async move {
            site.store.copy(&key_of(id, &entry_key(name)), &entry_key(name)).await?;
            progress.advance(1);
            Ok::<(), PublishError>(())
        })
        .buffer_unordered(site.store.at_once())
        .try_collect::<()>()
        .await?;
    if !plan.remove.is_empty() {
        site.store.delete(plan.remove.iter().map(|name| entry_key(name)).collect()).await?;
    }
    Ok(())
}

/// A generation without its record.
pub fn broken(id: &str) -> PublishError {
    PublishError::Failed(format!(
        "{} is missing: publish this model again from its directory.",
        key_of(id, "generation.json")
    ))
}

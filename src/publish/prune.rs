//! Removing generations that are no longer kept, and nothing else.
//!
//! A prune says in the index what it is about to delete, and whoever publishes says there first what it builds upon, so
//! that neither takes the other's ground away.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{PublishError, Result};
use super::index::{Index, PRUNING, Pruning};
use super::record::is_name;
use super::site::{Site, key_of, now};
use super::store::{Listed, Store};

/// What was removed, or would be.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Pruned {
    /// Generations.
    pub ids: Vec<String>,
    /// Objects.
    pub objects: usize,
    /// Their stored bytes, as far as listed.
    pub bytes: u64,
    /// Generations that stay.
    pub kept: Vec<String>,
}

/// What lies below `g/`, by generation.
type Found = BTreeMap<String, Vec<Listed>>;

/// What has to go.
#[derive(Debug, Default, Clone)]
struct Doomed {
    ids: Vec<String>,
    files: Vec<String>,
    kept: Vec<String>,
}

/// Removes all generations but those that [`Index::kept`] names.
///
/// # Errors
///
/// [`PublishError::Lost`] when another prune is at it.
pub async fn prune(site: &mut Site, keep: usize, dry_run: bool) -> Result<Pruned> {
    // In this order: whoever uploads has said so in the index before, so what is listed and not in an index read
    // later belongs to nobody.
    let found = find(&site.store).await?;
    site.reread().await?;
    let pointer = site.pointer().await?;
    let strays = strays(site, &found).await?;
    let live_files = live_files(&pointer.held.as_ref().map(|held| held.bytes.clone()).unwrap_or_default());
    let sha = pointer.sha();
    let choose = |index: &Index| doomed(index, keep, &strays, &live_files);
    if dry_run {
        let mut index = site.index.clone();
        index.follow(sha.as_deref());
        let doomed = choose(&index);
        return count(site, &found, doomed).await;
    }
    let by = site.token();
    let mut chosen = Doomed::default();
    site.update(|index| {
        if let Some(other) = &index.pruning
            && now() - other.since < PRUNING
        {
            return Err(PublishError::Lost(format!(
                "Another prune has been at work for {} seconds. Try again when it is done.",
                now() - other.since
            )));
        }
        index.follow(sha.as_deref());
        chosen = choose(index);
        index.retain(&chosen.kept);
        if index.stable.as_ref().is_some_and(|stable| !chosen.kept.contains(&stable.id)) {
            index.stable = None;
        }
        index.pruning = (!chosen.ids.is_empty()).then(|| Pruning {
            by: by.clone(),
            since: now(),
            ids: chosen.ids.clone(),
            files: chosen.files.clone(),
        });
        Ok(())
    })
    .await?;
    let counted = count(site, &found, chosen.clone()).await?;
    if !chosen.ids.is_empty() {
        delete(&site.store, &found, &chosen).await?;
        site.update(|index| {
            if index.pruning.as_ref().is_some_and(|prune| prune.by == by) {
                index.pruning = None;
            }
            Ok(())
        })
        .await?;
    }
    if let Store::Folder(folder) = &site.store {
        folder.sweep();
    }
    Ok(counted)
}

/// What [`prune`] would remove if the index were `after`.
pub async fn preview(site: &Site, after: &Index, keep: usize) -> Result<Pruned> {
    let found = find(&site.store).await?;
    let strays = strays(site, &found).await?;
    count(site, &found, doomed(after, keep, &strays, &BTreeSet::new())).await
}

/// Ends what a killed prune has left, if there is one: who publishes may build upon what it was deleting.
pub async fn take_over(site: &mut Site) -> Result<()> {
    match &site.index.pruning {
        Some(prune) if now() - prune.since >= PRUNING => prune_all_kept(site).await,
        _ => Ok(()),
    }
}

async fn prune_all_kept(site: &mut Site) -> Result<()> {
    prune(site, usize::MAX, false).await.map(|_| ())
}

async fn find(store: &Store) -> Result<Found> {
    let mut found = Found::new();
    for one in store.list("g").await? {
        let mut parts = one.key.split('/');
        if let (Some("g"), Some(id), Some(_)) = (parts.next(), parts.next(), parts.next())
            && is_name(id)
        {
            found.entry(id.to_owned()).or_default().push(one);
        }
    }
    Ok(found)
}

/// Generations that are there and in no index, with the files their records name: left by killed runs.
async fn strays(site: &Site, found: &Found) -> Result<BTreeMap<String, Vec<String>>> {
    let mut strays = BTreeMap::new();
    for id in found.keys().filter(|id| site.index.find(id).is_none()) {
        let record = site.record(id).await?;
        let files = record.map(|record| record.files.into_iter().map(|part| part.name).collect());
        strays.insert(id.clone(), files.unwrap_or_default());
    }
    Ok(strays)
}

/// Files of the manifest that is live, whoever put it there.
fn live_files(manifest: &[u8]) -> BTreeSet<String> {
    let value: serde_json::Value = serde_json::from_slice(manifest).unwrap_or_default();
    let files = value.get("files").and_then(|files| files.as_array()).cloned().unwrap_or_default();
    files.iter().filter_map(|file| Some(file.get("name")?.as_str()?.to_owned())).collect()
}

fn doomed(
    index: &Index,
    keep: usize,
    strays: &BTreeMap<String, Vec<String>>,
    live_files: &BTreeSet<String>,
) -> Doomed {
    let kept = index.kept(keep, now());
    let needed: BTreeSet<&str> =
        kept.iter().flat_map(|one| &one.files).chain(live_files).map(String::as_str).collect();
    let kept: Vec<String> = kept.iter().map(|one| one.id.clone()).collect();
    let mut ids = Vec::new();
    let mut files = BTreeSet::new();
    for one in index.generations.iter().filter(|one| !kept.contains(&one.id)) {
        ids.push(one.id.clone());
        files.extend(one.files.iter().cloned());
    }
    for (id, names) in strays.iter().filter(|(id, _)| index.find(id).is_none()) {
        ids.push(id.clone());
        files.extend(names.iter().cloned());
    }
    // Names come from records that anybody with a key may have written.
    let files = files.into_iter().filter(|name| is_name(name) && !needed.contains(name.as_str())).collect();
    Doomed { ids, files, kept }
}

async fn count(site: &Site, found: &Found, doomed: Doomed) -> Result<Pruned> {
    let mut pruned = Pruned { ids: doomed.ids, objects: 0, bytes: 0, kept: doomed.kept };
    for one in pruned.ids.iter().filter_map(|id| found.get(id)).flatten() {
        pruned.objects += 1;
        pruned.bytes += one.size;
    }
    for name in &doomed.files {
        if let Some(one) = site.store.head(name).await? {
            pruned.objects += 1;
            pruned.bytes += one.size;
        }
    }
    Ok(pruned)
}

/// Records go last: by them the next prune finds what a killed one has left.
async fn delete(store: &Store, found: &Found, doomed: &Doomed) -> Result<()> {
    store.delete(doomed.files.clone()).await?;
    for id in &doomed.ids {
        let record = key_of(id, "generation.json");
        let keys = found.get(id).into_iter().flatten().map(|one| one.key.clone());
        store.delete(keys.filter(|key| *key != record).collect()).await?;
        store.delete(vec![record]).await?;
    }
    Ok(())
}

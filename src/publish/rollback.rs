//! Going back: the pointer is swapped to an older manifest, which is still there with all its files.

use std::collections::HashMap;

use super::body::{Body, short_lived};
use super::error::{PublishError, Result};
use super::index::{Generation, Index};
use super::site::{POINTER, Pointer, Site, key_of, now};
use super::stable::{self, broken, entry_key, finish};
use super::store::{Held, Store};
use super::upload::swap_pointer;
use crate::trainer::output::sha256;
use crate::trainer::progress::Progress;

/// What was done, or would be.
#[derive(Debug)]
pub struct RolledBack {
    /// The generation that is live now.
    pub to: Generation,
    /// The build that was live before.
    pub from: String,
    /// Whether the pointer was changed.
    pub swapped: bool,
    /// What was done under `at/`.
    pub entries: stable::Plan,
}

/// Makes the generation before the present one live again, or the one that `to` names.
///
/// # Errors
///
/// [`PublishError::Lost`] when somebody else changed the pointer meanwhile; otherwise when there is no such generation,
/// or not all of it.
pub async fn rollback(
    store: Store,
    to: Option<&str>,
    max_age: u32,
    dry_run: bool,
    progress: &dyn Progress,
) -> Result<RolledBack> {
    let (mut site, pointer) = Site::open(store).await?;
    let sha = pointer.sha().ok_or_else(nothing_there)?;
    let mut index = site.index.clone();
    index.follow(Some(&sha));
    let target = choose(&index, to)?.clone();
    let from = pointer.build();
    if target.manifest == sha && index.live.last() == Some(&target.id) {
        // It is live. What a killed run left under at/ is brought to its end all the same.
        let entries = bring_in_line(&mut site, &target.id, dry_run, progress).await?;
        return Ok(RolledBack { to: target, from, swapped: false, entries });
    }
    if !dry_run {
        site.update(|index| {
            index.follow(Some(&sha));
            let target = index.find(&target.id).ok_or_else(|| gone(&target.id))?.clone();
            index
                .generations
                .iter_mut()
                .filter(|one| one.id == target.id)
                .for_each(|one| one.reserved = Some(now()));
            Ok(())
        })
        .await?;
    }
    let manifest = whole(&site, &target).await?;
    if dry_run {
        let entries = bring_in_line(&mut site, &target.id, true, progress).await?;
        return Ok(RolledBack { to: target, from, swapped: true, entries });
    }
    let body = Body::plain(POINTER, manifest.bytes, short_lived(max_age));
    swap_pointer(&mut site, &pointer, &body, &target.id).await?;
    let entries = finish(&mut site, &target.id, None, progress).await?;
    Ok(RolledBack { to: target, from, swapped: true, entries })
}

/// Ends what a killed run has left: `at/` and the index follow the pointer.
///
/// # Errors
///
/// When nothing was published there by this program.
pub async fn resume(
    store: Store,
    dry_run: bool,
    progress: &dyn Progress,
) -> Result<(Generation, stable::Plan)> {
    let (mut site, pointer) = Site::open(store).await?;
    let live = live(&site.index, &pointer)?.clone();
    let plan = bring_in_line(&mut site, &live.id, dry_run, progress).await?;
    Ok((live, plan))
}

/// The generation that is live.
pub fn live<'a>(index: &'a Index, pointer: &Pointer) -> Result<&'a Generation> {
    let sha = pointer.sha().ok_or_else(nothing_there)?;
    index.meant_by(&sha).ok_or_else(|| {
        PublishError::Failed(format!(
            "{POINTER} there names build {}, which was not put there by `pairwell publish`: publish first.",
            pointer.build()
        ))
    })
}

async fn bring_in_line(
    site: &mut Site,
    id: &str,
    dry_run: bool,
    progress: &dyn Progress,
) -> Result<stable::Plan> {
    if dry_run {
        let record = site.record(id).await?.ok_or_else(|| broken(id))?;
        return stable::plan(site, &record).await;
    }
    finish(site, id, None, progress).await
}

fn choose<'a>(index: &'a Index, to: Option<&str>) -> Result<&'a Generation> {
    let Some(to) = to else {
        return index.previous().ok_or_else(|| {
            PublishError::Failed(format!("Nothing was live before the present model.{}", known(index)))
        });
    };
    let mut fit = index.generations.iter().filter(|one| one.id == to || one.id.starts_with(to));
    match (fit.next(), fit.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(_)) => index.find(to).ok_or_else(|| {
            PublishError::Failed(format!("{to} is the beginning of several builds.{}", known(index)))
        }),
        _ => Err(PublishError::Failed(format!("There is no build {to}.{}", known(index)))),
    }
}

fn known(index: &Index) -> String {
    let ids: Vec<&str> = index.generations.iter().map(|one| one.id.as_str()).collect();
    if ids.is_empty() { String::new() } else { format!(" There are: {}.", ids.join(", ")) }
}

fn gone(id: &str) -> PublishError {
    PublishError::Lost(format!("Build {id} has just been pruned."))
}

fn nothing_there() -> PublishError {
    PublishError::failed("There is no manifest.json there: nothing was published to this address.")
}

/// The manifest of a generation of which every file is there.
async fn whole(site: &Site, target: &Generation) -> Result<Held> {
    let record = site.record(&target.id).await?.ok_or_else(|| broken(&target.id))?;
    let lacks = |what: &str| {
        PublishError::Failed(format!(
            "Build {} is not whole any more: {what} is missing or damaged. The pointer was not touched; choose another with --to.",
            target.id
        ))
    };
    let key = key_of(&target.id, POINTER);
    let manifest = site.store.get(&key).await?.filter(|held| sha256(&held.bytes) == target.manifest);
    let manifest = manifest.ok_or_else(|| lacks(&key))?;
    for part in &record.files {
        let there = site.store.head(&part.name).await?;
        if there.is_none_or(|there| there.size != part.stored) {
            return Err(lacks(&part.name));
        }
    }
    let listed = site.store.list(&format!("g/{}", target.id)).await?;
    let sizes: HashMap<&str, u64> = listed.iter().map(|one| (one.key.as_str(), one.size)).collect();
    for part in &record.at {
        let key = key_of(&target.id, &entry_key(&part.name));
        if sizes.get(key.as_str()) != Some(&part.stored) {
            return Err(lacks(&key));
        }
    }
    Ok(manifest)
}

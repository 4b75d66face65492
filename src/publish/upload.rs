//! Publishing: what never changes first, then the pointer, then what has a stable name.

use std::collections::HashMap;
use std::path::Path;

use futures_util::{StreamExt, TryStreamExt, stream};

use super::body::{Body, Encoding, FOREVER, short_lived};
use super::error::{PublishError, Result};
use super::index::{Generation, RESERVED};
use super::prune::{self, Pruned};
use super::record::{Pack, Part, Record};
use super::site::{POINTER, Pointer, Site, key_of, now};
use super::stable::{self, entry_key, finish};
use super::store::{Listed, Store};
use crate::trainer::output::sha256;
use crate::trainer::progress::Progress;

/// How to publish.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Generations to keep.
    pub keep: usize,
    /// Cache life of the pointer and of entry files, in seconds.
    pub max_age: u32,
    /// How bodies are stored in a bucket.
    pub encoding: Encoding,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// A file that goes up, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Where.
    pub key: String,
    /// Length, not encoded.
    pub bytes: u64,
    /// Length as stored.
    pub stored: u64,
}

/// What publishing did, or would do.
#[derive(Debug)]
pub struct Published {
    /// The generation.
    pub id: String,
    /// Number of products.
    pub products: u32,
    /// What went up.
    pub sent: Vec<Sent>,
    /// How many files were there already.
    pub present: usize,
    /// The build that was live before; none where nothing was.
    pub before: Option<String>,
    /// Whether the pointer was changed.
    pub swapped: bool,
    /// What was done under `at/`.
    pub entries: stable::Plan,
    /// Older generations that were removed; or why that could not be.
    pub pruned: std::result::Result<Pruned, String>,
}

/// Publishes the model directory.
///
/// # Errors
///
/// [`PublishError::Lost`] when another one was faster. Otherwise when the directory is no model directory or the store
/// refuses; what was live stays live.
pub async fn publish(
    directory: &Path,
    store: Store,
    options: Options,
    progress: &dyn Progress,
) -> Result<Published> {
    let encoding = if store.is_folder() { Encoding::Plain } else { options.encoding };
    let short = short_lived(options.max_age);
    progress.stage("Reading and compressing", 0);
    let pack = Pack::read(directory, encoding, &short)?;
    progress.stage("Comparing with what is there", 0);
    let (mut site, pointer) = Site::open(store).await?;
    let before = pointer.held.is_some().then(|| pointer.build());
    if !options.dry_run {
        prune::take_over(&mut site).await?;
    }

    let is_live = |site: &Site, id: &str| {
        pointer.sha().as_ref() == Some(&pack.record.manifest)
            && site.index.meant_by(&pack.record.manifest).is_some_and(|one| one.id == id)
    };
    let (id, known) = claim(&mut site, &pack.record, options.dry_run, &pointer, &is_live).await?;
    let live = is_live(&site, &id);
    // Listed only now that nobody may delete any of it.
    let missing = missing(&site, &id, known, &pack).await?;
    let total = pack.files.len() + pack.at.len() + 1;
    let present = total - missing.len();
    let sent: Vec<Sent> = missing.iter().map(|(sent, _)| Sent { key: sent.key.clone(), ..*sent }).collect();

    if options.dry_run {
        let mut after = site.index.clone();
        after.follow(pointer.sha().as_deref());
        after.reserve(generation(&id, &pack.record), now());
        after.release(&id);
        after.now_live(&id);
        return Ok(Published {
            entries: stable::plan(&site, &pack.record).await?,
            pruned: prune::preview(&site, &after, options.keep).await.map_err(|error| error.to_string()),
            swapped: pointer.sha().as_ref() != Some(&pack.record.manifest),
            products: pack.record.products,
            id,
            sent,
            present,
            before,
        });
    }

    let begun = now();
    send(&site, &missing, progress).await?;
    if !live && now() - begun > RESERVED / 2 {
        return Err(PublishError::failed(
            "The upload took so long that a prune may have removed a part of it. What is there is not uploaded again: run it once more.",
        ));
    }
    let swapped = swap(&mut site, &pointer, &id, &pack, &short).await?;
    let entries = finish(&mut site, &id, Some(&pack.record), progress).await?;
    let pruned = if site.index.kept(options.keep, now()).len() < site.index.generations.len() {
        progress.stage("Removing older generations", 0);
        prune::prune(&mut site, options.keep, false).await.map_err(|error| error.to_string())
    } else {
        Ok(Pruned::default())
    };
    let products = pack.record.products;
    Ok(Published { id, products, sent, present, before, swapped, entries, pruned })
}

fn generation(id: &str, record: &Record) -> Generation {
    Generation {
        id: id.to_owned(),
        manifest: record.manifest.clone(),
        files: record.files.iter().map(|part| part.name.clone()).collect(),
        entries: record.at.len(),
        products: record.products,
        bytes: record.bytes(),
        published: now(),
        reserved: None,
    }
}

/// Finds the generation's folder and makes it ours: in the index first, so that no prune takes what is uploaded, then
/// by the record, which tells anybody else what belongs there. Says whether the record was there before.
async fn claim(
    site: &mut Site,
    record: &Record,
    dry_run: bool,
    pointer: &Pointer,
    is_live: &impl Fn(&Site, &str) -> bool,
) -> Result<(String, bool)> {
    let text = record.text();
    // Two uploads of one build may differ (other settings for what goes up, another release): the second one gets a
    // folder named by what is in it.
    for id in [record.build.clone(), format!("{}-{}", record.build, &sha256(&text)[..8])] {
        let key = key_of(&id, "generation.json");
        let mut there = site.store.get(&key).await?;
        if there.as_ref().is_some_and(|held| held.bytes != text) {
            continue;
        }
        if dry_run {
            return Ok((id, there.is_some()));
        }
        if !is_live(site, &id) {
            let sha = pointer.sha();
            site.update(|index| {
                if index.is_doomed(&id, &generation(&id, record).files, now()) {
                    return Err(PublishError::Lost(
                        "A prune is removing files of this very model. Try again when it is done.".to_owned(),
                    ));
                }
                index.follow(sha.as_deref());
                index.reserve(generation(&id, record), now());
                Ok(())
            })
            .await?;
        }
        if there.is_none() {
            let body = Body::plain("generation.json", text.clone(), FOREVER);
            if site.store.swap(&key, &body, None).await?.is_some() {
                return Ok((id, false));
            }
            // Another one has just put it there.
            there = site.store.get(&key).await?;
        }
        if there.is_some_and(|held| held.bytes == text) {
            return Ok((id, true));
        }
        site.update(|index| {
            index.release(&id);
            Ok(())
        })
        .await?;
    }
    Err(PublishError::failed(format!(
        "g/{}/ holds two other uploads of this build: remove them with `pairwell prune`, or train again.",
        record.build
    )))
}

/// What is not there yet, or not as it should be. `known`: somebody began to upload this generation before.
async fn missing(site: &Site, id: &str, known: bool, pack: &Pack) -> Result<Vec<(Sent, Body)>> {
    let mut missing = Vec::new();
    let sent = |key: String, part: &Part| Sent { key, bytes: part.bytes, stored: part.stored };
    for (part, body) in pack.record.files.iter().zip(&pack.files) {
        let there = site.store.head(&part.name).await?;
        if !holds(site, &part.name, part, body, there.as_ref(), true).await? {
            missing.push((sent(part.name.clone(), part), body.clone()));
        }
    }
    let listed = if known { site.store.list(&format!("g/{id}")).await? } else { Vec::new() };
    let there: HashMap<&str, &Listed> = listed.iter().map(|one| (one.key.as_str(), one)).collect();
    let entries = stream::iter(pack.record.at.iter().zip(&pack.at))
        .map(|(part, body)| {
            let key = key_of(id, &entry_key(&part.name));
            let one = there.get(key.as_str()).copied();
            async move {
                let holds = holds(site, &key, part, body, one, false).await?;
                Ok::<_, PublishError>((!holds).then(|| (sent(key, part), body.clone())))
            }
        })
        .buffered(site.store.at_once())
        .try_collect::<Vec<_>>()
        .await?;
    missing.extend(entries.into_iter().flatten());
    let manifest = key_of(id, POINTER);
    let length = pack.manifest.len() as u64;
    if there.get(manifest.as_str()).is_none_or(|one| one.size != length) {
        let body = Body::plain(POINTER, pack.manifest.clone(), FOREVER);
        missing.push((Sent { key: manifest, bytes: length, stored: length }, body));
    }
    Ok(missing)
}

/// Whether what is stored is `body`. Where ETags tell nothing it is read back, if `read`; else an equal length under an
/// equal record is enough.
async fn holds(
    site: &Site,
    key: &str,
    part: &Part,
    body: &Body,
    there: Option<&Listed>,
    read: bool,
) -> Result<bool> {
    let Some(there) = there.filter(|there| there.size == part.stored) else { return Ok(false) };
    if let Some(md5) = site.md5_of(there.e_tag.as_deref()) {
        return Ok(md5 == part.md5);
    }
    if !read && !site.store.is_folder() {
        return Ok(true);
    }
    Ok(site.store.get(key).await?.is_some_and(|held| held.bytes == body.bytes))
}

async fn send(site: &Site, missing: &[(Sent, Body)], progress: &dyn Progress) -> Result<()> {
    progress.stage("Uploading", missing.len() as u64);
    stream::iter(missing)
        .map(|(sent, body)| async move {
            site.store.put(&sent.key, body).await?;
            progress.advance(1);
            Ok::<(), PublishError>(())
        })
        .buffer_unordered(site.store.at_once())
        .try_collect()
        .await
}

/// Makes the pointer name this manifest, if it is still what was read at the start. Says whether that changed it.
async fn swap(site: &mut Site, pointer: &Pointer, id: &str, pack: &Pack, short: &str) -> Result<bool> {
    if pointer.held.as_ref().is_some_and(|held| held.bytes == pack.manifest) {
        return Ok(false);
    }
    let body = Body::plain(POINTER, pack.manifest.clone(), short);
    swap_pointer(site, pointer, &body, id).await?;
    Ok(true)
}

/// The compare-and-swap. Where it is lost, the generation's reservation is given up.
pub(super) async fn swap_pointer(site: &mut Site, pointer: &Pointer, body: &Body, id: &str) -> Result<()> {
    let expected = pointer.held.as_ref().map(|held| &held.tag);
    if site.store.swap(POINTER, body, expected).await?.is_some() {
        return Ok(());
    }
    // A store that was slow to answer may have been asked twice: then it was us.
    let now_there = site.pointer().await?;
    if now_there.held.as_ref().is_some_and(|held| held.bytes == body.bytes) {
        return Ok(());
    }
    site.update(|index| {
        index.release(id);
        Ok(())
    })
    .await?;
    Err(PublishError::Lost(format!(
        "While this was running somebody else made build {} live (before: {}). Nothing of yours is live; your files are \
         up, so once you know that yours is to replace it, the same command again takes a moment.",
        now_there.build(),
        if expected.is_some() { pointer.build() } else { "none".to_owned() },
    )))
}

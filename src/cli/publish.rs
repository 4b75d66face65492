//! `pairwell publish`, `pairwell rollback` and `pairwell prune`

// Without the feature they only say how to get it, and nobody reads what was asked for.
#![cfg_attr(not(feature = "publish"), allow(dead_code))]

use anyhow::Result;
use clap::{Args, ValueEnum};

/// Exit code of who was not the first: another one has published meanwhile, or is at work on the same place.
pub const EXIT_LOST: u8 = 4;

/// How bodies are stored in a bucket.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EncodingArg {
    /// Brotli: the smallest. Every browser that can run the model reads it, over HTTPS.
    Br,
    /// Gzip: also read over plain HTTP, and by programs without brotli.
    Gzip,
    /// As they are, where the host compresses by itself.
    None,
}

/// Where to, and how.
#[derive(Args)]
pub struct PlaceArgs {
    /// Address of an S3 store that is not Amazon's (R2, MinIO, …), or of an emulator; AWS_ENDPOINT_URL does
    /// the same for S3.
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// Print what would be done, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args)]
#[command(override_usage = "pairwell publish [OPTIONS] DIR URL\n       pairwell publish --resume URL")]
pub struct PublishArgs {
    /// Model directory, as `pairwell train` wrote it.
    #[arg(value_name = "DIR")]
    pub first: String,
    /// Where to: s3://BUCKET/FOLDER, gs://BUCKET/FOLDER, az://CONTAINER/FOLDER, or a folder that a web
    /// server serves. Keys come from the store's usual environment variables: see docs/publish.md.
    #[arg(value_name = "URL")]
    pub second: Option<String>,
    /// End what a killed publish or rollback has left (any other run there does so, too).
    #[arg(long)]
    pub resume: bool,
    /// Generations to keep; older ones are removed. At least 3, as browsers and caches go on with an older
    /// manifest for a while.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(3..))]
    pub keep: u32,
    /// Seconds for which browsers and caches may go by manifest.json and the files in at/ without asking.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub max_age: u32,
    /// How files are stored in a bucket; br unless --public-url is plain HTTP. Folders get them as they are.
    #[arg(long, value_enum, value_name = "ENCODING")]
    pub encoding: Option<EncodingArg>,
    /// Address at which browsers find the folder, if another host stands before the bucket: for the snippet
    /// that is printed.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    #[command(flatten)]
    pub place: PlaceArgs,
}

#[derive(Args)]
pub struct RollbackArgs {
    /// Where it was published to.
    #[arg(value_name = "URL")]
    pub url: String,
    /// Build to go back (or forward) to, or its beginning; the one that was live before unless said.
    #[arg(long, value_name = "BUILD")]
    pub to: Option<String>,
    /// Only list the generations that are there.
    #[arg(long, conflicts_with = "to")]
    pub list: bool,
    /// As for `publish`.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub max_age: u32,
    #[command(flatten)]
    pub place: PlaceArgs,
}

#[derive(Args)]
pub struct PruneArgs {
    /// Where it was published to.
    #[arg(value_name = "URL")]
    pub url: String,
    /// Generations to keep.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(3..))]
    pub keep: u32,
    #[command(flatten)]
    pub place: PlaceArgs,
}

#[cfg(feature = "publish")]
pub use with::{prune, publish, rollback};

#[cfg(not(feature = "publish"))]
pub use without::{prune, publish, rollback};

/// Another one was faster; the message says what that means.
#[derive(Debug)]
pub struct Lost(pub String);

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Lost {}

#[cfg(not(feature = "publish"))]
mod without {
    use super::{PruneArgs, PublishArgs, Result, RollbackArgs};

    fn no<T>() -> Result<T> {
        anyhow::bail!(
            "this pairwell was built without publishing, which takes twice the packages. Get it with\n  \
             cargo install pairwell --locked --features publish\nor, in its sources, with\n  make publish-cli"
        )
    }

    pub fn publish(_: &PublishArgs) -> Result<()> {
        no()
    }

    pub fn rollback(_: &RollbackArgs) -> Result<()> {
        no()
    }

    pub fn prune(_: &PruneArgs) -> Result<()> {
        no()
    }
}

#[cfg(feature = "publish")]
mod with {
    use std::future::Future;
    use std::io::Write;
    use std::path::Path;

    use anyhow::bail;
    use pairwell::publish::address::{self, Address};
    use pairwell::publish::body::Encoding;
    use pairwell::publish::prune::{self as pruning, Pruned};
    use pairwell::publish::site::Site;
    use pairwell::publish::stable::Plan;
    use pairwell::publish::upload::{self, Options, Published};
    use pairwell::publish::{PublishError, rollback as back};
    use pairwell::trainer::report::weeks::day;

    use super::{EncodingArg, Lost, PruneArgs, PublishArgs, Result, RollbackArgs};
    use crate::bar::Bar;
    use crate::words::{bytes, count, grouped};

    /// Files named one by one before the rest is counted.
    const NAMED: usize = 5;

    pub fn publish(args: &PublishArgs) -> Result<()> {
        let (directory, url) = match (&args.second, args.resume) {
            (Some(url), false) => (args.first.as_str(), url.as_str()),
            (None, true) => return resume(args),
            (Some(_), true) => bail!("--resume ends what was begun there and takes the URL alone"),
            (None, false) => bail!("say where to: pairwell publish {} URL", args.first),
        };
        let address = address::open(url, args.place.endpoint.as_deref())?;
        let plain = args.public_url.as_ref().is_some_and(|url| url.starts_with("http://"));
        let encoding = match args.encoding {
            Some(EncodingArg::Br) => Encoding::Brotli,
            Some(EncodingArg::Gzip) => Encoding::Gzip,
            Some(EncodingArg::None) => Encoding::Plain,
            None if plain => Encoding::Gzip,
            None => Encoding::Brotli,
        };
        let options = Options {
            keep: usize::try_from(args.keep).unwrap_or(usize::MAX),
            max_age: args.max_age,
            encoding,
            dry_run: args.place.dry_run,
        };
        let Address { store, public } = address;
        let bar = Bar::new();
        let outcome = run(upload::publish(Path::new(directory), store, options, &bar));
        bar.finish();
        let done = outcome?;
        let mut out = std::io::stdout().lock();
        if args.place.dry_run {
            preview(&mut out, url, &done)?;
            return Ok(());
        }
        summary(&mut out, &done)?;
        if plain && encoding == Encoding::Brotli {
            eprintln!("note: browsers do not read brotli over plain HTTP; say --encoding gzip");
        }
        snippet(&mut out, args.public_url.as_ref().or(public.as_ref()), Path::new(directory))
    }

    fn resume(args: &PublishArgs) -> Result<()> {
        let address = address::open(&args.first, args.place.endpoint.as_deref())?;
        let bar = Bar::new();
        let outcome = run(back::resume(address.store, args.place.dry_run, &bar));
        bar.finish();
        let (live, plan) = outcome?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "Build {} is live.", live.id)?;
        entries(&mut out, &plan, args.place.dry_run)
    }

    pub fn rollback(args: &RollbackArgs) -> Result<()> {
        let address = address::open(&args.url, args.place.endpoint.as_deref())?;
        if args.list {
            return list(address);
        }
        let bar = Bar::new();
        let dry_run = args.place.dry_run;
        let outcome = run(back::rollback(address.store, args.to.as_deref(), args.max_age, dry_run, &bar));
        bar.finish();
        let done = outcome?;
        let mut out = std::io::stdout().lock();
        let to = &done.to;
        match (done.swapped, dry_run) {
            (false, _) => writeln!(out, "Build {} is live already.", to.id)?,
            (true, true) => {
                writeln!(out, "Would make build {} live ({}), instead of {}.", to.id, what(to), done.from)?;
            }
            (true, false) => {
                writeln!(
                    out,
                    "manifest.json now names build {} ({}); before: {}.",
                    to.id,
                    what(to),
                    done.from
                )?;
            }
        }
        entries(&mut out, &done.entries, dry_run)
    }

    fn what(one: &pairwell::publish::index::Generation) -> String {
        format!(
            "{}, published on {}",
            count(u64::from(one.products), "product", "products"),
            day(one.published)
        )
    }

    fn list(address: Address) -> Result<()> {
        let (site, pointer) = run(Site::open(address.store))?;
        let live = pointer.sha().and_then(|sha| site.index.meant_by(&sha)).map(|one| one.id.clone());
        let mut index = site.index.clone();
        index.follow(pointer.sha().as_deref());
        let before = index.previous().map(|one| one.id.clone());
        let mut out = std::io::stdout().lock();
        for one in index.generations.iter().rev() {
            let mark = match Some(&one.id) {
                id if id == live.as_ref() => "  live",
                id if id == before.as_ref() => "  rollback goes here",
                _ => "",
            };
            writeln!(out, "{}  {}, {}{mark}", one.id, what(one), bytes(size(one.bytes)))?;
        }
        if live.is_none() {
            writeln!(out, "What is live there was not put there by `pairwell publish`, or nothing is.")?;
        }
        Ok(())
    }

    pub fn prune(args: &PruneArgs) -> Result<()> {
        let address = address::open(&args.url, args.place.endpoint.as_deref())?;
        let keep = usize::try_from(args.keep).unwrap_or(usize::MAX);
        let pruned = run(async {
            let (mut site, _) = Site::open(address.store).await?;
            pruning::prune(&mut site, keep, args.place.dry_run).await
        })?;
        removed(&mut std::io::stdout().lock(), &pruned, args.place.dry_run)
    }

    /// Runs one of the library's commands to its end.
    fn run<T>(work: impl Future<Output = Result<T, PublishError>>) -> Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(work).map_err(|error| match error {
            PublishError::Lost(what) => Lost(what).into(),
            other => other.into(),
        })
    }

    fn size(n: u64) -> usize {
        usize::try_from(n).unwrap_or(usize::MAX)
    }

    fn files(n: usize) -> String {
        count(n as u64, "file", "files")
    }

    fn preview(out: &mut impl Write, url: &str, done: &Published) -> Result<()> {
        writeln!(
            out,
            "Would publish build {} ({} products) to {url}:",
            done.id,
            grouped(u64::from(done.products))
        )?;
        for sent in done.sent.iter().take(NAMED) {
            let stored = match sent.stored < sent.bytes {
                true => format!(", stored as {}", bytes(size(sent.stored))),
                false => String::new(),
            };
            writeln!(out, "  upload {} ({}{stored})", sent.key, bytes(size(sent.bytes)))?;
        }
        if done.sent.len() > NAMED {
            writeln!(out, "  … and {} more", files(done.sent.len() - NAMED))?;
        }
        if done.present > 0 {
            writeln!(out, "  {} there already", files(done.present))?;
        }
        match (&done.before, done.swapped) {
            (_, false) => writeln!(out, "  manifest.json is this one already")?,
            (Some(before), true) => writeln!(out, "  set manifest.json, which now names build {before}")?,
            (None, true) => writeln!(out, "  set manifest.json, which is not there yet")?,
        }
        entries(out, &done.entries, true)?;
        match &done.pruned {
            Ok(pruned) if !pruned.ids.is_empty() => removed(out, pruned, true)?,
            Ok(_) => {}
            Err(why) => eprintln!("note: {why}"),
        }
        writeln!(out, "Nothing was changed.")?;
        Ok(())
    }

    fn summary(out: &mut impl Write, done: &Published) -> Result<()> {
        let (plain, stored) =
            done.sent.iter().fold((0, 0), |(plain, stored), sent| (plain + sent.bytes, stored + sent.stored));
        match done.sent.len() {
            0 => writeln!(out, "Nothing to upload: all {} were there.", files(done.present))?,
            n => {
                let stored = if stored < plain {
                    format!(", stored as {}", bytes(size(stored)))
                } else {
                    String::new()
                };
                let there = if done.present > 0 {
                    format!("; {} there already", files(done.present))
                } else {
                    String::new()
                };
                writeln!(out, "Uploaded {} ({}{stored}){there}.", files(n), bytes(size(plain)))?;
            }
        }
        let products = count(u64::from(done.products), "product", "products");
        match (&done.before, done.swapped) {
            (_, false) => writeln!(out, "Build {} ({products}) was live already.", done.id)?,
            (Some(before), true) => {
                writeln!(out, "manifest.json now names build {} ({products}); before: {before}.", done.id)?;
            }
            (None, true) => {
                writeln!(out, "manifest.json now names build {} ({products}), the first one.", done.id)?
            }
        }
        entries(out, &done.entries, false)?;
        match &done.pruned {
            Ok(pruned) if !pruned.ids.is_empty() => removed(out, pruned, false)?,
            Ok(_) => {}
            Err(why) => eprintln!("note: older generations could not be removed: {why}"),
        }
        Ok(())
    }

    fn entries(out: &mut impl Write, plan: &Plan, dry_run: bool) -> Result<()> {
        if plan.is_empty() && plan.same == 0 {
            return Ok(());
        }
        let verb = if dry_run { "Would renew" } else { "Renewed" };
        writeln!(
            out,
            "{verb} {} in at/, {} {}; {} {} right already.",
            files(plan.renew.len()),
            if dry_run { "remove" } else { "removed" },
            grouped(plan.remove.len() as u64),
            grouped(plan.same as u64),
            match (dry_run, plan.same) {
                (true, 1) => "is",
                (true, _) => "are",
                (false, 1) => "was",
                (false, _) => "were",
            },
        )?;
        Ok(())
    }

    fn removed(out: &mut impl Write, pruned: &Pruned, dry_run: bool) -> Result<()> {
        let kept = if pruned.kept.is_empty() { "none".to_owned() } else { pruned.kept.join(", ") };
        if pruned.ids.is_empty() {
            writeln!(out, "Nothing to remove. Kept: {kept}.")?;
            return Ok(());
        }
        writeln!(
            out,
            "{} {} ({}): {}. Kept: {kept}.",
            if dry_run { "Would remove" } else { "Removed" },
            count(pruned.ids.len() as u64, "older generation", "older generations"),
            format_args!("{}, {}", files(pruned.objects), bytes(size(pruned.bytes))),
            pruned.ids.join(", "),
        )?;
        Ok(())
    }

    fn snippet(out: &mut impl Write, public: Option<&String>, directory: &Path) -> Result<()> {
        let base = match public {
            Some(base) => base.trim_end_matches('/'),
            None => {
                writeln!(
                    out,
                    "\nFor your theme, with the address at which browsers find the folder (--public-url prints it here):"
                )?;
                "https://YOUR-HOST/FOLDER"
            }
        };
        if public.is_some() {
            writeln!(out, "\nFor your theme:")?;
        }
        // What has just been published, so it is there and sound; without the number a page works as well, only later.
        let digits = std::fs::read(directory.join("manifest.json"))
            .ok()
            .and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok())
            .and_then(|manifest| manifest.get("entries")?.get("digits")?.as_f64());
        let named = digits.map_or(String::new(), |digits| format!(" data-entries=\"{digits}\""));
        writeln!(
            out,
            "<script async src=\"/pairwell/pairwell.js\" data-model=\"{base}/manifest.json\"{named}></script>"
        )?;
        for file in ["manifest.json", "at/shop.pw"] {
            writeln!(out, "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{base}/{file}\">")?;
        }
        Ok(())
    }
}

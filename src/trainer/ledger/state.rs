//! A ledger kept from one run to the next.
//!
//! What is kept are the orders with their lines as the exports told them, not counts: weights fade with the
//! age of an order, and age counts from the newest one; what a line means depends on the catalog of the day;
//! and an order that comes again replaces itself. So a model from the state is the model that all exports
//! together would give, to the byte.
//!
//! ```text
//! orders.pwstate
//! ├─ "pairwell"            8 bytes
//! ├─ version               u32, now 1
//! ├─ salt of the customers 16 bytes
//! ├─ currencies            varint count; a slice each
//! ├─ offers                varint count; a slice each: reason u8, price f64 (all ones: none), length of the
//! │                        id u32, id, name
//! ├─ customers             varint count; 16 bytes each, SHA-256 of salt and name
//! ├─ orders                varint count; for each: slice name, varint time + 1 (0: none), varint customer + 1,
//! │                        varint currency + 1, varint number of lines, varint offer of each
//! └─ SHA-256               32 bytes, of all before it
//! ```
//!
//! A *slice* is a varint length and so many bytes; integers are little-endian.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::super::input::InputError;
use super::{Head, Ledger, NO_TIME, NOBODY, Run, decode_offer};

/// Name of the file in its directory.
pub const FILE: &str = "orders.pwstate";

const MAGIC: &[u8; 8] = b"pairwell";
const VERSION: u32 = 1;
const HASH: u64 = 32;
/// Longest text in a state: exports' records are no longer.
const LONGEST: u64 = super::super::input::MAX_RECORD;

/// Where a state is kept.
#[derive(Debug)]
pub struct State {
    path: PathBuf,
    directory: PathBuf,
}

/// A state that is written and synced, but not in its place yet. Dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
    directory: PathBuf,
}

impl State {
    /// The state in `directory`.
    pub fn at(directory: &Path) -> Self {
        Self { path: directory.join(FILE), directory: directory.to_owned() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The orders of earlier runs; an empty ledger where there was none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is damaged, or was written by a later version.
    pub fn read(&self) -> Result<Ledger, InputError> {
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Ledger::salted(salt())),
            other => other.map_err(|error| InputError::new(&self.path, error.to_string()))?,
        };
        self.check(&file)?;
        let file = File::open(&self.path).map_err(|error| InputError::new(&self.path, error.to_string()))?;
        // The hash says that these are the bytes that were written, so this fails only by the disk.
        parse(&mut Parser { from: BufReader::with_capacity(1 << 17, file) })
            .map_err(|error| InputError::new(&self.path, format!("{DAMAGED} ({error})")))
    }

    /// Checks kind, version and hash.
    fn check(&self, file: &File) -> Result<(), InputError> {
        let fail = |what: String| InputError::new(&self.path, what);
        let failed = |error: io::Error| fail(error.to_string());
        let length = file.metadata().map_err(failed)?.len();
        let mut from = BufReader::with_capacity(1 << 17, file);
        let mut start = [0; 12];
        if length < 12 + HASH || from.read_exact(&mut start).is_err() || !start.starts_with(MAGIC) {
            return Err(fail(DAMAGED.to_owned()));
        }
        let version = start.last_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        if version > VERSION {
            return Err(fail(format!(
                "a later version of pairwell wrote this state (its version is {version}, this pairwell knows {VERSION}): \
                 train with that one, or delete the file and feed all exports again"
            )));
        }
        let mut hash = Hashing { into: io::sink(), hash: Sha256::new_with_prefix(start) };
        let read = io::copy(&mut from.by_ref().take(length - 12 - HASH), &mut hash).map_err(failed)?;
        let mut stated = Vec::new();
        from.read_to_end(&mut stated).map_err(failed)?;
        if read != length - 12 - HASH || stated != hash.hash.finalize().as_slice() {
            return Err(fail(DAMAGED.to_owned()));
        }
        Ok(())
    }

    /// Writes `ledger` beside the present state.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn stage(&self, ledger: &Ledger) -> Result<Staged, InputError> {
        let attempt = || -> io::Result<NamedTempFile> {
            fs::create_dir_all(&self.directory)?;
            // Only its owner may read it: the orders are nobody else's business.
            let file = tempfile::Builder::new().prefix(".pairwell-").tempfile_in(&self.directory)?;
            write_all(ledger, file.as_file())?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let fail = |error: io::Error| InputError::new(&self.path, format!("cannot write: {error}"));
        let file = attempt().map_err(fail)?;
        Ok(Staged { file, path: self.path.clone(), directory: self.directory.clone() })
    }
}

impl Staged {
    /// Puts the new state in the place of the old one, in one step.
    ///
    /// # Errors
    ///
    /// When it cannot be renamed.
    pub fn commit(self) -> Result<(), InputError> {
        let Self { file, path, directory } = self;
        let attempt = || -> io::Result<()> {
            file.persist(&path).map_err(|error| error.error)?;
            sync(&directory)
        };
        attempt().map_err(|error| InputError::new(&path, format!("cannot write: {error}")))
    }
}

/// Without this a rename may be lost with the power.
#[cfg(unix)]
fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

const DAMAGED: &str = "this is no state of pairwell, or it is damaged: put back a copy of it, or delete it and feed all exports again";

/// Sixteen bytes that nobody can guess: what the system seeds hash tables with.
fn salt() -> [u8; 16] {
    use std::hash::{BuildHasher, RandomState};
    let random = || RandomState::new().hash_one(0u8).to_le_bytes();
    let mut salt = [0; 16];
    let (a, b) = salt.split_at_mut(8);
    a.copy_from_slice(&random());
    b.copy_from_slice(&random());
    salt
}

/// Writes on, and takes the hash of what passes.
struct Hashing<W> {
    into: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.into.write(bytes)?;
        self.hash.update(bytes.get(..n).unwrap_or(bytes));
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.into.flush()
    }
}

/// Numbers things by when they are first met; 0 is none.
struct Renumbered {
    numbers: Vec<u32>,
    met: Vec<u32>,
}

impl Renumbered {
    fn new(count: usize) -> Self {
        Self { numbers: vec![0; count], met: Vec::new() }
    }

    fn meet(&mut self, old: u32) -> u32 {
        let Some(number) = self.numbers.get_mut(old as usize) else { return 0 };
        if *number == 0 {
            self.met.push(old);
            *number = self.met.len() as u32;
        }
        *number
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_slice(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn write_all(ledger: &Ledger, file: &File) -> io::Result<()> {
    let mut out = Hashing { into: BufWriter::with_capacity(1 << 17, file), hash: Sha256::new() };
    write(ledger, &mut out)?;
    let hash = out.hash.finalize();
    out.into.write_all(&hash)?;
    out.into.flush()
}

/// Only what orders that stand still mention is written, so that a state does not grow by what was replaced.
fn write(ledger: &Ledger, to: &mut impl Write) -> io::Result<()> {
    let runs = ledger.live_runs();
    let lines = |order: usize| runs.of(order).flat_map(|run| ledger.lines_of(run));
    let mut offers = Renumbered::new(ledger.offers.len());
    let mut customers = Renumbered::new(ledger.customers.len());
    for (order, head) in ledger.heads.iter().enumerate() {
        customers.meet(head.customer);
        for offer in lines(order) {
            offers.meet(offer);
        }
    }
    let mut out = Vec::with_capacity(1 << 17);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&ledger.salt.unwrap_or_default());
    put(&mut out, ledger.currencies.len() as u64);
    ledger.currencies.iter().for_each(|code| put_slice(&mut out, code.as_bytes()));
    put(&mut out, offers.met.len() as u64);
    for offer in &offers.met {
        put_slice(&mut out, ledger.offers.texts().get(*offer));
        spill(&mut out, to)?;
    }
    put(&mut out, customers.met.len() as u64);
    for customer in &customers.met {
        out.extend_from_slice(ledger.customers.texts().get(*customer));
        spill(&mut out, to)?;
    }
    put(&mut out, ledger.heads.len() as u64);
    for (order, head) in ledger.heads.iter().enumerate() {
        put_slice(&mut out, ledger.names.texts().get(order as u32));
        put(&mut out, if head.time == NO_TIME { 0 } else { head.time.unsigned_abs() + 1 });
        put(&mut out, u64::from(customers.meet(head.customer)));
        put(&mut out, u64::from(head.currency));
        put(&mut out, lines(order).count() as u64);
        lines(order).for_each(|offer| put(&mut out, u64::from(offers.meet(offer)) - 1));
        spill(&mut out, to)?;
    }
    to.write_all(&out)
}

fn spill(out: &mut Vec<u8>, to: &mut impl Write) -> io::Result<()> {
    if out.len() > 1 << 16 {
        to.write_all(out)?;
        out.clear();
    }
    Ok(())
}

struct Parser<R> {
    from: R,
}

impl<R: Read> Parser<R> {
    fn bytes<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.bytes()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(wrong("a number without end"))
    }

    fn slice(&mut self, into: &mut Vec<u8>) -> io::Result<()> {
        let length = self.varint()?;
        if length > 2 * LONGEST {
            return Err(wrong("a text that is too long"));
        }
        into.clear();
        into.resize(length as usize, 0);
        self.from.read_exact(into)
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> io::Result<u32> {
        let value = self.varint()?;
        u32::try_from(value)
            .ok()
            .filter(|v| (*v as usize) < limit)
            .ok_or_else(|| wrong("a number out of range"))
    }
}

fn wrong(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn parse<R: Read>(from: &mut Parser<R>) -> io::Result<Ledger> {
    from.bytes::<12>()?;
    let mut ledger = Ledger::salted(from.bytes()?);
    let mut text = Vec::new();
    for _ in 0..from.varint()? {
        from.slice(&mut text)?;
        ledger.currencies.push(String::from_utf8_lossy(&text).into_owned());
    }
    for _ in 0..from.varint()? {
        from.slice(&mut text)?;
        decode_offer(&text).ok_or_else(|| wrong("an offer that is none"))?;
        ledger.offers.intern(&text);
    }
    for _ in 0..from.varint()? {
        ledger.customers.intern(&from.bytes::<16>()?);
    }
    let (offers, customers) = (ledger.offers.len(), ledger.customers.len());
    for _ in 0..from.varint()? {
        from.slice(&mut text)?;
        if std::str::from_utf8(&text).is_err() {
            return Err(wrong("a name that is no text"));
        }
        let (order, new) = ledger.names.intern(&text);
        if !new {
            return Err(wrong("an order that is there twice"));
        }
        let time = from.varint()?;
        let customer = from.below(customers + 1)?;
        let currency = from.below(ledger.currencies.len() + 1)?;
        ledger.heads.push(Head {
            time: time.checked_sub(1).map_or(NO_TIME, |seconds| seconds.min(i64::MAX as u64) as i64),
            customer: customer.checked_sub(1).unwrap_or(NOBODY),
            currency: currency as u16,
            export: 0,
        });
        let lines = from.varint()?;
        if lines > 0 {
            let start = u32::try_from(ledger.lines.end()).map_err(|_| wrong("too many lines"))?;
            ledger.runs.push(Run { order, start, export: 0 });
        }
        for _ in 0..lines {
            ledger.push_offer(from.below(offers)?);
        }
    }
    Ok(ledger)
}

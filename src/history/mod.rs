//! The shopper's events, in this browser only.
//!
//! Several tabs write at once, and nothing makes a read-modify-write of one shared storage key
//! safe. So every tab has a [`Log`] of its own, stored under a key that it alone writes, and
//! whoever wants to know the past merges all logs into a [`History`]. An event is known by its
//! tab and its number there: merging the same log twice, or in another order, changes nothing.
//!
//! Neither knows a clock or a store: times are handed in, as seconds since 1970; texts come and
//! go ([`Log::encode`], [`Log::decode`]).
//!
//! ```
//! use pairwell::history::{EventKind, History, Log};
//!
//! let day = 86_400;
//! let now = 21_000 * day;
//! let mut here = Log::new(1);
//! here.record(EventKind::View, "mug", 0, now - day);
//! let mut other_tab = Log::new(2);
//! other_tab.record(EventKind::Purchase, "teapot", 7, now);
//!
//! let stored = here.encode();
//! let here = Log::decode(&stored).unwrap();
//! let history = History::merge([here.events(), other_tab.events()], now);
//! assert_eq!(history.views(now).first().map(|v| (v.product, v.age)), Some(("mug", day)));
//! assert!(history.knows_order(7));
//! ```

#![deny(clippy::indexing_slicing)]

mod codec;
mod event;
mod log;
mod merge;

pub use codec::{RADIX, Unreadable, digits, number, put_digits};
pub use event::{EARLIEST, Event, EventKind, MAX_KEY, hash_text, is_key};
pub use log::Log;
pub use merge::{CAP, History, Seen};

/// What all stored logs together may take.
pub const MAX_BYTES: usize = 64 * 1024;

/// Seconds after its last event when a log may be that of a closed tab: it is, if it lies still for a while then. A tab that lives
/// after all, for its clock is another or it said nothing for longer, finds its key gone and goes on with
/// what nobody has taken over ([`Log::gone`]); nothing is lost, so the time only decides how long
/// closed tabs lie about.
pub const IDLE: u32 = 2 * event::DAY;

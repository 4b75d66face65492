//! One thing that happened.

/// Seconds of a day.
pub(super) const DAY: u32 = 86_400;

/// Longest product key in bytes: handles of the known platforms end at 255 letters, and one
/// that long says that something else was passed.
pub const MAX_KEY: usize = 255;

/// A clock that shows less than this (1 January 2025) is not set: the widget is younger.
pub const EARLIEST: u32 = 1_735_689_600;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum EventKind {
    /// A product's page was looked at.
    View,
    /// A product was put into the cart.
    Cart,
    /// A product was taken out of the cart.
    Uncart,
    /// A product was bought.
    Purchase,
}

impl EventKind {
    /// All kinds, with the letter they are stored as and their name.
    pub const ALL: [(Self, u8, &'static str); 4] = [
        (Self::View, b'v', "view"),
        (Self::Cart, b'c', "cart"),
        (Self::Uncart, b'u', "uncart"),
        (Self::Purchase, b'p', "purchase"),
    ];

    pub(super) fn letter(self) -> u8 {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or(b'v', |(_, letter, _)| *letter)
    }

    pub(super) fn of_letter(letter: u8) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == letter).map(|(kind, ..)| *kind)
    }

    /// The name of this kind.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., name)| name)
    }

    /// Seconds for which an event is kept. Interest fades within a season; what was bought tells
    /// about taste and re-buying for a year, with a month to spare for what is bought yearly.
    pub fn lifetime(self) -> u32 {
        match self {
            Self::Purchase => 400 * DAY,
            _ => 90 * DAY,
        }
    }
}

/// One event of one tab.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The product's key.
    pub product: String,
    /// When, in seconds since 1970.
    pub at: u32,
    /// The tab in which it happened.
    pub tab: u64,
    /// Its number in that tab.
    pub seq: u32,
    /// For a purchase a hash of the order's number, so that a thank-you page that is loaded
    /// again counts once; else 0.
    pub order: u32,
}

impl Event {
    /// The order of a history: time, then counter; the tab only so that there is one order.
    pub(super) fn rank(&self) -> (u32, u32, u64) {
        (self.at, self.seq, self.tab)
    }

    /// When the event is no longer kept. What expires first is dropped first where room is short,
    /// so that three months of browsing cannot push out a year's purchases.
    pub(super) fn expires(&self) -> u32 {
        self.at.saturating_add(self.kind.lifetime())
    }

    /// Whether both are the same event, perhaps from two logs.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.seq == other.seq && self.tab == other.tab
    }
}

/// Whether `key` can be a product's key: not empty, not too long, no control characters.
pub fn is_key(key: &str) -> bool {
    !key.is_empty() && key.len() <= MAX_KEY && key.bytes().all(|b| b >= 0x20 && b != 0x7f)
}

/// 32-bit FNV-1a of `text`; never 0.
pub fn hash_text(text: &str) -> u32 {
    let hash = text.bytes().fold(0x811c_9dc5u32, |h, byte| (h ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.max(1)
}

//! The shopper's history in this browser: one log for this tab, those of all others read along.

use super::storage::{names, note, store, stored, unstore};
use crate::history::{EARLIEST, EventKind, History, IDLE, Log, MAX_BYTES, RADIX, digits, hash_text};
use crate::model::pieces::lines;

/// What all our keys in the storage begin with.
pub const OURS: &str = "pairwell:";
/// What the keys of logs begin with.
const LOG: &str = "pairwell:log:";
/// In the tab's own storage: which log this tab writes. Only there while no page of the tab has
/// it in hand, for a duplicated tab gets a copy of that storage and must not write the same log.
const TAB: &str = "pairwell:tab";

/// The shopper as far as this browser knows.
pub struct Shopper {
    /// What this tab writes down.
    log: Log,
    /// The log's next number when it was last stored; `None` before.
    stored: Option<u32>,
    /// Hash of what was stored then.
    text: u32,
    /// Other tabs' logs.
    others: Vec<Log>,
    /// Of these, as they were when the page began, those of earlier tabs that nobody had written for long.
    idle: Vec<Log>,
    /// Of these, those whose events are stored with ours, and which are still there.
    adopted: Vec<Log>,
    /// The key of a log of ours that was found gone before that was told; empty where there is none.
    lost: String,
    /// Whether something is written down that is not stored.
    unsaved: bool,
    /// Storage is denied or full: what is written down lasts as long as the page.
    memory_only: bool,
}

impl Shopper {
    /// Reads what is stored. Texts that nobody can read are removed, and nothing else is.
    pub fn open(now: u32) -> Self {
        let mut shopper = Self {
            log: Log::new(number_of_new(now)),
            stored: None,
            text: 0,
            others: logs(),
            idle: Vec::new(),
            adopted: Vec::new(),
            lost: String::new(),
            unsaved: false,
            memory_only: false,
        };
        // A log that is older than the tab's note is one that this process has not yet got to see
        // in full: writing it on would undo its last events. It is read like anybody's.
        let note = note(TAB, "").unwrap_or_default();
        if let Some(at) = shopper.others.iter().position(|log| note_of(log) == note) {
            shopper.log = shopper.others.swap_remove(at);
            shopper.stored = Some(shopper.log.next());
            shopper.text = hash_text(&shopper.log.encode());
        }
        // Of tabs that began earlier only: two that took over one another's at the same time would both be gone.
        let idle = |log: &&Log| log.last().saturating_add(IDLE) < now && log.tab() < shopper.log.tab();
        shopper.idle = shopper.others.iter().filter(idle).cloned().collect();
        shopper
    }

    /// Whether there are logs to be taken over later on ([`Shopper::take_over`]).
    pub fn meets_idle(&self) -> bool {
        !self.idle.is_empty()
    }

    /// Storage may be used from now on: what is there is read, and what was written down meanwhile
    /// is kept with it.
    pub fn allow(&mut self, now: u32) {
        // Where it could be used all along, ours would be copied to a log of a new name, with each page that says so.
        if self.stored.is_some() && !self.memory_only {
            return;
        }
        let before = core::mem::replace(self, Self::open(now));
        self.log.adopt(&before.log);
        self.unsaved = true;
    }

    /// Takes over logs of tabs that are gone: those that were idle when the page began and still are what they were then. A
    /// tab whose clock is behind this one's looks idle while it lives; what it stores shows that it does, some time later. Says
    /// whether to be called again, after as long a time: first their events are stored with ours, and when all still is
    /// as it was they are removed. At once, and three tabs that do it in the same instant could lose what the first has just got
    /// from the second to the third.
    pub fn take_over(&mut self, now: u32) -> bool {
        let still = |log: &Log| stored(&name(log)).is_some_and(|text| text == log.encode());
        self.reread(now);
        for log in core::mem::take(&mut self.adopted).iter().filter(|log| still(log)) {
            unstore(&name(log));
        }
        let closed: Vec<Log> = core::mem::take(&mut self.idle).into_iter().filter(still).collect();
        for log in &closed {
            self.log.adopt(log);
            self.unsaved = true;
        }
        // Their room is ours: counted twice, it could make ours too long.
        self.others.retain(|log| closed.iter().all(|gone| gone.tab() != log.tab()));
        if self.unsaved && self.save(now) {
            self.adopted = closed;
        }
        !self.adopted.is_empty()
    }

    /// All tabs' events as one past.
    pub fn history(&self, now: u32) -> History {
        History::merge(self.others.iter().chain([&self.log]).map(Log::events), now)
    }

    fn record(&mut self, kind: EventKind, product: &str, order: u32, now: u32) {
        // A clock that is not set says nothing: the latest that is known of any tab stands in, as what
        // this one wrote down would else have expired for all others.
        let known = self.others.iter().chain([&self.log]).map(Log::last).max().unwrap_or_default();
        let now = if now < EARLIEST { known } else { now };
        self.unsaved |= self.log.record(kind, product, order, now);
    }

    /// A product's page is looked at.
    pub fn view(&mut self, product: &str, now: u32) {
        self.record(EventKind::View, product, 0, now);
    }

    /// The cart holds these: what came and what went is written down.
    pub fn cart(&mut self, cart: &str, now: u32) {
        let history = self.history(now);
        let before = history.cart();
        for product in before.iter().filter(|product| lines(cart).all(|other| other != **product)) {
            self.record(EventKind::Uncart, product, 0, now);
        }
        for product in lines(cart).filter(|product| !before.contains(product)) {
            self.record(EventKind::Cart, product, 0, now);
        }
    }

    /// An order was placed: written down once, however often its page is loaded.
    pub fn purchase(&mut self, order: &str, products: &str, now: u32) {
        let order = hash_text(order);
        if !self.history(now).knows_order(order) {
            lines(products).for_each(|product| self.record(EventKind::Purchase, product, order, now));
        }
    }

    /// Whether [`Shopper::save`] has anything to do.
    pub fn unsaved(&self) -> bool {
        self.unsaved
    }

    /// Stores this tab's log; says whether it is stored.
    pub fn save(&mut self, now: u32) -> bool {
        if self.memory_only {
            // Nothing is to be done, or who called would call again and again; what is written down now is not stored.
            return !core::mem::take(&mut self.unsaved) && self.stored.is_some();
        }
        // Even where nothing is new: what was stored may have to be stored again.
        self.notice_loss(now);
        if !core::mem::take(&mut self.unsaved) {
            return self.stored.is_some();
        }
        self.log.keep(&self.history(now));
        let others: usize = self.others.iter().map(|log| log.encode().len()).sum();
        while self.log.encode().len() + others > MAX_BYTES && !self.log.events().is_empty() {
            self.log.halve();
        }
        let name = name(&self.log);
        if !store(&name, &self.log.encode()) {
            // Full: half of it may fit. If not, all of it lasts as long as the page.
            let mut half = self.log.clone();
            half.halve();
            if !store(&name, &half.encode()) {
                self.memory_only = true;
                return false;
            }
            self.log = half;
        }
        self.stored = Some(self.log.next());
        self.text = hash_text(&self.log.encode());
        true
    }

    /// If our log is no longer where it was stored, somebody has erased it (this shopper in another
    /// tab, the shop, the browser) or another tab has taken it over: this tab goes on as a new one, with
    /// what is left to it ([`Log::gone`]). So it does where another page has written our log: a tab that is duplicated while it
    /// is on another site takes a copy of its note along ([`Log::apart`]).
    fn notice_loss(&mut self, now: u32) -> bool {
        let Some(next) = self.stored else { return false };
        let (name, tab) = (name(&self.log), number_of_new(now));
        match stored(&name) {
            None => {
                self.lost = name;
                self.others = logs();
                self.log = self.log.gone(next, &self.others, tab);
            }
            Some(text) if hash_text(&text) != self.text && Log::decode(&text).is_ok() => {
                self.others = logs();
                self.log = self.log.apart(&self.others, tab);
            }
            _ => return false,
        }
        // What was taken over must not go with a log of ours that is gone.
        self.adopted.clear();
        self.stored = None;
        self.unsaved = !self.log.events().is_empty();
        true
    }

    /// Another tab has stored or erased something; `tells` says of a key whether that is gone. Says whether ours is.
    pub fn hear(&mut self, tells: impl Fn(&str) -> bool, now: u32) -> bool {
        let noticed = !self.lost.is_empty() && tells(&self.lost);
        let told = noticed || tells(&name(&self.log));
        // Told so, and it is there: we stored it in the instant in which it was erased, and what was erased would be back.
        if told && !noticed && self.stored.is_some() {
            unstore(&name(&self.log));
        }
        let gone = self.reread(now);
        if told {
            self.lost.clear();
        }
        gone
    }

    /// Reads what is stored now. Says whether ours is gone.
    fn reread(&mut self, now: u32) -> bool {
        let gone = self.notice_loss(now);
        self.others = logs();
        self.others.retain(|log| log.tab() != self.log.tab());
        gone
    }

    /// The page is left: stores what is left to store, and hands the log to the tab's next page.
    pub fn leave(&mut self, now: u32) {
        if self.save(now) {
            note(TAB, &note_of(&self.log));
        }
    }

    /// Erases everything, in storage and here. Other tabs notice that their log is gone.
    pub fn forget(&mut self, now: u32) {
        lines(&names(OURS)).for_each(unstore);
        note(TAB, "");
        self.log = Log::new(number_of_new(now));
        self.others.clear();
        self.idle.clear();
        self.adopted.clear();
        self.stored = None;
        self.unsaved = false;
    }
}

/// All stored logs. Removes those that cannot be read.
fn logs() -> Vec<Log> {
    let mut logs = Vec::new();
    for key in lines(&names(LOG)) {
        match stored(key).and_then(|text| Log::decode(&text).ok()).filter(|log| name(log) == key) {
            Some(log) => logs.push(log),
            None => unstore(key),
        }
    }
    logs
}

/// The key of a log.
fn name(log: &Log) -> String {
    [LOG, &digits(log.tab(), RADIX)].concat()
}

/// The tab's note about a log: whose it is and how far it goes.
fn note_of(log: &Log) -> String {
    [&name(log), " ", &digits(u64::from(log.next()), RADIX)].concat()
}

/// The number of a tab that begins `now`: greater than those of tabs that began earlier, as far as their clocks agree, and one that no
/// other has: of twenty tabs that begin in the same second two have the same in one of twenty million browsers.
fn number_of_new(now: u32) -> u64 {
    (u64::from(now) << 32) | (js_sys::Math::random() * 4_294_967_296.0) as u64
}

//! The shopper's history in this browser: one log for this tab, those of all others read along.

use web_sys::Window;

use super::storage::{LOG, OURS, Store};
use crate::history::{EventKind, History, IDLE, Log, MAX_BYTES, digits, hash_text, number};

/// The shopper as far as this browser knows.
pub struct Shopper {
    store: Store,
    /// What this tab writes down.
    log: Log,
    /// The log's next number when it was last stored; `None` before.
    stored: Option<u32>,
    /// Other tabs' logs, and what each takes in storage.
    others: Vec<(Log, usize)>,
    /// The cart as last told, to see what has come and gone.
    cart: Vec<String>,
    /// Whether something is written down that is not stored.
    unsaved: bool,
}

impl Shopper {
    /// Reads what is stored. Logs of tabs that are gone are taken over; texts that nobody can
    /// read are removed, and nothing else is.
    pub fn open(window: &Window, now: u32) -> Self {
        let store = Store::of(window);
        let note = store.take_tab();
        let mut shopper = Self {
            store,
            log: Log::new(random()),
            stored: None,
            others: Vec::new(),
            cart: Vec::new(),
            unsaved: false,
        };
        let mine = note.as_deref().and_then(|note| note.split_once(' '));
        let mine = mine.and_then(|(tab, next)| Some((number(tab)?, number(next)?)));
        let mut idle = Vec::new();
        for (name, text, log) in shopper.logs() {
            // A log older than the tab's note is one that another process has not yet got to see
            // in full: writing it on would undo its last events. It is read like anybody's.
            if mine.is_some_and(|(tab, next)| tab == log.tab() && next <= u64::from(log.next())) {
                shopper.stored = Some(log.next());
                shopper.log = log;
            } else {
                if log.last().saturating_add(IDLE) < now {
                    idle.push((name, text.clone()));
                }
                shopper.others.push((log, text.len()));
            }
        }
        shopper.take_over(&idle, now);
        shopper.cart = shopper.history(now).cart().iter().map(|key| String::from(*key)).collect();
        shopper
    }

    /// Takes over logs of tabs that are gone: theirs are removed when, and only when, ours is
    /// stored and theirs are still what was read.
    fn take_over(&mut self, idle: &[(String, String)], now: u32) {
        if idle.is_empty() {
            return;
        }
        for (log, _) in self.others.iter().filter(|(log, _)| log.last().saturating_add(IDLE) < now) {
            self.log.adopt(log);
        }
        self.unsaved = true;
        if self.save(now) {
            for (name, text) in idle {
                if self.store.get(name).as_ref() == Some(text) {
                    self.store.remove(name);
                }
            }
            self.others.retain(|(log, _)| log.last().saturating_add(IDLE) >= now);
        }
    }

    /// All stored logs: name, text, log. Removes those that cannot be read.
    fn logs(&self) -> Vec<(String, String, Log)> {
        let mut logs = Vec::new();
        for name in self.store.names(LOG) {
            let Some(text) = self.store.get(&name) else { continue };
            match Log::decode(&text) {
                Ok(log) => logs.push((name, text, log)),
                Err(_) => self.store.remove(&name),
            }
        }
        logs
    }

    /// All tabs' events as one past.
    pub fn history(&self, now: u32) -> History {
        let others = self.others.iter().map(|(log, _)| log.events());
        History::merge(others.chain([self.log.events()]), now)
    }

    /// A product's page is looked at.
    pub fn view(&mut self, product: &str, now: u32) {
        self.unsaved |= self.log.record(EventKind::View, product, 0, now);
    }

    /// The cart holds `cart`: what came and what went is written down.
    pub fn cart(&mut self, cart: &[String], now: u32) {
        let before = core::mem::replace(&mut self.cart, cart.to_vec());
        for product in before.iter().filter(|product| !cart.contains(product)) {
            self.unsaved |= self.log.record(EventKind::Uncart, product, 0, now);
        }
        for product in cart.iter().filter(|product| !before.contains(product)) {
            self.unsaved |= self.log.record(EventKind::Cart, product, 0, now);
        }
    }

    /// An order was placed: written down once, however often its page is loaded. An order without
    /// a number is known by what was bought on that day.
    pub fn purchase(&mut self, order: Option<&str>, products: &[String], now: u32) {
        let number = match order {
            Some(order) => hash_text(order),
            None => {
                let mut all = digits(u64::from(now / 86_400));
                for product in products {
                    all.push('\n');
                    all += product;
                }
                hash_text(&all)
            }
        };
        if self.history(now).knows_order(number) {
            return;
        }
        for product in products {
            self.unsaved |= self.log.record(EventKind::Purchase, product, number, now);
        }
        self.cart.retain(|product| !products.contains(product));
    }

    /// Whether [`Shopper::save`] has anything to do.
    pub fn unsaved(&self) -> bool {
        self.unsaved
    }

    /// Stores this tab's log; says whether it is stored.
    pub fn save(&mut self, now: u32) -> bool {
        if !core::mem::take(&mut self.unsaved) {
            return self.stored.is_some();
        }
        self.notice_erasure();
        self.log.keep(&self.history(now));
        let others: usize = self.others.iter().map(|(_, bytes)| bytes).sum();
        let name = self.name();
        let mut text = self.log.encode();
        while text.len() + others > MAX_BYTES && !self.log.events().is_empty() {
            self.log.drop_first(self.log.events().len().div_ceil(4));
            text = self.log.encode();
        }
        if !self.store.set(&name, &text) {
            self.log.drop_first(self.log.events().len().div_ceil(2));
            if !self.store.set(&name, &self.log.encode()) {
                self.store.give_up();
                return false;
            }
        }
        self.stored = Some(self.log.next());
        true
    }

    /// If our log is no longer where it was stored, somebody has erased it (this shopper in
    /// another tab, the shop, the browser) or a later tab has taken it over. In each case what was
    /// stored is no longer ours to keep, and this tab goes on as a new one.
    fn notice_erasure(&mut self) -> bool {
        let Some(stored) = self.stored.filter(|_| self.store.get(&self.name()).is_none()) else {
            return false;
        };
        self.log = self.log.since(stored, random());
        self.stored = None;
        true
    }

    /// Another tab has stored or erased something. Says whether ours is erased.
    pub fn reread(&mut self) -> bool {
        let erased = self.notice_erasure();
        let own = self.log.tab();
        self.others = self
            .logs()
            .into_iter()
            .filter(|(.., log)| log.tab() != own)
            .map(|(_, text, log)| (log, text.len()))
            .collect();
        erased
    }

    /// The page is left: stores what is left to store, and hands the log to the tab's next page.
    pub fn leave(&mut self, now: u32) {
        if self.save(now) {
            let mut note = digits(self.log.tab());
            note.push(' ');
            note += &digits(u64::from(self.log.next()));
            self.store.put_tab(&note);
        }
    }

    /// Erases everything, in storage and here. Other tabs notice that their log is gone.
    pub fn forget(&mut self) {
        self.store.names(OURS).iter().for_each(|name| self.store.remove(name));
        self.store.take_tab();
        self.log = Log::new(random());
        self.others.clear();
        self.stored = None;
        self.unsaved = false;
    }

    fn name(&self) -> String {
        let mut name = String::from(LOG);
        name += &digits(self.log.tab());
        name
    }
}

/// A number that no other tab has: 53 random bits are one collision in ten million for a browser
/// with forty thousand tabs.
fn random() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

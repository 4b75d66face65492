//! The browser's storage, which may be missing, denied, full, or change under our hands. Every
//! answer is an `Option`: without storage the history lasts as long as the page.

use web_sys::{Storage, Window};

/// What all our keys begin with.
pub const OURS: &str = "pairwell:";
/// What the keys of logs begin with.
pub const LOG: &str = "pairwell:log:";
/// In the tab's own storage: which log this tab writes. Only there while no page of the tab has
/// it in hand, for a duplicated tab gets a copy of that storage and must not write the same log.
const TAB: &str = "pairwell:tab";

/// Both storages, as far as they can be had.
pub struct Store {
    local: Option<Storage>,
    session: Option<Storage>,
}

impl Store {
    /// Of this window. In a sandboxed frame, or where the shopper has denied it, even asking throws.
    pub fn of(window: &Window) -> Self {
        Self {
            local: window.local_storage().ok().flatten(),
            session: window.session_storage().ok().flatten(),
        }
    }

    /// What is stored under `name`.
    pub fn get(&self, name: &str) -> Option<String> {
        self.local.as_ref()?.get_item(name).ok()?
    }

    /// Stores `text`; says whether it could be stored.
    pub fn set(&self, name: &str, text: &str) -> bool {
        self.local.as_ref().is_some_and(|local| local.set_item(name, text).is_ok())
    }

    /// Removes `name`.
    pub fn remove(&self, name: &str) {
        if let Some(local) = &self.local {
            // It was there a moment ago; if it cannot be removed now, a later page will try again.
            drop(local.remove_item(name));
        }
    }

    /// All names that begin with `start`.
    pub fn names(&self, start: &str) -> Vec<String> {
        let Some(local) = &self.local else { return Vec::new() };
        let count = local.length().unwrap_or(0);
        (0..count).filter_map(|n| local.key(n).ok()?).filter(|name| name.starts_with(start)).collect()
    }

    /// Stops storing: from now on everything lasts as long as the page.
    pub fn give_up(&mut self) {
        self.local = None;
    }

    /// Takes the tab's note of which log it writes.
    pub fn take_tab(&self) -> Option<String> {
        let session = self.session.as_ref()?;
        let note = session.get_item(TAB).ok()??;
        session.remove_item(TAB).ok()?;
        Some(note)
    }

    /// Puts that note back for the tab's next page.
    pub fn put_tab(&self, note: &str) {
        if let Some(session) = &self.session {
            // Without it the next page starts another log, which is merged all the same.
            drop(session.set_item(TAB, note));
        }
    }
}

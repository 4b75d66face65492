//! The events that one tab keeps.

use super::event::{EARLIEST, Event, EventKind, is_key};
use super::merge::{History, add, drop_first};

/// Seconds within which a second look at the same product is the same look: reloads, and going
/// back and forth between a product and its list.
const SAME_LOOK: u32 = 30 * 60;

/// One tab's log: its own events and those of closed tabs that it has taken over.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Log {
    pub(super) tab: u64,
    /// Number of the tab's next event.
    pub(super) next: u32,
    /// Ascending by [`Event::rank`], no event twice.
    pub(super) events: Vec<Event>,
}

impl Log {
    /// The empty log of a new tab. `tab` is a number that no other tab has.
    pub fn new(tab: u64) -> Self {
        Self { tab, next: 0, events: Vec::new() }
    }

    /// The tab whose log it is.
    pub fn tab(&self) -> u64 {
        self.tab
    }

    /// The number that the tab's next event will have.
    pub fn next(&self) -> u32 {
        self.next
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Time of the last event; 0 where there is none.
    pub fn last(&self) -> u32 {
        self.events.last().map_or(0, |event| event.at)
    }

    /// Writes down what happens `now` to the product `product`; `order` is for purchases the hash
    /// of the order's number. Says whether there was anything to write down: not a key that
    /// cannot be one, nor a second look at the product just looked at.
    pub fn record(&mut self, kind: EventKind, product: &str, order: u32, now: u32) -> bool {
        if !is_key(product) || self.next == u32::MAX {
            return false;
        }
        let now = self.settle(now);
        let same_look = |event: &&Event| {
            kind == EventKind::View && event.product == product && event.at.saturating_add(SAME_LOOK) > now
        };
        if self.events.iter().rev().find(|event| event.kind == EventKind::View).filter(same_look).is_some() {
            return false;
        }
        let event =
            Event { kind, product: product.to_owned(), at: now, tab: self.tab, seq: self.next, order };
        self.next += 1;
        add(&mut self.events, event);
        true
    }

    /// The time to write down, and what it says about earlier ones: an event cannot have happened
    /// after a later one, so times beyond `now` (the clock was ahead, and has been set right)
    /// become `now`. A clock that is not set at all says nothing: the last known time stands in.
    fn settle(&mut self, now: u32) -> u32 {
        if now < EARLIEST {
            return self.last().max(EARLIEST);
        }
        if self.last() > now {
            for mut event in core::mem::take(&mut self.events) {
                event.at = event.at.min(now);
                add(&mut self.events, event);
            }
        }
        now
    }

    /// Takes over the events of a closed tab. Whoever stored it may be told to forget it once
    /// this log is stored, and not before.
    pub fn adopt(&mut self, other: &Self) {
        for event in &other.events {
            add(&mut self.events, event.clone());
        }
    }

    /// Drops the events that are not, or no longer, in `history`.
    pub fn keep(&mut self, history: &History) {
        self.events.retain(|event| history.events().iter().any(|kept| kept.is(event)));
    }

    /// Drops the half of the events that would expire first.
    pub fn halve(&mut self) {
        let half = self.events.len().div_ceil(2);
        drop_first(&mut self.events, half);
    }

    /// What goes on as the log of tab `tab` when this one, of which the numbers below `stored` were
    /// stored, is gone from there. `others` are the logs that are stored now.
    ///
    /// Where one of them has events of this log, it has taken it over, as that of a closed tab:
    /// its clock is ahead, or this tab said nothing for long. It may have done so in the instant in
    /// which this tab stored more, so what none of them has is kept. Else all has been erased, and
    /// what was stored is not kept.
    pub fn gone(&self, stored: u32, others: &[Self], tab: u64) -> Self {
        let theirs = || others.iter().flat_map(|log| &log.events);
        let known = |event: &Event| theirs().any(|other| other.is(event));
        if !self.events.iter().any(known) {
            return self.since(stored, tab);
        }
        let next =
            theirs().filter(|event| event.tab == self.tab).map(|event| event.seq.saturating_add(1)).max();
        let mut fresh = self.since(next.unwrap_or(0), tab);
        for event in self.events.iter().filter(|event| event.tab != self.tab && !known(event)) {
            add(&mut fresh.events, event.clone());
        }
        fresh
    }

    /// What goes on as the log of tab `tab` when another page has written this one as well, as may those of a duplicated
    /// tab: what is not stored, in `others`. The other page may have given the same numbers to events of its own.
    pub fn apart(&self, others: &[Self], tab: u64) -> Self {
        let same = |a: &Event, b: &Event| {
            a.is(b) && a.kind == b.kind && a.product == b.product && a.order == b.order
        };
        let known =
            |event: &&Event| others.iter().flat_map(|log| &log.events).any(|other| same(event, other));
        let mut fresh = Self::new(tab);
        for event in self.events.iter().filter(|event| !known(event)) {
            let mut event = event.clone();
            if event.tab == self.tab {
                (event.tab, event.seq) = (tab, fresh.next);
                fresh.next += 1;
            }
            add(&mut fresh.events, event);
        }
        fresh
    }

    /// A log of tab `tab` with what this one's tab wrote down from number `seq` on.
    fn since(&self, seq: u32, tab: u64) -> Self {
        let mut fresh = Self::new(tab);
        for event in self.events.iter().filter(|event| event.tab == self.tab && event.seq >= seq) {
            add(&mut fresh.events, Event { tab, seq: fresh.next, ..event.clone() });
            fresh.next += 1;
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::CAP;
    use crate::history::event::DAY;

    const NOW: u32 = EARLIEST + 400 * DAY;

    fn products(log: &Log) -> Vec<&str> {
        log.events().iter().map(|event| event.product.as_str()).collect()
    }

    #[test]
    fn a_reload_is_not_a_second_look_but_a_return_next_day_is() {
        let mut log = Log::new(1);
        assert!(log.record(EventKind::View, "mug", 0, NOW));
        assert!(!log.record(EventKind::View, "mug", 0, NOW + 60));
        assert!(log.record(EventKind::Cart, "mug", 0, NOW + 61));
        assert!(!log.record(EventKind::View, "mug", 0, NOW + 62));
        assert!(log.record(EventKind::View, "tin", 0, NOW + 63));
        assert!(log.record(EventKind::View, "mug", 0, NOW + 64));
        assert!(log.record(EventKind::View, "mug", 0, NOW + DAY));
    }

    #[test]
    fn what_cannot_be_a_key_is_not_written_down() {
        let mut log = Log::new(1);
        for key in ["", "a\nb", "a\u{7f}", &"x".repeat(MAX_KEY_AND_ONE)] {
            assert!(!log.record(EventKind::Cart, key, 0, NOW));
        }
    }
    const MAX_KEY_AND_ONE: usize = super::super::MAX_KEY + 1;

    #[test]
    fn a_clock_that_was_ahead_is_set_right_and_the_counter_keeps_the_order() {
        let mut log = Log::new(1);
        log.record(EventKind::Cart, "first", 0, NOW);
        log.record(EventKind::Cart, "ahead", 0, NOW + 300 * DAY);
        log.record(EventKind::Cart, "right again", 0, NOW + 10);
        assert_eq!(products(&log), ["first", "ahead", "right again"]);
        assert_eq!(log.last(), NOW + 10);
    }

    #[test]
    fn a_clock_that_is_not_set_does_not_age_what_is_known() {
        let mut log = Log::new(1);
        log.record(EventKind::Cart, "first", 0, NOW);
        log.record(EventKind::Cart, "in 1970", 0, 5);
        assert_eq!(products(&log), ["first", "in 1970"]);
        assert_eq!(log.events().iter().map(|e| e.at).collect::<Vec<_>>(), [NOW, NOW]);
    }

    #[test]
    fn room_is_made_by_what_expires_first_not_by_purchases() {
        let mut log = Log::new(1);
        log.record(EventKind::Purchase, "bought", 1, NOW);
        for n in 0..CAP as u32 {
            log.record(EventKind::View, &format!("seen-{n}"), 0, NOW + n + 1);
        }
        assert_eq!(log.events().len(), CAP);
        assert_eq!(products(&log).first(), Some(&"bought"));
        assert_eq!(products(&log).get(1), Some(&"seen-1"));
    }

    #[test]
    fn adopting_twice_is_adopting_once() {
        let mut dead = Log::new(2);
        dead.record(EventKind::View, "mug", 0, NOW);
        dead.record(EventKind::Purchase, "tin", 4, NOW + 1);
        let mut log = Log::new(1);
        log.record(EventKind::View, "jug", 0, NOW);
        log.adopt(&dead);
        let once = log.clone();
        log.adopt(&dead);
        assert_eq!(log, once);
        assert_eq!(products(&log), ["jug", "mug", "tin"]);
    }

    #[test]
    fn after_an_erasure_only_what_was_not_stored_yet_is_left() {
        let mut log = Log::new(1);
        log.record(EventKind::View, "old", 0, NOW);
        let stored = log.next();
        log.record(EventKind::View, "new", 0, NOW + 1);
        let mut later = Log::new(2);
        later.record(EventKind::View, "after the erasure", 0, NOW + 1);
        let fresh = log.gone(stored, &[later], 9);
        assert_eq!(products(&fresh), ["new"]);
        assert_eq!((fresh.tab(), fresh.next()), (9, 1));
    }

    #[test]
    fn of_two_pages_that_write_one_log_each_keeps_what_the_other_has_not_stored() {
        let mut closed = Log::new(3);
        closed.record(EventKind::Purchase, "tin", 5, NOW - DAY);
        let mut log = Log::new(1);
        log.record(EventKind::View, "mug", 0, NOW);
        let mut other = log.clone();
        log.record(EventKind::View, "pot", 0, NOW + 1);
        log.record(EventKind::View, "pan", 0, NOW + 2);
        log.adopt(&closed);
        other.record(EventKind::View, "jug", 0, NOW + 1);
        let fresh = log.apart(&[other.clone()], 9);
        assert_eq!(products(&fresh), ["tin", "pot", "pan"]);
        assert_eq!((fresh.tab(), fresh.next()), (9, 2));
        let history = History::merge([other.events(), fresh.events()], NOW + 3);
        assert_eq!(history.events().len(), 5);
        assert!(log.apart(&[log.clone()], 9).events().is_empty());
    }

    #[test]
    fn a_living_tab_that_is_taken_over_keeps_what_the_other_has_not_seen() {
        let mut closed = Log::new(3);
        closed.record(EventKind::Purchase, "tin", 5, NOW - DAY);
        let mut log = Log::new(1);
        log.record(EventKind::View, "mug", 0, NOW);
        let mut ahead = Log::new(2);
        ahead.record(EventKind::View, "jug", 0, NOW + 30 * DAY);
        ahead.adopt(&log);
        // Stored as well, and removed by who had not seen it.
        log.record(EventKind::View, "pot", 0, NOW + 1);
        log.adopt(&closed);
        let stored = log.next();
        let fresh = log.gone(stored, &[ahead.clone()], 9);
        assert_eq!(products(&fresh), ["tin", "pot"]);
        assert_eq!((fresh.tab(), fresh.next()), (9, 1));
        // A log without events of its own, of which another has seen the half.
        let mut got = Log::new(4);
        got.adopt(&closed);
        let mut seen = Log::new(5);
        seen.adopt(&got);
        got.adopt(&log);
        assert_eq!(products(&got.gone(0, &[seen], 9)), ["mug", "pot"]);
        // Taken over in turn, with nothing that is not there, nothing is left.
        ahead.adopt(&fresh);
        assert!(fresh.gone(1, &[ahead], 10).events().is_empty());
    }
}

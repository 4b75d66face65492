//! All tabs' events as one past.

use super::event::{Event, EventKind, hash_text};

/// Seconds without an event after which another visit begins.
const PAUSE: u32 = 30 * 60;

/// Seconds from the begin of a visit within which its first page has said what the cart holds.
const FIRST_PAGE: u32 = 60;

/// Events a history holds at most, whatever the number of tabs.
pub const CAP: usize = 500;

/// The merged events of all tabs: nothing expired, none twice, at most [`CAP`].
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct History {
    /// Ascending by time, then counter.
    events: Vec<Event>,
}

/// A product of the past and how long ago it was.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Seen<'a> {
    /// The product's key.
    pub product: &'a str,
    /// Age of the event in seconds.
    pub age: u32,
}

impl History {
    /// Merges the events of several logs, in any order and however often the same, as seen `now`:
    /// what lies in the future is now, what is past its lifetime is left out. When there are more
    /// than [`CAP`], those stay that would expire last.
    pub fn merge<'a>(logs: impl IntoIterator<Item = &'a [Event]>, now: u32) -> Self {
        let mut events = Vec::new();
        for event in logs.into_iter().flatten() {
            let at = event.at.min(now);
            if event.kind.lifetime() > now - at {
                add(&mut events, Event { at, ..event.clone() });
            }
        }
        Self { events }
    }

    /// All events, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Products looked at, the latest first, none twice: the latest look counts.
    pub fn views(&self, now: u32) -> Vec<Seen<'_>> {
        let mut seen: Vec<Seen<'_>> = Vec::new();
        // Keys of one shop begin alike: comparing the texts of every two would take longer than all else that is read.
        let mut hashes: Vec<u32> = Vec::new();
        for view in self.backwards(EventKind::View, now) {
            let hash = hash_text(view.product);
            let same = |(known, other): (&Seen<'_>, &u32)| *other == hash && known.product == view.product;
            if !seen.iter().zip(&hashes).any(same) {
                seen.push(view);
                hashes.push(hash);
            }
        }
        seen
    }

    /// Products bought, the latest first; what was bought again stands again.
    pub fn purchases(&self, now: u32) -> Vec<Seen<'_>> {
        self.backwards(EventKind::Purchase, now).collect()
    }

    fn backwards(&self, kind: EventKind, now: u32) -> impl Iterator<Item = Seen<'_>> {
        self.events
            .iter()
            .rev()
            .filter(move |event| event.kind == kind)
            .map(move |event| Seen { product: &event.product, age: now.saturating_sub(event.at) })
    }

    /// What the cart last held as far as is known: put in, and neither taken out nor bought since.
    pub fn cart(&self) -> Vec<&str> {
        let mut cart: Vec<&str> = Vec::new();
        for event in &self.events {
            if event.kind != EventKind::View {
                cart.retain(|product| *product != event.product);
            }
            if event.kind == EventKind::Cart {
                cart.push(&event.product);
            }
        }
        cart
    }

    /// What was left in a cart, latest first: put in, not bought since, and not taken out by hand.
    /// Carts expire: what is gone from the cart as a visit begins was taken out by nobody.
    pub fn left(&self) -> Vec<&str> {
        let mut left: Vec<&Event> = Vec::new();
        let (mut last, mut begin) = (0, 0);
        for event in &self.events {
            if event.at - last > PAUSE {
                begin = event.at;
            }
            last = event.at;
            let expired = |put: &Event| {
                event.kind == EventKind::Uncart && put.at < begin && event.at - begin < FIRST_PAGE
            };
            if event.kind != EventKind::View {
                left.retain(|put| put.product != event.product || expired(put));
            }
            if event.kind == EventKind::Cart {
                left.insert(0, event);
            }
        }
        left.into_iter().map(|event| event.product.as_str()).collect()
    }

    /// Whether a purchase of this order (see [`Event::order`]) has been written down.
    pub fn knows_order(&self, order: u32) -> bool {
        self.events.iter().any(|event| event.kind == EventKind::Purchase && event.order == order)
    }
}

/// Puts `event` into its place in `events`, unless it is there already. Of two copies with
/// different times (one log has set a clock right) the later stays, and of more than [`CAP`]
/// events those that expire last: so what is kept does not depend on the order of adding.
pub(super) fn add(events: &mut Vec<Event>, event: Event) {
    if let Some(at) = events.iter().position(|known| known.is(&event)) {
        if events.get(at).is_some_and(|known| known.at >= event.at) {
            return;
        }
        events.remove(at);
    }
    let at = events.partition_point(|known| known.rank() < event.rank());
    events.insert(at, event);
    if events.len() > CAP {
        drop_first(events, 1);
    }
}

/// Drops the `count` events that would expire first.
pub(super) fn drop_first(events: &mut Vec<Event>, count: usize) {
    for _ in 0..count {
        // The first of several: events are in order.
        let first = events.iter().enumerate().min_by_key(|(_, event)| event.expires()).map(|(at, _)| at);
        if let Some(at) = first {
            events.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Log;
    use crate::history::event::DAY;
    use proptest::prelude::*;

    const NOW: u32 = 1_800_000_000;

    /// Few tabs, numbers and times, so that events meet in every way. What a tab wrote under a
    /// number it never writes anew, but for the time, when the clock was set right.
    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = (NOW - 100 * DAY..NOW + DAY, 0u64..3, 0u32..400).prop_map(|(at, tab, seq)| Event {
            kind: EventKind::ALL[(tab as usize + seq as usize) % 4].0,
            product: ["a", "b", "c"][seq as usize % 3].to_owned(),
            at,
            tab,
            seq,
            order: seq % 5,
        });
        prop::collection::vec(event, 0..700)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn merging_does_not_depend_on_order_or_repetition(events in events(), cut in any::<prop::sample::Index>()) {
            let (a, b) = events.split_at(cut.index(events.len() + 1));
            let forward = History::merge([a, b], NOW);
            let reversed: Vec<Event> = events.iter().rev().cloned().collect();
            prop_assert_eq!(&History::merge([b, a], NOW), &forward);
            prop_assert_eq!(&History::merge([&reversed[..]], NOW), &forward);
            prop_assert_eq!(&History::merge([a, b, a], NOW), &forward);
            prop_assert_eq!(&History::merge([forward.events()], NOW), &forward);
        }

        #[test]
        fn a_history_is_ordered_capped_and_of_no_future(events in events()) {
            let history = History::merge([&events[..]], NOW);
            prop_assert!(history.events().len() <= CAP);
            prop_assert!(history.events().windows(2).all(|pair| pair[0].rank() < pair[1].rank()));
            prop_assert!(history.events().iter().all(|event| event.at <= NOW && event.expires() > NOW));
            prop_assert!(history.views(NOW).iter().all(|seen| seen.age <= 90 * DAY));
        }
    }

    #[test]
    fn views_expire_after_a_season_and_purchases_after_a_year() {
        let mut log = Log::new(1);
        log.record(EventKind::View, "mug", 0, NOW);
        log.record(EventKind::Purchase, "tin", 3, NOW);
        let after = |days: u32| History::merge([log.events()], NOW + days * DAY);
        assert_eq!(after(89).events().len(), 2);
        assert_eq!(after(90).views(NOW), []);
        assert!(after(399).knows_order(3));
        assert!(!after(400).knows_order(3));
    }

    #[test]
    fn the_cart_is_what_was_put_in_and_neither_taken_out_nor_bought() {
        let mut log = Log::new(1);
        for (kind, product) in [
            (EventKind::Cart, "mug"),
            (EventKind::Cart, "tin"),
            (EventKind::Cart, "jug"),
            (EventKind::View, "mug"),
            (EventKind::Uncart, "tin"),
            (EventKind::Purchase, "jug"),
            (EventKind::Cart, "mug"),
        ] {
            log.record(kind, product, 0, NOW);
        }
        assert_eq!(History::merge([log.events()], NOW).cart(), ["mug"]);
    }

    #[test]
    fn what_was_left_is_what_nobody_took_out_or_bought() {
        let mut log = Log::new(1);
        let back = NOW + 20 * DAY;
        for (kind, product, at) in [
            (EventKind::Cart, "mug", NOW),
            (EventKind::Cart, "tin", NOW + 5),
            (EventKind::Cart, "jug", NOW + 9),
            (EventKind::Cart, "pot", NOW + 10),
            (EventKind::Uncart, "tin", NOW + 20),
            (EventKind::Purchase, "jug", NOW + 30),
            // The next visit's first page finds the cart empty.
            (EventKind::View, "lamp", back),
            (EventKind::Uncart, "mug", back + 1),
            (EventKind::Uncart, "pot", back + 1),
        ] {
            log.record(kind, product, 0, at);
        }
        let left = |log: &Log, now: u32| {
            History::merge([log.events()], now).left().iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(left(&log, back + 2), ["pot", "mug"], "latest first");
        log.record(EventKind::Cart, "mug", 0, back + 100);
        log.record(EventKind::Uncart, "mug", 0, back + 200);
        assert_eq!(left(&log, back + 201), ["pot"], "taken out by hand this time");
    }

    #[test]
    fn views_are_distinct_and_the_latest_counts() {
        let mut log = Log::new(1);
        log.record(EventKind::View, "mug", 0, NOW - 3 * DAY);
        log.record(EventKind::View, "tin", 0, NOW - 2 * DAY);
        log.record(EventKind::View, "mug", 0, NOW - DAY);
        let history = History::merge([log.events()], NOW);
        let views: Vec<(&str, u32)> = history.views(NOW).iter().map(|v| (v.product, v.age)).collect();
        assert_eq!(views, [("mug", DAY), ("tin", 2 * DAY)]);
    }

    #[test]
    fn four_tabs_lose_nothing_that_the_cap_keeps() {
        let mut tabs: Vec<Log> = (0..4).map(Log::new).collect();
        let mut now = NOW - 100_000;
        for n in 0..100_000u32 {
            now += 1;
            let key = format!("p{n}");
            tabs[n as usize % 4].record(EventKind::Cart, &key, 0, now);
        }
        let history = History::merge(tabs.iter().map(Log::events), NOW);
        let kept: Vec<&str> = history.events().iter().map(|event| event.product.as_str()).collect();
        let expected: Vec<String> = (100_000 - CAP..100_000).map(|n| format!("p{n}")).collect();
        assert_eq!(kept, expected);
        let mut bytes = 0;
        for tab in &mut tabs {
            tab.keep(&history);
            bytes += tab.encode().len();
        }
        assert!(bytes < super::super::MAX_BYTES / 2, "{bytes} bytes");
    }
}

//! Entry files under their stable names, while publishers overtake each other.

use std::sync::{Arc, Condvar, Mutex};

use crate::models::{A, B, C, Models};
use crate::place::Place;
use crate::proxy::{Proxy, Seen, Step};
use crate::run::{pairwell, publish, start, strs, wait};
use crate::server;

#[test]
fn a_publisher_that_is_overtaken_while_it_renews_entry_files_leaves_the_later_ones() {
    let place = Place::bucket(&server::bucket(), "model");
    pairwell(&strs(&publish(A, &place))).ok();
    let proxy = Proxy::new();
    // Held: (is one at the gate, may it pass).
    let gate = Arc::new((Mutex::new((false, false)), Condvar::new()));
    let of_hook = gate.clone();
    proxy.on(move |seen: &Seen| {
        if seen.copies && seen.path.ends_with("/at/3f0.pw") {
            let (state, changed) = &*of_hook;
            let mut state = state.lock().unwrap();
            state.0 = true;
            changed.notify_all();
            drop(changed.wait_while(state, |state| !state.1).unwrap());
        }
        Step::Forward
    });
    let slow = start(&proxy, &strs(&publish(B, &place)));
    let (state, changed) = &*gate;
    drop(changed.wait_while(state.lock().unwrap(), |state| !state.0).unwrap());
    // B is live and stands still with a copy in its hand; C overtakes it.
    pairwell(&strs(&publish(C, &place))).ok();
    place.is(Models::get(C));
    state.lock().unwrap().1 = true;
    changed.notify_all();
    wait(slow).ok();
    place.is(Models::get(C));
}

//! The packed model against a naive reference: what packing, reading and scoring give is what the plainest
//! arithmetic on the writer's source gives.
#![cfg(feature = "cli")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fuzzing;

use fuzzing::draw::Seeded;

/// Shops that are tried; PAIRWELL_TEST_SHOPS asks for more.
fn shops() -> u64 {
    std::env::var("PAIRWELL_TEST_SHOPS").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}

#[test]
fn packed_lists_are_those_of_a_naive_reference_to_the_bit() {
    let shown: usize = (0..shops()).map(|seed| fuzzing::compare(&mut Seeded(seed), 60)).sum();
    // Each shop is visited four times and asked for each of the fourteen kinds; most have something to show.
    assert!(shown as u64 > shops() * 4 * 14 / 2, "{shown}");
}

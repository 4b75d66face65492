use super::stage::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn what_happens_is_remembered_by_the_next_page() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.push(r#"["cart",["tin","jug"]]"#);
    stage.push(r#"["cart",["jug"]]"#);
    stage.settle();
    leave();
    let next = Stage::again();
    assert_eq!(next.history(), "view mug|cart tin|cart jug|uncart tin");
    next.push(r#"["view","pot"]"#);
    next.settle();
    assert_eq!(keys().matches("pairwell:log:").count(), 1, "one tab has one log: {}", keys());
}

#[wasm_bindgen_test]
fn an_order_counts_once_however_often_its_page_is_loaded() {
    let stage = Stage::new();
    for _ in 0..2 {
        stage.push(r#"["purchase",{"order":1001,"products":["mug","tin"]}]"#);
        stage.settle();
    }
    assert_eq!(stage.history(), "purchase mug|purchase tin");
    json(r#"{"purchase":{"order":"1001","products":["mug","tin"]}}"#);
    stage.settle();
    assert_eq!(stage.history(), "purchase mug|purchase tin");
}

#[wasm_bindgen_test]
fn the_past_speaks_on_later_pages() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    leave();
    let next = Stage::again();
    let block = next.block(r#"{"limit":"1","product":"lid"}"#);
    let report = next.report();
    next.settle();
    assert!(report.contains(r#""kind":"view","product":"mug""#), "{report}");
    assert!(!suggested(&block).is_empty());
}

#[wasm_bindgen_test]
fn forgetting_erases_our_keys_and_no_other() {
    let stage = Stage::new();
    put("theme", "dark");
    put("pairwell:log:0", "left by somebody");
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    stage.push(r#"["forget"]"#);
    stage.settle();
    assert_eq!(keys(), "theme");
    assert_eq!(stage.history(), "");
}

#[wasm_bindgen_test]
fn what_cannot_be_read_is_removed_and_nothing_else() {
    drop(Stage::new());
    put("theme", "pw1 dark");
    put("pairwell:log:1", "pw1 broken\n");
    put("pairwell:log:2", "pw9 from the future\n");
    let stage = Stage::again();
    assert_eq!(keys(), "theme");
    assert_eq!(stage.history(), "");
}

#[wasm_bindgen_test]
fn two_tabs_lose_nothing() {
    let (one, two) = (Stage::new(), Stage::again());
    for n in 0..200 {
        one.push(&format!(r#"["purchase",{{"order":"a{n}","products":["mug"]}}]"#));
        two.push(&format!(r#"["purchase",{{"order":"b{n}","products":["tin"]}}]"#));
        if n % 20 == 0 {
            one.settle();
            two.settle();
        }
    }
    one.settle();
    two.settle();
    let third = Stage::again();
    let history = third.history();
    assert_eq!(history.matches("mug").count(), 200);
    assert_eq!(history.matches("tin").count(), 200);
}

/// A tab that is duplicated while it is on another site: both come back with the same note.
#[wasm_bindgen_test]
fn two_pages_with_one_note_lose_nothing() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    leave();
    let note = note();
    let one = Stage::again();
    put_note(&note);
    let two = Stage::again();
    one.push(r#"["view","pot"]"#);
    two.push(r#"["view","pan"]"#);
    one.settle();
    two.settle();
    let third = Stage::again();
    assert_eq!(sorted(&third.history()), "view mug|view pan|view pot");
    assert_eq!(keys().matches("pairwell:log:").count(), 2, "{}", keys());
    one.push(r#"["view","jug"]"#);
    two.push(r#"["view","tin"]"#);
    two.settle();
    one.settle();
    let fourth = Stage::again();
    assert_eq!(sorted(&fourth.history()), "view jug|view mug|view pan|view pot|view tin");
    assert_eq!(keys().matches("pairwell:log:").count(), 2, "{}", keys());
}

#[wasm_bindgen_test]
fn an_erasure_in_another_tab_is_not_undone() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    erased_elsewhere();
    assert_eq!(stage.history(), "");
    stage.push(r#"["view","tin"]"#);
    stage.settle();
    assert_eq!(Stage::again().history(), "view tin");
}

#[wasm_bindgen_test]
fn what_is_stored_in_the_instant_of_an_erasure_is_erased_as_well() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    let name = keys();
    removed_before(&name);
    assert_eq!((stage.history().as_str(), keys().as_str()), ("", ""));
    // Noticed first, and told then: what came in between is kept.
    stage.push(r#"["view","tin"]"#);
    stage.settle();
    let name = keys();
    erased_unheard();
    stage.push(r#"["view","jug"]"#);
    stage.settle();
    removed_before("");
    assert_eq!(stage.history(), "view jug");
    assert_ne!(keys(), name);
    assert_eq!(Stage::again().history(), "view jug");
    // The same by the log's name; and then the next erasure is one again.
    let name = keys();
    erased_unheard();
    stage.push(r#"["view","pot"]"#);
    stage.settle();
    removed_before(&name);
    assert_eq!(stage.history(), "view pot");
    removed_before("");
    assert_eq!((stage.history().as_str(), keys().as_str()), ("", ""));
}

/// The tab that is ahead meets a log that looks idle, and is not: what its tab stores meanwhile says so, also when its events
/// are stored with the other's already.
#[wasm_bindgen_test]
fn a_log_that_is_written_is_not_taken_over() {
    for waits in [0, 1] {
        let living = Stage::new();
        living.push(r#"["view","mug"]"#);
        living.settle();
        let name = keys();
        while_ahead(30.0, &mut || {
            let ahead = Stage::again();
            for wait in 0..2 {
                if wait == waits {
                    living.push(r#"["view","tin"]"#);
                    living.settle();
                }
                assert!(keys().contains(&name), "not at once");
                ahead.wait();
            }
            std::mem::forget(ahead);
        });
        assert!(keys().contains(&name), "{name} is there: {}", keys());
        assert_eq!(sorted(&Stage::again().history()), "view mug|view tin");
    }
}

/// Between the two steps of taking a log over, another page that has the same note writes ours, without what was taken over.
#[wasm_bindgen_test]
fn what_is_taken_over_stays_where_our_log_has_lost_it() {
    let closed = Stage::new();
    closed.push(r#"["view","mug"]"#);
    closed.settle();
    let name = keys();
    while_ahead(30.0, &mut || {
        let ahead = Stage::again();
        ahead.push(r#"["view","tin"]"#);
        ahead.settle();
        let own = keys().split('|').find(|key| *key != name).unwrap().to_owned();
        let before = get(&own);
        ahead.wait();
        assert_ne!(get(&own), before, "stored with ours");
        put(&own, &before);
        ahead.push(r#"["view","jug"]"#);
        ahead.settle();
        ahead.wait();
        std::mem::forget(ahead);
    });
    assert!(keys().contains(&name), "{name} is there: {}", keys());
    assert_eq!(sorted(&Stage::again().history()), "view jug|view mug|view tin");
}

/// More than half of the room there is: counted with both, it would not fit.
#[wasm_bindgen_test]
fn a_long_log_is_taken_over_whole() {
    let closed = Stage::new();
    for n in 0..400 {
        closed.push(&format!(r#"["view","{n:0>90}"]"#));
    }
    closed.settle();
    let name = keys();
    while_ahead(30.0, &mut || {
        let ahead = Stage::again();
        ahead.wait();
        ahead.wait();
        std::mem::forget(ahead);
    });
    assert!(!keys().contains(&name), "{name} is taken over: {}", keys());
    assert_eq!(Stage::again().history().matches("view").count(), 400);
}

/// Sites with consent say yes on each page anew.
#[wasm_bindgen_test]
fn a_yes_where_all_was_allowed_makes_no_second_log() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    let name = keys();
    leave();
    let next = Stage::again();
    next.push(r#"["consent",true]"#);
    next.settle();
    assert_eq!(keys(), name);
    assert_eq!(next.history(), "view mug");
}

#[wasm_bindgen_test]
async fn what_cannot_be_stored_leaves_no_timer() {
    let stage = Stage::new();
    while_full(&mut || {
        for product in ["mug", "tin"] {
            stage.push(&format!(r#"["view","{product}"]"#));
            stage.settle();
        }
    });
    wait(turn()).await;
    assert_eq!(wait(timers()).await.as_f64(), Some(0.0));
    assert_eq!(stage.history(), "view mug|view tin");
}

/// The tab that is ahead takes the living one's log for that of a closed tab, and removes it before it has come to
/// see what that one stored last.
#[wasm_bindgen_test]
fn a_tab_whose_clock_is_ahead_takes_nothing_from_one_that_lives() {
    for told in [true, false] {
        let living = Stage::new();
        living.push(r#"["view","mug"]"#);
        living.settle();
        let name = keys();
        let seen = get(&name);
        living.push(r#"["view","tin"]"#);
        living.settle();
        put(&name, &seen);
        let mut ahead = None;
        while_ahead(30.0, &mut || {
            let stage = Stage::again();
            stage.wait();
            assert!(keys().contains(&name), "stored with the other's, and not gone yet");
            stage.wait();
            ahead = Some(stage);
        });
        assert!(!keys().contains(&name), "{name} is taken over: {}", keys());
        if told {
            removed_elsewhere(&name);
            living.settle();
        } else {
            leave();
        }
        let third = Stage::again();
        assert_eq!(sorted(&third.history()), "view mug|view tin");
        assert_eq!(living.history().matches('|').count(), 1, "each once: {}", living.history());
    }
}

#[wasm_bindgen_test]
fn what_a_tab_without_a_clock_writes_is_known_to_the_others() {
    let stage = Stage::new();
    stage.push(r#"["view","mug"]"#);
    stage.settle();
    while_ahead(0.0, &mut || {
        let other = Stage::again();
        other.push(r#"["view","tin"]"#);
        other.settle();
        std::mem::forget(other);
    });
    assert_eq!(sorted(&Stage::again().history()), "view mug|view tin");
}

/// Events of different tabs in one second have no sequence.
fn sorted(history: &str) -> String {
    let mut events: Vec<&str> = history.split('|').collect();
    events.sort_unstable();
    events.join("|")
}

#[wasm_bindgen_test]
fn without_storage_the_page_still_works() {
    while_denied(&mut || {
        let stage = Stage::bare();
        stage.core.borrow_mut().add(&model(products())).unwrap();
        let block = stage.block(r#"{"limit":"1"}"#);
        stage.push(r#"["view","mug"]"#);
        stage.settle();
        assert_eq!(suggested(&block), "tin");
        assert_eq!(stage.history(), "view mug");
        std::mem::forget(stage);
    });
}

#[wasm_bindgen_test]
fn a_full_storage_costs_memory_between_pages_and_nothing_else() {
    let stage = Stage::new();
    let block = stage.block(r#"{"limit":"1"}"#);
    while_full(&mut || {
        stage.push(r#"["view","mug"]"#);
        stage.settle();
        assert_eq!(suggested(&block), "tin");
    });
    assert_eq!(keys(), "");
}

#[wasm_bindgen_test]
fn ten_thousand_events_stay_within_the_store() {
    let stage = Stage::new();
    for n in 0..10_000 {
        stage.push(&format!(r#"["view","a-product-with-a-rather-long-handle-for-a-shop-{n}"]"#));
    }
    stage.settle();
    let history = stage.history();
    assert_eq!(history.split('|').count(), 500);
    assert!(history.ends_with("-9999"));
}

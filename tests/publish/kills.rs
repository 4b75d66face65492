//! Processes that are killed at each of their requests, before the server hears of it and after.

use std::collections::HashMap;
use std::os::unix::process::ExitStatusExt;
use std::sync::{Arc, Condvar, Mutex};

use crate::models::{A, B, C, D, Models, build};
use crate::place::Place;
use crate::proxy::{Proxy, Seen, Step};
use crate::run::{pairwell, publish, start, strs, through};
use crate::{server, thorough};

/// Runs `args` and kills it at its `n`th request; whether it came that far.
fn killed_at(proxy: &Proxy, args: &[&str], n: usize, after: bool) -> bool {
    // The hook may be asked before it is known whom to kill.
    let victim = Arc::new((Mutex::new(0u32), Condvar::new()));
    let of_hook = victim.clone();
    proxy.take();
    proxy.on(move |seen: &Seen| {
        if seen.number != n {
            return Step::Forward;
        }
        let (pid, told) = &*of_hook;
        let pid = *told.wait_while(pid.lock().unwrap(), |pid| *pid == 0).unwrap();
        if after { Step::KillAfter(pid) } else { Step::KillBefore(pid) }
    });
    let mut child = start(proxy, args);
    *victim.0.lock().unwrap() = child.id();
    victim.1.notify_all();
    let status = child.wait().unwrap();
    proxy.on(|_| Step::Forward);
    match status.signal() {
        Some(9) => true,
        None if status.success() => false,
        other => panic!("{args:?}, request {n}: {other:?}, {:?}", status.code()),
    }
}

/// Before and after the server hears of it; in the short run by turns.
fn ways(n: usize) -> Vec<bool> {
    if thorough() { vec![false, true] } else { vec![n.is_multiple_of(2)] }
}

/// Files that never change went up once, in the killed run and those after it together.
fn assert_nothing_twice(seen: &[Seen]) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for one in
        seen.iter().filter(|one| one.uploads() && (one.path.contains("/model-") || one.path.contains("/at/")))
    {
        *times.entry(&one.path).or_default() += 1;
    }
    let twice: Vec<_> = times.iter().filter(|(_, n)| **n > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// Kills at request 1, 2, … until the run comes through.
fn kill_everywhere(
    prepare: impl Fn(&Place),
    args: impl Fn(&Place) -> Vec<String>,
    check: impl Fn(&Proxy, &Place, usize),
) {
    let proxy = Proxy::new();
    let bucket = server::bucket();
    for n in 1.. {
        let mut killed = false;
        for after in ways(n) {
            let place = Place::bucket(&bucket, &format!("week-{n}-{after}"));
            prepare(&place);
            let args = args(&place);
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            killed |= killed_at(&proxy, &args, n, after);
            check(&proxy, &place, n);
        }
        if !killed {
            assert!(n > 5, "hardly any request was made");
            break;
        }
    }
}

#[test]
fn a_first_publish_killed_anywhere_leaves_nothing_or_the_whole() {
    kill_everywhere(
        |_| (),
        |place| publish(A, place).to_vec(),
        |proxy, place, _| {
            assert!(place.whole().is_none_or(|live| live == build(A)));
            through(proxy, &strs(&publish(A, place))).ok();
            assert_nothing_twice(&proxy.take());
            place.agrees(Models::get(A));
        },
    );
}

#[test]
fn a_publish_killed_anywhere_leaves_a_whole_model_live_and_whoever_comes_next_finishes() {
    kill_everywhere(
        |place| {
            pairwell(&strs(&publish(A, place))).ok();
        },
        |place| publish(B, place).to_vec(),
        |proxy, place, n| {
            let live = place.whole().unwrap();
            let url = place.url();
            match n % 4 {
                // The same again.
                0 | 1 => {
                    through(proxy, &strs(&publish(B, place))).ok();
                    assert_nothing_twice(&proxy.take());
                    place.agrees(Models::get(B));
                    pairwell(&["rollback", &url]).ok();
                    place.agrees(Models::get(A));
                }
                2 => {
                    through(proxy, &["publish", "--resume", &url]).ok();
                    place.agrees(Models::get(if live == build(A) { A } else { B }));
                }
                // Another model on top; then back to what was live.
                _ => {
                    through(proxy, &strs(&publish(C, place))).ok();
                    place.agrees(Models::get(C));
                    pairwell(&["rollback", &url]).ok();
                    place.agrees(Models::get(if live == build(A) { A } else { B }));
                }
            }
        },
    );
}

#[test]
fn a_rollback_killed_anywhere_leaves_a_whole_model_live() {
    kill_everywhere(
        |place| {
            for model in [A, B] {
                pairwell(&strs(&publish(model, place))).ok();
            }
        },
        |place| vec!["rollback".into(), place.url()],
        |proxy, place, n| {
            let live = place.whole().unwrap();
            if n % 2 == 0 {
                through(proxy, &["rollback", &place.url(), "--to", &build(A)]).ok();
                place.agrees(Models::get(A));
            } else {
                through(proxy, &["publish", "--resume", &place.url()]).ok();
                place.agrees(Models::get(if live == build(A) { A } else { B }));
            }
        },
    );
}

#[test]
fn a_prune_killed_anywhere_leaves_what_is_kept_and_the_next_one_removes_the_rest() {
    let four = |place: &Place| {
        for model in [A, B, C, D] {
            pairwell(&[&strs(&publish(model, place))[..], &["--keep", "9"]].concat()).ok();
        }
    };
    let clean = Place::bucket(&server::bucket(), "model");
    four(&clean);
    pairwell(&["prune", &clean.url()]).ok();
    let expected: Vec<String> = clean.list().into_keys().collect();
    kill_everywhere(
        four,
        |place| vec!["prune".into(), place.url()],
        |proxy, place, _| {
            place.agrees(Models::get(D));
            // A prune that died lately may be alive still: its mark has to age first.
            age_mark(place);
            through(proxy, &["prune", &place.url()]).ok();
            place.agrees(Models::get(D));
            assert_eq!(place.list().into_keys().collect::<Vec<_>>(), expected);
            pairwell(&["rollback", &place.url(), "--to", &build(B)]).ok();
            place.agrees(Models::get(B));
        },
    );
}

/// Makes the mark of a killed prune an hour old.
fn age_mark(place: &Place) {
    let Place::Bucket { bucket, prefix } = place else { panic!("a bucket") };
    let mut index = place.index();
    let Some(since) = index["pruning"]["since"].as_i64() else { return };
    index["pruning"]["since"] = (since - 3_600).into();
    server::put(&format!("/{bucket}/{prefix}/generations.json"), index.to_string().as_bytes());
}

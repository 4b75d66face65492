//! Two publishers at once.

use std::fs::OpenOptions;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex};

use crate::models::{A, B, C, D, E, Models, build};
use crate::place::Place;
use crate::proxy::{Proxy, Seen, Step};
use crate::run::{command, pairwell, publish, start, strs, wait};
use crate::{common, rounds, server};

/// Holds requests until two are there.
#[derive(Default)]
struct Gate(Mutex<usize>, Condvar);

impl Gate {
    fn pass(&self) {
        let mut there = self.0.lock().unwrap();
        *there += 1;
        self.1.notify_all();
        drop(self.1.wait_while(there, |there| *there < 2).unwrap());
    }
}

fn is_swap(seen: &Seen) -> bool {
    seen.method == "PUT" && seen.path.ends_with("/manifest.json") && !seen.path.contains("/g/")
}

/// Exactly one of the two came through; its model is live to the byte.
fn one_wins(place: &Place, contenders: [(usize, Child); 2]) -> usize {
    let outcomes = contenders.map(|(model, child)| (model, wait(child)));
    let winners: Vec<usize> =
        outcomes.iter().filter(|(_, run)| run.code == Some(0)).map(|(model, _)| *model).collect();
    assert_eq!(winners.len(), 1, "{:?}", outcomes.each_ref().map(|(_, run)| (run.code, &run.stderr)));
    for (_, run) in outcomes.into_iter().filter(|(model, _)| *model != winners[0]) {
        let run = run.lost();
        let overtaken = run.stderr.contains(&format!("made build {} live", build(winners[0])));
        // Or it comes so late that the winner is removing older generations already.
        assert!(overtaken || run.stderr.contains("A prune is removing"), "{}", run.stderr);
    }
    place.agrees(Models::get(winners[0]));
    winners[0]
}

/// Pairs of models that differ from what the round before made live.
fn pair(round: usize) -> [usize; 2] {
    if round.is_multiple_of(2) { [A, B] } else { [C, D] }
}

#[test]
fn of_two_publishers_who_saw_the_same_pointer_exactly_one_wins() {
    let proxy = Arc::new(Proxy::new());
    let bucket = server::bucket();
    let mut wins = [0; 5];
    for round in 0..rounds(50) {
        // Now and then onto nothing: then the first one to create the pointer wins.
        let place = Place::bucket(&bucket, &format!("week-{}", round / 15));
        let gate = Arc::new(Gate::default());
        proxy.on(move |seen: &Seen| {
            if is_swap(seen) {
                gate.pass();
            }
            Step::Forward
        });
        let children = pair(round).map(|model| (model, start(&proxy, &strs(&publish(model, &place)))));
        wins[one_wins(&place, children)] += 1;
        proxy.take();
    }
    assert!(wins.iter().filter(|n| **n > 0).count() >= 3, "always the same one: {wins:?}");
}

#[test]
fn in_a_folder_exactly_one_wins_as_well() {
    let shop = common::Shop::new();
    for round in 0..rounds(150) {
        let place = Place::Folder(shop.path(&format!("www-{}", round / 15)));
        std::fs::create_dir_all(shop.path(&format!("www-{}", round / 15))).unwrap();
        let path = shop.path(&format!("www-{}/.pairwell-lock", round / 15));
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path).unwrap();
        lock.lock().unwrap();
        let children =
            pair(round).map(|model| (model, command("", &strs(&publish(model, &place))).spawn().unwrap()));
        // Both have read the pointer when they wait for the lock.
        for (_, child) in &children {
            until_it_waits(child.id());
        }
        lock.unlock().unwrap();
        one_wins(&place, children);
    }
}

/// The system lists who waits for a lock, and tells nobody when somebody does.
fn until_it_waits(pid: u32) {
    let waits = || {
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        locks
            .lines()
            .any(|line| line.contains("->") && line.split_whitespace().any(|word| word == pid.to_string()))
    };
    while !waits() {
        std::thread::yield_now();
    }
}

#[test]
fn publishers_and_rollbacks_in_any_order_leave_a_whole_model_and_an_index_that_agrees() {
    let bucket = server::bucket();
    let proxy = Proxy::new();
    for round in 0..rounds(16) {
        let place = Place::bucket(&bucket, &format!("week-{}", round / 8));
        if round.is_multiple_of(8) {
            for model in [A, B] {
                pairwell(&strs(&publish(model, &place))).ok();
            }
        }
        let url = place.url();
        let all: Vec<Child> = [
            start(&proxy, &strs(&publish(C + round % 3, &place))),
            start(&proxy, &strs(&publish(round % 2, &place))),
            if round % 4 < 2 { start(&proxy, &["rollback", &url]) } else { start(&proxy, &["prune", &url]) },
        ]
        .into();
        for child in all {
            let run = wait(child);
            let nowhere_to_go_back = run.stderr.contains("Nothing was live before");
            assert!(matches!(run.code, Some(0 | 4)) || nowhere_to_go_back, "{}{}", run.stdout, run.stderr);
        }
        let live = place.whole().unwrap();
        // Whoever comes next finds nothing wrong.
        let run = pairwell(&["publish", "--resume", &url]).ok();
        assert!(run.stdout.contains(&live), "{}", run.stdout);
        let model = (A..=E).find(|n| build(*n) == live).unwrap();
        place.agrees(Models::get(model));
        assert_eq!(place.index()["live"].as_array().unwrap().last().unwrap(), &live);
        proxy.take();
    }
}

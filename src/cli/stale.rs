//! Orders that end long before the day they are judged by.

use pairwell::trainer::report::weeks::day;

use crate::words::count;

const DAY: i64 = 86_400;

/// More days than an export that is taken every month leaves.
const LATE: i64 = 35;

/// Notes on stderr that the last order, at `last`, is long before `at`: by then everybody has stayed away.
pub fn note(last: Option<i64>, at: i64) {
    let Some(last) = last else { return };
    let days = (at - last) / DAY;
    if days > LATE {
        eprintln!(
            "note: the last order is of {}, {} before {}: take a fresh export, or give another day with --at",
            day(last),
            count(days as u64, "day", "days"),
            day(at)
        );
    }
}

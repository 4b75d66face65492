//! How many visitors there were, where the shop counts them: CSV with a date or week and how many, and with an experiment
//! the arm.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::input::{BytesRead, InputError};
use super::super::rejects::Rejects;
use super::super::sales::Arm;
use super::super::table::Table;
use super::super::values::number;
use super::weeks;

/// Visitors by week, of each arm and of nobody's.
#[derive(Debug, Default, Clone)]
pub struct Visits {
    by_week: BTreeMap<i64, [f64; 2]>,
    of_no_arm: BTreeMap<i64, f64>,
}

impl Visits {
    /// Visitors of an arm in a week.
    pub fn of(&self, week: i64, arm: Arm) -> Option<f64> {
        let both = self.by_week.get(&week)?;
        both.get(arm as usize).copied()
    }

    /// Whether both arms have visitors in a week.
    pub fn covers(&self, week: i64) -> bool {
        self.by_week.get(&week).is_some_and(|both| both.iter().all(|n| *n > 0.0))
    }

    /// Visitors of an arm over the weeks in which both arms have some.
    pub fn total(&self, arm: Arm) -> f64 {
        let both = self.by_week.values().filter(|both| both.iter().all(|n| *n > 0.0));
        both.filter_map(|both| both.get(arm as usize)).sum()
    }

    /// All visitors of a week, where they were counted without arms.
    pub fn of_all(&self, week: i64) -> Option<f64> {
        self.of_no_arm.get(&week).copied().filter(|n| *n > 0.0)
    }

    /// All visitors, counted without arms, of the weeks of `orders` that have some, and what these weeks' orders came to;
    /// `None` where no week has any. An order is its week and its value.
    pub fn over(&self, orders: impl Iterator<Item = (i64, f64)>) -> Option<(f64, f64)> {
        let mut weeks: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
        for (week, value) in orders {
            if let Some(visitors) = self.of_all(week) {
                weeks.entry(week).or_insert((visitors, 0.0)).1 += value;
            }
        }
        let sum = weeks.values().fold((0.0, 0.0), |sum, week| (sum.0 + week.0, sum.1 + week.1));
        (!weeks.is_empty()).then_some(sum)
    }

    /// Adds visitors.
    pub fn add(&mut self, week: i64, arm: Arm, visitors: f64) {
        let both = self.by_week.entry(week).or_default();
        if let Some(n) = both.get_mut(arm as usize) {
            *n += visitors;
        }
    }
}

/// Reads the visits of `path`.
///
/// # Errors
///
/// [`InputError`] when the file cannot be read or lacks a column. Single bad rows go to `rejects`.
pub fn read(path: &Path, rejects: &mut Rejects) -> Result<Visits, InputError> {
    let mut table = Table::open(path, &BytesRead::default())?;
    let when = table.column(&["date", "week", "day"]);
    let (arm, visitors) =
        (table.column(&["arm"]), table.column(&["visitors", "visits", "sessions", "users"]));
    if when.is_none() || visitors.is_none() {
        let what = "no visits: expected CSV with the columns \"date\" (or \"week\") and \"visitors\", and \"arm\" \
                    with an experiment";
        return Err(InputError::at(path, 1, what));
    }
    let mut visits = Visits::default();
    while let Some(row) = table.next_row()? {
        let read = || -> Result<(i64, Option<Arm>, f64), String> {
            let week = weeks::parse(&row.text(when))?;
            let name = row.text(arm);
            let known =
                || Arm::parse(&name).ok_or_else(|| format!("\"{name}\" is neither shown nor held-out"));
            let arm = if name.is_empty() { None } else { Some(known()?) };
            let n = number(&row.text(visitors))?;
            if n < 0.0 { Err(format!("{n} visitors")) } else { Ok((week, arm, n)) }
        };
        match read() {
            Ok((week, Some(arm), n)) => visits.add(week, arm, n),
            Ok((week, None, n)) => *visits.of_no_arm.entry(week).or_default() += n,
            Err(why) => rejects.add(path, row.line, why, row.raw()),
        }
    }
    Ok(visits)
}

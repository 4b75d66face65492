//! What is known of product types: which complete which, and when each is bought.
//!
//! ```text
//! KIND
//! ├─ varint  number of types n, numbered 1…n as the cards number them
//! ├─ n times, the types that complete this one:
//! │  ├─ varint  how many
//! │  └─ each: varint type, 1 byte: lift × 32, at most 255
//! ├─ 1       1 when a calendar follows, else 0
//! └─ n × 43  lift by slot, a signed byte: lift = 2^(value / 8)
//!            24 hours, 7 weekdays (Monday first), 12 months
//! ```

use super::Part;
use super::bits::{ByteReader, Fault, first_fault, put_varint};

/// Days of the week.
pub const WEEKDAYS: usize = 7;
/// Months of the year.
pub const MONTHS: usize = 12;
/// Hours, weekdays and months together.
pub const SLOTS: usize = 24 + WEEKDAYS + MONTHS;

/// Lift of each slot.
pub type Calendar = [f32; SLOTS];

/// A time on the shopper's wall clock.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub struct Moment {
    /// 0 to 23.
    pub hour: u8,
    /// 0 (Monday) to 6.
    pub weekday: u8,
    /// 0 (January) to 11.
    pub month: u8,
}

impl Moment {
    /// The moment of a Unix time, read as the wall clock it was written in.
    pub fn of_unix(seconds: i64) -> Self {
        let days = seconds.div_euclid(86_400);
        let hour = seconds.rem_euclid(86_400) / 3600;
        // Days since 0000-03-01 of the proleptic Gregorian calendar, in eras of 400 years:
        // then the month follows from a line of slope 153/5.
        let shifted = days + 719_468;
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        Self {
            hour: hour as u8,
            weekday: (days + 3).rem_euclid(7) as u8,
            month: ((march_month + 2) % 12) as u8,
        }
    }

    /// The three slots of this moment: hour, weekday, month.
    pub fn slots(self) -> [usize; 3] {
        [
            usize::from(self.hour).min(23),
            24 + usize::from(self.weekday).min(WEEKDAYS - 1),
            24 + WEEKDAYS + usize::from(self.month).min(MONTHS - 1),
        ]
    }
}

/// What the writer takes: one entry a type, type 1 first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KindSource {
    /// (type, lift) of the types that complete this one.
    pub complements: Vec<Vec<(u32, f32)>>,
    /// Lift of each slot; empty: nothing known.
    pub calendar: Vec<Calendar>,
}

/// What is known of product types.
pub struct Kinds {
    complements: Vec<Vec<(u32, f32)>>,
    /// `SLOTS` lifts a type, or none at all.
    calendar: Vec<i8>,
}

/// 2^(i/8): no power function at scoring time.
const EIGHTH: [f32; 8] = [
    1.0,
    1.090_507_7,
    1.189_207_1,
    1.296_839_6,
    core::f32::consts::SQRT_2,
    1.542_210_8,
    1.681_792_9,
    1.834_008_1,
];

impl Kinds {
    pub(super) fn decode(bytes: &[u8], fault: &mut Fault) -> Self {
        let mut r = ByteReader::new(bytes, Part::Kinds);
        let n = r.varint();
        let mut complements = Vec::new();
        // A type takes at least a byte, so a hostile number of types costs no more than the file.
        for _ in 0..n.min(bytes.len() as u32) {
            let mut row = Vec::new();
            for _ in 0..r.varint().min(bytes.len() as u32) {
                let (kind, level) = (r.varint(), r.byte());
                r.check(kind > 0 && kind <= n);
                row.push((kind, f32::from(level) / 32.0));
            }
            complements.push(row);
        }
        let speaks = r.byte();
        r.check(speaks < 2);
        let slots = if speaks == 1 { (n as usize).saturating_mul(SLOTS) } else { 0 };
        let calendar = r.take(slots).iter().map(|byte| *byte as i8).collect();
        first_fault(fault, r.finish());
        Self { complements, calendar }
    }

    /// What the writer takes, of the first `most` types.
    pub fn source(&self, most: usize) -> KindSource {
        let kept = |row: &Vec<(u32, f32)>| row.iter().copied().filter(|(k, _)| *k as usize <= most).collect();
        let level = |at: usize| lift_of(i32::from(self.calendar.get(at).copied().unwrap_or(0)));
        let kinds = self.complements.len().min(most);
        let slots = if self.calendar.is_empty() { 0 } else { kinds };
        KindSource {
            complements: self.complements.iter().take(kinds).map(kept).collect(),
            calendar: (0..slots).map(|kind| std::array::from_fn(|slot| level(kind * SLOTS + slot))).collect(),
        }
    }

    /// Writes the section.
    pub fn encode(source: &KindSource) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, source.complements.len() as u32);
        for row in &source.complements {
            put_varint(&mut out, row.len() as u32);
            for (kind, lift) in row {
                put_varint(&mut out, *kind);
                out.push((lift * 32.0).round().clamp(0.0, 255.0) as u8);
            }
        }
        let level = |lift: &f32| (lift.max(1e-3).log2() * 8.0).round().clamp(-32.0, 32.0) as i8;
        let levels: Vec<i8> = source.calendar.iter().flatten().map(level).collect();
        let speaks =
            levels.iter().any(|level| *level != 0) && source.calendar.len() == source.complements.len();
        out.push(u8::from(speaks));
        if speaks {
            out.extend(levels.iter().map(|level| *level as u8));
        }
        out
    }

    /// Lift of type `with` beside type `kind`: above 1 when they are bought together more than by
    /// chance; 1 where nothing is known.
    pub fn lift(&self, kind: u32, with: u32) -> f32 {
        let row = kind.checked_sub(1).and_then(|at| self.complements.get(at as usize));
        row.and_then(|row| row.iter().find(|(k, _)| *k == with)).map_or(1.0, |(_, lift)| lift.max(1.0))
    }

    /// Appends the lift of each type at `moment`, from "no type" on: the product of hour, weekday and month.
    pub fn lifts(&self, moment: Moment, out: &mut Vec<f32>) {
        out.reserve(self.calendar.len() / SLOTS + 1);
        out.push(1.0);
        for slots in self.calendar.chunks_exact(SLOTS) {
            let mut level = 0;
            for slot in moment.slots() {
                level += slots.get(slot).map_or(0, |level| i32::from(*level));
            }
            out.push(lift_of(level));
        }
    }
}

/// 2^(level / 8).
fn lift_of(level: i32) -> f32 {
    let level = level.clamp(-64, 64);
    let step = EIGHTH.get((level & 7) as usize).copied().unwrap_or(1.0);
    step * f32::from_bits((((level >> 3) + 127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        // 2011-12-09T12:50:00Z was a Friday.
        assert_eq!(Moment::of_unix(1_323_435_000), Moment { hour: 12, weekday: 4, month: 11 });
        assert_eq!(Moment::of_unix(0), Moment { hour: 0, weekday: 3, month: 0 });
        // 2012-02-29T23:59:59Z, a Wednesday.
        assert_eq!(Moment::of_unix(1_330_559_999), Moment { hour: 23, weekday: 2, month: 1 });
        assert_eq!(Moment::of_unix(-1), Moment { hour: 23, weekday: 2, month: 11 });
    }

    #[test]
    fn types_come_back() {
        let mut calendar = vec![[1.0; SLOTS]; 2];
        calendar[1][24 + WEEKDAYS + 11] = 2.0;
        let source = KindSource { complements: vec![vec![(2, 2.5)], vec![]], calendar };
        let bytes = Kinds::encode(&source);
        let mut fault = None;
        let kinds = Kinds::decode(&bytes, &mut fault);
        assert_eq!(fault, None);
        assert_eq!(kinds.lift(1, 2), 2.5);
        assert_eq!((kinds.lift(2, 1), kinds.lift(0, 2), kinds.lift(9, 9)), (1.0, 1.0, 1.0));
        let december = Moment { hour: 1, weekday: 1, month: 11 };
        let mut lifts = Vec::new();
        kinds.lifts(december, &mut lifts);
        assert_eq!(lifts, [1.0, 1.0, 2.0], "no type, the first, the second");
        for end in 0..bytes.len() {
            Kinds::decode(&bytes[..end], &mut fault);
            assert!(fault.take().is_some());
        }
    }

    #[test]
    fn a_silent_calendar_costs_a_byte() {
        let source = KindSource { complements: vec![vec![]; 3], calendar: vec![[1.0; SLOTS]; 3] };
        assert_eq!(Kinds::encode(&source).len(), 1 + 3 + 1);
    }
}

//! Weeks from Monday to Sunday, UTC.

use chrono::{DateTime, NaiveDate};

const DAY: i64 = 86_400;

/// The number of the week of `seconds` since 1970; 1970-01-01 was a Thursday.
pub fn week_of(seconds: i64) -> i64 {
    (seconds.div_euclid(DAY) + 3).div_euclid(7)
}

/// The first second of a week.
pub fn start(week: i64) -> i64 {
    (week * 7 - 3) * DAY
}

/// A day as people write it: 2026-01-31.
pub fn day(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).map_or_else(String::new, |t| t.format("%Y-%m-%d").to_string())
}

/// The week of a date ("2026-01-31") or of an ISO week ("2026-W05").
///
/// # Errors
///
/// A sentence that says what stands there instead.
pub fn parse(text: &str) -> Result<i64, String> {
    let iso = || {
        let monday = NaiveDate::parse_from_str(&format!("{}-1", text.trim()), "%G-W%V-%u").ok()?;
        Some(monday.and_hms_opt(0, 0, 0)?.and_utc().timestamp())
    };
    match super::super::values::time(text).ok().or_else(iso) {
        Some(seconds) => Ok(week_of(seconds)),
        None => Err(format!("\"{text}\" is neither a date (2026-01-31) nor a week (2026-W05)")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let monday = parse("2026-01-26").unwrap();
        assert_eq!(parse("2026-02-01"), Ok(monday), "the Sunday after");
        assert_eq!(parse("2026-W05"), Ok(monday));
        assert_eq!(parse("2026-01-25"), Ok(monday - 1));
        assert_eq!(day(start(monday)), "2026-01-26");
        assert_eq!(day(start(week_of(0))), "1969-12-29");
        assert!(parse("soon").is_err());
    }
}

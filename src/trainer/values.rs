//! Numbers, times and titles as they stand in exports.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// A finite number. Understands a decimal comma ("3,50"), thousands separators ("1,234.50") and a
/// leading currency sign.
///
/// # Errors
///
/// A sentence that says what stands there instead.
pub fn number(text: &str) -> Result<f64, String> {
    // Most numbers are plain ones, and an export has two on every row.
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Ok(value) = text.parse::<f64>()
        && value.is_finite()
    {
        return Ok(value);
    }
    let bare = text.trim().trim_start_matches(['£', '$', '€']).trim();
    let plain = match (bare.rfind(','), bare.rfind('.')) {
        (Some(comma), Some(dot)) if comma > dot => bare.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => bare.replace(',', ""),
        (Some(_), None) => bare.replace(',', "."),
        _ => bare.to_owned(),
    };
    // Rust's parser takes "NaN", "inf" and "1e999"; none of them is a price or a quantity.
    let digits = plain.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+' || c == '.');
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() && digits => Ok(value),
        _ => Err(format!("\"{text}\" is not a number")),
    }
}

/// Seconds since 1970 (UTC) of an ISO 8601 time, a Shopify time ("2011-12-09 12:50:00 +0000"), a
/// plain date, or a Unix time in seconds or milliseconds. A time without a zone is read as UTC.
///
/// # Errors
///
/// A sentence that says what stands there instead.
pub fn time(text: &str) -> Result<i64, String> {
    let text = text.trim();
    if let Some(seconds) = usual_time(text) {
        return Ok(seconds);
    }
    const ZONED: [&str; 4] =
        ["%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d %H:%M %z"];
    const PLAIN: [&str; 4] =
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let zoned = || {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .or_else(|| ZONED.iter().find_map(|form| DateTime::parse_from_str(text, form).ok()))
            .map(|t| t.timestamp())
    };
    let plain = || {
        PLAIN
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(|t| t.and_utc().timestamp())
    };
    let date = || {
        let midnight = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)?;
        Some(midnight.and_utc().timestamp())
    };
    let unix = || {
        let value = text.parse::<i64>().ok().filter(|v| *v > 100_000_000)?;
        Some(if value > 100_000_000_000 { value / 1000 } else { value })
    };
    plain()
        .or_else(zoned)
        .or_else(date)
        .or_else(unix)
        .filter(|seconds| (0..=253_402_300_799).contains(seconds))
        .ok_or_else(|| format!("\"{text}\" is not a time (expected for example 2026-01-31T12:00:00)"))
}

/// The forms that nearly all exports have, "2011-12-09 12:50:00" with or without "T" and " +0000" or "Z": trying
/// one form after the other takes longer than all else that is done for an order.
fn usual_time(text: &str) -> Option<i64> {
    let (moment, zone) = text.as_bytes().split_at_checked(19)?;
    if !matches!(zone, b"" | b"Z" | b" +0000" | b"+00:00") {
        return None;
    }
    let [y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b' ' | b'T', h1, h2, b':', m1, m2, b':', s1, s2] =
        moment
    else {
        return None;
    };
    let two = |tens: &u8, ones: &u8| match (tens, ones) {
        (b'0'..=b'9', b'0'..=b'9') => Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0')),
        _ => None,
    };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(o1, o2)?, two(d1, d2)?)?;
    let seconds = date.and_hms_opt(two(h1, h2)?, two(m1, m2)?, two(s1, s2)?)?.and_utc().timestamp();
    // Leap seconds and years before 1970 are left to the parser proper.
    (seconds >= 0).then_some(seconds)
}

/// A title as it may be shown: no control or bidirectional-override characters, single spaces,
/// at most 200 characters.
pub fn title(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .collect();
    let words: Vec<&str> = shown.split_whitespace().collect();
    words.join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_many_countries_are_read_and_impossible_ones_are_not() {
        assert_eq!(number("3.50"), Ok(3.5));
        assert_eq!(number("3,50"), Ok(3.5));
        assert_eq!(number("1,234.50"), Ok(1234.5));
        assert_eq!(number("1.234,50"), Ok(1234.5));
        assert_eq!(number("£ 12"), Ok(12.0));
        assert_eq!(number("-4"), Ok(-4.0));
        for bad in ["NaN", "inf", "-inf", "infinity", "1e999", "", "abc", "1.2.3"] {
            assert!(number(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn one_instant_in_many_spellings() {
        for text in [
            "2011-12-09T12:50:00",
            "2011-12-09T12:50:00Z",
            "2011-12-09 12:50:00",
            "2011-12-09 12:50:00 +0000",
            "2011-12-09 12:50:00Z",
            "2011-12-09T12:50:00+00:00",
            "2011-12-09 13:50:00 +0100",
            "2011-12-09T07:50:00-05:00",
            "2011-12-09T12:50:00.000Z",
            "2011-12-09 12:50",
            "1323435000",
            "1323435000000",
        ] {
            assert_eq!(time(text), Ok(1_323_435_000), "{text}");
        }
        assert!(time("2011-12-09").is_ok());
        assert!(time("yesterday").is_err());
        for bad in
            ["2011-13-09 12:50:00", "2011-02-30 12:50:00", "2011-12-09 24:50:00", "2011-12-09 1a:50:00"]
        {
            assert!(time(bad).is_err(), "{bad}");
        }
        assert!(time("9999999-01-01").is_err());
        assert!(time("").is_err());
    }

    #[test]
    fn titles_lose_what_must_not_be_shown() {
        assert_eq!(title("  A\u{202e}bad\u{0007}  <b>title</b>\n"), "Abad <b>title</b>");
    }
}

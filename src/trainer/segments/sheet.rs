//! The file for Klaviyo and Omnisend: one customer a row, one property a column.

use super::super::feed::identity::is_address;
use super::super::feed::{Identity, sheet::csv};
use super::super::report::weeks::day;
use super::customers::Customers;
use super::judge::Facts;
use crate::model::segments::{Bounds, Segments};

/// One customer, judged.
struct Row<'a> {
    name: &'a str,
    segment: &'a str,
    facts: &'a Facts,
}

/// The rows, and how many customers are in each segment, in the order of the segments, with those in none last.
pub struct Sheet {
    /// CSV.
    pub bytes: Vec<u8>,
    /// Name and customers of each segment; those in none last, under an empty name.
    pub counts: Vec<(String, u64)>,
    /// Customers who are known by an id only.
    pub nameless: u64,
}

/// Judges `customers` at `now`. `bounds` are for the scores; `digits` those of `currency`.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn sheet(
    customers: &Customers,
    segments: &Segments,
    bounds: Option<&Bounds>,
    (currency, digits): (&str, u32),
    who: Identity,
    now: i64,
) -> Result<Sheet, csv::Error> {
    let judged: Vec<Row<'_>> = customers
        .iter()
        .map(|(name, facts)| {
            let segment = facts.segment(segments, now).map_or("", |segment| segment.name.as_str());
            Row { name, segment, facts }
        })
        .collect();
    let mut counts: Vec<(String, u64)> = segments.list.iter().map(|s| (s.name.clone(), 0)).collect();
    counts.push((String::new(), 0));
    for row in &judged {
        if let Some((_, n)) = counts.iter_mut().find(|(name, _)| name == row.segment) {
            *n += 1;
        }
    }
    let header = [
        who.column("email"),
        "customer_id",
        "pairwell_segment",
        "pairwell_last_order",
        "pairwell_recency_days",
        "pairwell_frequency",
        "pairwell_monetary",
        "pairwell_currency",
        "pairwell_rfm_recency",
        "pairwell_rfm_frequency",
        "pairwell_rfm_monetary",
        "pairwell_rfm",
    ];
    let whole = 10f64.powi(digits as i32);
    let cells = |row: &Row<'_>| -> Vec<String> {
        let address = is_address(row.name);
        let rfm = row.facts.rfm(currency, now);
        let scores = rfm.zip(bounds).map(|(rfm, bounds)| bounds.scores(rfm.days, rfm.orders, rfm.spend));
        let last = row.facts.orders.iter().map(|order| order.at).filter(|at| *at <= now).max();
        let text = |cell: Option<String>| cell.unwrap_or_default();
        vec![
            if address { who.of(row.name) } else { String::new() },
            if address { String::new() } else { row.name.to_owned() },
            row.segment.to_owned(),
            text(last.map(day)),
            text(rfm.map(|rfm| rfm.days.to_string())),
            text(rfm.map(|rfm| rfm.orders.to_string())),
            text(rfm.map(|rfm| format!("{:.*}", digits as usize, rfm.spend as f64 / whole))),
            text(rfm.map(|_| currency.to_owned())),
            text(scores.map(|(r, _, _)| r.to_string())),
            text(scores.map(|(_, f, _)| f.to_string())),
            text(scores.map(|(_, _, m)| m.to_string())),
            text(scores.map(|(r, f, m)| format!("{r}{f}{m}"))),
        ]
    };
    let bytes = csv(&header.map(str::to_owned), judged.iter().map(cells))?;
    let nameless = judged.iter().filter(|row| !is_address(row.name)).count() as u64;
    Ok(Sheet { bytes, counts, nameless })
}

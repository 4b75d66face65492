//! Counting pairs beside DuckDB's SQL, scipy's XᵀX and Polars in the same run, at equal output.
//!
//! Half a million made-up orders of 50,000 products, as bought as in shops (a few products often, most rarely;
//! themes that go together). CPU seconds, because that is what does not depend on who else is computing.

use std::fs;
use std::path::PathBuf;

use pairwell::trainer::counts::each_row;
use pairwell::trainer::orders::OrderBook;

use super::common::{Numbers, Results, folder, process_seconds, python};

const ORDERS: usize = 500_000;
pub const PRODUCTS: usize = 50_000;
const LEAST: u32 = 2;

/// Made-up orders, each of distinct products.
pub fn orders() -> Vec<Vec<u32>> {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    (0..ORDERS)
        .map(|_| {
            let size = 1 + (numbers.next().powi(2) * 26.0) as usize;
            let theme = numbers.rank(1_000);
            let mut basket: Vec<u32> = (0..size)
                .map(|_| {
                    let rank = if numbers.next() < 0.6 {
                        theme + 1_000 * numbers.rank(50)
                    } else {
                        numbers.rank(PRODUCTS)
                    };
                    // Numbers must not tell how popular a product is.
                    (rank * 7_919 % PRODUCTS) as u32
                })
                .collect();
            basket.sort_unstable();
            basket.dedup();
            basket
        })
        .collect()
}

pub fn run(results: &mut Results) {
    let baskets = orders();
    let mut book = OrderBook::default();
    for (n, basket) in baskets.iter().enumerate() {
        let order = book.order(&n.to_string(), None, "");
        basket.iter().for_each(|product| book.line(order, *product));
    }
    let orders = book.finish();
    results.note("orders", ORDERS as f64, "");
    results.note("lines", baskets.iter().map(Vec::len).sum::<usize>() as f64, "");

    // Twice, for the first one also pays for pages of memory; the better one counts, as for the others.
    let mut best = f64::INFINITY;
    let mut found = (0u64, 0u64, 0u64);
    for _ in 0..2 {
        let begun = process_seconds();
        // What the others are asked for: of each pair once, how many there are, their orders and a checksum.
        let rows = each_row(&orders, PRODUCTS, LEAST, |one, row| {
            row.iter().fold((0u64, 0u64, 0u64), |sum, pair| {
                let (i, j, n) = (one.min(pair.with), one.max(pair.with), u64::from(pair.orders));
                (sum.0 + 1, sum.1 + n, sum.2 + (u64::from(i) * 31 + u64::from(j)) * n)
            })
        });
        found = rows.iter().fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        best = best.min(process_seconds() - begun);
    }
    results.note("pairs", found.0 as f64, "");
    results.note("pairwell", best, "s");

    let data = folder("counting");
    let column = |name: &str, values: Vec<u32>| -> PathBuf {
        let path = data.join(name);
        fs::write(&path, values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>()).unwrap();
        path
    };
    let owners = (0u32..).zip(&baskets).flat_map(|(n, basket)| basket.iter().map(move |_| n)).collect();
    let of = column("orders", owners);
    let what = column("products", baskets.concat());
    for engine in ["duckdb", "scipy", "polars"] {
        // A process each: what one leaves behind in memory is not the next one's.
        let said = python(
            "counting.py",
            &[engine.as_ref(), of.as_os_str(), what.as_os_str(), LEAST.to_string().as_ref()],
        );
        assert_eq!((said[0] as u64, said[1] as u64, said[2] as u64), found, "{engine} counts otherwise");
        results.note(engine, said[3], "s");
    }
}

//! From an order export to a model: `pairwell train` as a merchant runs it, on made-up orders with SKUs of letters and digits, beside
//! DuckDB, which reads the same file and counts its pairs, and no more. Time by the clock on all cores, memory at its peak.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use chrono::DateTime;

use super::common::{Numbers, Results, folder, python, wall_seconds};

/// 3 million orders of 50,000 products.
pub fn run(results: &mut Results) {
    let orders = folder("training").join("orders.csv");
    let lines = write(&orders, 3_000_000, 50_000);
    train(results, &orders, lines, 3_000_000);
    let said = python("training.py", &[orders.as_os_str()]);
    results.note("duckdb", said[1], "s");
    results.note("duckdb-memory", said[2], "B");
    fs::remove_file(&orders).unwrap();
}

/// 30 million orders of a million products.
pub fn run_million(results: &mut Results) {
    let orders = folder("million").join("orders.csv");
    let lines = write(&orders, 30_000_000, 1_000_000);
    train(results, &orders, lines, 30_000_000);
    fs::remove_file(&orders).unwrap();
}

/// Writes that many orders, as bought as in shops: a few products often, most rarely; themes of fifty that go together. Gives the number of
/// line items.
fn write(path: &Path, orders: usize, products: usize) -> usize {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "order_id,created_at,sku,quantity,price").unwrap();
    let (themes, mut basket, mut lines) = (products / 50, Vec::new(), 0);
    for order in 0..orders {
        let size = 1 + (numbers.next().powi(2) * 26.0) as usize;
        let theme = numbers.rank(themes);
        basket.clear();
        basket.extend((0..size).map(|_| {
            let rank =
                if numbers.next() < 0.6 { theme + themes * numbers.rank(50) } else { numbers.rank(products) };
            // Numbers must not tell how popular a product is.
            rank * 7_919 % products
        }));
        basket.sort_unstable();
        basket.dedup();
        lines += basket.len();
        // A year of orders.
        let second = 1_735_689_600 + (order as f64 / orders as f64 * 31_536_000.0) as i64;
        let time = DateTime::from_timestamp(second, 0).unwrap().format("%Y-%m-%d %H:%M:%S +0000").to_string();
        for product in &basket {
            let price = 199 + product * 37 % 9_000;
            writeln!(file, "#{order},{time},HW-{product:06},1,{}.{:02}", price / 100, price % 100).unwrap();
        }
    }
    file.into_inner().unwrap().sync_all().unwrap();
    lines
}

fn train(results: &mut Results, orders: &Path, lines: usize, count: usize) {
    results.note("orders", count as f64, "");
    results.note("lines", lines as f64, "");
    results.note("bytes", fs::metadata(orders).unwrap().len() as f64, "B");
    let begun = wall_seconds();
    let out = Command::new(env!("CARGO_BIN_EXE_pairwell"))
        .args(["train".as_ref(), orders.as_os_str(), "-o".as_ref()])
        .arg(orders.with_file_name("model"))
        .output()
        .unwrap();
    results.note("pairwell", wall_seconds() - begun, "s");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).unwrap();
    let memory = peak(&said).unwrap_or_else(|| panic!("it does not say how much memory it took: {said}"));
    results.note("memory", memory, "B");
    results.note("memory-a-line", memory / lines as f64, "");
}

/// Bytes out of «Took 3.2 s, at most 220.2 MB of memory.»
fn peak(said: &str) -> Option<f64> {
    let (_, rest) = said.rsplit_once("at most ")?;
    let mut words = rest.split(' ');
    let number: f64 = words.next()?.replace(',', "").parse().ok()?;
    let unit = match words.next()? {
        "bytes" => 1.0,
        "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        _ => return None,
    };
    Some(number * unit)
}

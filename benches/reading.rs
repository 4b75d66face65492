//! Reading an order export: splitting it into fields and summing two columns, beside the csv crate, Polars and DuckDB; and
//! all that `pairwell train` does until it has orders of numbered products.

use std::fs;
use std::io::Write;

use pairwell::trainer::input::BytesRead;
use pairwell::trainer::progress::Silent;
use pairwell::trainer::table::Table;
use pairwell::trainer::{Source, load};

use super::common::{Results, folder, process_seconds, python, wall_seconds};
use super::counting;

/// What comes out of each: lines, and the sums of order and product numbers.
type Sums = (u64, u64, u64);

pub fn run(results: &mut Results) {
    let path = folder("reading").join("orders.csv");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    writeln!(file, "order_id,product_id,quantity,timestamp,title").unwrap();
    for (order, basket) in counting::orders().iter().enumerate() {
        let second = 1_700_000_000 + order * 60;
        for product in basket {
            writeln!(file, "{order},{product},1,{second},\"Product {product}, boxed\"").unwrap();
        }
    }
    file.into_inner().unwrap().sync_all().unwrap();
    results.note("bytes", fs::metadata(&path).unwrap().len() as f64, "B");

    let number = |field: &[u8]| std::str::from_utf8(field).unwrap().parse::<u64>().unwrap();
    let expected = timed(results, "csv-crate", &mut || {
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let mut record = csv::ByteRecord::new();
        let mut sums = (0, 0, 0);
        while reader.read_byte_record(&mut record).unwrap() {
            sums = (sums.0 + 1, sums.1 + number(&record[0]), sums.2 + number(&record[1]));
        }
        sums
    });
    results.note("lines", expected.0 as f64, "");
    let ours = timed(results, "pairwell", &mut || {
        let mut table = Table::open(&path, &BytesRead::default()).unwrap();
        let (order, product) = (table.column(&["order_id"]), table.column(&["product_id"]));
        let mut sums = (0, 0, 0);
        while let Some(row) = table.next_row().unwrap() {
            sums = (sums.0 + 1, sums.1 + number(row.bytes(order)), sums.2 + number(row.bytes(product)));
        }
        sums
    });
    assert_eq!(ours, expected, "other rows than the csv crate's");
    let (cpu, wall) = (process_seconds(), wall_seconds());
    let source = Source {
        orders: vec![path.clone()],
        products: None,
        events: None,
        url: "/products/{key}".into(),
        gift_cards: false,
    };
    let loaded = load(&source, &Silent).unwrap();
    assert_eq!(loaded.counts.lines, expected.0, "lines were left out");
    results.note("load", process_seconds() - cpu, "s");
    results.note("load-wall", wall_seconds() - wall, "s");
    drop(loaded);
    for engine in ["polars", "duckdb"] {
        let said = python("reading.py", &[engine.as_ref(), path.as_os_str()]);
        assert_eq!((said[0] as u64, said[1] as u64, said[2] as u64), expected, "{engine} reads otherwise");
        results.note(engine, said[3], "s");
        results.note(&format!("{engine}-wall"), said[4], "s");
    }
    fs::remove_file(&path).unwrap();
}

/// The better of two runs, CPU and wall.
fn timed(results: &mut Results, name: &str, work: &mut dyn FnMut() -> Sums) -> Sums {
    let (mut best, mut quickest, mut sums) = (f64::INFINITY, f64::INFINITY, (0, 0, 0));
    for _ in 0..2 {
        let (cpu, wall) = (process_seconds(), wall_seconds());
        sums = work();
        (best, quickest) = (best.min(process_seconds() - cpu), quickest.min(wall_seconds() - wall));
    }
    results.note(name, best, "s");
    results.note(&format!("{name}-wall"), quickest, "s");
    sums
}

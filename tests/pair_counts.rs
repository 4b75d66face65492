//! Pair counts as Parquet: what is written is read back, what is broken is said, and every engine counts the same.
//!
//! The last test runs `pairwell counts`, DuckDB, DataFusion and Spark on the shipped orders. `tools/test.sh` installs them; by
//! hand: `tools/install-python.sh counts`, then `cargo test --features parquet --test pair_counts`.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pairwell::trainer::pair_counts::Pair;
use pairwell::trainer::pair_counts::files::{CountFiles, CountWriter, Named, write_lines};

/// Three products in `rows_a_file` rows a file.
fn written(directory: &Path, rows_a_file: usize) {
    let mut out = CountWriter::new(directory, rows_a_file).unwrap();
    out.add(None, 10, 7_000_000).unwrap();
    for (key, orders) in [("a", 9), ("é", 5), ("b", 6)] {
        out.add(Some((key, key)), orders, orders * 700_000).unwrap();
    }
    out.add(Some(("a", "b")), 4, 2_800_000).unwrap();
    out.add(Some(("a", "é")), 3, 2_100_000).unwrap();
    out.finish().unwrap();
}

fn pairs(directory: &Path) -> Vec<Pair> {
    let files = CountFiles::find(directory).unwrap();
    let named = files.products().unwrap();
    assert_eq!(named.keys, ["a", "b", "é"]);
    assert_eq!(named.total, (10, 7_000_000));
    assert_eq!(named.diagonal[1], Pair { a: 1, b: 1, orders: 6, weight: 4_200_000 });
    let mut found = Vec::new();
    let unknown = files.pairs(&named, &[Some(0), Some(1), Some(2)], |pair| found.push(pair)).unwrap();
    assert_eq!(unknown, 0);
    found
}

#[test]
fn counts_come_back_from_any_number_of_files() {
    let dir = tempfile::tempdir().unwrap();
    for rows in [1, 4, 100] {
        let place = dir.path().join(format!("{rows}"));
        written(&place, rows);
        assert_eq!(
            fs::read_dir(&place).unwrap().count(),
            [6, 2, 1][[1, 4, 100].iter().position(|n| *n == rows).unwrap()]
        );
        // What other engines leave beside their data.
        fs::write(place.join("_SUCCESS"), "").unwrap();
        fs::write(place.join(".part-0.parquet.crc"), "x").unwrap();
        let pair = |b, orders, weight| Pair { a: 0, b, orders, weight };
        assert_eq!(pairs(&place), [pair(1, 4, 2_800_000), pair(2, 3, 2_100_000)]);
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3, "nothing is left beside them");
}

#[test]
fn a_directory_that_holds_something_is_not_written_to_and_two_runs_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("counts");
    written(&place, 100);
    assert!(CountWriter::new(&place, 100).err().unwrap().to_string().contains("not empty"));
    fs::copy(place.join("part-00000.parquet"), place.join("part-1.parquet")).unwrap();
    let error = CountFiles::find(&place).unwrap().products().unwrap_err().to_string();
    assert!(error.contains("two runs"), "{error}");
}

#[test]
fn broken_files_are_named_and_never_panic() {
    let dir = tempfile::tempdir().unwrap();
    let good = dir.path().join("good");
    written(&good, 100);
    let bytes = fs::read(good.join("part-00000.parquet")).unwrap();
    let path = dir.path().join("bad.parquet");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let files = CountFiles::find(&path).unwrap();
        files.products().and_then(|named| files.pairs(&named, &[Some(0), Some(1), Some(2)], |_| {}))
    };
    assert!(read(&bytes).is_ok());
    for end in 0..bytes.len() {
        let error = read(&bytes[..end]).unwrap_err();
        assert_eq!(error.path, path);
    }
    for at in 0..bytes.len() {
        for bit in [1, 0x10, 0x80] {
            let mut flipped = bytes.clone();
            flipped[at] ^= bit;
            // Some bits are of no consequence, such as those of the writer's name.
            let _ = read(&flipped);
        }
    }
    assert!(read(b"").unwrap_err().to_string().contains("no sound Parquet file"));
    assert!(
        CountFiles::find(&dir.path().join("none")).err().unwrap().to_string().contains("no such directory")
    );
}

#[test]
fn order_lines_are_written_for_other_engines() {
    use parquet::file::reader::SerializedFileReader;
    let mut book = pairwell::trainer::orders::OrderBook::default();
    let order = book.order("1", Some(86_400), "ann");
    [0, 1].iter().for_each(|p| book.line(order, *p));
    let order = book.order("2", None, "");
    book.line(order, 1);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lines.parquet");
    write_lines(&path, &book.finish(), |p| ["x", "y"][p as usize]).unwrap();
    let reader = SerializedFileReader::new(fs::File::open(&path).unwrap()).unwrap();
    let mut rows: Vec<String> = reader.into_iter().map(|row| row.unwrap().to_string()).collect();
    rows.sort();
    assert_eq!(rows.len(), 3);
    assert!(
        rows[0].contains("order_id: \"1\", product_id: \"x\", customer_id: 0, timestamp: 1970-01-02"),
        "{}",
        rows[0]
    );
    assert!(rows[2].contains("customer_id: null, timestamp: null"), "{}", rows[2]);
}

/// All rows of a directory of counts, in one sequence.
fn all(directory: &Path) -> (Named, Vec<(u32, u32, u64, u64)>) {
    let files = CountFiles::find(directory).unwrap();
    let named = files.products().unwrap();
    let numbers: Vec<Option<u32>> = (0..named.keys.len() as u32).map(Some).collect();
    let mut rows = Vec::new();
    let unknown = files.pairs(&named, &numbers, |p| rows.push((p.a, p.b, p.orders, p.weight))).unwrap();
    assert_eq!(unknown, 0);
    assert!(rows.iter().all(|(a, b, ..)| a < b), "a pair stands in the sequence of its keys");
    rows.sort_unstable();
    (named, rows)
}

/// FNV-1a over everything that was counted.
fn checksum((named, rows): &(Named, Vec<(u32, u32, u64, u64)>)) -> u64 {
    let own = named.diagonal.iter().map(|p| (p.a, p.b, p.orders, p.weight));
    let numbers = own.chain(rows.iter().copied()).flat_map(|(a, b, n, w)| [u64::from(a), u64::from(b), n, w]);
    let keys = named.keys.iter().flat_map(|key| key.bytes().map(u64::from).chain([256]));
    let all = [named.total.0, named.total.1].into_iter().chain(keys).chain(numbers);
    all.fold(0xcbf2_9ce4_8422_2325, |hash, n| (hash ^ n).wrapping_mul(0x0100_0000_01b3))
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{out}\n{err}");
    out.into_owned()
}

/// The manifest, which has the model's hash in it, and the model's bytes.
fn model(counts: &Path, output: &Path) -> (Vec<u8>, Vec<u8>) {
    let products = project("www/sample/products_export.csv.gz");
    succeeds(
        Command::new(env!("CARGO_BIN_EXE_pairwell"))
            .args(["train", "--currency", "GBP", "--pair-counts"])
            .arg(counts)
            .arg("--products")
            .arg(products)
            .arg("-o")
            .arg(output),
    );
    let file = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().path());
    let file = file.filter(|path| path.extension().is_some_and(|end| end == "pw")).collect::<Vec<_>>();
    assert_eq!(file.len(), 1);
    (fs::read(output.join("manifest.json")).unwrap(), fs::read(&file[0]).unwrap())
}

#[test]
fn our_counter_duckdb_datafusion_and_spark_count_the_same_and_give_the_same_model() {
    let dir = tempfile::tempdir().unwrap();
    let place = |name: &str| dir.path().join(name);
    let lines = place("lines.parquet");
    succeeds(
        Command::new(env!("CARGO_BIN_EXE_pairwell"))
            .arg("counts")
            .arg(project("www/sample/orders_export.csv.gz"))
            .arg("--products")
            .arg(project("www/sample/products_export.csv.gz"))
            .args(["--rows-per-file", "500000", "--largest-order", LARGEST_ORDER, "--lines"])
            .arg(&lines)
            .arg("-o")
            .arg(place("pairwell")),
    );
    let python = project(".tools/python/bin/python");
    assert!(python.exists(), "the engines are not here: run tools/install-python.sh counts");
    let sql = fs::read_to_string(project("sql/pair_counts.sql")).unwrap();
    let parameter = "CAST(1000 AS BIGINT) AS largest_order";
    assert_eq!(sql.matches(parameter).count(), 1);
    fs::write(place("counts.sql"), sql.replace(parameter, &parameter.replace("1000", LARGEST_ORDER)))
        .unwrap();
    for engine in ["duckdb", "datafusion"] {
        let script = project("tests/pair_counts/run_sql.py");
        succeeds(
            Command::new(&python)
                .arg(script)
                .arg(engine)
                .arg(place("counts.sql"))
                .arg(&lines)
                .arg(place(engine)),
        );
    }
    // The very job that docs/spark.md sends to a cluster.
    let java = succeeds(&mut Command::new(project("tools/install-java.sh")));
    succeeds(
        Command::new(&python)
            .arg(project("sql/spark_job.py"))
            .arg("--orders")
            .arg(&lines)
            .arg("--output")
            .arg(place("spark"))
            .args(["--set", &format!("largest_order={LARGEST_ORDER}")])
            .env("JAVA_HOME", java.trim())
            .env("PYSPARK_PYTHON", &python)
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("SPARK_LOCAL_DIRS", place("spark-tmp"))
            .env("TZ", "America/New_York")
            .env("PYSPARK_SUBMIT_ARGS", SPARK),
    );
    let ours = all(&place("pairwell"));
    assert!(ours.0.keys.len() > 3_000 && ours.1.len() > 300_000, "{} pairs", ours.1.len());
    let trained = model(&place("pairwell"), &place("model-pairwell"));
    for engine in ["duckdb", "datafusion", "spark"] {
        let theirs = all(&place(engine));
        assert_eq!(theirs.0.keys, ours.0.keys, "{engine}");
        let different = theirs.1.iter().zip(&ours.1).find(|(a, b)| a != b);
        assert_eq!((different, theirs.1.len()), (None, ours.1.len()), "{engine}");
        assert_eq!(checksum(&theirs), checksum(&ours), "{engine}");
        assert!(
            model(&place(engine), &place(&format!("model-{engine}"))) == trained,
            "{engine}: another model"
        );
    }
    println!(
        "checksum {:016x} of {} products and {} pairs",
        checksum(&ours),
        ours.0.keys.len(),
        ours.1.len()
    );
}

/// The parameter of the SQL that is not left at its default: of the sample's 16,535 orders 486 are larger, and have three of
/// four pairs.
const LARGEST_ORDER: &str = "100";

/// Two threads, no pages of its own, loopback only.
const SPARK: &str = "--master local[2] --driver-memory 3g --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=8 \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 pyspark-shell";

//! What a neighbour weighs on the wire, bits after brotli 11, in the model's coding and in others: of the made-up shop, one
//! weight of 15 levels a neighbour, and of the sample's model, which has two.

use std::fs;
use std::path::PathBuf;

use pairwell::model::Model;
use pairwell::model::pairs::{Edge, PairSource, Pairs};
use pairwell::trainer::output::brotli_size;
use serde_json::{Map, Value, json};

use super::common::{Results, shop, top};

/// Neighbours of each product and the keys of all; `two`: both levels count.
struct Table {
    rows: Vec<Vec<Edge>>,
    keys: Vec<String>,
    two: bool,
}

/// How a table is written.
type Form = fn(&Table) -> Vec<u8>;

pub fn run(results: &mut Results) {
    let made_up =
        Table { rows: shop::rows(), keys: (0..shop::PRODUCTS).map(shop::key).collect(), two: false };
    for (name, table) in [("made-up", made_up), ("sample", sample())] {
        let neighbours = table.rows.iter().map(Vec::len).sum::<usize>();
        results.note(&format!("{name}-neighbours"), neighbours as f64, "");
        let forms: [(&str, Form); 6] = [
            ("json-keys", json_keys),
            ("json-indexes", json_indexes),
            ("csr", csr),
            ("elias-fano", elias_fano),
            ("varint", varint),
            ("pairwell", ours),
        ];
        for (form, write) in forms {
            let bits = brotli_size(&write(&table)) as f64 * 8.0 / neighbours as f64;
            results.note(&format!("{name}-{form}"), bits, "bit");
        }
    }
}

/// The whole file that `make model` has trained.
pub fn sample_file() -> PathBuf {
    let folder = top().join("dist/model");
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let whole = manifest["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap());
    folder.join(whole.into_iter().next().unwrap())
}

fn sample() -> Table {
    let mut model = Model::default();
    model.add(&fs::read(sample_file()).unwrap()).unwrap();
    let edges = model.sections().unwrap().edges;
    let edge = |n: &pairwell::model::pairs::Neighbour| {
        let (first, second) = edges.levels(n);
        Edge { to: n.to, first, second }
    };
    let rows = model.indexes().map(|product| edges.row(product).iter().map(edge).collect()).collect();
    let keys = model.indexes().map(|product| model.card(product).unwrap().key.to_owned()).collect();
    Table { rows, keys, two: true }
}

/// Weights as JSON has them: two digits, as much as 15 levels are worth.
fn weights(edge: &Edge, two: bool) -> Vec<Value> {
    let weight = |level: u8| json!((f64::from(level) / 15.0 * 100.0).round() / 100.0);
    if two { vec![weight(edge.first), weight(edge.second)] } else { vec![weight(edge.first)] }
}

fn json_keys(table: &Table) -> Vec<u8> {
    let row = |row: &Vec<Edge>| -> Value {
        let entry = |edge: &Edge| {
            let mut all = weights(edge, table.two);
            let value = if table.two { Value::Array(all) } else { all.remove(0) };
            (table.keys[edge.to as usize].clone(), value)
        };
        Value::Object(row.iter().map(entry).collect())
    };
    let all: Map<String, Value> = table.keys.iter().cloned().zip(table.rows.iter().map(row)).collect();
    Value::Object(all).to_string().into_bytes()
}

fn json_indexes(table: &Table) -> Vec<u8> {
    let entry = |edge: &Edge| {
        let mut all = vec![json!(edge.to)];
        all.extend(weights(edge, table.two));
        Value::Array(all)
    };
    let rows: Vec<Value> =
        table.rows.iter().map(|row| Value::Array(row.iter().map(entry).collect())).collect();
    Value::Array(rows).to_string().into_bytes()
}

/// Lengths, ids and levels, each in an array of its own: two bytes an id, a byte a level.
fn csr(table: &Table) -> Vec<u8> {
    let mut out: Vec<u8> = table.rows.iter().map(|row| row.len().min(255) as u8).collect();
    let all = || table.rows.iter().flatten();
    all().for_each(|edge| out.extend((edge.to as u16).to_le_bytes()));
    out.extend(all().map(|edge| edge.first));
    out.extend(all().filter(|_| table.two).map(|edge| edge.second));
    out
}

/// Levels in half bytes.
fn nibbles(table: &Table) -> Vec<u8> {
    let levels: Vec<u8> = table
        .rows
        .iter()
        .flatten()
        .flat_map(|edge| [Some(edge.first), table.two.then_some(edge.second)])
        .flatten()
        .collect();
    levels.chunks(2).map(|pair| pair[0] | pair.get(1).copied().unwrap_or(0) << 4).collect()
}

/// Each row's ids after Elias and Fano: low bits as they are, high bits in unary.
fn elias_fano(table: &Table) -> Vec<u8> {
    let mut out: Vec<u8> = table.rows.iter().map(|row| row.len().min(255) as u8).collect();
    let (mut low, mut high) = (Bits::default(), Bits::default());
    for row in table.rows.iter().filter(|row| !row.is_empty()) {
        let width = (table.rows.len() / row.len()).max(1).ilog2();
        let mut before = 0;
        for edge in row {
            (0..width).for_each(|bit| low.push(edge.to >> bit & 1 == 1));
            (before..edge.to >> width).for_each(|_| high.push(false));
            high.push(true);
            before = edge.to >> width;
        }
    }
    out.extend(low.bytes);
    out.extend(high.bytes);
    out.extend(nibbles(table));
    out
}

/// Gaps as varints.
fn varint(table: &Table) -> Vec<u8> {
    let mut out: Vec<u8> = table.rows.iter().map(|row| row.len().min(255) as u8).collect();
    for row in &table.rows {
        let mut before = 0;
        for edge in row {
            let mut gap = edge.to - before;
            before = edge.to;
            while gap >= 128 {
                out.push(gap as u8 | 128);
                gap >>= 7;
            }
            out.push(gap as u8);
        }
    }
    out.extend(nibbles(table));
    out
}

fn ours(table: &Table) -> Vec<u8> {
    let levels = |many: bool| (0..if many { shop::LEVELS as u8 } else { 1 }).map(shop::weight).collect();
    Pairs::encode(&PairSource { rows: table.rows.clone(), first: levels(true), second: levels(table.two) })
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    length: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.length.is_multiple_of(8) {
            self.bytes.push(0);
        }
        self.bytes[self.length / 8] |= u8::from(bit) << (self.length % 8);
        self.length += 1;
    }
}

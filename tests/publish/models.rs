//! Model directories as `pairwell train` writes them, with entry files beside.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::common::{Shop, orders_csv};

/// Different models of one small shop: A, B, C, D, E.
pub struct Models {
    _shop: Shop,
    directories: Vec<PathBuf>,
}

impl Models {
    pub fn get(n: usize) -> &'static Path {
        static MODELS: OnceLock<Models> = OnceLock::new();
        &MODELS.get_or_init(Self::train).directories[n]
    }

    fn train() -> Self {
        let shop = Shop::new();
        let directories = (0..5)
            .map(|n| {
                let pair: [&str; 2] = ["anvil", "bellows"];
                let other: [&str; 2] = ["chisel", ["drill", "edger", "file", "gouge", "hammer"][n]];
                shop.file("orders.csv", orders_csv(&[(&pair, 20), (&other, 20 + n)]));
                let name = format!("model-{n}");
                shop.pairwell(&["train", "orders.csv", "-o", &name]).ok();
                // What training may leave beside the model, and must stay at home.
                shop.file(&format!("{name}/rejects.csv"), "secret@shop.example");
                let at = shop.path(&format!("{name}/at"));
                // Entries of the tests' own, of which it is known what changes between models.
                fs::remove_dir_all(&at).unwrap();
                fs::create_dir(&at).unwrap();
                // One that all have alike, one that differs, some that come and go; one large enough to compress.
                fs::write(at.join("shop.pw"), "the same in every model").unwrap();
                fs::write(at.join("3f0.pw"), format!("entry of model {n}")).unwrap();
                fs::write(at.join(format!("a{n}.pw")), "comes and goes").unwrap();
                fs::write(at.join("large.pw"), format!("model {n} ").repeat(200)).unwrap();
                shop.path(&name)
            })
            .collect();
        Self { _shop: shop, directories }
    }
}

pub const A: usize = 0;
pub const B: usize = 1;
pub const C: usize = 2;
pub const D: usize = 3;
pub const E: usize = 4;

/// The build of a model.
pub fn build(n: usize) -> String {
    let text = fs::read_to_string(Models::get(n).join("manifest.json")).unwrap();
    serde_json::from_str::<serde_json::Value>(&text).unwrap()["build"].as_str().unwrap().to_owned()
}

/// A copy of a model to change.
pub fn copy(n: usize, to: &Path) {
    fs::create_dir_all(to.join("at")).unwrap();
    for folder in ["", "at"] {
        for entry in fs::read_dir(Models::get(n).join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
}

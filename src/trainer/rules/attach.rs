//! Putting rules into a model that is trained.

use super::Rules;
use super::compile::{Compiled, compile};
use super::facts::Facts;
use crate::model::container::Container;
use crate::model::manifest::FileEntry;
use crate::model::{Model, tags};
use crate::trainer::output::sha256;
use crate::trainer::train::Trained;

/// Writes what `rules` become into the files of `trained`, in place of rules that were there; a model
/// for which they say nothing stays as it is.
///
/// # Errors
///
/// A sentence that says what does not fit.
pub fn attach(trained: &mut Trained, rules: &Rules, facts: &Facts) -> Result<Compiled, String> {
    let mut model = Model::default();
    for (_, bytes) in &trained.files {
        model.add(bytes).map_err(|error| error.to_string())?;
    }
    let compiled = compile(rules, facts, &model)?;
    let section = compiled.rules.encode();
    let files = trained
        .files
        .iter()
        .map(|(_, bytes)| with_rules(bytes, (!compiled.rules.is_empty()).then_some(&section)));
    let files: Vec<Vec<u8>> = files.collect::<Result<_, String>>()?;
    let files = files.into_iter().zip(&mut trained.manifest.files).map(|(bytes, entry)| named(bytes, entry));
    trained.files = files.collect();
    let hashes: Vec<&str> = trained.manifest.files.iter().map(|entry| entry.sha256.as_str()).collect();
    trained.manifest.build = short(&sha256(hashes.concat().as_bytes()));
    trained.manifest.markets.clone_from(&compiled.markets);
    Ok(compiled)
}

/// A file under its hash, and the manifest's entry told.
fn named(bytes: Vec<u8>, entry: &mut FileEntry) -> (String, Vec<u8>) {
    entry.sha256 = sha256(&bytes);
    entry.bytes = bytes.len() as u32;
    entry.name = format!("model-{}.pw", short(&entry.sha256));
    (entry.name.clone(), bytes)
}

fn short(hash: &str) -> String {
    hash.chars().take(16).collect()
}

fn with_rules(bytes: &[u8], section: Option<&Vec<u8>>) -> Result<Vec<u8>, String> {
    let container = Container::decode(bytes).map_err(|error| error.to_string())?;
    let others = container.sections().filter(|(tag, _)| *tag != tags::RULE);
    let mut sections: Vec<_> =
        others.map(|(tag, _)| (tag, container.section(tag).unwrap_or(&[]).to_vec())).collect();
    sections.extend(section.map(|body| (tags::RULE, body.clone())));
    Ok(Container::encode(container.products, container.count, &sections))
}

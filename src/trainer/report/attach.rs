//! Recommended pairs in orders: an order of two products or more where one is in the other's list.

use std::collections::HashMap;

use super::super::sales::Sale;
use crate::model::Model;
use crate::recommend::{Context, Kind, Weights, recommend};

/// A model that is asked for the list on each product's page.
pub struct Lists<'a> {
    model: &'a Model,
    weights: Weights,
    length: usize,
    by_title: HashMap<String, u32>,
    lists: HashMap<u32, Vec<u32>>,
}

impl<'a> Lists<'a> {
    /// Lists of `length` products each.
    pub fn new(model: &'a Model, weights: Weights, length: usize) -> Self {
        let title = |p: u32| model.card(p).map(|card| (card.title.to_lowercase(), p));
        let by_title = model.indexes().filter_map(title).collect();
        Self { model, weights, length, by_title, lists: HashMap::new() }
    }

    /// The model's number of an order line's product: by id, else by name, with or without its variant.
    pub fn find(&self, id: &str, title: &str) -> Option<u32> {
        let by_id = (!id.is_empty()).then(|| self.model.find(id)).flatten();
        let by_title = |title: &str| self.by_title.get(&title.trim().to_lowercase()).copied();
        by_id.or_else(|| by_title(title)).or_else(|| by_title(title.rsplit_once(" - ")?.0))
    }

    /// The distinct products of an order that the model knows, ascending.
    pub fn products(&self, sale: &Sale) -> Vec<u32> {
        let mut products: Vec<u32> =
            sale.lines.iter().filter_map(|line| self.find(&line.id, &line.title)).collect();
        products.sort_unstable();
        products.dedup();
        products
    }

    /// The "often bought together" list of a product.
    pub fn of(&mut self, product: u32) -> &[u32] {
        let (model, weights, length) = (self.model, &self.weights, self.length);
        self.lists.entry(product).or_insert_with(|| {
            let context = Context { product: Some(product), ..Context::default() };
            let picks = recommend(model, &context, weights, Kind::BoughtTogether, length, &[]);
            picks.iter().map(|pick| pick.product).collect()
        })
    }

    /// Whether the order holds a recommended pair.
    pub fn attached(&mut self, sale: &Sale) -> bool {
        let products = self.products(sale);
        products.iter().any(|from| self.of(*from).iter().any(|to| products.binary_search(to).is_ok()))
    }
}

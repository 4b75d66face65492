//! Customers out of orders: what is drawn anew when it is asked how sure a figure is.

use std::collections::BTreeMap;

use super::resample::Part;

/// One order, as far as figures are concerned.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The customer; empty: not known, so the order stands alone.
    pub customer: &'a str,
    /// What the goods cost.
    pub value: f64,
    /// Pieces.
    pub items: f64,
    /// Whether it holds a recommended pair, where a model was given.
    pub attached: Option<bool>,
}

/// A customer's orders in one arm, summed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Unit {
    /// Number of orders.
    pub orders: f64,
    /// What they cost together.
    pub value: f64,
    /// Pieces.
    pub items: f64,
    /// Orders with a recommended pair.
    pub attached: f64,
}

/// Groups orders by customer. The sequence depends on the orders alone.
pub fn group<'a>(entries: impl Iterator<Item = Entry<'a>>) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let next = units.len();
        let at = if entry.customer.is_empty() { next } else { *known.entry(entry.customer).or_insert(next) };
        if at == next {
            units.push(Unit::default());
        }
        if let Some(unit) = units.get_mut(at) {
            unit.orders += 1.0;
            unit.value += entry.value;
            unit.items += entry.items;
            unit.attached += f64::from(u8::from(entry.attached == Some(true)));
        }
    }
    units
}

/// What is summed above and below the line of a figure.
pub fn parts(units: &[Unit], over: impl Fn(&Unit) -> f64) -> Vec<Part> {
    units.iter().map(|unit| (over(unit), unit.orders)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_of_one_customer_are_one_unit_and_strangers_are_many() {
        let entry = |customer, value| Entry { customer, value, items: 1.0, attached: Some(value > 5.0) };
        let units = group([entry("a", 3.0), entry("", 4.0), entry("a", 7.0), entry("", 4.0)].into_iter());
        assert_eq!(units.len(), 3);
        assert_eq!(units[0], Unit { orders: 2.0, value: 10.0, items: 2.0, attached: 1.0 });
    }
}

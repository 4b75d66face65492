//! Cutting orders by time.

use super::super::load::Loaded;

/// Which part of the orders is judged on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Fit on the first 80 %, cases from the next 10 %: for choosing settings.
    Validation,
    /// Fit on the first 90 %, cases from the last 10 %: for the final figures.
    Test,
}

/// Orders to fit on and orders to judge on. Products are numbered by the fit part alone: a
/// product that was never bought in it cannot be recommended.
pub struct Split {
    /// What the model may see.
    pub fit: Loaded,
    /// For each case order: its distinct products, fit numbers, ascending by key.
    pub baskets: Vec<CaseOrder>,
}

/// One order of the part that is judged on.
pub struct CaseOrder {
    /// Its name in the export.
    pub name: String,
    /// Its time in seconds since 1970.
    pub time: Option<i64>,
    /// The customer's number.
    pub customer: Option<u32>,
    /// Its products that the fit part knows, sorted by key as text.
    pub products: Vec<u32>,
}

/// Cuts `loaded` for `stage`. Orders stand by time and name already.
pub fn split(loaded: &Loaded, stage: Stage) -> Split {
    let n = loaded.orders.len();
    let (eighty, ninety) = (n * 8 / 10, n * 9 / 10);
    let (cut, end) = match stage {
        Stage::Validation => (eighty, ninety),
        Stage::Test => (ninety, n),
    };
    let (fit, numbers) = loaded.first(cut);
    let baskets = (cut..end)
        .map(|order| {
            let head = loaded.orders.head(order);
            let mut products: Vec<u32> = loaded
                .orders
                .basket(order)
                .iter()
                .filter_map(|p| numbers.get(*p as usize).copied().flatten())
                .collect();
            products.sort_by(|a, b| fit.key(*a).cmp(fit.key(*b)));
            CaseOrder {
                name: loaded.orders.name(order).to_owned(),
                time: head.and_then(|h| h.time),
                customer: head.and_then(|h| h.customer),
                products,
            }
        })
        .collect();
    Split { fit, baskets }
}

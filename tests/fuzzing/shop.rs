//! Random shops, and random moments of a shopper in them.

use pairwell::model::kinds::{KindSource, SLOTS};
use pairwell::model::later::{LAGS, LaterEdge};
use pairwell::model::pairs::{Edge, PairSource};
use pairwell::model::rules::{Products, Rule, Rules, action};
use pairwell::model::{Again, CardSource, FileSource, Moment, News};
use pairwell::recommend::{Context, Past, Weights, Within};

use super::draw::Draw;

/// A shop that uses any part of the format, with up to `most` products. What the writer rounds
/// (strengths, lags, trends) is drawn among what it can write exactly, so that a reference can work from
/// the source.
pub fn shop(draw: &mut impl Draw, most: u32) -> FileSource {
    let count = 1 + draw.below(most);
    let products: Vec<CardSource> = (0..count).map(|n| product(draw, n)).collect();
    let kinds = pairwell::model::cards::kind_names(&products).len() as u32;
    let later = if draw.once_in(3) { Vec::new() } else { later(draw, count) };
    let again = later.iter().map(|_| again(draw)).collect();
    let mut level = 0;
    let popularity = (0..count).map(|_| {
        level = (level + draw.below(3)).min(120);
        level as u8
    });
    FileSource {
        popularity: popularity.collect(),
        edges: pairs(draw, count, 12),
        similar: if draw.once_in(3) { PairSource::default() } else { pairs(draw, count, 6) },
        news: if draw.once_in(3) { Vec::new() } else { (0..count).map(|_| news(draw)).collect() },
        kinds: if draw.once_in(3) { KindSource::default() } else { types(draw, kinds) },
        rules: Rules::default(),
        products,
        later,
        again,
    }
}

fn product(draw: &mut impl Draw, n: u32) -> CardSource {
    let key = match draw.below(8) {
        0 => format!("Ünïcode {n}"),
        1 => format!("{n}"),
        _ => format!("product-{n}"),
    };
    CardSource {
        title: format!("Product № {n}"),
        url: if draw.once_in(9) { format!("/pages/{n}") } else { format!("/products/{key}") },
        image: if draw.once_in(9) { String::new() } else { format!("/pictures/{key}.jpg") },
        variants: (0..draw.below(4)).map(|v| format!("sku-{n}-{v}")).collect(),
        price: (!draw.once_in(7)).then(|| draw.below(20_000)),
        compare_at: draw.once_in(7).then(|| draw.below(30_000)),
        kind: draw.one(&["Mugs", "Lamps", "Rugs", "Tins", ""]).to_owned(),
        vendor: draw.one(&["Hearth", "Hollow", ""]).to_owned(),
        available: !draw.once_in(8),
        key,
    }
}

/// A weight that a file may hold: often a plain one, sometimes at the ends of what floats can say.
fn value(draw: &mut impl Draw) -> f32 {
    match draw.below(16) {
        0 => 0.0,
        1 => f32::from_bits(1 + draw.below(1 << 20)),
        2 => 999_999.0,
        _ => draw.below(1 << 24) as f32 / (1 << 24) as f32,
    }
}

fn pairs(draw: &mut impl Draw, count: u32, degree: u32) -> PairSource {
    let rows = (0..count).map(|own| {
        let mut row: Vec<Edge> = Vec::new();
        for _ in 0..draw.below(degree) {
            let edge =
                Edge { to: draw.below(count), first: draw.below(16) as u8, second: draw.below(16) as u8 };
            if edge.to != own && row.iter().all(|known| known.to != edge.to) {
                row.push(edge);
            }
        }
        row
    });
    PairSource {
        rows: rows.collect(),
        first: (0..16).map(|_| value(draw)).collect(),
        second: (0..16).map(|_| value(draw)).collect(),
    }
}

/// Strengths are (level / 4)² of the strongest, of which there is one.
fn later(draw: &mut impl Draw, count: u32) -> Vec<Vec<LaterEdge>> {
    let strongest = draw.one(&[0.25f32, 1.0, 8.0]);
    let mut strongest_yet = false;
    (0..count)
        .map(|own| {
            let mut row: Vec<LaterEdge> = Vec::new();
            for _ in 0..draw.below(5) {
                let level = if strongest_yet { 1 + draw.below(4) } else { 4 } as f32 / 4.0;
                let edge = LaterEdge {
                    to: draw.below(count),
                    weight: level * level * strongest,
                    days: draw.one(&LAGS),
                };
                if edge.to != own && row.iter().all(|known| known.to != edge.to) {
                    strongest_yet = true;
                    row.push(edge);
                }
            }
            row
        })
        .collect()
}

fn again(draw: &mut impl Draw) -> Again {
    let root = draw.below(16) as f32 / 15.0;
    // What is never bought again has no time after which it is.
    Again { rate: root * root, days: if root > 0.0 { draw.one(&LAGS) } else { LAGS[0] } }
}

fn news(draw: &mut impl Draw) -> News {
    News { trend: (draw.below(16) as f32 - 8.0) / 2.0, newness: draw.below(16) as f32 / 15.0 }
}

fn types(draw: &mut impl Draw, kinds: u32) -> KindSource {
    let mut complements: Vec<Vec<(u32, f32)>> = Vec::new();
    for _ in 0..kinds {
        let mut row: Vec<(u32, f32)> = Vec::new();
        for _ in 0..draw.below(3) {
            let other = (1 + draw.below(kinds), draw.below(256) as f32 / 32.0);
            if row.iter().all(|(kind, _)| *kind != other.0) {
                row.push(other);
            }
        }
        complements.push(row);
    }
    let silent = draw.once_in(3);
    let mut lift = |_| if silent { 1.0 } else { ((draw.below(65) as f64 - 32.0) / 8.0).exp2() as f32 };
    let calendar = (0..kinds).map(|_| std::array::from_fn::<f32, SLOTS, _>(&mut lift)).collect();
    KindSource { complements, calendar }
}

/// Rules of any sort for a shop of `count` products.
pub fn rules(draw: &mut impl Draw, count: u32) -> Rules {
    let rules = (0..draw.below(6)).map(|_| {
        let action = draw.below(6) as u8;
        let limit = if action == action::FALL_BACK { 14 } else { count };
        let some = |draw: &mut dyn FnMut(u32) -> u32, limit: u32| Products {
            all: false,
            listed: (0..draw(6)).map(|_| draw(limit)).collect(),
        };
        let mut below = |n: u32| draw.below(n);
        Rule {
            action,
            amount: if action == action::WEIGH { below(400) } else { below(4) },
            blocks: if below(2) == 0 { 0 } else { 1 << below(14) },
            from: if below(3) == 0 { 20_000 + below(2_000) } else { 0 },
            to: if below(3) == 0 { 20_500 + below(2_000) } else { 0 },
            markets: if below(3) == 0 { 0b10 << below(3) } else { 0 },
            relation: if below(2) == 0 { 0 } else { below(3) as u8 | (below(3) as u8) << 2 },
            low: if below(4) == 0 { below(300) } else { 0 },
            high: if below(4) == 0 { below(300) } else { 0 },
            when: if below(2) == 0 {
                Products { all: true, listed: Vec::new() }
            } else {
                some(&mut below, count)
            },
            of: if action != action::FALL_BACK && below(2) == 0 {
                Products { all: true, listed: Vec::new() }
            } else {
                some(&mut below, limit)
            },
        }
    });
    Rules { rules: rules.collect() }
}

/// What is known when a list is asked for, and owned.
#[derive(Debug, Default)]
pub struct Visit {
    /// See [`Context`], of which these are the parts.
    pub product: Option<u32>,
    pub cart: Vec<u32>,
    pub viewed: Vec<Past>,
    pub purchased: Vec<Past>,
    pub left: Vec<u32>,
    pub moment: Option<Moment>,
    pub day: u32,
    pub market: u32,
    pub gap: u32,
    pub within: Within,
    pub everything: bool,
}

impl Visit {
    /// The context of a list.
    pub fn context(&self) -> Context<'_> {
        Context {
            product: self.product,
            cart: &self.cart,
            viewed: &self.viewed,
            purchased: &self.purchased,
            left: &self.left,
            moment: self.moment,
            day: self.day,
            market: self.market,
            gap: self.gap,
            within: self.within,
            everything: self.everything,
        }
    }
}

/// A shopper somewhere in a shop of `count` products.
pub fn visit(draw: &mut impl Draw, count: u32) -> Visit {
    let cart = several(draw, 6, |draw| draw.below(count));
    let left = several(draw, 4, |draw| draw.below(count));
    Visit {
        product: (!draw.once_in(3)).then(|| draw.below(count)),
        cart,
        left,
        viewed: past(draw, count),
        purchased: past(draw, count),
        moment: (!draw.once_in(3)).then(|| moment(draw)),
        day: if draw.once_in(3) { 0 } else { 20_000 + draw.below(3_000) },
        market: draw.below(4),
        gap: if draw.once_in(2) { draw.below(20_000) } else { 0 },
        within: draw.one(&[Within::Shop, Within::Kind, Within::Vendor]),
        everything: draw.below(8) == 7,
    }
}

fn several<D: Draw, T>(draw: &mut D, most: u32, mut one: impl FnMut(&mut D) -> T) -> Vec<T> {
    (0..draw.below(most)).map(|_| one(draw)).collect()
}

/// Latest first, as a history hands it over.
fn past(draw: &mut impl Draw, count: u32) -> Vec<Past> {
    let mut days = 0.0;
    several(draw, 8, |draw| {
        days += draw.below(200) as f32 / 7.0;
        Past { product: draw.below(count), days }
    })
}

/// A time on the shopper's wall clock.
pub fn moment(draw: &mut impl Draw) -> Moment {
    Moment { hour: draw.below(24) as u8, weekday: draw.below(7) as u8, month: draw.below(12) as u8 }
}

/// Weights as training writes them, or any within reason.
pub fn weights(draw: &mut impl Draw) -> Weights {
    if draw.once_in(2) {
        return Weights::default();
    }
    let mut upto = |most: f32| most * draw.below(1 << 16) as f32 / (1 << 16) as f32;
    Weights {
        popularity: upto(2.0),
        page: upto(4.0),
        view: upto(1.0),
        view_half_life: upto(30.0),
        purchase: upto(1.0),
        purchase_half_life: upto(200.0),
        again: upto(2.0),
        again_half_life: upto(400.0),
        again_orders: upto(9.0),
        again_saturation: upto(4.0),
        once: upto(0.1),
        calendar: upto(1.0),
    }
}

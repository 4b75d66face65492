//! Which mail a customer should get, with which products, on which day.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::Goods;
use super::people::{Basket, People, Person};
use crate::model::Model;
use crate::recommend::{Context, Kind, Past, Scores};

const DAY: i64 = 86_400;

/// Purchases that count as context; more change nothing but the time it takes.
const CONTEXT: usize = 100;

/// A mail may go out so many days after its day; later it would only puzzle.
const GRACE: i64 = 7;

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    /// A cart was left.
    AbandonedCart,
    /// Products were looked at and not bought.
    AbandonedBrowse,
    /// What is bought after what was just bought.
    AfterPurchase,
    /// What was bought is used up by now.
    Replenish,
    /// The customer has stayed away for long.
    WinBack,
}

impl MailKind {
    /// All kinds with the word that columns are named by.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::AbandonedCart, "cart"),
        (Self::AbandonedBrowse, "browse"),
        (Self::AfterPurchase, "next"),
        (Self::Replenish, "again"),
        (Self::WinBack, "win_back"),
    ];

    /// The word that columns are named by.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// One product in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The product.
    pub product: u32,
    /// The customer's own product that speaks for it most.
    pub because: Option<u32>,
    /// The day that suits it, in seconds since 1970.
    pub on: i64,
}

/// One mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What it is about.
    pub kind: MailKind,
    /// The day to send it: midnight UTC, in seconds since 1970; never before the day asked for.
    pub send_on: i64,
    /// What occasions it: what is in the cart, was looked at or was bought.
    pub about: Vec<u32>,
    /// What it recommends, best first.
    pub shown: Vec<Shown>,
}

/// A customer and the mails that are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Address or id, as in the orders.
    pub name: String,
    /// The mails; at least one.
    pub mails: Vec<Mail>,
}

/// What is due when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The day the mails are made for, in seconds since 1970.
    pub at: i64,
    /// Most products a mail recommends.
    pub limit: usize,
    /// Carts and views older than so many days are let go.
    pub recent: i64,
    /// Mails of up to so many days ahead are made.
    pub ahead: i64,
    /// Days without an order after which a customer is written to; `None`: learned from the orders.
    pub win_back: Option<i64>,
    /// A product is replenished when at least this share of its buyers buys it again.
    pub again: f32,
}

impl Options {
    /// The usual, for mails of the day `at`.
    pub fn at(at: i64) -> Self {
        Self { at: midnight(at), limit: 4, recent: 14, ahead: 30, win_back: None, again: 0.2 }
    }
}

fn midnight(at: i64) -> i64 {
    at.div_euclid(DAY) * DAY
}

/// The days after which nine tenths of those who ordered again had done so; 90 where nobody did.
pub fn usual_absence(people: &People) -> i64 {
    let mut gaps: Vec<i64> = people
        .values()
        .flat_map(|person| person.orders.windows(2))
        .filter_map(|pair| Some((pair.last()?.at - pair.first()?.at) / DAY))
        .filter(|days| *days > 0)
        .collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() * 9 / 10).copied().unwrap_or(90)
}

/// The mails of all customers who are due one, by name.
pub fn mails(goods: &Goods<'_>, people: &People, options: &Options) -> Vec<Customer> {
    let absence = options.win_back.unwrap_or_else(|| usual_absence(people));
    let all: Vec<(&String, &Person)> = people.iter().collect();
    all.par_iter()
        .filter_map(|(name, person)| {
            let maker = Maker { goods, person, options };
            let mails: Vec<Mail> = [
                maker.cart(),
                maker.browse(),
                maker.after_purchase(),
                maker.replenish(),
                maker.win_back(absence),
            ]
            .into_iter()
            .flatten()
            .collect();
            (!mails.is_empty()).then(|| Customer { name: (*name).clone(), mails })
        })
        .collect()
}

struct Maker<'a> {
    goods: &'a Goods<'a>,
    person: &'a Person,
    options: &'a Options,
}

impl Maker<'_> {
    fn model(&self) -> &Model {
        self.goods.model
    }

    /// Whether a mail may recommend it: to be had, with a picture, and not the customer's already.
    fn may_show(&self, product: u32) -> bool {
        self.goods.showable(product) && !self.person.owns(product)
    }

    fn days_since(&self, at: i64) -> f32 {
        (self.options.at - at).max(0) as f32 / DAY as f32
    }

    fn purchased(&self) -> Vec<Past> {
        let orders = self.person.orders.iter().rev();
        let lines = orders.flat_map(|order| order.products.iter().map(|p| (*p, order.at)));
        lines.map(|(product, at)| Past { product, days: self.days_since(at) }).take(CONTEXT).collect()
    }

    /// The best products that `kind` finds for a context, without `besides`.
    fn best(&self, context: &Context<'_>, kind: Kind, besides: &[u32]) -> Vec<Shown> {
        let model = self.model();
        let scores = Scores::of(model, context, &self.goods.manifest.scoring, kind);
        let mut ranked: Vec<(f32, u32)> = scores
            .touched()
            .iter()
            .filter(|p| !besides.contains(p) && self.may_show(**p))
            .map(|p| (scores.get(*p), *p))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let shown = |(_, product): &(f32, u32)| Shown {
            product: *product,
            because: scores.explain(model, *product).first().map(|part| part.from),
            on: self.options.at,
        };
        ranked.iter().take(self.options.limit).map(shown).collect()
    }

    fn is_recent(&self, at: i64) -> bool {
        let since_order = self.person.last_order().is_none_or(|order| order < at);
        since_order && self.options.at - at <= self.options.recent * DAY && at < self.options.at + DAY
    }

    /// A cart that was left, unless an order came after it.
    fn cart(&self) -> Option<Mail> {
        let cart: &Basket = self.person.cart.as_ref().filter(|cart| self.is_recent(cart.at))?;
        let context = Context { cart: &cart.products, ..Context::default() };
        let shown = self.best(&context, Kind::Cart, &cart.products);
        let about: Vec<u32> = cart.products.iter().copied().filter(|p| self.goods.showable(*p)).collect();
        (!about.is_empty()).then_some(Mail {
            kind: MailKind::AbandonedCart,
            send_on: self.options.at,
            about,
            shown,
        })
    }

    /// What was looked at since the last order; nothing where a cart says more.
    fn browse(&self) -> Option<Mail> {
        if self.person.cart.as_ref().is_some_and(|cart| self.is_recent(cart.at)) {
            return None;
        }
        let mut seen = BTreeSet::new();
        let views: Vec<Past> = self
            .person
            .views
            .iter()
            .filter(|(product, at)| self.is_recent(*at) && seen.insert(*product))
            .map(|(product, at)| Past { product: *product, days: self.days_since(*at) })
            .collect();
        let looked_at: Vec<u32> = views.iter().map(|view| view.product).collect();
        let context = Context { viewed: &views, ..Context::default() };
        let shown = self.best(&context, Kind::BecauseYouViewed, &looked_at);
        let about: Vec<u32> =
            looked_at.into_iter().filter(|p| self.may_show(*p)).take(self.options.limit).collect();
        (!about.is_empty()).then_some(Mail {
            kind: MailKind::AbandonedBrowse,
            send_on: self.options.at,
            about,
            shown,
        })
    }

    /// What is bought in a later order, on the day when it usually is.
    fn after_purchase(&self) -> Option<Mail> {
        let order = self.person.orders.last()?;
        let mut scored: Vec<(f32, Shown, f32)> = Vec::new();
        for from in &order.products {
            for edge in self.model().later(*from).iter().filter(|edge| edge.first > 0.0) {
                let on = midnight(order.at + (edge.second * DAY as f32) as i64);
                match scored.iter_mut().find(|(_, shown, _)| shown.product == edge.to) {
                    Some((score, shown, strongest)) => {
                        *score += edge.first;
                        if edge.first > *strongest {
                            (shown.because, shown.on, *strongest) = (Some(*from), on, edge.first);
                        }
                    }
                    None => {
                        let shown = Shown { product: edge.to, because: Some(*from), on };
                        scored.push((edge.first, shown, edge.first));
                    }
                }
            }
        }
        let (from, to) = self.window();
        scored.retain(|(_, shown, _)| (from..=to).contains(&shown.on) && self.may_show(shown.product));
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.product.cmp(&b.1.product)));
        let shown: Vec<Shown> =
            scored.into_iter().map(|(_, shown, _)| shown).take(self.options.limit).collect();
        let send_on = shown.first()?.on.max(self.options.at);
        let about: BTreeSet<u32> = shown.iter().filter_map(|shown| shown.because).collect();
        Some(Mail { kind: MailKind::AfterPurchase, send_on, about: about.into_iter().collect(), shown })
    }

    /// First and last day of mails that are due.
    fn window(&self) -> (i64, i64) {
        (self.options.at - GRACE * DAY, self.options.at + self.options.ahead * DAY)
    }

    /// What was bought and is bought again by many: when it is usually used up.
    fn replenish(&self) -> Option<Mail> {
        let mut last: Vec<(u32, i64)> = Vec::new();
        for (product, at) in
            self.person.orders.iter().rev().flat_map(|order| order.products.iter().map(|p| (*p, order.at)))
        {
            if !last.iter().any(|(known, _)| *known == product) {
                last.push((product, at));
            }
        }
        let (from, to) = self.window();
        let mut due: Vec<(f32, Shown)> = last
            .into_iter()
            .filter_map(|(product, at)| {
                let again = self.model().again(product);
                let on = midnight(at + (again.days * DAY as f32) as i64);
                let good =
                    again.rate >= self.options.again && again.days > 0.0 && self.goods.showable(product);
                (good && (from..=to).contains(&on))
                    .then_some((again.rate, Shown { product, because: Some(product), on }))
            })
            .collect();
        due.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.product.cmp(&b.1.product)));
        let shown: Vec<Shown> = due.into_iter().map(|(_, shown)| shown).take(self.options.limit).collect();
        let send_on = shown.iter().map(|shown| shown.on).min()?.max(self.options.at);
        let about = shown.iter().map(|shown| shown.product).collect();
        Some(Mail { kind: MailKind::Replenish, send_on, about, shown })
    }

    /// After a longer absence than is usual.
    fn win_back(&self, absence: i64) -> Option<Mail> {
        let last = self.person.last_order()?;
        if self.options.at - last <= absence * DAY {
            return None;
        }
        let purchased = self.purchased();
        let context = Context { purchased: &purchased, ..Context::default() };
        let shown = self.best(&context, Kind::ForYou, &[]);
        let about: BTreeSet<u32> = shown.iter().filter_map(|shown| shown.because).collect();
        (!shown.is_empty()).then(|| Mail {
            kind: MailKind::WinBack,
            send_on: self.options.at,
            about: about.into_iter().collect(),
            shown,
        })
    }
}

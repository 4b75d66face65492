//! A made-up shop of any size, the same in every run: titles put together from those of the sample, prices, types,
//! and orders as bought in shops: few products often, most rarely, by themes that go together.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// Popularity falls with rank as (rank + `SHIFT`)^−`SKEW`.
const SKEW: f64 = 0.9;
const SHIFT: f64 = 5.0;
/// Products of a theme.
const THEME: usize = 50;
/// Lines that follow the order's theme, and of these the ones that follow its second theme.
const THEMED: f64 = 0.6;
const SECOND: f64 = 0.35;
/// Orders are spread over a year that ends here.
const END: u64 = 1_764_547_200;
const YEAR: u64 = 365 * 86_400;
/// Orders of a customer in the mean.
const LOYALTY: usize = 3;

/// What is random in a shop, from one seed.
pub struct Numbers(Xoshiro256PlusPlus);

impl Numbers {
    /// Numbers that are the same for the same seed.
    pub fn of(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 to below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }

    /// Around 0 with a deviation of 1.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }
}

/// One order.
pub struct Order {
    /// Seconds since 1970.
    pub time: u64,
    /// Who ordered.
    pub customer: usize,
    /// Distinct products, in no particular sequence.
    pub products: Vec<u32>,
}

/// The shop.
pub struct Shop {
    /// Products by theme; `ends` is where each theme ends.
    by_theme: Vec<u32>,
    ends: Vec<usize>,
    /// Popularity summed up over `by_theme`.
    sums: Vec<f64>,
    titles: Vec<Vec<String>>,
    mean: f64,
}

impl Shop {
    /// A shop of `products`, whose orders have about `mean` of them.
    pub fn new(products: usize, mean: f64) -> Self {
        let mut numbers = Numbers::of(7);
        let themes = products.div_ceil(THEME);
        // A product's number says nothing of its rank.
        let mut ranks: Vec<u32> = (0..products as u32).collect();
        for at in (1..products).rev() {
            ranks.swap(at, numbers.below(at + 1));
        }
        let mut all: Vec<Vec<u32>> = vec![Vec::new(); themes];
        (0..products as u32).for_each(|product| all[numbers.below(themes)].push(product));
        let (mut ends, mut sums, mut sum) = (Vec::with_capacity(themes), Vec::with_capacity(products), 0.0);
        for theme in &all {
            for product in theme {
                sum += (f64::from(ranks[*product as usize]) + SHIFT).powf(-SKEW);
                sums.push(sum);
            }
            ends.push(sums.len());
        }
        Self { by_theme: all.concat(), ends, sums, titles: sample_titles(), mean }
    }

    /// Number of products.
    pub fn products(&self) -> usize {
        self.by_theme.len()
    }

    fn sum(&self, at: usize) -> f64 {
        at.checked_sub(1).map_or(0.0, |before| self.sums[before])
    }

    /// A product between two places, by popularity.
    fn between(&self, from: usize, to: usize, share: f64) -> usize {
        let wanted = self.sum(from) + share * (self.sum(to) - self.sum(from));
        (from + self.sums[from..to].partition_point(|sum| *sum <= wanted)).min(to - 1)
    }

    /// Hands `count` orders, by time, to `take`; others for another seed.
    pub fn orders(
        &self,
        seed: u64,
        count: usize,
        mut take: impl FnMut(usize, &Order) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut numbers = Numbers::of(seed);
        let mut order = Order { time: 0, customer: 0, products: Vec::new() };
        let all = self.products();
        for n in 0..count {
            // Sizes as in a grocer's baskets; the last summand pays back what is drawn twice.
            let size =
                (self.mean.ln() - 0.2 + 0.8 * numbers.normal()).exp().round().clamp(1.0, 100.0) as usize;
            let mut theme = || {
                let place = self.between(0, all, numbers.share());
                self.ends.partition_point(|end| *end <= place)
            };
            let themes = [theme(), theme()];
            order.products.clear();
            for _ in 0..size {
                let share = numbers.share();
                let place = if numbers.share() < THEMED {
                    let theme = themes[usize::from(numbers.share() < SECOND)];
                    let from = theme.checked_sub(1).map_or(0, |before| self.ends[before]);
                    self.between(from, self.ends[theme], share)
                } else {
                    self.between(0, all, share)
                };
                order.products.push(self.by_theme[place]);
            }
            order.products.sort_unstable();
            order.products.dedup();
            order.customer = numbers.below(count.div_ceil(LOYALTY));
            order.time = END - YEAR + (n as u64 * YEAR) / count as u64;
            take(n, &order)?;
        }
        Ok(())
    }

    /// Writes `count` orders as order lines.
    pub fn write_orders(&self, count: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "order_id,customer_id,created_at,product_id,quantity")?;
        let mut day = (u64::MAX, String::new());
        self.orders(11, count, |n, order| {
            if day.0 != order.time / 86_400 {
                day.0 = order.time / 86_400;
                let date = chrono::DateTime::from_timestamp(order.time as i64, 0).unwrap_or_default();
                day.1 = date.format("%Y-%m-%d").to_string();
            }
            let second = order.time % 86_400;
            let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
            for product in &order.products {
                let (customer, sku) = (order.customer, sku(*product));
                writeln!(out, "{n},c{customer},{} {hour:02}:{minute:02}:{second:02},{sku},1", day.1)?;
            }
            Ok(())
        })
    }

    /// Writes the catalog as Shopify exports it.
    pub fn write_products(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "Handle,Title,Vendor,Type,Published,Status,Variant SKU,Variant Price,Image Src")?;
        let mut numbers = Numbers::of(13);
        let mut from = 0;
        let mut known = std::collections::HashSet::new();
        for (theme, to) in self.ends.iter().enumerate() {
            let kind = theme * 7 % 40;
            // What the products of a theme have in common in their names.
            let common = self.words(&mut numbers, 2);
            for product in &self.by_theme[from..*to] {
                let mut title = format!("{} {common}", self.words(&mut numbers, 3));
                while !known.insert(handle(&title)) {
                    title += &format!(" {}", self.words(&mut numbers, 1));
                }
                let price = (numbers.normal() * 0.9 + 2.0).exp() as u32;
                let cents = [99, 95, 50, 0][numbers.below(4)];
                let (handle, sku, vendor) = (handle(&title), sku(*product), theme % 60);
                writeln!(
                    out,
                    "{handle},{title},Vendor {vendor},Type {kind},TRUE,active,{sku},{price}.{cents:02},https://cdn.example/{handle}.jpg"
                )?;
            }
            from = *to;
        }
        Ok(())
    }

    /// Words that stand behind each other in some title of the sample.
    fn words(&self, numbers: &mut Numbers, count: usize) -> String {
        let title = &self.titles[numbers.below(self.titles.len())];
        let from = numbers.below(title.len().saturating_sub(count) + 1);
        title[from..(from + count).min(title.len())].join(" ")
    }
}

/// What the orders call a product: two letters and digits that tell nothing.
pub fn sku(product: u32) -> String {
    let mixed = product.wrapping_mul(2_654_435_761);
    let letter = |n: u32| (b'A' + (n % 26) as u8) as char;
    format!("{}{}-{product:06}", letter(mixed >> 8), letter(mixed >> 16))
}

fn handle(title: &str) -> String {
    let lower = title.to_lowercase();
    lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// The titles of the shop that ships with the project, in words.
fn sample_titles() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/sample/products_export.csv.gz");
    let file = std::fs::File::open(path).expect("the sample's products");
    let lines = io::BufReader::new(GzDecoder::new(file)).lines().map_while(Result::ok).skip(1);
    let title = |line: String| -> Option<Vec<String>> {
        let title = line.split(',').next().filter(|title| !title.contains('"'))?;
        let words: Vec<String> =
            title.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        (words.len() > 2).then_some(words)
    };
    lines.filter_map(title).collect()
}

/// Writes `orders.csv` and `products.csv` into `folder`.
pub fn write(shop: &Shop, orders: usize, folder: &Path) -> io::Result<[PathBuf; 2]> {
    let paths = ["orders.csv", "products.csv"].map(|name| folder.join(name));
    let create =
        |path: &Path| Ok::<_, io::Error>(io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?));
    let mut out = create(&paths[0])?;
    shop.write_orders(orders, &mut out)?;
    out.flush()?;
    let mut out = create(&paths[1])?;
    shop.write_products(&mut out)?;
    out.flush()?;
    Ok(paths)
}

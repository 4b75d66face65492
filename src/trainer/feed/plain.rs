//! All mails for everybody else: CSV with a product a row, JSON with a customer an entry.

use serde_json::{Value, json};

use super::sheet::csv;
use super::{Customer, Goods, Identity};
use crate::trainer::report::weeks::day;

/// A product a row: first what a mail is about (place 0), then what it recommends from place 1 on.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn table(goods: &Goods<'_>, customers: &[Customer], identity: Identity) -> Result<Vec<u8>, csv::Error> {
    let header = [
        "customer", "mail", "send_on", "place", "product", "title", "url", "image", "price", "currency",
        "because", "suits_on",
    ];
    let key =
        |product: Option<u32>| product.and_then(|p| goods.get(p)).map_or_else(String::new, |good| good.key);
    let rows = customers.iter().flat_map(|customer| {
        let name = identity.of(&customer.name);
        let lines = customer.mails.iter().flat_map(|mail| {
            let about = mail.about.iter().map(|p| (0, *p, None, mail.send_on));
            let shown = mail.shown.iter().zip(1..).map(|(s, n)| (n, s.product, s.because, s.on));
            about.chain(shown).map(move |line| (mail, line))
        });
        lines
            .filter_map(|(mail, (place, product, because, on))| {
                let good = goods.get(product)?;
                Some(vec![
                    name.clone(),
                    mail.kind.word().to_owned(),
                    day(mail.send_on),
                    place.to_string(),
                    good.key,
                    good.title,
                    good.url,
                    good.image,
                    good.price.map_or_else(String::new, |price| goods.amount(price)),
                    goods.manifest.currency.clone(),
                    key(because),
                    day(on.max(mail.send_on)),
                ])
            })
            .collect::<Vec<_>>()
    });
    csv(&header.map(str::to_owned), rows)
}

/// `[{"customer", "mails": [{"mail", "send_on", "about": […], "recommended": [{…, "because", "suits_on"}]}]}]`
///
/// # Errors
///
/// When it cannot be written as JSON.
pub fn entries(
    goods: &Goods<'_>,
    customers: &[Customer],
    identity: Identity,
) -> Result<Vec<u8>, serde_json::Error> {
    let show = |product: u32| -> Value {
        goods.get(product).map_or(Value::Null, |good| {
            json!({"product": good.key, "title": good.title, "url": good.url, "image": good.image,
                   "price": good.price, "compare_at": good.compare_at, "currency": goods.manifest.currency})
        })
    };
    let all: Vec<Value> = customers
        .iter()
        .map(|customer| {
            let mails: Vec<Value> = customer
                .mails
                .iter()
                .map(|mail| {
                    let shown: Vec<Value> = mail
                        .shown
                        .iter()
                        .map(|s| {
                            let mut entry = show(s.product);
                            entry["because"] = json!(s.because.and_then(|p| goods.get(p)).map(|good| good.key));
                            entry["suits_on"] = json!(day(s.on.max(mail.send_on)));
                            entry
                        })
                        .collect();
                    let about: Vec<Value> = mail.about.iter().map(|p| show(*p)).collect();
                    json!({"mail": mail.kind.word(), "send_on": day(mail.send_on), "about": about, "recommended": shown})
                })
                .collect();
            json!({"customer": identity.of(&customer.name), "mails": mails})
        })
        .collect();
    serde_json::to_vec_pretty(&all)
}

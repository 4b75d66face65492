//! For Klaviyo: the custom catalog, and properties of profiles whose values are ids of that catalog, so that
//! a mail looks up what it shows (`{% catalog person.pairwell_next_1 %}`).

use serde::Serialize;

use super::identity::is_address;
use super::mails::MailKind;
use super::sheet::csv;
use super::{Customer, Goods, Identity};
use crate::trainer::report::weeks::day;

/// Klaviyo takes catalogs up to this many bytes.
pub const LARGEST: usize = 100_000_000;

/// One item of the custom catalog, with Klaviyo's field names.
#[derive(Debug, Serialize)]
struct Item {
    id: String,
    title: String,
    link: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<f64>,
    image_link: String,
    categories: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inventory_quantity: Option<i64>,
    /// 1: not to be shown when there is none left; 2: to be shown all the same.
    inventory_policy: u8,
}

/// The catalog: products that can be bought and have a picture.
///
/// # Errors
///
/// When it is larger than Klaviyo takes, or cannot be written as JSON.
pub fn catalog(goods: &Goods<'_>) -> Result<Vec<u8>, String> {
    let items: Vec<Item> = goods
        .model
        .indexes()
        .filter(|p| goods.showable(*p))
        .filter_map(|p| goods.get(p))
        .map(|good| {
            let shelf = goods.shelf(&good.key);
            let said = shelf.map(|shelf| shelf.description.clone()).filter(|text| !text.is_empty());
            Item {
                description: said.unwrap_or_else(|| good.title.clone()),
                inventory_quantity: shelf.and_then(|shelf| shelf.quantity),
                inventory_policy: if shelf.is_some_and(|shelf| shelf.oversell) { 2 } else { 1 },
                categories: if good.kind.is_empty() { Vec::new() } else { vec![good.kind] },
                id: good.key,
                title: good.title,
                link: good.url,
                price: good.price,
                image_link: good.image,
            }
        })
        .collect();
    let bytes = serde_json::to_vec(&items).map_err(|error| error.to_string())?;
    if bytes.len() > LARGEST {
        return Err(format!("the catalog has {} bytes; Klaviyo takes {LARGEST}", bytes.len()));
    }
    Ok(bytes)
}

/// Properties of profiles: for each kind of mail the ids of what it is about and of what it recommends, and
/// its day. Customers who are not known by an address are left out.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn profiles(
    goods: &Goods<'_>,
    customers: &[Customer],
    identity: Identity,
    limit: usize,
) -> Result<Vec<u8>, csv::Error> {
    let mut header = vec![identity.column("Email").to_owned()];
    for (_, word) in MailKind::ALL {
        header.push(format!("pairwell_{word}_on"));
        header.push(format!("pairwell_{word}_about"));
        header.extend((1..=limit).map(|n| format!("pairwell_{word}_{n}")));
    }
    let key = |product: u32| goods.get(product).map_or_else(String::new, |good| good.key);
    let rows = customers.iter().filter(|customer| is_address(&customer.name)).map(|customer| {
        let mut row = vec![identity.of(&customer.name)];
        for (kind, _) in MailKind::ALL {
            let mail = customer.mails.iter().find(|mail| mail.kind == kind);
            row.push(mail.map_or_else(String::new, |mail| day(mail.send_on)));
            // A lookup of what is not in the catalog would keep the mail from being sent.
            let about = mail.and_then(|mail| mail.about.iter().find(|p| goods.showable(**p)));
            row.push(about.map_or_else(String::new, |p| key(*p)));
            let shown = |n: usize| {
                mail.and_then(|mail| mail.shown.get(n)).map_or_else(String::new, |s| key(s.product))
            };
            row.extend((0..limit).map(shown));
        }
        row
    });
    csv(&header, rows)
}

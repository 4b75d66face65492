//! For Omnisend: contacts with custom properties. Its mails cannot look products up, so the first product of
//! each mail stands here with all that a mail shows of it.

use super::identity::is_address;
use super::mails::MailKind;
use super::sheet::csv;
use super::{Customer, Goods, Identity};
use crate::trainer::report::weeks::day;

/// The contacts. Customers who are not known by an address are left out.
///
/// # Errors
///
/// When the CSV writer fails, which memory does not.
pub fn contacts(
    goods: &Goods<'_>,
    customers: &[Customer],
    identity: Identity,
) -> Result<Vec<u8>, csv::Error> {
    let mut header = vec![identity.column("email").to_owned()];
    for (_, word) in MailKind::ALL {
        for part in ["on", "id", "title", "url", "image", "price", "currency"] {
            header.push(format!("pairwell_{word}_{part}"));
        }
    }
    let rows = customers.iter().filter(|customer| is_address(&customer.name)).map(|customer| {
        let mut row = vec![identity.of(&customer.name)];
        for (kind, _) in MailKind::ALL {
            let mail = customer.mails.iter().find(|mail| mail.kind == kind);
            // A cart and a view are about what was left; the other mails about what they recommend.
            let product = mail.and_then(|mail| match kind {
                MailKind::AbandonedCart | MailKind::AbandonedBrowse => mail.about.first().copied(),
                _ => mail.shown.first().map(|shown| shown.product),
            });
            match (mail, product.and_then(|p| goods.get(p))) {
                (Some(mail), Some(good)) => row.extend([
                    day(mail.send_on),
                    good.key,
                    good.title,
                    good.url,
                    good.image,
                    good.price.map_or_else(String::new, |price| goods.amount(price)),
                    goods.manifest.currency.clone(),
                ]),
                _ => row.extend(std::iter::repeat_n(String::new(), 7)),
            }
        }
        row
    });
    csv(&header, rows)
}

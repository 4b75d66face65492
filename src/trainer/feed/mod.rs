//! What to write to each known customer, from files the shop already has.
//!
//! [`people`] puts together what each customer bought, left in a cart and looked at; [`mails`] chooses the
//! products and the day; the rest are the forms that mail systems and shops take in. All of it is personal
//! data and stays with the merchant: it must never lie beside the public model.

pub mod browse;
pub mod dynamic_yield;
pub mod goods;
pub mod identity;
pub mod klaviyo;
pub mod mails;
pub mod omnisend;
pub mod people;
pub mod plain;
pub(in crate::trainer) mod sheet;
pub mod woocommerce;

pub use goods::Goods;
pub use identity::Identity;
pub use mails::{Customer, Mail, MailKind, Options, mails};

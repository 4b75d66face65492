//! How a customer is named in what is written.

use crate::trainer::output::sha256;

/// Whether addresses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// SHA-256 of the address in small letters, hexadecimal: what mail and advertising systems match by.
    Hashed,
    /// The address itself.
    Plain,
}

impl Identity {
    /// A customer's name in the files.
    pub fn of(self, customer: &str) -> String {
        match self {
            Self::Hashed => sha256(customer.trim().to_lowercase().as_bytes()),
            Self::Plain => customer.to_owned(),
        }
    }

    /// The name of the column that holds it, where `plain` is that of addresses.
    pub fn column(self, plain: &'static str) -> &'static str {
        match self {
            Self::Hashed => "email_sha256",
            Self::Plain => plain,
        }
    }
}

/// Whether a customer is known by an address, and not by a number of the shop's own.
pub fn is_address(customer: &str) -> bool {
    customer.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

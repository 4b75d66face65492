//! The shopper's events, in this browser only.

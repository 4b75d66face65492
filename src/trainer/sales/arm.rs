//! The arm of an experiment, as an order carries it.

use serde::Serialize;

/// Name of the order attribute or column that carries the arm, unless another is asked for.
pub const DEFAULT_KEY: &str = "pairwell_arm";

/// Whether recommendations were shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// The blocks were shown.
    Shown,
    /// The blocks were held out: the shop as it was before.
    HeldOut,
}

impl Arm {
    /// Both arms, in the order of every table.
    pub const BOTH: [Self; 2] = [Self::Shown, Self::HeldOut];

    /// The arm that `text` names; also the words that shops use for it elsewhere.
    pub fn parse(text: &str) -> Option<Self> {
        let is = |words: &[&str]| words.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
        if is(&["shown", "on", "treatment"]) {
            Some(Self::Shown)
        } else if is(&["held-out", "held_out", "held out", "holdout", "off", "control"]) {
            Some(Self::HeldOut)
        } else {
            None
        }
    }

    /// The name that the attribute has in an order.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::HeldOut => "held-out",
        }
    }
}

/// The value of `key` in Shopify's "Note Attributes": a "key: value" a line.
pub(super) fn attribute<'t>(cell: &'t str, key: &str) -> Option<&'t str> {
    cell.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case(key).then_some(value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arm_is_found_among_other_attributes() {
        let cell = "gift message: from: me\npairwell_arm: held-out\r\nother: shown";
        assert_eq!(attribute(cell, "Pairwell_Arm").and_then(Arm::parse), Some(Arm::HeldOut));
        assert_eq!(attribute(cell, "arm"), None);
        assert_eq!(Arm::parse("ON"), Some(Arm::Shown));
        assert_eq!(Arm::parse("maybe"), None);
    }
}

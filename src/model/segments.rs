//! Segments of shoppers, as `manifest.json` has them for the browser and `pairwell segments` judges customers by.
//!
//! A shopper is in the first segment whose conditions all hold, or in none. What the browser does with them is
//! `widget/js/parts/segments.js`, the mirror of `trainer::segments::judge`: both work on whole seconds, whole minor
//! units and the same products, so that they come to the same answer.

use serde::{Deserialize, Serialize};

/// All segments, in the order in which they are tried.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Segments {
    /// The segments.
    pub list: Vec<Segment>,
    /// Bounds of the quintiles, where a segment asks for scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfm: Option<Bounds>,
}

/// One segment: conditions that must all hold. Without any everybody is in it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Segment {
    /// What blocks and files call it: letters a to z, digits and single hyphens.
    pub name: String,
    /// How many orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orders: Option<Range>,
    /// Days since the last order; who has none is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order: Option<Range>,
    /// What was spent in all, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spend: Option<Range>,
    /// What was spent an order, in minor units; who has none is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_order: Option<Range>,
    /// Share of one product type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Scores from 1 to 5; who has no order is not meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rfm: Option<Scores>,
}

/// From at least to at most, both inclusive, and within how many days.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Range {
    /// Smallest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// Greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// Only what is so many days old counts, or younger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// ISO 4217 code, for amounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// What a share is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// Distinct products looked at.
    Views,
    /// Products bought, one for each order it was in.
    Purchases,
}

/// Share of one product type among products whose type is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// The type, as in the catalog.
    #[serde(rename = "type")]
    pub kind: String,
    /// Of what.
    pub of: Of,
    /// Smallest share, in per cent.
    pub share_at_least: u32,
    /// With fewer products than this nothing is said.
    pub products_at_least: u32,
    /// Only what is so many days old counts, or younger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
}

/// From and to, of 1 to 5, for each score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scores {
    /// 5: ordered most recently.
    pub recency: (u8, u8),
    /// 5: ordered most often.
    pub frequency: (u8, u8),
    /// 5: spent most.
    pub monetary: (u8, u8),
}

/// Where one fifth of the customers ends and the next begins, over [`RFM_DAYS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Days since the last order.
    pub recency: [u32; 4],
    /// Orders.
    pub frequency: [u32; 4],
    /// Minor units.
    pub monetary: [u32; 4],
    /// ISO 4217 code of these.
    pub currency: String,
}

/// Days that scores look back: less than a browser remembers purchases.
pub const RFM_DAYS: u32 = 365;

impl Bounds {
    /// Recency, frequency and monetary score of who last ordered `days` days ago and had `orders` orders of
    /// `spend` minor units in all within [`RFM_DAYS`].
    pub fn scores(&self, days: u32, orders: u32, spend: u64) -> (u8, u8, u8) {
        let above =
            |bounds: &[u32; 4], value: u64| bounds.iter().filter(|b| u64::from(**b) < value).count() as u8;
        (
            5 - above(&self.recency, u64::from(days)),
            1 + above(&self.frequency, u64::from(orders)),
            1 + above(&self.monetary, spend),
        )
    }
}

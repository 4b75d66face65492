//! Digits after the decimal point of a currency (ISO 4217).

/// Minor-unit digits of the currency with this code; 2 for one not listed here.
pub(super) fn minor_digits(code: &str) -> u32 {
    match code {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI"
        | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// An amount in minor units; `None` when it does not fit.
pub(super) fn minor(amount: f64, digits: u32) -> Option<u32> {
    let value = (amount * f64::from(10u32.pow(digits))).round();
    (0.0..=f64::from(u32::MAX - 1)).contains(&value).then_some(value as u32)
}

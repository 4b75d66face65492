//! Prices as the shopper's language writes them.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Formats amounts of one currency.
pub struct Prices {
    /// The browser's `Intl.NumberFormat.prototype.format`, bound to our settings.
    format: Option<Function>,
    /// Minor units (pence) of a major one (pound).
    minor: f64,
}

impl Prices {
    /// For prices in `currency` with so many digits behind the point, in the page's `language`.
    pub fn new(currency: &str, minor_digits: u32, language: &str) -> Self {
        let minor = (0..minor_digits.min(6)).fold(1.0, |power, _| power * 10.0);
        // A page may state a language, and a manifest a currency, that the browser refuses.
        let format = formatter(currency, minor_digits, Some(language))
            .or_else(|| formatter(currency, minor_digits, None))
            .or_else(|| formatter("", minor_digits, None));
        Self { format, minor }
    }

    /// The number a program wants: pounds, not pence.
    pub fn major(&self, amount: u32) -> f64 {
        f64::from(amount) / self.minor
    }

    /// The text a person reads; empty if the browser cannot format it.
    pub fn text(&self, amount: u32) -> String {
        let amount = JsValue::from_f64(self.major(amount));
        let text = self.format.as_ref().and_then(|format| format.call1(&JsValue::NULL, &amount).ok());
        text.and_then(|text| text.as_string()).unwrap_or_default()
    }
}

fn formatter(currency: &str, minor_digits: u32, language: Option<&str>) -> Option<Function> {
    let options = Object::new();
    let set = |key: &str, value: JsValue| Reflect::set(&options, &key.into(), &value).ok();
    if currency.is_empty() {
        set("minimumFractionDigits", minor_digits.min(6).into())?;
    } else {
        set("style", "currency".into())?;
        set("currency", currency.into())?;
    }
    let language = language.filter(|l| !l.is_empty()).map_or(JsValue::UNDEFINED, JsValue::from_str);
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"NumberFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&class, &Array::of2(&language, &options)).ok()?;
    Reflect::get(&format, &"format".into()).ok()?.dyn_into().ok()
}

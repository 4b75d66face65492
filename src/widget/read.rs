//! Reading what JavaScript hands in: own data properties only.
//!
//! A page may have polluted `Object.prototype`, may pass objects with getters that throw, or
//! something altogether different from what was asked for. Nothing here throws; what is not as
//! it should be is not there.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::dom;

/// Products read from one list at most: as many as an analytics event may carry.
const MOST: u32 = 200;

/// The own data property `key` of `value`, unless undefined or null.
pub fn own(value: &JsValue, key: &str) -> Option<JsValue> {
    if !value.is_object() {
        return None;
    }
    let key = JsValue::from_str(key);
    let descriptor = Reflect::get_own_property_descriptor(value.unchecked_ref::<Object>(), &key).ok()?;
    // A getter's descriptor has no `value`.
    let found = Reflect::get(&descriptor, &JsValue::from_str("value")).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// The own text `key` of `value`.
pub fn text(value: &JsValue, key: &str) -> Option<String> {
    own(value, key)?.as_string()
}

/// The own number `key` of `value`.
pub fn number(value: &JsValue, key: &str) -> Option<f64> {
    own(value, key)?.as_f64()
}

/// A product key or order number: a text, or a number as platforms have them.
pub fn key(value: &JsValue) -> Option<String> {
    if let Some(number) = value.as_f64() {
        return Some(dom::digits(number));
    }
    value.as_string().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The product keys of an array; `None` for anything else.
pub fn keys(value: &JsValue) -> Option<Vec<String>> {
    if !Array::is_array(value) {
        return None;
    }
    let length = Reflect::get(value, &JsValue::from_str("length")).ok()?.as_f64()?;
    let item = |n: u32| Reflect::get_u32(value.unchecked_ref::<Object>(), n).ok().and_then(|v| key(&v));
    Some((0..MOST.min(length as u32)).filter_map(item).collect())
}

/// Item `n` of an array.
pub fn item(value: &JsValue, n: u32) -> Option<JsValue> {
    Reflect::get_u32(value.dyn_ref::<Array>()?.unchecked_ref::<Object>(), n).ok()
}

/// The product keys of a list with commas between them.
pub fn listed(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|key| !key.is_empty()).map(String::from).collect()
}

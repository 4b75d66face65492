//! Which addresses may be shown.

use web_sys::Url;

/// `address` in full if it leads to a web page or picture: the browser's own parser decides, so
/// that nothing hides behind tabs, line feeds or letter case.
pub fn web(address: &str, base: &str) -> Option<String> {
    if address.is_empty() {
        return None;
    }
    let url = Url::new_with_base(address, base).ok()?;
    let protocol = url.protocol();
    (protocol == "https:" || protocol == "http:").then(|| url.href())
}

//! What is stored for a file: its bytes as they go over the wire, and the headers it is served with.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Cache life of files that never change under their name.
pub const FOREVER: &str = "public, max-age=31536000, immutable";

/// Of what only this program reads.
pub const NEVER: &str = "no-cache";

/// Seconds for which a cache may go on showing what it has while it asks for the newer one.
const STALE: u32 = 3_600;

/// Cache life of what changes under its name: the pointer and the entry files.
pub fn short_lived(seconds: u32) -> String {
    format!("public, max-age={seconds}, stale-while-revalidate={STALE}")
}

/// How bodies are stored. A store hands out what it holds, whatever the client says it can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Read by every browser that has WebAssembly, over HTTPS: over plain HTTP they refuse it.
    Brotli,
    /// Read by everything.
    Gzip,
    /// As they are.
    Plain,
}

impl Encoding {
    /// The value of `Content-Encoding`; none for plain bodies.
    pub fn header(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// `bytes` in this encoding where that pays, and which encoding it then is.
    pub fn apply(self, bytes: &[u8]) -> (Vec<u8>, Self) {
        let packed = match self {
            Self::Brotli => brotli(bytes),
            Self::Gzip => gzip(bytes),
            Self::Plain => None,
        };
        match packed {
            Some(packed) if pays(packed.len(), bytes.len()) => (packed, self),
            _ => (bytes.to_vec(), Self::Plain),
        }
    }
}

/// A tenth and 100 bytes less: below that a client's work is not worth it.
fn pays(packed: usize, plain: usize) -> bool {
    packed + 100 <= plain && packed.saturating_mul(10) <= plain.saturating_mul(9)
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut input = bytes;
    brotli::BrotliCompress(&mut input, &mut out, &params).ok()?;
    Some(out)
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).ok()?;
    out.finish().ok()
}

/// Media type by the end of a name. Model files have none of their own.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "json" => "application/json",
        "wasm" => "application/wasm",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// An object as it is put.
#[derive(Debug, Clone)]
pub struct Body {
    /// What is stored, encoded.
    pub bytes: Vec<u8>,
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `Cache-Control`.
    pub cache: String,
    /// `Content-Encoding`.
    pub encoding: Option<&'static str>,
}

impl Body {
    /// A body stored as it is.
    pub fn plain(name: &str, bytes: Vec<u8>, cache: impl Into<String>) -> Self {
        Self { bytes, media_type: media_type(name), cache: cache.into(), encoding: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_encoded_only_where_that_pays() {
        let text = "regency-cakestand-3-tier,".repeat(100).into_bytes();
        for encoding in [Encoding::Brotli, Encoding::Gzip] {
            let (packed, used) = encoding.apply(&text);
            assert!(packed.len() < text.len() / 4);
            assert_eq!(used, encoding);
            let noise: Vec<u8> = (0..2_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            let (same, used) = encoding.apply(&noise[..90]);
            assert_eq!((same.as_slice(), used), (&noise[..90], Encoding::Plain));
        }
        assert_eq!(Encoding::Plain.apply(&text), (text, Encoding::Plain));
    }

    #[test]
    fn names_tell_media_types() {
        assert_eq!(media_type("manifest.json"), "application/json");
        assert_eq!(media_type("model-095875c3baba048f.pw"), "application/octet-stream");
    }
}

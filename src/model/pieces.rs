//! Texts that are cut at one byte.
//!
//! By bytes: splitting by the standard library costs a kilobyte in the wasm build.

/// The pieces of a text between separators, but for empty ones. What has not been cut yet is `.0`.
pub struct Pieces<'a>(pub &'a str, u8);

/// The pieces of `text` between bytes `end`, an ASCII character.
pub fn pieces(text: &str, end: u8) -> Pieces<'_> {
    Pieces(text, end)
}

/// The lines of a text.
pub fn lines(text: &str) -> Pieces<'_> {
    Pieces(text, b'\n')
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let end = self.0.bytes().position(|byte| byte == self.1).unwrap_or(self.0.len());
            let piece = self.0.get(..end)?;
            self.0 = self.0.get(end + 1..).unwrap_or_default();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    }
}

//! Changes of bytes, as fuzzers make them.

use super::draw::Draw;

/// What numbers of files like to break on.
const ODD: [u8; 8] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'\n', b','];

/// `bytes` with one to six changes; `other` is what pieces are taken from.
pub fn mutate(draw: &mut impl Draw, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..1 + draw.below(6) {
        let at = draw.below(out.len() as u32 + 1) as usize;
        let end = (at + draw.below(12) as usize).min(out.len());
        match draw.below(7) {
            0 => out.truncate(at),
            1 => drop(out.drain(at..end)),
            2 => {
                let again = out[at..end].to_vec();
                drop(out.splice(at..at, again));
            }
            3 => {
                let from = draw.below(other.len() as u32 + 1) as usize;
                let piece = &other[from..(from + draw.below(40) as usize).min(other.len())];
                drop(out.splice(at..end, piece.iter().copied()));
            }
            4 => out.insert(at, draw.one(&ODD)),
            kind => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = if kind == 5 { draw.one(&ODD) } else { *byte ^ (1 << draw.below(8)) };
                }
            }
        }
    }
    out
}

//! A log as text, as it is stored.
//!
//! ```text
//! pw1 CHECK             version; 32-bit FNV-1a of all behind this line
//! TAB NEXT              whose log it is, and the number of its next event
//! vSEQ SECONDS KEY      an event: letter of its kind, its number, seconds since the event before
//! pSEQ SECONDS ORDER KEY  purchases with the hash of their order
//! @TAB                  from here on events of this tab
//! ```
//!
//! Lines end in a line feed; numbers have base 36. Times are differences because that makes them
//! short: a log is stored whole after every event. The first event's is since 1970, and events of
//! the log's own tab need no `@` before another tab's have come. A text that is not exactly what
//! [`Log::encode`] would write is refused: nobody else writes these keys.

use super::MAX_BYTES;
use super::event::{Event, EventKind, hash_text, is_key};
use super::log::Log;
use super::merge::add;

/// Version of the text. A build that finds a greater one was put back by the shop; it starts anew.
const VERSION: u64 = 1;

/// Base of all numbers of the text.
pub const RADIX: u32 = 36;

/// Why a stored log was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub enum Unreadable {
    /// A later version of this software wrote it.
    Future,
    /// It is not what this software writes.
    Damaged,
}

/// Appends `number` in digits of base `radix`, 8 to 36. The standard formatting would cost kilobytes in the wasm build.
pub fn put_digits(out: &mut String, number: u64, radix: u32) {
    let radix = u64::from(radix.clamp(8, 36));
    let mut reversed = [0u8; 22];
    let (mut rest, mut used) = (number, 0);
    for digit in &mut reversed {
        let value = (rest % radix) as u8;
        *digit = if value < 10 { b'0' + value } else { b'a' + value - 10 };
        rest /= radix;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    for digit in reversed.iter().take(used).rev() {
        out.push(char::from(*digit));
    }
}

/// `number` in digits, as [`put_digits`] writes them.
pub fn digits(number: u64, radix: u32) -> String {
    let mut out = String::new();
    put_digits(&mut out, number, radix);
    out
}

/// The number that `text` is in base 36.
pub fn number(text: &str) -> Option<u64> {
    let digit = |value: u64, byte: u8| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            _ => return None,
        };
        value.checked_mul(u64::from(RADIX))?.checked_add(u64::from(digit))
    };
    text.bytes().try_fold(0, digit).filter(|_| !text.is_empty())
}

impl Log {
    /// The log as text.
    pub fn encode(&self) -> String {
        let mut body = String::new();
        put_digits(&mut body, self.tab, RADIX);
        body.push(' ');
        put_digits(&mut body, u64::from(self.next), RADIX);
        body.push('\n');
        let (mut tab, mut time) = (self.tab, 0);
        for event in &self.events {
            if event.tab != tab {
                tab = event.tab;
                body.push('@');
                put_digits(&mut body, tab, RADIX);
                body.push('\n');
            }
            body.push(char::from(event.kind.letter()));
            put_digits(&mut body, u64::from(event.seq), RADIX);
            body.push(' ');
            put_digits(&mut body, u64::from(event.at.saturating_sub(time)), RADIX);
            time = event.at;
            body.push(' ');
            if event.kind == EventKind::Purchase {
                put_digits(&mut body, u64::from(event.order), RADIX);
                body.push(' ');
            }
            body += &event.product;
            body.push('\n');
        }
        let mut text = String::from("pw");
        put_digits(&mut text, VERSION, RADIX);
        text.push(' ');
        put_digits(&mut text, u64::from(hash_text(&body)), RADIX);
        text.push('\n');
        text += &body;
        text
    }

    /// The log that `text` is.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] when `text` is not, to the letter, what [`Log::encode`] writes.
    pub fn decode(text: &str) -> Result<Self, Unreadable> {
        match text.strip_prefix("pw").and_then(|rest| number(Cursor(rest).until(b' ')?)) {
            Some(VERSION) => parse(text).ok_or(Unreadable::Damaged),
            Some(later) if later > VERSION => Err(Unreadable::Future),
            _ => Err(Unreadable::Damaged),
        }
    }
}

/// Reads words one after the other. By hand and by bytes: the standard library's searching costs
/// a kilobyte in the wasm build.
struct Cursor<'t>(&'t str);

impl<'t> Cursor<'t> {
    /// What stands before the next `end`, which is passed over.
    fn until(&mut self, end: u8) -> Option<&'t str> {
        let at = self.0.bytes().position(|byte| byte == end)?;
        let word = self.0.get(..at)?;
        self.0 = self.0.get(at + 1..)?;
        Some(word)
    }

    fn number(&mut self, end: u8) -> Option<u64> {
        number(self.until(end)?)
    }

    fn number32(&mut self, end: u8) -> Option<u32> {
        u32::try_from(self.number(end)?).ok()
    }
}

fn parse(text: &str) -> Option<Log> {
    let mut from = Cursor(text);
    from.until(b'\n').filter(|_| text.len() <= MAX_BYTES)?;
    let mut log = Log { tab: from.number(b' ')?, next: from.number32(b'\n')?, events: Vec::new() };
    let (mut tab, mut at) = (log.tab, 0u32);
    while let Some(letter) = from.0.bytes().next() {
        from.0 = from.0.get(1..)?;
        if letter == b'@' {
            tab = from.number(b'\n')?;
            continue;
        }
        let kind = EventKind::of_letter(letter)?;
        let seq = from.number32(b' ')?;
        at = at.checked_add(from.number32(b' ')?)?;
        let order = if kind == EventKind::Purchase { from.number32(b' ')? } else { 0 };
        let product = from.until(b'\n').filter(|product| is_key(product))?;
        if tab == log.tab && seq >= log.next {
            return None;
        }
        add(&mut log.events, Event { kind, product: product.to_owned(), at, tab, seq, order });
    }
    // The checksum, the order, the number of events, and whatever else has a second spelling.
    (log.encode() == text).then_some(log)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::History;
    use proptest::prelude::*;

    prop_compose! {
        fn log(tab: u64)(
            steps in prop::collection::vec((0usize..4, "[a-z0-9 ä-]{1,12}", 0u32..100_000, any::<u32>()), 0..40)
        ) -> Log {
            let mut log = Log::new(tab);
            let mut now = 1_790_000_000;
            for (kind, product, step, order) in steps {
                now += step;
                let (kind, ..) = EventKind::ALL[kind];
                log.record(kind, &product, if kind == EventKind::Purchase { order } else { 0 }, now);
            }
            log
        }
    }

    proptest! {
        #[test]
        fn a_log_comes_back(mut own in log(u64::MAX), other in log(5), third in log(0)) {
            own.adopt(&other);
            own.adopt(&third);
            prop_assert_eq!(Log::decode(&own.encode()), Ok(own));
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            prop_assert!(Log::decode(&text).is_err());
            let checked = format!("pw1 {}\n{text}", digits(u64::from(hash_text(&text)), RADIX));
            prop_assert!(Log::decode(&checked).is_err());
        }

        #[test]
        fn one_changed_letter_is_noticed(own in log(77), at in any::<prop::sample::Index>(), to in any::<char>()) {
            let text = own.encode();
            let mut letters: Vec<char> = text.chars().collect();
            let at = at.index(letters.len());
            prop_assume!(letters[at] != to);
            letters[at] = to;
            prop_assert!(Log::decode(&letters.iter().collect::<String>()).is_err());
            letters.truncate(at);
            prop_assert!(Log::decode(&letters.iter().collect::<String>()).is_err());
        }

        #[test]
        fn lines_that_are_not_ours_are_read_without_panic(
            lines in prop::collection::vec("[vcup@x][0-9a-z ]{0,20}", 0..10), head in "[0-9a-z]{0,4} [0-9a-z]{0,4}"
        ) {
            // With a right checksum, so that what lies behind it is reached.
            let body = format!("{head}\n{}\n", lines.join("\n"));
            let text = format!("pw1 {}\n{body}", digits(u64::from(hash_text(&body)), RADIX));
            if let Ok(log) = Log::decode(&text) {
                prop_assert_eq!(log.encode(), text);
                History::merge([log.events()], 1_800_000_000);
            }
        }

        #[test]
        fn numbers_come_back(value in any::<u64>()) {
            prop_assert_eq!(number(&digits(value, RADIX)), Some(value));
        }
    }

    #[test]
    fn the_text_is_what_the_specification_says() {
        let mut own = Log::new(36);
        own.record(EventKind::View, "red mug", 0, 1_800_000_000);
        own.record(EventKind::Purchase, "tin", 35, 1_800_000_001);
        let mut other = Log::new(37);
        other.record(EventKind::Cart, "jug", 0, 1_800_000_037);
        own.adopt(&other);
        assert_eq!(own.encode(), "pw1 1e0eugn\n10 2\nv0 tro8w0 red mug\np1 1 z tin\n@11\nc0 10 jug\n");
    }

    #[test]
    fn a_later_version_is_told_from_damage() {
        assert_eq!(Log::decode("pw2 whatever"), Err(Unreadable::Future));
        assert_eq!(Log::decode("pw-"), Err(Unreadable::Damaged));
        assert_eq!(Log::decode(""), Err(Unreadable::Damaged));
    }

    #[test]
    fn what_is_no_number_is_not_read_as_one() {
        assert_eq!(number("0"), Some(0));
        assert_eq!(number(""), None);
        assert_eq!(number("A"), None);
        assert_eq!(number("3w5e11264sgsg"), None, "2^64 and more");
    }

    #[test]
    fn a_second_spelling_is_refused() {
        let text = Log::new(5).encode();
        let body = "05 0\n";
        assert!(Log::decode(&text).is_ok());
        assert!(Log::decode(&format!("pw1 {}\n{body}", digits(u64::from(hash_text(body)), RADIX))).is_err());
    }
}

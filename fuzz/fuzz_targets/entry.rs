#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pairwell_fuzz::targets::entry(bytes));

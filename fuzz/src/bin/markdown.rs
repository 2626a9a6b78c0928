//! Runs [`dechrome_fuzz::markdown`] on what libFuzzer comes up with.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dechrome_fuzz::markdown(bytes));

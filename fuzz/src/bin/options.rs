//! Runs [`dechrome_fuzz::options`] on the inputs of libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dechrome_fuzz::options(bytes));

//! Turns panics into errors.
//!
//! The library promises not to panic. If it breaks that promise, one document fails and the run
//! continues.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`. A panic becomes an error with the message of the panic.
pub(crate) fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Unwinding is safe: cleaning does not change the cleaner, and a partial result is dropped.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let message = payload.downcast_ref::<&str>().copied();
        let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        format!("panic: {}", message.unwrap_or("without a message"))
    })
}

/// Suppresses Rust's own panic message, because [`catch_panic`] reports the panic as an error.
///
/// The message stays if `RUST_BACKTRACE` asks for a backtrace.
pub(crate) fn silence_panic_messages() {
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|value| value == "0") {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(catch_panic(|| 7), Ok(7));
        let end: Result<(), String> = catch_panic(|| panic!("at {}", 7));
        assert_eq!(end, Err("panic: at 7".to_owned()));
    }
}

//! Cleans behind a guard. The library promises never to panic; should it break that promise, one document is lost and
//! not the run.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`; a panic becomes an error with the panic's message.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // A cleaner is not changed by cleaning, and what a broken run has built is thrown away with it.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let message = payload.downcast_ref::<&str>().copied();
        let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        format!("panic: {}", message.unwrap_or("without a message"))
    })
}

/// Keeps the panics that [`guarded`] reports from being printed a second time, unless a backtrace is asked for.
pub(crate) fn silence() {
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|value| value == "0") {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(guarded(|| 7), Ok(7));
        let end: Result<(), String> = guarded(|| panic!("at {}", 7));
        assert_eq!(end, Err("panic: at 7".to_owned()));
    }
}

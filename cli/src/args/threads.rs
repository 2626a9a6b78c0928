//! The value of `--threads`.

/// Largest number of threads. More than any machine has processors is probably a typing error, and
/// can be more than the system can start.
const MAX_THREADS: usize = 1024;

/// Parses a number of threads.
pub(super) fn parse_threads(text: &str) -> Result<usize, String> {
    let number: usize = text.parse().map_err(|_| "not a number")?;
    if (1..=MAX_THREADS).contains(&number) {
        Ok(number)
    } else {
        Err(format!("not between 1 and {MAX_THREADS}"))
    }
}

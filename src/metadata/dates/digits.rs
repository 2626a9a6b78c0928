//! Digits of the scripts that have their own.

/// The zeros of decimal digits in use on pages (Unicode general category Nd); the other nine follow. Sorted.
const ZEROS: &[char] = &[
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{be6}', '\u{e50}', '\u{ed0}', '\u{1040}',
    '\u{17e0}', '\u{ff10}',
];

/// The value of a decimal digit.
pub(super) fn value(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let zero = ZEROS.iter().rev().find(|&&zero| zero <= c)?;
    Some(c as u32 - *zero as u32).filter(|&value| value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts() {
        assert!(ZEROS.is_sorted());
        let year: Vec<u32> = "2٠۲०২௦๒໐၂០０".chars().filter_map(value).collect();
        assert_eq!(year, [2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0]);
        assert!("aé年:/\u{65f}".chars().all(|c| value(c).is_none()));
    }
}

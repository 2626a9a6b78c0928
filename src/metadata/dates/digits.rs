//! Decimal digits of all scripts.

/// The zeros of the decimal digits that pages use (Unicode general category Nd), sorted. The other
/// nine digits of a script follow its zero.
const ZEROS: &[char] = &[
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{be6}', '\u{e50}', '\u{ed0}', '\u{1040}',
    '\u{17e0}', '\u{ff10}',
];

/// Returns the value of a decimal digit.
pub(crate) fn digit_value(c: char) -> Option<u32> {
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
        let year: Vec<u32> = "2٠۲०২௦๒໐၂០０".chars().filter_map(digit_value).collect();
        assert_eq!(year, [2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 0]);
        assert!("aé年:/\u{65f}".chars().all(|c| digit_value(c).is_none()));
    }
}

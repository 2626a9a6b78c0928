//! The part of a document that its language is detected on: long lines of prose.

use crate::unicode::clip;

/// Bytes that detection looks at: enough to distinguish all languages, in a tenth of a millisecond.
const SAMPLE_BYTES: usize = 2_000;
/// Bytes that one line contributes to the sample at most, so that one quotation does not decide.
const LINE_BYTES: usize = 250;
/// Bytes from which a line counts as long. Nine in ten chrome lines of the development data are
/// shorter.
const LONG_BYTES: usize = 80;
/// Bytes from which a line can be part of a sentence. It counts if the long lines are few.
const MEDIUM_BYTES: usize = 30;
/// Bytes of long lines that are enough: some sixty words.
const ENOUGH_BYTES: usize = 400;
/// A line with one such sign in so many bytes is code or markup rather than prose.
const BYTES_PER_SIGN: usize = 10;

/// Returns up to [`SAMPLE_BYTES`] of the long lines of prose, spread evenly over the document; of
/// all lines if none is long. Code does not count, unless nothing else is there.
pub(crate) fn sample<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let (mut long, mut short, mut code) = (Vec::new(), Vec::new(), Vec::new());
    let (mut short_bytes, mut code_bytes) = (0, 0);
    let mut in_fence = false;
    for line in lines {
        let is_fence = is_fence(line);
        in_fence ^= is_fence;
        if is_fence || in_fence || is_code(line) {
            if code_bytes < SAMPLE_BYTES {
                code_bytes += line.len() + 1;
                code.push(line);
            }
        } else if line.len() >= LONG_BYTES {
            long.push(line);
        } else if short_bytes < SAMPLE_BYTES {
            short_bytes += line.len() + 1;
            short.push(line);
        }
    }
    if !long.is_empty() {
        let mut sample = spread(&long, SAMPLE_BYTES / LINE_BYTES);
        if sample.len() < ENOUGH_BYTES {
            short.retain(|line| line.len() >= MEDIUM_BYTES);
            sample.push_str(&spread(&short, short.len()));
        }
        return sample;
    }
    if short.iter().any(|line| line.chars().any(char::is_alphabetic)) {
        return spread(&short, short.len());
    }
    spread(&code, code.len())
}

/// Joins `wanted` lines or more, spread evenly, up to the length of a sample.
fn spread(lines: &[&str], wanted: usize) -> String {
    let step = lines.len().div_ceil(wanted.max(1)).max(1);
    let mut sample = String::with_capacity(SAMPLE_BYTES + LINE_BYTES);
    for line in lines.iter().step_by(step) {
        sample.push_str(clip(line, LINE_BYTES));
        sample.push('\n');
        if sample.len() >= SAMPLE_BYTES {
            break;
        }
    }
    sample
}

/// Returns true for a line that opens or closes a block of code in Markdown.
fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// By byte: 1 for a sign that programs have more often than prose.
const CODE_SIGNS: [u8; 0x100] = {
    let (mut table, signs, mut at) = ([0; 0x100], br"{}[]();=<>_|&$*+\", 0);
    while at < signs.len() {
        table[signs[at] as usize] = 1;
        at += 1;
    }
    table
};

/// Returns true for a line with many signs that programs have and prose has not, or with a call and
/// the end of a statement.
fn is_code(line: &str) -> bool {
    let bytes = line.trim_ascii_end().as_bytes();
    let signs: usize = bytes.iter().map(|&byte| usize::from(CODE_SIGNS[usize::from(byte)])).sum();
    if signs * BYTES_PER_SIGN > bytes.len() {
        return true;
    }
    let ends_statement = matches!(bytes.last(), Some(b':' | b';' | b'{' | b'}' | b')'));
    let has_block = || memchr::memchr2(b'{', b'}', bytes).is_some();
    let is_call = |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric();
    signs > 0 && memchr::memchr_iter(b'(', bytes).any(is_call) && (ends_statement || has_block())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_of_prose_come_first() {
        let prose = "It rained for three days, and on the fourth the river left its bed and took the bridge.";
        let code =
            "for (const [name, value] of Object.entries(options)) { result[name] = value + 1; }";
        for (lines, expected) in [
            (vec!["Home", prose, "Sign in"], vec![prose]),
            (vec!["Home", "Sign in"], vec!["Home", "Sign in"]),
            (
                vec!["Home", prose, "Nobody was hurt, said the mayor."],
                vec![prose, "Nobody was hurt, said the mayor."],
            ),
            (vec![code, "Home", prose], vec![prose]),
            (vec![code, "Home"], vec!["Home"]),
            (vec![code], vec![code]),
            (vec!["```sh", "cargo build", "```", "Home"], vec!["Home"]),
            (vec!["```", prose], vec!["```", prose]),
            (vec![], vec![]),
        ] {
            let found = sample(lines.iter().copied());
            assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{lines:?}");
        }
    }

    #[test]
    fn lines_are_spread_and_clipped() {
        let lines: Vec<String> =
            (0..100).map(|number| format!("{number} {}", "é".repeat(300))).collect();
        let sample = sample(lines.iter().map(String::as_str));
        assert_eq!(sample.lines().count(), SAMPLE_BYTES / LINE_BYTES);
        assert!(sample.lines().all(|line| (LINE_BYTES - 1..=LINE_BYTES).contains(&line.len())));
        assert!(sample.lines().last().is_some_and(|line| line.starts_with("91 ")), "{sample}");
    }
}

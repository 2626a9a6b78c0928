//! The words that lines share: with the long lines, with those near them, and with the headline.

use crate::features::byte_share::ByteShare;
use crate::features::tokens::{TokenLists, is_content};
use crate::hash::KeyMap;

use super::facts::LineFacts;
use super::flags::LineFlag;

/// Long lines before and after a line whose words count as near.
const NEAR_LINES: u32 = 2;

/// Returns the keys of the tokens with meaning in a line.
fn content(tokens: &TokenLists, line: usize) -> impl Iterator<Item = u32> {
    tokens.of(line).iter().copied().filter(|&token| is_content(token))
}

/// The long lines with a token. They are counted from 1; 0 means "none".
#[derive(Clone, Copy, Debug, Default)]
struct TokenLines {
    /// How many long lines have it.
    count: u32,
    /// The last one, reading forwards.
    last: u32,
    /// The one before, reading backwards.
    next: u32,
}

/// Compares the words of every line with those of the long lines and of the headline.
pub(super) fn compare_words(lines: &mut [LineFacts], tokens: &TokenLists, headline: Option<u32>) {
    let mut vocabulary: KeyMap<TokenLines> =
        KeyMap::with_capacity_and_hasher(tokens.len() / 2, Default::default());
    let long_lines = read_forwards(lines, tokens, &mut vocabulary);
    let headline: Vec<u32> =
        headline.map(|line| content(tokens, line as usize).collect()).unwrap_or_default();
    read_backwards(lines, tokens, &headline, &mut vocabulary, long_lines);
}

/// Fills the vocabulary, and compares each line with the long lines before it. Returns the number
/// of long lines.
fn read_forwards(
    lines: &mut [LineFacts],
    tokens: &TokenLists,
    vocabulary: &mut KeyMap<TokenLines>,
) -> u32 {
    let mut long_lines = 0u32;
    for (index, line) in lines.iter_mut().enumerate() {
        let is_long = line.has(LineFlag::Long);
        let own = long_lines + 1;
        let (mut near, mut all) = (0u32, 0u32);
        for token in content(tokens, index) {
            all += 1;
            if is_long {
                let seen = vocabulary.entry(token).or_default();
                let is_near = seen.last > 0 && seen.last < own && seen.last + NEAR_LINES >= own;
                near += u32::from(is_near);
                // A token counts once per line.
                if seen.last != own {
                    (seen.count, seen.last) = (seen.count + 1, own);
                }
            } else if let Some(seen) = vocabulary.get(&token) {
                near += u32::from(seen.last + NEAR_LINES >= own);
            }
        }
        line.around.tokens_near_before = ByteShare::new(near as f32, all as f32);
        long_lines += u32::from(is_long);
    }
    long_lines
}

/// Compares each line with all long lines, with those after it, and with the headline.
fn read_backwards(
    lines: &mut [LineFacts],
    tokens: &TokenLists,
    headline: &[u32],
    vocabulary: &mut KeyMap<TokenLines>,
    mut long_lines: u32,
) {
    for (index, line) in lines.iter_mut().enumerate().rev() {
        let is_long = u32::from(line.has(LineFlag::Long));
        // The number of this line if it is long, else of the last long line before it.
        let here = long_lines;
        long_lines -= is_long;
        let (mut shared, mut all, mut of_headline, mut near) = (0u32, 0u32, 0u32, 0u32);
        for token in content(tokens, index) {
            all += 1;
            of_headline += u32::from(headline.contains(&token));
            let Some(seen) = vocabulary.get_mut(&token) else { continue };
            // The line itself does not count.
            shared += u32::from(seen.count > is_long);
            near += u32::from(seen.next > here && seen.next <= here + NEAR_LINES);
            if is_long == 1 {
                seen.next = here;
            }
        }
        let around = &mut line.around;
        around.shared_tokens = ByteShare::new(shared as f32, all as f32);
        around.shared_token_count = shared.min(u32::from(u8::MAX)) as u8;
        around.tokens_near_after = ByteShare::new(near as f32, all as f32);
        around.headline_tokens = ByteShare::new(of_headline as f32, headline.len() as f32);
    }
}

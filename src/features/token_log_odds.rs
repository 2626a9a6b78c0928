//! Learned log-odds of the words of a line: that they occur in body rather than in chrome, counted
//! over the registrable domains of the training data.

use crate::model::LogOddsTable;

use super::byte_share::ByteShare;
use super::tokens::{TokenPosition, visit_keys};

/// Log-odds of a line's tokens and pairs of tokens. 0 if nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TokenLogOdds {
    /// Mean over the known tokens and pairs.
    pub(crate) mean: f32,
    /// The lowest: the token or pair that speaks most for chrome.
    pub(crate) min: f32,
    /// Of the first two tokens.
    pub(crate) start: f32,
    /// Share of the tokens and pairs that are known.
    pub(crate) known_share: f32,
}

impl TokenLogOdds {
    /// Looks tokens in a row up.
    pub(crate) fn of(tokens: &[u32], table: &LogOddsTable) -> Self {
        let mut log_odds = TokenLogOdds::default();
        let (mut sum, mut known, mut all) = (0.0, 0u32, 0u32);
        visit_keys(tokens, |position, key| {
            all += u32::from(position == TokenPosition::Any);
            let Some(value) = table.get(key) else { return };
            match position {
                TokenPosition::Any => {
                    log_odds.min = if known == 0 { value } else { log_odds.min.min(value) };
                    sum += value;
                    known += 1;
                }
                TokenPosition::Start => log_odds.start = value,
            }
        });
        log_odds.mean = if known == 0 { 0.0 } else { sum / known as f32 };
        log_odds.known_share = ByteShare::new(known as f32, all.max(1) as f32).value();
        log_odds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::tokens::Tokens;

    #[test]
    fn values_by_position() {
        let mut tokens = Tokens::default();
        tokens.read("read more");
        let mut entries = Vec::new();
        visit_keys(&tokens.keys, |position, key| {
            entries.push((key, if position == TokenPosition::Any { -2.0 } else { -4.0 }));
        });
        let expected = TokenLogOdds { mean: -2.0, min: -2.0, start: -4.0, known_share: 1.0 };
        assert_eq!(TokenLogOdds::of(&tokens.keys, &LogOddsTable::new(&entries)), expected);
        assert_eq!(
            TokenLogOdds::of(&tokens.keys, &LogOddsTable::default()),
            TokenLogOdds::default()
        );
    }
}

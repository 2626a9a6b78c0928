//! What the learned table says about the words of a line: log-odds that they stand in body rather than in chrome,
//! counted on the registrable domains of the training data.

use crate::features::line::shape::Share;
use crate::features::line::tokens::{Role, Tokens};
use crate::model::Table;

/// Log-odds of a line's words. 0 where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TokenLogOdds {
    /// Mean over the words and pairs that are known.
    pub(crate) mean: f32,
    /// The lowest: the word or pair that speaks most for chrome.
    pub(crate) min: f32,
    /// Of the first two words.
    pub(crate) start: f32,
    /// How many of the words and pairs are known, 0 to 1.
    pub(crate) known: f32,
}

impl TokenLogOdds {
    /// Looks the tokens of a line up.
    pub(crate) fn read(tokens: &Tokens, table: &Table) -> Self {
        let mut evidence = TokenLogOdds::default();
        let (mut sum, mut known, mut all) = (0.0, 0u32, 0u32);
        tokens.visit(|role, key| {
            all += u32::from(role == Role::Inside);
            let Some(value) = table.get(key) else { return };
            match role {
                Role::Inside => {
                    evidence.min = if known == 0 { value } else { evidence.min.min(value) };
                    sum += value;
                    known += 1;
                }
                Role::Start => evidence.start = value,
            }
        });
        evidence.mean = if known == 0 { 0.0 } else { sum / known as f32 };
        evidence.known = Share::new(known as f32, all.max(1) as f32).value();
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_role() {
        let mut tokens = Tokens::default();
        tokens.read("read more");
        let mut entries = Vec::new();
        tokens
            .visit(|role, key| entries.push((key, if role == Role::Inside { -2.0 } else { -4.0 })));
        let found = TokenLogOdds::read(&tokens, &Table::new(&entries));
        assert_eq!((found.mean, found.min, found.start, found.known), (-2.0, -2.0, -4.0, 1.0));
        assert_eq!(TokenLogOdds::read(&tokens, &Table::default()), TokenLogOdds::default());
    }
}

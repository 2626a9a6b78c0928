//! Plants: written pieces of chrome and of body that are put into training documents.
//!
//! The labelled pages have chrome where they happen to have it, and body in the shapes that they
//! happen to have. Plants add every kind in every place. The pieces are the text files in
//! `train/plants/`; its README describes them.

mod counts;
pub(crate) mod markup;
mod piece;
mod stock;
mod styles;

pub(crate) use counts::{PlantCounts, PlantResult};
pub(crate) use piece::{PartRole, Piece, PiecePart, read_all};
pub(crate) use stock::{PlantShares, Stock};

use crate::random::SplitMix64;

/// Returns a random item, or `None` of an empty slice.
pub(crate) fn pick<'i, T>(items: &'i [T], random: &mut SplitMix64) -> Option<&'i T> {
    items.get((random.next() * items.len() as f32) as usize)
}

/// The share of plants in the document's own language. The others are English or of any language:
/// widgets often speak another language than their page.
const OWN_LANGUAGE: f32 = 0.75;
const ENGLISH: f32 = 0.15;

/// Returns a random piece of `pieces` for a document in `language`.
fn pick_piece<'p>(
    pieces: &[&'p Piece],
    language: Option<&str>,
    random: &mut SplitMix64,
) -> Option<&'p Piece> {
    let draw = random.next();
    let wanted = match language {
        Some(own) if draw < OWN_LANGUAGE => own,
        _ if draw < OWN_LANGUAGE + ENGLISH => "en",
        _ => "",
    };
    let matching: Vec<&Piece> =
        pieces.iter().copied().filter(|piece| piece.language == wanted).collect();
    let chosen = if matching.is_empty() { pick(pieces, random) } else { pick(&matching, random) };
    chosen.copied()
}

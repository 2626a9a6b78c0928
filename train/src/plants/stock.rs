//! The pieces and headlines that can be planted, and the choice among them.

use std::collections::BTreeMap;

use dechrome::Kind;

use super::{Piece, pick_piece};
use crate::folds::FOLDS;
use crate::random::SplitMix64;

/// The fold and the language of a document.
type DocumentGroup = (usize, Option<&'static str>);

/// The pieces and the headlines that can be planted.
pub(crate) struct Stock {
    pieces: Vec<Piece>,
    /// The titles of documents, by group.
    titles: BTreeMap<DocumentGroup, Vec<String>>,
}

/// How many plants a document gets, and where.
pub(crate) struct PlantShares {
    /// The most pieces of chrome.
    pub(crate) most_chrome: f32,
    /// The shares of documents with body, and with a caption.
    pub(crate) with_body: f32,
    pub(crate) with_caption: f32,
    /// The shares of plants before the first paragraph, and after the last one.
    pub(crate) first: f32,
    pub(crate) last: f32,
}

impl Stock {
    /// Creates a stock without headlines.
    pub(crate) fn new(pieces: Vec<Piece>) -> Self {
        Stock { pieces, titles: BTreeMap::new() }
    }

    /// Adds the title of a document.
    pub(crate) fn add_title(&mut self, group: DocumentGroup, title: String) {
        self.titles.entry(group).or_default().push(title);
    }

    /// Returns the titles of the documents of a group, if there are any.
    pub(crate) fn titles(&self, group: DocumentGroup) -> Option<&Vec<String>> {
        self.titles.get(&group)
    }

    /// Chooses a piece of the wanted kinds for a document of a group.
    pub(crate) fn one(
        &self,
        (fold, language): DocumentGroup,
        random: &mut SplitMix64,
        is_wanted: impl Fn(Kind) -> bool,
    ) -> Option<Piece> {
        let pieces = self.pieces.iter();
        let pieces: Vec<&Piece> =
            pieces.filter(|piece| piece.fold == fold % FOLDS && is_wanted(piece.kind())).collect();
        pick_piece(&pieces, language, random).cloned()
    }

    /// Chooses the pieces for a document of a group: chrome, body and a caption. `plant` is called
    /// with each piece right after its choice, because it draws random numbers, too.
    pub(crate) fn choose<P>(
        &self,
        group: DocumentGroup,
        shares: &PlantShares,
        random: &mut SplitMix64,
        plant: impl Fn(Piece, &mut SplitMix64) -> P,
    ) -> Vec<P> {
        let mut plants = Vec::new();
        let mut add = |random: &mut SplitMix64, is_wanted: fn(Kind) -> bool| {
            let piece = self.one(group, random, is_wanted);
            plants.extend(piece.map(|piece| plant(piece, random)));
        };
        for _ in 0..1 + (random.next() * shares.most_chrome) as usize {
            add(random, |kind| kind != Kind::Body);
        }
        if random.next() < shares.with_body {
            add(random, |kind| kind == Kind::Body);
        }
        if random.next() < shares.with_caption {
            add(random, |kind| matches!(kind, Kind::Caption | Kind::Credit));
        }
        plants
    }
}

impl PlantShares {
    /// Returns a place among the paragraphs: 0 before the first, 1 after the last.
    pub(crate) fn slot(&self, random: &mut SplitMix64) -> f32 {
        let draw = random.next();
        if draw < self.first {
            0.0
        } else if draw < self.first + self.last {
            1.0
        } else {
            random.next()
        }
    }
}

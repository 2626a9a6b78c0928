//! Phrases that announce chrome, and how far each block is from them.

use crate::html::outline::{NONE, Outline};
use crate::kind::Kind;
use crate::lexicon::{Lexicon, PhraseFinder, PhraseMatches};

use super::block_distance::{ABSENT, since};
use super::container_sums::PrefixSums;

/// Words up to which a block can announce something.
const ANNOUNCEMENT_WORDS: f32 = 10.0;
/// Words up to which a block with a label is nothing but what the label says.
const LABELLED_WORDS: f32 = 25.0;
/// Words up to which an announcement counts even if it is a link.
const SHORT_WORDS: f32 = 4.0;

/// Groups of kinds whose phrases the features distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum PhraseGroup {
    Related,
    Comment,
    Share,
    /// Requests to the reader.
    Request,
    /// The origin of the text.
    Origin,
}

/// The groups with the kinds of their phrases.
const GROUPS: [(PhraseGroup, &[Kind]); 5] = [
    (PhraseGroup::Related, &[Kind::Related, Kind::Ad]),
    (PhraseGroup::Comment, &[Kind::CommentForm, Kind::Comment]),
    (PhraseGroup::Share, &[Kind::Share]),
    (PhraseGroup::Request, &[Kind::Subscribe, Kind::Login, Kind::Cookie]),
    (PhraseGroup::Origin, &[Kind::Tags, Kind::Bio, Kind::Byline, Kind::Credit, Kind::Footer]),
];
/// The groups whose last announcement is remembered, in the order of [`Announcements::since`].
const REMEMBERED: [PhraseGroup; 2] = [PhraseGroup::Related, PhraseGroup::Comment];

/// A set of groups, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PhraseGroups(u8);

impl PhraseGroups {
    /// Returns the groups of the phrases in a block.
    fn of(matches: PhraseMatches) -> PhraseGroups {
        let mut groups = 0;
        for (group, kinds) in GROUPS {
            if kinds.iter().any(|&kind| matches.parts.contains(kind)) {
                groups |= 1 << group as u8;
            }
        }
        PhraseGroups(groups)
    }

    pub(super) fn contains(self, group: PhraseGroup) -> bool {
        self.0 >> group as u8 & 1 == 1
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The announcements around a block. Distances are in blocks, -1 without such an announcement.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Announcements {
    /// Distance to the last announcement of related items, and of comments.
    pub(super) since: [f32; 2],
    /// Words of long text since then.
    pub(super) long_since: [f32; 2],
    /// Distance to the last heading with such a phrase.
    pub(super) since_heading: [f32; 2],
    /// Distance to the last phrase of any group.
    pub(super) since_any: f32,
    /// Groups in the last heading before the block.
    pub(super) heading: PhraseGroups,
    /// The containers around the block that open with a phrase.
    pub(super) opened: OpenedContainers,
}

/// The phrases in the blocks of a page.
pub(super) struct PagePhrases {
    /// The phrases in each block, or in the opening of a long one.
    pub(super) all: Vec<PhraseMatches>,
    /// The same, if the block is short enough to announce something.
    pub(super) announcing: Vec<PhraseMatches>,
    /// The kind of every block that is a known phrase or opens with a known label.
    pub(super) decisive: Vec<Option<Kind>>,
}

/// Finds the phrases in every block.
pub(super) fn find_phrases(outline: &Outline, lexicon: &Lexicon) -> PagePhrases {
    let mut finder = lexicon.finder();
    let count = outline.blocks.len();
    let mut phrases = PagePhrases {
        all: Vec::with_capacity(count),
        announcing: vec![PhraseMatches::default(); count],
        decisive: vec![None; count],
    };
    for (index, block) in outline.blocks.iter().enumerate() {
        let matches = finder.find(outline.text_of(index));
        if block.words <= ANNOUNCEMENT_WORDS {
            phrases.announcing[index] = matches;
        }
        if block.words <= LABELLED_WORDS {
            let text = outline.text_of(index);
            phrases.decisive[index] =
                matches.decisive().or_else(|| kind_of_lines(&mut finder, text));
        }
        phrases.all.push(matches);
    }
    phrases
}

/// Returns the kind of the first line of a block of several lines that are all known phrases: share
/// buttons that line breaks part.
fn kind_of_lines(finder: &mut PhraseFinder<'_>, text: &str) -> Option<Kind> {
    if !text.contains('\n') {
        return None;
    }
    let mut first = None;
    for line in text.lines() {
        let kind = finder.find(line).decisive()?;
        if matches!(kind, Kind::Date | Kind::Byline) {
            return None;
        }
        first = first.or(Some(kind));
    }
    first
}

/// Returns how a block contains a phrase of some kinds: 2 as a whole or as its label, 1 in part,
/// 0.5 in the opening of a long block, 0 not at all.
pub(super) fn phrase_strength(matches: PhraseMatches, kinds: &[Kind]) -> f32 {
    if matches.decisive().is_some_and(|kind| kinds.contains(&kind)) {
        2.0
    } else if kinds.iter().any(|&kind| matches.parts.contains(kind)) {
        1.0
    } else if kinds.iter().any(|&kind| matches.opening.contains(kind)) {
        0.5
    } else {
        0.0
    }
}

/// Finds the announcements around every block.
pub(super) fn announcements(
    outline: &Outline,
    matches: &[PhraseMatches],
    sums: &PrefixSums,
) -> Vec<Announcements> {
    let groups: Vec<PhraseGroups> =
        matches.iter().map(|&matches| PhraseGroups::of(matches)).collect();
    let opened = opened_containers(outline, &groups, sums);
    let mut last = LastAnnouncements::default();
    let mut announcements = Vec::with_capacity(groups.len());
    for (index, block) in outline.blocks.iter().enumerate() {
        let is_heading = outline.containers[block.container as usize].heading > 0;
        // A longer link is the title of another page.
        let announces =
            is_heading || block.link_words < block.words / 2.0 || block.words <= SHORT_WORDS;
        let heading = last.heading.map_or(PhraseGroups::default(), |block| groups[block]);
        last.see(index, groups[index], announces, is_heading);
        announcements.push(Announcements {
            since: last.of_group.map(|block| since(block, index)),
            long_since: last
                .of_group
                .map(|block| block.map_or(ABSENT, |block| sums.long(block, index))),
            since_heading: last.heading_of_group.map(|block| since(block, index)),
            since_any: since(last.any, index),
            heading,
            opened: opened[block.container as usize],
        });
    }
    announcements
}

/// The last blocks with announcements, in the order of the page.
#[derive(Default)]
struct LastAnnouncements {
    /// Of each group of [`REMEMBERED`].
    of_group: [Option<usize>; 2],
    /// The last heading with a phrase of each group.
    heading_of_group: [Option<usize>; 2],
    /// The last phrase of any group.
    any: Option<usize>,
    /// The last heading.
    heading: Option<usize>,
}

impl LastAnnouncements {
    /// Adds the next block.
    fn see(&mut self, index: usize, groups: PhraseGroups, announces: bool, is_heading: bool) {
        for (at, group) in REMEMBERED.into_iter().enumerate() {
            if groups.contains(group) && announces {
                self.of_group[at] = Some(index);
                if is_heading {
                    self.heading_of_group[at] = Some(index);
                }
            }
        }
        if !groups.is_empty() {
            self.any = Some(index);
        }
        if is_heading {
            self.heading = Some(index);
        }
    }
}

/// Levels up to the nearest ancestors that open with a phrase; [`OpenedContainers::NO_LEVEL`]
/// without one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenedContainers {
    pub(super) related_up: f32,
    pub(super) comment_up: f32,
    /// Of a phrase of any other group.
    pub(super) other_up: f32,
    /// Blocks in the nearest container that opens with a phrase of related items; -1 without one.
    pub(super) related_size: f32,
}

impl OpenedContainers {
    /// Levels that mean "none", and the most that are counted.
    const NO_LEVEL: f32 = 20.0;

    /// Outside of all containers.
    const OUTSIDE: OpenedContainers = OpenedContainers {
        related_up: Self::NO_LEVEL,
        comment_up: Self::NO_LEVEL,
        other_up: Self::NO_LEVEL,
        related_size: ABSENT,
    };

    /// Enters a container.
    fn enter(self, is_level: bool) -> OpenedContainers {
        let level = crate::features::flag(is_level);
        OpenedContainers {
            related_up: (self.related_up + level).min(Self::NO_LEVEL),
            comment_up: (self.comment_up + level).min(Self::NO_LEVEL),
            other_up: (self.other_up + level).min(Self::NO_LEVEL),
            related_size: self.related_size,
        }
    }

    /// Marks the container that was entered last: it opens with phrases of these groups.
    fn open(&mut self, groups: PhraseGroups, blocks: f32) {
        if groups.contains(PhraseGroup::Related) {
            self.related_up = 0.0;
            self.related_size = blocks;
        }
        if groups.contains(PhraseGroup::Comment) {
            self.comment_up = 0.0;
        }
        let others = [PhraseGroup::Share, PhraseGroup::Request, PhraseGroup::Origin];
        if others.into_iter().any(|group| groups.contains(group)) {
            self.other_up = 0.0;
        }
    }
}

/// Blocks at a container's start that may contain its opening phrase.
const OPENING_BLOCKS: usize = 2;
/// Share of the page's words from which a container is too large for a phrase to announce all of
/// it.
const LARGEST_SHARE: f32 = 0.5;

/// Finds the opened containers around each container, itself included.
fn opened_containers(
    outline: &Outline,
    groups: &[PhraseGroups],
    sums: &PrefixSums,
) -> Vec<OpenedContainers> {
    let mut opened: Vec<OpenedContainers> = Vec::with_capacity(outline.containers.len());
    for container in &outline.containers {
        let outer = match container.parent {
            NONE => OpenedContainers::OUTSIDE,
            parent => opened[parent as usize],
        };
        let mut inner = outer.enter(!container.inline);
        let (first, end) = (container.first as usize, container.end as usize);
        // The phrase itself is not a container that it opens.
        if end >= first + 2 && sums.words(first, end) < LARGEST_SHARE * sums.all_words() {
            let mut opening = 0;
            for groups in &groups[first..end.min(first + OPENING_BLOCKS)] {
                opening |= groups.0;
            }
            inner.open(PhraseGroups(opening), (end - first) as f32);
        }
        opened.push(inner);
    }
    opened
}

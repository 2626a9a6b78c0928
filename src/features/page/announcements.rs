//! Phrases that announce chrome, and how far behind a block they are.

use crate::html::outline::{NONE, Outline};
use crate::kind::Kind;
use crate::lexicon::{Hits, Lexicon};

use super::container_sums::Sums;

/// Words up to which a block can announce something.
const ANCHOR_WORDS: f32 = 10.0;
/// Words up to which a block with a label is no more than what the label says.
const LABELLED_WORDS: f32 = 25.0;
/// Distances are cut here: what is further behind says nothing more.
const FARTHEST: f32 = 60.0;
/// The value of a distance to something that is not there.
const ABSENT: f32 = -1.0;

/// The kinds of phrases that the features tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Group {
    Related,
    Comment,
    Share,
    Ask,
    Source,
}

/// How many groups there are.
pub(super) const GROUPS: usize = 5;

/// The groups with the kinds of their phrases.
const KINDS: [(Group, &[Kind]); GROUPS] = [
    (Group::Related, &[Kind::Related, Kind::Ad]),
    (Group::Comment, &[Kind::CommentForm, Kind::Comment]),
    (Group::Share, &[Kind::Share]),
    (Group::Ask, &[Kind::Subscribe, Kind::Login, Kind::Cookie]),
    (Group::Source, &[Kind::Tags, Kind::Bio, Kind::Byline, Kind::Credit, Kind::Footer]),
];

/// A set of groups, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups(u8);

impl Groups {
    fn of(hits: Hits) -> Groups {
        let mut set = 0;
        for (group, kinds) in KINDS {
            set |= u8::from(kinds.iter().any(|&kind| hits.parts.contains(kind))) << group as u8;
        }
        Groups(set)
    }

    /// Whether a group is in the set.
    pub(super) fn has(self, group: Group) -> bool {
        self.0 >> group as u8 & 1 == 1
    }

    fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What announces chrome around a block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Anchors {
    /// Blocks since the last anchor of the group; -1 if there was none.
    pub(super) since: [f32; 2],
    /// Words of long text since then.
    pub(super) long_since: [f32; 2],
    /// Blocks since the last heading with a phrase of the group.
    pub(super) since_heading: [f32; 2],
    /// Blocks since the last phrase of any group.
    pub(super) since_any: f32,
    /// The groups in the last heading before the block.
    pub(super) heading: Groups,
    /// Levels up to the nearest container that opens with a phrase: related, comment, any other; 20 if there is none.
    pub(super) up: [f32; 3],
    /// Blocks in the nearest container that opens with a related phrase.
    pub(super) related_size: f32,
}

/// Looks every short block up.
pub(super) fn look_up(outline: &Outline, lexicon: &Lexicon) -> Vec<Hits> {
    let mut reader = lexicon.reader();
    let hits = |(number, cue): (usize, &crate::html::outline::OutlineBlock)| {
        if cue.words <= ANCHOR_WORDS {
            reader.hits(outline.text_of(number))
        } else {
            Hits::default()
        }
    };
    outline.blocks.iter().enumerate().map(hits).collect()
}

/// The kind of every block that is a known phrase or opens with a known label.
pub(super) fn certain(outline: &Outline, lexicon: &Lexicon, hits: &[Hits]) -> Vec<Option<Kind>> {
    let mut reader = lexicon.reader();
    let kind = |(number, cue): (usize, &crate::html::outline::OutlineBlock)| match cue.words {
        words if words <= ANCHOR_WORDS => hits[number].certain(),
        words if words <= LABELLED_WORDS => reader.hits(outline.text_of(number)).certain(),
        _ => None,
    };
    outline.blocks.iter().enumerate().map(kind).collect()
}

/// Finds the anchors around every block.
pub(super) fn anchors(outline: &Outline, hits: &[Hits], sums: &Sums) -> Vec<Anchors> {
    let groups: Vec<Groups> = hits.iter().map(|&hits| Groups::of(hits)).collect();
    let ups = Openings::of(outline, &groups, sums);
    let mut last = Last::default();
    let mut anchors = Vec::with_capacity(groups.len());
    for (number, cue) in outline.blocks.iter().enumerate() {
        let heading = outline.containers[cue.container as usize].heading > 0;
        let strong = heading || cue.link_words < cue.words / 2.0 || cue.words <= 4.0;
        let before = last.heading.map_or(Groups::default(), |heading| groups[heading]);
        last.see(number, groups[number], strong, heading);
        let distance = |from: Option<usize>| {
            from.map_or(ABSENT, |from| ((number - from) as f32).min(FARTHEST))
        };
        let opening = ups.around[cue.container as usize];
        anchors.push(Anchors {
            since: last.group.map(distance),
            long_since: last.group.map(|from| from.map_or(ABSENT, |from| sums.long(from, number))),
            since_heading: last.group_heading.map(distance),
            since_any: distance(last.any),
            heading: before,
            up: opening.up,
            related_size: opening.related_size,
        });
    }
    anchors
}

/// The last blocks with this and that.
#[derive(Default)]
struct Last {
    group: [Option<usize>; 2],
    group_heading: [Option<usize>; 2],
    any: Option<usize>,
    heading: Option<usize>,
}

impl Last {
    fn see(&mut self, number: usize, groups: Groups, strong: bool, heading: bool) {
        for (at, group) in [Group::Related, Group::Comment].into_iter().enumerate() {
            if groups.has(group) && strong {
                self.group[at] = Some(number);
                if heading {
                    self.group_heading[at] = Some(number);
                }
            }
        }
        if !groups.is_empty() {
            self.any = Some(number);
        }
        if heading {
            self.heading = Some(number);
        }
    }
}

/// Levels up to the containers that open with a phrase.
#[derive(Clone, Copy)]
struct Opening {
    up: [f32; 3],
    related_size: f32,
}

/// Openings around each container.
struct Openings {
    around: Vec<Opening>,
}

impl Openings {
    /// Levels that mean "none".
    const NO_LEVEL: f32 = 20.0;
    /// Blocks at a container's start in which its opening phrase may stand.
    const OPENING_BLOCKS: usize = 2;
    /// Share of the page's words from which a container is too large to be announced by a phrase.
    const LARGEST_SHARE: f32 = 0.5;

    fn of(outline: &Outline, groups: &[Groups], sums: &Sums) -> Openings {
        let mut around: Vec<Opening> = Vec::with_capacity(outline.containers.len());
        for container in &outline.containers {
            let outer = match container.parent {
                NONE => Opening { up: [Self::NO_LEVEL; 3], related_size: ABSENT },
                parent => around[parent as usize],
            };
            let level = f32::from(u8::from(!container.inline));
            let mut opening =
                Opening { up: outer.up.map(|up| (up + level).min(Self::NO_LEVEL)), ..outer };
            let (first, end) = (container.first as usize, container.end as usize);
            if end >= first + 2 && sums.words(first, end) < Self::LARGEST_SHARE * sums.all_words() {
                let set = groups[first..end.min(first + Self::OPENING_BLOCKS)]
                    .iter()
                    .fold(0, |set, groups| set | groups.0);
                opening.enter(Groups(set), (end - first) as f32);
            }
            around.push(opening);
        }
        Openings { around }
    }
}

impl Opening {
    fn enter(&mut self, opened: Groups, size: f32) {
        if opened.has(Group::Related) {
            self.up[0] = 0.0;
            self.related_size = size;
        }
        if opened.has(Group::Comment) {
            self.up[1] = 0.0;
        }
        if opened.has(Group::Share) || opened.has(Group::Ask) || opened.has(Group::Source) {
            self.up[2] = 0.0;
        }
    }
}

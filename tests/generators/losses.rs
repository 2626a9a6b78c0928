//! The words of an article that were lost, and those of chrome that were dropped.

use dechrome::{Block, Page};

use super::articles::Form;
use super::languages::{Language, word_count};
use super::pages::GeneratedPage;
use super::scrapes::{Part, Scrape};

/// Lines that may be dropped between two paragraphs, known chrome aside, before the second can be
/// the text of another article. The same upwards, from the first paragraph that is surely kept.
const REACH: (usize, usize) = (7, 4);
/// Lines after an announcement in which a first paragraph can be what is announced.
const SCOPE: usize = 12;
/// Score from which a kept paragraph is surely body.
const SURE: f32 = 0.5;

/// Words of the kept text of a page on which a paragraph after an announcement can be lost.
const SHORT_PAGE: usize = 200;

/// The words of articles and of chrome: all of them, and those that were dropped.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Of long paragraphs.
    pub(crate) long: (usize, usize),
    /// Of all other lines of the article.
    pub(crate) short: (usize, usize),
    pub(crate) chrome: (usize, usize),
}

impl Tally {
    fn count(&mut self, part: &Part, is_long: bool, is_lost: bool) {
        let sum = match part.form {
            None => &mut self.chrome,
            Some(_) if is_long => &mut self.long,
            Some(_) => &mut self.short,
        };
        let words = word_count(&part.text);
        sum.0 += words;
        sum.1 += if is_lost { words } else { 0 };
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: Tally) {
        let pairs = [
            (&mut self.long, other.long),
            (&mut self.short, other.short),
            (&mut self.chrome, other.chrome),
        ];
        for (sum, pair) in pairs {
            *sum = (sum.0 + pair.0, sum.1 + pair.1);
        }
    }
}

/// Returns the share that was dropped.
pub(crate) fn share((all, dropped): (usize, usize)) -> f64 {
    dropped as f64 / all.max(1) as f64
}

/// Returns true if a part is a paragraph or a quotation that must not be lost.
fn is_long(part: &Part, language: &Language) -> bool {
    matches!(part.form, Some(Form::Paragraph | Form::Quotation))
        && word_count(&part.text) >= language.long()
}

/// The result for a part of a scrape.
#[derive(Debug, Default)]
struct Fate {
    is_lost: bool,
    /// All its lines have a score from which a kept paragraph is surely body.
    is_sure: bool,
    /// It was dropped because of what it is by itself.
    is_known: bool,
    /// The part is wrapped, and its lines are not one logical line: they were judged one by one, or
    /// together with lines of its neighbour.
    is_split: bool,
    /// It was dropped, and has a phrase of menus.
    is_menu: bool,
    score: Option<f32>,
    why: String,
}

impl Fate {
    fn add(&mut self, block: &Block<'_>) {
        self.is_split |= self.score.is_some_and(|score| score != block.score());
        self.is_sure = block.score() >= SURE && (self.is_sure || self.score.is_none());
        self.is_lost |= !block.keep();
        self.is_menu |= !block.keep() && block.why().to_string().contains("nav phrase");
        self.is_known |= !block.keep() && is_known(block);
        self.score = Some(block.score());
        self.why = format!("{} {}", block.kind(), block.why());
    }
}

/// Returns true if a block says that it was dropped for what it is by itself.
fn is_known(block: &Block<'_>) -> bool {
    let why = block.why();
    ["known phrase", "another script", "repeats"].iter().any(|reason| why.contains(reason))
}

/// The results for the parts of a scrape.
pub(crate) struct Losses<'s> {
    scrape: &'s Scrape,
    fates: Vec<Fate>,
}

impl<'s> Losses<'s> {
    /// Compares a scrape with its result.
    pub(crate) fn of(scrape: &'s Scrape, page: &Page) -> Self {
        let mut fates = Vec::new();
        fates.resize_with(scrape.parts.len(), Fate::default);
        for (block, part) in page.blocks().zip(&scrape.lines) {
            if let Some(part) = part {
                fates[*part].add(&block);
            }
        }
        // The lines of a logical line share a score.
        for pair in scrape.lines.windows(2).filter(|_| scrape.is_wrapped) {
            if let [Some(one), Some(other)] = *pair
                && one != other
                && fates[one].score == fates[other].score
            {
                fates[one].is_split = true;
                fates[other].is_split = true;
            }
        }
        Losses { scrape, fates }
    }

    fn is_long(&self, part: usize) -> bool {
        !self.fates[part].is_split && is_long(&self.scrape.parts[part], self.scrape.language)
    }

    /// Adds up the words.
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (number, part) in self.scrape.parts.iter().enumerate() {
            tally.count(part, self.is_long(number), self.fates[number].is_lost);
        }
        tally
    }

    /// Returns the long paragraphs that were lost from a text without chrome, less the exception
    /// that docs/promises.md names: a Thai one below a line that begins with "Read more".
    pub(crate) fn lost_alone(&self) -> Vec<String> {
        let is_thai = self.scrape.language.code == "th";
        self.lost_among(|part| {
            let mut above = self.scrape.parts[part.saturating_sub(SCOPE)..part].iter();
            !(is_thai && above.any(|above| above.text.starts_with("อ่านเพิ่มเติม")))
        })
    }

    /// Returns the long paragraphs that were lost in spite of the promise: each is near a paragraph
    /// that is surely kept, and nothing between the two announces the texts of others.
    pub(crate) fn broken(&self) -> Vec<String> {
        let mut promised = vec![false; self.fates.len()];
        let mut walk = Walk::default();
        for (part, promised) in promised.iter_mut().enumerate() {
            *promised = walk.is_open && walk.unknown <= REACH.0;
            self.step(part, &mut walk);
        }
        walk = Walk::default();
        for (part, promised) in promised.iter_mut().enumerate().rev() {
            let above = &self.scrape.parts[part.saturating_sub(SCOPE)..part];
            let is_announced = above.iter().any(|part| part.announces);
            *promised |= walk.is_open && walk.unknown <= REACH.1 && !is_announced;
            self.step(part, &mut walk);
            if self.fates[part].is_menu {
                walk.unknown = walk.unknown.max(REACH.1 + 1);
            }
        }
        self.lost_among(|part| promised[part])
    }

    fn lost_among(&self, is_meant: impl Fn(usize) -> bool) -> Vec<String> {
        let mut lost = Vec::new();
        for (number, part) in self.scrape.parts.iter().enumerate() {
            let fate = &self.fates[number];
            if fate.is_lost && self.is_long(number) && is_meant(number) {
                lost.push(format!("{}: {}", part.text, fate.why));
            }
        }
        lost
    }

    /// Passes a part, downwards or upwards.
    fn step(&self, part: usize, walk: &mut Walk) {
        let fate = &self.fates[part];
        if self.scrape.parts[part].announces {
            walk.is_open = false;
        } else if self.is_long(part) && !fate.is_lost && (walk.is_open || fate.is_sure) {
            *walk = Walk { is_open: true, unknown: 0 };
        } else if fate.is_lost && !fate.is_known {
            walk.unknown += 1;
        }
    }
}

/// The distance of a walk over the parts from a paragraph that is surely kept.
#[derive(Default)]
struct Walk {
    is_open: bool,
    /// Dropped parts since then, known chrome aside.
    unknown: usize,
}

/// Returns the words of a page, and its long paragraphs that are not in the kept text letter by
/// letter. On a short page, those after an announcement are left out.
pub(crate) fn page_losses(generated: &GeneratedPage, page: &Page) -> (Tally, Vec<String>) {
    let kept = one_spaced(&page.to_text());
    let is_short = word_count(&kept) <= SHORT_PAGE;
    let (mut tally, mut lost) = (Tally::default(), Vec::new());
    // An announcement since the last long paragraph that was kept.
    let mut is_announced = false;
    for part in &generated.parts {
        let text = one_spaced(&part.text);
        // The headline of a page is its title, whether the text repeats it or not.
        let is_title = page.title().is_some_and(|title| one_spaced(&title) == text);
        let is_lost = !is_title && !kept.contains(&text);
        let is_long = is_long(part, generated.language);
        tally.count(part, is_long, is_lost);
        is_announced = part.announces || is_announced && (is_lost || !is_long);
        if is_lost && is_long && !(is_short && is_announced) {
            let block = page.blocks().find(|block| one_spaced(block.text()).contains(&text));
            let why = block.map_or("not in one block".to_owned(), |block| block.why().to_string());
            lost.push(format!("{text}: {why}"));
        }
    }
    (tally, lost)
}

/// Returns a text with one space for each run of white space.
fn one_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

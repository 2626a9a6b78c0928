//! A text as the line features see it: one entry a logical line, and what is true of the whole document.

use crate::features::line::facts::{FAR, Group, LineFacts, NEAR_LINES, SCOPES, Summed, Totals};
use crate::features::line::log_odds::TokenLogOdds;
use crate::features::line::shape::{Flag, Share, looks};
use crate::features::line::tokens::{Tokens, is_content};
use crate::hash::KeyMap;
use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::model::Table;
use crate::text::lines::{Line, Logical};
use crate::unicode::{Class, Script, clip, words};

/// Words from which a line is long.
pub(crate) const LONG_WORDS: f32 = 15.0;
/// Words from which a line is long if it ends as a sentence does.
const SENTENCE_WORDS: f32 = 8.0;
/// What a line has to have in words to add to the dense segment, and the most that one line counts.
const SEGMENT_COST: f32 = 12.0;
const SEGMENT_CAP: f32 = 60.0;
/// Words under which a line is short.
const SHORT_WORDS: f32 = 6.0;
/// Words from which a line without a sentence's end may be a headline.
const OPEN_WORDS: f32 = 3.0;
/// Words that one unit of mean log-odds is worth in the likely segment.
const EVIDENCE_WORDS: f32 = 12.0;
/// Lines at the top among which a line's end is looked for again.
const TOP_LINES: usize = 40;
/// Bytes of such a line that are looked at, and letters (in bytes) of a line that another one can end with: more than a single
/// word, less than a paragraph.
const TOP_BYTES: usize = 480;
const FUSED_BYTES: std::ops::RangeInclusive<usize> = 12..=200;
/// How far before the dense segment the headline is looked for.
const TITLE_REACH: usize = 25;

/// What is looked up while a sheet is read; either can be left out, as training does for some documents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sources<'s> {
    /// Phrases.
    pub(crate) lexicon: Option<&'s Lexicon>,
    /// Log-odds of words, if they know the document's language.
    pub(crate) table: Option<&'s Table>,
    /// Fiftieths of the registrable domains that they know it from, at most 4.
    pub(crate) domains: f32,
}

/// Some logical lines of a text that follow each other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'t> {
    pub(crate) text: &'t str,
    /// All lines of the text.
    pub(crate) lines: &'t [Line],
    pub(crate) logical: &'t [Logical],
    /// The first of the lines that belong to the part, and one past the last.
    pub(crate) first: u32,
    pub(crate) end: u32,
}

/// A text, read for the line features.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextContext {
    /// Its logical lines.
    pub(crate) entries: Vec<LineFacts>,
    /// What is true of all of it.
    pub(crate) totals: Totals,
    /// Runs of short lines (and single other lines), then paragraphs.
    pub(crate) groups: Vec<Group>,
    /// For each line, and one past the last, the sums over all lines before it.
    pub(crate) sums: Vec<[f64; Summed::COUNT]>,
    tokens: Vec<u32>,
}

impl TextContext {
    /// Reads the logical lines of a text.
    pub(crate) fn read(part: Part<'_>, sources: Sources<'_>) -> Self {
        let mut sheet = TextContext::default();
        sheet.totals.input_lines = part.end - part.first;
        sheet.totals.learned = sources.table.is_some();
        sheet.totals.domains = sources.domains;
        sheet.read_lines(part, sources);
        sheet.look_around(part);
        sheet
    }

    /// Reads a text whose logical lines are the lines `kept` of this sheet's text.
    pub(crate) fn again(&self, part: Part<'_>, kept: &[usize]) -> Self {
        let mut sheet = TextContext::default();
        sheet.totals.input_lines = part.end - part.first;
        (sheet.totals.learned, sheet.totals.domains) = (self.totals.learned, self.totals.domains);
        sheet.entries.reserve_exact(kept.len());
        let mut next = part.first;
        for (span, &line) in part.logical.iter().zip(kept) {
            let tokens = sheet.tokens.len() as u32;
            sheet.entries.push(self.entries[line].alone(tokens, (span.first - next).min(3) as u8));
            sheet.tokens.extend_from_slice(self.tokens_of(line));
            next = span.last + 1;
        }
        sheet.look_around(part);
        sheet
    }

    /// Fills in what the lines say together.
    fn look_around(&mut self, part: Part<'_>) {
        let sheet = self;
        sheet.count_totals();
        sheet.count_repeats();
        sheet.find_dense();
        sheet.find_rhythm();
        sheet.find_distances();
        sheet.find_runs();
        sheet.find_title();
        sheet.compare_words();
        sheet.sum_lines();
        sheet.sum_groups();
        sheet.find_fused(part);
    }

    /// Fills in what every line says by itself.
    fn read_lines(&mut self, part: Part<'_>, sources: Sources<'_>) {
        let mut tokens = Tokens::default();
        let mut lexicon = sources.lexicon.map(Lexicon::reader);
        let mut next = part.first;
        self.entries.reserve_exact(part.logical.len());
        for span in part.logical {
            let line = span.of(part.text, part.lines);
            tokens.read(line);
            let hits = lexicon.as_mut().map(|lexicon| lexicon.hits(line)).unwrap_or_default();
            let mut looks = looks(line);
            looks.flags.set(Flag::DateWord, hits.date_word);
            let long = tokens.words >= LONG_WORDS
                || tokens.words >= SENTENCE_WORDS && looks.flags.has(Flag::Terminal);
            looks.flags.set(Flag::Long, long);
            self.entries.push(LineFacts {
                looks,
                words: tokens.words,
                log_words: tokens.words.ln_1p(),
                evidence: sources
                    .table
                    .map(|table| TokenLogOdds::read(&tokens, table))
                    .unwrap_or_default(),
                certain: hits.certain(),
                heads_related: hits.line == Some(Kind::Related),
                phrases: hits.parts,
                opening: hits.opening,
                key: if tokens.keys.is_empty() {
                    crate::hash::key(0, line.trim())
                } else {
                    tokens.line_key()
                },
                tokens: self.tokens.len() as u32,
                blank_before: (span.first - next).min(3) as u8,
                repeats: 1,
                affinity: Share::NONE,
                affinity_count: 0,
                near_before: Share::NONE,
                near_behind: Share::NONE,
                title_overlap: Share::NONE,
                short_run: 0,
                open_run: 0,
                run: 0,
                paragraph: 0,
                since_long: FAR,
                until_long: FAR,
                since: [FAR; SCOPES.len()],
                until: [FAR; SCOPES.len()],
                phrases_before: 0,
                words_before: 0.0,
                long_before: 0.0,
            });
            self.tokens.extend_from_slice(&tokens.keys);
            next = span.last + 1;
        }
    }

    /// The tokens of a line.
    fn tokens_of(&self, index: usize) -> &[u32] {
        let start = self.entries[index].tokens as usize;
        let end =
            self.entries.get(index + 1).map_or(self.tokens.len(), |entry| entry.tokens as usize);
        &self.tokens[start..end]
    }

    /// Blank lines behind a line, at most 3.
    pub(crate) fn blank_after(&self, index: usize) -> u8 {
        self.entries.get(index + 1).map_or(0, |entry| entry.blank_before)
    }

    /// Adds up what the lines say.
    fn count_totals(&mut self) {
        let totals = &mut self.totals;
        let mut scripts = [0f32; Script::COUNT];
        for entry in &mut self.entries {
            entry.words_before = totals.words;
            entry.long_before = totals.long_capped;
            entry.phrases_before = totals.phrases;
            totals.words += entry.words;
            totals.evidence += entry.evidence.mean;
            totals.phrases += u32::from(entry.has_chrome_phrase());
            totals.terminal_lines += u32::from(entry.has(Flag::Terminal));
            totals.prices += u32::from(entry.has(Flag::Price));
            totals.dates += u32::from(entry.has(Flag::Date) || entry.has(Flag::Time));
            totals.bullets += u32::from(entry.has(Flag::Bullet));
            if entry.has(Flag::Long) {
                totals.long_lines += 1;
                totals.long_words += entry.words;
                totals.long_capped += entry.words.min(SEGMENT_CAP);
            }
            if let Some(script) = entry.looks.script {
                scripts[script as usize] += entry.words;
            }
        }
        let main = Script::ALL.into_iter().fold(Script::Latin, |best, script| {
            if scripts[script as usize] > scripts[best as usize] { script } else { best }
        });
        totals.script = (scripts[main as usize] > 0.0).then_some(main);
    }

    /// Counts copies.
    fn count_repeats(&mut self) {
        let mut counts: KeyMap<u8> =
            KeyMap::with_capacity_and_hasher(self.entries.len(), Default::default());
        for entry in &mut self.entries {
            let count = counts.entry(entry.key).or_default();
            entry.looks.flags.set(Flag::Copy, *count > 0);
            *count = count.saturating_add(1);
        }
        self.totals.distinct = counts.len() as u32;
        for entry in &mut self.entries {
            entry.repeats = counts.get(&entry.key).map_or(1, |&count| count.min(9));
        }
    }

    /// Finds the dense segment, the run of lines with the highest sum of words less [`SEGMENT_COST`] a line, and the likely
    /// one, where log-odds count as words.
    fn find_dense(&mut self) {
        let words = |entry: &LineFacts| entry.words.min(SEGMENT_CAP) - SEGMENT_COST;
        self.totals.dense = segment(self.entries.iter().map(words));
        self.totals.likely = segment(
            self.entries.iter().map(|entry| words(entry) + entry.evidence.mean * EVIDENCE_WORDS),
        );
        let (start, end) = self.totals.dense;
        for entry in &mut self.entries[start as usize..end as usize] {
            entry.looks.flags.set(Flag::Dense, true);
        }
    }

    /// Finds how the long lines of the dense segment are set apart and end.
    fn find_rhythm(&mut self) {
        let (start, end) = self.totals.dense;
        let (mut before, mut after, mut indents, mut terminal) =
            ([0u32; 4], [0u32; 4], [0u32; 256], 0u32);
        let mut count = 0u32;
        for index in start as usize..end as usize {
            let entry = &self.entries[index];
            if entry.has(Flag::Long) {
                count += 1;
                terminal += u32::from(entry.has(Flag::Terminal));
                before[usize::from(entry.blank_before)] += 1;
                after[usize::from(self.blank_after(index))] += 1;
                indents[usize::from(entry.looks.indent)] += 1;
            }
        }
        let totals = &mut self.totals;
        totals.terminal_share = if count == 0 { -1.0 } else { terminal as f32 / count as f32 };
        let median = |counts: &[u32]| if count < 3 { -1.0 } else { median(counts) };
        (totals.blank_before, totals.blank_after, totals.indent) =
            (median(&before), median(&after), median(&indents));
    }

    /// Measures distances to long lines and to phrases.
    fn find_distances(&mut self) {
        let (mut long, mut scopes) = (FAR, [FAR; SCOPES.len()]);
        for entry in &mut self.entries {
            (entry.since_long, entry.since) = (long, scopes);
            step(entry, &mut long, &mut scopes);
        }
        let (mut long, mut scopes) = (FAR, [FAR; SCOPES.len()]);
        for entry in self.entries.iter_mut().rev() {
            (entry.until_long, entry.until) = (long, scopes);
            step(entry, &mut long, &mut scopes);
        }
    }

    /// Measures runs of short lines, and of lines that end as no sentence does.
    fn find_runs(&mut self) {
        for run in self.entries.chunk_by_mut(|a, b| a.words < SHORT_WORDS && b.words < SHORT_WORDS)
        {
            let length = if run[0].words < SHORT_WORDS { run.len().min(255) as u8 } else { 0 };
            run.iter_mut().for_each(|entry| entry.short_run = length);
        }
        let open = |entry: &LineFacts| {
            !entry.has(Flag::Terminal) && !entry.has(Flag::Long) && entry.words >= OPEN_WORDS
        };
        for run in self.entries.chunk_by_mut(|a, b| open(a) && open(b)) {
            let length = if open(&run[0]) { run.len().min(255) as u8 } else { 0 };
            run.iter_mut().for_each(|entry| entry.open_run = length);
        }
    }

    /// Adds up what means are taken of.
    fn sum_lines(&mut self) {
        let mut sum = [0.0; Summed::COUNT];
        self.sums.reserve_exact(self.entries.len() + 1);
        self.sums.push(sum);
        for entry in &self.entries {
            sum.iter_mut().zip(entry.summed()).for_each(|(sum, value)| *sum += value);
            self.sums.push(sum);
        }
    }

    /// Sums up runs of short lines and paragraphs.
    fn sum_groups(&mut self) {
        for index in 0..self.entries.len() {
            let short = |entry: &LineFacts| entry.words < SHORT_WORDS;
            let goes_on =
                index > 0 && short(&self.entries[index - 1]) && short(&self.entries[index]);
            if !goes_on {
                self.groups.push(Group::default());
            }
            self.entries[index].run = self.groups.len() as u32 - 1;
            self.groups[self.entries[index].run as usize].add(&self.entries[index]);
        }
        for index in 0..self.entries.len() {
            if index == 0 || self.entries[index].blank_before > 0 {
                self.groups.push(Group::default());
            }
            self.entries[index].paragraph = self.groups.len() as u32 - 1;
            self.groups[self.entries[index].paragraph as usize].add(&self.entries[index]);
        }
    }

    /// Finds the line that is probably the headline: the last one before the dense segment that has a headline's length
    /// and no full stop.
    fn find_title(&mut self) {
        let end = self.totals.dense.0 as usize;
        let headline = |entry: &LineFacts| {
            let open = !entry.has(Flag::Terminal) || entry.has(Flag::Question);
            (4.0..=28.0).contains(&entry.words) && open && entry.certain.is_none()
        };
        let found = (end.saturating_sub(TITLE_REACH)..end)
            .rev()
            .find(|&index| headline(&self.entries[index]));
        self.totals.title = found.map(|index| index as u32);
    }

    /// Compares every line's words with those of the long lines and of the headline.
    fn compare_words(&mut self) {
        let title: Vec<u32> = self
            .totals
            .title
            .map(|index| self.tokens_of(index as usize))
            .unwrap_or_default()
            .to_vec();
        let title: Vec<u32> = title.into_iter().filter(|&token| is_content(token)).collect();
        let mut vocabulary: KeyMap<Seen> =
            KeyMap::with_capacity_and_hasher(self.tokens.len() / 2, Default::default());
        let mut long_lines = 0u32;
        for index in 0..self.entries.len() {
            let long = self.entries[index].has(Flag::Long);
            let (mut near, mut all) = (0u32, 0u32);
            for &token in self.tokens_of(index).iter().filter(|&&token| is_content(token)) {
                all += 1;
                if long {
                    let seen = vocabulary.entry(token).or_default();
                    near += u32::from(
                        seen.last < long_lines + 1
                            && seen.last + NEAR_LINES > long_lines
                            && seen.last > 0,
                    );
                    if seen.last != long_lines + 1 {
                        (seen.lines, seen.last) = (seen.lines + 1, long_lines + 1);
                    }
                } else if let Some(seen) = vocabulary.get(&token) {
                    near += u32::from(seen.last + NEAR_LINES > long_lines);
                }
            }
            self.entries[index].near_before = Share::new(near as f32, all as f32);
            long_lines += u32::from(long);
        }
        for index in (0..self.entries.len()).rev() {
            let own = u32::from(self.entries[index].has(Flag::Long));
            let here = long_lines;
            long_lines -= own;
            let (mut shared, mut all, mut titled, mut near) = (0u32, 0u32, 0u32, 0u32);
            for token in self.tokens_of(index).iter().filter(|&&token| is_content(token)) {
                all += 1;
                titled += u32::from(title.contains(token));
                let Some(seen) = vocabulary.get_mut(token) else { continue };
                shared += u32::from(seen.lines > own);
                near += u32::from(seen.next > here && seen.next <= here + NEAR_LINES);
                seen.next = if own == 1 { here } else { seen.next };
            }
            let entry = &mut self.entries[index];
            entry.affinity = Share::new(shared as f32, all as f32);
            entry.affinity_count = shared.min(255) as u8;
            entry.near_behind = Share::new(near as f32, all as f32);
            entry.title_overlap = Share::new(titled as f32, title.len() as f32);
        }
    }

    /// Finds lines near the top that end with the whole text of a later one: "HomeWorldRain takes old bridge".
    fn find_fused(&mut self, part: Part<'_>) {
        let (mut letters, mut ends) = (Vec::new(), vec![0]);
        for span in part.logical.iter().take(TOP_LINES) {
            let line = clip(span.of(part.text, part.lines), TOP_BYTES);
            words(line).for_each(|word| letters.extend_from_slice(word.text.as_bytes()));
            ends.push(letters.len());
        }
        // The last bytes of a line tell most pairs apart.
        let top = || {
            ends.windows(2)
                .map(|ends| &letters[ends[0]..ends[1]])
                .map(|line| (line, line.last_chunk::<8>()))
        };
        let whole: Vec<_> = top().filter(|(line, _)| FUSED_BYTES.contains(&line.len())).collect();
        for ((line, last), entry) in top().zip(&mut self.entries) {
            let ends_with = |other: &[u8]| other.len() < line.len() && line.ends_with(other);
            let fused =
                whole.iter().any(|(other, other_last)| last == *other_last && ends_with(other));
            entry.looks.flags.set(Flag::Fused, fused);
        }
    }

    /// Whether a line is written in another script than the document.
    pub(crate) fn is_foreign(&self, index: usize) -> bool {
        match (self.entries[index].looks.script, self.totals.script) {
            (Some(line), Some(page)) => !line.mixes_with(page),
            _ => false,
        }
    }

    /// Whether the document's script has case.
    pub(crate) fn is_cased(&self) -> bool {
        self.totals.script.is_some_and(Script::is_cased)
    }

    /// Whether the document's script puts spaces between words.
    pub(crate) fn is_spaced(&self) -> bool {
        self.totals.script.is_none_or(|script| script.class() == Class::Spaced)
    }
}

/// Where a token stands among the long lines, which are counted from 1; 0 is none.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// How many of them have it.
    lines: u32,
    /// The last one that was read, and the next one behind those that are read backwards.
    last: u32,
    next: u32,
}

/// The run of lines with the highest sum: the first, and one past the last.
fn segment(values: impl Iterator<Item = f32>) -> (u32, u32) {
    let (mut best, mut sum, mut start, mut found) = (0.0f32, 0.0f32, 0, (0, 0));
    for (index, value) in (0u32..).zip(values) {
        if sum <= 0.0 {
            (sum, start) = (0.0, index);
        }
        sum += value;
        if sum > best {
            (best, found) = (sum, (start, index + 1));
        }
    }
    found
}

/// Moves the distances on past `entry`.
fn step(entry: &LineFacts, long: &mut u8, scopes: &mut [u8; SCOPES.len()]) {
    *long = if entry.has(Flag::Long) { 1 } else { (*long + 1).min(FAR) };
    for (distance, &kind) in scopes.iter_mut().zip(&SCOPES) {
        let opens = entry.words < SEGMENT_COST && entry.phrases.contains(kind);
        *distance = if opens { 1 } else { (*distance + 1).min(FAR) };
    }
}

/// The median of values given by how often each occurs.
fn median(counts: &[u32]) -> f32 {
    let half = counts.iter().sum::<u32>().div_ceil(2);
    let mut seen = 0;
    counts
        .iter()
        .position(|&count| {
            seen += count;
            seen >= half
        })
        .unwrap_or(0) as f32
}

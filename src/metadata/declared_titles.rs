//! Declared titles, their parts between separators, and the name of the site among these.

use crate::metadata::site_names::SiteNames;
use crate::metadata::values::key;
use crate::metadata::{Found, Origin};
use crate::unicode::word_count;

/// Separators between a title and the name of a site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " ~ ", " / ",
    "｜", " ― ", "|",
];
/// Separators in titles without spaces, as in Chinese.
const TIGHT_SEPARATORS: &[char] = &['-', '－', '—', '–', '_', '·'];
/// The bar in titles without spaces. A short part after it is a channel or a site.
const WIDE_BAR: char = '_';
/// Words of the longest kicker, and of the shortest headline after one: names of sites are shorter.
const KICKER_WORDS: usize = 2;
const HEADLINE_WORDS: usize = 5;
/// Words of the longest part of a headline after which a bar is not a separator.
const SHORT_WORDS: f32 = 2.0;
/// Letters and digits of the shortest title that is recognised inside a headline.
const SHORTEST: usize = 12;

/// A declared title, in the forms that it is compared in.
#[derive(Debug)]
pub(super) struct DeclaredTitle {
    /// The title without the name of the site.
    pub(super) value: String,
    pub(super) origin: Origin,
    /// The part before each separator, the value, and last the whole title, each with its key.
    starts: Vec<(String, String)>,
    /// The keys of the parts after each separator.
    ends: Vec<String>,
    /// The parts between the separators with their keys.
    parts: Vec<(String, String)>,
}

impl DeclaredTitle {
    pub(super) fn new(text: &str, origin: Origin, names: &SiteNames) -> Self {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for separator in SEPARATORS {
            for (at, _) in text.match_indices(separator) {
                let start = text[..at].trim();
                starts.push((start.to_owned(), key(start)));
                ends.push(key(&text[at + separator.len()..]));
            }
        }
        // "The Mill: Rain in May": a colon separates only if the site's name precedes it.
        if let Some((name, rest)) = text.split_once(": ")
            && names.is_shown(name)
        {
            ends.push(key(rest));
        }
        let value = without_site(text, names);
        starts.push((value.clone(), key(&value)));
        starts.push((text.to_owned(), key(text)));
        let mut parts = vec![text];
        for separator in SEPARATORS {
            parts = parts.iter().flat_map(|part| part.split(separator)).collect();
        }
        let parts = parts.iter().map(|part| (part.trim().to_owned(), key(part))).collect();
        DeclaredTitle { value, origin, starts, ends, parts }
    }

    /// Returns true if the whole title, or its part before a separator, has this key.
    pub(super) fn starts_with(&self, headline: &str) -> bool {
        self.starts.iter().any(|(_, key)| key == headline)
    }

    /// Returns true if the part after a separator has this key.
    pub(super) fn ends_with(&self, headline: &str) -> bool {
        self.ends.iter().any(|key| key == headline)
    }

    /// Returns the start of this title that the headline ends with, if it is long enough to be a
    /// title. The headline's part before it is a kicker.
    pub(super) fn start_at_end_of(&self, headline: &str) -> Option<&str> {
        let is_end = |key: &str| headline.ends_with(key) && key.chars().count() >= SHORTEST;
        self.starts.iter().find(|(_, key)| is_end(key)).map(|(start, _)| start.as_str())
    }

    /// Returns the longest part of this title between its separators that `is_shown` accepts.
    pub(super) fn shown_part(&self, is_shown: impl Fn(&str) -> bool) -> Option<&str> {
        let parts = self.parts.iter().filter(|(_, key)| is_shown(key));
        parts.max_by_key(|(_, key)| key.len()).map(|(part, _)| part.as_str())
    }

    /// Returns true if the whole title has this key.
    pub(super) fn equals(&self, headline: &str) -> bool {
        self.starts.last().is_some_and(|(_, key)| key == headline)
    }
}

/// Returns the last title that two declarations agree on.
pub(super) fn agreed_title(declared: &[DeclaredTitle]) -> Option<Found> {
    let keys: Vec<String> = declared.iter().map(|title| key(&title.value)).collect();
    let is_agreed = |own: &String| keys.iter().filter(|other| *other == own).count() > 1;
    let title = &declared[keys.iter().rposition(is_agreed)?];
    Some(Found { value: title.value.clone(), origin: title.origin })
}

/// Returns a title without the name of the site at its end or start. A part after a bar is dropped
/// too: it is hardly ever anything else.
pub(super) fn without_site(title: &str, names: &SiteNames) -> String {
    without_names(title, names, TitleCuts { after_short: true, at_start: true })
}

/// The parts of a title that are dropped besides the name of the site at its end.
#[derive(Clone, Copy, Debug)]
struct TitleCuts {
    /// The part after a bar, also if only a word or two precede the bar.
    after_short: bool,
    /// The name of the site at the start.
    at_start: bool,
}

/// Returns a headline without the name of the site, as [`without_site`] does, with two exceptions.
/// A headline that is a whole declared title keeps its start. The part after a bar stays after one
/// or two words ("C++ | Rust: a comparison"), unless a declared title ends before the bar. After
/// more words it is dropped: on wcxb-dev that is right for eight headlines of nine.
pub(super) fn headline_without_site(
    headline: &str,
    declared: &[DeclaredTitle],
    names: &SiteNames,
) -> String {
    let headline = headline.trim();
    let is_start = |text: &str| {
        let text = key(text);
        declared.iter().any(|title| title.starts_with(&text))
    };
    let is_declared = declared.iter().any(|title| title.equals(&key(headline)));
    let cuts = TitleCuts { after_short: false, at_start: !is_declared };
    let whole = without_names(headline, names, cuts);
    if is_start(&whole) {
        return whole;
    }
    let before_bar = without_names(headline, names, TitleCuts { after_short: true, ..cuts });
    if is_start(&before_bar) { before_bar } else { whole }
}

/// Returns a title without the name of the site at its end, and without the other parts.
fn without_names(title: &str, names: &SiteNames, cuts: TitleCuts) -> String {
    let mut title = title.trim();
    for separator in SEPARATORS {
        if let Some((rest, name)) = title.rsplit_once(separator)
            && !key(rest).is_empty()
            && (separator.contains(['|', '｜']) && is_cut_at_bar(rest, name, cuts)
                || names.is_shown(name)
                || !names.is_shown(rest) && names.is_title_part(name))
        {
            title = rest.trim();
        }
        if cuts.at_start
            && let Some((name, rest)) = title.split_once(separator)
            && !key(rest).is_empty()
            && names.is_whole_name(name)
        {
            title = rest.trim();
        }
    }
    // "Title_Channel_Site".
    while let Some((rest, name)) = title.rsplit_once(WIDE_BAR)
        && rest.ends_with(is_wide)
        && name.starts_with(is_wide)
        && rest.chars().count() >= 2 * name.chars().count()
    {
        title = rest.trim();
    }
    if let Some((rest, name)) = title.rsplit_once(TIGHT_SEPARATORS)
        && rest.ends_with(is_wide)
        && name.starts_with(is_wide)
        && names.is_title_part(name)
    {
        title = rest.trim();
    }
    title.to_owned()
}

/// Returns true if the part after a bar is dropped. It is not if the part before the bar is its
/// kicker: "WATCH | River floods the old harbour".
fn is_cut_at_bar(before: &str, after: &str, cuts: TitleCuts) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let is_kicker = words(before) <= KICKER_WORDS && words(after) >= HEADLINE_WORDS;
    !is_kicker && (cuts.after_short || word_count(before) > SHORT_WORDS)
}

/// Returns true for characters of scripts that are written without spaces, and their punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

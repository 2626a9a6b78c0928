//! Finds the names of authors in declarations and bylines.

use std::ops::RangeInclusive;

use crate::kind::Kind;
use crate::lexicon::Lexicon;
use crate::metadata::dates::{DateStyle, dates, month_number};
use crate::metadata::joined_names::{name_beside_address, persons_between_signs};
use crate::metadata::labels::{LabelRole, Labels};
use crate::metadata::name_suffixes::{is_broadcaster, is_company, is_suffix};
use crate::metadata::name_words::{PARTICLES, is_capitalised_name, is_full_name};
use crate::metadata::values;
use crate::unicode::{Script, char_facts, script};

/// Words of the longest name of a person or organisation. Names of offices are the longest.
const MAX_WORDS: usize = 8;
/// Characters of the longest name.
const MAX_CHARS: usize = 80;
/// Names that are taken from one text.
const MAX_NAMES: usize = 20;
/// A capitalised label of at least so many letters ends a name. A shorter one may be part of it.
const SURE_LETTERS: usize = 4;
/// Letters of the shortest label that is a role also as the end of a compound.
const ROLE_LETTERS: usize = 8;
/// Syllables of a Korean name.
const KOREAN_NAME: RangeInclusive<usize> = 2..=4;
/// A date after more letters than this follows a name. Otherwise it precedes one.
const LETTERS_BEFORE_DATE: usize = 3;
/// Words of the longest chrome phrase that is looked for at the end of a name.
const MAX_PHRASE_WORDS: usize = 4;
/// Kinds of chrome phrases that follow a name in its element: buttons, counters and roles.
const KINDS_AFTER_NAME: &[Kind] =
    &[Kind::Share, Kind::CommentForm, Kind::Subscribe, Kind::Login, Kind::Byline];
/// Kinds of chrome phrases that are names of authors: agencies and desks.
const NAME_KINDS: &[Kind] = &[Kind::Credit, Kind::Byline];
/// Replaces a word that joins two names, while a list is split. Cleaned values have no controls.
const JOIN: char = '\u{1}';
/// Characters that end a name in a byline.
const DELIMITERS: &[char] = &[
    '|', '•', '·', '—', '(', '[', '{', '@', '›', '»', '>', ':', '：', '…', '→', '▪', '●', '✓',
    '｜', '/', '⋅',
];

/// Reads names on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameParser<'p> {
    pub(super) style: DateStyle<'p>,
    pub(super) labels: &'p Labels,
    pub(super) lexicon: &'p Lexicon,
}

impl NameParser<'_> {
    /// Returns the names in a declaration that contains nothing else.
    pub(super) fn declared(self, raw: &str) -> Vec<String> {
        let Some(text) = values::clean(raw) else { return Vec::new() };
        let mut name = text.as_str();
        if text.contains(' ') {
            name = self.labels.strip(&text, LabelRole::Author).unwrap_or(name);
        }
        if let Some(persons) = persons_between_signs(name) {
            return persons.into_iter().take(MAX_NAMES).collect();
        }
        name = name_beside_address(name).unwrap_or(name);
        let joins = self.labels.words(LabelRole::Join);
        let join = joins.iter().filter_map(|and| name.find(&format!(" {and} "))).min();
        let is_list = join.is_some_and(|at| !self.has_small_word(&name[..at]));
        if name.contains([';', ',']) || is_list {
            return self.split_list(name);
        }
        if self.is_author(name) { vec![name.to_owned()] } else { Vec::new() }
    }

    /// Returns the names in a byline, which may contain dates, roles and buttons.
    pub(super) fn byline(self, raw: &str) -> Vec<String> {
        let Some(text) = values::clean(raw) else { return Vec::new() };
        let mut text = text.as_str();
        while let Some((_, date)) = dates(text, self.style).next() {
            let letters = text[..date.start].chars().filter(|c| c.is_alphabetic()).count();
            if letters > LETTERS_BEFORE_DATE {
                text = &text[..date.start];
                break;
            }
            // The date precedes the name.
            text = text[date.end..].trim_start_matches(|c: char| !char_facts(c).is_word());
        }
        // "Posted by: By Jane Doe": templates put a label before the author's own.
        for _ in 0..2 {
            text = self.labels.strip(text, LabelRole::Author).unwrap_or(text);
        }
        if self.is_chrome(text) {
            return Vec::new();
        }
        let text = clip_at_delimiter(text);
        let mut names = self.split_list(self.clip_before_role(text));
        for name in self.placed_names(text) {
            if !names.contains(&name) && names.len() < MAX_NAMES {
                names.push(name);
            }
        }
        names.retain_mut(|name| {
            if !begins_in_small_letters(name) {
                return true;
            }
            // "capital von Jane Doe": the site is before the label.
            let (_, rest) = name.split_once(' ').unwrap_or_default();
            let person = self.labels.strip(rest, LabelRole::Author).map(str::to_owned);
            *name = person.unwrap_or_default();
            is_full_name(name)
        });
        names
    }

    /// Returns the names of a list in which each has a place: "Jane Doe in Rivers and Joe Bloggs in
    /// Hills". Without a place of its own, the text after the "and" may be a place, too.
    fn placed_names(self, text: &str) -> Vec<String> {
        let mut list = text.to_owned();
        for and in self.labels.words(LabelRole::Join).iter().chain(&["&"]) {
            list = list.replace(&format!(" {and} "), ",");
        }
        let mut names = Vec::new();
        let mut first_preposition = None;
        for (number, part) in list.split(',').map(str::trim).take(MAX_NAMES).enumerate() {
            let name = self.clip_before_role(part).trim_end();
            let mut rest = part.get(name.len()..).unwrap_or_default().split_whitespace();
            let (Some(preposition), Some(_)) = (rest.next(), rest.next()) else { continue };
            if number == 0 {
                first_preposition = Some(preposition);
            }
            if first_preposition == Some(preposition)
                && preposition.starts_with(char::is_lowercase)
                && is_full_name(name)
            {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// Returns true for a line that begins with a Korean name and the role of its author, before
    /// nothing but dates and addresses: "김서연 기자 | 입력 2020.05.06".
    pub(super) fn is_before_role(self, line: &str) -> bool {
        let is_hangul = |c: char| script(c) == Some(Script::Hangul);
        let is_label = |word: &str, role| self.labels.is_label(word, role);
        let mut words = line.split(|c: char| c == ' ' || DELIMITERS.contains(&c));
        let (Some(name), Some(role)) = (words.next(), words.next()) else { return false };
        let next = words.find(|word| !word.is_empty()).unwrap_or_default();
        KOREAN_NAME.contains(&name.chars().count())
            && name.chars().all(is_hangul)
            && is_label(role, LabelRole::Author)
            && is_label(role, LabelRole::After)
            && (!next.starts_with(is_hangul)
                || is_label(next, LabelRole::After)
                || is_label(next, LabelRole::Published))
    }

    /// Returns true if a text in capitals has a word in small letters that names of persons do not
    /// contain: "Center for Drug Evaluation".
    fn has_small_word(self, text: &str) -> bool {
        let is_small = |word: &str| {
            word.starts_with(char::is_lowercase)
                && !PARTICLES.contains(&word)
                && !self.labels.words(LabelRole::Join).contains(&word)
        };
        text.starts_with(char::is_uppercase) && text.split(' ').any(is_small)
    }

    /// Returns true if a part of a list is the role of the person before it, or an affiliation:
    /// "Sr. Director of Operations", "Senior Editor".
    fn is_role(self, part: &str) -> bool {
        let labels = self.labels.words(LabelRole::After);
        // "Wirtschaftsredakteurin": languages that write compounds as one word.
        let is_label = |word: &str| {
            let word = word.to_lowercase();
            let is_end = |label: &str| label.chars().count() >= ROLE_LETTERS;
            labels.iter().any(|&label| word == label || is_end(label) && word.ends_with(label))
        };
        self.has_small_word(part) || part.split(' ').all(is_label)
    }

    /// Returns the start of a byline, up to the words that follow a name: labels, buttons, numbers,
    /// and words in small letters if the names have capitals.
    fn clip_before_role(self, text: &str) -> &str {
        let has_capitals = text.starts_with(char::is_uppercase);
        let mut at = 0;
        for (number, word) in text.split(' ').enumerate() {
            let bare = bare_word(word);
            let is_small = bare.starts_with(char::is_lowercase);
            let is_label =
                is_sure_label(bare) && self.labels.is_label(&bare.to_lowercase(), LabelRole::After);
            let is_number = word.starts_with(|c: char| c.is_ascii_digit());
            let is_part_of_name =
                PARTICLES.contains(&bare) || self.labels.words(LabelRole::Join).contains(&bare);
            let is_other = is_small && has_capitals && !is_part_of_name;
            // The publication, in a byline in capitals: "ANN LEE FOR THE MILL COURIER".
            let is_for = bare == "FOR";
            if number > 0 && (is_number || is_label || is_other || is_for) {
                let clipped = &text[..at];
                return if is_number { clipped } else { without_start_of_role(clipped) };
            }
            at += word.len() + 1;
        }
        self.strip_buttons(text)
    }

    /// Returns a name without the chrome phrases and labels at its end: "Jane Doe Share Save".
    fn strip_buttons(self, text: &str) -> &str {
        let starts: Vec<usize> = text
            .split(' ')
            .scan(0, |at, word| {
                let start = *at;
                *at += word.len() + 1;
                Some(start)
            })
            .collect();
        let mut finder = self.lexicon.finder();
        let mut end = text.len();
        'shorten: loop {
            let words = starts.iter().rev().filter(|&&start| start < end);
            for &start in words.take(MAX_PHRASE_WORDS).take_while(|&&start| start > 0) {
                let phrase = bare_word(&text[start..end]);
                let kind = finder.find(phrase).decisive();
                // A short capitalised label alone may be a part of the name.
                let is_sure = end < text.len() || is_sure_label(phrase);
                let is_label = self.labels.is_label(&phrase.to_lowercase(), LabelRole::After);
                if kind.is_some_and(|kind| KINDS_AFTER_NAME.contains(&kind)) || is_sure && is_label
                {
                    end = start - 1;
                    continue 'shorten;
                }
            }
            return &text[..end];
        }
    }

    /// Splits a list of names.
    fn split_list(self, text: &str) -> Vec<String> {
        let mut list = text.to_owned();
        let is_capital = !text.contains(char::is_lowercase);
        for and in self.labels.words(LabelRole::Join).iter().chain(&["&", "+"]) {
            list = list.replace(&format!(" {and} "), &JOIN.to_string());
            // One capital letter may be a part of a name: "ORTEGA Y GASSET".
            if is_capital && and.chars().nth(1).is_some() {
                list = list.replace(&format!(" {} ", and.to_uppercase()), &JOIN.to_string());
            }
        }
        if let Some(names) = self.family_names_first(&list) {
            return names;
        }
        // With semicolons in the list a comma is part of a name.
        let separators: &[char] =
            if text.contains(';') { &[';'] } else { &['\n', ',', '、', '،'] };
        let mut names: Vec<String> = Vec::new();
        let mut is_joined = false;
        for part in list.split_inclusive(|c| c == JOIN || separators.contains(&c)) {
            let was_joined = std::mem::replace(&mut is_joined, part.ends_with(JOIN));
            let mut part = trim_part(part.trim_end_matches(JOIN).trim_end_matches(separators));
            if let Some(last) = names.last_mut() {
                // "Jane Doe, and Joe Bloggs"
                part = self.labels.strip(part, LabelRole::Join).unwrap_or(part);
                // "Jane Doe, CNN". After an "and" it is an author too.
                if !was_joined && self.is_news_organization(part) {
                    if is_full_name(last) {
                        continue;
                    }
                } else if !was_joined && is_full_name(last) && self.is_role(part) {
                    continue;
                } else if !was_joined && is_suffix(part) {
                    // "Jane Doe, MD": a degree belongs to the name before it.
                    *last = format!("{last}, {part}");
                    continue;
                }
            }
            let part = self.labels.strip_touching_end(part);
            let is_new = names.len() < MAX_NAMES && names.iter().all(|name| name != part);
            if is_new && self.is_author(part) && !self.is_label(part) {
                names.push(part.to_owned());
            }
        }
        names
    }

    /// Returns the names of a list that has the family name of each first: "Doe, Jane; Bloggs, Joe"
    /// or "Doe, Jane and Bloggs, Joe".
    fn family_names_first(self, list: &str) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut has_single = false;
        for part in list.split([';', JOIN]).map(str::trim).filter(|part| !part.is_empty()) {
            let Some((family, rest)) = part.split_once(',') else {
                // Only a semicolon says that the commas of other parts separate no names.
                if !list.contains(';') {
                    return None;
                }
                names.push(part.to_owned());
                continue;
            };
            let (given, suffixes) = match rest.split_once(',') {
                Some((given, suffixes)) => (given, Some(suffixes.trim())),
                None => (rest, None),
            };
            let (family, given) = (family.trim(), given.trim());
            let has_other_suffix =
                suffixes.is_some_and(|them| !them.split(',').map(str::trim).all(is_suffix));
            let is_affiliation =
                self.is_news_organization(given) || self.is_role(given) || self.is_label(given);
            if has_other_suffix
                || is_affiliation
                || is_suffix(given)
                || is_company(given)
                || !is_capitalised_name(family)
                || !is_capitalised_name(given)
            {
                return None;
            }
            // "Jane Doe, Rivers": a place, unless the list has a family name of one word.
            has_single |= !family.contains(' ');
            let name = given_name_first(family, given);
            names.push(match suffixes {
                Some(suffixes) => format!("{name}, {suffixes}"),
                None => name,
            });
        }
        let is_list = names.len() > 1 || list.contains(';');
        if !has_single || !is_list {
            return None;
        }
        names.retain(|name| self.is_author(name));
        names.truncate(MAX_NAMES);
        Some(names)
    }

    /// Returns true if a part of a list is the acronym of an agency or a broadcaster.
    fn is_news_organization(self, part: &str) -> bool {
        is_broadcaster(part) || self.lexicon.finder().find(part).decisive() == Some(Kind::Credit)
    }

    /// Returns true if a part of a list is a label or a month, not a name.
    fn is_label(self, part: &str) -> bool {
        let lower = part.to_lowercase();
        let roles = [LabelRole::After, LabelRole::Changed, LabelRole::Author, LabelRole::Published];
        roles.iter().any(|&role| self.labels.is_label(&lower, role))
            || month_number(part, self.style.language).is_some()
    }

    /// Returns true if a text can be the name of an author.
    fn is_author(self, text: &str) -> bool {
        is_name(text) && !self.is_chrome(text)
    }

    /// Returns true if a text is a button or a heading of the page.
    fn is_chrome(self, text: &str) -> bool {
        let kind = self.lexicon.finder().find(text).decisive();
        kind.is_some_and(|kind| !NAME_KINDS.contains(&kind))
    }
}

/// Returns a name in the order in which people read it.
pub(crate) fn given_name_first(family: &str, given: &str) -> String {
    format!("{} {}", given.trim(), family.trim())
}

/// Removes white space and punctuation around a part of a list. The full stop of an abbreviation
/// and a closing bracket stay.
fn trim_part(part: &str) -> &str {
    let part = part.trim();
    let part = part.trim_end_matches(|c: char| !char_facts(c).is_word() && c != '.' && c != ')');
    part.strip_suffix(" .").unwrap_or(part).trim_end()
}

/// Returns true if a word that is a label cannot be part of a name: it has no capital, or is long.
fn is_sure_label(word: &str) -> bool {
    !word.starts_with(char::is_uppercase) || word.chars().count() >= SURE_LETTERS
}

/// Returns the start of a byline without the words of a role that ended it: "Jane Doe, Rivers" of
/// "Jane Doe, Rivers correspondent".
fn without_start_of_role(text: &str) -> &str {
    let Some((names, start)) = text.trim_end().rsplit_once([',', ';']) else { return text };
    let is_name = is_full_name(start.trim()) || is_suffix(trim_part(start));
    if names.contains(' ') && !is_name { names } else { text }
}

/// Returns a word without the punctuation around it.
fn bare_word(word: &str) -> &str {
    word.trim_matches(|c: char| !char_facts(c).is_word())
}

/// Returns the start of a byline up to a delimiter. A word before a colon is the label of what
/// follows: "Jane Doe Photos: Joe Bloggs".
fn clip_at_delimiter(text: &str) -> &str {
    let delimiter = text.find(DELIMITERS).unwrap_or(text.len());
    let dash = text.find(" - ").or_else(|| text.find(" – ")).unwrap_or(text.len());
    let name = text[..delimiter.min(dash)].trim_end();
    let is_colon = dash > delimiter && text[delimiter..].starts_with([':', '：']);
    match name.rsplit_once(' ') {
        Some((before, _)) if is_colon && before.contains(' ') => before,
        _ => name,
    }
}

/// Returns true if a text begins with a long word in small letters and continues in capitals:
/// "unserer Redaktion". Short ones are parts of names, or agencies.
fn begins_in_small_letters(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    first.chars().count() > SURE_LETTERS
        && first.chars().all(char::is_lowercase)
        && rest.contains(char::is_uppercase)
}

/// Returns true if a text can be a name.
fn is_name(text: &str) -> bool {
    // "6 minutes". A name that starts with a number has capitals.
    let is_quantity = text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(' ')
        && !text.contains(char::is_uppercase);
    let is_url = text.contains("://") || text.starts_with(['/', '#']) || text.contains('@');
    let is_markup = text.contains(['{', '}', '[', ']', '<', '>', '=', '_', '%', '$'])
        && !text.chars().all(|c| char_facts(c).is_word() || "_-.".contains(c));
    // "page.head.extra.author": the key of a template.
    let is_key = text.split('.').filter(|part| !part.is_empty()).count() > 3
        && !text.contains(|c: char| c.is_whitespace() || c.is_uppercase());
    let chars = text.chars().count();
    text.chars().any(char::is_alphabetic)
        && !is_quantity
        && !is_url
        && !is_markup
        && !is_key
        && (2..=MAX_CHARS).contains(&chars)
        && text.split(' ').count() <= MAX_WORDS
}

#[cfg(test)]
mod tests;

//! Articles: groups of lines of one language.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::languages::{LANGUAGES, Language};

/// The form of the lines of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One to five sentences.
    Paragraph,
    /// One short sentence.
    Short,
    Heading,
    List,
    /// Words of somebody, in quotation marks.
    Quotation,
    Table,
    /// Lines that begin with a time of day.
    Times,
    Verses,
    /// Turns of a conversation.
    Dialogue,
    /// A sentence that begins as labels of chrome do: "Related: the mill has been sold twice."
    Label,
    Code,
}

/// Lines of an article that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) form: Form,
    pub(crate) lines: Vec<String>,
}

/// An article.
#[derive(Clone, Debug)]
pub(crate) struct Article {
    pub(crate) language: &'static Language,
    pub(crate) groups: Vec<Group>,
}

/// Lines of code, the same in every language.
const CODE: &[&str] = &[
    "let level = gauge.read()?;",
    "if level > LIMIT {",
    "    bridge.close();",
    "}",
    "for sack in sacks.iter().rev() {",
    "    raft.load(sack);",
    "return raft.len() == 0;",
];

/// Forms other than paragraphs, with their sections, the most lines of a group, and how many
/// groups of such a form there are to 20 paragraphs.
const FORMS: &[(Form, &str, usize, u32)] = &[
    (Form::Short, "short", 1, 2),
    (Form::Heading, "heading", 1, 2),
    (Form::List, "item", 5, 1),
    (Form::Quotation, "quote", 1, 1),
    (Form::Table, "row", 3, 1),
    (Form::Times, "time", 3, 1),
    (Form::Verses, "verse", 4, 1),
    (Form::Dialogue, "dialogue", 4, 1),
    (Form::Label, "label", 1, 1),
];

/// Makes a group of some texts, in their order.
fn some(form: Form, texts: &[&'static str], most: usize) -> BoxedStrategy<Group> {
    let most = most.min(texts.len());
    let group = move |lines: Vec<&str>| Group {
        form,
        lines: lines.into_iter().map(str::to_owned).collect(),
    };
    subsequence(texts.to_vec(), 1..=most).prop_map(group).boxed()
}

/// Makes a paragraph of one to five sentences.
pub(crate) fn paragraph(language: &'static Language) -> BoxedStrategy<Group> {
    let join = |sentences: Vec<&str>| Group {
        form: Form::Paragraph,
        lines: vec![sentences.join(language.gap)],
    };
    let sentences = language.texts("sentence").to_vec();
    subsequence(sentences, 1..=5).prop_shuffle().prop_map(join).boxed()
}

/// Makes a group of any form.
fn group(language: &'static Language) -> BoxedStrategy<Group> {
    let mut groups = vec![(20, paragraph(language)), (1, some(Form::Code, CODE, CODE.len()))];
    for &(form, section, most, weight) in FORMS {
        groups.push((weight, some(form, language.texts(section), most)));
    }
    prop::strategy::Union::new_weighted(groups).boxed()
}

/// Makes an article of up to 50 groups in any language. No line is in it twice: on most pages
/// copies are chrome.
pub(crate) fn article() -> impl Strategy<Value = Article> {
    let size = prop_oneof![4 => 1usize..8, 3 => 8usize..20, 1 => 20usize..50];
    (select((0..LANGUAGES.len()).collect::<Vec<_>>()), size).prop_flat_map(|(language, size)| {
        let language = &LANGUAGES[language];
        prop::collection::vec(group(language), size).prop_map(move |mut groups| {
            let mut seen = HashSet::new();
            for group in &mut groups {
                group.lines.retain(|line| seen.insert(line.clone()));
            }
            groups.retain(|group| !group.lines.is_empty());
            Article { language, groups }
        })
    })
}

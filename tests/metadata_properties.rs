//! Promises of metadata that hold for every page.

mod generators;

use std::sync::LazyLock;

use dechrome::{Cleaner, FieldValue, Input, Source};
use generators::runs::config;
use proptest::prelude::*;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

/// Generates JSON, valid and broken, with characters that values must not contain.
fn json() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\""),
        Just("\\"),
        Just("\\u00"),
        Just("\n"),
        Just("\"@type\":\"Article\""),
        Just("\"@graph\":["),
        Just("\"author\":"),
        Just("{\"name\":\"Jane <b>Doe\\u0007\"}"),
        Just("\"headline\":\"&lt;i>Rain\""),
        Just("\"datePublished\":\"2020-02-31\""),
        Just("\"datePublished\":\"6/5/2020\""),
        Just("\"dateModified\":\"2020-05-06T25:61\""),
        Just("\"@id\":\"a\""),
        Just("\"keywords\":\"a\u{1},<b>,c\""),
        Just("é"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Generates markup with claims.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<meta name=author content='Jane &lt;b&gt;Doe\u{7}'>"),
        Just("<meta name=date content='31.02.2020'>"),
        Just("<meta property=article:published_time content='2020-05-06T10:30:00+99:00'>"),
        Just("<title>a &amp;lt;b&amp;gt; c | d</title>"),
        Just("<h1>&lt;script&gt;x&lt;/script&gt; &#1; y</h1>"),
        Just("<time datetime=2021-02-29>"),
        Just("<time>6. Mai 2020</time>"),
        Just("<p class=byline>By Jane \u{202e}Doe, 6/31/2020"),
        Just("<a rel=author>"),
        Just("</a>"),
        Just("<p>"),
        Just("</p>"),
        Just("<div itemprop=author>"),
        Just("</div>"),
        Just("<link rel=canonical href='javascript:x'>"),
        Just("令和99年99月99日 "),
        Just("It rained for three days in the hills. "),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// Returns true if a text is a day of the calendar in ISO 8601, perhaps with a time.
fn is_iso(text: &str) -> bool {
    let pattern = regex::Regex::new(
        r"^(\d{4})-(\d\d)-(\d\d)(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:[0-5]\d)?)?$",
    );
    let Some(parts) = pattern.expect("is a pattern").captures(text) else { return false };
    let [year, month, day] = [1, 2, 3].map(|at| parts[at].parse::<u32>().expect("is a number"));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = [31, 28 + u32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    (1..=12).contains(&month) && (1..=days[month as usize - 1]).contains(&day)
}

/// Returns true if a value is one line without control characters and tags, and not empty.
fn is_clean(text: &str) -> bool {
    let tag = regex::Regex::new("<[a-zA-Z/!?]").expect("is a pattern");
    !text.is_empty()
        && text.trim() == text
        && !text.contains(char::is_control)
        && !tag.is_match(text)
}

fn check(html: &str) -> Result<(), TestCaseError> {
    let page = CLEANER.clean_input(&Input::from_text(html).with_source(Source::Html));
    let metadata = page.metadata();
    for date in [&metadata.published, &metadata.modified].into_iter().flatten() {
        prop_assert!(is_iso(&date.value), "{}", date.value);
    }
    for (name, value, _) in metadata.fields() {
        let values = match value {
            FieldValue::Text(text) => vec![text],
            FieldValue::List(texts) => texts,
            _ => continue,
        };
        prop_assert!(!values.is_empty());
        for value in values {
            prop_assert!(is_clean(value), "{name}: {value:?}");
        }
    }
    prop_assert_eq!(&metadata, &page.metadata());
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn json_ld_of_any_kind_gives_clean_values(json in json()) {
        let script = format!("<script type='application/ld+json'>{json}</script>");
        check(&format!("<title>x</title>{script}<h1>x</h1><p>y"))?;
    }

    #[test]
    fn markup_of_any_kind_gives_clean_values(head in markup(), body in markup()) {
        check(&format!("{head}<body>{body}"))?;
    }
}

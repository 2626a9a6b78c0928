//! The feature `serde`: names and metadata read back as they were written.

use std::fmt::Debug;

use dechrome::{
    Comment, Degraded, Kind, KindSet, Limits, Metadata, OperatingPoint, Origin, Reason, Source,
    clean,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let json = serde_json::to_string(value).expect("is written");
    let back: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(&back, value, "{json}");
    json
}

#[test]
fn names_read_back() {
    macro_rules! all_read_back {
        ($($name:ident)+) => { $(
            for value in $name::ALL {
                assert_eq!(round_trip(value), format!("\"{value}\""));
                assert_eq!(value.name().parse(), Ok(*value));
            }
        )+ };
    }
    all_read_back! { Degraded Kind OperatingPoint Origin Reason Source }
    let error = serde_json::from_str::<Source>("\"pdf\"").expect_err("is no source");
    assert!(error.to_string().contains("unknown source `pdf`; the sources are: auto html text"));
}

#[test]
fn parts_of_a_page_read_back() {
    let page = clean(
        "<html lang=en><title>Rain in May - The Mill Courier</title><meta name=author \
         content='Jane Doe'><meta name=keywords content='rain, river'><article><h2>Rain</h2>\
         <p>It rained for three days, and on the fourth the river left its bed.</p><ol><li>One \
         of the two bridges fell into the river.</ol><pre>let it = rain;</pre></article>",
    );
    assert_eq!(page.metadata().authors.len(), 1);
    assert!(round_trip(&page.metadata()).contains(r#""origins":{"authors":"meta","#));
    let shapes: Vec<String> = page.blocks().map(|block| round_trip(&block.shape())).collect();
    let expected = [
        r#"{"heading":{"level":2}}"#,
        r#""paragraph""#,
        r#"{"item":{"depth":1,"number":1}}"#,
        r#""code""#,
    ];
    assert_eq!(shapes, expected);
    assert_eq!(serde_json::to_value(page.language()).expect("is written")["code"], "en");
    let page = clean("<p>It rained for three days, and the <a href=/r>river</a> rose.</p>");
    let links = page.blocks().next().expect("a block").links();
    assert_eq!(round_trip(&links[0]), r#"{"url":"/r","span":{"start":34,"end":39}}"#);
    assert_eq!(round_trip(&Comment::default()), r#"{"text":""}"#);
}

#[test]
fn parts_of_options_read_back() {
    assert_eq!(round_trip(&KindSet::from([Kind::Title, Kind::Body])), r#"["body","title"]"#);
    assert_eq!(round_trip(&KindSet::EMPTY), "[]");
    round_trip(&Limits::new().with_depth(9));
    // A configuration has only the limits that it changes.
    let limits: Limits = serde_json::from_str(r#"{"nodes":5}"#).expect("is read");
    assert_eq!(limits, Limits::new().with_nodes(5));
    for (json, message) in [
        (r#"{"node":5}"#, "unknown field `node`"),
        (r#"{"nodes":-5}"#, "invalid value: integer `-5`"),
    ] {
        let error = serde_json::from_str::<Limits>(json).expect_err("is refused").to_string();
        assert!(error.contains(message), "{error}");
    }
    let error = serde_json::from_str::<KindSet>(r#"["titel"]"#).expect_err("is no kind");
    assert!(error.to_string().contains("unknown kind `titel`"), "{error}");
}

#[test]
fn metadata_needs_origins() {
    let error = serde_json::from_str::<Metadata>(r#"{"title":"Rain"}"#).expect_err("has none");
    assert!(error.to_string().contains("`title` has no origin"), "{error}");
}

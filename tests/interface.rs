//! Conventions of the public types.

use std::fmt::Debug;

use dechrome::{
    Block, Blocks, Cleaner, Degraded, Input, Kind, KindSet, Language, Limits, Metadata,
    OperatingPoint, Options, Origin, Page, Reason, RenderOptions, Shape, Source,
};

#[test]
fn types_can_be_shared_printed_and_compared() {
    fn shared<T: Send + Sync + Debug>() {}
    fn value<T: Send + Sync + Debug + Clone + PartialEq>() {}
    shared::<Cleaner>();
    shared::<Block<'_>>();
    shared::<Blocks<'_>>();
    value::<Degraded>();
    value::<Input<'_>>();
    value::<KindSet>();
    value::<Language>();
    value::<Limits>();
    value::<Metadata>();
    value::<Options>();
    value::<Page>();
    value::<RenderOptions>();
    value::<Shape>();
}

#[test]
fn a_cleaner_prints_its_options_alone() {
    let printed = format!("{:?}", Cleaner::default());
    assert!(printed.starts_with("Cleaner { options: Options {"), "{printed}");
    assert!(printed.len() < 1000 && !printed.contains('\n'), "{} bytes", printed.len());
}

#[test]
fn names_pad_and_read_back() {
    assert_eq!(format!("{:>6}|{:<5}|", Kind::Ad, Source::Text), "    ad|text |");
    assert_eq!("recall".parse(), Ok(OperatingPoint::Recall));
    assert_eq!("json-ld".parse(), Ok(Origin::JsonLd));
    assert_eq!("flattened".parse(), Ok(Degraded::Flattened));
    let error = "speed".parse::<OperatingPoint>().expect_err("is unknown");
    let expected =
        "unknown operating point `speed`; the operating points are: balanced precision recall";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn options_take_one_kind_or_many() {
    let kinds = [Kind::Title, Kind::Caption];
    let set: KindSet = kinds.into_iter().collect();
    let one_by_one = Options::new().with_kept(Kind::Title).with_kept(Kind::Caption);
    assert_eq!(Options::new().with_kept(kinds), one_by_one);
    assert_eq!(Options::new().with_kept(set), one_by_one);
}

#[test]
fn equal_pages_are_equal() {
    let html = "<h1>Rain</h1><p>It rained for three days in the valley of the river.</p>";
    assert_eq!(dechrome::clean(html), dechrome::clean(html));
    assert_ne!(dechrome::clean(html), dechrome::clean("It rained."));
}

#[test]
fn reasons_have_names_and_words() {
    for &reason in Reason::ALL {
        assert_eq!(reason.name().parse(), Ok(reason));
        assert!(!reason.words().is_empty());
    }
    let text = "Advertisement\n\nIt rained for three days, and the river took the old bridge.\n";
    for block in dechrome::clean(text).blocks() {
        for reason in block.reasons() {
            assert!(block.why().contains(reason.words()), "{}", block.why());
        }
    }
}

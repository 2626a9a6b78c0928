//! The promises of user rules, on small and generated pages.
#![cfg(feature = "rules")]

mod generators;

use std::sync::LazyLock;

use dechrome::{Cleaner, Degraded, Input, Kind, Options, Page, Rules, Source};
use generators::languages::BODIES;
use generators::runs::config;
use proptest::prelude::*;

/// The paragraphs of all pages here.
const BODY: &str = "<p>It rained for three days, and on the fourth the river left its bed and took the old bridge with \
    it, said the mayor.</p><p>Nobody was hurt, but the road to the mill will stay closed until the spring.</p>";

fn options() -> Options {
    Options::new().with_source(Source::Html)
}

fn cleaner(include: &[&str], exclude: &[&str]) -> Cleaner {
    let rules =
        include.iter().fold(Rules::new(), |rules, css| rules.with_included(css).expect(css));
    Cleaner::new(
        options().with_rules(
            exclude.iter().fold(rules, |rules, css| rules.with_excluded(css).expect(css)),
        ),
    )
}

/// Cleans a page with rules.
fn clean(html: &str, include: &[&str], exclude: &[&str]) -> Page {
    cleaner(include, exclude).clean(html.as_bytes())
}

#[test]
fn the_article_of_json_ld_does_not_replace_what_rules_decide() {
    let declared = BODY.replace("<p>", "").replace("</p>", "\\n").repeat(3);
    let html = format!(
        "<title>Rain</title><script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{declared}\"}}\
         </script><article>{BODY}</article><footer><span id=imprint>Imprint</span></footer>"
    );
    assert_eq!(clean(&html, &[], &["article"]).to_text(), "");
    assert_eq!(clean(&html, &["#imprint"], &["article"]).to_text(), "Imprint\n");
    // A rule for the chrome around an article that a script would build.
    let shell = html.replace(BODY, "");
    assert!(clean(&shell, &[], &["footer"]).to_text().starts_with("It rained for three days"));
}

#[test]
fn the_title_of_a_callout_stays_without_its_text() {
    let html = format!(
        "<title>Rain</title><article>{BODY}<div class='admonition note'><p class=admonition-title>\
         Note</p><p class=text>The mill sells flour again.</p></div>{BODY}</article>"
    );
    assert!(clean(&html, &[], &[]).to_text().contains("Note"));
    assert!(clean(&html, &[], &[".text"]).to_text().contains("Note"));
}

#[test]
fn interface_that_the_caller_asks_for_is_kept() {
    let html = format!("<title>Rain</title><article>{BODY}<button>Copy</button>{BODY}</article>");
    assert!(!clean(&html, &[], &[]).to_text().contains("Copy"));
    assert!(clean(&html, &["button"], &[]).to_text().contains("Copy"));
}

#[test]
fn blocks_inside_matched_elements_are_kept_and_dropped() {
    let html = format!(
        "<title>Rain</title><nav class=menu><a href=/>Home</a></nav><article>{BODY}<div class=promo data-slot=7><p>The mill \
         sells flour again, and the first sacks will be brought across the river on a raft.</p></div></article><footer>\
         <span id=imprint>Imprint</span></footer>"
    );
    assert!(clean(&html, &[], &[]).to_text().contains("sells flour"));
    for exclude in
        [".promo", "[data-slot]", "article > div", "p:has(~ div) ~ div", "nav, DIV.promo"]
    {
        let page = clean(&html, &[], &[exclude]);
        assert!(
            !page.to_text().contains("sells flour") && page.to_text().contains("It rained"),
            "{exclude}"
        );
        let dropped =
            page.blocks().find(|block| block.text().contains("sells flour")).expect("is a block");
        assert!(dropped.why().contains("asked for"), "{}", dropped.why());
    }
    let page = clean(&html, &["nav", "#imprint"], &[]);
    assert!(
        page.to_text().starts_with("Home\n") && page.to_text().ends_with("Imprint\n"),
        "{}",
        page.to_text()
    );
    assert!(!clean(&html, &["nav"], &["a"]).to_text().contains("Home"), "excluding outranks");
    assert!(!clean(&html, &["nav a"], &["nav"]).to_text().contains("Home"), "excluding outranks");
}

#[test]
fn inline_elements_are_cut_out_and_blocks_of_nothing_else_are_dropped() {
    let html = format!(
        "{BODY}<p><b class=x>It rained</b> for three days, and the river left its bed.</p><p> <i class=x>Nobody \
        was hurt</i>, <i class=x>said the mayor</i></p><p><b class=x><i>All</i></b> <b class=x>of it.</b></p>"
    );
    let page = clean(&html, &[], &[".x"]);
    let asked: Vec<&str> =
        page.blocks().filter(|b| b.why().contains("asked")).map(|b| b.text()).collect();
    assert_eq!(asked, ["Nobody was hurt, said the mayor", "All of it."]);
    let text = page.to_text();
    assert!(text.ends_with("\nfor three days, and the river left its bed.\n"), "{text}");
}

#[test]
fn rules_outrank_kinds() {
    let html = format!("<article><h1>Rain</h1>{BODY}</article>");
    let rules = |rules: Rules| options().with_rules(rules);
    let kept = rules(Rules::new().with_included("p").expect("parses")).with_dropped(Kind::Body);
    assert!(Cleaner::new(kept).clean(html.as_bytes()).to_text().contains("It rained"));
    let dropped = rules(Rules::new().with_excluded("h1").expect("parses")).with_kept(Kind::Title);
    assert!(!Cleaner::new(dropped).clean(html.as_bytes()).to_text().contains("Rain\n"));
}

#[test]
fn rules_do_nothing_to_plain_text() {
    let text = "It rained for three days.\nShare on Facebook\n";
    let cleaner = cleaner(&["*"], &["*"]);
    assert_eq!(cleaner.clean_input(&Input::from_text(text).with_source(Source::Text)).to_json(), {
        Cleaner::default().clean_input(&Input::from_text(text).with_source(Source::Text)).to_json()
    });
}

#[test]
fn a_rule_that_takes_too_long_is_told() {
    let wide = "<p>x".repeat(8000) + BODY;
    let page = clean(&wide, &[], &["q ~ p", ":has(~ q ~ p)"]);
    assert_eq!(page.degraded(), Some(Degraded::Rules));
    assert_eq!(page.degraded().map(Degraded::name), Some("rules"));
    assert_eq!(clean(&wide, &[], &["p + q"]).degraded(), None);
}

/// One cleaner for all generated pages.
static PLAIN: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(options()));
static NOTHING: LazyLock<Cleaner> = LazyLock::new(|| cleaner(&[], &["*"]));
static NO_BODY: LazyLock<Cleaner> = LazyLock::new(|| cleaner(&["p"], &["body"]));
static EVERYTHING: LazyLock<Cleaner> = LazyLock::new(|| cleaner(&["*"], &[]));
static SOME: LazyLock<Cleaner> =
    LazyLock::new(|| cleaner(&["nav", ".ad, [data-x=y]"], &["p:nth-child(2)", "a"]));

/// Pieces of markup with text, some of it broken.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => prop::sample::select(BODIES.concat()).prop_map(|text| format!("<p>{text}</p>")),
        3 => prop::sample::select(vec![
            "<nav><a href=/>Home</a></nav>", "<div class=ad data-x=y>Advertisement</div>", "<p data-x=y>Share this</p>",
            "<b data-a=1>", "<b data-a=2>", "</b>", "<i class=ad>x</i>", "<a data-x=y>y</a>", "<a>", "<table>z<tr><td>", "</table>",
            "<p>", "text", "<font color=red data-x=y>", "<p style=a style='display:none'>hidden</p>", "<template>t</template>",
            "<ul><li>1<li>2</ul>", "<br><br>", "</div>", "<html data-x=y>", "<body class=ad>",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// The blocks' kinds and scores.
fn judged(page: &Page) -> Vec<(Kind, f32)> {
    page.blocks().map(|block| (block.kind(), block.score())).collect()
}

/// Returns true if `part` is `whole` with some characters cut out.
fn is_cut_out_of(part: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|c| rest.any(|other| other == c))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rules_about_everything_decide_everything(html in soup()) {
        prop_assert!(NOTHING.clean(html.as_bytes()).blocks().all(|block| !block.keep()));
        prop_assert!(NO_BODY.clean(html.as_bytes()).blocks().all(|block| !block.keep()));
        prop_assert!(EVERYTHING.clean(html.as_bytes()).blocks().all(|block| block.keep()));
    }

    #[test]
    fn rules_change_the_verdict_on_no_other_block(html in soup()) {
        let (plain, ruled) = (PLAIN.clean(html.as_bytes()), SOME.clean(html.as_bytes()));
        prop_assert_eq!(judged(&plain), judged(&ruled));
        for (before, after) in plain.blocks().zip(ruled.blocks()) {
            // The text of excluded inline elements is cut out.
            prop_assert!(is_cut_out_of(after.text(), before.text()), "{:?}", after.text());
            prop_assert!(after.why().contains("asked for") || (before.keep(), before.why()) == (after.keep(), after.why()));
        }
    }
}

#[test]
fn rules_that_match_nothing_are_reported() {
    let rules = Rules::new().with_excluded("aside, .promo").expect("is a selector");
    let rules = rules.with_included("p").expect("is a selector");
    let cleaner = Cleaner::new(Options::new().with_rules(rules));
    let unmatched = |input: &str| cleaner.clean(input).unmatched_rules().to_vec();
    assert_eq!(unmatched("<p>It rained.</p>"), ["aside, .promo"]);
    assert_eq!(unmatched("<aside>It rained.</aside>"), ["p"]);
    assert!(unmatched("<aside></aside><p>").is_empty(), "an element without text is an element");
    assert!(unmatched("It rained.").is_empty());
}

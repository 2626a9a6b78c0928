//! Compares matches with those of `scraper` over its own trees, and tests the limits on hostile
//! pages.

use html5ever::local_name;
use scraper::{Html, Selector};

use super::*;
use crate::html::dom::KeptAttributes;
use crate::options::Limits;

const PAGES: &[&str] = &[
    "<!doctype html><html lang=en><body class='Home page' data-x=1>\
     <nav id=Top><a href=/ data-ad=yes>Home</a> text \
     <a href=https://b.example/x.pdf title='A b'>Other</a></nav>\
     <main><h1>Title</h1><p>One <b class=x>two</b><p class='a b'>Three\
     <p class=b>Four <span data-k='1 2-3'>five</span></p>\
     <ul><li>1<li>2<li>3<li class=last>4</ul><div></div>\
     <div> </div><div><div><div class=deep><i>6</i></div></div></div></main>\
     <svg class=x><a class=a></a></svg>",
    "<table><tr><td>a<td>b<tr><td colspan=2 style='color:red'>c</table>x\
     <table>y<tr><td>z</table><p hidden>p",
    "<p>a<b>b<p>c</b>d<a class=q>e<div>f</a>g</div>\
     <font color=red class=f>h<div data-k='1 2-3'></div>",
    "",
];

const SELECTORS: &[&str] = &[
    "*",
    "html",
    ":root",
    "body *",
    "P, H1",
    ".a, .b",
    ".home",
    "#Top a",
    "#top",
    "nav > a + a",
    "p ~ p",
    "h1 ~ ul li",
    "li:first-child, li:last-child",
    "li:nth-child(2n+1)",
    "li:nth-last-child(2)",
    "td:nth-of-type(2)",
    "p:nth-last-of-type(1)",
    "p:only-child",
    "div:empty",
    "div:has(> div > .deep)",
    "main:has(i) h1",
    "p:has(+ p)",
    "h1:has(~ ul)",
    "p:not(.b)",
    ":is(nav, ul) > :where(a, li)",
    "[data-x]",
    "[data-k~='2-3']",
    "[href$='.PDF' i]",
    "[href^='https']",
    "[title*=b]",
    "[lang|=en]",
    "[style*=color]",
    "[data-ad=yes]",
    "svg a",
    "svg > .a",
    "a[hidden], p[hidden]",
    "* * * *",
    ":not(:is(div, p) *)",
];

/// Returns the matched elements, each with its number among all elements.
fn matched(html: &str, selector: &str) -> Vec<(usize, String)> {
    let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Named);
    let matches = match_rules(&dom, &Rules::new().with_included(selector).expect("is a selector"));
    assert!(!matches.gave_up);
    let name = |id: NodeId| dom.name(id).map(|name| name.to_string()).unwrap_or_default();
    let tree = CountedTree::new(&dom);
    let elements = tree
        .elements
        .iter()
        .enumerate()
        .filter(|(_, (id, _))| matches.flags[id.index()] == rule_flag::INCLUDED);
    elements.map(|(place, (id, _))| (place, name(*id))).collect()
}

/// Returns the matches of `scraper`.
fn expected(html: &str, selector: &str) -> Vec<(usize, String)> {
    let html = Html::parse_document(html);
    let selector = Selector::parse(selector).expect("parses");
    let elements = html.tree.root().descendants().filter_map(scraper::ElementRef::wrap).enumerate();
    let matched = elements.filter(|(_, element)| selector.matches(element));
    matched.map(|(place, element)| (place, element.value().name().to_owned())).collect()
}

#[test]
fn rules_match_what_scraper_matches() {
    for html in PAGES {
        for selector in SELECTORS {
            assert_eq!(matched(html, selector), expected(html, selector), "{selector} on {html}");
        }
    }
}

#[test]
fn asking_for_attributes_does_not_change_the_tree() {
    let alike: String = (0..9).map(|i| format!("<b data-x={i} class=c><i x={i}>")).collect();
    for html in PAGES
        .iter()
        .copied()
        .chain([&*format!("<p>{alike}a<p>b"), "<p style=x style='display:none'>"])
    {
        let of = |attributes| Dom::parse(html, &Limits::default(), attributes);
        let (few, all) = (of(KeptAttributes::Read), of(KeptAttributes::Named));
        let nodes = |dom: &Dom| {
            CountedTree::new(dom)
                .elements
                .iter()
                .map(|(id, depth)| (id.index(), *depth))
                .collect::<Vec<_>>()
        };
        assert_eq!(nodes(&few), nodes(&all), "{html}");
        for (id, _) in CountedTree::new(&few).elements {
            for attr in few.attrs(id) {
                assert_eq!(all.attr_named(id, &attr.name), Some(&*attr.value), "{html}");
            }
        }
    }
    let dom = Dom::parse("<p x=1 X=2 y><b x=1 class=c>", &Limits::default(), KeptAttributes::Named);
    let of = |name| {
        CountedTree::new(&dom)
            .elements
            .iter()
            .find(|(id, _)| dom.name(*id) == Some(&name))
            .map(|(id, _)| *id)
    };
    let (p, b) = (of(local_name!("p")).expect("a p"), of(local_name!("b")).expect("a b"));
    assert_eq!(
        (dom.attr_named(p, "x"), dom.attr_named(p, "y"), dom.attrs(b).len()),
        (Some("1"), Some(""), 1)
    );
}

/// Selectors that walk to the root from each element at most, and selectors that look at each
/// element from each.
const CHEAP: &[&str] = &[
    "*",
    "* * * * q",
    ".q",
    "#q",
    "[data-x*=yyq]",
    ":empty",
    "p + p",
    ":first-child",
    ":is(:is(* *) *) q",
];
const EXPENSIVE: &[&str] = &[
    "q ~ p ~ i ~ *",
    "q * > * ~ *",
    ":has(q)",
    ":has(~ q)",
    "p:has(~ p ~ q)",
    ":nth-child(7)",
    ":nth-last-child(7)",
    ":nth-of-type(7)",
    ":nth-last-of-type(7)",
    ":only-of-type",
    ":not(q ~ *)",
    "div:has(q):has(r) :has(s)",
    ":not(:has(* ~ q)) ~ :empty",
];

/// `HOSTILE=1 cargo test select -- --nocapture` prints how long each takes: less than a second.
#[test]
#[allow(clippy::print_stdout)]
fn rules_end_on_every_page() {
    let named = |i: usize| {
        format!("<p class='{}' id=a{i} data-x='{}'>x", "c ".repeat(i % 50), "y".repeat(i % 300))
    };
    let pages = [
        ("wide", "<p>x".repeat(20_000)),
        ("wide and mixed", "<p>x</p><i>x</i><b></b>".repeat(8_000)),
        ("many names", (0..10_000).map(|i| format!("<x{0}></x{0}>", i % 200)).collect()),
        ("deep", ("<div>".repeat(500) + &"</div>".repeat(500)).repeat(50)),
        ("combs", ("<div><p>".repeat(250) + &"<p>x".repeat(500) + &"</div>".repeat(250)).repeat(5)),
        ("attributes", (0..10_000).map(named).collect()),
        (
            "long attributes",
            format!("<div class='{}'>", "a ".repeat(200_000)) + &"<a>".repeat(10_000),
        ),
        (
            "one tag",
            format!("<p {}>", (0..200_000).map(|i| format!("a{i}=b ")).collect::<String>()),
        ),
    ];
    let mut given_up = 0;
    for (name, html) in &pages {
        let dom = Dom::parse(html, &Limits::default(), KeptAttributes::Named);
        for selector in CHEAP.iter().chain(EXPENSIVE) {
            let start = std::time::Instant::now();
            let matches = match_rules(&dom, &Rules::new().with_included(selector).expect(selector));
            given_up += usize::from(matches.gave_up);
            assert!(!matches.gave_up || EXPENSIVE.contains(selector), "{selector} on {name}");
            if std::env::var_os("HOSTILE").is_some() {
                println!(
                    "{:6} ms {name:20} {selector} {}",
                    start.elapsed().as_millis(),
                    matches.gave_up
                );
            }
        }
    }
    assert!(given_up > 0);
}

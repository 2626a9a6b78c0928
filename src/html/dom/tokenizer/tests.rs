//! The tokenizer gives the tree builder what html5ever's own tokenizer gives it.

use html5ever::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::super::sink::DomSink;
use super::super::tree::{Dom, NodeData, NodeId};
use crate::html::syntax::UNREAD;
use crate::options::Limits;

/// The tree that html5ever builds all by itself.
fn reference(html: &str) -> Dom {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { discard_bom: false, ..Default::default() },
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            drop_doctype: true,
            ..Default::default()
        },
    };
    let mut parser = html5ever::parse_document(DomSink::new(usize::MAX / 4, html.len()), options);
    parser.process(StrTendril::from_slice(html));
    parser.finish().into_dom(None, html.len(), usize::MAX)
}

/// Whether a later stage reads what the element holds.
fn is_read(dom: &Dom, id: NodeId) -> bool {
    let is_read = dom
        .attr_named(id, "type")
        .is_some_and(|kind| kind == "application/ld+json" || kind.starts_with("math/tex"));
    is_read || !dom.is_html(id) || dom.name(id).is_none_or(|name| !UNREAD.contains(&&**name))
}

/// The tree in words: elements, some of the attributes that are always kept, and text.
fn outline(dom: &Dom) -> String {
    let mut out = String::new();
    let mut stack = vec![Some(dom.root())];
    while let Some(step) = stack.pop() {
        let Some(id) = step else {
            out.push(')');
            continue;
        };
        match &dom.node(id).data {
            NodeData::Root => {}
            NodeData::Element { name, html, .. } => {
                out.push_str(&format!("{}{name}", if *html { "" } else { "*" }));
                for known in ["class", "href", "id", "lang", "title", "type"] {
                    if let Some(value) = dom.attr_named(id, known) {
                        out.push_str(&format!(" {known}={value:?}"));
                    }
                }
                out.push('(');
                stack.push(None);
            }
            NodeData::Text { .. } => out.push_str(dom.text(id).unwrap_or("?")),
        }
        if is_read(dom, id) {
            let children: Vec<NodeId> = dom.children(id).collect();
            stack.extend(children.into_iter().rev().map(Some));
        }
    }
    out
}

/// Both trees.
fn outlines(html: &str) -> (String, String) {
    let dom = Dom::parse(html, &Limits::default(), crate::html::dom::KeptAttributes::Read);
    assert_eq!((dom.degraded, dom.rest), (None, html.len()), "{html}");
    (outline(&dom), outline(&reference(html)))
}

/// Pieces of markup that a scanner gets wrong first.
const NASTY: &[&str] = &[
    "<p class='a>b' x=\"<i>\">w ",
    "<p a=1/onclick=x class=c>w ",
    "<p a=\"1\"class=c'd>w ",
    "<div =x id=y>w ",
    "<div id\n=\r'z'>w ",
    "<a hidden/=b href=x/>w ",
    "<a title='\n'/x>w ",
    "<!-->w ",
    "<!--->w ",
    "<!-- a --!>w ",
    "<!-- a -- > --->w ",
    "<!--a--!-->w ",
    "<!-- <!-- -->w -->",
    "<!x>w ",
    "<!>w ",
    "<?x>w ",
    "</ x>w ",
    "</>w ",
    "</3>w ",
    "</p onclick='>'>w ",
    "<![CDATA[a>b]]>w ",
    "<![CDATA[a]]>w ",
    "<!doctype html>",
    "<!DOCTYPE x \"a>w ",
    "<script>a</script>w ",
    "<script>a<!-- b</script>w ",
    "<script>a<!-- <script>b</script>c--></script>w ",
    "<script><!--><script></script>w ",
    "<script><!-- <scripty></script>w ",
    "<script><!-- <script/</script x></script>w ",
    "<script></scriptx></script\n>w ",
    "<script type='application/ld+json'>{\"w\":\"</p>\"}</script>",
    "<script/>w</script>",
    "<style></styl></style/>w ",
    "<style></",
    "<textarea>\n</TEXTAREA>w ",
    "<title>a &lt; <b> c</title>w ",
    "<xmp><p></xmp>w ",
    "<iframe><!-- </iframe>w ",
    "<noscript><p>w</noscript>",
    "<noframes><p>w</noframes>",
    "<template><script></template></script>w</template>",
    "<svg>",
    "<svg x/>",
    "<svg /x>",
    "</svg>",
    "<math>",
    "</math>",
    "<foreignObject>",
    "</foreignObject>",
    "<desc>w</desc>",
    "<desc><script>",
    "<mi>w</mi>",
    "<mtext>",
    "<annotation-xml encoding='text/html'>",
    "</annotation-xml>",
    "<font color=red>w",
    "<font class=x>w",
    "<svg><style>a{}</style></svg>w ",
    "<svg><style>a<b>c</b></style></svg>w ",
    "<svg><title>w</title></svg>",
    "<svg><title><b>w</b></title></svg>",
    "<table>",
    "<td>",
    "</table>",
    "<select><option>",
    "</select>",
    "<frameset>",
    "<body class=b onload='>'>",
    "<pre><!-- -->\nw",
    "<pre>\nw",
    "<b class=x>w",
    "</b>",
    "<a href=y>w",
    "w & w &lt; é<",
    "< w",
    "<3",
    "\0",
    "\r\n",
    "'",
    "\"",
    ">",
    "/>",
    "]]>",
    "-->",
    "</script>",
    "</style>",
    "</title>",
    "</textarea>",
    "<scr\0ipt>w",
    "<PLAINTEXT>w",
    "&amp;&AMP &notit; &#x41 &#0; &nosuch; &\0amp;",
    "<a href='?a=1&copy=2&amp;b&lt' title=a\0b&eacute;>w",
    "<P CLASS=X\0Y ID=\"a\r\nb\">w\rw\r\n",
    "<p\0x>w",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\">",
    "<!DOCTYPE html SYSTEM 'about:legacy-compat' x>",
    "<svg><![CDATA[a<b>&amp;\0\r]]]>w",
    "<title>a\0\r\n&amp</title>",
    "<xmp>a\0\r&amp;</xmp>",
    "<textarea>",
    "<p>w<table>w<tr>w",
    "<image src=x>",
    "<input type=hidden>",
    "<form><input></form>",
    "</br></p>",
    "<meta charset=x>",
    "<html class=x lang=y>",
    "&",
    "&#",
    "&#x",
    "</",
];

#[test]
fn nasty_pieces() {
    for first in NASTY {
        for html in
            [String::from(*first), format!("<p>v{first}<p>w"), format!("<svg>{first}</svg>w<p>w")]
        {
            let (ours, theirs) = outlines(&html);
            assert_eq!(ours, theirs, "{html}");
        }
    }
}

#[test]
fn nasty_pairs() {
    for first in NASTY {
        for second in NASTY {
            let html = format!("{first}{second}<script>x</script><p>w");
            let (ours, theirs) = outlines(&html);
            assert_eq!(ours, theirs, "{html}");
        }
    }
}

/// Tries 1,000 cases of a new seed, unless `PROPTEST_CASES` and `PROPTEST_RNG_SEED` say otherwise.
/// Failing cases are written beside this file.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let regressions = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig {
        cases: cases.unwrap_or(1000),
        failure_persistence: Some(Box::new(regressions)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_trees_are_the_same(pieces in prop::collection::vec(prop::sample::select(NASTY), 0..12)) {
        let html = pieces.concat();
        let (ours, theirs) = outlines(&html);
        prop_assert_eq!(ours, theirs, "{}", html);
    }

    #[test]
    fn any_text_is_survived(html in "[<>/!?=&;#\"' \\-\\[\\]a-dptxéA-BP\\r\\n\0]{0,64}") {
        let (ours, theirs) = outlines(&html);
        prop_assert_eq!(ours, theirs, "{}", html);
    }
}

/// `tests/html5lib` fetches them.
#[test]
#[ignore = "needs HTML5LIB, a folder of html5lib's inputs"]
fn the_trees_of_html5lib_are_the_same() {
    let folder = std::env::var_os("HTML5LIB").expect("HTML5LIB names the folder");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|is| is == "html") {
            // Attributes with a prefix are left out on purpose.
            let html = std::fs::read_to_string(&path)
                .expect("an input")
                .replace("xlink:", "")
                .replace("xml:", "");
            let (ours, reference) = outlines(&html);
            assert_eq!(ours, reference, "{}: {html}", path.display());
            count += 1;
        }
    }
    assert!(count > 1000, "{count} inputs");
}

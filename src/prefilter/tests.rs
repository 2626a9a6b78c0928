//! The filtered page parses to the same tree as the page itself.

use html5ever::local_name;
use proptest::prelude::*;

use super::prefilter;
use crate::dom::{Data, Dom, NodeId};
use crate::options::Limits;

/// The filtered page.
fn filtered(html: &str) -> String {
    let mut out = String::new();
    prefilter(html, &mut out);
    out
}

/// Whether a later stage reads what the element holds.
fn is_read(dom: &Dom, id: NodeId) -> bool {
    let unread = ["iframe", "noembed", "noframes", "script", "style", "textarea"];
    let json = dom.attr(id, &local_name!("type")) == Some("application/ld+json");
    json || !dom.is_html(id) || dom.name(id).is_none_or(|name| !unread.contains(&&**name))
}

/// The tree in words: elements with the attributes that are always kept, and text with its white space folded.
fn outline(html: &str) -> String {
    let dom = Dom::parse(html, &Limits::default());
    assert_eq!(dom.degraded, None, "{html}");
    let mut out = String::new();
    let mut stack = vec![Some(dom.root())];
    while let Some(step) = stack.pop() {
        let Some(id) = step else {
            out.push_str(" ) ");
            continue;
        };
        match &dom.node(id).data {
            Data::Root => {}
            Data::Element { name, .. } => {
                out.push_str(&format!(" {name}"));
                for known in ["class", "color", "datetime", "id"] {
                    // The colour is kept where it decides whether `font` ends SVG.
                    if let Some(value) = dom.attr_named(id, known).filter(|_| known != "color" || **name == *"font") {
                        out.push_str(&format!(" {known}={value:?}"));
                    }
                }
                out.push_str(" ( ");
                stack.push(None);
            }
            Data::Text { .. } => out.push_str(dom.text(id).unwrap_or("?")),
        }
        if is_read(&dom, id) {
            let children: Vec<NodeId> = dom.children(id).collect();
            stack.extend(children.into_iter().rev().map(Some));
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_dropped() {
    let cases = [
        ("a<!-- b -->c", "a<!---->c"),
        ("<p onclick='a>b' class=c style='color:red'>d", "<p class=c>d"),
        ("<p style='DISPLAY:none' data-x>d", "<p style='DISPLAY:none'>d"),
        ("<script async src=x>if (a<b) c</script>d", "<script src=x></script>d"),
        ("<script type=application/ld+json>{\"a\":1}</script>", "<script type=application/ld+json>{\"a\":1}</script>"),
        ("<title a=b>x &amp; y</title>", "<title>x &amp; y</title>"),
        ("<textarea>a<b>c</textarea>d<iframe>e</iframe>", "<textarea></textarea>d<iframe></iframe>"),
        ("<!DOCTYPE html><?xml a?><p></p x=y>", "<!DOCTYPE html><p></p>"),
        ("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>", "<svg><path /></svg>"),
        ("<svg /x>a<svg id=a x='' />b<svg/x/>", "<svg>a<svg id=a />b<svg/ />"),
        ("<p>\n\t<b>\r\n</b> <!-- c -->\n<i>a\n b</i>", "<p> <b> </b>  <i>a\n b</i>"),
        ("<pre><!-- a -->\n b</pre>\n", "<pre><!---->\n b</pre> "),
        ("a < b <3 <- c", "a < b <3 <- c"),
        ("<p>a<p a=b x", "<p>a<p"),
        ("<p>a<p", "<p>a"),
        ("<!>a", "<!>a"),
        ("x<!-- y", "x"),
    ];
    for (html, expected) in cases {
        assert_eq!(filtered(html), expected, "{html}");
    }
    let long = format!("<img src='data:{}' alt=b>", "A".repeat(3000));
    assert_eq!(filtered(&long), "<img alt=b>");
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
];

#[test]
fn nasty_pieces() {
    for first in NASTY {
        for html in [String::from(*first), format!("<p>v{first}<p>w"), format!("<svg>{first}</svg>w<p>w")] {
            assert_eq!(outline(&filtered(&html)), outline(&html), "{html}");
        }
    }
}

#[test]
fn nasty_pairs() {
    for first in NASTY {
        for second in NASTY {
            let html = format!("{first}{second}<script>x</script><p>w");
            assert_eq!(outline(&filtered(&html)), outline(&html), "{html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_tree_stays(pieces in prop::collection::vec(prop::sample::select(NASTY), 0..12)) {
        let html = pieces.concat();
        let small = filtered(&html);
        prop_assert!(small.len() <= html.len(), "{html}\n{small}");
        prop_assert_eq!(outline(&small), outline(&html), "{}\n{}", html, small);
    }

    #[test]
    fn any_text_is_survived(html in "[<>/!?=&;\"' \\-\\[\\]a-dtéA-B\\n\0]{0,64}") {
        prop_assert_eq!(outline(&filtered(&html)), outline(&html), "{}", html);
    }
}

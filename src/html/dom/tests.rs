//! Trees of small pages, and the limits on hostile ones.

use html5ever::local_name;

use super::arena::{ATTRIBUTES_PER_NODE, DEPTH_CHECK_BYTES};
use super::parse::FREE_NODES;
use super::tree::NodeData;
use super::*;
use crate::options::Limits;
use crate::verdict::Degraded;

/// A page's tree under the default limits.
fn parse(html: &str) -> Dom {
    Dom::parse(html, &Limits::default(), KeptAttributes::Read)
}

/// The tree as one line: `name(children)` for elements, quoted text.
fn shape(dom: &Dom) -> String {
    let mut out = String::new();
    let mut stack: Vec<Result<NodeId, ()>> = vec![Ok(dom.root())];
    while let Some(step) = stack.pop() {
        let Ok(id) = step else {
            out.push(')');
            continue;
        };
        match &dom.node(id).data {
            NodeData::Root => {}
            NodeData::Element { name, .. } => {
                out.push_str(name);
                out.push('(');
                stack.push(Err(()));
            }
            NodeData::Text { .. } => out.push_str(&format!("{:?}", dom.text(id).unwrap_or("?"))),
        }
        let children: Vec<NodeId> = dom.children(id).collect();
        stack.extend(children.into_iter().rev().map(Ok));
    }
    out
}

/// The deepest node's depth.
fn depth(dom: &Dom) -> usize {
    let mut depths = vec![0; dom.len()];
    let mut order = vec![dom.root()];
    while let Some(id) = order.pop() {
        for child in dom.children(id) {
            depths[child.index()] = depths[id.index()] + 1;
            order.push(child);
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

#[test]
fn small_pages() {
    let cases = [
        ("", "html(head()body())"),
        ("<p>a<p>b", r#"html(head()body(p("a")p("b")))"#),
        ("<p>a\nb &amp; c<!-- x -->d", r#"html(head()body(p("a\nb & cd")))"#),
        ("<b>1<p>2</b>3</p>", r#"html(head()body(b("1")p(b("2")"3")))"#),
        (
            "<table>x<tr><td>y</td></tr>z</table>",
            r#"html(head()body("x""z"table(tbody(tr(td("y"))))))"#,
        ),
        (
            "<div><template><p>no</p></template>yes</div>",
            r#"html(head()body(div(template()"yes")))"#,
        ),
        ("<noscript><p>a</p></noscript>", r#"html(head(noscript())body(p("a")))"#),
        ("<body><noscript><p>a</p></noscript>", r#"html(head()body(noscript(p("a"))))"#),
        ("<svg><title>t</title><p>x", r#"html(head()body(svg(title("t"))p("x")))"#),
        ("<meta charset=latin1><p>é", r#"html(head(meta())body(p("é")))"#),
        (
            "<math><annotation-xml encoding=text/html><p>a",
            r#"html(head()body(math(annotation-xml(p("a")))))"#,
        ),
    ];
    for (html, tree) in cases {
        assert_eq!(shape(&parse(html)), tree, "{html}");
    }
}

#[test]
fn elements_of_xml_can_be_empty() {
    let page = "<title/><script src=a /><body><a id=b />c<br/><p>d<i/>e<p/><svg><g/>f</svg>";
    let empty = r#"html(head(title()script())body(a()"c"br()p("d"i()"e")p()svg(g()"f")))"#;
    for declaration in ["<?xml version='1.0'?>", "\n<?xml version=\"1.0\"?>"] {
        assert_eq!(shape(&parse(&format!("{declaration}{page}"))), empty, "{declaration}");
    }
    // HTML ignores the slash.
    for declaration in ["", "<?xml-stylesheet href='a.css'?>", "<!-- <?xml version='1.0'?> -->"] {
        let tree = shape(&parse(&format!("{declaration}<a/>b<p>c")));
        assert_eq!(tree, r#"html(head()body(a("b"p("c"))))"#, "{declaration}");
    }
}

#[test]
fn shadow_trees_take_the_place_of_their_hosts() {
    let cases = [
        (
            "<x-a><template shadowrootmode=open><p>a</p><slot></slot></template>b</x-a>",
            r#"x-a(p("a")slot("b"))"#,
        ),
        (
            "<x-a>b<h1 slot=t>c</h1><i slot=no>d</i><template shadowrootmode=CLOSED>\
             <slot name=t>e</slot><slot name=u>f</slot><slot name=t>g</slot></template></x-a>",
            r#"x-a(slot(h1("c"))slot("f")slot("g"))"#,
        ),
        (
            "<x-a><template shadowrootmode=open>a</template>\
             <template shadowrootmode=open>b</template></x-a>",
            r#"x-a("a")"#,
        ),
        (
            "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=open>\
             <slot></slot></template><slot></slot></x-b></template>c</x-a>",
            r#"x-a(x-b(slot(slot("c"))))"#,
        ),
        (
            "<template shadowrootmode=open><template shadowrootmode=open>a</template></template>",
            "template()",
        ),
        ("<x-a><template shadowrootmode=no>a</template>b</x-a>", r#"x-a(template()"b")"#),
        ("<x-a><template>a</template>b</x-a>", r#"x-a(template()"b")"#),
    ];
    for (html, tree) in cases {
        let shape = shape(&parse(&format!("<body>{html}")));
        assert_eq!(shape, format!("html(head()body({tree}))"), "{html}");
    }
}

#[test]
fn attributes() {
    let dom = parse("<html lang=en><body class='a b' DATA-TESTID=1 class=c><html lang=de dir=rtl>");
    let html = dom.first_child(dom.root()).unwrap_or(dom.root());
    let body = dom.children(html).last().unwrap_or(html);
    assert_eq!(dom.attr_named(html, "lang"), Some("en"));
    assert_eq!(dom.attr_named(html, "dir"), Some("rtl"));
    assert_eq!(dom.attr_named(body, "class"), Some("a b"));
    assert_eq!(dom.attr_named(body, "data-testid"), Some("1"));
    assert_eq!(dom.attr_named(dom.root(), "lang"), None);
    let head = dom.first_child(html).unwrap_or(html);
    assert_eq!((dom.parent(body), dom.next_sibling(head)), (Some(html), Some(body)));
    assert!(
        dom.is_html(body)
            && !dom.is_html(dom.root())
            && dom.name(body) == Some(&local_name!("body"))
    );
}

#[test]
fn a_foreign_id_is_answered() {
    let (small, large) = (parse(""), parse("<p>a<p>b"));
    let strange = NodeId(large.len() as u32 - 1);
    assert!(
        small.parent(strange).is_none()
            && small.text(strange).is_none()
            && small.children(strange).count() == 0
    );
}

/// `head`, and parts by their number until the page has `size` bytes or a little more.
fn fill(size: usize, head: &str, part: impl Fn(usize) -> String) -> String {
    let mut html = head.to_owned();
    for number in 0.. {
        html.push_str(&part(number));
        if html.len() >= size {
            break;
        }
    }
    html
}

/// Pages that cost naive parsers seconds or gigabytes, by name, `size` bytes or a little more each.
fn hostile(size: usize) -> Vec<(String, String)> {
    [many_attributes(size), after_heads(size), same_parts(size), distinct_elements(size)].concat()
}

/// Tags with many attributes.
fn many_attributes(size: usize) -> Vec<(String, String)> {
    vec![
        ("attributes".to_owned(), fill(size, "<p", |i| format!(" a{i}=b"))),
        ("attributes after svg".to_owned(), fill(size, "<svg><style><b", |i| format!(" a{i}=b"))),
        (
            "attributes without spaces after svg".to_owned(),
            fill(size, "<svg><style><b ", |i| format!("a{i}=''")),
        ),
        (
            "html attributes after svg".to_owned(),
            fill(size, "<svg><style><p></style></svg>", |i| format!("<html a{i}=b>")),
        ),
    ]
}

/// The same part after a head that makes it expensive.
fn after_heads(size: usize) -> Vec<(String, String)> {
    let distinct = |name: &str| (0..400).map(|i| format!("<b {name}=a{i}>")).collect::<String>();
    let wide: String = [
        "alt", "class", "content", "dir", "id", "lang", "name", "rel", "role", "title", "type",
        "value",
    ]
    .map(|name| format!(" {name}={}", "x".repeat(size / 100)))
    .concat();
    let heads = [
        (distinct("class"), "<p>x"),
        (distinct("id"), "<p>x"),
        (format!("<b{wide}>"), "<p>x"),
        (format!("<table>{}", distinct("class")), "<tr><td>x"),
        ("<svg>".to_owned(), "<![CDATA["),
        ("<textarea>".to_owned(), "</textare"),
        ("<script><!--".to_owned(), "<script"),
        ("<table>".to_owned(), "x<tr><td>y</td></tr>x"),
    ];
    let case = |(head, part): &(String, &str)| {
        (format!("{part} after a head"), fill(size, head, |_| (*part).to_owned()))
    };
    heads.iter().map(case).collect()
}

/// The same part over and over.
fn same_parts(size: usize) -> Vec<(String, String)> {
    let parts = [
        "<ul><li>",
        "<div>",
        "<b>",
        "<a>",
        "<font>",
        "<table>",
        "<table><tr><td>",
        "<svg>",
        "<svg><style><",
        "<math><mi>",
        "<template>",
        "<template shadowrootmode=open>",
        "<template shadowrootmode=open><slot>",
        "<p><template shadowrootmode=open><slot></template>",
        "<object>",
        "<select><option>",
        "<form></form><div>",
        "<a><p>",
        "<b><p></b>x",
        "<i><b>x<p>y</p>",
        "<b><i><u><div></b></i></u>x",
        "<table><td><b><i><a>x",
        "&amp;&#65;&notit;&x",
        "&",
        "<",
        "<!--",
        "<!--->",
        "-->",
        "</p></b></div>",
        "\0",
        "a\n",
        "<br>",
        "</br>",
        "<x-a/b=c>",
        "<frameset>",
        "<html class=a>",
    ];
    parts.map(|part| (part.to_owned(), fill(size, "", |_| part.to_owned()))).to_vec()
}

/// Elements that differ in their class, or in their name too.
fn distinct_elements(size: usize) -> Vec<(String, String)> {
    let case = |tag: &str| {
        let name = |i| if tag == "x" { format!("x{i}") } else { tag.to_owned() };
        let element = |i| format!("<{} class=a{i}>", name(i));
        (format!("distinct {tag}"), fill(size, "", element))
    };
    ["div", "b", "font", "x"].map(case).to_vec()
}

#[test]
fn hostile_pages_stay_within_bounds() {
    let limits = Limits::default();
    for (name, html) in hostile(50_000) {
        let dom = Dom::parse(&html, &limits, KeptAttributes::Read);
        // The last tag before a stop may make a node for each open element.
        assert!(
            dom.len() <= FREE_NODES + html.len() + limits.depth + DEPTH_CHECK_BYTES,
            "{name}: {} nodes",
            dom.len()
        );
        let attributes =
            ATTRIBUTES_PER_NODE * (FREE_NODES + html.len() + DEPTH_CHECK_BYTES) + html.len() / 4;
        assert!(dom.attrs.len() <= attributes, "{name}: {} attributes", dom.attrs.len());
        assert!(
            dom.text.len() <= html.len() + html.len() / 4,
            "{name}: {} bytes of text",
            dom.text.len()
        );
        assert!(depth(&dom) <= limits.depth + DEPTH_CHECK_BYTES, "{name}: {} deep", depth(&dom));
        assert_eq!(dom.rest < html.len(), dom.degraded.is_some(), "{name}");
    }
}

#[test]
fn limits_are_kept() {
    let html = "<p>x".repeat(5000);
    let limits = |nodes, depth| Limits { nodes, depth, ..Limits::default() };
    assert_eq!(Dom::parse(&html, &limits(20_000, 512), KeptAttributes::Read).degraded, None);
    let few = Dom::parse(&html, &limits(1000, 512), KeptAttributes::Read);
    assert_eq!(few.degraded, Some(Degraded::Nodes));
    assert!(
        html.get(few.rest..).is_some_and(|rest| rest.starts_with("x<p>") && rest.len() > 10_000)
    );
    let flat = Dom::parse(&"<div>".repeat(5000), &limits(20_000, 50), KeptAttributes::Read);
    assert_eq!(flat.degraded, Some(Degraded::Depth));
}

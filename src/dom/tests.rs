//! Trees of small pages, and the budgets on hostile ones.

use html5ever::local_name;

use super::*;

/// A page's tree under the default budgets.
fn parse(html: &str) -> Dom {
    Dom::parse(html, &Limits::default())
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
            Data::Root => {}
            Data::Element { name, .. } => {
                out.push_str(name);
                out.push('(');
                stack.push(Err(()));
            }
            Data::Text { .. } => out.push_str(&format!("{:?}", dom.text(id).unwrap_or("?"))),
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
        ("<table>x<tr><td>y</td></tr>z</table>", r#"html(head()body("x""z"table(tbody(tr(td("y"))))))"#),
        ("<div><template><p>no</p></template>yes</div>", r#"html(head()body(div(template()"yes")))"#),
        ("<noscript><p>a</p></noscript>", r#"html(head(noscript())body(p("a")))"#),
        ("<body><noscript><p>a</p></noscript>", r#"html(head()body(noscript(p("a"))))"#),
        ("<svg><title>t</title><p>x", r#"html(head()body(svg(title("t"))p("x")))"#),
        ("<meta charset=latin1><p>é", r#"html(head(meta())body(p("é")))"#),
        ("<math><annotation-xml encoding=text/html><p>a", r#"html(head()body(math(annotation-xml(p("a")))))"#),
    ];
    for (html, tree) in cases {
        assert_eq!(shape(&parse(html)), tree, "{html}");
    }
}

#[test]
fn attributes() {
    let dom = parse("<html lang=en><body class='a b' DATA-X=1 class=c><html lang=de dir=rtl>");
    let html = dom.first_child(dom.root()).unwrap_or(dom.root());
    let body = dom.children(html).last().unwrap_or(html);
    assert_eq!(dom.attr(html, &local_name!("lang")), Some("en"));
    assert_eq!(dom.attr(html, &local_name!("dir")), Some("rtl"));
    assert_eq!(dom.attr(body, &local_name!("class")), Some("a b"));
    assert_eq!(dom.attr_named(body, "data-x"), Some("1"));
    assert_eq!(dom.attr(dom.root(), &local_name!("lang")), None);
    assert_eq!(
        (dom.parent(body), dom.prev_sibling(body).and_then(|head| dom.next_sibling(head))),
        (Some(html), Some(body))
    );
    assert!(dom.is_html(body) && !dom.is_html(dom.root()) && dom.name(body) == Some(&local_name!("body")));
}

#[test]
fn a_foreign_id_is_answered() {
    let (small, large) = (parse(""), parse("<p>a<p>b"));
    let strange = NodeId(large.len() as u32 - 1);
    assert!(small.parent(strange).is_none() && small.text(strange).is_none() && small.children(strange).count() == 0);
}

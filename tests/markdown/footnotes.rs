//! Footnotes, and numbered references to something else.

use super::{keep_all, renderings};

/// Two paragraphs without marks.
const PROSE: &str = "<p>It rained for three days, and on the fourth the river left its bed and \
     took the old bridge with it, so that nobody could reach the mill on the other bank.</p>\
     <p>The men of the village built a raft out of the doors of the barn, and by the evening the \
     first sacks of flour had been brought across the brown water.</p>";

fn markdown(html: &str) -> String {
    keep_all(html).to_markdown(&renderings()[0])
}

/// Returns true if the Markdown of a page has footnotes.
fn has_footnotes(html: &str) -> bool {
    markdown(html).contains("[^1]")
}

#[test]
fn numbered_references_are_no_footnotes() {
    for html in [
        // A section, by its heading, its number and its sign.
        "<p>See Section <a href=#s5>5</a>.</p><div id=s5><h3>5 Exceptions</h3><p>The gate.</p></div>",
        "<p>See Section <a href=#s4>4.2</a>.</p><p id=s4>4.2 The gate is open.</p>",
        "<p>See §<a href=#s5>5</a>, <a href=#s5>§5</a>.</p><p id=s5>5 The gate is open.</p>",
        // An equation before and after the reference.
        "<p>By <a href=#e1>(1)</a> the river</p>PROSE<div id=e1>x = 2 y (1)</div>PROSE",
        "<p>River:</p><div id=e1>x = 2 y (1)</div>PROSE<p>By <a href=#e1>(1)</a> it is.</p>",
        // A count.
        "<p>Things: <a href=#list>30</a></p>PROSE<div id=list><ul><li>Flour</ul></div>",
        "<p>Things: <a href=#list>30</a></p><div id=list><ul><li>Flour</ul></div>PROSE",
        // Years, also in an index.
        "<p>Built in <a href=#y>1740</a>.</p>PROSE<ul><li id=y>The weir is built.</ul>",
        "<p><a href=#y1>1</a> <a href=#y2>2</a></p><ol><li id=y1>One<li id=y2>Two</ol>",
        // A section's own number refers to nothing.
        "<p id=a><a href=#a>1</a> The gate is open.</p>",
    ] {
        let html = html.replace("PROSE", PROSE);
        assert!(!has_footnotes(&html), "{html}\n{}", markdown(&html));
    }
}

#[test]
fn notes_are_footnotes() {
    for html in [
        // At the end, by number or in a list.
        "PROSE<p>The gate<a href=#n1>[1]</a> is old.</p>PROSE<p id=n1>1 Not very.</p>",
        "PROSE<p>The gate<a href=#n1>*</a> is old.</p>PROSE<p id=n1>* Not very.</p><p>Share</p>",
        "PROSE<p>The gate<a href=#n1>1</a> is old.</p>PROSE<ol><li id=n1>Not very.</ol>",
        // In the middle, in a list of notes after the reference.
        "<p>The gate<a href=#n1>1</a> is old.</p><ol><li id=n1>Not very.</ol>PROSE",
        "<p>Gate<a href=#a>1</a> and mill<a href=#b>2</a>.</p><div><p id=a>A<p id=b>B</div>PROSE",
        // With a link back, by its sign or its target.
        "<p>The gate<a href=#n1>1</a> is old.</p><p id=n1>Not very. <a href=#r1>↩</a></p>PROSE",
        "<p>The <a id=r1 href=#n1>1</a> is old.</p><p id=n1>Not. <a href=#r1>Back</a></p>PROSE",
        "<p>The <a id=r1 href=#n1>1805</a> is.</p><p id=n1>No. <a href=#r1>Back</a></p>PROSE",
    ] {
        let html = html.replace("PROSE", PROSE);
        assert!(has_footnotes(&html), "{html}\n{}", markdown(&html));
    }
}

#[test]
fn anchors_and_descriptions_are_footnotes() {
    for (html, expected) in [
        // Word and old editors: the anchor has a name and links back.
        (
            "<p>The gate<a name=r1 href=#n1>[1]</a> is old.</p>\
             <p><a name=n1 href=#r1>[1]</a> Not very.</p>PROSE",
            "[^1]: Not very.\n",
        ),
        ("<p>The gate<a href=#n1>1</a> is old.</p>PROSE<p><a id=n1></a>1. No.</p>", "[^1]: No.\n"),
        // Substack: the number is a block of its own.
        (
            "<p>The gate<a id=r1 href=#n1>1</a> is old.</p><div class=footnote>\
             <a id=n1 href=#r1>1</a><div><p>Not very.</p><p>But old.</p></div></div>PROSE",
            "[^1]: Not very.\n\n    But old.\n",
        ),
        // Sphinx before version 5.
        (
            "<p>The gate<a id=r1 href=#n1>1</a> and mill<a id=r2 href=#n2>2</a>.</p>\
             <dl class='footnote brackets'><dt id=n1><span><a href=#r1>1</a></span></dt>\
             <dd><p>Not very.</p></dd><dt id=n2><span><a href=#r2>2</a></span></dt>\
             <dd><p>Very.</p></dd></dl>PROSE",
            "[^1]: Not very.\n\n[^2]: Very.\n",
        ),
        // Sphinx before version 2.
        (
            "<p>The gate<a id=r1 href=#n1>[1]</a> is old.</p>PROSE\
             <table class='docutils footnote' id=n1><tbody><tr><td class=label>\
             <a class=fn-backref href=#r1>[1]</a></td><td>Not very.</td></tr></table>PROSE",
            "[^1]: Not very.\n",
        ),
    ] {
        let markdown = markdown(&html.replace("PROSE", PROSE));
        assert!(markdown.contains(expected), "{html}\n{markdown}");
    }
}

#[test]
fn anchors_that_open_no_note() {
    for html in [
        // The mark itself begins a paragraph, and the note is a line of another one.
        "PROSE<p><a name=r1 href=#n1>1</a> is the gate.</p><p>Notes: <a href=#r1>1</a> No.</p>",
        "PROSE<p>The gate<a href=#n1>1</a> is old.</p><p>It is <a name=n1>here</a>.</p>PROSE",
    ] {
        let html = html.replace("PROSE", PROSE);
        assert!(!has_footnotes(&html), "{html}\n{}", markdown(&html));
    }
}

#[test]
fn a_footnote_does_not_repeat_its_number() {
    for (note, expected) in [
        ("<p id=n1>[1] Not very.</p>", "[^1]: Not very."),
        ("<p id=n1>1 Not very.</p>", "[^1]: Not very."),
        ("<p id=n1>1. Not very.</p>", "[^1]: Not very."),
        ("<p id=n1><b>1: Not</b> very.</p>", "[^1]: **Not** very."),
        ("<p id=n1><sup><a href=#r1>1</a></sup>Not very.</p>", "[^1]: Not very."),
        ("<p id=n1><sup><a href=#r1>1</a></sup> Not very.</p>", "[^1]: Not very."),
        ("<ol><li id=n1>1 May is late.</ol>", "[^1]: 1 May is late."),
        ("<ol><li id=n1>[1] Not very.</ol>", "[^1]: Not very."),
        ("<p id=n1>1.5 metres. <a href=#r1>↩</a></p>", "[^1]: 1.5 metres."),
    ] {
        let html = format!("{PROSE}<p>The <a id=r1 href=#n1>[1]</a> is old.</p>{PROSE}{note}");
        let markdown = markdown(&html);
        assert!(markdown.contains(expected), "{note}\n{markdown}");
    }
}

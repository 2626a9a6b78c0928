//! Tables, task lists, embeds and other structures, in Markdown and HTML.

use dechrome::{Cleaner, Kind, KindSet, Options, Rules, Source};

use super::{keep_all, renderings, unclean};

/// Asserts that `html` becomes the Markdown, with links and images.
fn assert_markdown(html: &str, expected: &str) {
    let page = keep_all(html);
    assert_eq!(page.to_markdown(&renderings()[1]).trim_end(), expected, "{html}");
    assert_eq!(unclean(&page.to_html(&renderings()[1])), None, "{html}");
}

#[test]
fn tables_keep_nested_tables_and_images() {
    for (html, expected) in [
        (
            "<table><tr><th>a<th>b<tr><td>c<td><table><tr><td>x<td>y<tr><td>z<td>w</table></table>",
            "| a | b |\n| --- | --- |\n| c | x y<br>z w |",
        ),
        (
            "<table><tr><th>a<th>b<tr><td>c<td><table><tr><td>x</table><tr><td>d<td>e</table>",
            "| a | b |\n| --- | --- |\n| c | x |\n| d | e |",
        ),
        // A table that arranges a page has no headers.
        (
            "<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>x<td>y<tr><td>z<td>w</table></table>",
            "a\n\nb\n\nc\n\n| x | y |\n| --- | --- |\n| z | w |",
        ),
        (
            "<table><tr><th>Flag<th>Land<tr><td><img src=/n.png alt=N><td>Norway<tr><td>\
             <a href=/f><img src=/f.png></a><td>Finland</table>",
            "| Flag | Land |\n| --- | --- |\n| ![N](https://mill.example/n.png) | Norway |\n\
             | ![](https://mill.example/f.png) | Finland |",
        ),
        (
            "<table><tr><td><img src=/a.png><td><img src=/b.png><tr><td>A<td>B<tr><td>C<td>D</table>",
            "| ![](https://mill.example/a.png) | ![](https://mill.example/b.png) |\n| --- | --- |\n\
             | A | B |\n| C | D |",
        ),
        (
            "<table><tr><td>A<td>B<tr><td>C<td>D <img src=/d.png><div>E</div><img src=/e.png></table>",
            "| A | B |\n| --- | --- |\n| C | D ![](https://mill.example/d.png)<br>E<br>\
             ![](https://mill.example/e.png) |",
        ),
        (
            "<table><tr><td>A<td>B<tr><td>C<td><math><mi>x</mi></math></table>",
            "| A | B |\n| --- | --- |\n| C | x |",
        ),
        // A spacer is not content.
        (
            "<table><tr><td>A<td><img src=/spacer.gif><td>B<tr><td>C<td><img src=/p.gif width=1>\
             <td>D</table>",
            "| A | B |\n| --- | --- |\n| C | D |",
        ),
    ] {
        assert_markdown(html, expected);
    }
}

#[test]
fn a_rule_is_before_the_text_after_it() {
    for (html, expected) in [
        ("<div>one<hr>two</div>", "one\n\n---\n\ntwo"),
        (
            "<div>one<hr><img src=/i.png alt=pear> two</div>",
            "one\n\n---\n\n![pear](https://mill.example/i.png) two",
        ),
        ("<p>one</p><hr><p>two</p>", "one\n\n---\n\ntwo"),
        ("<div>one<hr><hr><b>two</b></div>", "one\n\n---\n\n---\n\n**two**"),
    ] {
        assert_markdown(html, expected);
    }
    let page = keep_all("<div>one<hr>two</div>");
    assert_eq!(page.to_html(&renderings()[0]), "<p>one</p>\n<hr>\n<p>two</p>\n");
}

#[test]
fn numbers_that_readers_do_not_see_are_not_written() {
    let html = "<ol style='list-style-type:none'><li>1.1 One<li>1.2 Two</ol>";
    assert_markdown(html, "- 1.1 One\n- 1.2 Two");
    let written = keep_all(html).to_html(&renderings()[0]);
    assert!(written.starts_with("<ul>\n<li><p>1.1 One"), "{written}");
    let list = |start: &str| {
        format!("<ol {start}><li>one<li style='display:none'>gone<li>two<li value=7>seven</ol>")
    };
    let drop_hidden = |html: &str| {
        let rules = Rules::new().with_included("*").expect("a selector");
        let rules = rules.with_excluded("[style]").expect("a selector");
        let options = Options::new().with_source(Source::Html).with_rules(rules);
        Cleaner::new(options).clean(html.as_bytes()).to_markdown(&renderings()[0])
    };
    assert_eq!(drop_hidden(&list("")), "1. one\n2. two\n7. seven\n");
    assert_eq!(drop_hidden(&list("start=4")), "4. one\n5. two\n7. seven\n");
    // A hidden item that is kept is shown later.
    assert_markdown(&list(""), "1. one\n2. gone\n3. two\n7. seven");
}

#[test]
fn boxes_of_task_lists_are_kept() {
    for (html, expected) in [
        (
            "<ul><li><input type=checkbox checked disabled> Done<li><input type=checkbox>\
             <label>Open</label></ul>",
            "- [x] Done\n- [ ] Open",
        ),
        ("<ol><li><p><input type=checkbox checked>Done</ol>", "1. [x] Done"),
        ("<ul><li><span role=checkbox aria-checked=true></span>Done</ul>", "- [x] Done"),
        (
            "<ul><li><input type=checkbox>a<ul><li><input type=checkbox checked>b</ul></ul>",
            "- [ ] a\n  - [x] b",
        ),
        ("<ul><li>Tick <input type=checkbox> here</ul>", "- Tick here"),
        ("<ul><li><input type=text> a</ul>", "- a"),
    ] {
        assert_markdown(html, expected);
    }
    let page = keep_all("<ul><li><input type=checkbox checked>Done</ul>");
    let html = "<ul>\n<li><input type=\"checkbox\" disabled checked> <p>Done</p>\n</li>\n</ul>\n";
    assert_eq!(page.to_html(&renderings()[0]), html);
}

#[test]
fn videos_and_audio_leave_a_link() {
    let words = "word ".repeat(60);
    for (html, expected) in [
        (
            "<iframe src=https://www.youtube.com/embed/x title='The weir'></iframe>",
            "[The weir](https://www.youtube.com/embed/x)",
        ),
        (
            "<iframe data-src=https://player.vimeo.com/video/1></iframe>",
            "[player.vimeo.com](https://player.vimeo.com/video/1)",
        ),
        (
            "<video controls><source src=/v/weir.mp4></video>",
            "[weir.mp4](https://mill.example/v/weir.mp4)",
        ),
        ("<audio src=/a.mp3>no audio</audio>", "[a.mp3](https://mill.example/a.mp3)"),
        ("<object data=/player?v=1></object>", "[player](https://mill.example/player?v=1)"),
        (
            "<lite-youtube videoid=ab1 title=Weir></lite-youtube>",
            "[Weir](https://www.youtube.com/watch?v=ab1)",
        ),
        ("<iframe src=https://ads.example/embed/1></iframe>", ""),
        ("<iframe src=https://www.google.com/maps/embed?pb=1 allowfullscreen></iframe>", ""),
        ("<iframe src=about:blank></iframe>", ""),
        ("<iframe src=https://a.example/player width=1 height=1></iframe>", ""),
        ("<iframe src=https://a.example/video style='display: none'></iframe>", ""),
        ("<iframe src=https://a.example/frame allowfullscreen></iframe>", ""),
        ("<iframe src=https://a.example/page></iframe>", ""),
        ("<video></video>", ""),
    ] {
        let html = format!("<article><p>{words}</p>{html}<p>{words}</p></article>");
        let page = keep_all(&html);
        let markdown = page.to_markdown(&renderings()[1]);
        let blocks: Vec<&str> = markdown.trim_end().split("\n\n").collect();
        assert_eq!(blocks[1..blocks.len() - 1].concat(), expected, "{html}");
        // Without links there is nothing of it.
        let written = page.to_html(&renderings()[0]);
        assert_eq!(written.matches("<p>").count(), 2, "{written}");
    }
}

#[test]
fn callouts_are_quotations_with_their_titles() {
    for html in [
        "<div class='markdown-alert markdown-alert-note'><p class=markdown-alert-title><svg></svg>Note\
         <p>Mind the weir.</div>",
        "<div class=callout data-callout=note><div class=callout-title><div class=callout-icon></div>\
         <div class=callout-title-inner>Note</div></div><div class=callout-content><p>Mind the weir.\
         </div></div>",
        "<div class='theme-admonition theme-admonition-note alert alert--info'>\
         <div class=admonitionHeading_Gvgb><span><svg></svg></span>Note</div>\
         <div class=admonitionContent_BuS1><p>Mind the weir.</div></div>",
        "<div class='admonition admonition-note'><div class=admonition-heading><h5>Note</h5></div>\
         <div class=admonition-content>Mind the weir.</div></div>",
        "<div class='admonition note'><p class=admonition-title>Note<p>Mind the weir.</div>",
        "<div class='tip custom-block'><p class=custom-block-title><b>Note</b><p>Mind the weir.</div>",
        "<details class='custom-block'><summary>Note</summary><p>Mind the weir.</details>",
        "<div class='alert alert-info'><h4 class=alert-heading>Note</h4><p>Mind the weir.</div>",
        "<aside class='starlight-aside'><p class=starlight-aside__title>Note<p>Mind the weir.</aside>",
    ] {
        assert_markdown(html, "> **Note**\n>\n> Mind the weir.");
    }
    for (html, expected) in [
        ("<div class='admonition note'><p>Mind <b>it</b>.</div>", "> Mind **it**."),
        ("<div class=alert><p>Saved.</div>", "Saved."),
        ("<blockquote class=callout><p>Mind it.</blockquote>", "> Mind it."),
        ("<p class=callout>Mind it.", "Mind it."),
    ] {
        assert_markdown(html, expected);
    }
}

#[test]
fn lines_of_code_keep_their_white_space() {
    let line = |class: &str, inner: &str| format!("<div class={class}>{inner}</div>");
    for class in ["token-line", "cm-line", "view-line", "CodeMirror-line", "code-line"] {
        let blank = line(class, "");
        let html = format!(
            "<p>a</p><div class='prism-code language-rust'>\n  {}\n  {}{blank}{}</div><p>b</p>",
            line(class, "<span>fn</span><span> </span><b>x</b>() {"),
            line(class, "<span>    </span>y\n"),
            line(class, "}"),
        );
        let page = keep_all(&html);
        let expected = "a\n\n```rust\nfn x() {\n    y\n\n}\n```\n\nb\n";
        assert_eq!(page.to_markdown(&renderings()[0]), expected, "{html}");
        assert_eq!(page.to_text(), "a\n\nfn x() {\n    y\n\n}\n\nb\n");
    }
}

#[test]
fn code_is_indented_with_spaces() {
    let page = keep_all("<p>a</p><pre>if x:<br>&nbsp;&nbsp;&nbsp; y</pre><p>c</p>");
    let expected = "a\n\n```\nif x:\n    y\n```\n\nc\n";
    assert_eq!(page.to_markdown(&renderings()[0]), expected);
}

#[test]
fn languages_of_code() {
    for (html, language) in [
        // Prism, highlight.js, Gatsby.
        ("<pre class=language-js><code class=language-js>", "js"),
        ("<pre><code class='language-rust,editable'>", "rust"),
        ("<pre class='language-css{1,3}'><code>", "css"),
        ("<pre><code class='hljs python'>", "python"),
        ("<div class=gatsby-highlight data-language=jsx><pre><code>", "jsx"),
        // Shiki, rehype-pretty-code, VitePress.
        ("<pre class='shiki nord' data-language=ts><code>", "ts"),
        ("<div class='language-ts vp-adaptive-theme'><pre class='shiki x'><code>", "ts"),
        // Chroma, Hexo, Rouge.
        (
            "<div class=highlight><div class=chroma><table class=lntable><tr><td class=lntd>\
             <pre class=chroma><code class=language-go data-lang=go>",
            "go",
        ),
        ("<figure class='highlight ruby'><table><tr><td class=code><pre><span class=line>", "ruby"),
        (
            "<div class='language-sh highlighter-rouge'><div class=highlight><pre class=highlight>\
             <code>",
            "sh",
        ),
        // Sphinx, Pandoc, Org mode.
        ("<div class='highlight-python3 notranslate'><div class=highlight><pre>", "python3"),
        ("<div class='highlight-default notranslate'><div class=highlight><pre>", ""),
        ("<pre class='sourceCode haskell'><code>", "haskell"),
        ("<pre class='src src-emacs-lisp'>", "emacs-lisp"),
        // SyntaxHighlighter, Crayon, EnlighterJS, Prettify, GitHub, Medium.
        ("<pre class='brush:java;gutter:true;'>", "java"),
        ("<pre class='brush: php; toolbar: false'>", "php"),
        ("<pre class='lang:sql decode:true'>", "sql"),
        ("<pre class=EnlighterJSRAW data-enlighter-language=json>", "json"),
        ("<pre class='prettyprint lang-js'>", "js"),
        ("<div class='highlight highlight-source-shell'><pre>", "shell"),
        ("<div class='highlight highlight-text-html-basic'><pre>", "html"),
        ("<div class='highlight highlight-source-css-scss'><pre>", "scss"),
        ("<pre data-code-block-lang=swift>", "swift"),
        // The element itself, and a label above the code.
        ("<pre><code class=python>", "python"),
        ("<pre class=yaml>", "yaml"),
        ("<div class=CodeBlock><div class=header><span>Python</span></div><pre><code>", "python"),
        ("<div class=code><div class=lang>C++</div><div class=body><pre><code>", "c++"),
        // The language of the page is none of code.
        ("<div class=lang-en><pre><code>", ""),
        ("<pre lang=en>", ""),
        ("<pre class=plain>", ""),
        ("<p>We use Python.</p><pre>", ""),
    ] {
        let page = keep_all(&format!("{html}let it\nrain</pre>"));
        let markdown = page.to_markdown(&renderings()[0]);
        assert!(markdown.contains(&format!("```{language}\nlet it\nrain")), "{html}: {markdown}");
    }
}

#[test]
fn html_keeps_languages_and_directions() {
    for (html, expected) in [
        ("<html lang=fa dir=rtl><p>a<p dir=ltr>b", "<p dir=\"rtl\">a</p>\n<p>b</p>\n"),
        ("<html lang=fa><article dir=rtl><p>a", "<p dir=\"rtl\">a</p>\n"),
        (
            "<html lang=en><blockquote lang=de><p>a<p lang=fr>b</blockquote><p>c",
            "<blockquote lang=\"de\">\n<p>a</p>\n<p lang=\"fr\">b</p>\n</blockquote>\n<p>c</p>\n",
        ),
        (
            "<html lang=en><p>a <i lang=la>b</i> <span lang=ja>c</span> <span lang=en>d</span>",
            "<p>a <em lang=\"la\">b</em> <span lang=\"ja\">c</span> d</p>\n",
        ),
        ("<p>a <bdo dir=rtl>b</bdo></p>", "<p>a <span dir=\"rtl\">b</span></p>\n"),
        (
            "<html dir=rtl><pre dir=ltr>a</pre><ul><li>b</ul>",
            "<pre><code>a</code></pre>\n<ul dir=\"rtl\">\n<li><p>b</p>\n</li>\n</ul>\n",
        ),
        (
            "<html dir=rtl><table><tr><td>a<td>b<tr><td>c<td>d</table>",
            "<table dir=\"rtl\">\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n\
             <td>d</td>\n</tr>\n</table>\n",
        ),
        ("<html lang=en><p>a<p dir='x' lang='\"><script>'>b", "<p>a</p>\n<p>b</p>\n"),
    ] {
        let page = keep_all(html);
        assert_eq!(page.to_html(&renderings()[0]), expected, "{html}");
        assert_eq!(unclean(&page.to_html(&renderings()[1])), None);
    }
    // Markdown has neither.
    assert_markdown("<html dir=rtl><p>a <b><span lang=ja>c</span></b>d", "a **c**d");
}

#[test]
fn footnotes_without_elements_of_their_own_are_lines_of_a_block() {
    let mark = |number| format!("<sup id=fnref{number}><a href=#fn{number}>{number}</a></sup>");
    let note = |number, text| format!("<sup>{number}</sup> {text} <a href=#fnref{number}>↩</a>");
    let html = format!(
        "<p>a{} b{} c{}</p><hr><p>{}<br>more<br>{}<br>{}</p>",
        mark(1),
        mark(2),
        mark(3),
        note(1, "One."),
        note(2, "<i>Two.</i>"),
        note(3, "Three.")
    );
    assert_markdown(
        &html,
        "a[^1] b[^2] c[^3]\n\n---\n\n[^1]: One.\n\nmore\n\n[^2]: *Two.*\n\n[^3]: Three.",
    );
    let single = format!("<p>a{}</p><p>Notes</p><p>{}</p>", mark(1), note(1, "One."));
    assert_markdown(&single, "a[^1]\n\nNotes\n\n[^1]: One.");
    // HTML has the numbers.
    assert!(keep_all(&single).to_html(&renderings()[0]).contains("<sup>1</sup> One."));
    // A line without a number is no footnote.
    assert_markdown(
        "<p>a <a id=m href=#n>2</a></p><p>b <a href=#m>3</a></p>",
        "a [2](https://mill.example/news/#n)\n\nb [3](https://mill.example/news/#m)",
    );
}

#[test]
fn a_document_pasted_from_google_docs_is_not_bold() {
    assert_markdown(
        "<b style='font-weight:normal' id=docs-internal-guid-1a><p>The gate is <b>old</b>.</p></b>",
        "The gate is **old**.",
    );
    assert_markdown("<p><b id=a>The gate</b> is old.</p>", "**The gate** is old.");
}

#[test]
fn a_style_takes_emphasis_away() {
    for (html, expected) in [
        (
            "The <em style='font-style:normal'>gate</em> is <b class=fw-normal>old</b>.",
            "gate is old",
        ),
        ("The <b style='font-weight:400'><i>gate</i></b> is old.", "*gate* is old"),
        ("The <s style='text-decoration:none'>gate</s> is old.", "gate is old"),
        // Word writes how the weight of other scripts is.
        ("The <b style='mso-bidi-font-weight:normal'>gate</b> is old.", "**gate** is old"),
    ] {
        assert_markdown(&format!("<p>{html}</p>"), &format!("The {expected}."));
    }
}

#[test]
fn html_has_emphasis_as_the_page_has_it() {
    for (html, expected, markdown) in [
        (
            "He said<b>, “well” and</b>so",
            "He said<strong>, “well” and</strong>so",
            "He said, “**well” and**so",
        ),
        ("a<b><i>“x”</i></b>b", "a<strong><em>“x”</em></strong>b", "a“**x**”b"),
        ("a<b>“<u>x</u>”, </b>b", "a<strong>“x”,</strong> b", "a“**x”,** b"),
        ("<b>gate<i>way</i></b>", "<strong>gate<em>way</em></strong>", "**gateway**"),
        ("a<b>,,</b>b", "a<strong>,,</strong>b", "a,,b"),
        ("<b>a<i>,</i></b>b", "<strong>a<em>,</em></strong>b", "**a**,b"),
        ("a<b><i>,</i>b</b>", "a<strong><em>,</em>b</strong>", "a,**b**"),
        (
            "<b>old <i>gate</i></b>… <i>the <b>mill</b></i>x",
            "<strong>old <em>gate</em></strong>… <em>the <strong>mill</strong></em>x",
            "**old *gate***… *the mill*x",
        ),
        ("a<b>,<br>c</b>", "a<strong>,<br>\nc</strong>", "a,  \n**c**"),
        (
            "a<b>“<a href=/x>c</a>”</b>d",
            "a<strong>“<a href=\"https://mill.example/x\">c</a>”</strong>d",
            "a“[c](https://mill.example/x)”d",
        ),
        (
            "a<b>, <img src=/i.png> c</b>",
            "a<strong>, <img src=\"https://mill.example/i.png\" alt=\"\"> c</strong>",
            "a, ![](https://mill.example/i.png) **c**",
        ),
    ] {
        let html = format!("<p>{html}</p>");
        assert_markdown(&html, markdown);
        let written = keep_all(&html).to_html(&renderings()[1]);
        assert_eq!(written, format!("<p>{expected}</p>\n"));
    }
}

#[test]
fn inline_quotations_have_an_element() {
    let html = "<p>He said <q>the gate is old</q> and <q>“so is the mill”</q>.</p>";
    assert_markdown(html, "He said <q>the gate is old</q> and “so is the mill”.");
    let written = keep_all(html).to_html(&renderings()[0]);
    assert_eq!(written, "<p>He said <q>the gate is old</q> and “so is the mill”.</p>\n");
}

#[test]
fn elements_of_amp_load_videos_posts_and_images() {
    let prose = "The miller said that the weir would not stand another winter. ".repeat(6);
    // Rules would keep all attributes.
    let everything: KindSet = Kind::ALL.iter().copied().collect();
    let cleaner = Cleaner::new(Options::new().with_source(Source::Html).with_kept(everything));
    for (html, expected) in [
        (
            "<amp-youtube data-videoid=a_-1><amp-img src=/p.jpg placeholder></amp-img></amp-youtube>",
            "[youtube.com](https://www.youtube.com/watch?v=a_-1)",
        ),
        (
            "<lite-youtube videoid=a1></lite-youtube>",
            "[youtube.com](https://www.youtube.com/watch?v=a1)",
        ),
        ("<amp-vimeo data-videoid=12></amp-vimeo>", "[vimeo.com](https://vimeo.com/12)"),
        (
            "<amp-video title='The weir' poster=/p.jpg><source src=/w.mp4></amp-video>",
            "[The weir](https://mill.example/w.mp4)",
        ),
        ("<amp-audio src=/a.mp3></amp-audio>", "[a.mp3](https://mill.example/a.mp3)"),
        (
            "<amp-iframe src=https://player.example/embed/1></amp-iframe>",
            "[player.example](https://player.example/embed/1)",
        ),
        (
            "<amp-twitter data-tweetid=12></amp-twitter>",
            "[twitter.com](https://twitter.com/i/status/12)",
        ),
        (
            "<amp-brightcove data-account=1 data-video-id=2></amp-brightcove>",
            "[index.html](https://players.brightcove.net/1/default_default/index.html?videoId=2)",
        ),
        ("<amp-anim src=/a.gif alt=weir></amp-anim>", "![weir](https://mill.example/a.gif)"),
        (
            "<amp-img src=/a.webp><amp-img fallback src=/b.jpg></amp-img></amp-img>",
            "![](https://mill.example/a.webp)",
        ),
        // Without scripts, and before it is loaded.
        (
            "<amp-img src=/a.webp><noscript><img src=/b.jpg></noscript></amp-img>",
            "![](https://mill.example/a.webp)",
        ),
        (
            "<amp-vimeo data-videoid=12><a placeholder href=/v><img src=/p.jpg></a>\
             <noscript><iframe src=https://player.example/12></iframe></noscript></amp-vimeo>",
            "[vimeo.com](https://vimeo.com/12)",
        ),
        // No id, a frame of another sort.
        ("<amp-youtube data-videoid='a/b'></amp-youtube>", ""),
        ("<amp-iframe src=https://maps.example/embed></amp-iframe>", ""),
        ("<amp-ad data-videoid=1></amp-ad>", ""),
    ] {
        let page = cleaner.clean(format!("<p>{prose}</p>{html}<p>{prose}</p>").as_bytes());
        let markdown = page.to_markdown(&renderings()[1]);
        let written: Vec<&str> = markdown.split("\n\n").map(str::trim).collect();
        let expected = [prose.trim(), expected, prose.trim()];
        let expected: Vec<&str> = expected.into_iter().filter(|it| !it.is_empty()).collect();
        assert_eq!(written, expected, "{html}");
    }
}

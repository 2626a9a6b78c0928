//! Formulas: one copy of each, as TeX between dollar signs, or else as text.

use dechrome::RenderOptions;

use super::keep_all;

/// Returns the Markdown of a page in the `body` of which is `html`.
fn markdown(html: &str) -> String {
    keep_all(html).to_markdown(&RenderOptions::new())
}

const KATEX: &str = "<span class=katex><span class=katex-mathml><math><semantics><mrow><mi>x</mi>\
    </mrow><annotation encoding='application/x-tex'>\\ell</annotation></semantics></math></span>\
    <span class=katex-html aria-hidden=true><span class=mord>ℓ</span></span></span>";

#[test]
fn a_source_is_written_once() {
    for (html, expected) in [
        (&*format!("<p>a {KATEX} b</p>"), "a $\\ell$ b\n"),
        // KaTeX without MathML: only the rendering is there.
        ("<p>a <span class=katex><span class=katex-html>ℓ</span></span> b</p>", "a ℓ b\n"),
        // MathJax 2: preview, rendering and script.
        (
            "<p>a <span class=MathJax_Preview>[g]</span><span class=MathJax><nobr>g≈9</nobr></span>\
             <script type='math/tex'>g \\approx 9</script>, b</p>",
            "a $g \\approx 9$, b\n",
        ),
        (
            "<p>a</p><div class=MathJax_Display><span class=MathJax>E=m</span></div>\
             <script type='math/tex; mode=display'>E = m</script><p>b</p>",
            "a\n\n$$E = m$$\n\nb\n",
        ),
        // Its accessible copy is not a second formula.
        (
            "<p>a <span class=MathJax>g<span class=MJX_Assistive_MathML><math><mi>g</mi></math>\
             </span></span><script type='math/tex'>g</script> b</p>",
            "a $g$ b\n",
        ),
        // MathJax 3 and 4 are custom elements inside the line.
        (
            "<p>a <mjx-container><mjx-math aria-hidden=true><mjx-c></mjx-c></mjx-math>\
             <mjx-assistive-mml><math><msup><mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml>\
             </mjx-container> b</p>",
            "a x^2 b\n",
        ),
        (
            "<p>a <mjx-container><mjx-math data-latex='x^2'><mjx-mi data-latex='x'>x</mjx-mi>\
             </mjx-math></mjx-container> b</p>",
            "a $x^2$ b\n",
        ),
        // MediaWiki: hidden MathML and an image.
        (
            "<p>a <span class=mwe-math-element><span style='display:none'><math \
             alttext='{\\displaystyle \\theta _{0}}'><mi>θ</mi></math></span>\
             <img src=/svg/1 class=mwe-math-fallback-image-inline alt='{\\displaystyle \\theta _{0}}'>\
             </span> b</p>",
            "a $\\theta _{0}$ b\n",
        ),
        ("<p>a <img class=latex src=/l.png alt='E=mc^2'> b</p>", "a $E=mc^2$ b\n"),
        (
            "<p>a <img src='https://www.zhihu.com/equation?tex=%5Calpha' alt='\\alpha'> b</p>",
            "a $\\alpha$ b\n",
        ),
        ("<p>a <img src='https://latex.codecogs.com/svg.latex?a%5Eb'> b</p>", "a $a^b$ b\n"),
        // Attributes.
        (
            "<p>a <span data-math='E_k = \\tfrac12'><i>E</i>k</span> b</p>",
            "a $E_k = \\tfrac12$ b\n",
        ),
        ("<p>a <span data-latex='x'></span> b</p>", "a $x$ b\n"),
        ("<p>a</p><div data-math='\\omega'></div><p>b</p>", "a\n\n$$\\omega$$\n\nb\n"),
        ("<p>a</p><div data-tex='\\omega'><p>w</p></div><p>b</p>", "a\n\n$$\\omega$$\n\nb\n"),
        ("<p>a <span data-math=true>x</span> b</p>", "a x b\n"),
        ("<p>a <span data-formula='see the table below'>x</span> b</p>", "a x b\n"),
    ] {
        let html = format!("<p>{}</p>{html}", "word ".repeat(60));
        let written = markdown(&html);
        assert_eq!(written.split_once("\n\n").map(|(_, rest)| rest), Some(expected), "{html}");
    }
}

#[test]
fn delimiters_are_formulas_where_a_script_shows_them() {
    let mathjax = "<script src=https://cdn.example/mathjax@3/tex-chtml.js></script>";
    let katex = "<link rel=stylesheet href=/katex.min.css>";
    let config = "<script type='text/x-mathjax-config'>1</script>";
    for (head, html, expected) in [
        (
            mathjax,
            "a $h_i$ of $i$, \\(a*b*c\\) and $5 or $40.",
            "a $h_i$ of $i$, $a*b*c$ and \\$5 or \\$40.",
        ),
        (katex, "\\[ x_1 \\]", "$$x_1$$"),
        (config, "$$a_1<br>b_2$$", "$$a_1 b_2$$"),
        (mathjax, "<em>$a_i$</em> <b>b \\(c_i\\)</b>", "*$a_i$* **b $c_i$**"),
        (mathjax, "a <a href=/x>link \\(c_i\\)</a>", "a link $c_i$"),
        // Renderers see neither code nor formulas with elements inside.
        (mathjax, "<code>$a_i$ \\(b\\)</code>", "`$a_i$ \\(b\\)`"),
        (mathjax, "a $x <b>y</b> z$", "a \\$x **y** z\\$"),
        (mathjax, "a \\(b and $c", "a \\\\(b and \\$c"),
        (mathjax, "$$\\text{a $b$}$$ c", "$$\\text{a $b$}$$ c"),
        ("", "a $h_i$ and \\(b\\)", "a \\$h_i\\$ and \\\\(b\\\\)"),
        ("", "\\(b_i\\) <span class=katex>c</span>", "$b_i$ c"),
        ("", "<span class='math inline'>\\(b_i\\)</span> c", "$b_i$ c"),
        ("", "<span class=math-container>$b_i$</span> c", "$b_i$ c"),
        ("", "a <span class='math inline'>\\(b\\)</span> \\(c\\)", "a $b$ \\\\(c\\\\)"),
        ("", "a <span class=arithmatex>\\[b\\]</span>", "a $$b$$"),
        // Pandoc for KaTeX writes no delimiters. Without a renderer it writes elements.
        ("", "a <span class='math inline'>b^2</span>", "a $b^2$"),
        ("", "a <span class='math display'>\\frac{b}{c}</span>", "a $$\\frac{b}{c}$$"),
        (
            "",
            "a <span class='math inline'><em>b</em><sub><em>i</em></sub></span>",
            "a *b*<sub>*i*</sub>",
        ),
        ("", "a <span class=math>b^2</span> <span class='math inline'>b</span>", "a b^2 b"),
    ] {
        let html = format!("<head>{head}</head><body><p>{html}</p>");
        assert_eq!(markdown(&html), format!("{expected}\n"), "{html}");
    }
}

#[test]
fn mathml_without_a_source_becomes_text() {
    for (mathml, expected) in [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc^2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<msub><mi>x</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>", "x_(ij)"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>10</mn></msubsup>", "x_i^10"),
        ("<msqrt><mi>n</mi><mo>+</mo><mn>1</mn></msqrt>", "√(n + 1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "∛x"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>\
             <mi>i</mi>",
            "∑_(i = 1)^n i",
        ),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u{304}"),
        ("<msup><mi>f</mi><mo>′</mo></msup><mo>(</mo><mi>x</mi><mo>)</mo>", "f′(x)"),
        ("<mi>sin</mi><mo>\u{2061}</mo><mi>x</mi><mtext>if</mtext><mi>y</mi>", "sinx if y"),
        (
            "<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr>\
             <mtr><mtd><mn>0</mn></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>)</mo>",
            "(1 0; 0 1)",
        ),
        ("<semantics><mi>y</mi><annotation encoding='text/plain'>z</annotation></semantics>", "y"),
    ] {
        let html = format!("<p>a <math>{mathml}</math> b</p>");
        assert_eq!(
            keep_all(&html).to_html(&RenderOptions::new()).replace("&lt;", "<"),
            format!("<p>a <span class=\"math\">{expected}</span> b</p>\n"),
            "{html}"
        );
    }
}

#[test]
fn plain_text_has_no_hole() {
    let math = "<math><msup><mi>x</mi><mn>2</mn></msup></math>";
    for (html, expected) in [
        (format!("<p>is {math}, and</p>"), "is x^2, and"),
        (format!("<p>is({math})</p>"), "is(x^2)"),
        (format!("<p>{math} is</p>"), "x^2 is"),
        (format!("<p>is {math}</p>"), "is x^2"),
        (format!("<p>is <b>{math}</b></p>"), "is x^2"),
        (format!("<p>so<br><br>{math} is</p>"), "so\n\nx^2 is"),
        ("<p>is <script type='math/tex'>x_1</script>, and</p>".to_owned(), "is x_1, and"),
        ("<p>is <img class=tex alt='x_1' src=/x>, and</p>".to_owned(), "is x_1, and"),
        ("<p>is <span data-tex='x_1'></span>, and</p>".to_owned(), "is x_1, and"),
        (format!("<p>is</p>{math}<p>and</p><div>{math}</div>"), "is\n\nx^2\n\nand\n\nx^2"),
        (format!("<p>is {KATEX}, and</p>"), "is ℓ, and"),
        (
            "<p>is <span class=MathJax>x</span><script type='math/tex'>x</script>, and</p>"
                .to_owned(),
            "is x, and",
        ),
    ] {
        let words = "word ".repeat(60);
        let page = keep_all(&format!("<p>{words}</p>{html}"));
        let text = page.to_text();
        assert_eq!(
            text.split_once("\n\n").map(|(_, rest)| rest.trim_end()),
            Some(expected),
            "{html}"
        );
        // Markdown has the same words around the formula.
        let markdown = page.to_markdown(&RenderOptions::new());
        assert!(!markdown.contains(" ,"), "{markdown}");
    }
}

#[test]
fn an_image_of_a_formula_with_a_source_is_left_out() {
    let math = "<math alttext='x^{2}'><msup><mi>x</mi><mn>2</mn></msup></math>";
    let image = "<img class=mwe-math-fallback-image-inline alt='x^{2}' src=https://mill.example/x>";
    let html = format!(
        "<p>is <span class=mwe-math-element><span style='display: none'>{math}</span>{image}\
         </span> m"
    );
    let options = RenderOptions::new().with_images(true);
    assert_eq!(keep_all(&html).to_markdown(&options).trim_end(), "is $x^{2}$ m");
    let photo = format!("<p>is {math} m <img alt=Mill src=https://mill.example/y>");
    assert!(keep_all(&photo).to_markdown(&options).contains("![Mill]"), "it is no copy");
}

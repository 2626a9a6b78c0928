//! Images: the largest version of each, once, with an absolute URL.

use dechrome::{Cleaner, Kind, Options, RenderOptions};

use super::keep_all;

/// Returns the Markdown of images between two paragraphs, without the paragraphs.
fn images(html: &str) -> String {
    let words = "word ".repeat(60);
    let page = keep_all(&format!("<article><p>{words}</p>{html}<p>{words}</p></article>"));
    let options = RenderOptions::new().with_images(true).with_url("https://mill.example/a/b");
    let markdown = page.to_markdown(&options);
    let blocks = markdown.trim_end().split("\n\n").filter(|block| !block.starts_with("word"));
    blocks.collect::<Vec<_>>().join(" ")
}

#[test]
fn late_images_have_the_url_that_a_script_reads() {
    for attribute in [
        "data-src=/i.jpg",
        "data-original=/i.jpg",
        "data-lazy-src=/i.jpg",
        "data-lazy-srcset='/i-300.jpg 300w, /i.jpg 1024w'",
        "data-srcset='/i-300.jpg 1x, /i.jpg 2x'",
        "data-actualsrc=/i.jpg",
        "data-hi-res-src=/i.jpg",
        "data-orig-file=/i.jpg data-medium-file=/i-300x200.jpg",
        "srcset='/i-300.jpg 300w, /i.jpg 1024w'",
        "data-src='/i.jpg' data-hover-src=/other.jpg data-fallback=/broken.png",
    ] {
        for placeholder in
            ["data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP", "/img/blank.gif", "/i-20w.jpg", ""]
        {
            let html = format!("<img src='{placeholder}' {attribute} alt=pear>");
            assert_eq!(images(&html), "![pear](https://mill.example/i.jpg)", "{html}");
        }
    }
}

#[test]
fn each_picture_is_shown_once() {
    for (html, expected) in [
        // The copy for browsers without scripts.
        ("<img src=/i.jpg alt=a><noscript><img src=/i.jpg></noscript>", "/i.jpg"),
        ("<img src=data:image/gif;base64,R0 alt=a><noscript><img src=/i.jpg></noscript>", "/i.jpg"),
        ("<img src=/t.jpg alt=a><noscript><img src=/i.jpg></noscript>", "/i.jpg"),
        (
            "<div><img src=/t.jpg data-src=/i.jpg alt=a></div><noscript><img src=/n.jpg></noscript>",
            "/i.jpg",
        ),
        (
            "<noscript><img src=/i.jpg></noscript><img src=/blank.gif data-src=/i.jpg alt=a>",
            "/i.jpg",
        ),
        // A thumbnail and its picture.
        (
            "<img src='https://c.example/freeze/max/30/9lG.jpeg?q=20'><canvas></canvas>\
             <img data-src=https://c.example/max/800/9lG.jpeg alt=a><noscript>\
             <img src=https://c.example/max/800/9lG.jpeg></noscript>",
            "https://c.example/max/800/9lG.jpeg",
        ),
        ("<img src=/i-150x150.jpg><img src=/i-1024x683.jpg alt=a>", "/i-1024x683.jpg"),
        ("<a href=/i.jpg><img src=/i-300x200.jpg alt=a></a>", "/i.jpg"),
        (
            "<img src=/i.jpg?w=300 srcset='/i.jpg?w=300 300w, /i.jpg?w=900 900w' alt=a>",
            "/i.jpg?w=900",
        ),
        // The sources of a picture, if the image has no URL of its own.
        (
            "<picture><source srcset=/i.webp type=image/webp><source srcset=/i.jpg>\
             <img src=/blank.gif alt=a></picture>",
            "/i.jpg",
        ),
        ("<picture><source srcset='/s.jpg 1x, /i.jpg 2x'><img alt=a></picture>", "/i.jpg"),
        ("<picture><source srcset=/i.webp><img src=/i.jpg alt=a></picture>", "/i.jpg"),
        ("<amp-img src=/i.jpg alt=a><noscript><img src=/i.jpg></noscript></amp-img>", "/i.jpg"),
        // URLs with characters that URLs cannot have.
        ("<img src=/i.jpg data-src='/i_{width}x.jpg' alt=a>", "/i.jpg"),
        ("<img src='a%20|%20b[1]{2}.jpg' alt=a>", "/a/a%20%7C%20b%5B1%5D%7B2%7D.jpg"),
        ("<img src='/100%_a b.jpg' alt=a>", "/100%25_a%20b.jpg"),
        ("<img src='..\\i.jpg' alt=a>", "/i.jpg"),
    ] {
        let base = if expected.starts_with('/') { "https://mill.example" } else { "" };
        assert_eq!(images(html), format!("![a]({base}{expected})"), "{html}");
    }
}

#[test]
fn different_pictures_stay() {
    for (html, count) in [
        ("<img src=/2020/photo.jpg><img src=/2021/photo.jpg>", 2),
        (
            "<img src='/_next/image?url=%2Fa.jpg&w=640&q=75'><img src='/_next/image?url=%2Fb.jpg&w=640&q=75'>",
            2,
        ),
        (
            "<img src=/a.gif data-src=/a.jpg><noscript><img src=/a.jpg></noscript>\
          <img src=/b.gif data-src=/b.jpg><noscript><img src=/b.jpg></noscript>",
            2,
        ),
        (
            "<img src=data:a><noscript><img src=/a.jpg></noscript>\
          <img src=data:b><noscript><img src=/b.jpg></noscript>",
            2,
        ),
        ("<img src=/blank-canvas.jpg>", 1),
    ] {
        assert_eq!(images(html).matches("![").count(), count, "{html}");
    }
}

#[test]
fn spacers_and_counters_are_left_out() {
    for html in [
        "<img src=/pixel.gif?track=1 width=1 height=1>",
        "<img src=/i.jpg width=1px>",
        "<img src=/spacer.gif width=100 height=20>",
        "<img src=/img/placeholder-image.png alt=pear>",
        "<img src='https://sb.scorecardresearch.com/p?c1=2'>",
        "<img src='https://www.facebook.com/tr?id=1&ev=PageView&noscript=1'>",
        "<img src=data:image/png;base64,R0lGODlhAQABAIAAAAAAAP alt=pear>",
    ] {
        assert_eq!(images(html), "", "{html}");
    }
}

#[test]
fn a_dropped_caption_is_below_its_image() {
    let words = "word ".repeat(60);
    let html = format!(
        "<article><p>{words}</p><figure><img src=/i.jpg alt=pear><img src=/j.jpg alt=quince>\
         <figcaption>A \"pear\" &amp; a\n quince,\\ $5</figcaption></figure><p>{words}</p></article>"
    );
    let keep_captions = Options::new().with_kept([Kind::Caption]);
    let options = RenderOptions::new().with_images(true);
    for (cleaner, is_text) in [(Cleaner::new(keep_captions), true), (Cleaner::default(), false)] {
        let page = cleaner.clean(&html);
        assert_eq!(page.to_text().contains("quince"), is_text);
        let blocks = ["![pear](/i.jpg)", "![quince](/j.jpg)", "A \"pear\" & a quince,\\\\ $5"];
        let [pear, quince, caption] = blocks;
        let expected = if is_text {
            format!("{pear}\n\n{quince}\n\n{caption}\n")
        } else {
            format!("{pear}  \n{caption}\n\n{quince}\n")
        };
        let markdown = page.to_markdown(&options);
        assert!(markdown.contains(&expected), "{markdown}");
        let html = page.to_html(&options);
        let below = "alt=\"pear\"><br>\nA &quot;pear&quot; &amp; a quince,\\ $5";
        assert_eq!(html.contains(below), !is_text, "{html}");
        let captions: Vec<String> =
            page.blocks().flat_map(|block| block.images()).map(|image| image.caption).collect();
        let caption = if is_text { "" } else { r#"A "pear" & a quince,\ $5"# };
        assert_eq!(captions, [caption, ""]);
    }
}

#[test]
fn images_in_links_keep_the_link() {
    let words = "word ".repeat(60);
    let image = "<img src=/s.jpg alt=pear>";
    let plain = "![pear](https://mill.example/s.jpg)";
    let linked = "[![pear](https://mill.example/s.jpg)](https://mill.example/tree)";
    for (markup, expected) in [
        (format!("<p><a href=/tree>{image}</a></p>"), linked),
        (format!("<figure><a href=/tree><picture>{image}</picture></a></figure>"), linked),
        // To the same picture, to a box on the page, or to a script.
        (format!("<p><a href=/s.jpg>{image}</a></p>"), plain),
        (format!("<p><a href='#box'>{image}</a></p>"), plain),
        (format!("<p><a href='javascript:show()'>{image}</a></p>"), plain),
    ] {
        let page = keep_all(&format!("<article><p>{words}</p>{markup}<p>{words}</p></article>"));
        let options = RenderOptions::new().with_images(true).with_url("https://mill.example/a/b");
        let middle = |text: String| text.split("\n\n").nth(1).map(str::to_owned);
        assert_eq!(middle(page.to_markdown(&options)).as_deref(), Some(plain), "{markup}");
        let options = options.with_links(true);
        assert_eq!(middle(page.to_markdown(&options)).as_deref(), Some(expected), "{markup}");
        let html = page.to_html(&options);
        assert_eq!(
            html.contains("<a href=\"https://mill.example/tree\"><img "),
            expected == linked
        );
        let link = page.blocks().flat_map(|block| block.images()).next().expect("an image").link;
        assert_eq!(link.is_some(), expected == linked, "{markup}");
    }
}

#[test]
fn images_among_the_words_of_a_link_have_no_link_of_their_own() {
    let words = "word ".repeat(60);
    let page = keep_all(&format!(
        "<p>{words}</p><p>{words}<a href=/tree>the old <img src=/s.jpg alt=pear> tree</a></p>"
    ));
    let options = RenderOptions::new().with_images(true).with_links(true);
    assert_eq!(page.to_html(&options).matches("<a ").count(), 1);
    assert!(page.to_markdown(&options).ends_with("[the old ![pear](/s.jpg) tree](/tree)\n"));
}

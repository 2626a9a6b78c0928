//! Blocks of single pages: leads that stay, and chrome that is dropped.

use dechrome::{Page, RenderOptions};

const PROSE: [&str; 2] = [
    "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, so that nobody \
     could reach the mill on the other bank before the spring came and the ice went.",
    "The men of the village built a raft out of the doors of the barn, and by the evening the first sacks of flour had \
     been brought across the brown water, where the carts of the bakers were waiting for them.",
];

/// A page with these elements between the headline and two paragraphs.
fn page(elements: &str) -> Page {
    dechrome::clean(format!(
        "<html lang=en><title>The flooded mill</title><body><nav><a href=/>Home</a></nav><article>\
         <h1>The flooded mill</h1>{elements}<p>{}</p><p>{}</p></article>",
        PROSE[0], PROSE[1]
    ))
}

#[test]
fn the_paragraph_below_the_headline_stays() {
    let lead = "How one village crossed the river without its bridge";
    for element in [
        format!("<h2 class=article-dek>{lead}</h2>"),
        format!("<div class=storySubtitle><span>{lead}</span></div>"),
        format!(
            "<div><ul class=share><li>Share<li>Print</ul><div class=excerpt>{lead}</div></div>"
        ),
    ] {
        let page = page(&element);
        assert!(page.to_text().contains(lead), "{element}: {}", page.to_text());
    }
}

#[test]
fn a_caption_with_the_headline_is_the_head_of_the_article() {
    let page = dechrome::clean(format!(
        "<html lang=en><title>The flooded mill</title><body><article><figure><img src=m.jpg>\
         <figcaption><h1>The flooded mill</h1><p>{}</p></figcaption></figure><p>{}</p></article>",
        PROSE[0], PROSE[1]
    ));
    assert!(page.to_text().starts_with(PROSE[0]), "{}", page.to_text());
}

#[test]
fn buttons_that_line_breaks_part_are_chrome() {
    let page = page("<p>Share on Facebook<br>Tweet this</p>");
    assert_eq!(page.to_text().trim_end(), PROSE.join("\n\n"));
}

#[test]
fn the_menu_of_a_page_in_a_table_goes() {
    let page = dechrome::clean(format!(
        "<html lang=en><title>The flooded mill</title><body><table>\
         <tr><td colspan=2><a href=/>Home</a> | <a href=/n>News</a> | <a href=/c>Contact</a></tr>\
         <tr><td><a href=1>Archive 2001</a><br><a href=2>Archive 2002</a></td><td>{}</td></tr>\
         <tr><td colspan=2>Copyright 2003 Mill Post</td></tr></table>",
        format!("{}<br><br>{}", PROSE[0], PROSE[1]).repeat(2)
    ));
    assert!(page.to_text().contains(PROSE[0]));
    for chrome in ["Contact", "Copyright"] {
        assert!(!page.to_text().contains(chrome), "{}", page.to_text());
    }
}

#[test]
fn entries_that_begin_like_chrome_stay() {
    let entries = "<h2>4 May 1987, 05:50</h2><p>The roof is sound, and the walls are dry.</p>\
                   <h2>Open days</h2><ul><li>Saturday 15 June 2024, 14:00: guided walk along the \
                   river<li>Sunday 16 June 2024, 10:00: breakfast at the mill<li>Share: the part \
                   of the mill that a member owns and may sell.</ul>";
    let text = page(&format!("<p>{}</p>{entries}", PROSE[1])).to_text();
    for kept in ["4 May 1987, 05:50", "guided walk", "Share: the part"] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
}

#[test]
fn hidden_words_are_cut_out_without_a_space() {
    for sentence in [
        "The town <span style='display:none'>(see the map)</span>was taken by the river.",
        "The town<span style='display:none'> (see the map)</span> was taken by the river.",
        "The town <span style='display:none'>(see the map)</span> was taken by the river.",
    ] {
        let text = page(&format!("<p>{} {sentence}</p>", PROSE[1])).to_text();
        assert!(text.contains("The town was taken by the river."), "{sentence}: {text}");
    }
}

#[test]
fn text_outside_of_the_window_goes() {
    let spam = "Everybody who likes rivers also buys boots from the best shop of the whole valley.";
    let far = "position:absolute; left:-4852px; top:-3681px";
    for (style, expected) in [(far, false), ("position:absolute; left:12px", true)] {
        let html = format!(
            "<p>{}</p><div style='{style}'>{spam}</div><p>{} The river <span style='{style}'>(see \
             the map) </span>rose.</p>",
            PROSE[0], PROSE[1]
        );
        let text = page(&html).to_text();
        assert_eq!(text.contains(spam), expected, "{text}");
        assert_eq!(text.contains("The river rose."), !expected, "{text}");
    }
}

#[test]
fn repeats_are_in_no_output() {
    let list = format!("<ul><li>{}<li><b>{}</b></ul>", PROSE[0], PROSE[1]);
    let mut page = page(&format!("<p>{}</p>{list}<p>{}</p>", PROSE[0], PROSE[1]));
    assert_eq!(page.drop_repeats(), 4);
    let text = PROSE.join("\n\n- ");
    assert_eq!(page.to_text().trim_end(), text);
    assert_eq!(
        page.to_markdown(&RenderOptions::new()).trim_end(),
        text.replace(PROSE[1], &format!("**{}**", PROSE[1]))
    );
    assert_eq!(
        page.to_html(&RenderOptions::new()).matches("<p>").count(),
        2,
        "{}",
        page.to_html(&RenderOptions::new())
    );
}

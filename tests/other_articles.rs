//! Whole articles below the page's own are dropped; parts of the page's article are not.

use dechrome::{Kind, Page};

const OWN: [&str; 2] = [
    "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, so that nobody \
     could reach the mill on the other bank before the spring came and the ice went.",
    "The men of the village built a raft out of the doors of the barn, and by the evening the first sacks of flour had \
     been brought across the brown water, where the carts of the bakers were waiting for them.",
];
const OTHER: [&str; 2] = [
    "A fisherman found the bell of the church in his net on Tuesday, forty years after it was lost, and the council will \
     decide next week whether it may hang in the tower again before the winter festival.",
    "The priest said that he had dreamt of the sound of it since he was a child, and that the new bell, which the sea \
     would have to be paid for, could be sold to the neighbours in the valley.",
];

/// A part of a page: a heading with its prose.
fn part(names: &str, heading: &str, dateline: &str, prose: &[&str]) -> String {
    let prose: String = prose.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<article class=story><header><h1 class='{names}'>{heading}</h1>{dateline}</header>\
         <div class=text>{prose}</div></article>"
    )
}

/// A page whose article is about the mill, with another part below it.
fn page(below: &str) -> Page {
    let own =
        part("entry-title", "The flooded mill in the valley", "<p>12 May 2024 10:30</p>", &OWN);
    dechrome::clean(format!(
        "<html lang=en><title>The flooded mill in the valley | News</title><body><main>{own}{below}</main>"
    ))
}

#[test]
fn the_next_articles_of_an_endless_scroll_are_dropped() {
    let next = part("entry-title next", "The bell", "<p>11 May 2024 08:15</p>", &OTHER);
    let page = page(&format!("<div class=scroll>{next}{next}</div>"));
    assert_eq!(page.to_text().trim_end(), OWN.join("\n\n"));
    let bell = page.blocks().find(|block| block.text() == OTHER[0]).expect("is a block");
    assert_eq!((bell.kind(), bell.keep()), (Kind::Related, false));
    // The choice does not count the dropped article as missed.
    assert!(page.confidence() > 0.8, "{}", page.confidence());
}

#[test]
fn sections_of_the_article_stay() {
    for (names, dateline) in [("entry-title", ""), ("section", "<p>11 May 2024 08:15</p>")] {
        let page = page(&part(names, "The bell", dateline, &OTHER));
        for text in OTHER {
            assert!(page.to_text().contains(text), "{names}: {}", page.to_text());
        }
    }
}

#[test]
fn releases_in_a_log_without_a_date_of_its_own_stay() {
    let log = part("release", "Changes of the mill", "", &OWN);
    let release = part("release", "Version 2", "<p>11 May 2024 08:15</p>", &OTHER);
    let page = dechrome::clean(format!(
        "<html lang=en><title>Changes of the mill</title><body><main>{log}{release}</main>"
    ));
    assert!(page.to_text().contains(OTHER[0]), "{}", page.to_text());
}

#[test]
fn prose_below_a_line_about_another_article_stays() {
    let sentence =
        "Engineers will first drain the lower lock, and they expect to finish the wall in October.";
    let block = format!("<p>See also: <a href=/bridge>The old bridge</a><br>{sentence}</p>");
    let page = page(&format!("<p>{}</p>{block}<p>{}</p>", OTHER[0], OTHER[1]));
    assert!(page.to_text().contains(sentence), "{}", page.to_text());
}

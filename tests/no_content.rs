//! Pages and texts without content are returned empty, with a reason.

use dechrome::{Cleaner, Input, Kind, NoContent, Options, Source};

/// Documents without content, by reason and language. `train/plants/README.md` describes the form.
const WALLS: &str = include_str!("../train/plants/walls.txt");

/// Returns the lines of each document.
fn walls() -> Vec<Vec<&'static str>> {
    let lines = WALLS.lines().filter(|line| !line.is_empty() && !line.starts_with(['=', '#']));
    lines.map(|line| line.split(" / ").map(str::trim).collect()).collect()
}

/// Returns a page with a title and a paragraph for each line.
fn page(lines: &[&str]) -> String {
    let mut html = format!("<html><head><title>{}</title></head><body><main>", lines[0]);
    for (number, line) in lines.iter().enumerate() {
        let tag = if number == 0 && lines.len() > 1 { "h1" } else { "p" };
        html.push_str(&format!("<{tag}>{line}</{tag}>\n"));
    }
    html + "</main></body></html>"
}

#[test]
fn walls_keep_no_word() {
    let walls = walls();
    assert!(walls.len() >= 30, "{}", walls.len());
    let cleaner = Cleaner::new(Options::new());
    let mut kept = Vec::new();
    for lines in &walls {
        for (source, input) in [
            (Source::Html, page(lines)),
            (Source::Text, lines.join("\n")),
            (Source::Text, lines.join("\n\n")),
        ] {
            let page = cleaner.clean_input(&Input::from_text(&input).with_source(source));
            let is_empty = page.to_text().is_empty() && page.confidence() == 0.0;
            if !is_empty || page.no_content().is_none() {
                kept.push((source, page.confidence(), page.to_text(), page.no_content()));
            }
        }
    }
    assert!(kept.is_empty(), "{kept:#?}");
}

#[test]
fn a_shell_has_a_reason() {
    let shell = b"<html><body><noscript>You need to enable JavaScript to run this app.</noscript>\
                  <div id=root></div></body></html>";
    let page = Cleaner::default().clean_input(&Input::new(shell).with_source(Source::Html));
    assert_eq!((page.to_text().as_str(), page.no_content()), ("", Some(NoContent::Script)));
    let missing = Cleaner::default()
        .clean_input(&Input::new(b"404\nPage not found\n").with_source(Source::Text));
    assert_eq!(missing.no_content().map(NoContent::name), Some("missing"));
}

#[test]
fn dropped_lines_of_a_wall_are_not_called_text() {
    let input = Input::from_text("The mill\nAccept all cookies\n").with_source(Source::Text);
    let page = Cleaner::default().clean_input(&input);
    assert_eq!(page.to_text(), "");
    for block in page.blocks() {
        assert!(!block.kind().is_content() && block.kind() != Kind::Title, "{}", block.kind());
    }
}

#[test]
fn short_documents_that_mention_walls_are_kept() {
    let text = "The clerk asked for the list of mills, and the machine answered in red letters \
                that access was denied.\n\nHe wrote the words \"access denied\" on a card, put it \
                into the drawer with the others, and went home along the river before it got dark.\n";
    let page = Cleaner::default().clean_input(&Input::from_text(text).with_source(Source::Text));
    assert_eq!((page.to_text().as_str(), page.no_content()), (text, None));
}

#[test]
fn the_caller_can_be_the_reason() {
    let html = "<title>Mill</title><p>The clerk asked for the list of mills, and the machine \
                answered in red letters that access was denied, so he went home.";
    let dropped = Options::new().with_dropped([Kind::Body, Kind::Lead, Kind::Subheading]);
    let page = Cleaner::new(dropped).clean(html);
    assert_eq!((page.to_text().as_str(), page.confidence()), ("", 0.0));
    assert_eq!(page.no_content(), Some(NoContent::Other));
}

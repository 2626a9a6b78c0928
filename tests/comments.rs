//! The comments of readers: found where pages mark them up and where they do not, and never a part
//! of the text.

mod generators;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use dechrome::{Cleaner, Comment, Kind, Options, Page, Source};
use generators::languages::BODIES;
use generators::runs::config;
use proptest::prelude::*;

/// Cleans pages and collects comments.
static WITH: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Html).with_comments(true)));

/// Only cleans.
static WITHOUT: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Html)));

/// An article with comments below it.
fn page(language: &str, body: &[&str], comments: &str) -> String {
    let body: String = body.iter().map(|text| format!("<p>{text}</p>")).collect();
    format!(
        "<html lang={language}><title>The mill</title><body><article><h1>The mill</h1>{body}</article>\
         <section id=comments>{comments}</section></body></html>"
    )
}

/// The comments of a page, as texts, authors and dates.
fn found(html: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let comments = WITH.clean(html.as_bytes()).comments();
    comments.into_iter().map(|Comment { text, author, date, .. }| (text, author, date)).collect()
}

/// The expected text, author and date of a comment.
fn expected(text: &str, author: &str, date: &str) -> (String, Option<String>, Option<String>) {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (text.to_owned(), some(author), some(date))
}

const ENGLISH: &[&str] = &[
    "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, so that nobody \
     could reach the mill on the other bank.",
    "The men of the village built a raft out of the doors of the barn, and by the evening the first sacks of flour had been \
     brought across the brown water.",
    "Nobody was hurt, said the mayor, but the road to the mill will stay closed until the spring, because the engineers want \
     to look at the banks before they build again.",
];

const ENGLISH_TOO: &[&str] = &[
    "Until then a boat will go over every hour, and the school on the other bank has sent its children home with books.",
    "The last flood of this kind came in 1987, when the water stood a metre high in the church and carried the organ away.",
    "The county has promised to pay for half of the new bridge, and the villages will have to find the rest by themselves.",
];

const GERMAN: &[&str] = &[
    "Drei Tage lang hatte es geregnet, und am vierten trat der Fluss über die Ufer und riss die alte Brücke mit sich, so dass \
     niemand mehr zur Mühle auf der anderen Seite kam.",
    "Die Männer des Dorfes bauten aus den Toren der Scheune ein Floß, und bis zum Abend waren die ersten Säcke Mehl über das \
     braune Wasser gebracht.",
    "Verletzt wurde niemand, sagte die Bürgermeisterin, aber die Straße zur Mühle bleibt bis zum Frühjahr gesperrt, weil die \
     Ingenieure sich erst die Ufer ansehen wollen.",
];

#[test]
fn threads_of_a_blog_keep_their_authors_and_dates() {
    let one = |id: u32, name: &str, date: &str, shown: &str, text: &str, answers: &str| {
        format!(
            "<li class='comment even depth-1' id=comment-{id}><article id=div-comment-{id} class=comment-body>\
             <footer class=comment-meta><div class='comment-author vcard'><b class=fn><a href=/u>{name}</a></b> \
             <span class=says>sagt:</span></div><div class=comment-metadata><a href=#c><time datetime={date}>{shown}</time>\
             </a></div></footer><div class=comment-content>{text}</div><div class=reply><a href=#r>Antworten</a></div>\
             </article><ol class=children>{answers}</ol></li>"
        )
    };
    let answer = one(
        8,
        "Ole",
        "2023-11-04T09:29:00+01:00",
        "4. November 2023 um 9:29 Uhr",
        "<p>Das stimmt.</p>",
        "",
    );
    let text =
        "<p>Ich habe die Brücke noch gekannt, als wir Kinder waren.</p><p>Schade um sie.</p>";
    let thread = one(
        7,
        "Frau Holle",
        "2023-11-03T20:14:00+01:00",
        "3. November 2023 um 20:14 Uhr",
        text,
        &answer,
    );
    let comments = format!("<h2>2 Kommentare</h2><ol class=comment-list>{thread}</ol>");
    let text = "Ich habe die Brücke noch gekannt, als wir Kinder waren.\n\nSchade um sie.";
    assert_eq!(
        found(&page("de", GERMAN, &comments)),
        [
            expected(text, "Frau Holle", "2023-11-03T20:14:00+01:00"),
            expected("Das stimmt.", "Ole", "2023-11-04T09:29:00+01:00")
        ]
    );
}

#[test]
fn comments_that_are_longer_than_the_article_are_dropped() {
    let article = "<p>Onlangs is versie 24.8 van het tekstprogramma verschenen, maar wie liever bij de \
         vorige reeks blijft, kan nu versie 24.2.6 ophalen. In deze uitgave zijn ruim veertig fouten \
         verholpen.</p><ul><li>Het rekenblad loopt niet meer vast</li><li>Betere uitvoer</li></ul>";
    let texts = [
        "Ik gebruik dit pakket nu al elf jaar op drie computers en ik moet zeggen dat de uitvoer \
         eindelijk doet wat hij moet doen. Vroeger schoven de tabellen altijd een halve regel op, en \
         dat is nu verleden tijd. Wel jammer dat de woordenlijst nog steeds zo oud is.",
        "De woordenlijst kun je zelf vervangen; op het forum staat een uitleg in vier stappen die ook \
         voor beginners goed te volgen is. Bij mij werkt het sinds vorige winter zonder problemen.",
        "Zijn er mensen die de twee reeksen naast elkaar hebben gedraaid? Ik heb op mijn werk nog een \
         oude machine staan waarop de nieuwste versie weigert te starten.",
    ];
    let one = |text: &&str| {
        format!(
            "<div class=reactie><div class=reactieHeader><a class=userLink href=/u>Wim</a> \
             <a class=date href=#r>5 september 2024 15:31</a></div><div class=reactieContent>{text}</div></div>"
        )
    };
    let comments: String = texts.iter().map(one).collect();
    let html = format!(
        "<html lang=nl><title>Versie 24.2.6</title><body><div id=content><h1>Versie 24.2.6</h1>\
         <div class=article>{article}</div><div id=reacties><h2>Reacties (14)</h2>{comments}</div></div></body></html>"
    );
    let page = WITH.clean(html.as_bytes());
    let text = page.to_text();
    assert!(text.contains("veertig fouten") && !text.contains("elf jaar"), "{text}");
    assert_eq!(found(&html), texts.map(|text| expected(text, "Wim", "2024-09-05")));
}

#[test]
fn comments_in_a_list_of_terms_are_read() {
    let one = |name: &str, text: &str, date: &str| {
        format!(
            "<dt class=comment-author>{name} hat gesagt…</dt><dd class=comment-body><p>{text}</p></dd>\
             <dd class=comment-footer><span class=comment-timestamp><a href=#c>{date}</a></span></dd>"
        )
    };
    let first = "Ich habe die Brücke noch gekannt, als wir Kinder waren. Schade um sie.";
    let second = "Das stimmt, und niemand hat sie je fotografiert.";
    let list = one("<a href=/u>Frau Holle</a>", first, "3. November 2023 um 20:14")
        + &one("Anonym", second, "4. November 2023 um 9:29");
    let comments = format!(
        "<div id=comments class=comments><h4>2 Kommentare:</h4><dl id=comments-block>{list}</dl></div>"
    );
    assert_eq!(
        found(&page("de", GERMAN, &comments)),
        [expected(first, "Frau Holle", "2023-11-03"), expected(second, "Anonym", "2023-11-04")]
    );
}

#[test]
fn microdata_and_lines_with_everything_in_them_are_read() {
    let comments = "<div itemprop=comment itemscope itemtype=https://schema.org/Comment><span itemprop=author itemscope>By \
         <span itemprop=name>Jane</span></span> <meta itemprop=dateCreated content=2020-05-06><time itemprop=dateCreated \
         datetime=2020-05-07>today</time><p itemprop=text>We heard it fall from the church, and nobody said a word.</p></div>\
         <p class=comment><cite class=comment-author>Joe</cite> (<i class=comment-date>6 May 2020</i>): And who is going to \
         pay for the new bridge, if I may ask?</p>";
    let found = found(&page("en", ENGLISH, comments));
    assert_eq!(
        found[0],
        expected("We heard it fall from the church, and nobody said a word.", "Jane", "2020-05-07")
    );
    let (text, author, date) = &found[1];
    assert!(text.ends_with("And who is going to pay for the new bridge, if I may ask?"), "{text}");
    assert_eq!((author.as_deref(), date.as_deref()), (Some("Joe"), Some("2020-05-06")));
}

#[test]
fn comments_without_names_are_what_is_repeated() {
    let texts = [
        "I have never seen the water so high, and I have lived here all my life, I can tell you that.",
        "They should have built it of stone in the first place, as everybody told them at the time.",
        "My uncle was on that raft! He says the doors were heavier than all of the flour together, lol.",
    ];
    let one =
        |text: &&str| format!("<div class=x7><p>{text}</p><p>Thanks for reporting this.</p></div>");
    let comments: String = texts.iter().map(one).collect();
    let found = found(&page("en", ENGLISH, &format!("<h3>Comments</h3>{comments}")));
    let expected =
        texts.map(|text| expected(&format!("{text}\n\nThanks for reporting this."), "", ""));
    assert_eq!(found, expected);
}

#[test]
fn nothing_is_collected_unless_asked_for() {
    let html = page(
        "en",
        ENGLISH,
        "<div class=comment><p>I have never seen the water so high in my life.</p></div>",
    );
    assert!(WITHOUT.clean(html.as_bytes()).comments().is_empty());
    assert!(!WITHOUT.clean(html.as_bytes()).to_json().contains("\"comments\""));
    assert!(
        WITH.clean(html.as_bytes()).to_json().contains(",\"comments\":[{\"text\":\"I have never")
    );
    assert!(WITH.clean(b"<p>It rained.</p>").to_json().contains("\"comments\":[]"));
}

/// Returns the problem with the comments of a page, if there is one: each has text, in words of the
/// dropped blocks and in their order, and no two comments share a word.
fn wrong(html: &[u8]) -> Option<String> {
    let (with, without) = (WITH.clean(html), WITHOUT.clean(html));
    if with.to_text() != without.to_text() {
        return Some("the text is another one".into());
    }
    let dropped: Vec<&str> =
        with.blocks().filter(|block| !block.keep()).map(|block| block.text()).collect();
    let dropped = dropped.join(" ");
    let mut left = HashMap::new();
    for letter in dropped.chars().filter(|c| c.is_alphanumeric()) {
        *left.entry(letter).or_insert(0usize) += 1;
    }
    for comment in with.comments() {
        if comment.text.trim().is_empty() {
            return Some("a comment without text".into());
        }
        // Each is searched from the start: an answer may be between two parts of a comment.
        let mut words = dropped.split_whitespace();
        for word in comment.text.split_whitespace() {
            // A part of a word is enough: names and dates are cut out of blocks.
            if !words.any(|other| other.contains(word)) {
                return Some(format!("{word:?} of {:?} is not a dropped word", comment.text));
            }
        }
        for letter in comment.text.chars().filter(|c| c.is_alphanumeric()) {
            match left.get_mut(&letter) {
                Some(count) if *count > 0 => *count -= 1,
                _ => return Some(format!("{:?} has words of another comment", comment.text)),
            }
        }
    }
    None
}

#[test]
fn an_answer_inside_a_comment_splits_its_text() {
    let comments = "<div class=comment><p>They should have built it of stone in the first place.</p>\
         <div class=comment><p>My uncle said so.</p></div>\
         <p>Nobody listened to him, I guess.</p></div>";
    let html = page("en", ENGLISH, comments);
    let text = "They should have built it of stone in the first place.\n\n\
         Nobody listened to him, I guess.";
    assert_eq!(found(&html), [expected(text, "", ""), expected("My uncle said so.", "", "")]);
    assert_eq!(wrong(html.as_bytes()), None);
}

/// The words of the blocks that are labelled as comments, of a page of the corpus.
fn labelled(case: &Path) -> String {
    let labels = fs::read_to_string(case.join("labels.tsv")).expect("labels");
    let comments = labels.lines().filter_map(|line| line.strip_prefix("comment\t"));
    comments.collect::<Vec<_>>().join("\n")
}

#[test]
fn comments_of_the_corpus_are_found() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (mut all, mut right, mut pages) = (0, 0, 0);
    for case in
        fs::read_dir(corpus).expect("the corpus").map(|entry| entry.expect("an entry").path())
    {
        let Ok(html) = fs::read(case.join("input.html")) else { continue };
        assert_eq!(wrong(&html), None, "{}", case.display());
        let labelled = labelled(&case);
        let comments = WITH.clean(&html).comments();
        pages += usize::from(!comments.is_empty());
        let lines: Vec<&str> = comments.iter().flat_map(|comment| comment.text.lines()).collect();
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        all += lines.len();
        right += lines.iter().filter(|line| labelled.contains(**line)).count();
    }
    assert!(pages >= 8 && right * 10 >= all * 9, "{right} of {all} lines on {pages} pages");
}

#[test]
fn what_is_kept_is_no_comment() {
    let html = page(
        "en",
        ENGLISH,
        "<div class=comment><b class=author>Jane</b><p>I have never seen it so high.</p></div>",
    );
    let mut options = Options::new().with_source(Source::Html).with_comments(true);
    // The model may take a short comment for any kind.
    for kind in Kind::ALL {
        options = options.with_kept(*kind);
    }
    let page: Page = Cleaner::new(options).clean(html.as_bytes());
    assert!(page.to_text().contains("I have never seen it so high."));
    assert!(page.comments().is_empty(), "{:?}", page.comments());
}

#[test]
fn many_comments_and_deep_ones_are_bounded() {
    let many =
        "<div class=comment><b class=author>Jane</b><p>I have never seen it so high.</p></div>"
            .repeat(20_000);
    assert!(WITH.clean(page("en", ENGLISH, &many).as_bytes()).comments().len() <= 20_000);
    let deep =
        "<div class=comment><i class=author>".repeat(3_000) + "I have never seen it so high.";
    assert!(WITH.clean(page("en", ENGLISH, &deep).as_bytes()).comments().len() <= 1);
}

/// A piece of a comment, in elements that say what it is or do not.
fn piece() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        prop::sample::select(BODIES.concat()).prop_map(str::to_owned),
        "[a-z]{1,6}( [a-z]{1,6}){0,3}",
        Just("3. Mai 2021".to_owned()),
        Just("Reply".to_owned()),
    ];
    text.prop_map(|text| format!("<p>{text}</p>")).prop_recursive(4, 16, 4, |inner| {
        let names = prop::sample::select(vec![
            "div class=comment",
            "li id=comment-7",
            "div class=comment-author",
            "span class=author",
            "b class=fn",
            "time",
            "p class=date",
            "div",
            "article class=x",
            "form",
            "a href=/u",
        ]);
        (names, prop::collection::vec(inner, 1..4)).prop_map(|(name, inside)| {
            let end = name.split(' ').next().unwrap_or_default();
            format!("<{name}>{}</{end}>", inside.concat())
        })
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn comments_are_words_of_what_is_dropped(pieces in prop::collection::vec(piece(), 1..6)) {
        let html = page("en", ENGLISH, &pieces.concat());
        prop_assert_eq!(wrong(html.as_bytes()), None, "{}", html);
    }
}

/// A text with an article, the number of its comments, and comments with names and times.
fn text_with_comments(heading: &str) -> (String, [&'static str; 3]) {
    let comments = [
        "We drove across that bridge every morning for eleven years, and my wife always said that it would not last another winter.",
        "The engineers of the county have known it since the flood of 1987, and they wrote it down in a report that nobody read.",
        "My grandfather built the first raft of the village, and he would have laughed about the doors of the barn.",
    ];
    let entry = |name: &str, time: &str, text: &str| {
        format!("{name} says:\nMay 14, 2024 at {time}\n{text}\nReply\n")
    };
    let entries: String = ["Anna", "Piet", "Old Miller"]
        .iter()
        .zip(["9:12 am", "10:40 am", "6:05 pm"])
        .zip(comments)
        .map(|((name, time), text)| entry(name, time, text))
        .collect();
    let article = ENGLISH.join("\n");
    (format!("The mill\n{article}\n{}\n{heading}\n{entries}", ENGLISH_TOO[0]), comments)
}

#[test]
fn comments_below_the_article_of_a_text_are_dropped() {
    let (text, comments) = text_with_comments("3 Comments");
    let page = dechrome::clean(&*text);
    let kept = page.to_text();
    assert!(ENGLISH.iter().all(|paragraph| kept.contains(paragraph)), "{kept}");
    for comment in comments {
        let block = page.blocks().find(|block| block.text().contains(comment)).expect("is a line");
        assert_eq!((block.keep(), block.kind()), (false, Kind::Comment), "{comment}");
    }
}

#[test]
fn an_article_around_the_number_of_its_comments_stays() {
    let article = [ENGLISH, ENGLISH_TOO].concat();
    let (above, below) = article.split_at(4);
    let text = format!("The mill\n{}\n3 Comments\n{}\n", above.join("\n"), below.join("\n"));
    let kept = dechrome::clean(&*text).to_text();
    assert!(article.iter().all(|paragraph| kept.contains(paragraph)), "{kept}");
}

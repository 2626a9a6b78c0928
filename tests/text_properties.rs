//! The promises of text mode, on generated scrapes. `PROPTEST_CASES` sets their number.

mod generators;

use std::sync::LazyLock;

use dechrome::{Cleaner, Kind, Options, Page, Source};
use generators::languages::{BODIES, LANGUAGES, language, word_count};
use generators::losses::{Losses, Tally, share};
use generators::runs::{config, samples};
use generators::scrapes::{Scrape, bare, scrape};
use proptest::prelude::*;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Text)));

fn clean(text: &str) -> Page {
    CLEANER.clean(text.as_bytes())
}

/// Lines of chrome that the lexicon or the model has to know, in several languages.
const CHROME: &[&str] = &[
    "Share this article",
    "Follow us on Facebook",
    "Accept all cookies",
    "Sign in",
    "Subscribe to our newsletter",
    "Advertisement",
    "Leave a Reply",
    "Related articles",
    "Read more: Ten ways to cross a river",
    "All rights reserved",
    "Skip to content",
    "Log in",
    "Leave a comment",
];

/// Makes an article: paragraphs of one language, in any order, none twice. Each is long enough to
/// be kept whatever is around it.
fn article() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::select((0..LANGUAGES.len()).collect::<Vec<_>>()).prop_flat_map(|language| {
        let language = &LANGUAGES[language];
        let is_long = |text: &&str| word_count(text) >= language.long();
        let texts: Vec<&str> = language.texts("sentence").iter().copied().filter(is_long).collect();
        let count = 3..=texts.len();
        prop::sample::subsequence(texts, count).prop_shuffle()
    })
}

/// Lines of chrome.
fn chrome(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(CHROME), 0..=most)
}

/// Lines of chrome that may be before body: none that announces other texts. A page of
/// three paragraphs that opens with "Related articles" loses the first of them; that limit is known
/// (`src/model/text.md`).
fn quiet_chrome(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let announces = ["Related articles", "Leave a Reply", "Leave a comment"];
    let quiet: Vec<&str> =
        CHROME.iter().copied().filter(|line| !announces.contains(line)).collect();
    prop::collection::vec(prop::sample::select(quiet), 0..=most)
}

/// Anything: lines of chrome and body, blank lines, stray line ends, arbitrary characters.
fn anything() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => prop::sample::select(CHROME).prop_map(str::to_owned),
        3 => prop::sample::select(BODIES.concat()).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => any::<String>(),
        1 => "[a-zA-Z0-9 .:|•-]{0,60}",
    ];
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", "\r"]);
    prop::collection::vec((line, end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

/// Adds up the words of generated scrapes.
fn tally(scrapes: impl Strategy<Value = Scrape>) -> Tally {
    let mut tally = Tally::default();
    for scrape in samples(scrapes) {
        tally.add(Losses::of(&scrape, &clean(&scrape.text)).tally());
    }
    tally
}

#[test]
fn few_words_are_lost_and_most_chrome_is_dropped() {
    let tally = tally(scrape());
    assert!(share(tally.long) <= 0.01, "long paragraphs: {tally:?}");
    assert!(share(tally.short) <= 0.33, "short lines: {tally:?}");
    assert!(share(tally.chrome) >= 0.9, "chrome: {tally:?}");
}

#[test]
fn few_short_lines_are_lost_without_chrome() {
    let tally = tally(bare());
    assert!(share(tally.short) <= 0.25, "{tally:?}");
}

/// Returns the lines that are dropped.
fn dropped(text: &str) -> Vec<String> {
    let page = clean(text);
    let dropped = page.blocks().filter(|block| !block.keep() && block.kind() != Kind::Blank);
    dropped.map(|block| block.text().to_owned()).collect()
}

#[test]
fn a_thai_paragraph_before_sign_in_lines_is_kept() {
    let body = texts("th", "sentence", 4);
    let lines = [body[0], "Sign in", "Sign in", body[2], body[3], "Log in"];
    assert_eq!(dropped(&lines.join("\n\n")), ["Sign in", "Sign in", "Log in"]);
}

#[test]
fn a_paragraph_after_a_share_bar_and_tags_is_kept() {
    let text = "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer und riss die \
                alte Brücke mit sich fort, sodass niemand mehr zur Mühle am anderen Ufer kam.\n\
                Artikel teilen\nFacebook\nTwitter\nWhatsApp\nDrucken\n\
                Schlagwörter: Fluss, Brücke, Mühle\n\
                In der Schule kochten sie Suppe für die Familien, deren Keller unter Wasser standen, \
                und die Lehrerin las vor, bis die Lampen brannten und der Regen aufgehört hatte.";
    assert_eq!(dropped(text), text.lines().skip(1).take(6).collect::<Vec<_>>());
}

#[test]
fn a_paragraph_after_a_footer_is_kept() {
    let text = "In the school they cooked soup for the families whose cellars stood under water, and \
                the teacher read aloud until the lamps were lit and the rain had stopped.\n\
                The choir meets on Thursdays in the old fire station, where the sound is better than \
                in the church and the heating works.\n\
                © 2024 The Valley Courier\nAll rights reserved\nPrivacy policy\nImprint\nContact\n\
                Two years ago the museum bought a collection of clocks, most of them broken, and \
                hired a retired watchmaker to bring them back to life.";
    assert_eq!(dropped(text), text.lines().skip(2).take(5).collect::<Vec<_>>());
}

/// Returns the first `count` texts of a section of a language.
fn texts(code: &str, section: &str, count: usize) -> &'static [&'static str] {
    let language = language(code);
    &language.texts(section)[..count]
}

#[test]
fn a_quotation_before_verses_is_kept() {
    let quotation = texts("am", "quote", 1)[0];
    let sentences = texts("am", "sentence", 10);
    let body = |paragraphs: &[&[usize]]| {
        let join = |numbers: &&[usize]| {
            numbers.iter().map(|&number| sentences[number]).collect::<Vec<_>>().join(" ")
        };
        paragraphs.iter().map(join).collect::<Vec<_>>().join("\n\n")
    };
    let text = [
        quotation,
        &texts("am", "verse", 3)[1..].join("\n"),
        sentences[7],
        "return raft.len() == 0;",
        &body(&[&[1], &[9], &[6], &[8], &[2, 5, 9], &[0, 5]]),
        texts("am", "time", 2)[1],
        &body(&[&[5, 6, 7, 8], &[2, 5], &[2, 4], &[3, 9], &[4, 8]]),
    ];
    let text = text.join("\n\n");
    assert!(clean(&text).to_text().starts_with(quotation), "{:?}", dropped(&text));
}

#[test]
fn a_first_paragraph_is_kept_if_a_menu_follows_the_second() {
    let body = texts("ar", "sentence", 11);
    let find = |start: &str| body.iter().find(|text| text.starts_with(start)).expect("a text");
    let lines = [
        find("قبل عامين"),
        find("هطل المطر"),
        "Sign in",
        "Skip to content",
        find("وبحسب التقرير"),
        find("في المدرسة"),
        find("لم يستطع أحد"),
        "Accept all cookies",
        "All rights reserved",
        "Share this article",
    ];
    let chrome = [&lines[2..4], &lines[7..]].concat();
    assert_eq!(dropped(&lines.join("\n\n")), chrome);
}

#[test]
fn a_label_of_another_article_between_paragraphs_is_dropped() {
    let body = texts("en", "sentence", 15);
    let find = |start: &str| body.iter().find(|text| text.starts_with(start)).expect("a text");
    let label = "Read more: Ten ways to cross a river";
    let lines = [
        find("She had learned"),
        find("It rained"),
        label,
        find("Prices for flour"),
        find("Her grandmother"),
    ];
    assert_eq!(dropped(&lines.join("\n\n")), [label]);
}

#[test]
fn a_lead_that_looks_more_like_a_headline_is_kept_below_the_headline() {
    let korean = language("ko");
    let (headings, paragraphs) =
        (korean.texts("heading"), korean.texts("sentence")[..5].join("\n\n"));
    for headline in headings {
        for lead in headings.iter().chain(korean.texts("short")).filter(|lead| *lead != headline) {
            let text = format!("{headline}\n\n{lead}\n\n{paragraphs}\n");
            assert_eq!(clean(&text).to_text(), text);
        }
    }
}

#[test]
fn a_date_with_a_time_below_the_headline_is_dropped() {
    let body = texts("en", "sentence", 3);
    let stamp = "12 March 2025, 08:14";
    let lines = ["The river takes the old bridge", stamp, body[0], body[1], body[2]];
    assert_eq!(dropped(&lines.join("\n")), [stamp]);
}

#[test]
fn steps_that_end_like_the_entries_of_a_table_of_contents_are_kept() {
    let text = "How to build a dry stone wall\n\n\
                A dry stone wall needs no mortar, only patience, and it will outlive the person who \
                built it if the foundation is sound.\n\n\
                Dig the foundation\nLay the first course\nFill the hearting\n\n\
                Step 1: Dig the foundation\n\n\
                Cut the turf a little wider than the wall, and dig down until the spade meets firm ground.\n\n\
                Step 2: Lay the first course\n\n\
                Put the largest stones at the bottom, with their long sides running into the wall.\n\n\
                Step 3: Fill the hearting\n\n\
                Pack the middle with small stones, tightly, because a loose heart brings the wall down.\n";
    let dropped = dropped(text);
    assert!(!dropped.iter().any(|line| line.starts_with("Step ")), "{dropped:?}");
}

#[test]
fn a_time_of_day_does_not_make_a_sentence_chrome() {
    let text = "Old noodle shop opens again\n\n\
                The noodle shop on Mill Lane, which had been shut for two years, opened again on Monday, \
                and the queue reached the church before the door was unlocked.\n\n\
                Read also: The tailor of Mill Lane\n\n\
                The shop opens at 6:30 and the soup is gone by noon.\n\n\
                Share\nMost read\n";
    let dropped = dropped(text);
    assert!(!dropped.iter().any(|line| line.starts_with("The shop")), "{dropped:?}");
}

#[test]
fn a_label_may_open_the_only_heading() {
    let body = texts("en", "sentence", 3);
    let text = format!("# Video: The river takes the old bridge\n\n{}\n", body.join("\n\n"));
    let page = clean(&text);
    assert_eq!(
        page.blocks().next().map(|block| (block.kind(), block.keep())),
        Some((Kind::Title, true))
    );
}

#[test]
fn a_line_of_a_paragraph_that_ends_like_another_one_is_kept() {
    let text = "Die Bäckerei öffnet um fünf, lange vor dem ersten Bus, doch im\n\
                Herbst stiegen die Preise für Mehl erneut, und die Mühle, die ein\n\
                Jahrzehnt stillgestanden hatte, bekam mehr Arbeit, als ihr Besitzer\n\
                allein bewältigen konnte. Niemand im Tal konnte sagen, woran es lag.\n\n\
                Im Herbst stiegen die Preise für Mehl erneut, und die Mühle, die ein\n\
                Jahrzehnt stillgestanden hatte, bekam mehr Arbeit, als ihr Besitzer\n\
                allein bewältigen konnte. Am Ende stimmte der Rat mit neun zu sechs\n\
                Stimmen für die Holzbrücke, und noch in derselben Woche begannen die\n\
                Zimmerleute, die Balken zuzuschneiden.\n";
    assert_eq!(dropped(text), [""; 0]);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn spans_tile_the_input(text in anything()) {
        let page = clean(&text);
        let mut at = 0;
        for block in page.blocks() {
            prop_assert_eq!(block.span().start, at);
            at = block.span().end;
            prop_assert!(!block.text().contains(['\n', '\r']));
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn kept_text_is_made_of_input_lines(text in anything()) {
        let page = clean(&text);
        let out = page.to_text();
        let kept: Vec<&str> = page.blocks().filter(|block| block.keep()).map(|block| block.text()).collect();
        let mut rest = out.as_str();
        for line in &kept {
            let at = rest.find(line);
            prop_assert!(at.is_some_and(|at| rest[..at].chars().all(|c| !c.is_alphanumeric())));
            rest = &rest[at.unwrap_or(0) + line.len()..];
        }
        for block in page.blocks() {
            let content = matches!(block.kind(), Kind::Body | Kind::Title | Kind::Lead | Kind::Subheading);
            prop_assert_eq!(block.keep(), content, "{} {}", block.kind(), block.text());
        }
    }

    #[test]
    fn kept_spans_joined_are_the_kept_text(text in anything()) {
        let page = clean(&text);
        let kept: String = page.kept_spans().into_iter().map(|span| &text[span]).collect();
        prop_assert_eq!(kept, page.to_text());
    }

    #[test]
    fn cleaning_again_drops_nothing(text in anything()) {
        let once = clean(&text).to_text();
        prop_assert_eq!(clean(&once).to_text(), once);
    }

    #[test]
    fn kinds_that_are_asked_for_change_only_their_own_lines(
        scrape in scrape(),
        kind in prop::sample::select(Kind::ALL),
        keep in any::<bool>(),
    ) {
        let plain = clean(&scrape.text);
        let options = Options::new().with_source(Source::Text);
        let options = if keep { options.with_kept(kind) } else { options.with_dropped(kind) };
        let asked = CLEANER.with_options(options).clean(scrape.text.as_bytes());
        // A text of which nothing else is kept can be a wall.
        prop_assume!(plain.no_content().is_none() && asked.no_content().is_none());
        for (before, after) in plain.blocks().zip(asked.blocks()) {
            prop_assert_eq!(before.kind(), after.kind(), "{}", before.text());
            let is_own = before.kind() == kind && kind != Kind::Blank;
            let wanted = if is_own { keep } else { before.keep() };
            prop_assert_eq!(after.keep(), wanted, "{} {}", before.kind(), before.text());
        }
    }

    #[test]
    fn paragraphs_are_kept_whatever_is_around_them(scrape in scrape()) {
        let page = clean(&scrape.text);
        prop_assert_eq!(Losses::of(&scrape, &page).broken(), [""; 0]);
        let lines: String = page.kept_spans().into_iter().map(|span| &scrape.text[span]).collect();
        prop_assert_eq!(page.to_text(), lines);
    }

    #[test]
    fn paragraphs_of_an_article_alone_are_kept(scrape in bare()) {
        prop_assert_eq!(Losses::of(&scrape, &clean(&scrape.text)).lost_alone(), [""; 0]);
    }

    #[test]
    fn chrome_goes_and_body_stays(lines in article(), before in quiet_chrome(3), between in quiet_chrome(2), after in chrome(5)) {
        let middle = lines.len() / 2;
        let mut page: Vec<&str> = before.clone();
        page.extend(&lines[..middle]);
        page.extend(&between);
        page.extend(&lines[middle..]);
        page.extend(&after);
        let page = clean(&page.join("\n\n"));
        let told: Vec<String> = page.blocks().map(|block| format!("{} {} {}", block.keep(), block.why(), block.text())).collect();
        let out = page.to_text();
        prop_assert_eq!(out.trim_end(), lines.join("\n\n"), "{:#?}", told);
    }

    #[test]
    fn body_alone_comes_back_whole(lines in article(), end in prop::sample::select(vec!["", "\n", "\n\n"])) {
        let text = lines.join("\n\n") + end;
        prop_assert_eq!(clean(&text).to_text(), text);
    }

    #[test]
    fn line_ends_change_only_themselves(lines in article(), around in chrome(4)) {
        let text: String = around.iter().chain(&lines).chain(&around).copied().collect::<Vec<_>>().join("\n");
        prop_assert_eq!(clean(&text.replace('\n', "\r\n")).to_text(), clean(&text).to_text().replace('\n', "\r\n"));
    }
}

//! Texts as converters, mail programs and hands lay them out: whatever the layout, the body
//! survives.

mod generators;

use dechrome::{Cleaner, Kind, Options, Source};
use generators::languages::{BODIES, language};

/// The lines before and after the article.
const BEFORE: &[&str] = &["Home", "Sign in", "Skip to content"];
const AFTER: &[&str] = &["Share this article", "Advertisement", "All rights reserved"];

/// Breaks a paragraph into lines of at most `width` columns: at spaces, or between any two
/// characters where there are few.
fn wrap(paragraph: &str, width: usize) -> String {
    let spaced = paragraph.split(' ').count() * 15 > paragraph.chars().count();
    let width_of = |c: char| match c {
        '\u{2E80}'..'\u{FF60}' => 2,
        '\u{0E31}' | '\u{0E34}'..='\u{0E3A}' | '\u{0E47}'..='\u{0E4E}' => 0,
        _ => 1,
    };
    let columns = |piece: &str| piece.chars().map(width_of).sum::<usize>();
    let mut lines = vec![String::new()];
    for piece in paragraph.split_inclusive(|c| !spaced || c == ' ') {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && columns(last) + columns(piece.trim_end()) > width {
            lines.push(piece.to_owned());
        } else {
            last.push_str(piece);
        }
    }
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The layouts of an article: a name, the lines of its paragraphs, and the text between them.
fn layouts(paragraphs: &[&str]) -> Vec<(&'static str, Vec<String>, &'static str)> {
    let each = |change: &dyn Fn(&str) -> String| {
        paragraphs.iter().map(|text| change(text)).collect::<Vec<_>>()
    };
    vec![
        ("blank lines", each(&str::to_owned), "\n\n"),
        ("no blank lines", each(&str::to_owned), "\n"),
        ("three blank lines", each(&str::to_owned), "\n\n\n\n"),
        ("carriage returns and line feeds", each(&str::to_owned), "\r\n\r\n"),
        ("carriage returns", each(&str::to_owned), "\r\r"),
        ("blank lines with spaces on them", each(&str::to_owned), "\n   \n"),
        ("wrapped at 72", each(&|text| wrap(text, 72)), "\n\n"),
        ("wrapped at 80", each(&|text| wrap(text, 80)), "\n\n"),
        ("indented", each(&|text| format!("    {text}")), "\n\n"),
        ("bullets", each(&|text| format!("• {text}")), "\n"),
        ("dashes", each(&|text| format!("- {text}")), "\n\n"),
        ("stars, as a Markdown list", each(&|text| format!("  * {text}")), "\n"),
        (
            "numbers",
            paragraphs.iter().zip(1..).map(|(text, number)| format!("{number}. {text}")).collect(),
            "\n",
        ),
        ("quoted", each(&|text| format!("> {text}")), "\n>\n"),
        ("a clause a line", each(&|text| text.replace(", ", ",\n")), "\n\n"),
        ("in bold", each(&|text| format!("**{text}**")), "\n\n"),
        ("a table's cells", each(&|text| format!("| {text} |")), "\n|---|\n"),
        ("all on one line", vec![paragraphs.join(" ")], "\n"),
    ]
}

#[test]
fn body_survives_every_layout() {
    let cleaner = Cleaner::new(Options::new().with_source(Source::Text));
    let mut lost = Vec::new();
    for code in ["en", "de", "th", "ja", "ru", "zh", "ko", "ar", "hi"] {
        let language = language(code);
        let paragraphs = &language.texts("sentence")[..4];
        for (name, article, between) in layouts(paragraphs) {
            for (before, after) in [(&[][..], &[][..]), (BEFORE, AFTER)] {
                let text =
                    [before.join("\n"), article.join(between), after.join("\n")].join(between);
                let page = cleaner.clean(text.as_bytes());
                let kept = page.to_text();
                let body = article.iter().flat_map(|text| text.lines());
                let gone = body.filter(|line| !kept.contains(line.trim())).count();
                if gone > 0 {
                    lost.push(format!(
                        "{name}, {} lines around: {gone} lines of {:?}",
                        before.len(),
                        paragraphs[0]
                    ));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn a_notice_in_another_script_than_the_page_goes_by_its_name() {
    let notice = "เว็บไซต์ของเราใช้คุกกี้เพื่อให้ท่านได้รับประสบการณ์ที่ดี โปรดอ่านนโยบายความเป็นส่วนตัวก่อนกดยอมรับ";
    let text = format!("{notice}\n\n{}", BODIES[0].join("\n\n"));
    let page = Cleaner::new(Options::new().with_source(Source::Text)).clean(text.as_bytes());
    assert_eq!(page.to_text(), BODIES[0].join("\n\n"));
    assert_eq!(page.blocks().next().map(|block| block.kind()), Some(Kind::Cookie));
}

#[test]
fn a_text_in_many_pieces_is_cleaned_once_and_for_all() {
    let article = |number: usize| {
        let body: Vec<String> =
            BODIES[0].iter().map(|text| format!("In the year {number}: {text}")).collect();
        format!(
            "Home\nSign in\n\n{}\n\n{} comments\nShare this article\n\n",
            body.join("\n\n"),
            number % 7
        )
    };
    let text: String = (1_000..2_500).map(article).collect();
    let cleaner = Cleaner::new(Options::new().with_source(Source::Text));
    let once = cleaner.clean(text.as_bytes()).to_text();
    assert!(
        once.len() * 2 > text.len() && !once.contains("Share this article"),
        "{} of {}",
        once.len(),
        text.len()
    );
    assert_eq!(cleaner.clean(once.as_bytes()).to_text(), once);
}

/// Texts that are all body, each with how it is set.
const TEXTS: &[(&str, &str)] = &[
    (
        "a poem",
        "The Ferryman's Daughter\n\nShe counts the planks before the light,\nthe wet ones and the dry,\nand hears the \
        water all the night\ngo under and go by.\n\nHer father kept the rope in wax,\nher mother kept the keys,\nand \
        no one asked them for the tax\non what they would not seize.\n\nThe bridge they built is made of stone,\nthe \
        rope has come undone.\nShe walks across it all alone\nand does not stop for one.\n",
    ),
    (
        "lyrics",
        "Long Way to the Weir\n\n[Verse 1]\nI left my boots beside the door\nI left the kettle on\nThere's nothing on \
        the kitchen floor\nbut dust where you have gone\n\n[Chorus]\nOh, it's a long way to the weir\nAnd the water's \
        running low\nOh, it's a long way, my dear\nBut I know the way to go\n\n[Verse 2]\nThe heron stands where we \
        once stood\nHe doesn't turn his head\nI'd tell him all of it, if I could\nI threw a stone instead\n\n[Chorus]\n\
        Oh, it's a long way to the weir\nAnd the water's running low\nOh, it's a long way, my dear\nBut I know the way \
        to go\n",
    ),
    (
        "a recipe",
        "Buckwheat pancakes with pears\n\nThese are thin, and a little sour, and want to rest for an hour before they \
        are baked. They keep until the next day under a cloth.\n\nIngredients\n250 g buckwheat flour\n1 teaspoon \
        salt\n600 ml water\n1 egg\n3 pears\n40 g butter\n\nMethod\n1. Stir the flour and the salt into the water \
        until no lumps are left.\n2. Beat in the egg, and let the batter rest for an hour.\n3. Slice the pears and \
        cook them in half of the butter until they are brown at the edges.\n4. Bake thin pancakes in the rest of the \
        butter, and fold each around a spoonful of pears.\n\nServes four.\n",
    ),
    (
        "a transcript",
        "HOST: Welcome back. With me is Ilse Kranz, who has kept the tide gauge at Norderhaven for thirty years. Good \
        morning, Ilse.\nKRANZ: Good morning.\nHOST: What does one see from there that others don't?\nKRANZ: Mostly \
        mud. (laughs) But you see it move. People think that the coast is a line, and it isn't, it is a habit.\nHOST: A \
        habit?\nKRANZ: It comes back to where it was yesterday, more or less. Less, lately.\nHOST: How much less?\n\
        KRANZ: Four millimetres a year when I began, and seven now. It does not sound like much until you have to \
        raise a door.\nHOST: Have you?\nKRANZ: Twice.\n",
    ),
    (
        "code in a text",
        "To count how often each word stands in a file, read the file, split it at white space, and add one for each \
        word to a map. The map is sorted at the end, so that the most usual words come first.\n\nfrom collections \
        import Counter\n\ndef count(path):\n    with open(path) as file:\n        words = file.read().split()\n    \
        return Counter(words)\n\nfor word, times in count(\"rain.txt\").most_common(10):\n    print(times, word)\n\nThe \
        function holds the whole file in memory. For one that is larger, go through it line by line, and update the \
        map with the words of each line as you go.\n",
    ),
    (
        "a table as text",
        "The three stations measured the level of the river at noon on each day of the flood. The upper one was lost \
        on the Thursday, when the mast came down.\n\nDay        Upper   Mill   Harbour\nMonday     1.20    0.95   \
        0.40\nTuesday    1.85    1.30   0.55\nWednesday  2.60    2.05   0.90\nThursday   -       2.75   1.45\nFriday  \
           -       2.40   1.60\n\nAt the harbour the highest level came a day later than at the mill, because the meadows \
        between them had to fill first, and it was lower by more than a metre.\n",
    ),
    (
        "results",
        "The regatta on the lower lake was sailed in light winds, and the races of the afternoon had to be shortened. \
        Nobody was protested, which the jury called a first.\n\nResults\n1. Marten Vos, Sloterdam, 14 points\n2. \
        Aylin Demir, Kieler Bucht, 17 points\n3. Joana Prates, Sines, 21 points\n4. Piet Huizing, Lemmer, 26 \
        points\n5. Ruth Adler, Konstanz, 30 points\n\nThe next regatta of the series will be sailed on the upper lake in \
        three weeks, if there is enough water in it by then.\n",
    ),
];

#[test]
fn texts_of_every_genre_come_back_whole() {
    let cleaner = Cleaner::new(Options::new().with_source(Source::Text));
    let mut lost = Vec::new();
    for (name, text) in TEXTS {
        let page = cleaner.clean(text.as_bytes());
        let dropped =
            page.blocks().filter(|block| !block.keep() && !block.text().trim().is_empty());
        lost.extend(dropped.map(|block| {
            format!("{name}: {:?} ({}, {})", block.text(), block.kind(), block.why())
        }));
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

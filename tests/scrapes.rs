//! Scrapes as converters leave them: menus, share bars and related articles as lists of links in
//! Markdown, the licences of images, captions, dates, and the edit links of wikis.

use dechrome::{Cleaner, Kind, Options};

/// A scrape with lines that are chrome and lines that are body, by their starts.
struct Scrape {
    name: &'static str,
    text: &'static str,
    chrome: &'static [&'static str],
    body: &'static [&'static str],
}

/// The text of a file.
macro_rules! scrape {
    ($name:literal) => {
        include_str!(concat!("scrapes/", $name))
    };
}

const SCRAPES: &[Scrape] = &[
    Scrape {
        name: "Polish",
        text: scrape!("html2text-polish.txt"),
        chrome: &["[Zaloguj", "[![", "  * [", "REKLAMA", "**Czytaj także:**"],
        body: &["# Most pieszy", "Po dwóch latach", "Remont kosztował", "Miasto zapowiada"],
    },
    Scrape {
        name: "Vietnamese",
        text: scrape!("html2text-vietnamese.txt"),
        chrome: &["[Đăng nhập]", "[![", "  * [", "[Chia sẻ]", ">> Xem thêm", "### Tin"],
        body: &["# Cụ ông", "Mỗi sáng", "Ông bắt đầu", "Tuần sau ghe"],
    },
    Scrape {
        name: "Greek",
        text: scrape!("html2text-greek.txt"),
        chrome: &["[Σύνδεση]", "[![", "  * [", "[Κοινοποίηση]", "ΔΙΑΒΑΣΤΕ", "### "],
        body: &["# Ψαράδες", "Στο λιμάνι", "«Το πρώτο", "Τα δίχτυα"],
    },
    Scrape {
        name: "Swedish",
        text: scrape!("html2text-swedish.txt"),
        chrome: &["[Logga in]", "[E-tidning]", "[![", "  * [", "[Dela]", "LÄS MER", "### "],
        body: &["# Byn som", "När lanthandeln", "– Vi sålde", "Butiken är"],
    },
    Scrape {
        name: "Hungarian",
        text: scrape!("html2text-hungarian.txt"),
        chrome: &["[Belépés]", "[![", "  * [", "### "],
        body: &["# Újra jár", "Tizenegy év", "A kompot", "A jegy ötszáz"],
    },
    Scrape {
        name: "English",
        text: scrape!("markdown-english.txt"),
        chrome: &["[Skip", "[![", "- [", "By [", "[Share", "### ", "[Privacy", "©"],
        body: &["# Ferry operator", "The company", "> “It means", "| Sailing", "1. Buy", "2. Show"],
    },
    Scrape {
        name: "English, related articles without links",
        text: scrape!("related-english.txt"),
        chrome: &[
            "More from",
            "Mayor",
            "The pier",
            "Why the swifts",
            "A whistle",
            "Ten years",
            "©",
        ],
        body: &["The ferry that", "For forty", "The council wanted", "So the ferry", "“People"],
    },
];

#[test]
fn links_are_looked_through() {
    let cleaner = Cleaner::default();
    for scrape in SCRAPES {
        let kept = cleaner.clean_str(scrape.text).to_text();
        for start in scrape.chrome {
            assert!(scrape.text.lines().any(|line| line.starts_with(start)), "{start}");
            let left = kept.lines().find(|line| line.starts_with(start));
            assert_eq!(left, None, "{}", scrape.name);
        }
        for start in scrape.body {
            assert!(kept.lines().any(|line| line.starts_with(start)), "{}: {start}", scrape.name);
        }
    }
}

/// Three paragraphs.
const ARTICLE: &str = "The ferry to the island will run at night from the first week of October, said \
    the company, and the last boat will leave at ten past eleven.\n\n\
    The extra boats are a trial until the end of March. The council pays for them, together with a \
    levy on every ticket that is sold at the pier.\n\n\
    The islanders have asked for a late boat since the cinema reopened, when the only way home after \
    a film was a night in the car park.";

#[test]
fn lists_of_links_around_an_article_are_chrome() {
    let cleaner = Cleaner::default();
    let related = "[Lamps on the pier will not be mended](/1)";
    for text in [
        format!(
            "[Share on Facebook](/f) [Tweet](/t) [WhatsApp](/w) [Email](mailto:x)\n\n{ARTICLE}"
        ),
        format!("* [News](/n)\n* [Sport](/s)\n* [Opinion](/o)\n* [Jobs](/j)\n\n{ARTICLE}"),
        format!("{ARTICLE}\n\n### Related articles\n\n- {related}\n"),
        format!("{ARTICLE}\n\n**Related articles**\n\n* {related}\n"),
        format!("{ARTICLE}\n\n**Read more:** {related}\n"),
    ] {
        assert_eq!(cleaner.clean_str(&text).to_text().trim(), ARTICLE, "{text}");
    }
}

#[test]
fn teasers_after_an_article_are_chrome() {
    let text = scrape!("teasers-english.txt");
    let kept = Cleaner::default().clean_str(text).to_text();
    let article = text.split("\n\nShare").next().expect("an article");
    assert!(kept.starts_with(article), "{kept}");
    let teasers = kept[article.len()..].matches('•').count();
    assert!(teasers <= 1, "{teasers} of 15: {kept}");
}

#[test]
fn a_list_of_links_can_be_the_content() {
    let list = "# Books about rivers\n\n\
        A list of books about rivers, and of people who have rowed down them. Additions are welcome.\n\n\
        - [The Old Salt Road](https://books.example/salt)\n\
        - [Three Men and a Ferry](https://books.example/ferry)\n\
        - [Low Water](https://books.example/low)\n\n\
        Open an issue before you add a book, so that we can talk about whether it is about a river.\n";
    assert_eq!(Cleaner::default().clean_str(list).to_text(), list);
}

#[test]
fn statements_of_licences_are_chrome() {
    let work = "Night ferry (2019) 01";
    let credit = "“Night ferry (2019) 01” by Ada Brook is licensed under CC BY 4.0";
    let text = ARTICLE.replacen("\n\n", &format!("\n\n{work}\n{credit}\n\n"), 1);
    let paragraphs: String =
        ARTICLE.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    let page = format!(
        "<html lang=en><title>Ferry</title><body><article><h1>Ferry</h1>{}</article></body></html>",
        paragraphs.replacen("</p>", &format!("</p><p>{credit}</p>"), 1)
    );
    for document in [text, page] {
        let kept = Cleaner::default().clean_str(&document).to_text();
        assert!(!kept.contains("Night ferry"), "{kept}");
        for paragraph in ARTICLE.split("\n\n") {
            assert!(kept.contains(paragraph), "{kept}");
        }
    }
}

#[test]
fn the_first_line_above_an_article_or_a_poem_is_its_headline() {
    for text in [
        include_str!("../corpus/body-only--thai/input.txt"),
        include_str!("../corpus/body-only--poem/input.txt"),
    ] {
        let headline = text.lines().next().expect("a line");
        let page = Cleaner::default().clean_str(text);
        assert_eq!(page.title().as_deref(), Some(headline));
        assert!(page.to_text().starts_with(headline));
    }
}

#[test]
fn a_lead_is_not_taken_for_the_headline() {
    let paragraphs = "The inquiry into the harbour bridge ended on Tuesday after two years, forty \
        witnesses and eleven thousand pages of letters, and its chair blamed nobody.\n\n\
        Engineers had warned early that the bearings on the northern side were worn, but the \
        warning was not read again until the deck began to move.\n\n\
        The council has set aside six million for the repair, which will take two summers, and \
        ferries will carry passengers between the quays.";
    for headline in ["What the Harbour Bridge Inquiry Found", "Two Summers Without a Bridge"] {
        for lead in ["Engineers warned of worn bearings", "Repair of the Bridge Begins in May"] {
            for byline in ["", "Tom Hale\nTom Hale\n3 Min Read\n\n"] {
                let article = format!("{lead}\n\n{paragraphs}");
                let text = format!("{headline}\n\n{byline}{article}");
                let page = Cleaner::default().clean_str(&text);
                assert_eq!(page.to_text().trim_end(), format!("{headline}\n\n{article}"));
                assert_eq!(page.title().as_deref(), Some(headline));
            }
        }
    }
}

#[test]
fn a_headline_between_menus_is_kept() {
    let cleaner = Cleaner::default();
    for headline in ["The last boat home", "Seven boats to watch next year"] {
        for window_title in [
            format!("{headline} - Harbour News"),
            "Harbour News".into(),
            "Harbour NewsHarbour News".into(),
        ] {
            let text = format!(
                "{window_title}\n\n* News\n* Sport\n* Weather\n* Jobs\n\nSubscribe\nSign in\n\n\
                 Most read\n\nFishermen count the seals\nCouncil buys the customs house\n\n\
                 More from Islands\n\n{headline}\n\n12 May 2024\n\nShare\nPrint\n\n{ARTICLE}"
            );
            let page = cleaner.clean_str(&text);
            assert_eq!(page.title().as_deref(), Some(headline), "{text}");
            assert_eq!(page.to_text().trim_end(), format!("{headline}\n\n{ARTICLE}"));
        }
    }
}

#[test]
fn the_name_of_a_site_twice_is_no_headline() {
    let text = format!("Harbour News TodayHarbour News Today\n\n{ARTICLE}");
    assert_eq!(Cleaner::default().clean_str(&text).to_text().trim_end(), ARTICLE);
}

#[test]
fn a_label_can_open_the_headline() {
    for headline in [
        "Video: The night ferry takes its first passengers",
        "In pictures: The night ferry takes its first passengers",
    ] {
        for text in [
            format!("News\nSport\nWeather\nSign in\n\n{headline}\n12 May 2024\n\n{ARTICLE}"),
            format!("{headline}\n{ARTICLE}"),
        ] {
            let page = Cleaner::default().clean_str(&text);
            assert_eq!(page.title().as_deref(), Some(headline), "{text}");
        }
    }
    for line in ["Photo: Ada Brook for Harbour News", "17.11.2010 18:00"] {
        let page = Cleaner::default().clean_str(&format!("{line}\n12 May 2024\n\n{ARTICLE}"));
        assert_eq!(page.title(), None, "{line}");
    }
}

/// Returns the article with a line below the first paragraph.
fn with_line(line: &str) -> String {
    ARTICLE.replacen("\n\n", &format!("\n\n{line}\n\n"), 1)
}

#[test]
fn edit_links_of_wikis_are_chrome() {
    let (first, rest) = ARTICLE.split_once("\n\n").expect("paragraphs");
    let article = format!("Night ferry\n\n{first}\n\nHistory\n\n{rest}");
    for link in ["[edit]", "[Edit | edit source]", "[modifier | modifier le code]"] {
        let text = article.replace("History\n", &format!("History\n{link}\n"));
        assert_eq!(Cleaner::default().clean_str(&text).to_text(), article, "{link}");
    }
}

#[test]
fn captions_end_in_credits() {
    let captioned = Cleaner::new(Options::new().with_kept(Kind::Caption));
    for caption in [
        "The pier at low tide, seen from the old customs house. (Photo: Ada Brook)",
        "Passengers waited in the rain for the first late boat. Photo: Ada Brook/Harbour News",
    ] {
        let text = with_line(caption);
        assert_eq!(Cleaner::default().clean_str(&text).to_text(), ARTICLE, "{caption}");
        assert_eq!(captioned.clean_str(&text).to_text(), text);
    }
    let report = "The old pier of Fenmoor lost its last forty planks in the storm on Sunday night, \
                  and the council does not know yet whether it can pay for new ones before the \
                  summer. (Photo: Ada Brook)\n";
    assert_eq!(Cleaner::default().clean_str(report).to_text(), report);
}

#[test]
fn dates_below_the_headline_are_chrome() {
    let headline = "The last boat home";
    for date in ["Sept. 15, 2016", "Sunday, 12 May 2024", "12 May 2024"] {
        let kept =
            Cleaner::default().clean_str(&format!("{headline}\n{date}\n{ARTICLE}")).to_text();
        assert_eq!(kept, format!("{headline}\n{ARTICLE}"), "{date}");
    }
    let mut diary = String::from("Log of the night ferry");
    for (day, paragraph) in (3..).zip(ARTICLE.split("\n\n")) {
        diary.push_str(&format!("\n\n{day} May 2024\n\n{paragraph}"));
    }
    assert_eq!(Cleaner::default().clean_str(&diary).to_text(), diary);
}

/// Short articles in languages of which the model knows little, each with a line of chrome below
/// the headline.
const FOREIGN: [(&str, &str); 5] = [
    ("٦ أيار ٢٠٢٣، ١٠:٣٠", scrape!("dates/arabic.txt")),
    ("২১ আগস্ট ২০২৩, ১০:৩০", scrape!("dates/bengali.txt")),
    ("۱۲ مه ۲۰۲۳، ۱۰:۳۰", scrape!("dates/persian.txt")),
    ("Jumatano, Juni 14, 2023", scrape!("dates/swahili.txt")),
    ("Eftir Öddu Lækjardóttur", scrape!("dates/icelandic.txt")),
];

#[test]
fn bylines_and_dates_of_all_languages_are_chrome() {
    for (line, text) in FOREIGN {
        let headline = text.lines().next().expect("a headline");
        let kept = Cleaner::default().clean_str(text).to_text();
        let paragraphs = text.split_once("\n\n").expect("paragraphs").1;
        assert!(text.contains(line));
        assert_eq!(kept.trim_end(), format!("{headline}\n\n{paragraphs}").trim_end());
    }
}

//! The metadata of pages and texts, in the vocabularies and languages that they declare it in.

use dechrome::{Cleaner, Found, Input, Metadata, Source};

/// Two paragraphs, so that there is an article.
const BODY: &str = "<p>It rained for three days, and on the fourth the river left its bed and took \
    the old bridge with it, so that nobody could reach the mill on the other bank.</p>\
    <p>Nobody was hurt, said the mayor, but the road to the mill will stay closed until the \
    spring, when a new bridge is to be built.</p>";

fn metadata(html: &str) -> Metadata {
    Cleaner::default().clean_input(&Input::from_text(html).with_source(Source::Html)).metadata()
}

/// Returns a value and the name of its origin.
fn claim(found: &Option<Found>) -> Option<(&str, &str)> {
    found.as_ref().map(|found| (found.value.as_str(), found.origin.name()))
}

/// Returns the names of the authors.
fn authors(metadata: &Metadata) -> Vec<&str> {
    metadata.authors.iter().map(|author| author.value.as_str()).collect()
}

#[test]
fn json_ld_in_all_its_shapes() {
    let object = r#"{"@type":"NewsArticle","headline":"Rain","author":{"@type":"Person",
        "name":"Jane Doe"},"datePublished":"2020-05-06"}"#;
    for script in [
        object.to_owned(),
        format!("[{object}]"),
        format!(
            r#"{{"@context":"https://schema.org","@graph":[
                {{"@type":"WebSite","name":"The Mill"}},{object}]}}"#
        ),
        format!("<!-- //<![CDATA[\n{object}\n//]]> -->"),
        object.replace('}', ",}"),
        object.trim_end_matches('}').to_owned(),
        object.replace("Jane Doe", "Jane &#68;oe"),
        object.replace("\"NewsArticle\"", "[\"Thing\", \"https://schema.org/BlogPosting\"]"),
        object.replace("{\"@type\":\"Person\",\n        \"name\":\"Jane Doe\"}", r#"["Jane Doe"]"#),
        r##"{"@graph":[{"@type":"Article","author":{"@id":"#jane"},"datePublished":"2020-05-06"},
            {"@type":"Person","@id":"#jane","name":"Jane Doe"}]}"##
            .to_owned(),
    ] {
        let found = metadata(&format!(
            "<h1>Rain</h1>{BODY}<div><script type=application/ld+json>{script}</script></div>"
        ));
        assert_eq!(authors(&found), ["Jane Doe"], "{script}");
        assert_eq!(claim(&found.published), Some(("2020-05-06", "json-ld")), "{script}");
    }
}

#[test]
fn json_ld_has_a_type_with_parameters() {
    for script_type in ["application/ld+json; charset=utf-8", " Application/LD+JSON ;x"] {
        let page = format!(
            "<script type='{script_type}'>{{\"@type\":\"Article\",\"author\":\"Jane Doe\"}}</script>\
             <h1>Rain</h1>{BODY}"
        );
        assert_eq!(authors(&metadata(&page)), ["Jane Doe"], "{script_type}");
    }
}

#[test]
fn authors_without_sites_roles_and_buttons() {
    let ld = r#"<script type=application/ld+json>{"@type":"Article","author":[
        {"@type":"Person","name":"Jane Doe"},{"@type":"Organization","name":"Mill Courier"}],
        "publisher":{"@type":"Organization","name":"Mill Courier"}}</script>"#;
    let site = "<meta property=og:site_name content='Mill Courier'>";
    let links = "<a rel=author href=/a>Jane Doe</a> and <a rel=author href=/b>Joe Bloggs</a>";
    for (head, byline, expected) in [
        (ld, String::new(), &["Jane Doe"][..]),
        (
            "<meta name=author content='Jane Doe'><meta name=parsely-author content=jane-doe>",
            String::new(),
            &["Jane Doe"],
        ),
        (site, "<p class=author>Jane Doe Mill Courier</p>".to_owned(), &["Jane Doe"]),
        ("", "<div class=author>Jane Doe<button>Folgen</button></div>".to_owned(), &["Jane Doe"]),
        ("", format!("<p class=byline>By {links} | 12 May 2024</p>"), &["Jane Doe", "Joe Bloggs"]),
    ] {
        let page = format!("<title>Rain</title>{head}<h1>Rain</h1>{byline}{BODY}");
        assert_eq!(authors(&metadata(&page)), expected, "{head}{byline}");
    }
}

#[test]
fn of_several_articles_the_one_counts_that_matches_the_page() {
    let article = |title: &str, name: &str| {
        format!(r#"{{"@type":"Article","headline":"{title}","author":"{name}"}}"#)
    };
    let script =
        format!("[{},{}]", article("Wind", "Joe Bloggs"), article("Rain in May", "Jane Doe"));
    let page = |title: &str| {
        metadata(&format!(
            "<title>{title}</title><script type=application/ld+json>{script}</script>\
             <h1>{title}</h1>{BODY}"
        ))
    };
    assert_eq!(authors(&page("Rain in May")), ["Jane Doe"]);
    assert_eq!(authors(&page("Wind")), ["Joe Bloggs"]);
    assert!(authors(&page("All the weather")).is_empty());
}

#[test]
fn vocabularies_of_the_head() {
    let found = metadata(&format!(
        "<html lang=en-GB><title>Rain in May | The Mill</title>\
         <meta property=og:site_name content='The Mill'>\
         <meta property=og:title content='Rain in May'>\
         <meta name=DC.creator content='Doe, Jane; Bloggs, Joe'>\
         <meta property=article:published_time content='2020-05-06T10:30:00+0200'>\
         <meta property=article:modified_time content='2020-05-07'>\
         <meta name=description content='Three  days of rain.'>\
         <link rel=canonical href=https://mill.example/rain>\
         <meta property=og:image content=/rain.jpg>\
         <meta property=article:section content=Weather>\
         <meta name=keywords content='rain, river,rain'>\
         <link rel=license href=https://cc.example/by>\
         <meta property=og:type content=article><h1>Rain in May</h1>{BODY}"
    ));
    assert_eq!(claim(&found.title), Some(("Rain in May", "headline")));
    assert_eq!(
        (authors(&found), found.authors[0].origin.name()),
        (vec!["Jane Doe", "Joe Bloggs"], "dublin-core")
    );
    assert_eq!(claim(&found.published), Some(("2020-05-06T10:30:00+02:00", "opengraph")));
    assert_eq!(claim(&found.modified), Some(("2020-05-07", "opengraph")));
    assert_eq!(claim(&found.site_name), Some(("The Mill", "opengraph")));
    assert_eq!(claim(&found.description), Some(("Three days of rain.", "meta")));
    assert_eq!(claim(&found.canonical), Some(("https://mill.example/rain", "link")));
    assert_eq!(claim(&found.image), Some(("/rain.jpg", "opengraph")));
    assert_eq!(claim(&found.section), Some(("Weather", "opengraph")));
    assert_eq!(found.tags.iter().map(|tag| &*tag.value).collect::<Vec<_>>(), ["rain", "river"]);
    assert_eq!(claim(&found.license), Some(("https://cc.example/by", "link")));
    assert_eq!(claim(&found.page_type), Some(("article", "opengraph")));
    assert_eq!(claim(&found.declared_language), Some(("en-GB", "attribute")));
    assert_eq!(claim(&found.language), Some(("en", "measured")));
    assert!(found.words > 40 && found.characters > 200);
}

#[test]
fn titles_lose_the_name_of_the_site() {
    for (head, expected) in [
        (
            "<title>Rain in May - The Mill</title><meta property=og:site_name content='The Mill'>",
            "Rain in May",
        ),
        ("<title>The Mill: Rain in May | News</title>", "The Mill: Rain in May"),
        ("<title>Rain in May | The Mill Online</title>", "Rain in May"),
        (
            "<title>WATCH | The river floods the old mill</title>",
            "WATCH | The river floods the old mill",
        ),
        ("<title>Rain - and wind - in May</title>", "Rain - and wind - in May"),
        (
            "<title>The Mill » Rain</title>\
             <link rel=canonical href=https://www.themill.example/rain>",
            "Rain",
        ),
    ] {
        assert_eq!(
            claim(&metadata(&format!("{head}{BODY}")).title).map(|(title, _)| title),
            Some(expected),
            "{head}"
        );
    }
    let kicker = format!(
        "<title>The river left its bed</title>\
         <h1><span>Weather</span> The river left its bed</h1>{BODY}"
    );
    assert_eq!(claim(&metadata(&kicker).title), Some(("The river left its bed", "headline")));
}

#[test]
fn authors_after_labels_far_below_and_below_a_headline_with_a_label() {
    let below = format!("<h1>Rain</h1>{BODY}<h4>Author</h4><p><a href=/p/7>Jane Doe</a>, </p>");
    assert_eq!(authors(&metadata(&below)), ["Jane Doe"]);
    let no_name = format!("<h1>Rain</h1>{BODY}<h4>Author</h4><p>All about the week</p>");
    assert!(authors(&metadata(&no_name)).is_empty());
    let links =
        "<li><a href=/a>A long way to the mill</a><li><a href=/b>Another day of rain in May</a>"
            .repeat(12);
    let stated = format!(
        "<ul>{links}</ul><a rel=author href=/j>c1ph4</a><ul>{links}</ul><h1>Rain</h1>{BODY}{BODY}"
    );
    assert_eq!(authors(&metadata(&stated)), ["c1ph4"]);
    let headline = format!("<h1>By Rain, Wind and Weather</h1><p>Author: Jane Doe</p>{BODY}");
    assert_eq!(authors(&metadata(&headline)), ["Jane Doe"]);
    assert_eq!(
        authors(&metadata(&format!(
            "<h1>Rain</h1><p class=author>All posts by Jane Doe</p>{BODY}"
        ))),
        ["Jane Doe"]
    );
}

#[test]
fn the_headline_of_a_service_is_a_slogan() {
    let page = |kind: &str, headline: &str| {
        metadata(&format!(
            "<title>Checklists for teams | Manifold</title>\
             <meta property=og:title content='Checklists for teams'>\
             <meta property=og:type content={kind}>\
             <link rel=canonical href=https://manifold.example/pricing>\
             <h1>{headline}</h1>{BODY}"
        ))
    };
    assert_eq!(
        claim(&page("website", "Never forget a thing").title),
        Some(("Checklists for teams", "meta"))
    );
    assert_eq!(
        claim(&page("website", "Checklists for Teams").title),
        Some(("Checklists for Teams", "headline"))
    );
    assert_eq!(
        claim(&page("article", "Never forget a thing").title),
        Some(("Never forget a thing", "headline"))
    );
}

#[test]
fn the_first_headline_outranks_one_that_resembles_the_title() {
    let page = format!(
        "<title>The different phases of rain</title><h1>A guide to three days of weather</h1>{BODY}\
         <h2>What are the phases of rain?</h2>{BODY}"
    );
    assert_eq!(
        claim(&metadata(&page).title),
        Some(("A guide to three days of weather", "headline"))
    );
}

#[test]
fn a_date_in_the_footer_counts_if_there_is_no_other() {
    let page = |byline: &str, line: &str| {
        let body = BODY.repeat(4);
        let links = "<ul><li><a href=/about>About us</a><li><a href=/privacy>Privacy</a></ul>";
        metadata(&format!("<h1>Rain</h1>{byline}{body}<footer>{links}<p>{line}</p></footer>"))
    };
    let footer = "Posted on 6 May 2020 in Weather";
    assert_eq!(claim(&page("", footer).published), Some(("2020-05-06", "text")));
    assert_eq!(claim(&page("<p>7 May 2020</p>", footer).published), Some(("2020-05-07", "text")));
    assert_eq!(claim(&page("", "© The Mill, 6 May 2020. All rights reserved.").published), None);
}

#[test]
fn visible_bylines_and_dates() {
    for (language, byline, author, date) in [
        ("en", "By Jane Doe | May 6, 2020", "Jane Doe", "2020-05-06"),
        ("en-GB", "Jane Doe, 6/5/2020", "", "2020-05-06"),
        ("de", "Von Jane Doe, 6. Mai 2020, 10:30 Uhr", "Jane Doe", "2020-05-06"),
        ("fr", "Par Jane Doe - Publié le 6 mai 2020 à 10h30", "Jane Doe", "2020-05-06"),
        ("es", "Por Jane Doe, 6 de mayo de 2020", "Jane Doe", "2020-05-06"),
        ("no", "Av Jane Doe, 6. mai 2020", "Jane Doe", "2020-05-06"),
        ("pl", "Autor: Jane Doe, 6 maja 2020", "Jane Doe", "2020-05-06"),
        ("ru", "Автор: Иван Петров, 6 мая 2020 г.", "Иван Петров", "2020-05-06"),
        ("ja", "著者：山田太郎 2020年5月6日", "山田太郎", "2020-05-06"),
    ] {
        // The text of the page is in its language, because the words around names and dates are.
        let page = Cleaner::default().clean_input(
            &Input::from_text(&format!("<html lang={language}><h1>Rain</h1><p>{byline}</p>"))
                .with_source(Source::Html),
        );
        let found = page.metadata();
        assert_eq!(
            claim(&found.published),
            Some((date, "text")),
            "{byline}: {:?}",
            page.language()
        );
        if !author.is_empty() {
            assert_eq!(authors(&found), [author], "{byline}: {:?}", page.language());
        }
    }
}

#[test]
fn the_shown_date_decides_between_declarations() {
    let json_ld = r#"<script type=application/ld+json>
        {"@type":"Article","datePublished":"2020-05-06"}</script>"#;
    let head = "<meta property=article:published_time content=2020-05-07>";
    for (declared, shown, expected) in [
        (json_ld.to_owned(), "", ("2020-05-06", "json-ld")),
        (json_ld.to_owned(), "<p>8 May 2020</p>", ("2020-05-08", "text")),
        ([json_ld, head].concat(), "", ("2020-05-07", "opengraph")),
        ([json_ld, head].concat(), "<p>6 May 2020</p>", ("2020-05-06", "json-ld")),
        ([json_ld, head].concat(), "<p>8 May 2020</p>", ("2020-05-07", "opengraph")),
    ] {
        let found = metadata(&format!(
            "<html lang=en><head>{declared}</head><body><h1>Rain</h1>{shown}{BODY}"
        ));
        assert_eq!(claim(&found.published), Some(expected), "{declared} {shown}");
    }
}

#[test]
fn elements_with_names_of_fields() {
    let found = metadata(&format!(
        "<h1>Rain</h1><p class=byline>By <a rel=author href=/jane>Jane Doe</a></p>\
         <time datetime=2020-05-06T10:30Z>today</time>{BODY}\
         <section class=comments><h2>Comments</h2><p><span class=author>Joe Bloggs</span> \
         <time datetime=2020-05-09>9 May</time><p>Nice article, thank you all</section>"
    ));
    assert_eq!((authors(&found), found.authors[0].origin.name()), (vec!["Jane Doe"], "link"));
    assert_eq!(claim(&found.published), Some(("2020-05-06T10:30:00Z", "time")));
    let items = metadata(&format!(
        "<article itemscope itemtype=https://schema.org/Article><h1 itemprop=headline>Rain</h1>\
         <div itemprop=author itemscope><span itemprop=name>Jane Doe</span>, mayor</div>\
         <meta itemprop=datePublished content=2020-05-06>{BODY}"
    ));
    assert_eq!((authors(&items), items.authors[0].origin.name()), (vec!["Jane Doe"], "microdata"));
    assert_eq!(claim(&items.published), Some(("2020-05-06", "microdata")));
}

#[test]
fn dates_in_the_url() {
    for (address, expected) in [
        ("https://mill.example/2020/05/06/rain", Some("2020-05-06")),
        ("https://mill.example/news/20200506-rain.html", Some("2020-05-06")),
        ("https://mill.example/rain-2020-05-06", Some("2020-05-06")),
        ("https://mill.example/a/12345678", None),
        ("https://mill.example/2020/rain", None),
    ] {
        let found = metadata(&format!("<link rel=canonical href={address}><h1>Rain</h1>{BODY}"));
        assert_eq!(claim(&found.published), expected.map(|date| (date, "address")), "{address}");
    }
}

#[test]
fn texts_with_bylines_and_date_lines() {
    let text = "Rain takes the bridge\n\nBy Jane Doe\nMay 6, 2020\n\n\
        It rained for three days, and on the fourth the river left its bed and took the old bridge \
        with it, said the mayor.\n\nNobody was hurt, but the road to the mill will stay closed \
        until the spring, when a new bridge is to be built.\n";
    let found = Cleaner::default()
        .clean_input(&Input::from_text(text).with_source(Source::Text))
        .metadata();
    assert_eq!(authors(&found), ["Jane Doe"]);
    assert_eq!(claim(&found.published), Some(("2020-05-06", "text")));
}

#[test]
fn an_empty_page_has_no_metadata() {
    for source in [Source::Html, Source::Text] {
        assert_eq!(
            Cleaner::default().clean_input(&Input::new(b"").with_source(source)).metadata(),
            Metadata::default()
        );
    }
}

#[test]
fn authors_of_papers_and_organizations_are_one_name_each() {
    let ld = r#"<script type=application/ld+json>{"@type":"Article","author":
        {"@type":"Organization","name":"Center for Rivers and Bridges, Lowick"}}</script>"#;
    for (head, expected) in [
        ("<meta name=citation_author content='Doe, Jane B.'>", &["Jane B. Doe"][..]),
        (
            "<meta name=DC.creator content='Doe, Jane'><meta name=DC.creator content='Roe, Ann'>",
            &["Jane Doe", "Ann Roe"],
        ),
        ("<meta name=author content='Jane Doe, Ann Roe'>", &["Jane Doe", "Ann Roe"]),
        (ld, &["Center for Rivers and Bridges, Lowick"]),
    ] {
        let found = metadata(&format!("{head}<h1>Rain in May</h1>{BODY}"));
        assert_eq!(authors(&found), expected, "{head}");
    }
}

#[test]
fn a_description_of_the_author_is_no_name() {
    for box_of_author in [
        "<div class=author-bio>This post was written by</div>",
        "<p class='author__role'>Driven by rivers</p>",
        "<span class=author-website>https://jane.example</span>",
    ] {
        let found = metadata(&format!("<h1>Rain in May</h1>{box_of_author}{BODY}"));
        assert_eq!(authors(&found), [""; 0], "{box_of_author}");
    }
    let link = "<div class=author-bio><a href=/author/jane>Jane Doe</a> likes rain.</div>";
    assert_eq!(authors(&metadata(&format!("<h1>Rain in May</h1>{link}{BODY}"))), ["Jane Doe"]);
}

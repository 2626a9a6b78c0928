//! Metadata that were wrong once.

use dechrome::{Cleaner, Found, Input, Metadata, Source};

/// Two paragraphs, so that there is an article.
const BODY: &str = "<p>It rained for three days, and on the fourth the river left its bed and took \
    the old bridge with it, so that nobody could reach the mill on the other bank.</p>\
    <p>Nobody was hurt, said the mayor, but the road to the mill will stay closed until the \
    spring, when a new bridge is to be built.</p>";

/// Returns the metadata of a page that was loaded from a URL.
fn metadata_at(url: &str, html: &str) -> Metadata {
    let input = Input::from_text(html).with_source(Source::Html).with_url(url);
    Cleaner::default().clean_input(&input).metadata()
}

fn value(found: &Option<Found>) -> Option<&str> {
    found.as_ref().map(|found| found.value.as_str())
}

/// Returns the date of publication of a page in English without a region.
fn published(url: &str, head: &str, line: &str) -> Option<String> {
    let html = format!("<html lang=en><head>{head}</head><h1>Rain</h1>{line}{BODY}");
    value(&metadata_at(url, &html).published).map(str::to_owned)
}

#[test]
fn headlines_keep_a_name_that_begins_with_that_of_the_site() {
    let site = "<meta property=og:site_name content=Mill>";
    for (title, headline) in [
        ("Mill Almanac - now for everyone", "Mill Almanac - now for everyone"),
        ("Mill Almanac - now for everyone | Mill", "Mill Almanac - now for everyone"),
        ("Mill Model 3 - Measures", "Mill Model 3"),
        ("Mill - the first year", "Mill - the first year"),
    ] {
        let html = format!("<title>{title}</title>{site}<h1>{headline}</h1>{BODY}");
        let found = metadata_at("https://mill.example/a", &html);
        assert_eq!(value(&found.title), Some(headline), "{title}");
    }
    let html = format!("<title>Mill - Rain in May</title>{site}<h1>Mill</h1>{BODY}");
    let found = metadata_at("https://mill.example/a", &html);
    assert_eq!(value(&found.title), Some("Rain in May"), "the headline is the site's name");
}

#[test]
fn headlines_keep_the_part_after_a_bar() {
    let site = "<meta property=og:site_name content='The Mill'>";
    for (title, headline, expected) in [
        ("C++ | Rust: a comparison", "C++ | Rust: a comparison", "C++ | Rust: a comparison"),
        ("A | B testing - The Mill", "A | B testing", "A | B testing"),
        ("Weather", "A | B testing", "A | B testing"),
        ("Rain in May - The Mill", "Rain in May | The Mill", "Rain in May"),
        ("Rain in May", "Rain in May | News", "Rain in May"),
        ("Weather", "Ten ways to the mill | News", "Ten ways to the mill"),
    ] {
        let html = format!("<title>{title}</title>{site}<h1>{headline}</h1>{BODY}");
        let found = metadata_at("https://mill.example/a", &html);
        assert_eq!(value(&found.title), Some(expected), "{title}");
    }
}

#[test]
fn other_dates_and_the_host_decide_the_order_of_day_and_month() {
    let json_ld = r#"<script type=application/ld+json>{"@type":"Article",
        "datePublished":"11/02/2024","dateModified":"2024-02-12"}</script>"#;
    for (url, head, line, expected) in [
        ("https://mill.example/a", "", "<p>11/02/2024", "2024-11-02"),
        ("https://mill.example/a", "", "<p>11/02/2024<p>Updated 15/02/2024", "2024-02-11"),
        ("https://mill.example/a", "", "<p>11/02/2024<p>15/02/2024, 02/15/2024", "2024-11-02"),
        ("https://mill.example/a", json_ld, "", "2024-02-11"),
        ("https://www.mill.co.uk/a", "", "<p>11/02/2024", "2024-02-11"),
        ("https://mill.example.IE:80/a", "", "<p>11/02/2024", "2024-02-11"),
    ] {
        assert_eq!(published(url, head, line).as_deref(), Some(expected), "{url} {head} {line}");
    }
}

#[test]
fn a_date_after_another_label_is_not_that_of_publication() {
    for label in ["Deadline:", "Last build :", "Anmeldeschluss:", "Μέχρι:", "締切："] {
        let line = format!("<p>{label} 2024-02-11");
        assert_eq!(published("https://mill.example/a", "", &line), None, "{label}");
    }
    for label in ["", "Published:", "Rain in the hills, "] {
        let line = format!("<p>{label} 2024-02-11");
        let found = published("https://mill.example/a", "", &line);
        assert_eq!(found.as_deref(), Some("2024-02-11"), "{label}");
    }
}

#[test]
fn the_date_of_an_embedded_post_is_not_that_of_the_page() {
    let post = "<blockquote class=twitter-tweet><p>Rain</p>&mdash; The Mill (@themill) \
        <a href=https://posts.example/1>May 6, 2020</a></blockquote>";
    let url = "https://mill.example/a";
    assert_eq!(published(url, "", post), None);
    assert_eq!(published(url, "", &format!("{post}<p>May 8, 2020")).as_deref(), Some("2020-05-08"));
    let byline = "<p>Jane Doe (@janedoe) May 6, 2020";
    assert_eq!(published(url, "", byline).as_deref(), Some("2020-05-06"));
}

#[test]
fn a_role_in_a_line_of_its_own_is_no_name() {
    for (byline, expected) in [
        ("Ann Lee<br>Transport Correspondent", vec!["Ann Lee"]),
        ("Ann Lee<br><span>Senior Editor</span>", vec!["Ann Lee"]),
        ("By Ann Lee", vec!["Ann Lee"]),
    ] {
        let html = format!("<html lang=en><h1>Rain</h1><p class=author>{byline}</p>{BODY}");
        let found = metadata_at("https://mill.example/a", &html);
        let authors: Vec<&str> = found.authors.iter().map(|author| &*author.value).collect();
        assert_eq!(authors, expected, "{byline}");
    }
}

#[test]
fn korean_authors_are_before_their_role() {
    let html = "<html lang=ko><title>x</title><h1>오래된 물레방아가 다시 돈다</h1>\
        <p>김서연 기자 | 입력 2020.05.06. 오후 9:04</p><p>강가의 오래된 물레방아가 삼십 년 만에 다시 \
        돌기 시작했다고 마을 사람들이 화요일 저녁에 전했다.</p><p>비가 사흘 동안 내린 뒤 강물이 넘쳐 \
        다리가 떠내려갔지만 다친 사람은 아무도 없었다고 한다.</p>";
    let found = metadata_at("https://mill.example/a", html);
    let authors: Vec<&str> = found.authors.iter().map(|author| &*author.value).collect();
    assert_eq!(authors, ["김서연"]);
}

#[test]
fn dates_of_a_list_above_the_headline_are_not_those_of_the_page() {
    let list = |time: &str| {
        format!(
            "<ul><li><a href=/b>The mill burns</a> <time datetime=2024-06-01>1 June 2024</time>\
             </ul><h1>Rain</h1>{time}{BODY}"
        )
    };
    for (line, expected) in [
        ("<p>14 May 2019</p>", "2019-05-14"),
        ("<time datetime=2019-05-14>14 May</time>", "2019-05-14"),
        ("", "2024-06-01"),
    ] {
        let found = metadata_at("https://mill.example/a", &list(line));
        assert_eq!(value(&found.published), Some(expected), "{line}");
    }
}

#[test]
fn declared_dates_may_be_seconds() {
    let head = "<meta property=article:published_time content=1750680000000>";
    let date = published("https://mill.example/a", head, "");
    assert_eq!(date.as_deref(), Some("2025-06-23T12:00:00Z"));
    assert_eq!(published("https://mill.example/1750680000", "", ""), None);
}

#[test]
fn titles_lose_parts_after_bars_of_chinese_and_japanese() {
    for (title, expected) in [
        ("河边的老磨坊重新开放_新闻频道_河网", "河边的老磨坊重新开放"),
        ("老磨坊_河边的水车重新开放了", "老磨坊_河边的水车重新开放了"),
        ("古い水車が再び回り始めた｜川の新聞", "古い水車が再び回り始めた"),
    ] {
        let html = format!("<title>{title}</title>{BODY}");
        let found = metadata_at("https://mill.example/a", &html);
        assert_eq!(value(&found.title), Some(expected), "{title}");
    }
}

#[test]
fn a_placeholder_is_no_image() {
    let html = format!(
        "<meta property=og:image content='data:image/png;base64,AA'><meta name=twitter:image \
         content=/rain.jpg><h1>Rain</h1>{BODY}"
    );
    let found = metadata_at("https://mill.example/a", &html);
    assert_eq!(value(&found.image), Some("https://mill.example/rain.jpg"));
}

#[test]
fn bylines_in_capitals_end_before_the_publication() {
    let html = format!("<html lang=en><h1>Rain</h1><p>By JANE DOE FOR THE DAILY MILL</p>{BODY}");
    let found = metadata_at("https://mill.example/a", &html);
    assert_eq!(found.authors.first().map(|author| author.value.as_str()), Some("JANE DOE"));
}

#[test]
fn urls_are_absolute_if_that_of_the_page_is_known() {
    let html = format!(
        "<link rel=canonical href=/rain?a=b><meta property=og:image content=i/rain.jpg>\
         <h1>Rain</h1>{BODY}"
    );
    let found = metadata_at("https://mill.example/news/x", &html);
    assert_eq!(value(&found.canonical), Some("https://mill.example/rain?a=b"));
    assert_eq!(value(&found.image), Some("https://mill.example/news/i/rain.jpg"));
    let page = Cleaner::default().clean_input(&Input::from_text(&html).with_source(Source::Html));
    assert_eq!(value(&page.metadata().canonical), Some("/rain?a=b"));
    assert_eq!(value(&page.metadata().image), Some("i/rain.jpg"));
}

#[test]
fn the_front_page_is_the_url_of_no_page_with_another_one() {
    for (declared, expected) in [
        ("<link rel=canonical href=/><meta property=og:url content=/rain>", "/rain"),
        ("<link rel=canonical href=https://mill.example><meta property=og:url content=/>", ""),
    ] {
        let found =
            metadata_at("https://mill.example/a", &format!("{declared}<h1>Rain</h1>{BODY}"));
        let url = value(&found.canonical).and_then(|url| url.strip_prefix("https://mill.example"));
        assert_eq!(url, Some(expected), "{declared}");
    }
}

#[test]
fn declared_authors_are_apart_at_signs() {
    for (declared, expected) in [
        ("Jane Doe &amp; Joe Bloggs", vec!["Jane Doe", "Joe Bloggs"]),
        ("Jane Doe (Rivers) / Joe Bloggs (Hills)", vec!["Jane Doe", "Joe Bloggs"]),
        ("jane@mill.example (Jane Doe)", vec!["Jane Doe"]),
        ("Rivers &amp; Sons", vec!["Rivers & Sons"]),
    ] {
        let html = format!("<meta name=author content='{declared}'><h1>Rain</h1>{BODY}");
        let found = metadata_at("https://mill.example/a", &html);
        let authors: Vec<&str> = found.authors.iter().map(|author| &*author.value).collect();
        assert_eq!(authors, expected);
    }
}

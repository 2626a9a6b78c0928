//! Inputs as they come: encodings, fragments, Markdown, code, and texts without line ends.

use dechrome::{Cleaner, Degraded, Input, RenderOptions, Source};

/// A sentence of prose, and a page with it.
const PROSE: &str = "It rained for three days, and on the fourth the river left its bed and took the \
                     old bridge with it, so that nobody could reach the mill on the other bank.";
const MORE: &str = "Nobody was hurt, said the mayor, but the road to the mill will stay closed until \
                    the spring, because the engineers want to look at the banks before they build.";

/// `text` in UTF-16 without a mark.
fn utf16(text: &str, from_unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(from_unit).collect()
}

#[test]
fn utf_16_needs_no_mark() {
    let cleaner = Cleaner::default();
    let text = format!("Home\nSign in\n\n{PROSE}\n\n{MORE}\n");
    for (bytes, encoding) in
        [(utf16(&text, u16::to_le_bytes), "UTF-16LE"), (utf16(&text, u16::to_be_bytes), "UTF-16BE")]
    {
        let page = cleaner.clean(&bytes);
        assert_eq!((page.encoding(), page.lossy()), (encoding, false));
        assert_eq!(page.to_text(), cleaner.clean_str(&text).to_text());
    }
}

#[test]
fn what_a_str_declares_does_not_count() {
    let cleaner = Cleaner::default();
    let text = format!("<meta charset=windows-1252><article><p>{PROSE} It’s over.<p>{MORE}");
    let page = cleaner.clean_str(&text);
    assert!(page.to_text().contains("It’s over."), "{}", page.to_text());
    assert_eq!((page.encoding(), page.is_html()), ("UTF-8", true));
    let page =
        cleaner.clean_input(&Input::from_text("\u{feff}a\0b\0c\0d\0").with_source(Source::Text));
    assert_eq!(page.full_text(), "a\0b\0c\0d\0");
}

#[test]
fn spans_count_bytes_of_the_full_text() {
    let cleaner = Cleaner::default();
    let text = format!("Menü\n\n{PROSE}\n\n{MORE}\n");
    let latin1: Vec<u8> = text.chars().map(|c| c as u32 as u8).collect();
    for bytes in [text.clone().into_bytes(), format!("\u{feff}{text}").into_bytes(), latin1] {
        let page = cleaner.clean_input(&Input::new(&bytes).with_source(Source::Text));
        assert_eq!(page.full_text(), text);
        let joined: String = page.blocks().map(|block| &page.full_text()[block.span()]).collect();
        assert_eq!(joined, text);
        let kept: String =
            page.kept_spans().into_iter().map(|span| &page.full_text()[span]).collect();
        assert_eq!(kept, page.to_text());
    }
    let page = cleaner.clean_str(&format!("<p>{PROSE}<p>{MORE}"));
    for block in page.blocks() {
        assert_eq!(&page.full_text()[block.span()], block.text());
    }
}

#[test]
fn a_page_in_an_unknown_element_is_a_page() {
    let cleaner = Cleaner::default();
    for (before, after) in [("<doc>", "</doc>"), ("<text id=7 lang=en>\n", ""), ("<record>", "")] {
        let page = cleaner.clean_str(&format!("{before}<p>{PROSE}</p><p>{MORE}</p>{after}"));
        assert!(page.is_html(), "{before}");
        assert!(!page.to_text().contains('<'), "{before}: {}", page.to_text());
    }
}

#[test]
fn a_chapter_of_an_e_book_is_a_page() {
    let chapter = format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml'><head>\
         <title/><script src='x.js'/></head><body><h1>Rain</h1><a id='page1'/><i/><p>{PROSE}</p>\
         <p>{MORE}<span id='page2'/> It rained.</p></body></html>"
    );
    let page = Cleaner::default().clean_str(&chapter);
    let text = page.to_text();
    assert!(page.is_html());
    assert!(text.contains(PROSE) && text.contains(&format!("{MORE} It rained.")), "{text}");
    assert!(!page.to_markdown(&RenderOptions::new()).contains('*'));
}

#[test]
fn markdown_with_fenced_html_is_text() {
    let markdown = format!(
        "# A page\n\n{PROSE}\n\n```html\n<!doctype html>\n<nav><a href=/>Home</a></nav>\n<article>\n\
         <p>{MORE}</p>\n<p>{PROSE}</p>\n</article>\n<footer>Imprint</footer>\n```\n\n{MORE}\n"
    );
    let page = Cleaner::default().clean_str(&markdown);
    assert!(!page.is_html());
    assert!(page.to_text().contains("<nav><a href=/>Home</a></nav>"), "{}", page.to_text());
}

#[test]
fn the_language_is_that_of_the_prose() {
    let cleaner = Cleaner::default();
    let code =
        "for (const [name, value] of Object.entries(options)) { result[name] = value + 1; }\n"
            .repeat(12);
    for (prose, expected) in [
        (
            "在日常工作中，我们经常需要读取文件。这篇文章介绍三种常用的方法，以及它们各自的优缺点。",
            "zh",
        ),
        (
            "毎日の仕事では、ファイルを読むことがよくあります。この記事では三つの方法を紹介します。",
            "ja",
        ),
        (
            "일상 업무에서 파일을 읽는 일이 자주 있습니다. 이 글에서는 세 가지 방법을 소개합니다.",
            "ko",
        ),
        (
            "В повседневной работе часто нужно читать файлы. В этой статье описаны три способа.",
            "ru",
        ),
    ] {
        let html = format!("<article><p>{prose}</p><pre><code>{code}</code></pre><p>{prose}</p>");
        let markdown = format!("{prose}\n\n```js\n{code}```\n\n{prose}\n");
        for page in [cleaner.clean_str(&html), cleaner.clean_str(&markdown)] {
            let found = page.language().map(|language| language.code);
            assert_eq!(found, Some(expected), "{prose}");
        }
    }
    let named = |lang: &str| format!("<html lang={lang}><body><h1>Lumière</h1><p>Oslo</p>");
    for (declared, expected) in [("fr", "fr"), ("no", "nb")] {
        let language = cleaner.clean_str(&named(declared)).language().expect("there are letters");
        assert_eq!(language.code, expected);
        assert!(language.confidence < 0.3, "{language:?}");
    }
}

#[test]
fn a_text_without_line_ends_says_so() {
    let cleaner = Cleaner::default();
    let line =
        format!("Home Sign in Share {} All rights reserved", [PROSE, MORE].concat().repeat(12));
    for (text, expected) in
        [(line.clone(), Some(Degraded::Flattened)), (format!("{PROSE}\n{MORE}\n").repeat(12), None)]
    {
        assert_eq!(
            cleaner.clean_input(&Input::from_text(&text).with_source(Source::Text)).degraded(),
            expected
        );
    }
}

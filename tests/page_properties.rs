//! The promises of HTML mode, on generated pages. `PROPTEST_CASES` sets their number.

mod generators;

use std::sync::LazyLock;

use dechrome::{Cleaner, Options, Page, Source};
use generators::languages::{BODIES, language};
use generators::losses::{Tally, page_losses, share};
use generators::pages::{GeneratedPage, bare_page, page as generated_page};
use generators::runs::{config, samples};
use proptest::prelude::*;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Html)));

/// One that detects the format.
static ANY: LazyLock<Cleaner> = LazyLock::new(Cleaner::default);

fn clean(html: &str) -> Page {
    CLEANER.clean(html.as_bytes())
}

/// Chrome before an article.
const BEFORE: &[&str] = &[
    "<nav class=menu><ul><li><a href=/>Home</a><li><a href=/politics>Politics</a><li><a href=/sport>Sport</a></ul></nav>",
    "<div class=cookie-banner>เราใช้คุกกี้บนเว็บไซต์ของเรา <button>ยอมรับทั้งหมด</button></div>",
    "<a class=skip-link href=#main>Skip to content</a>",
    "<div class=breadcrumbs><a href=/>Home</a> &gt; <a href=/world>World</a></div>",
    "<div class=share><a href=#>Share on Facebook</a><a href=#>Tweet</a></div>",
    "<div class=login><a href=/login>Log in</a> <a href=/register>Register</a></div>",
];

/// Chrome between the paragraphs of an article.
const BETWEEN: &[&str] = &[
    "<div class=ad><span>Advertisement</span></div>",
    "<div class=related-inline><strong>Read also:</strong> <a href=/x>Ten ways to cross a river</a></div>",
    "<aside class=newsletter><h3>Newsletter</h3><p>Subscribe to our newsletter</p><button>Sign up</button></aside>",
];

/// Chrome after an article.
const AFTER: &[&str] = &[
    "<div class=tags>Tags: <a href=/t/river>River</a> <a href=/t/bridge>Bridge</a></div>",
    "<section class=related><h2>Related articles</h2><ul><li><a href=/a>The flood of last year</a><li><a href=/b>A new mill for the village</a></ul></section>",
    "<div id=comments><h3>Leave a Reply</h3><form><label>Name</label><input><textarea></textarea><button>Post comment</button></form></div>",
    "<div class=share-bar><a href=#>Share</a> <a href=#>Print</a></div>",
    "<footer><p>Copyright 2024. All rights reserved.</p><a href=/privacy>Privacy policy</a></footer>",
];

/// A run of chrome, up to `most` pieces.
fn chrome(from: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::subsequence(from, 0..=most)
}

/// An article's paragraphs, of one script.
fn article() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::select(BODIES.clone())
        .prop_flat_map(|all| prop::sample::subsequence(all.to_vec(), 4..=all.len()))
}

/// A page with chrome before, between and after the paragraphs of an article.
fn page(body: &[&str], before: &[&str], between: &[&str], after: &[&str]) -> String {
    let mut html =
        format!("<!doctype html><title>The river</title><body>{}<main><article>", before.concat());
    for (number, paragraph) in body.iter().enumerate() {
        html.push_str(&format!("<p>{paragraph}</p>"));
        if number > 0 && number < body.len() - 1 {
            html.push_str(between.get(number - 1).copied().unwrap_or_default());
        }
    }
    html + "</article></main>" + &after.concat()
}

/// The words of a text, as runs of letters and digits.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Returns true if the words of `part` are words of `whole`, in their order.
fn is_subsequence(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|word| rest.any(|other| other == word))
}

/// Pieces of markup, whole and broken, and arbitrary text.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select([BEFORE, BETWEEN, AFTER].concat()).prop_map(str::to_owned),
        4 => prop::sample::select(BODIES.concat()).prop_map(|text| format!("<p>{text}</p>")),
        2 => prop::sample::select(vec![
            "<div", "</div>", "<table><tr><td>", "</table>", "<ul><li>", "<b><i>", "</b>", "<br><br>", "<hr>", "<!--", "-->",
            "<pre>\n a\n  b", "</pre>", "<svg><title>", "<style>", "</style>", "<script>", "</script>", "<template>", "&amp;",
            "&#0;", "<a href=x>", "</a>", "<noscript>", "<select><option>", "<h2>", "</p>", "<blockquote>", "\u{0}", "<![CDATA[",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_quotation_after_a_footer_is_kept() {
    let html = "<!doctype html><html lang=bn><title>দরজার সেতু</title><body>\
        <div class=share-bar><a href=/x>শেয়ার করুন</a> <a href=/x>ফেসবুক</a> <a href=/x>টুইটার</a> \
        <a href=/x>প্রিন্ট</a></div>\
        <div class=post><div class=entry-content><div class=wrapper><h1>দরজার সেতু</h1>\
        <div>স্কুলে সেই সব পরিবারের জন্য স্যুপ রান্না হলো যাদের ঘরে জল ঢুকেছিল, আর শিক্ষিকা জোরে জোরে \
        পড়ে শোনালেন যতক্ষণ না বাতি জ্বলল আর বৃষ্টি থামল। বৃষ্টিতে মৌমাছি ওড়ে না, তাই মৌচাষি বিকেলে \
        চাকগুলো দেখতে যান আর সপ্তাহের বাকি দিন সেগুলোকে শান্তিতে থাকতে দেন। শেষ পর্যন্ত পরিষদ ছয়ের \
        বিপরীতে নয় ভোটে কাঠের সেতুর পক্ষে মত দিল, আর ছুতোররা সেই সপ্তাহেই কাঠ কাটতে শুরু \
        <em>করল।</em></div>\
        <div>“সেতুটা দেখেছ?”</div><div>“না,” সে বলল। “ততক্ষণে ভেসে <em>গেছে।”</em></div>\
        <div>“দাঁড়িয়ে আছে। <em>এখনও।”</em></div>\
        <div class=bottom><ul><li><a href=/x>© 2024 Der Talbote</a></li>\
        <li><a href=/x>Alle Rechte vorbehalten</a></li><li><a href=/x>Datenschutz</a></li>\
        <li><a href=/x>Impressum</a></li><li><a href=/x>Kontakt</a></li></ul></div>\
        <blockquote><p>“ভয় পাওয়ার সময়ই ছিল না, কারণ গরুগুলো তখনও চরে ছিল আর কাউকে না কাউকে তাদের \
        ঘরে আনতেই হতো,” বললেন কৃষক।</p></blockquote>\
        <ol><li>প্রতিটি নৌকার জন্য একটা বাতি</li></ol></div></div></div>";
    let text = clean(html).to_text();
    assert!(text.contains("বললেন কৃষক।"), "{text}");
    assert!(!text.contains("Impressum"), "{text}");
}

#[test]
fn a_quotation_after_a_comment_form_and_a_paragraph_is_kept() {
    let language = language("ta");
    let sentences = language.texts("sentence");
    let body = [3, 8].map(|number| sentences[number]).join(" ");
    let (start, end) = sentences[9].rsplit_once(' ').expect("words");
    let quotation = language.texts("quote")[0];
    let menu = |entries: &[&str]| {
        let link = |entry: &&str| format!("<li><a href=/x>{entry}</a></li>");
        format!("<div class=menu><ul>{}</ul></div>", entries.iter().map(link).collect::<String>())
    };
    let piece = |kind: &str| {
        language.chrome.iter().find(|piece| piece.kind == kind).expect("chrome").lines.as_slice()
    };
    let nav = menu(piece("nav"));
    let english = menu(&["Home", "News", "Politics", "Sport", "Culture"]);
    let footer = menu(piece("footer")).replace("menu", "bottom");
    let related = piece("related");
    let related = menu(&related[1..]).replace("menu>", &format!("related><h2>{}</h2>", related[0]));
    let html = format!(
        "<!doctype html><html lang=ta><title>கதவுகளால் ஆன பாலம்</title><body>\
         <div class=post><h1>கதவுகளால் ஆன பாலம்</h1>\
         <div class=respond><h3>கருத்து தெரிவிக்க</h3><form><label>பெயர்</label><input>\
         <label>மின்னஞ்சல்</label><input></form></div>\
         <table><tr><td>கோதுமை</td><td>30</td><td>கிலோ</td><td>2.80</td></tr></table>{nav}{nav}\
         <div class=paragraph><p>{body} {start} <a href=/x>{end}</a></p></div>{footer}\
         <blockquote><p>{quotation}</p></blockquote></div>{nav}{nav}{related}{nav}{english}"
    );
    let text = clean(&html).to_text();
    assert!(text.contains(quotation), "{text}");
}

#[test]
fn a_quotation_after_a_comment_form_in_a_section_is_kept() {
    let language = language("ja");
    let sentences = language.texts("sentence");
    let paragraphs: String =
        sentences.chunks(3).map(|paragraph| format!("<p>{}</p>", paragraph.concat())).collect();
    let quotations = language.texts("quote");
    let html = format!(
        "<!doctype html><html lang=ja><title>扉でできた橋</title><body><div>\
         <h1>扉でできた橋</h1>{paragraphs}\
         <section><h3>コメントを残す</h3><form><label>名前</label><input>\
         <label>コメントを送信</label><input></form></section>\
         <aside><strong><a href=/x>あわせて読みたい：川を渡る十の方法</a></strong></aside>\
         <blockquote><p>{}</p></blockquote></div>",
        quotations[1]
    );
    let text = clean(&html).to_text();
    assert!(text.contains(quotations[1]), "{text}");
}

#[test]
fn two_quotations_at_the_end_are_kept() {
    let language = language("ar");
    let (sentences, quotations) = (language.texts("sentence"), language.texts("quote"));
    let paragraph = [9, 3, 5, 6, 7].map(|number| sentences[number]).join(" ");
    let answer = language.texts("dialogue")[3].trim_start_matches("– ");
    let html = format!(
        "<!doctype html><html lang=ar><title>جسر من الأبواب</title><body>\
         <div class=story><div class=content><h1>جسر من الأبواب</h1>\
         <p>{}</p><p>{}</p><div class=respond><h3>Leave a comment</h3><form><label>Name</label>\
         <input><label>E-mail</label><input><label>Website</label><input>\
         <label>Post comment</label><input></form></div>\
         <p>{paragraph}</p><p><b>–</b> {answer}</p>\
         <blockquote><p>{}</p></blockquote><blockquote><p>{}</p></blockquote>\
         <div class=share-bar><a href=/x>Share this article</a> <a href=/x>Facebook</a> \
         <a href=/x>Twitter</a> <a href=/x>WhatsApp</a> <a href=/x>Print</a></div></div></div>",
        sentences[4], sentences[1], quotations[0], quotations[1]
    );
    let text = clean(&html).to_text();
    assert!(text.contains(quotations[1]), "{text}");
    assert!(!text.contains("Facebook"), "{text}");
}

#[test]
fn a_paragraph_after_one_that_is_added_is_kept() {
    let language = language("ar");
    let sentences = language.texts("sentence");
    let first = [1, 7, 10, 11].map(|number| sentences[number]).join(" ");
    let verse = language.texts("verse");
    let html = format!(
        "<!doctype html><html lang=ar><title>جسر من الأبواب</title><body>\
         <div class=css-2fa62da8><h2>អត្ថបទពាក់ព័ន្ធ</h2>\
         <ul><li><a href=/x>ទឹកជំនន់ឆ្នាំមុន</a></li></ul></div>\
         <div class=css-2f4e36bd><div class=css-30d0743><p>{first}</p></div>\
         <div class=css-243e581c><p>نحن نستخدم ملفات تعريف الارتباط</p>\
         <button>قبول الكل</button><button>الإعدادات</button></div>\
         <div class=css-77b7007e><p>Subscribe to our newsletter</p>\
         <button>Enter your e-mail address</button><button>Sign up</button></div>\
         <div class=css-30d0743><p>{}</p></div>\
         <div class=css-30d0743><p>{}<br>{}</p></div>\
         <div class=css-30d0743><p>{}</p></div></div>\
         <div class=css-f14e8e70><a href=/x>شارك</a> <a href=/x>فيسبوك</a> <a href=/x>تويتر</a> \
         <a href=/x>طباعة</a></div>",
        sentences[5], verse[0], verse[2], sentences[6]
    );
    let text = clean(&html).to_text();
    assert!(text.contains(sentences[6]), "{text}");
    assert!(!text.contains("Sign up"), "{text}");
}

#[test]
fn a_paragraph_of_the_kind_of_a_newsletter_is_kept_without_its_phrases() {
    let language = language("ar");
    let sentences = language.texts("sentence");
    let first = [1, 7, 8, 10, 11].map(|number| sentences[number]).join(" ");
    let verse = language.texts("verse");
    let cookies = "<div class=cookie-banner><p>نحن نستخدم ملفات تعريف الارتباط</p>\
                   <button>قبول الكل</button><button>الإعدادات</button></div>";
    let html = format!(
        "<!doctype html><html lang=ar><title>جسر من الأبواب</title><body>\
         <div class=post><h1>جسر من الأبواب</h1>{cookies}<p>{first}</p><p>{}</p>{cookies}\
         <p>{}<br>{}</p><p>{}</p></div><div class=login><a href=/x>Sign in</a></div>",
        sentences[5], verse[0], verse[2], sentences[6]
    );
    let text = clean(&html).to_text();
    assert!(text.contains(sentences[6]), "{text}");
    assert!(!text.contains("الإعدادات"), "{text}");
}

#[test]
fn lines_about_the_publication_are_dropped() {
    let chinese = language("zh");
    let [first, second] = [0, 5].map(|start| chinese.texts("sentence")[start..start + 4].concat());
    let line = "发布日期：2018-07-17　来源：山谷新闻　点击数：1522";
    for (before, after) in [("<p>", "</p>"), ("<table><tr><td>", "</td></tr></table>")] {
        let html = format!("<article><p>{first}</p>{before}{line}{after}<p>{second}</p></article>");
        let text = clean(&html).to_text();
        assert!(!text.contains("点击数"), "{text}");
    }
}

/// Adds up the words of generated pages.
fn tally(pages: impl Strategy<Value = GeneratedPage>) -> Tally {
    let mut tally = Tally::default();
    for page in samples(pages) {
        tally.add(page_losses(&page, &clean(&page.html)).0);
    }
    tally
}

#[test]
fn few_words_are_lost_and_most_chrome_is_dropped() {
    let tally = tally(generated_page());
    assert!(share(tally.short) <= 0.05, "short lines: {tally:?}");
    assert!(share(tally.chrome) >= 0.8, "chrome: {tally:?}");
}

#[test]
fn few_short_lines_are_lost_without_chrome() {
    let tally = tally(bare_page());
    assert!(share(tally.short) <= 0.05, "{tally:?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn paragraphs_are_kept_whatever_is_around_them(page in generated_page()) {
        prop_assert_eq!(page_losses(&page, &clean(&page.html)).1, [""; 0]);
    }

    #[test]
    fn paragraphs_of_an_article_alone_are_kept(page in bare_page()) {
        prop_assert_eq!(page_losses(&page, &clean(&page.html)).1, [""; 0]);
    }

    #[test]
    fn an_article_alone_comes_back_whole(body in article()) {
        let text = clean(&page(&body, &[], &[], &[])).to_text();
        prop_assert_eq!(text, body.join("\n\n") + "\n");
    }

    #[test]
    fn chrome_goes_and_body_stays(
        body in article(),
        before in chrome(BEFORE, 4),
        between in chrome(BETWEEN, 2),
        after in chrome(AFTER, 4),
    ) {
        let text = clean(&page(&body, &before, &between, &after)).to_text();
        prop_assert_eq!(text, body.join("\n\n") + "\n");
    }

    #[test]
    fn kept_words_are_a_subsequence_of_the_pages_words(html in soup()) {
        let page = clean(&html);
        let all: Vec<String> = page.blocks().map(|block| block.text().to_owned()).collect();
        let all = all.join("\n");
        let text = page.to_text();
        prop_assert!(is_subsequence(&words(&text), &words(&all)));
        for block in page.blocks() {
            prop_assert!((0.0..=1.0).contains(&block.score()));
            prop_assert!(!block.text().trim().is_empty());
        }
        prop_assert!((0.0..=1.0).contains(&page.confidence()));
    }

    #[test]
    fn any_bytes_are_cleaned_the_same_way_twice(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert_eq!(ANY.clean(&bytes).to_json(), ANY.clean(&bytes).to_json());
    }

    #[test]
    fn a_byte_order_mark_and_line_ends_change_nothing(body in article(), after in chrome(AFTER, 4)) {
        let html = page(&body, &[], &[], &after).replace("<p>", "\n<p>");
        let text = clean(&html).to_text();
        prop_assert_eq!(&clean(&format!("\u{feff}{html}")).to_text(), &text);
        prop_assert_eq!(&clean(&html.replace('\n', "\r\n")).to_text(), &text);
    }
}

/// A page whose article only its JSON-LD has, as a script would put it on the page.
fn shell(body: &str) -> String {
    let data = format!(
        r#"{{"@type":"NewsArticle","headline":"x","articleBody":"{}"}}"#,
        body.replace('\n', "\\n")
    );
    let menu = BEFORE[0];
    format!(
        "<title>x</title><script type=application/ld+json>{data}</script><body>{menu}<div id=app></div>"
    )
}

#[test]
fn a_declared_article_stands_in_for_an_empty_page() {
    let page = clean(&shell(&BODIES[0].join("\n")));
    assert_eq!(page.to_text().trim().split("\n\n").collect::<Vec<_>>(), BODIES[0]);
    assert!(
        page.blocks()
            .filter(|block| block.keep())
            .all(|block| block.why().contains("JSON-LD has the article"))
    );
    assert!(page.confidence() > 0.0);
}

#[test]
fn a_declared_article_does_not_repeat_the_one_on_the_page() {
    let paragraphs: String = BODIES[0].iter().map(|body| format!("<p>{body}")).collect();
    let html = shell(&BODIES[0].join("\n"))
        .replace("<div id=app>", &format!("<article><h1>x</h1>{paragraphs}</article>"));
    assert_eq!(
        clean(&html).to_text(),
        clean(&html.replace("articleBody", "somethingElse")).to_text()
    );
}

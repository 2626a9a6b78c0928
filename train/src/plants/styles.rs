//! The markup vocabularies of the frameworks that pages are made with.
//!
//! `{n}` is a name for the kind of the box, `{h}` a hash as build tools make it.

use dechrome::Kind;

/// How a framework writes a box.
pub(super) struct BoxStyle {
    /// The elements around the box, from the outside to the inside: tag and attributes.
    pub(super) around: &'static [(&'static str, &'static str)],
    pub(super) heading: (&'static str, &'static str),
    pub(super) text: (&'static str, &'static str),
    pub(super) button: (&'static str, &'static str),
    /// The attributes of links.
    pub(super) link: &'static str,
    /// The attributes of lists of links. `None` if links are paragraphs.
    pub(super) list: Option<&'static str>,
}

/// All styles.
pub(super) const BOXES: &[BoxStyle] = &[
    // WordPress, blocks.
    BoxStyle {
        around: &[("div", "class=\"wp-block-group {n} has-background is-layout-flow\"")],
        heading: ("h3", "class=\"wp-block-heading\""),
        text: ("p", ""),
        button: ("div", "class=\"wp-block-button\""),
        link: "",
        list: Some("class=\"wp-block-list\""),
    },
    // WordPress, widgets and plugins.
    BoxStyle {
        around: &[("div", "id=\"{n}-3\" class=\"widget widget_{n}\"")],
        heading: ("h4", "class=\"widget-title\""),
        text: ("p", ""),
        button: ("button", "type=\"submit\" class=\"{n}-submit\""),
        link: "rel=\"bookmark\"",
        list: Some("class=\"{n}-list\""),
    },
    BoxStyle {
        around: &[("div", "class=\"{n}-container\""), ("div", "class=\"{n}-inner\"")],
        heading: ("div", "class=\"{n}-title\""),
        text: ("div", "class=\"{n}-text\""),
        button: ("a", "class=\"{n}-btn\" href=\"#\""),
        link: "class=\"{n}-link\"",
        list: Some(""),
    },
    // Substack.
    BoxStyle {
        around: &[
            ("div", "class=\"{n}-widget-wrap-editor\" data-component-name=\"{n}ToDOM\""),
            ("div", "class=\"{n}-widget show-{n}\""),
        ],
        heading: ("h3", "class=\"header-anchor-post\""),
        text: ("p", "class=\"cta-caption\""),
        button: ("p", "class=\"button-wrapper\""),
        link: "class=\"button primary\"",
        list: None,
    },
    // Ghost.
    BoxStyle {
        around: &[
            ("div", "class=\"kg-card kg-callout-card kg-{n}-card\""),
            ("div", "class=\"kg-callout-text\""),
        ],
        heading: ("h2", "class=\"kg-header-card-heading\""),
        text: ("p", ""),
        button: ("a", "class=\"kg-btn kg-btn-accent\" href=\"#\""),
        link: "",
        list: None,
    },
    // Drupal.
    BoxStyle {
        around: &[
            ("div", "class=\"block block-block-content block-{n}\""),
            ("div", "class=\"field field--name-body field--type-text-with-summary\""),
        ],
        heading: ("h2", "class=\"block-title\""),
        text: ("p", ""),
        button: ("a", "class=\"button button--primary\" href=\"#\""),
        link: "hreflang=\"en\"",
        list: Some("class=\"item-list\""),
    },
    // Arc.
    BoxStyle {
        around: &[(
            "div",
            "class=\"c-stack b-{n} article-body__inline\" data-style-direction=\"vertical\"",
        )],
        heading: ("h2", "class=\"c-heading b-{n}__heading\""),
        text: ("p", "class=\"c-paragraph b-{n}__text\""),
        button: ("a", "class=\"c-button c-button--primary\" href=\"#\""),
        link: "class=\"c-link\"",
        list: Some("class=\"c-stack\""),
    },
    // Names of components: BEM, with a modifier.
    BoxStyle {
        around: &[("aside", "class=\"article__{n} {n} {n}--inline\" data-module=\"{n}\"")],
        heading: ("h3", "class=\"{n}__title\""),
        text: ("p", "class=\"{n}__description\""),
        button: ("button", "class=\"{n}__button btn\""),
        link: "class=\"{n}__link\"",
        list: Some("class=\"{n}__list\""),
    },
    // CSS modules.
    BoxStyle {
        around: &[("section", "class=\"{n}_wrapper__{h}\""), ("div", "class=\"{n}_inner__{h}\"")],
        heading: ("h3", "class=\"{n}_title__{h}\""),
        text: ("p", "class=\"{n}_text__{h}\""),
        button: ("button", "class=\"button_root__{h}\""),
        link: "class=\"link_root__{h}\"",
        list: Some("class=\"list_root__{h}\""),
    },
    // Hashed names.
    BoxStyle {
        around: &[("div", "class=\"css-{h}\""), ("div", "class=\"css-{h}\"")],
        heading: ("h3", "class=\"css-{h}\""),
        text: ("p", "class=\"css-{h}\""),
        button: ("button", "type=\"button\" class=\"css-{h}\""),
        link: "class=\"css-{h}\"",
        list: Some("class=\"css-{h}\""),
    },
    BoxStyle {
        around: &[("aside", "class=\"sc-{h} {h}\""), ("div", "class=\"sc-{h} {h}\"")],
        heading: ("div", "class=\"sc-{h} {h}\""),
        text: ("div", "class=\"sc-{h} {h}\""),
        button: ("a", "class=\"sc-{h} {h}\" href=\"#\""),
        link: "class=\"sc-{h} {h}\"",
        list: None,
    },
    // Tailwind.
    BoxStyle {
        around: &[("div", "class=\"my-8 rounded-lg border bg-gray-50 p-6\"")],
        heading: ("h3", "class=\"text-lg font-bold\""),
        text: ("p", "class=\"mt-2 text-sm text-gray-600\""),
        button: ("button", "class=\"mt-4 rounded bg-blue-600 px-4 py-2 text-white\""),
        link: "class=\"underline hover:no-underline\"",
        list: Some("class=\"mt-2 space-y-1\""),
    },
    // No names.
    BoxStyle {
        around: &[("div", "")],
        heading: ("h3", ""),
        text: ("p", ""),
        button: ("button", ""),
        link: "",
        list: Some(""),
    },
    BoxStyle {
        around: &[("div", ""), ("div", "")],
        heading: ("div", ""),
        text: ("div", ""),
        button: ("div", ""),
        link: "",
        list: None,
    },
    BoxStyle {
        around: &[("aside", "")],
        heading: ("h4", ""),
        text: ("p", ""),
        button: ("a", "href=\"#\""),
        link: "",
        list: Some(""),
    },
    BoxStyle {
        around: &[("section", "")],
        heading: ("h2", ""),
        text: ("p", ""),
        button: ("form", ""),
        link: "",
        list: Some(""),
    },
    // Paragraphs among the others, with or without an emphasis.
    BoxStyle {
        around: &[],
        heading: ("p", "style=\"font-weight:bold\""),
        text: ("p", ""),
        button: ("p", ""),
        link: "",
        list: None,
    },
    BoxStyle {
        around: &[],
        heading: ("h3", ""),
        text: ("p", ""),
        button: ("p", "class=\"has-text-align-center\""),
        link: "target=\"_blank\"",
        list: Some(""),
    },
    // Tables and lines.
    BoxStyle {
        around: &[
            ("table", "width=\"100%\" cellpadding=\"8\" bgcolor=\"#eeeeee\""),
            ("tr", ""),
            ("td", ""),
        ],
        heading: ("p", "align=\"center\""),
        text: ("p", ""),
        button: ("p", "align=\"center\""),
        link: "",
        list: None,
    },
    BoxStyle {
        around: &[("blockquote", "")],
        heading: ("p", ""),
        text: ("p", ""),
        button: ("p", ""),
        link: "",
        list: None,
    },
];

/// How a page writes an image with its caption: `{t}` is the text.
pub(super) const FIGURES: &[&str] = &[
    "<figure class=\"wp-block-image size-large\"><img src=\"a.jpg\" alt=\"{t}\">\
     <figcaption class=\"wp-element-caption\">{t}</figcaption></figure>",
    "<figure><img src=\"a.jpg\" alt=\"\"><figcaption>{t}</figcaption></figure>",
    "<figure class=\"css-{h}\"><div class=\"css-{h}\"><img src=\"a.jpg\" alt=\"{t}\"></div>\
     <figcaption class=\"css-{h}\"><span class=\"css-{h}\">{t}</span></figcaption></figure>",
    "<div class=\"wp-caption aligncenter\"><img src=\"a.jpg\" alt=\"\">\
     <p class=\"wp-caption-text\">{t}</p></div>",
    "<div class=\"image image--inline\"><img src=\"a.jpg\" alt=\"\">\
     <div class=\"image__caption\">{t}</div></div>",
    "<div class=\"{h}\"><img src=\"a.jpg\" alt=\"{t}\"><span class=\"{h}\">{t}</span></div>",
    "<div class=\"media media--type-image\"><picture><img src=\"a.jpg\"></picture>\
     <div class=\"field field--name-field-caption\">{t}</div></div>",
    "<table class=\"tr-caption-container\" align=\"center\"><tbody>\
     <tr><td><img src=\"a.jpg\"></td></tr><tr><td class=\"tr-caption\">{t}</td></tr></tbody></table>",
    "<p><img src=\"a.jpg\" alt=\"\"></p><p><em>{t}</em></p>",
    "<p><img src=\"a.jpg\" alt=\"\"><br><small>{t}</small></p>",
    "<div><img src=\"a.jpg\" alt=\"\"></div><div>{t}</div>",
    "<div class=\"photo-credit\">{t}</div>",
    "<div class=\"gallery-slide\"><img src=\"a.jpg\">\
     <div class=\"slide-caption\"><p>{t}</p></div></div>",
];

/// Returns the names that pages give to boxes of a kind.
pub(super) fn names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Subscribe => &[
            "newsletter",
            "newsletter-signup",
            "subscribe",
            "subscription",
            "signup-form",
            "donate",
            "donation-banner",
            "app-promo",
            "membership",
            "cta",
            "push-optin",
            "inline-signup",
        ],
        Kind::Login => {
            &["paywall", "regwall", "piano", "login", "gate", "subscriber-only", "meter"]
        }
        Kind::Cookie => &["cookie", "consent", "gdpr", "privacy-notice", "embed-consent", "cmp"],
        Kind::Player => {
            &["video-player", "player", "vjs", "audio", "gallery", "media-player", "jw"]
        }
        Kind::Bio => &["author-box", "author-bio", "about-author", "authorbox", "contributor"],
        Kind::Share => &["share", "social-share", "sharing", "addtoany", "follow-us", "social"],
        Kind::Ad => &["ad", "advert", "ad-slot", "sponsored", "affiliate", "promo", "adsbygoogle"],
        Kind::Related => &[
            "related",
            "related-posts",
            "read-more",
            "recommended",
            "most-read",
            "more-stories",
            "inline-related",
            "teaser",
            "in-this-series",
            "readalso",
            "promo-link",
        ],
        Kind::CommentForm => &["comment-respond", "comments", "discussion", "reply-form"],
        Kind::Footer => &["disclaimer", "copyright", "legal", "notice", "note"],
        Kind::Byline | Kind::Date => &["byline", "post-meta", "entry-meta", "article-meta", "meta"],
        Kind::Tags => &["tags", "post-tags", "topics", "keywords", "tag-list"],
        _ => &["widget", "poll", "feedback", "module", "box", "infobox", "component", "tool"],
    }
}

//! The HTML elements that segmentation and the features know by name.

/// How segmentation treats an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// A block ends before and after it.
    Block,
    /// It is part of the run of text.
    Inline,
    /// It and its content are not text of the page.
    Skip,
}

/// Defines [`Tag`] with its names and flows.
macro_rules! tags {
    ($($variant:ident = $name:literal $flow:ident,)+) => {
        /// The name of an element. The numbers are feature values: add new tags at the end only.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Tag { Unknown, $($variant,)+ }

        impl Tag {
            /// Returns the tag of a local name.
            pub(crate) fn of(name: &str) -> Tag {
                match name {
                    $($name => Tag::$variant,)+
                    // Elements around formulas, which are part of a line like a `span`.
                    "math-renderer" | "d-math" => Tag::Span,
                    _ if name.starts_with("mjx-") => Tag::Span,
                    _ => Tag::Unknown,
                }
            }

            /// Returns how segmentation treats the element. An unknown element is a block.
            pub(crate) fn flow(self) -> Flow {
                match self { Tag::Unknown => Flow::Block, $(Tag::$variant => Flow::$flow,)+ }
            }
        }
    };
}

tags! {
    P = "p" Block, Div = "div" Block, Li = "li" Block, Td = "td" Block, Th = "th" Block,
    H1 = "h1" Block, H2 = "h2" Block, H3 = "h3" Block, H4 = "h4" Block, H5 = "h5" Block,
    H6 = "h6" Block, Span = "span" Inline, Section = "section" Block, Article = "article" Block,
    Main = "main" Block, Header = "header" Block, Footer = "footer" Block, Nav = "nav" Block,
    Aside = "aside" Block, Form = "form" Block, Button = "button" Block, Label = "label" Inline,
    Figure = "figure" Block, Figcaption = "figcaption" Block, Blockquote = "blockquote" Block,
    Pre = "pre" Block, Dt = "dt" Block, Dd = "dd" Block, Dl = "dl" Block, Ul = "ul" Block,
    Ol = "ol" Block, Table = "table" Block, Tr = "tr" Block, A = "a" Inline,
    Summary = "summary" Block, Details = "details" Block, Address = "address" Block,
    Body = "body" Block, Noscript = "noscript" Block, Fieldset = "fieldset" Block,
    Legend = "legend" Block, TableCaption = "caption" Block, Center = "center" Block,
    Font = "font" Inline, Br = "br" Inline, Hr = "hr" Block, Img = "img" Inline,
    Picture = "picture" Inline, Source = "source" Inline, B = "b" Inline, Strong = "strong" Inline,
    Code = "code" Inline, Kbd = "kbd" Inline, Samp = "samp" Inline, Tt = "tt" Inline,
    Time = "time" Inline, Listing = "listing" Block, Xmp = "xmp" Block, Html = "html" Block,
    Abbr = "abbr" Inline, Acronym = "acronym" Inline, Bdi = "bdi" Inline, Bdo = "bdo" Inline,
    Big = "big" Inline, Cite = "cite" Inline, Data = "data" Inline, Del = "del" Inline,
    Dfn = "dfn" Inline, Em = "em" Inline, I = "i" Inline, Ins = "ins" Inline, Mark = "mark" Inline,
    Nobr = "nobr" Inline, Q = "q" Inline, Rb = "rb" Inline, Rp = "rp" Inline, Rt = "rt" Inline,
    Ruby = "ruby" Inline, S = "s" Inline, Small = "small" Inline, Strike = "strike" Inline,
    Sub = "sub" Inline, Sup = "sup" Inline, U = "u" Inline, Var = "var" Inline, Wbr = "wbr" Inline,
    Meta = "meta" Inline, Link = "link" Inline, Script = "script" Skip, Style = "style" Skip,
    Template = "template" Skip, Svg = "svg" Skip, Math = "math" Skip, Iframe = "iframe" Skip,
    Object = "object" Skip, Canvas = "canvas" Skip, Audio = "audio" Skip, Video = "video" Skip,
    Select = "select" Skip, Textarea = "textarea" Skip, Input = "input" Skip,
    DocumentHead = "head" Skip, Noframes = "noframes" Skip, Map = "map" Skip,
    Datalist = "datalist" Skip, Embed = "embed" Skip, Slot = "slot" Inline,
}

/// Custom elements that load an image.
const IMAGE_ELEMENTS: &[&str] = &["amp-anim", "amp-img"];

/// Custom elements that load a video, an audio or a post of another site.
#[rustfmt::skip]
const EMBED_ELEMENTS: &[&str] = &[
    "amp-audio", "amp-brightcove", "amp-dailymotion", "amp-facebook", "amp-iframe",
    "amp-instagram", "amp-jwplayer", "amp-soundcloud", "amp-twitter", "amp-video",
    "amp-video-iframe", "amp-vimeo", "amp-youtube", "lite-vimeo", "lite-youtube",
];

/// Returns true for a custom element that loads an image.
pub(crate) fn is_custom_image(name: &str) -> bool {
    IMAGE_ELEMENTS.contains(&name)
}

/// Returns true for a custom element that loads a video, an audio or a post of another site.
pub(crate) fn is_custom_embed(name: &str) -> bool {
    EMBED_ELEMENTS.contains(&name)
}

impl Tag {
    /// Returns the level of a heading, 0 for other elements.
    pub(crate) fn heading(self) -> u8 {
        match self {
            Tag::H1 => 1,
            Tag::H2 => 2,
            Tag::H3 => 3,
            Tag::H4 => 4,
            Tag::H5 => 5,
            Tag::H6 => 6,
            _ => 0,
        }
    }

    /// Returns true if white space inside the element is kept.
    pub(crate) fn is_preformatted(self) -> bool {
        matches!(self, Tag::Pre | Tag::Listing | Tag::Xmp)
    }

    /// Returns true if the element shows a picture.
    pub(crate) fn is_image(self) -> bool {
        matches!(self, Tag::Img | Tag::Picture)
    }

    /// Returns true if a reader can click the element or fill it in.
    pub(crate) fn is_control(self) -> bool {
        matches!(self, Tag::Input | Tag::Button | Tag::Select | Tag::Textarea)
    }
}

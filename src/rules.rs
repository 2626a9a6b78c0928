//! User rules: CSS selectors for elements whose blocks are kept, or dropped, whatever the model says.

use std::fmt;

use cssparser::{BasicParseErrorKind, ParseErrorKind};
use scraper::selector::{Parser, Simple};
use selectors::parser::{ParseRelative, SelectorList, SelectorParseErrorKind};

/// Bytes of a rule. Matching one recurses as often as it has combinators; those people write have less than a hundred
/// bytes, and more rules can be given.
const LONGEST_RULE: usize = 2048;

/// Elements whose blocks are kept, and elements whose blocks are dropped, whatever the model says of them.
///
/// A rule is a list of CSS selectors, as the crate `scraper` reads them: types, classes, ids, attributes, combinators,
/// `:is()`, `:where()`, `:not()`, `:has()`, `:nth-child()` and its like, `:empty`, `:root`. A block is inside an element
/// if all of its text is. Where both an excluded and an included element are around a block, it is dropped; rules outrank
/// [`Options::with_kept`](crate::Options::with_kept) and [`Options::with_dropped`](crate::Options::with_dropped). What is
/// decided about all other blocks stays as it was without rules.
///
/// A plain text has no elements, and neither has what lies past the budgets of a page's tree: rules do nothing there.
/// Nothing can be matched inside `template`, nor by the text of scripts, styles and text areas. Formatting elements other
/// than `a` (`b`, `em`, `font` and so on) are seen with the attributes that the cleaner reads itself, among them `id` and
/// `class`, and without all others: which of them the parser closes depends on their attributes, and rules change nothing
/// about the tree. A rule that takes too long on a page (this takes hundreds of thousands of elements, or siblings) is
/// given up there, and [`Page::degraded`](crate::Page::degraded) says so.
///
/// ```
/// use dechrome::{Cleaner, Options, Rules};
///
/// let rules = Rules::new().with_excluded("aside, .promo")?.with_included("article > .caption")?;
/// let cleaner = Cleaner::new(Options::new().with_rules(rules));
/// # Ok::<(), dechrome::RuleError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules {
    pub(crate) included: Vec<SelectorList<Simple>>,
    pub(crate) excluded: Vec<SelectorList<Simple>>,
}

impl Rules {
    /// No rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the blocks inside the elements that `selector` matches.
    ///
    /// # Errors
    /// If `selector` is no list of CSS selectors, or is longer than 2,048 bytes.
    pub fn with_included(mut self, selector: &str) -> Result<Self, RuleError> {
        self.included.push(parse(selector)?);
        Ok(self)
    }

    /// Drops the blocks inside the elements that `selector` matches; outranks [`Rules::with_included`].
    ///
    /// # Errors
    /// If `selector` is no list of CSS selectors, or is longer than 2,048 bytes.
    pub fn with_excluded(mut self, selector: &str) -> Result<Self, RuleError> {
        self.excluded.push(parse(selector)?);
        Ok(self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.included.is_empty() && self.excluded.is_empty()
    }
}

/// Reads a list of selectors.
fn parse(selector: &str) -> Result<SelectorList<Simple>, RuleError> {
    let wrong = |reason| RuleError { selector: selector.to_owned(), reason };
    if selector.len() > LONGEST_RULE {
        return Err(wrong("longer than 2,048 bytes"));
    }
    let mut parser = cssparser::Parser::new(selector);
    SelectorList::parse(&Parser, &mut parser, ParseRelative::No)
        .map_err(|error| wrong(reason(&error.kind)))
}

/// What is wrong with a selector, in words.
fn reason(kind: &ParseErrorKind<SelectorParseErrorKind>) -> &'static str {
    use SelectorParseErrorKind as Kind;
    match kind {
        ParseErrorKind::Basic(BasicParseErrorKind::EndOfInput)
        | ParseErrorKind::Custom(Kind::EmptySelector | Kind::DanglingCombinator) => {
            "no selector where one must stand"
        }
        ParseErrorKind::Basic(BasicParseErrorKind::TooManyNestedBlocks) => "nested too deep",
        ParseErrorKind::Custom(Kind::UnsupportedPseudoClassOrElement | Kind::UnexpectedIdent) => {
            "a pseudo-class or -element that is not supported"
        }
        ParseErrorKind::Custom(
            Kind::NoQualifiedNameInAttributeSelector
            | Kind::UnexpectedTokenInAttributeSelector
            | Kind::ExpectedBarInAttr
            | Kind::BadValueInAttr
            | Kind::InvalidQualNameInAttr,
        ) => "a malformed attribute selector",
        ParseErrorKind::Custom(Kind::ExpectedNamespace) => "an unknown namespace",
        _ => "an unexpected character or word",
    }
}

/// A rule that is no list of CSS selectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    selector: String,
    reason: &'static str,
}

impl RuleError {
    /// The rule as it was given.
    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// What is wrong with it.
    pub fn reason(&self) -> &str {
        self.reason
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.selector.chars().take(80).collect();
        write!(f, "`{shown}` is no CSS selector: {}", self.reason)
    }
}

impl std::error::Error for RuleError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        for (selector, reason) in [
            ("", "no selector"),
            ("a >", "no selector"),
            ("a,, b", ""),
            ("<p>", "no selector"),
            ("p:hover", "a pseudo-class"),
            ("p::before", "a pseudo-class"),
            ("a[href=", ""),
            ("a[=x]", "a malformed attribute"),
            ("svg|a", "an unknown namespace"),
            (":has(:has(a))", ""),
            (&":not(".repeat(400), ""),
            (&"* ~ ".repeat(20_000), "longer than"),
        ] {
            let error = Rules::new().with_excluded(selector).expect_err(selector);
            assert!(error.reason().starts_with(reason), "{selector:.40}: {error}");
            assert_eq!(error.selector(), selector);
            assert!(error.to_string().len() < 300, "{error}");
        }
    }

    #[test]
    fn rules_can_be_shared_by_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Rules::new());
    }
}

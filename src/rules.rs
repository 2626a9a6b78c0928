//! User rules: CSS selectors for elements whose blocks are kept or dropped.

use std::fmt;

use cssparser::{BasicParseErrorKind, ParseErrorKind};
use scraper::selector::{Parser, Simple};
use selectors::parser::{ParseRelative, SelectorList, SelectorParseErrorKind};

/// Longest rule, in bytes. Matching recurses once per combinator. People write rules of less than a
/// hundred bytes, and can give several.
const LONGEST_RULE: usize = 2048;

/// CSS selectors of elements whose blocks are kept or dropped. They override the model.
///
/// A rule is a list of CSS selectors, as the crate `scraper` reads them: types, classes, ids,
/// attributes, combinators, `:is()`, `:where()`, `:not()`, `:has()`, `:nth-child()` and similar
/// pseudo-classes, `:empty`, `:root`. A block is inside an element if all of its text is. If both
/// an excluded and an included element contain a block, it is dropped. Rules override
/// [`Options::with_kept`](crate::Options::with_kept) and
/// [`Options::with_dropped`](crate::Options::with_dropped). The verdicts on all other blocks are
/// the same as without rules, with two exceptions: a page with a block that a rule keeps is not
/// called a wall ([`Page::no_content`](crate::Page::no_content)), and the article in its JSON-LD
/// does not replace its blocks.
///
/// Rules do nothing in plain text, nor in the part of a page after a limit of its tree.
/// They match nothing inside `template`, and nothing by the text of scripts, styles and text areas.
/// Of formatting elements except `a` (`b`, `em`, `font` and so on) they see only the attributes
/// that the cleaner reads itself, `id` and `class` among them: the parser closes such elements
/// depending on their attributes, and rules must not change the tree. A rule that takes too long on
/// a page (with hundreds of thousands of elements or siblings) is given up there, and
/// [`Page::degraded`](crate::Page::degraded) reports it.
///
/// ```
/// use dechrome::{Cleaner, Options, Rules};
///
/// let rules = Rules::new().with_excluded("aside, .promo")?.with_included("article > .caption")?;
/// let cleaner = Cleaner::new(Options::new().with_rules(rules));
/// # Ok::<(), dechrome::RuleError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub(crate) included: Vec<Rule>,
    pub(crate) excluded: Vec<Rule>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The rule as it was given.
    pub(crate) selector: String,
    pub(crate) list: SelectorList<Simple>,
}

impl Rules {
    /// Returns an empty set of rules.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the blocks inside the elements that `selector` matches.
    ///
    /// # Errors
    /// If `selector` is not a list of CSS selectors, or is longer than 2,048 bytes.
    pub fn with_included(mut self, selector: &str) -> Result<Self, RuleError> {
        self.included.push(parse(selector)?);
        Ok(self)
    }

    /// Drops the blocks inside the elements that `selector` matches. Overrides
    /// [`Rules::with_included`].
    ///
    /// # Errors
    /// If `selector` is not a list of CSS selectors, or is longer than 2,048 bytes.
    pub fn with_excluded(mut self, selector: &str) -> Result<Self, RuleError> {
        self.excluded.push(parse(selector)?);
        Ok(self)
    }

    /// Returns true without rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.included.is_empty() && self.excluded.is_empty()
    }
}

/// Parses a list of selectors.
fn parse(selector: &str) -> Result<Rule, RuleError> {
    let wrong = |reason| RuleError { selector: selector.to_owned(), reason };
    if selector.len() > LONGEST_RULE {
        return Err(wrong("longer than 2,048 bytes"));
    }
    let mut parser = cssparser::Parser::new(selector);
    match SelectorList::parse(&Parser, &mut parser, ParseRelative::No) {
        Ok(list) => Ok(Rule { selector: selector.to_owned(), list }),
        Err(error) => Err(wrong(reason(&error.kind))),
    }
}

/// Describes an error in a selector.
fn reason(kind: &ParseErrorKind<SelectorParseErrorKind>) -> &'static str {
    use SelectorParseErrorKind as Kind;
    match kind {
        ParseErrorKind::Basic(BasicParseErrorKind::EndOfInput)
        | ParseErrorKind::Custom(Kind::EmptySelector | Kind::DanglingCombinator) => {
            "no selector where one is required"
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

/// The error for a rule that is not a list of CSS selectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    selector: String,
    reason: &'static str,
}

impl RuleError {
    /// Returns the rule as it was given.
    #[must_use]
    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// Returns a description of the error.
    #[must_use]
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
    fn errors_are_described() {
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

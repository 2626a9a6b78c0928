//! The reasons why a document has no content.

use crate::names::named_enum;

named_enum! {
    "reason",
    /// The reason why a document has no content: what it is instead of a page with content.
    ///
    /// [`Page::no_content`](crate::Page::no_content) returns it.
    pub enum NoContent {
        /// The server refuses access, or has blocked the reader.
        Forbidden = "forbidden",
        /// The page does not exist.
        Missing = "missing",
        /// The server failed, or is under maintenance.
        Error = "error",
        /// A test whether the reader is human.
        Captcha = "captcha",
        /// A shell that a script would fill.
        Script = "script",
        /// A request for consent to cookies that hides the page.
        Consent = "consent",
        /// A form to log in.
        Login = "login",
        /// A request to subscribe instead of the article.
        Paywall = "paywall",
        /// A domain without a site, often for sale.
        Parked = "parked",
        /// A page that the server ships with, or a listing of files.
        Placeholder = "placeholder",
        /// A question for the reader's age.
        Age = "age",
        /// Not available in the reader's region.
        Region = "region",
        /// No block was kept, and no known phrase says why.
        Other = "other",
    }
}

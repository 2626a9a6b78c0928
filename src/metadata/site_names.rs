//! The names of the site that a page is on, and the parts of titles that are such names.

use crate::kind::Kind;
use crate::metadata::blocks::NumberedBlock;
use crate::metadata::candidates::HomeLink;
use crate::metadata::values::{host, host_key, key};

/// A longer site key is also recognised at the start of a longer name.
const SHORT_KEY: usize = 3;
/// Letters and digits of the shortest name that is recognised inside a copyright notice.
const SHORTEST_NAME: usize = 4;
/// The same in scripts whose characters are syllables or words.
const SHORTEST_WIDE_NAME: usize = 2;
/// Characters of the longest block that is a copyright notice or a signature in a footer.
const MAX_NOTICE: usize = 300;
/// Characters of the longest block below the article that is the signature of a site.
const MAX_SIGNATURE: usize = 40;
/// Words and signs of copyright notices.
const NOTICE_WORDS: &[&str] = &["©", "(c)", "copyright", "版权", "版權"];

/// The keys of the names of a site.
#[derive(Debug, Default)]
pub(super) struct SiteNames {
    /// The declared name, and the names in the hosts of the page's URLs.
    declared: Vec<String>,
    /// The texts of links to the site's front page.
    home: Vec<String>,
    /// The copyright notices and footers of the page.
    notices: Vec<Notice>,
}

/// A block in the page's frame that may contain the site's name.
#[derive(Debug)]
struct Notice {
    key: String,
    has_copyright: bool,
}

impl SiteNames {
    /// Collects the names that a page shows and declares. `urls` are its own URLs.
    pub(super) fn read(
        declared: Option<&str>,
        urls: &[&str],
        home_links: &[HomeLink],
        blocks: &[NumberedBlock<'_>],
    ) -> SiteNames {
        let mut names = SiteNames::default();
        names.declared.extend(declared.map(key));
        names.declared.extend(urls.iter().map(|url| host_key(url)));
        names.declared.retain(|key| !key.is_empty());
        for link in home_links {
            if !link.url.contains("://") || urls.iter().any(|url| host(url) == host(&link.url)) {
                names.home.push(key(&link.text));
            }
        }
        names.home.retain(|key| !key.is_empty());
        let bottom = blocks.iter().rposition(|block| block.keep).unwrap_or(0);
        for (number, block) in blocks.iter().enumerate().filter(|(_, block)| !block.keep) {
            names.notices.extend(notice(block, number > bottom));
        }
        names
    }

    /// Returns true if a name is that of the site, declared or in its URL.
    pub(super) fn is_site(&self, name: &str) -> bool {
        let name = key(name);
        let is_start = |known: &String| known.len() > SHORT_KEY && name.starts_with(&**known);
        self.declared.iter().any(|known| name == *known || is_start(known))
    }

    /// Returns true if a name is exactly that of the site: declared, in its URL, or shown by a link
    /// to its front page. Names of products begin with the site's: "The Mill Almanac".
    pub(super) fn is_whole_name(&self, name: &str) -> bool {
        let name = key(name);
        self.declared.contains(&name) || self.home.contains(&name)
    }

    /// Returns true if a text is the name of the site, as a link to its front page shows it.
    pub(super) fn is_shown(&self, name: &str) -> bool {
        self.is_site(name) || self.home.contains(&key(name))
    }

    /// Returns true if a part of a declared title is the name of the site: declared, shown, or in a
    /// copyright notice.
    pub(super) fn is_title_part(&self, part: &str) -> bool {
        if self.is_shown(part) {
            return true;
        }
        let part = key(part);
        let is_wide = part.chars().all(|c| !c.is_ascii());
        let shortest = if is_wide { SHORTEST_WIDE_NAME } else { SHORTEST_NAME };
        if part.chars().count() < shortest {
            return false;
        }
        self.notices.iter().any(|notice| {
            notice.key.starts_with(&part) || notice.has_copyright && notice.key.contains(&part)
        })
    }
}

/// Returns the notice in a dropped block.
fn notice(block: &NumberedBlock<'_>, is_below: bool) -> Option<Notice> {
    if block.text.chars().nth(MAX_NOTICE).is_some() {
        return None;
    }
    let lower = block.text.to_lowercase();
    let has_copyright = NOTICE_WORDS.iter().any(|word| lower.contains(word));
    // The model does not take every signature for a footer.
    let is_signature = is_below && block.text.chars().nth(MAX_SIGNATURE).is_none();
    let is_notice = has_copyright || block.kind == Kind::Footer || is_signature;
    is_notice.then(|| Notice { key: key(&block.text), has_copyright })
}

//! Assigns pages to cross-validation folds. Pages of one registrable domain share a fold, so that
//! no model is scored on a site that it has seen.

use dechrome::training::fnv;

/// The number of folds.
pub(crate) const FOLDS: usize = 5;

/// Second-level labels under which country registries register domains.
const SECOND_LEVEL: &[&str] =
    &["ac", "co", "com", "edu", "go", "gob", "gov", "gv", "ne", "net", "nom", "or", "org"];

/// Returns the fold of a registrable domain.
pub(crate) fn fold(domain: &str) -> usize {
    (fnv(domain) % FOLDS as u64) as usize
}

/// Returns the registrable domain of a row's URL. A row without a URL gets a domain of its own,
/// made from the page's id.
pub(crate) fn domain(url: &str, id: &str) -> String {
    registrable(url).unwrap_or_else(|| format!("id:{}", page_id(id)))
}

/// Returns the page's id from a row's id, which may be `PAGE|CONVERTER`.
pub(crate) fn page_id(id: &str) -> &str {
    id.split_once('|').map_or(id, |(page, _)| page)
}

/// Returns the registrable domain of a URL, or `None` if the URL has no host.
fn registrable(url: &str) -> Option<String> {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let is_country = labels.last()?.len() == 2;
    let is_second_level = labels.len() > 2 && SECOND_LEVEL.contains(&labels[labels.len() - 2]);
    let count = if is_country && is_second_level { 3 } else { 2 };
    Some(labels[labels.len().saturating_sub(count)..].join("."))
}

#[cfg(test)]
mod tests {
    use super::registrable;

    #[test]
    fn registrable_domains() {
        for (url, domain) in [
            ("https://www.example.org/a?b", "example.org"),
            ("http://news.example.co.uk:80/", "example.co.uk"),
            ("example.de", "example.de"),
        ] {
            assert_eq!(registrable(url).as_deref(), Some(domain));
        }
        assert_eq!(registrable(""), None);
    }
}

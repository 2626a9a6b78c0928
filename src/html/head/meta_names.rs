//! The names of `meta` elements and the metadata fields they declare.

use std::borrow::Cow;

use crate::metadata::Origin::{self, DublinCore, Meta, OpenGraph, Twitter};
use crate::metadata::candidates::CandidateField::{self, *};
use crate::metadata::person_names::given_name_first;

/// Names of elements that hold one author each, with the family name first if there is a comma: of
/// Highwire Press, Dublin Core, bepress and EPrints. `citation_authors` may hold a list.
const FAMILY_NAME_FIRST: &[&str] = &[
    "bepress_citation_author",
    "citation_author",
    "citation_authors",
    "dc.creator",
    "dcterms.creator",
    "eprints.creators_name",
];

/// Names in lower case, sorted.
const NAMES: &[(&str, CandidateField, Origin)] = &[
    ("analyticsattributes.articledate", Published, Meta),
    ("application-name", SiteName, Meta),
    ("article.created", Published, Meta),
    ("article.published", Published, Meta),
    ("article.updated", Modified, Meta),
    ("article:author", Author, OpenGraph),
    ("article:author_name", Author, OpenGraph),
    ("article:modified", Modified, OpenGraph),
    ("article:modified_time", Modified, OpenGraph),
    ("article:published", Published, OpenGraph),
    ("article:published_time", Published, OpenGraph),
    ("article:section", Section, OpenGraph),
    ("article:tag", Tags, OpenGraph),
    ("article_date_original", Published, Meta),
    ("author", Author, Meta),
    ("authors", Author, Meta),
    ("bepress_citation_author", Author, Meta),
    ("bt:pubdate", Published, Meta),
    ("byl", Author, Meta),
    ("citation_author", Author, Meta),
    ("citation_authors", Author, Meta),
    ("citation_date", Published, Meta),
    ("citation_online_date", Published, Meta),
    ("citation_publication_date", Published, Meta),
    ("citation_title", Title, Meta),
    ("content-language", Language, Meta),
    ("created", Published, Meta),
    ("creation_date", Published, Meta),
    ("creator", Author, Meta),
    ("cxenseparse:author", Author, Meta),
    ("cxenseparse:recs:publishtime", Published, Meta),
    ("date", Date, Meta),
    ("date.created", Published, Meta),
    ("date.modified", Modified, Meta),
    ("date_published", Published, Meta),
    ("datecreated", Published, Meta),
    ("datemodified", Modified, Meta),
    ("datepublished", Published, Meta),
    ("dc.creator", Author, DublinCore),
    ("dc.date", Date, DublinCore),
    ("dc.date.created", Published, DublinCore),
    ("dc.date.issued", Published, DublinCore),
    ("dc.date.modified", Modified, DublinCore),
    ("dc.description", Description, DublinCore),
    ("dc.language", Language, DublinCore),
    ("dc.publisher", SiteName, DublinCore),
    ("dc.rights", License, DublinCore),
    ("dc.subject", Tags, DublinCore),
    ("dc.title", Title, DublinCore),
    ("dcterms.created", Published, DublinCore),
    ("dcterms.creator", Author, DublinCore),
    ("dcterms.date", Date, DublinCore),
    ("dcterms.issued", Published, DublinCore),
    ("dcterms.license", License, DublinCore),
    ("dcterms.modified", Modified, DublinCore),
    ("dcterms.rights", License, DublinCore),
    ("dcterms.title", Title, DublinCore),
    ("description", Description, Meta),
    ("displaydate", Published, Meta),
    ("eprints.creators_name", Author, Meta),
    ("image", Image, Meta),
    ("keywords", Tags, Meta),
    ("language", Language, Meta),
    ("last-modified", Modified, Meta),
    ("lastmod", Modified, Meta),
    ("news_keywords", Tags, Meta),
    ("og:article:author", Author, OpenGraph),
    ("og:article:published_time", Published, OpenGraph),
    ("og:author", Author, OpenGraph),
    ("og:description", Description, OpenGraph),
    ("og:image", Image, OpenGraph),
    ("og:image:secure_url", Image, OpenGraph),
    ("og:image:url", Image, OpenGraph),
    ("og:locale", Language, OpenGraph),
    ("og:pubdate", Published, OpenGraph),
    ("og:published_time", Published, OpenGraph),
    ("og:site_name", SiteName, OpenGraph),
    ("og:title", Title, OpenGraph),
    ("og:type", PageType, OpenGraph),
    ("og:updated_time", Modified, OpenGraph),
    ("og:url", Url, OpenGraph),
    ("originalpublicationdate", Published, Meta),
    ("parsely-author", Author, Meta),
    ("parsely-pub-date", Published, Meta),
    ("parsely-section", Section, Meta),
    ("parsely-tags", Tags, Meta),
    ("parsely-title", Title, Meta),
    ("pubdate", Published, Meta),
    ("publication_date", Published, Meta),
    ("publish-date", Published, Meta),
    ("publish_date", Published, Meta),
    ("publishdate", Published, Meta),
    ("published", Published, Meta),
    ("published-date", Published, Meta),
    ("published_time", Published, Meta),
    ("publisheddate", Published, Meta),
    ("release_date", Published, Meta),
    ("revised", Modified, Meta),
    ("rights", License, Meta),
    ("sailthru.author", Author, Meta),
    ("sailthru.date", Published, Meta),
    ("sailthru.tags", Tags, Meta),
    ("sailthru.title", Title, Meta),
    ("section", Section, Meta),
    ("shareaholic:article_author_name", Author, Meta),
    ("shareaholic:article_modified_time", Modified, Meta),
    ("shareaholic:article_published_time", Published, Meta),
    ("title", Title, Meta),
    ("twitter:data1", CardValue, Twitter),
    ("twitter:data2", CardValue, Twitter),
    ("twitter:description", Description, Twitter),
    ("twitter:image", Image, Twitter),
    ("twitter:image:src", Image, Twitter),
    ("twitter:label1", CardLabel, Twitter),
    ("twitter:label2", CardLabel, Twitter),
    ("twitter:title", Title, Twitter),
    ("vr:author", Author, Meta),
];

/// Suffixes of other names for dates, without the separators between words. Under a name that only
/// one site uses, `published` may mean the page's template, so these count as dates of either kind.
const DATES: &[(&str, CandidateField)] = &[
    ("articledate", Date),
    ("createdate", Date),
    ("createdtime", Date),
    ("creationdate", Date),
    ("dateissued", Date),
    ("dateposted", Date),
    ("datepub", Date),
    ("datepublished", Date),
    ("firstpublished", Date),
    ("issuedate", Date),
    ("modificationdate", Modified),
    ("modifieddate", Modified),
    ("modifiedtime", Modified),
    ("postdate", Date),
    ("pubdate", Date),
    ("publicationdate", Date),
    ("publishdate", Date),
    ("publishtime", Date),
    ("publisheddate", Date),
    ("publishedat", Date),
    ("publishedtime", Date),
    ("releasedate", Date),
    ("updatedate", Modified),
    ("updateddate", Modified),
    ("updatedtime", Modified),
];

/// Bytes of the longest name.
const LONGEST: usize = 40;

/// Returns the field and the vocabulary of a `meta` element with this name.
pub(super) fn find(name: &str) -> Option<(CandidateField, Origin)> {
    if name.len() > LONGEST {
        return None;
    }
    let name = normalized(name);
    match NAMES.binary_search_by_key(&name.as_str(), |&(known, ..)| known) {
        Ok(at) => Some((NAMES[at].1, NAMES[at].2)),
        Err(_) => date_of(&name).map(|field| (field, Meta)),
    }
}

/// Returns a name in lower case, with a full stop after its vocabulary.
fn normalized(name: &str) -> String {
    name.to_ascii_lowercase().replacen("dc:", "dc.", 1).replacen("dcterms:", "dcterms.", 1)
}

/// Returns the value of a `meta` element with this name as people write it: "Jane Doe" for the
/// author "Doe, Jane".
pub(super) fn in_reading_order<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    let is_author = name.len() <= LONGEST && FAMILY_NAME_FIRST.contains(&&*normalized(name));
    match value.split_once(',').filter(|_| is_author) {
        Some((family, given)) if !given.contains([',', ';']) && !given.trim().is_empty() => {
            Cow::Owned(given_name_first(family, given))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Returns the field of a name that ends in the words of a date, after any vocabulary and with any
/// separators: `w-published-date`, `mediator_published_time`, `site:PublishDate`.
fn date_of(name: &str) -> Option<CandidateField> {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    DATES.iter().find(|(end, _)| bare.ends_with(end)).map(|&(_, field)| field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(NAMES.is_sorted_by_key(|(name, ..)| name));
        assert!(NAMES.iter().all(|(name, ..)| name.len() <= LONGEST && find(name).is_some()));
    }

    #[test]
    fn names_in_any_case() {
        assert_eq!(find("DC:Creator"), Some((Author, DublinCore)));
        assert_eq!(find("OG:Title"), Some((Title, OpenGraph)));
        assert_eq!(find("viewport"), None);
    }

    #[test]
    fn family_names_first() {
        for (name, value, expected) in [
            ("citation_author", "Doe, Jane", "Jane Doe"),
            ("eprints.creators_name", "Doe, Jane", "Jane Doe"),
            ("bepress_citation_author", "Doe, Jane", "Jane Doe"),
            ("citation_authors", "Doe, Jane", "Jane Doe"),
            // The list is read later.
            ("citation_authors", "Doe, Jane; Bloggs, Joe", "Doe, Jane; Bloggs, Joe"),
            ("author", "Doe, Jane", "Doe, Jane"),
        ] {
            assert_eq!(in_reading_order(name, value), expected);
            assert_eq!(find(name), Some((Author, Meta)));
        }
    }

    #[test]
    fn names_of_dates_in_any_vocabulary() {
        for (name, expected) in [
            ("mill-published-date", Some(Date)),
            ("mill:PublishDate", Some(Date)),
            ("mill_published_time", Some(Date)),
            ("og:mill:modified_time", Some(Modified)),
            ("expiration-date", None),
            ("update-rate", None),
        ] {
            assert_eq!(find(name), expected.map(|field| (field, Meta)), "{name}");
        }
    }
}

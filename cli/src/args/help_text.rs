//! Text after the options in `dechrome --help` and on the manual page.

/// Kinds, examples and exit status.
pub(crate) const AFTER_HELP: &str = "\
Kinds of blocks (--keep and --drop):
  kept by default
    body         running text
    head         a heading of the text
    lead         the standfirst
    title        the headline of the document
  dropped by default
    byline, date, caption, credit, bio, tags, toc, breadcrumb
                 facts about the text
    ad, comment, commentform, cookie, counter, footer, login, nav, player, related, share,
    subscribe, other
                 chrome

Examples:
  curl -sL https://example.com/ | dechrome --url https://example.com/ | less
  dechrome --markdown --links page.html -o page.md
  dechrome explain page.html
  dechrome batch crawl.warc.gz --output articles.parquet

Exit status:
  0    done; a reader that closed the pipe is not an error
  1    nothing was kept (with --exit-status only), or two runs differ (diff)
  2    wrong arguments, or a file that could not be read or written
  3    some documents of a batch failed
  130  a batch was interrupted; the documents cleaned by then have been written";

#[cfg(test)]
mod tests {
    use super::*;
    use dechrome::Kind;

    #[test]
    fn all_kinds_are_named_where_they_belong() {
        let (kept, dropped) = AFTER_HELP.split_once("dropped by default").expect("both lists");
        let dropped = dropped.split("Examples:").next().unwrap_or_default();
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Blank) {
            let is_kept = kind.is_content() && *kind != Kind::Caption;
            let list = if is_kept { kept } else { dropped };
            let words = list.split(|c: char| !c.is_ascii_lowercase());
            assert!(words.into_iter().any(|word| word == kind.name()), "{}", kind.name());
        }
    }
}

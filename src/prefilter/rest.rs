//! The rest of a page that the prefilter does not follow, made safe to parse.
//!
//! html5ever compares each attribute of a tag with all before it, so that 100,000 of them take ten seconds. Where the
//! prefilter follows a page it drops all names but a few; here nothing is dropped but what stands behind a number of
//! attributes that no real tag has. Text that looks like such a tag loses the same part: the tree alone knows it is none.

use memchr::memchr;

use super::tag::{Step, name_end, next_step};

/// Attributes of one tag that are let through.
const MOST: usize = 256;

/// Tags that the page ends in, by an open quote for instance, which are passed over one by one. Each may be a scan of
/// the whole rest, so there has to be an end; what stands behind the last is dropped.
const UNCLOSED: usize = 16;

/// Appends `rest` to `out`, tags with more than [`MOST`] attributes cut short.
pub(super) fn copy_rest(rest: &str, out: &mut String) {
    let bytes = rest.as_bytes();
    let (mut at, mut copied, mut unclosed) = (0, 0, 0);
    while let Some(open) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)).map(|found| at + found) {
        at = open + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let tag = measure(bytes, name_end(bytes, at));
        if let Some(cut) = tag.cut {
            out.push_str(rest.get(copied..cut).unwrap_or_default());
            copied = tag.close.unwrap_or(bytes.len());
        }
        unclosed += usize::from(tag.close.is_none());
        if unclosed > UNCLOSED {
            return;
        }
        at = tag.close.unwrap_or(at).max(copied);
    }
    out.push_str(rest.get(copied..).unwrap_or_default());
}

/// What matters of a tag.
struct Measured {
    /// Where the last attribute that is let through ends, if there are more.
    cut: Option<usize>,
    /// Where its `>` stands, if it has one.
    close: Option<usize>,
}

/// Looks through the tag whose name ends at `at`.
fn measure(bytes: &[u8], mut at: usize) -> Measured {
    let (mut count, mut cut) = (0, None);
    loop {
        match next_step(bytes, at) {
            Step::Attribute(attribute) => {
                count += 1;
                cut = if count == MOST + 1 { Some(at) } else { cut };
                at = attribute.end;
            }
            Step::Close { end, .. } => return Measured { cut, close: Some(end - 1) },
            Step::Unclosed => return Measured { cut, close: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of `rest`.
    fn copied(rest: &str) -> String {
        let mut out = String::new();
        copy_rest(rest, &mut out);
        out
    }

    #[test]
    fn only_tags_with_very_many_attributes_change() {
        let attributes = |count: usize| (0..count).map(|i| format!(" a{i}='>'")).collect::<String>();
        let (few, many) = (attributes(MOST), attributes(MOST + 9));
        for rest in ["", "a < b <b>c</b> <!-- <p> -->", "<b 'x <i>y</i>", "it's <b class=c title=it's>x"] {
            assert_eq!(copied(rest), rest);
        }
        assert_eq!(copied(&format!("x<b{few}>y</b>")), format!("x<b{few}>y</b>"));
        assert_eq!(copied(&format!("x<b{many}>y<b{many}/>z")), format!("x<b{few}>y<b{few}>z"));
        assert_eq!(copied(&format!("x<b{many}")), format!("x<b{few}"));
    }

    #[test]
    fn open_quotes_have_an_end() {
        let rest = "<b ".repeat(UNCLOSED);
        assert_eq!(copied(&rest), rest);
        assert!(copied(&rest.repeat(1000)).len() <= 4 * MOST);
    }
}

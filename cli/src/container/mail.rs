//! Mail messages, and pages that browsers save as such (MHTML, RFC 2557).

use dechrome::Source;
use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::contained_document::ContainedDocument;

/// Reads the HTML part of a message, or else its text.
pub(super) fn read(bytes: &[u8]) -> Result<ContainedDocument, String> {
    let message = MessageParser::default().parse(bytes).ok_or("a damaged mail message")?;
    // A saved page has a part for each frame and resource; the first one in HTML is the page.
    let html = message.parts.iter().find_map(|part| match &part.body {
        PartType::Html(html) => Some((html, part.content_location())),
        _ => None,
    });
    let title = message.subject().map(str::to_owned);
    if let Some((html, location)) = html {
        let url = location.filter(|location| location.contains("://")).map(str::to_owned);
        let text = html.clone().into_owned();
        return Ok(ContainedDocument { text, source: Source::Html, url, title });
    }
    let text = message.body_text(0).ok_or("a mail message without text")?.into_owned();
    Ok(ContainedDocument { text, source: Source::Text, url: None, title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_saved_one_is_read() {
        let saved = "From: <Saved by Blink>\r\nSubject: Rain\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/related; boundary=\"b\"\r\n\r\n\
            --b\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n\
            --b\r\nContent-Type: text/html; charset=windows-1252\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\
            Content-Location: https://mill.example/rain\r\n\r\n<p>Caf=E9 =\r\nnoir\r\n--b--\r\n";
        let document = read(saved.as_bytes()).expect("reads");
        assert_eq!(document.text.trim_end(), "<p>Café noir");
        assert_eq!(document.source, Source::Html);
        assert_eq!(document.url.as_deref(), Some("https://mill.example/rain"));
        assert_eq!(document.title.as_deref(), Some("Rain"));
    }

    #[test]
    fn a_message_without_html_is_text() {
        let mail = "From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
            Content-Transfer-Encoding: base64\n\nSXQgcmFpbmVkLg==\n";
        let document = read(mail.as_bytes()).expect("reads");
        assert_eq!((document.text.as_str(), document.source), ("It rained.", Source::Text));
    }
}

//! What a WARC record holds of an HTTP response: its header, and its body as it was before the server packed it.

use std::io;

use crate::input::{self, DecompressReader, LookaheadReader, is_compressed};

/// Header lines that are looked at.
const MOST_LINES: usize = 1000;

/// Codings of one body. Servers apply one; two happen where a proxy packs once more.
const MOST_CODINGS: usize = 4;

/// A response.
#[derive(Debug, Default, PartialEq)]
pub(in crate::batch) struct HttpResponse {
    /// The status code, if there is one.
    pub(in crate::batch) status: Option<u16>,
    /// The media type, in lower case and without parameters.
    pub(in crate::batch) media: Option<String>,
    /// The character encoding that the header declares.
    pub(in crate::batch) charset: Option<String>,
    /// The body.
    pub(in crate::batch) body: Vec<u8>,
}

impl HttpResponse {
    /// Reads a response with its header. The body may grow to `most` bytes when it is unpacked.
    pub(in crate::batch) fn parse(block: &[u8], most: usize) -> Result<Self, String> {
        if !block.starts_with(b"HTTP/") {
            return Ok(HttpResponse { body: block.to_vec(), ..HttpResponse::default() });
        }
        let (head, body) = split(block);
        let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
        let status =
            lines.next().and_then(|line| line.split(|&byte| byte == b' ').nth(1).and_then(number));
        let mut response = HttpResponse { status, ..HttpResponse::default() };
        let (mut codings, mut is_chunked) = (String::new(), false);
        for line in lines.take(MOST_LINES) {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => response.take_type(value),
                "content-encoding" => codings = value.to_ascii_lowercase(),
                "transfer-encoding" => is_chunked = value.to_ascii_lowercase().contains("chunked"),
                _ => {}
            }
        }
        // Crawlers that undo the chunks often leave the header as it was.
        let body =
            if is_chunked { unchunk(body, most) } else { None }.unwrap_or_else(|| body.to_vec());
        response.body = unpack(body, &codings, most)?;
        Ok(response)
    }

    /// Takes media type and charset from a `Content-Type`.
    pub(in crate::batch) fn take_type(&mut self, value: &str) {
        let mut parts = value.split(';').map(str::trim);
        self.media = parts.next().filter(|media| !media.is_empty()).map(str::to_ascii_lowercase);
        let charset = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.eq_ignore_ascii_case("charset"));
        self.charset = charset.map(|(_, label)| label.trim_matches(['"', '\'', ' ']).to_owned());
    }
}

/// Cuts a block at its first blank line.
fn split(block: &[u8]) -> (&[u8], &[u8]) {
    let ends = block.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    for at in ends {
        match &block[at..] {
            [b'\r', b'\n', body @ ..] | [b'\n', body @ ..] => return (&block[..at], body),
            _ => {}
        }
    }
    (block, &[])
}

/// A decimal number.
fn number(digits: &[u8]) -> Option<u16> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// Puts a chunked body together; none if it is not chunked. One that breaks off is taken as far as it goes.
fn unchunk(mut body: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let Some(end) = body.iter().position(|&byte| byte == b'\n') else {
            return (!whole.is_empty()).then_some(whole);
        };
        let line = body[..end].split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
        let size = std::str::from_utf8(line)
            .ok()
            .and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let Some(size) = size else { return (!whole.is_empty()).then_some(whole) };
        if size == 0 || whole.len() > most {
            return Some(whole);
        }
        body = &body[end + 1..];
        let chunk = &body[..size.min(body.len())];
        whole.extend_from_slice(chunk);
        body = &body[chunk.len()..];
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
    }
}

/// Undoes the codings of a body, the last one first. One that was undone already is left alone.
fn unpack(mut body: Vec<u8>, codings: &str, most: usize) -> Result<Vec<u8>, String> {
    if codings.split(',').count() > MOST_CODINGS {
        return Err(format!("more than {MOST_CODINGS} content codings"));
    }
    for coding in codings.rsplit(',').map(str::trim) {
        let packed = io::Cursor::new(body);
        let unpacked = match coding {
            "gzip" | "x-gzip" | "zstd" if is_compressed(packed.get_ref()) => {
                input::read_at_most(&mut DecompressReader::new(LookaheadReader::new(packed)), most)
            }
            "deflate" => deflate(packed.get_ref(), most),
            "br" => brotli(packed.get_ref(), most),
            _ => {
                body = packed.into_inner();
                continue;
            }
        };
        body = unpacked.map_err(|error| format!("{coding} body: {error}"))?;
    }
    Ok(body)
}

/// Undoes `deflate`: a zlib stream, or, from some servers, one without zlib's header.
fn deflate(packed: &[u8], most: usize) -> io::Result<Vec<u8>> {
    let zlib = input::read_at_most(&mut flate2::read::ZlibDecoder::new(packed), most);
    zlib.or_else(|_| input::read_at_most(&mut flate2::read::DeflateDecoder::new(packed), most))
}

/// Undoes brotli, which cannot be told from what was never packed; markup surely is no brotli.
fn brotli(packed: &[u8], most: usize) -> io::Result<Vec<u8>> {
    if packed.trim_ascii_start().starts_with(b"<") || packed.is_empty() {
        return Ok(packed.to_vec());
    }
    input::read_at_most(&mut input::brotli(packed), most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn parse(head: &str, body: &[u8]) -> Result<HttpResponse, String> {
        HttpResponse::parse(&[head.as_bytes(), b"\r\n\r\n", body].concat(), 1000)
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("writes to memory");
        encoder.finish().expect("writes to memory")
    }

    #[test]
    fn the_header_is_read() {
        let response = parse(
            "HTTP/1.1 404 Not Found\r\nX\r\ncontent-TYPE: Text/HTML; a=b; Charset=\"utf-8\"",
            b"<p>",
        )
        .expect("parses");
        assert_eq!((response.status, response.media.as_deref()), (Some(404), Some("text/html")));
        assert_eq!((response.charset.as_deref(), &*response.body), (Some("utf-8"), &b"<p>"[..]));
        assert_eq!(parse("HTTP/1.1", b"x").expect("parses").status, None);
        assert_eq!(HttpResponse::parse(b"no header", 10).expect("parses").body, b"no header");
        assert_eq!(
            HttpResponse::parse(b"HTTP/1.1 200 OK\r\nServer: x", 10).expect("parses").body,
            b""
        );
    }

    #[test]
    fn bodies_are_unpacked() {
        let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked";
        for (body, expected) in [
            ("3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"),
            ("3\r\nabc\r\n9\r\nde", "abcde"),
            ("<p>was undone", "<p>was undone"),
            ("<p>\nzzz", "<p>\nzzz"),
        ] {
            assert_eq!(parse(chunked, body.as_bytes()).expect("parses").body, expected.as_bytes());
        }
        let of = |coding: &str, body: &[u8]| {
            parse(&format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}"), body)
        };
        let zstd = zstd::stream::encode_all(&b"text"[..], 1).expect("writes");
        for (coding, body) in [
            ("zstd", &*zstd),
            ("deflate", &deflated(b"text")),
            ("gzip", b"text"),
            ("identity", b"text"),
        ] {
            assert_eq!(of(coding, body).expect(coding).body, b"text", "{coding}");
        }
        assert_eq!(of("br", b"<p>").expect("parses").body, b"<p>");
        assert_eq!(of("br", b"\x8b\x01\x80text\x03").expect("parses").body, b"text");
        let bomb = zstd::stream::encode_all(&vec![0; 5000][..], 1).expect("writes");
        assert!(of("zstd", &bomb).expect_err("too long").contains("longer than 1000"));
        assert!(of("zstd", &zstd[..8]).is_err());
        assert!(of(&"br,".repeat(9), b"<p>").expect_err("too many").contains("content codings"));
    }
}

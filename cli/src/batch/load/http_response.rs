//! Parses the HTTP response in a WARC record, and decodes its body.

use std::io;

use crate::input::{self, UnpackedBody, is_compressed, read_until_error};

/// Header lines that are parsed. The rest of a longer header is ignored.
const MAX_HEADER_LINES: usize = 1000;

/// Content codings that are decoded. Servers apply one, and a proxy can add a second.
const MAX_CODINGS: usize = 4;

/// Interim responses and answers of proxies before the response.
const MAX_INTERIM_RESPONSES: usize = 8;

/// An HTTP response.
#[derive(Debug, Default, PartialEq)]
pub(super) struct HttpResponse {
    /// The status code, if the status line has one.
    pub(super) status: Option<u16>,
    /// The media type in lower case, without parameters.
    pub(super) media_type: Option<String>,
    /// The character encoding that the header declares.
    pub(super) charset: Option<String>,
    /// The decoded body, or the part of it before an error.
    pub(super) body: Vec<u8>,
    /// Why the body is not whole.
    pub(super) damage: Option<String>,
}

impl HttpResponse {
    /// Parses a response. The decoded body can have `max_bytes` bytes.
    ///
    /// # Errors
    ///
    /// Returns a message if the body is corrupt from its start, or too long.
    pub(super) fn parse(block: &[u8], max_bytes: usize) -> Result<Self, String> {
        if !block.starts_with(b"HTTP/") {
            return Ok(HttpResponse { body: block.to_vec(), ..HttpResponse::default() });
        }
        let (header, body) = final_response(block);
        let mut lines = header.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
        let status_line = lines.next().unwrap_or_default();
        let mut response =
            HttpResponse { status: status_code(status_line), ..HttpResponse::default() };
        let (mut codings, mut is_chunked) = (String::new(), false);
        for line in lines.take(MAX_HEADER_LINES) {
            let line = String::from_utf8_lossy(line);
            let Some((name, value)) = line.split_once(':') else { continue };
            match name.trim().to_ascii_lowercase().as_str() {
                "content-type" => response.set_content_type(value),
                "content-encoding" => codings = value.to_ascii_lowercase(),
                "transfer-encoding" => is_chunked = value.to_ascii_lowercase().contains("chunked"),
                _ => {}
            }
        }
        response.body = body.to_vec();
        // Crawlers that join the chunks often keep the header, so the body may not be chunked.
        if is_chunked && let Some(joined) = join_chunks(body, max_bytes) {
            response.body = joined.bytes;
            response.damage = joined.is_cut.then(|| "chunked body: it ends early".to_owned());
        }
        response.decode(&codings, max_bytes)?;
        Ok(response)
    }

    /// Decodes the content codings of the body, the last one first.
    ///
    /// Crawlers often store decoded bodies with the original header, so a coding that the body
    /// does not have is skipped.
    fn decode(&mut self, codings: &str, max_bytes: usize) -> Result<(), String> {
        if codings.split(',').count() > MAX_CODINGS {
            return Err(format!("more than {MAX_CODINGS} content codings"));
        }
        for coding in codings.rsplit(',').map(str::trim) {
            let decoded = match coding {
                "gzip" | "x-gzip" | "zstd" if is_compressed(&self.body) => {
                    input::unpack(&self.body, max_bytes)
                }
                "deflate" => decode_deflate(&self.body, max_bytes),
                "br" => decode_brotli(&self.body, max_bytes),
                _ => continue,
            };
            self.set_unpacked(coding, decoded)?;
        }
        Ok(())
    }

    /// Unpacks a body whose header does not say that it is compressed.
    pub(super) fn unpack(&mut self, max_bytes: usize) -> Result<(), String> {
        // Two layers are the compression of the server and the one of the file that it sent.
        for _ in 0..2 {
            if !is_compressed(&self.body) {
                break;
            }
            let unpacked = input::unpack(&self.body, max_bytes);
            // Bytes that only look compressed are passed over as what they are.
            if unpacked.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::FileTooLarge) {
                break;
            }
            self.set_unpacked("compressed", unpacked)?;
        }
        Ok(())
    }

    /// Replaces the body by its unpacked form.
    fn set_unpacked(
        &mut self,
        coding: &str,
        unpacked: io::Result<UnpackedBody>,
    ) -> Result<(), String> {
        let unpacked = unpacked.map_err(|error| format!("{coding} body: {error}"))?;
        self.body = unpacked.bytes;
        if let Some(error) = unpacked.error {
            self.damage = Some(format!("{coding} body: {error}"));
        }
        Ok(())
    }

    /// Sets media type and charset from the value of `Content-Type`.
    pub(super) fn set_content_type(&mut self, value: &str) {
        let mut parts = value.split(';').map(str::trim);
        self.media_type =
            parts.next().filter(|media| !media.is_empty()).map(str::to_ascii_lowercase);
        self.charset = None;
        for (name, label) in parts.filter_map(|part| part.split_once('=')) {
            if name.eq_ignore_ascii_case("charset") {
                self.charset = Some(label.trim_matches(['"', '\'', ' ']).to_owned());
                return;
            }
        }
    }
}

/// Returns the header and the body of the last response in a block.
///
/// Interim responses (status 1xx) and the answer of a proxy to `CONNECT` come before it.
fn final_response(block: &[u8]) -> (&[u8], &[u8]) {
    let (mut header, mut body) = split_header(block);
    for _ in 0..MAX_INTERIM_RESPONSES {
        let status_line = header.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let is_interim = status_code(status_line).is_some_and(|code| code / 100 == 1);
        let is_proxy = status_line.trim_ascii().to_ascii_lowercase().ends_with(b"established");
        if !(is_interim || is_proxy) || !body.starts_with(b"HTTP/") {
            break;
        }
        (header, body) = split_header(body);
    }
    (header, body)
}

/// Splits a response at its first blank line.
fn split_header(block: &[u8]) -> (&[u8], &[u8]) {
    for (at, _) in block.iter().enumerate().filter(|(_, byte)| **byte == b'\n') {
        let (header, rest) = block.split_at(at + 1);
        if let [b'\r', b'\n', body @ ..] | [b'\n', body @ ..] = rest {
            return (header, body);
        }
    }
    (block, &[])
}

/// Returns the status code of a status line.
fn status_code(line: &[u8]) -> Option<u16> {
    let code = line.trim_ascii().split(|&byte| byte == b' ').nth(1)?;
    std::str::from_utf8(code).ok()?.parse().ok()
}

/// The joined chunks of a body.
struct JoinedChunks {
    bytes: Vec<u8>,
    /// True if the body ends before the last chunk, which is empty.
    is_cut: bool,
}

/// Joins the chunks of a body (RFC 9112). Returns `None` if the body is not chunked.
///
/// If the body ends early or has an invalid chunk, the chunks before it are returned. Stops after
/// `max_bytes` bytes.
fn join_chunks(mut body: &[u8], max_bytes: usize) -> Option<JoinedChunks> {
    let mut bytes = Vec::new();
    loop {
        let Some((size, rest)) = chunk_size(body) else {
            return if bytes.is_empty() {
                None
            } else {
                Some(JoinedChunks { bytes, is_cut: true })
            };
        };
        if size == 0 || bytes.len() > max_bytes {
            return Some(JoinedChunks { bytes, is_cut: false });
        }
        let (chunk, rest) = rest.split_at(size.min(rest.len()));
        bytes.extend_from_slice(chunk);
        body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// Parses the line before a chunk. Returns the chunk's size and the bytes after the line.
fn chunk_size(body: &[u8]) -> Option<(usize, &[u8])> {
    let end = body.iter().position(|&byte| byte == b'\n')?;
    // Extensions after a semicolon are ignored.
    let digits = body[..end].split(|&byte| byte == b';').next()?.trim_ascii();
    let size = usize::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    Some((size, &body[end + 1..]))
}

/// Decodes `deflate`, which is a zlib stream. Some servers omit the zlib header.
fn decode_deflate(body: &[u8], max_bytes: usize) -> io::Result<UnpackedBody> {
    let zlib = read_until_error(&mut flate2::read::ZlibDecoder::new(body), max_bytes);
    zlib.or_else(|_| read_until_error(&mut flate2::read::DeflateDecoder::new(body), max_bytes))
}

/// Decodes Brotli. The format has no magic bytes, but markup is never Brotli.
fn decode_brotli(body: &[u8], max_bytes: usize) -> io::Result<UnpackedBody> {
    if body.trim_ascii_start().starts_with(b"<") || body.is_empty() {
        return Ok(UnpackedBody { bytes: body.to_vec(), error: None });
    }
    read_until_error(&mut input::brotli_reader(body), max_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn parse(head: &str, body: &[u8]) -> Result<HttpResponse, String> {
        HttpResponse::parse(&[head.as_bytes(), b"\r\n\r\n", body].concat(), 1000)
    }

    #[test]
    fn interim_responses_and_heads_of_proxies_are_read_through() {
        for heads in [
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100\r\n\r\n",
            "HTTP/1.0 200 Connection established\r\nContent-Type: x/y\r\n\r\n",
        ] {
            let response =
                parse(&format!("{heads}HTTP/1.1 404 No\r\nContent-Type: text/html"), b"x")
                    .expect("parses");
            assert_eq!((response.status, &*response.body), (Some(404), &b"x"[..]), "{heads}");
            assert_eq!(response.media_type.as_deref(), Some("text/html"));
        }
        let response = parse("HTTP/1.1 200 OK", b"HTTP/1.1 is a protocol").expect("parses");
        assert_eq!(response.body, b"HTTP/1.1 is a protocol");
    }

    #[test]
    fn a_body_that_ends_early_keeps_its_start() {
        let text: Vec<u8> = (0..900_u32).map(|n| b'a' + (n * n % 26) as u8).collect();
        let zstd = zstd::stream::encode_all(&text[..], 1).expect("writes");
        for (coding, body) in [("deflate", &deflated(&text)), ("zstd", &zstd)] {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}");
            let whole = parse(&head, body).expect("parses");
            assert_eq!((whole.body, whole.damage), (text.clone(), None), "{coding}");
            let Ok(cut) = parse(&head, &body[..body.len() * 4 / 5]) else { continue };
            assert!(text.starts_with(&cut.body) && cut.damage.is_some(), "{coding}");
        }
        let cut = parse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", b"9\r\nab");
        let cut = cut.expect("parses");
        assert_eq!((&*cut.body, cut.damage.is_some()), (&b"ab"[..], true));
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
        assert_eq!(
            (response.status, response.media_type.as_deref()),
            (Some(404), Some("text/html"))
        );
        assert_eq!((response.charset.as_deref(), &*response.body), (Some("utf-8"), &b"<p>"[..]));
        assert_eq!(parse("HTTP/1.1", b"x").expect("parses").status, None);
        assert_eq!(HttpResponse::parse(b"no header", 10).expect("parses").body, b"no header");
        assert_eq!(
            HttpResponse::parse(b"HTTP/1.1 200 OK\r\nServer: x", 10).expect("parses").body,
            b""
        );
    }

    #[test]
    fn bodies_are_decoded() {
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

//! The file of a document in an output folder.

use sha1::{Digest, Sha1};

use crate::batch::digest::hex;

/// Longest name of a file or folder, in bytes. File systems allow 255, including the extension.
const MAX_NAME_BYTES: usize = 200;

/// Longest path below the output folder, in bytes. Most systems allow 4,096 for a whole path, some
/// 1,024.
const MAX_PATH_BYTES: usize = 800;

/// Hexadecimal digits of the digest that replaces the cut-off end of a name.
const DIGEST_DIGITS: usize = 16;

/// Names of devices on Windows, in every folder and with any extension.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Returns the path of a document's file below the output folder.
///
/// The path is the id, changed so that it stays inside the folder and is valid on all systems.
pub(super) fn file_name(id: &str, extension: &str) -> String {
    // WARC record ids have angle brackets.
    let id = id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id);
    let parts: Vec<String> = id.split('/').map(safe_part).filter(|part| !part.is_empty()).collect();
    let mut name = if parts.is_empty() { "_".to_owned() } else { parts.join("/") };
    if name.len() > MAX_PATH_BYTES {
        name = shorten(&name.replace('/', "_"));
    }
    format!("{name}.{extension}")
}

/// Returns one part of a path without characters that have a meaning to a file system.
fn safe_part(part: &str) -> String {
    let is_unsafe = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
    let part = shorten(&part.replace(is_unsafe, "_"));
    // Windows removes dots and blanks at the end of a name. `..` would leave the folder.
    let trimmed = part.trim_end_matches(['.', ' ']);
    let end = "_".repeat(part.len() - trimmed.len());
    let start = if is_device(trimmed) { "_" } else { "" };
    format!("{start}{trimmed}{end}")
}

/// Returns true if Windows reserves the name for a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port.is_some_and(|number| {
        ["¹", "²", "³"].contains(&number) || matches!(number.as_bytes(), [b'0'..=b'9'])
    });
    is_port || DEVICES.contains(&stem.as_str())
}

/// Shortens a long name. A digest replaces its end, so that different names stay different.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_NAME_BYTES {
        return name.to_owned();
    }
    let digest = hex(&Sha1::digest(name));
    let kept = &name[..name.floor_char_boundary(MAX_NAME_BYTES - DIGEST_DIGITS - 1)];
    format!("{kept}-{}", &digest[..DIGEST_DIGITS])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, expected) in [
            ("a/b c", "a/b c.txt"),
            ("../../etc/passwd", "__/__/etc/passwd.txt"),
            ("/abs", "abs.txt"),
            ("", "_.txt"),
            ("./x/..", "_/x/__.txt"),
            ("<urn:uuid:1-2>", "urn_uuid_1-2.txt"),
            ("C:\\x\0\n", "C__x__.txt"),
            ("ก/ü", "ก/ü.txt"),
            ("con/aux.x/NUL /lpt1", "_con/_aux.x/_NUL_/_lpt1.txt"),
            ("com¹/com11/nullo/conin$", "_com¹/com11/nullo/_conin$.txt"),
            ("a./b ./ ", "a_/b__/_.txt"),
            ("a\u{85}\u{1b}[2Jb", "a__[2Jb.txt"),
        ] {
            assert_eq!(file_name(id, "txt"), expected, "{id}");
        }
    }

    #[test]
    fn long_ids_are_shortened_and_stay_different() {
        for long in ["é".repeat(300), "a/".repeat(3000), format!("{}/b", "c".repeat(5000))] {
            let one = file_name(&format!("{long}1"), "txt");
            let other = file_name(&format!("{long}2"), "txt");
            assert_ne!(one, other);
            for name in [&one, &other] {
                assert!(
                    name.len() <= MAX_PATH_BYTES
                        && name.split('/').all(|part| part.len() <= MAX_NAME_BYTES + 4),
                    "{name}"
                );
            }
        }
    }
}

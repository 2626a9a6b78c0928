//! The names of tags and attributes, in lower case.

use html5ever::LocalName;

/// Places of the cache. A page has some forty names of tags and attributes that are kept.
const PLACES: usize = 256;
/// Bytes of the longest name in the cache.
const LONGEST: usize = 8;

/// Remembers short names, because html5ever hashes every name that it turns into a [`LocalName`].
#[derive(Debug)]
pub(super) struct NameCache(Vec<(u64, LocalName)>);

impl Default for NameCache {
    fn default() -> Self {
        // The packed form of no name is 0.
        NameCache(vec![(0, LocalName::default()); PLACES])
    }
}

impl NameCache {
    /// Returns a name in lower case.
    pub(super) fn get(&mut self, name: &str) -> LocalName {
        let Some(packed) = pack(name) else { return local_name(name) };
        let place = (packed.wrapping_mul(crate::hash::GOLDEN) >> 56) as usize % PLACES;
        let (known, known_name) = &mut self.0[place];
        if *known != packed {
            *known = packed;
            *known_name = local_name(name);
        }
        known_name.clone()
    }
}

/// Returns the bytes of a short name as a number that no other name has.
fn pack(name: &str) -> Option<u64> {
    if name.is_empty() || name.len() > LONGEST || name.as_bytes().contains(&0) {
        return None;
    }
    Some(name.bytes().fold(0, |packed, byte| packed << 8 | u64::from(byte)))
}

fn local_name(name: &str) -> LocalName {
    if name.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'\0') {
        LocalName::from(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
    } else {
        LocalName::from(name)
    }
}

//! Parts of a list of names that are not names: suffixes of generations, degrees and broadcasters.

/// Suffixes that are not written in capitals, in lower case without full stops. Sorted.
const SUFFIXES: &[&str] = &[
    "dmsc", "dphil", "edd", "esq", "jnr", "jr", "mbchb", "meng", "pharmd", "phd", "psyd", "snr",
    "sr",
];
/// Acronyms of broadcasters and newspapers, which bylines put after a name as degrees are. Those of
/// agencies are in the lexicon, as credits. Sorted.
const BROADCASTERS: &[&str] = &[
    "ABC", "ARD", "BBC", "BR", "CBC", "CBS", "CNBC", "CNN", "DLF", "DW", "ESPN", "FAZ", "HR",
    "ITV", "MDR", "MSNBC", "NBC", "NDR", "NHK", "NOS", "NPR", "NRK", "NYT", "NZZ", "ORF", "PBS",
    "RAI", "RBB", "RFI", "RT", "RTBF", "RTE", "RTL", "RTS", "SR", "SRF", "STV", "SVT", "SWR",
    "TVE", "TVP", "TZ", "VRT", "WDR", "WSJ", "YLE", "ZDF",
];
/// Legal forms of companies, in lower case without full stops. Sorted.
const COMPANIES: &[&str] = &[
    "ag", "bv", "co", "corp", "gmbh", "inc", "kg", "limited", "llc", "llp", "ltd", "nv", "oy",
    "plc", "sa", "srl",
];
/// Letters of the longest degree.
const MAX_DEGREE: usize = 6;

/// Returns true if a part of a list belongs to the name before it: a generation or a degree. A
/// degree has a few letters, at least two of them and half of all capitals.
pub(super) fn is_suffix(part: &str) -> bool {
    let letters = small_letters(part);
    if SUFFIXES.binary_search(&letters.as_str()).is_ok() && part.starts_with(char::is_uppercase) {
        return true;
    }
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    (1..=MAX_DEGREE).contains(&letters)
        && capitals * 2 >= letters
        && capitals > 1
        && !part.contains(' ')
        && !is_broadcaster(part)
}

/// Returns true if a part of a list is the legal form of the company before it.
pub(super) fn is_company(part: &str) -> bool {
    COMPANIES.binary_search(&small_letters(part).as_str()).is_ok()
}

fn small_letters(part: &str) -> String {
    part.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Returns true if a part of a list is a broadcaster or newspaper.
pub(super) fn is_broadcaster(part: &str) -> bool {
    BROADCASTERS.binary_search(&part).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SUFFIXES.is_sorted() && BROADCASTERS.is_sorted() && COMPANIES.is_sorted());
    }

    #[test]
    fn suffixes_in_any_spelling() {
        for part in ["Sr.", "Jr", "III", "Ph.D.", "PhD", "PHD", "M.D.", "PA-C", "Esq.", "DABOM"] {
            assert!(is_suffix(part), "{part}");
        }
        for part in ["CNN", "Sr. Editor", "Doe", "do", "Max", "BBC", "sr"] {
            assert!(!is_suffix(part), "{part}");
        }
    }
}

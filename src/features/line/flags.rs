//! Properties of a line that are true or false.

/// A property of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum LineFlag {
    /// Ends with a mark that ends a sentence, in any script.
    EndsSentence = 1,
    /// Ends with a colon.
    EndsColon = 1 << 1,
    /// Ends with an ellipsis.
    EndsEllipsis = 1 << 2,
    /// Its first letter is upper case.
    StartsUpper = 1 << 3,
    /// Its first letter is lower case.
    StartsLower = 1 << 4,
    /// Starts with a bullet or list number.
    Bullet = 1 << 5,
    /// Contains a URL or mail address.
    Url = 1 << 6,
    /// Contains a year or a date in numbers.
    Date = 1 << 7,
    /// Contains a time of day or a duration in numbers.
    Time = 1 << 8,
    /// Contains an amount of money.
    Price = 1 << 9,
    /// Ends with a question mark.
    Question = 1 << 10,
    /// Has fifteen words or more, or is a sentence of eight or more.
    Long = 1 << 11,
    /// Is in the dense segment.
    Dense = 1 << 12,
    /// Has the words of an earlier line. All numbers with the same count of digits are one word: "3
    /// comments".
    SameWords = 1 << 13,
    /// Ends with the whole text of another line near the top.
    Fused = 1 << 14,
    /// Contains a word of dates.
    DateWord = 1 << 15,
    /// Consists of the same text twice without a space between.
    Doubled = 1 << 16,
    /// Is nothing but links of Markdown.
    AllLinks = 1 << 17,
    /// States the licence of an image or of the page.
    Licence = 1 << 18,
    /// Is a heading of the first level in Markdown.
    TopHeading = 1 << 19,
    /// Is nothing but several links of Markdown, or nothing but a linked image.
    LinkBar = 1 << 20,
    /// Copies an earlier line. Prose copies one only if all characters are the same: a paragraph
    /// about another year does not.
    Copy = 1 << 21,
    /// Is the name of the work in the statement of a licence right below.
    LicensedWork = 1 << 22,
    /// Ends like a sentence, notes after it aside: "[1]", "(dpa)".
    EndsAnnotated = 1 << 23,
    /// The first line of the text begins with its words: the title of the window often is the
    /// headline, followed by the name of the site.
    InTitle = 1 << 24,
    /// Contains a year and a time of day.
    Timestamp = 1 << 25,
}

impl LineFlag {
    /// The properties that depend on other lines.
    pub(super) const BY_OTHER_LINES: [LineFlag; 6] = [
        LineFlag::Dense,
        LineFlag::SameWords,
        LineFlag::Copy,
        LineFlag::Fused,
        LineFlag::LicensedWork,
        LineFlag::InTitle,
    ];
}

/// A set of [`LineFlag`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineFlags(u32);

impl LineFlags {
    /// Sets a flag if `on`.
    pub(crate) fn set(&mut self, flag: LineFlag, on: bool) {
        self.0 |= if on { flag as u32 } else { 0 };
    }

    /// Clears a flag.
    pub(crate) fn clear(&mut self, flag: LineFlag) {
        self.0 &= !(flag as u32);
    }

    /// Returns true if a flag is set.
    pub(crate) fn has(self, flag: LineFlag) -> bool {
        self.0 & flag as u32 != 0
    }
}

//! A small writer of SVG, with text broken into lines by estimated widths.

/// Fonts that systems have; an image in a document cannot load others.
const FAMILY: &str = "-apple-system, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";

/// Size in pixels and weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    pub(super) size: f32,
    pub(super) weight: u16,
}

/// Elements of a picture.
#[derive(Debug, Default)]
pub(super) struct Svg {
    elements: String,
}

impl Svg {
    /// Adds the elements of another picture on top.
    pub(super) fn append(&mut self, other: Svg) {
        self.elements.push_str(&other.elements);
    }

    /// Adds a rectangle of `(x, y, width, height)` with round corners.
    pub(super) fn rectangle(
        &mut self,
        (x, y, width, height): (f32, f32, f32, f32),
        radius: f32,
        fill: &str,
        stroke: &str,
    ) {
        self.elements.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height:.1}\" rx=\"{radius}\" \
             fill=\"{fill}\" stroke=\"{stroke}\"/>\n"
        ));
    }

    /// Adds a filled circle.
    pub(super) fn circle(&mut self, x: f32, y: f32, radius: f32, fill: &str) {
        self.elements
            .push_str(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\"/>\n"));
    }

    /// Adds a vertical bar.
    pub(super) fn bar(&mut self, x: f32, y: f32, height: f32, fill: &str) {
        self.elements.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y:.1}\" width=\"3\" height=\"{height:.1}\" rx=\"1.5\" \
             fill=\"{fill}\"/>\n"
        ));
    }

    /// Adds a line of text; `y` is its baseline.
    pub(super) fn text(&mut self, x: f32, y: f32, font: Font, fill: &str, text: &str) {
        self.text_with(x, y, font, fill, text, "");
    }

    /// Adds a line of text that is struck through.
    pub(super) fn struck(&mut self, x: f32, y: f32, font: Font, fill: &str, text: &str) {
        self.text_with(x, y, font, fill, text, " text-decoration=\"line-through\"");
    }

    /// Adds a line of text around `x`.
    pub(super) fn centred(&mut self, x: f32, y: f32, font: Font, fill: &str, text: &str) {
        self.text_with(x, y, font, fill, text, " text-anchor=\"middle\"");
    }

    /// Adds a word on a tinted background that ends at `right`.
    pub(super) fn label(&mut self, right: f32, y: f32, font: Font, fill: &str, word: &str) {
        let width = width(word, font) + 12.0;
        let (left, top) = (right - width, y - font.size - 1.5);
        let height = font.size + 5.0;
        self.elements.push_str(&format!(
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height}\" \
             rx=\"7\" fill=\"{fill}\" fill-opacity=\"0.12\"/>\n"
        ));
        self.centred(right - width / 2.0, y - 0.5, font, fill, word);
    }

    /// Adds a line of text with further attributes.
    fn text_with(&mut self, x: f32, y: f32, font: Font, fill: &str, text: &str, more: &str) {
        let Font { size, weight } = font;
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.elements.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" \
             fill=\"{fill}\"{more}>{text}</text>\n"
        ));
    }

    /// Returns the picture as a file.
    pub(super) fn finish(self, width: f32, height: f32) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:.0}\" \
             font-family=\"{FAMILY}\">\n\
             <title>A page before and after cleaning</title>\n{}</svg>\n",
            self.elements
        )
    }
}

/// Breaks a text into at most `most` lines (at least one); an ellipsis ends what does not fit.
pub(super) fn wrap(text: &str, font: Font, room: f32, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full = lines.len() == most;
        let Some(line) = lines.last_mut() else { break };
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, font) <= room || line.is_empty() {
            *line = longer;
        } else if full {
            while !line.is_empty() && width(&format!("{line}…"), font) > room {
                line.pop();
            }
            line.push('…');
            break;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The estimated width of a text: classes of letters in ems, as Helvetica has them.
fn width(text: &str, font: Font) -> f32 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | '\'' | '’' | '.' | ',' | ':' | ';' | '|' | '!' => 0.25,
        'f' | 't' | 'r' | ' ' | '(' | ')' | '-' | '“' | '”' | '"' => 0.33,
        'm' | 'w' | 'M' | 'W' | '—' | '…' | '%' | '@' => 0.86,
        'A'..='Z' => 0.69,
        _ => 0.55,
    };
    // Bold letters are about a fifteenth wider.
    let bold = if font.weight > 500 { 1.07 } else { 1.0 };
    text.chars().map(em).sum::<f32>() * font.size * bold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped() {
        let font = Font { size: 10.0, weight: 400 };
        assert_eq!(wrap("one two three", font, 45.0, 9), ["one two", "three"]);
        assert_eq!(wrap("one two three", font, 45.0, 1), ["one tw…"]);
        assert_eq!(wrap("", font, 45.0, 1), [""]);
    }
}

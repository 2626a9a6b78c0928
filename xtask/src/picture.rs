//! `cargo xtask picture`: draws a page of `corpus/` before and after cleaning, for the README.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::commands::{build_dechrome, output, root};
use crate::outcome::Outcome;

mod rows;
mod svg;

use rows::Row;
use svg::{Font, Svg, wrap};

/// The page: a letter with notices, counters, comments and teasers around it.
const PAGE: &str = "corpus/blog--substack-letter/input.html";
const PICTURE: &str = "docs/before-after.svg";

/// Width of one of the two cards, the space around them, and the padding inside, in pixels.
const CARD: f32 = 480.0;
const GAP: f32 = 24.0;
const PADDING: f32 = 24.0;
/// Height of the bar at the top of a card.
const BAR: f32 = 34.0;
/// Width that the label of a kind takes at the right of a dropped block.
const LABEL: f32 = 92.0;
/// Lines of a kept block that the card "before" shows.
const BEFORE_LINES: usize = 2;

const INK: &str = "#1f2328";
const PALE: &str = "#8c959f";
const EDGE: &str = "#d0d7de";
const KEPT: &str = "#2da44e";

const TITLE: Font = Font { size: 19.0, weight: 700 };
const HEADING: Font = Font { size: 15.0, weight: 700 };
const TEXT: Font = Font { size: 13.0, weight: 400 };
const SMALL: Font = Font { size: 11.5, weight: 400 };
const TINY: Font = Font { size: 9.5, weight: 600 };

/// Draws the picture.
///
/// # Errors
/// If the command does not build, or the picture cannot be written.
pub(crate) fn run() -> Outcome {
    draw(&build_dechrome()?)
}

/// Draws the picture with a command that is built already.
///
/// # Errors
/// If the command fails, or the picture cannot be written.
pub(crate) fn draw(dechrome: &Path) -> Outcome {
    let mut clean = Command::new(dechrome);
    let lines = output(clean.args(["--lines", "--keep", "title"]).arg(root().join(PAGE)))?;
    let rows: Vec<Row> = lines.lines().filter_map(rows::read).collect();
    let kept = rows.iter().filter(|row| row.keep).count();
    let names = [format!("before: {} blocks", rows.len()), format!("after: {kept} blocks")];
    let mut cards = Svg::default();
    let before = before(&mut cards, &joined(rows.clone()), GAP);
    let after = after(&mut cards, &rows, 2.0 * GAP + CARD);
    let height = before.max(after) + GAP;
    let mut svg = Svg::default();
    for (x, name) in [GAP, 2.0 * GAP + CARD].into_iter().zip(&names) {
        frame(&mut svg, x, height - GAP, name);
    }
    svg.append(cards);
    let picture = svg.finish(2.0 * CARD + 3.0 * GAP, height + GAP);
    fs::write(root().join(PICTURE), picture).map_err(|error| format!("{PICTURE}: {error}"))
}

/// Joins neighbours that were dropped as the same kind, so that the picture is not too tall.
fn joined(rows: Vec<Row>) -> Vec<Row> {
    let mut joined: Vec<Row> = Vec::new();
    for row in rows {
        match joined.last_mut() {
            Some(last) if !last.keep && !row.keep && last.kind == row.kind => {
                last.text.push_str(" · ");
                last.text.push_str(&row.text);
            }
            _ => joined.push(row),
        }
    }
    joined
}

/// Draws an empty card that ends at `bottom`.
fn frame(svg: &mut Svg, x: f32, bottom: f32, name: &str) {
    svg.rectangle((x, GAP, CARD, bottom), 10.0, "#ffffff", EDGE);
    svg.rectangle((x, GAP, CARD, BAR), 10.0, "#f6f8fa", EDGE);
    for (number, colour) in ["#ff5f57", "#febc2e", "#28c840"].iter().enumerate() {
        svg.circle(x + 18.0 + 16.0 * number as f32, GAP + BAR / 2.0, 5.0, colour);
    }
    svg.centred(x + CARD / 2.0, GAP + BAR / 2.0 + 4.0, SMALL, PALE, name);
}

/// Draws all blocks, the dropped ones struck through with their kinds. Returns the bottom.
fn before(svg: &mut Svg, rows: &[Row], x: f32) -> f32 {
    let mut y = GAP + BAR + PADDING - 8.0;
    let left = x + PADDING;
    for row in rows {
        if !row.keep {
            let width = CARD - 2.0 * PADDING - LABEL;
            let line = wrap(&row.text, SMALL, width, 1).remove(0);
            y += 17.0;
            svg.struck(left, y, SMALL, PALE, &line);
            svg.label(x + CARD - PADDING, y, TINY, colour(&row.kind), &row.kind);
            continue;
        }
        let font = font(&row.kind);
        let step = font.size * 1.35;
        let lines = wrap(&row.text, font, CARD - 2.0 * PADDING - 12.0, BEFORE_LINES);
        y += 6.0;
        svg.bar(left, y + 3.0, step * lines.len() as f32, KEPT);
        for line in lines {
            y += step;
            svg.text(left + 12.0, y, font, INK, &line);
        }
        y += 6.0;
    }
    y + PADDING
}

/// Draws the kept blocks in full. Returns the bottom.
fn after(svg: &mut Svg, rows: &[Row], x: f32) -> f32 {
    let mut y = GAP + BAR + PADDING - 8.0;
    for row in rows.iter().filter(|row| row.keep) {
        let font = font(&row.kind);
        y += if font.size > TEXT.size { 8.0 } else { 0.0 };
        for line in wrap(&row.text, font, CARD - 2.0 * PADDING, usize::MAX) {
            y += font.size * 1.5;
            svg.text(x + PADDING, y, font, INK, &line);
        }
        y += 10.0;
    }
    y + PADDING
}

/// The font of a kept block.
fn font(kind: &str) -> Font {
    match kind {
        "title" => TITLE,
        "head" | "lead" => HEADING,
        _ => TEXT,
    }
}

/// The colour of a kind of chrome.
fn colour(kind: &str) -> &'static str {
    match kind {
        "ad" | "cookie" => "#cf222e",
        "subscribe" | "login" => "#bc4c00",
        "share" | "counter" | "player" => "#0969da",
        "related" => "#8250df",
        "comment" | "commentform" => "#1b7c83",
        _ => "#57606a",
    }
}

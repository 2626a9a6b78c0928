//! The content of one block, as if it were the whole page.

use crate::content::block_content::BlockContent;
use crate::content::{ContentEvent, Element, ListItem};
use crate::document::Document;
use crate::html::lists::NumberStyle;
use crate::verdict::{BlockRecord, Shape};

/// Returns the events of a block, inside the elements that its shape names. The text of a dropped
/// block has no inline elements.
pub(super) fn block_events(document: &Document, record: &BlockRecord) -> Vec<ContentEvent> {
    let content = BlockContent::find(&document.content, record.start..record.end);
    let around = elements_around(record.shape, content.as_ref());
    let depth = around.len();
    let mut events: Vec<ContentEvent> = around.into_iter().map(ContentEvent::Open).collect();
    match content {
        Some(content) => {
            for (number, run) in content.runs().enumerate() {
                if number > 0 {
                    events.push(ContentEvent::LineBreak);
                }
                events.extend_from_slice(run);
            }
        }
        None => events.push(ContentEvent::Text(record.start, record.end)),
    }
    events.extend(vec![ContentEvent::Close; depth]);
    events
}

/// Returns the elements around the text of a block, outermost first.
fn elements_around(shape: Shape, content: Option<&BlockContent<'_>>) -> Vec<Element> {
    match shape {
        Shape::Heading { level } => vec![Element::Heading(level)],
        Shape::Code => {
            let language = content.and_then(BlockContent::code_language);
            vec![Element::CodeBlock(language.map(Box::from))]
        }
        Shape::Quote => vec![Element::Quote, Element::Paragraph],
        Shape::Item { number, .. } => {
            let item = content.and_then(BlockContent::list_item);
            let item = item.unwrap_or(ListItem { number: number as i32, is_checked: None });
            let numbers = (number > 0).then(NumberStyle::default);
            vec![Element::List { numbers }, Element::ListItem(item), Element::Paragraph]
        }
        Shape::Paragraph | Shape::Cell { .. } | Shape::Line => vec![Element::Paragraph],
    }
}

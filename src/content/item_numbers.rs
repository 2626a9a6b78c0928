//! The numbers of list items, after the verdicts are known.

use crate::content::context::BuildContext;
use crate::hash::FastMap;
use crate::html::outline::hidden;

/// The numbers of the items of ordered lists.
#[derive(Debug, Default)]
pub(super) struct ItemNumbers {
    /// The containers of the items with their numbers, in ascending order.
    numbers: Vec<(u32, i32)>,
}

impl ItemNumbers {
    /// Reads the numbers. Hidden items without kept text are not counted, as in a browser.
    pub(super) fn read(context: BuildContext<'_>) -> Self {
        let mut numbers = context.positions.item_numbers.clone();
        let containers = &context.outline.containers;
        // For each list, how many items before the next one are not counted.
        let mut skipped: FastMap<u32, i32> = FastMap::default();
        for (item, number) in &mut numbers {
            let (item, list) = (*item, containers[*item as usize].parent);
            if context.attribute(item, "value").is_some() {
                // The page counts from here on.
                skipped.remove(&list);
            }
            if let Some(before) = skipped.get(&list) {
                *number -= before;
            }
            let is_hidden = |id: u32| {
                let container = containers.get(id as usize);
                container.is_some_and(|it| hidden::from_readers(it.hidden))
            };
            // The text of a hidden list that is kept is shown later, with all its numbers.
            if is_hidden(item)
                && !is_hidden(list)
                && context.kept_in(context.blocks_in(item)).next().is_none()
                && context.attribute(list, "reversed").is_none()
            {
                *skipped.entry(list).or_default() += 1;
            }
        }
        ItemNumbers { numbers }
    }

    /// Returns the number of an item, 0 for one of an unordered list.
    pub(super) fn of(&self, item: u32) -> i32 {
        match self.numbers.binary_search_by_key(&item, |&(container, _)| container) {
            Ok(at) => self.numbers[at].1,
            Err(_) => 0,
        }
    }
}

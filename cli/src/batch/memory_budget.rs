//! How much of the input may be in memory at once.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes of documents under way. One that is larger goes alone.
const MOST: usize = 64 << 20;

/// Makes who would read wait while too many bytes are under way.
#[derive(Debug, Default)]
pub(super) struct MemoryBudget {
    taken: Mutex<BudgetState>,
    changed: Condvar,
}

/// What is under way.
#[derive(Debug, Default)]
struct BudgetState {
    bytes: usize,
    /// Whether nobody gives back any more.
    lifted: bool,
}

impl MemoryBudget {
    /// Takes bytes, when there is room for them.
    pub(super) fn take(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while taken.bytes > 0 && taken.bytes.saturating_add(bytes) > MOST && !taken.lifted {
            taken = self.changed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        taken.bytes = taken.bytes.saturating_add(bytes);
    }

    /// Gives bytes back.
    pub(super) fn give(&self, bytes: usize) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.bytes = taken.bytes.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// Lets everything through, because the run ends.
    pub(super) fn lift(&self) {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).lifted = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_large_document_goes_alone_and_the_end_lets_all_through() {
        let budget = MemoryBudget::default();
        budget.take(MOST * 2);
        thread::scope(|scope| {
            scope.spawn(|| budget.take(1));
            budget.give(MOST * 2);
        });
        thread::scope(|scope| {
            scope.spawn(|| budget.take(MOST));
            budget.lift();
        });
        assert_eq!(budget.taken.lock().expect("locks").bytes, MOST + 1);
    }
}

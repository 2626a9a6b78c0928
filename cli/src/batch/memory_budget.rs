//! Limits the bytes of documents that are in memory at once.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes of documents in memory. A larger document is processed alone.
const MAX_BYTES: usize = 64 << 20;

/// A counter that makes readers wait while too many bytes are in memory.
#[derive(Debug, Default)]
pub(super) struct MemoryBudget {
    state: Mutex<BudgetState>,
    changed: Condvar,
}

/// The state of the budget.
#[derive(Debug, Default)]
struct BudgetState {
    /// Bytes in memory.
    bytes: usize,
    /// True if the run ends, so that no bytes will be released.
    is_lifted: bool,
}

impl MemoryBudget {
    /// Reserves bytes. Waits until the budget allows them.
    pub(super) fn reserve(&self, bytes: usize) {
        let mut state = self.lock();
        while state.bytes > 0 && state.bytes.saturating_add(bytes) > MAX_BYTES && !state.is_lifted {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes = state.bytes.saturating_add(bytes);
    }

    /// Releases reserved bytes.
    pub(super) fn release(&self, bytes: usize) {
        let mut state = self.lock();
        state.bytes = state.bytes.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// Removes the limit, because the run ends and waiting readers have to stop.
    pub(super) fn lift(&self) {
        self.lock().is_lifted = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, BudgetState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    #[test]
    fn a_large_document_is_processed_alone_and_a_lifted_budget_has_no_limit() {
        let budget = MemoryBudget::default();
        budget.reserve(MAX_BYTES * 2);
        thread::scope(|scope| {
            scope.spawn(|| budget.reserve(1));
            budget.release(MAX_BYTES * 2);
        });
        thread::scope(|scope| {
            scope.spawn(|| budget.reserve(MAX_BYTES));
            budget.lift();
        });
        assert_eq!(budget.state.lock().expect("locks").bytes, MAX_BYTES + 1);
    }
}

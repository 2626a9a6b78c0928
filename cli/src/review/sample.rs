//! Chooses documents by chance, without holding all of them in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::review::document::ReviewDocument;

/// Largest size of the sample in memory: ten times the largest page, because details are packed.
const MAX_BYTES: usize = 200_000_000;

/// The place of a document in the order of choice. The smallest keys are the sample.
///
/// It depends on the id and the seed alone, so that two runs over the same inputs show the same
/// documents, with any number of threads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SampleKey {
    /// Documents that an older run cleaned to the same result come last.
    is_same: bool,
    digest: [u8; 32],
    id: String,
}

impl SampleKey {
    pub(super) fn new(seed: u64, id: &str, is_same: bool) -> Self {
        let digest = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(id).finalize();
        SampleKey { is_same, digest: digest.into(), id: id.to_owned() }
    }
}

/// The largest key in a full sample. Threads use it to skip documents before cleaning.
#[derive(Clone, Debug, Default)]
pub(super) struct SampleBound(Arc<Mutex<Option<SampleKey>>>);

impl SampleBound {
    /// Returns false if the key cannot be in the sample any more.
    pub(super) fn admits(&self, key: &SampleKey) -> bool {
        let bound = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bound.as_ref().is_none_or(|bound| key <= bound)
    }

    fn set(&self, key: Option<&SampleKey>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = key.cloned();
    }
}

/// The documents with the smallest keys.
pub(super) struct Sample {
    limit: usize,
    bytes: usize,
    /// Documents with the same id and seed have the same key. The number keeps them apart.
    documents: BTreeMap<(SampleKey, usize), ReviewDocument>,
    count: usize,
    bound: SampleBound,
}

impl Sample {
    pub(super) fn new(limit: usize) -> Self {
        Sample {
            limit,
            bytes: 0,
            documents: BTreeMap::new(),
            count: 0,
            bound: SampleBound::default(),
        }
    }

    pub(super) fn bound(&self) -> SampleBound {
        self.bound.clone()
    }

    /// Adds a document, and removes those with the largest keys if the sample is too large.
    pub(super) fn add(&mut self, key: SampleKey, document: ReviewDocument) {
        self.count += 1;
        self.bytes += document.size();
        self.documents.insert((key, self.count), document);
        let mut is_full = false;
        while self.documents.len() > self.limit
            || (self.bytes > MAX_BYTES && self.documents.len() > 1)
        {
            let Some((_, removed)) = self.documents.pop_last() else { break };
            self.bytes -= removed.size();
            is_full = true;
        }
        if is_full {
            self.bound.set(self.documents.keys().next_back().map(|(key, _)| key));
        }
    }

    /// Returns the documents, in the order of choice.
    pub(super) fn into_documents(self) -> Vec<ReviewDocument> {
        self.documents.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(seed: u64, order: &[usize]) -> Vec<String> {
        let mut sample = Sample::new(3);
        for number in order {
            let id = number.to_string();
            let key = SampleKey::new(seed, &id, false);
            if sample.bound().admits(&key) {
                sample.add(key, ReviewDocument::with_id(&id));
            }
        }
        sample.into_documents().into_iter().map(|document| document.summary.id).collect()
    }

    #[test]
    fn the_seed_alone_chooses() {
        let order: Vec<usize> = (0..50).collect();
        let reversed: Vec<usize> = (0..50).rev().collect();
        assert_eq!(chosen(1, &order), chosen(1, &reversed));
        assert_ne!(chosen(1, &order), chosen(2, &order));
        assert_eq!(chosen(1, &order).len(), 3);
    }
}

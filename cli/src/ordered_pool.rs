//! A bounded pipeline: many workers, results in the order of the jobs.
//!
//! A worker that has nothing to do takes the next job from the reader, one at a time, and puts a slot for its result into a
//! queue, in order, for the caller's thread. The queue is bounded, so that a full one makes the workers wait: memory does not
//! grow with the input, and the order of results does not depend on the number of workers. Who reads is who cleans: with a
//! thread of its own for reading, one worker would keep more than one processor busy, and the second had less to add.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Jobs under way for each worker. Enough that one slow page does not leave the other workers idle.
const AHEAD: usize = 8;

/// Runs `work` on every job in `threads` threads, at least one, and hands the results to `sink` in the order of the jobs.
/// An error of `sink` stops the workers and ends the run. Neither `jobs` nor `work` may panic.
pub(crate) fn ordered<J, R: Send, E>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    let (slots, results) = sync_channel(threads * AHEAD);
    // The queue ends when the last worker has dropped its share of the reader.
    let reader = Arc::new(Mutex::new((jobs.fuse(), slots)));
    thread::scope(|scope| {
        for _ in 0..threads {
            let (reader, work) = (Arc::clone(&reader), &work);
            scope.spawn(move || {
                while let Some((job, result)) = next(&reader) {
                    let _ = result.send(work(job));
                }
            });
        }
        drop(reader);
        results.into_iter().flat_map(|slot| slot.recv()).try_for_each(&mut sink)
    })
}

/// The next job and where its result goes, if there is one and the caller has not stopped listening after an error.
fn next<J, R>(
    reader: &Mutex<(impl Iterator<Item = J>, SyncSender<Receiver<R>>)>,
) -> Option<(J, SyncSender<R>)> {
    let (jobs, slots) = &mut *reader.lock().ok()?;
    let job = jobs.next()?;
    let (result, slot) = sync_channel(1);
    slots.send(slot).ok()?;
    Some((job, result))
}

/// The number of threads to use: as asked, or one for each processor.
pub(crate) fn threads(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [0, 1, 2, 7] {
            let mut seen = Vec::new();
            let work = |job: u64| {
                thread::sleep(Duration::from_micros(job * 37 % 400));
                job * 2
            };
            let sink = |result| -> Result<(), Infallible> {
                seen.push(result);
                Ok(())
            };
            let Ok(()) = ordered(threads, 0..200_u64, work, sink);
            assert_eq!(seen, (0..200).map(|job| job * 2).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn an_error_stops_an_endless_reader() {
        let mut left = 50;
        let end = ordered(
            2,
            0_u64..,
            |job| job,
            |job| {
                left -= 1;
                if left == 0 { Err(job) } else { Ok(()) }
            },
        );
        assert_eq!(end, Err(49));
    }
}

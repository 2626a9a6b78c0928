//! A bounded thread pool that returns results in the order of the jobs.
//!
//! A worker that is free takes the next job from the shared reader. Before it works on the job, it
//! puts a slot for the result into a queue, so the queue has the order of the jobs. The calling
//! thread takes results from that queue. The queue is bounded: workers wait while it is full, and
//! memory does not grow with the input.
//!
//! Workers read their own jobs, so reading and cleaning share one thread. With an extra thread for
//! reading, the second worker added less: 1.6 to 1.7 times the speed of one worker instead of 1.8
//! (527 MB of development pages, two processors).

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Queued jobs for each worker: enough that one slow page does not leave the other workers idle.
const QUEUED_JOBS_PER_THREAD: usize = 8;

/// Runs `work` on every job in `threads` threads, and passes the results to `sink` in job order.
///
/// At least one thread is used. An error of `sink` stops the workers and ends the run. Neither
/// `jobs` nor `work` may panic.
pub(crate) fn run_in_order<J, R: Send, E>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    let (slots, results) = sync_channel(threads * QUEUED_JOBS_PER_THREAD);
    let reader = Arc::new(Mutex::new((jobs.fuse(), slots)));
    thread::scope(|scope| {
        for _ in 0..threads {
            let (reader, work) = (Arc::clone(&reader), &work);
            scope.spawn(move || {
                while let Some((job, result)) = next_job(&reader) {
                    let _ = result.send(work(job));
                }
            });
        }
        // Only the workers hold the queue's sender now, so the queue ends with the last worker.
        drop(reader);
        for slot in results {
            // A slot is empty only if a worker panicked.
            if let Ok(result) = slot.recv() {
                sink(result)?;
            }
        }
        Ok(())
    })
}

/// Takes the next job and queues a slot for its result.
///
/// Returns `None` at the end of the jobs, or if the caller has stopped after an error.
fn next_job<J, R>(
    reader: &Mutex<(impl Iterator<Item = J>, SyncSender<Receiver<R>>)>,
) -> Option<(J, SyncSender<R>)> {
    let (jobs, slots) = &mut *reader.lock().ok()?;
    let job = jobs.next()?;
    let (result, slot) = sync_channel(1);
    slots.send(slot).ok()?;
    Some((job, result))
}

/// Returns the number of threads to use: the one given, or one for each processor.
pub(crate) fn thread_count(given: Option<usize>) -> usize {
    given.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
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
            let Ok(()) = run_in_order(threads, 0..200_u64, work, sink);
            assert_eq!(seen, (0..200).map(|job| job * 2).collect::<Vec<u64>>());
        }
    }

    #[test]
    fn an_error_stops_an_endless_reader() {
        let mut left = 50;
        let sink = |job| {
            left -= 1;
            if left == 0 { Err(job) } else { Ok(()) }
        };
        assert_eq!(run_in_order(2, 0_u64.., |job| job, sink), Err(49));
    }
}

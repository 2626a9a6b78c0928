//! A bounded pipeline: one reader, many workers, results in the order of the jobs.
//!
//! The reader hands every job to the workers together with a slot for its result, and the slots, in order, to the
//! caller's thread. Both queues are bounded, so that a full one makes the reader wait: memory does not grow with the
//! input, and the order of results does not depend on the number of workers.

use std::thread;

use crossbeam_channel::bounded;

/// Jobs under way for each worker. Enough that one slow page does not leave the other workers idle.
const AHEAD: usize = 8;

/// Runs `work` on every job in `threads` threads, at least one, and hands the results to `sink` in the order of the jobs.
/// An error of `sink` stops the reader and ends the run. `work` must not panic.
pub(crate) fn ordered<J: Send, R: Send, E>(
    threads: usize,
    jobs: impl Iterator<Item = J> + Send,
    work: impl Fn(J) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = threads.max(1);
    let (job_in, job_out) = bounded(threads * AHEAD);
    let (slot_in, slot_out) = bounded(threads * AHEAD);
    thread::scope(|scope| {
        scope.spawn(move || {
            for job in jobs {
                let (result_in, result_out) = bounded(1);
                if slot_in.send(result_out).is_err() || job_in.send((job, result_in)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..threads {
            let (jobs, work) = (job_out.clone(), &work);
            scope.spawn(move || {
                for (job, result) in jobs {
                    // The caller may have stopped listening after an error.
                    let _ = result.send(work(job));
                }
            });
        }
        drop(job_out);
        slot_out.into_iter().flat_map(|slot| slot.recv()).try_for_each(&mut sink)
    })
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

//! Work on other threads, given and taken in order, with only so much of it on the way.
//!
//! Workers never touch Python: whoever waits for them lets go of the interpreter first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::ThreadId;
use std::time::Duration;

/// How long a thread without work waits for more.
const IDLE: Duration = Duration::from_secs(30);

type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for the next pipeline. A thread remembers the words it has met: whoever reads a thousand articles at a time
/// on new threads takes a tenth longer.
struct Crew {
    /// The process they belong to: a fork has the list and not the threads.
    process: u32,
    waiting: Vec<(ThreadId, Sender<Job>)>,
}

static CREW: Mutex<Crew> = Mutex::new(Crew { process: 0, waiting: Vec::new() });

/// The crew; nothing where it cannot be had soon, as in a fork that was made while another thread held it.
fn crew() -> Option<MutexGuard<'static, Crew>> {
    for _ in 0..100 {
        let mut crew = match CREW.try_lock() {
            Ok(crew) => crew,
            Err(TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(TryLockError::WouldBlock) => {
                std::thread::yield_now();
                continue;
            }
        };
        let process = std::process::id();
        if crew.process != process {
            // Dropped, they would tell threads that are not there.
            std::mem::forget(std::mem::take(&mut crew.waiting));
            crew.process = process;
        }
        return Some(crew);
    }
    None
}

/// Runs a job on a thread that waits, or on a new one.
fn run(job: Job) -> std::io::Result<()> {
    let waiting = crew().and_then(|mut crew| crew.waiting.pop());
    let job = match waiting {
        Some((_, to)) => match to.send(job) {
            Ok(()) => return Ok(()),
            Err(unsent) => unsent.0,
        },
        None => job,
    };
    std::thread::Builder::new().name("musnad".to_owned()).spawn(move || jobs(job)).map(drop)
}

/// What a thread does: a job, then what comes.
fn jobs(mut job: Job) {
    let me = std::thread::current().id();
    let (to_me, coming) = channel::<Job>();
    loop {
        job();
        match crew() {
            Some(mut crew) => crew.waiting.push((me, to_me.clone())),
            None => return,
        }
        job = loop {
            if let Ok(next) = coming.recv_timeout(IDLE) {
                break next;
            }
            // Still on the list: nobody has taken this thread, and nobody will.
            if let Some(mut crew) = crew()
                && let Some(at) = crew.waiting.iter().position(|(thread, _)| *thread == me)
            {
                crew.waiting.remove(at);
                return;
            }
        };
    }
}

/// Items going in and results coming out, in the same order.
#[derive(Debug)]
pub struct Pipeline<I, O> {
    work: Sender<(u64, I)>,
    results: Receiver<(u64, O)>,
    /// Results that came before their turn.
    early: BTreeMap<u64, O>,
    given: u64,
    taken: u64,
    stop: Arc<AtomicBool>,
}

impl<I: Send + 'static, O: Send + 'static> Pipeline<I, O> {
    /// Starts workers; they stop when the pipeline is dropped.
    ///
    /// # Errors
    /// If the system refuses a thread.
    pub fn start(threads: usize, work: impl Fn(I) -> O + Send + Sync + 'static) -> std::io::Result<Pipeline<I, O>> {
        let (to_workers, from_us) = channel::<(u64, I)>();
        let (to_us, results) = channel();
        let from_us = Arc::new(Mutex::new(from_us));
        let stop = Arc::new(AtomicBool::new(false));
        let work = Arc::new(work);
        for _ in 0..threads.max(1) {
            let (from_us, to_us, stop, work) = (from_us.clone(), to_us.clone(), stop.clone(), work.clone());
            run(Box::new(move || {
                loop {
                    // One waits with the lock, the others for the lock; it is free again as soon as an item has come.
                    let next = from_us.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((nth, item)) = next else { return };
                    if stop.load(Ordering::Relaxed) || to_us.send((nth, work(item))).is_err() {
                        return;
                    }
                }
            }))?;
        }
        Ok(Pipeline { work: to_workers, results, early: BTreeMap::new(), given: 0, taken: 0, stop })
    }

    /// How many results are still to be taken.
    pub fn on_the_way(&self) -> usize {
        (self.given - self.taken) as usize
    }

    /// Gives an item.
    pub fn give(&mut self, item: I) {
        // Workers live as long as the pipeline: somebody takes it.
        let _ = self.work.send((self.given, item));
        self.given += 1;
    }

    /// Gives a result that needs no work, in its turn.
    pub fn give_result(&mut self, result: O) {
        self.early.insert(self.given, result);
        self.given += 1;
    }

    /// The next result, or nothing if it does not come in time.
    pub fn take(&mut self, patience: Duration) -> Option<O> {
        loop {
            if let Some(result) = self.early.remove(&self.taken) {
                self.taken += 1;
                return Some(result);
            }
            match self.results.recv_timeout(patience) {
                Ok((nth, result)) => {
                    self.early.insert(nth, result);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

impl<I, O> Drop for Pipeline<I, O> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

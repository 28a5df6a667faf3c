//! The counters of one subscription.
//!
//! Elements are counted by whoever brings them, one thread at a time (§1.3), so a load and a store do.
//! Requests are added up: not everybody keeps §2.7.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use reactive_streams::Demand;

/// From here on demand is unbounded (§3.17). So far below the end that sums of it do not get there.
const UNBOUNDED: u64 = 1 << 61;

pub(crate) struct Tally {
    emitted: Emitted,
    asked: Asked,
}

/// What is written with each element.
#[repr(align(128))]
struct Emitted {
    /// How many elements were delivered.
    output: AtomicU64,
    /// How many of them did not use up demand.
    unused: AtomicU64,
    /// At which number of elements there is more to be done than counting.
    look: AtomicU64,
    /// Since when the element is being taken, if that is timed; as a [`moment`].
    taken_since: AtomicU64,
}

/// What is written with each request.
#[repr(align(128))]
struct Asked {
    is_over: AtomicBool,
    requested: AtomicU64,
    /// Since when nothing has been requested, if that is timed; as a [`moment`].
    dry_since: AtomicU64,
    /// For how many such times it stands.
    weight: AtomicU64,
    /// When it was last seen that something is requested again.
    unblocked: AtomicU64,
    /// For how many nanoseconds it could not go on because of what is below.
    blocked: AtomicU64,
}

/// Nanoseconds, but never zero.
fn moment(at: Duration) -> u64 {
    at.as_nanos() as u64 + 1
}

fn since(moment: u64, now: Duration) -> u64 {
    (now.as_nanos() as u64 + 1).saturating_sub(moment)
}

impl Tally {
    pub(crate) fn new(now: Duration) -> Self {
        let emitted = Emitted {
            output: AtomicU64::new(0),
            unused: AtomicU64::new(0),
            look: AtomicU64::new(0),
            taken_since: AtomicU64::new(0),
        };
        let asked = Asked {
            is_over: AtomicBool::new(false),
            requested: AtomicU64::new(0),
            dry_since: AtomicU64::new(moment(now)),
            weight: AtomicU64::new(1),
            unblocked: AtomicU64::new(now.as_nanos() as u64),
            blocked: AtomicU64::new(0),
        };
        Self { emitted, asked }
    }

    /// Says how many elements were delivered; whether there is more to be done.
    #[inline]
    pub(crate) fn deliver(&self, output: u64) -> bool {
        self.emitted.output.store(output, Ordering::Relaxed);
        output >= self.emitted.look.load(Ordering::Relaxed)
    }

    pub(crate) fn set_unused(&self, unused: u64) {
        self.emitted.unused.store(unused, Ordering::Relaxed);
    }

    pub(crate) fn look_at(&self, number: u64) {
        self.emitted.look.store(number, Ordering::Relaxed);
    }

    pub(crate) fn look_at_once(&self) {
        self.look_at(0);
    }

    pub(crate) fn output(&self) -> u64 {
        self.emitted.output.load(Ordering::Relaxed)
    }

    /// How much demand has been used up.
    fn used(&self) -> u64 {
        let unused = self.emitted.unused.load(Ordering::Relaxed); // first: it is the lesser one
        self.output().saturating_sub(unused)
    }

    /// How much was requested; `None` if that is unbounded.
    pub(crate) fn requested(&self) -> Option<u64> {
        let requested = self.asked.requested.load(Ordering::Relaxed);
        (requested < UNBOUNDED).then_some(requested)
    }

    /// How much of it is outstanding; `None` if that is unbounded.
    pub(crate) fn outstanding(&self) -> Option<u64> {
        Some(self.requested()?.saturating_sub(self.used()))
    }

    /// Adds demand. Whether that is the end of a time without, which is timed.
    #[inline]
    pub(crate) fn request(&self, demand: Demand) -> bool {
        let asked = &self.asked;
        if demand.get() >= UNBOUNDED {
            asked.requested.store(UNBOUNDED, Ordering::SeqCst);
        } else if asked.requested.load(Ordering::Relaxed) < UNBOUNDED {
            asked.requested.fetch_add(demand.get(), Ordering::SeqCst);
        }
        // The other half is in `dry`: either it sees the request, or this sees that it is dry.
        asked.dry_since.load(Ordering::SeqCst) != 0
    }

    /// It is over: what is requested from here on does not count.
    pub(crate) fn end(&self, now: Duration) {
        self.asked.is_over.store(true, Ordering::Release);
        self.unblock(now);
    }

    pub(crate) fn is_over(&self) -> bool {
        self.asked.is_over.load(Ordering::Acquire)
    }

    /// Whether demand is used up.
    #[inline]
    pub(crate) fn is_dry(&self, used: u64) -> bool {
        used >= self.asked.requested.load(Ordering::Relaxed)
    }

    /// Demand is used up: that is timed, and stands for `weight` such times.
    pub(crate) fn dry(&self, now: Duration, weight: u64) {
        let asked = &self.asked;
        asked.weight.store(weight, Ordering::Relaxed);
        asked.dry_since.store(moment(now), Ordering::SeqCst);
        if asked.requested.load(Ordering::SeqCst) > self.used() {
            self.unblock(now);
        }
    }

    /// There is demand again, or it is over.
    #[cold]
    pub(crate) fn unblock(&self, now: Duration) {
        let asked = &self.asked;
        let dry = asked.dry_since.swap(0, Ordering::SeqCst);
        if dry == 0 {
            return; // somebody else was first
        }
        let weight = asked.weight.load(Ordering::Relaxed);
        let now_nanos = now.as_nanos() as u64;
        let before = asked.unblocked.swap(now_nanos, Ordering::Relaxed);
        // It stands for no more time than has passed.
        let blocked = since(dry, now).saturating_mul(weight).min(now_nanos.saturating_sub(before));
        asked.blocked.fetch_add(blocked, Ordering::Relaxed);
    }

    /// An element begins to be taken, which is timed.
    pub(crate) fn begin_taking(&self, now: Duration) {
        self.emitted.taken_since.store(moment(now), Ordering::Relaxed);
    }

    /// It has been taken, and stands for `weight` elements, which came within `most`.
    pub(crate) fn end_taking(&self, now: Duration, weight: u64, most: Duration) {
        let taken = since(self.emitted.taken_since.swap(0, Ordering::Relaxed), now);
        let most = most.as_nanos() as u64;
        self.asked.blocked.fetch_add(taken.saturating_mul(weight).min(most), Ordering::Relaxed);
    }

    /// If it is without demand, and that is not timed, it is from now on.
    pub(crate) fn notice_dry(&self, now: Duration) {
        let asked = &self.asked;
        if self.outstanding() == Some(0) && asked.dry_since.load(Ordering::Relaxed) == 0 {
            self.dry(now, 1);
        }
    }

    /// For how long it could not go on because of what is below.
    pub(crate) fn blocked(&self, now: Duration) -> Duration {
        let asked = &self.asked;
        let ongoing = [&asked.dry_since, &self.emitted.taken_since].map(|begin| {
            match begin.load(Ordering::Relaxed) {
                0 => 0,
                begin => since(begin, now),
            }
        });
        let over = asked.blocked.load(Ordering::Relaxed);
        Duration::from_nanos(over + ongoing.iter().sum::<u64>())
    }
}

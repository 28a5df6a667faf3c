//! `Admission` before lanes, deadlines and asynchronous work, under five times as much as can be done.
#![allow(clippy::unwrap_used)] // also in helpers

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reactive_streams_operators::operator::{Capacity, DropCounter, Lane, Rate, Reason};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{DeterministicScheduler, Scheduler};
use reactive_streams_operators::{AnyError, channel, strict_lanes, timer, weighted_lanes};
use reactive_streams_overload::ext::DeadlineExt;
use reactive_streams_overload::{Admission, AdmissionLane, Due, Permit};
use support::{capacity, count};

const MILLI: Duration = Duration::from_millis(1);

/// Eight at once, each in 4 ms.
const PARALLEL: usize = 8;
const SERVICE: Duration = Duration::from_millis(4);
const PER_SECOND: u32 = 2_000;

/// Of which lane, when it came, and its place.
type Order = Due<(usize, Duration, Permit)>;

struct Report {
    lanes: [AdmissionLane<()>; 2],
    offered: [u64; 2],
    /// How long each took that was stored.
    took: [Vec<Duration>; 2],
    late: DropCounter,
}

/// Two seconds of 10,000 orders a second, of which so many of ten are in the first lane.
fn flood(weighted: bool, first: u64) -> Report {
    let clock = Arc::new(DeterministicScheduler::new(7));
    let parallel = capacity(PARALLEL);
    let served = Rate::per_second(count(PER_SECOND));
    let budgets = [40 * MILLI, 400 * MILLI];
    let capacities = budgets.map(|budget| Capacity::for_latency(served, budget));
    let weights = [count(3), count(1)];
    let admission = Admission::new(served, parallel, &*clock);
    let lanes = match weighted {
        true => admission.weighted([(capacities[0], weights[0]), (capacities[1], weights[1])]),
        false => admission.strict(capacities),
    };
    let [interactive, batch] = capacities.map(|n| channel::<Order, AnyError>(n.elements()));
    let senders = [interactive.0, batch.0];
    let sources = [Lane::new(interactive.1, capacities[0]), Lane::new(batch.1, capacities[1])];
    let read = if weighted {
        let [interactive, batch] = sources;
        weighted_lanes([interactive.weight(weights[0]), batch.weight(weights[1])]).boxed()
    } else {
        strict_lanes(sources).boxed()
    };
    let late = DropCounter::new();
    let took = Arc::new(Mutex::new([Vec::new(), Vec::new()]));
    let store = {
        let (clock, took) = (Arc::clone(&clock), Arc::clone(&took));
        move |order: Order| {
            let (clock, took) = (Arc::clone(&clock), Arc::clone(&took));
            async move {
                let (lane, came, permit) = order.element;
                timer(SERVICE, &*clock).await.unwrap();
                took.lock().unwrap()[lane].push(clock.now() - came);
                permit.done();
            }
        }
    };
    let stored = read
        .shed_late_after(|_| SERVICE, &*clock, late.clone())
        .map_async_unordered(parallel, &*clock, store)
        .for_each(|()| ())
        .start();

    let mut offered = [0; 2];
    for arrival in 0..20_000 {
        let lane = usize::from(arrival % 10 >= first);
        offered[lane] += 1;
        if let Ok(permit) = lanes[lane].admit(&()) {
            let now = clock.now();
            let order = Due::new((lane, now, permit), now + budgets[lane]);
            senders[lane].try_send(order).unwrap(); // for each who is admitted there is room
        }
        clock.advance(MILLI / 10);
    }
    drop(senders);
    clock.advance(Duration::from_secs(2));
    stored.block().unwrap();
    let took = std::mem::take(&mut *took.lock().unwrap());
    Report { lanes, offered, took, late }
}

impl Report {
    fn check(&self) {
        let mut stored = 0;
        for (index, lane) in self.lanes.iter().enumerate() {
            assert_eq!(lane.admitted() + lane.shed().total(), self.offered[index]);
            assert_eq!(lane.done(), self.took[index].len() as u64);
            assert_eq!(lane.depth(), 0);
            stored += lane.done();
        }
        let admitted: u64 = self.lanes.iter().map(AdmissionLane::admitted).sum();
        let late = self.late.by(Reason::TooLate);
        assert_eq!(admitted, stored + late);
        assert!(late * 20 <= admitted, "{late} of {admitted} were admitted in vain");
        assert!(
            self.took[0].iter().all(|took| *took <= 40 * MILLI),
            "late: {:?}",
            self.took[0].iter().max()
        );
        assert!(stored * 100 >= 4_000 * 95, "{stored} of 4,000 that could have been stored");
    }
}

#[test]
fn a_flood_of_imports_leaves_orders_alone() {
    let report = flood(false, 1);
    report.check();
    assert_eq!(report.lanes[0].done(), report.offered[0]); // 1,000 a second
}

#[test]
fn a_flood_of_orders_leaves_imports_their_share() {
    let report = flood(true, 8);
    report.check();
    assert!(report.lanes[1].done() >= 950, "{} of 1,000", report.lanes[1].done());
}

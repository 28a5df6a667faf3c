//! What takes its time, or counts less far, is not judged for that.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

use reactive_streams::{Demand, Subscriber, Subscription};
use reactive_streams_tck::log::{Call, Declaration, Judged, Kind, Link, Log};
use reactive_streams_tck::{Element, Options, Subject, Suite, TestError, oracle, run};

fn processor(requested: u64, upstream: u64) -> Vec<oracle::Breach> {
    let (above, below) = (Link(0), Link(1));
    let mut declared = Declaration::new(Judged::Publisher);
    declared.downstream_of = Some(above);
    declared.prefetch = Some(1);
    let log = Log::new()
        .with(above, 0, Kind::Declared(Box::new(Declaration::new(Judged::Subscriber))))
        .with(below, 0, Kind::Declared(Box::new(declared)))
        .call(above, 0, Call::OnSubscribe)
        .call(below, 0, Call::OnSubscribe)
        .call(below, 0, Call::Request(requested))
        .call(above, 0, Call::Request(upstream))
        .with(below, 0, Kind::Idle);
    oracle::judge(&log)
}

#[test]
fn demand_is_unbounded_from_the_largest_number_of_the_jvm_on() {
    let most = i64::MAX as u64;
    assert_eq!(processor(most, u64::MAX), []);
    assert_eq!(processor(most - 2, u64::MAX)[0].rule.id, "4.1");
}

/// Cancels when the suite waits, and not before.
struct Late {
    slot: Arc<Mutex<Option<Arc<dyn Subscription>>>>,
}

impl Subscriber<Element, TestError> for Late {
    fn on_subscribe(&mut self, subscription: Arc<dyn Subscription>) {
        subscription.request(Demand::ONE);
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(subscription);
    }

    fn on_next(&mut self, _item: Element) {}

    fn on_error(self, _error: TestError) {}

    fn on_complete(self) {}
}

#[test]
fn a_cancel_may_take_its_time() {
    let mut suite = Suite::new();
    suite.subscriber("late", |_given| {
        let slot = Arc::<Mutex<Option<Arc<dyn Subscription>>>>::default();
        let lost = Arc::new(AtomicBool::new(false));
        let (held, losing) = (Arc::clone(&slot), Arc::clone(&lost));
        Subject::new(Late { slot }).on_lose_interest(move || losing.store(true, SeqCst)).on_settle(
            move || {
                let lost = lost.load(SeqCst);
                let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
                let cancelled = if lost { held.take() } else { None };
                drop(held);
                if let Some(subscription) = cancelled {
                    subscription.cancel();
                }
            },
        )
    });
    let filter = Some("late::beyond_spec208".into());
    let report = run(&suite, &Options { filter, ..Options::default() });
    assert_eq!(report.totals().passed, 2, "{report}");
}

//! With a plan: a decision about each order before it costs anything, bounded lanes, and a queue on disk.

mod counter;
mod health;
mod work;

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use reactive_streams_inspect::{InspectExt, Inspector, Stage, page};
use reactive_streams_operators::operator::{Capacity, Lane, Rate};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::{Scheduler, ThreadScheduler, TokioScheduler};
use reactive_streams_operators::sink::Disposable;
use reactive_streams_operators::{AnyError, Sender, channel, weighted_lanes};
use reactive_streams_overload::Admission;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use super::{COMMIT, give_up};
use crate::payments::Payments;
use crate::store::Store;
use crate::{AnyResult, backlog};
use counter::Counter;
use work::Work;

/// In this time an interactive order is to be done.
const BUDGET: Duration = Duration::from_millis(50);

/// Of five orders, four are interactive while both lanes have something.
const INTERACTIVE: NonZeroU32 = NonZeroU32::new(4).expect("it is not zero");
const BATCH: NonZeroU32 = NonZeroU32::MIN;

/// For each payment at work two more are under way, so that the provider has work while an answer travels.
const UNDER_WAY: u32 = 3;

/// The stage in which orders wait for which somebody waits.
const CHECKOUTS: &str = "checkouts";

/// So many orders of imports wait in memory, the others on disk.
const IMPORTED: NonZeroUsize = NonZeroUsize::new(32).expect("it is not zero");

/// The service that has a plan.
pub(super) struct Shop {
    counter: Arc<Counter>,
    inspector: Inspector,
    /// So many interactive orders may be there.
    places: usize,
    /// Ends the lane of imports, however much is on disk.
    stop_imports: Sender<(), AnyError>,
    pipeline: Disposable,
    ended: mpsc::Receiver<()>,
    /// Threads end with their schedulers.
    _threads: [ThreadScheduler; 2],
}

impl Shop {
    /// Opens the database and the queue on disk, and goes on with what is in there.
    pub(super) fn open(
        payments: Payments,
        capacity: NonZeroU32,
        database: &Path,
        directory: &Path,
    ) -> AnyResult<Self> {
        let mut store = Store::open(database)?;
        let spill = backlog::open(directory)?;
        let tokio = TokioScheduler::new(Handle::current());
        let [store_thread, spill_thread] = ["store", "spill"].map(ThreadScheduler::new);
        let inspector = Inspector::new("checkout");

        let payment = payments.service_time() * UNDER_WAY;
        let at_work = Capacity::for_latency(Rate::per_second(capacity), payment);
        let waiting = Capacity::for_latency(interactive_rate(capacity), BUDGET);
        let [admission] = Admission::new(interactive_rate(capacity), at_work.elements(), &tokio)
            .strict([waiting]);

        let (checkouts, arrivals) = channel(waiting.elements());
        let (stop_imports, imports_stopped) = channel(NonZeroUsize::MIN);
        let (admitted, backlog) = (admission.clone(), spill.clone());
        let shed = admission.shed();
        let interactive = arrivals.observed(
            &inspector,
            Stage::named(CHECKOUTS)
                .capacity(waiting)
                .drops(&shed)
                .depth_with(move || admitted.depth() as u64),
        );
        let imports = spill
            .deliveries_on(&spill_thread)
            .map_err(AnyError::new)
            .take_until(imports_stopped)
            .map(Work::Import)
            .observed(&inspector, Stage::named("imports").lag_with(move || backlog.len()));
        let lanes = weighted_lanes([
            Lane::new(interactive.boxed(), waiting).weight(INTERACTIVE),
            Lane::new(imports.boxed(), IMPORTED).weight(BATCH),
        ]);

        let payments = Arc::new(payments);
        let clock = tokio.worker();
        let commit = NonZeroUsize::new(COMMIT).ok_or("a transaction stores something")?;
        let (end, ended) = mpsc::channel::<()>();
        let pipeline = lanes
            .observed(&inspector, Stage::named("lanes"))
            .filter(move |work: &Work| work.is_in_time(clock.now(), payment))
            .observed(&inspector, Stage::named("in time"))
            .map_async_unordered(at_work.elements(), &tokio, move |work| {
                let payments = Arc::clone(&payments);
                async move {
                    payments.check().await;
                    work
                }
            })
            .observed(&inspector, Stage::named("payments").in_flight(at_work.elements()))
            .ready_chunks(commit)
            .observed(&inspector, Stage::named("batches"))
            .publish_on(&store_thread, NonZeroUsize::MIN)
            .observed(&inspector, Stage::named("hop").capacity(NonZeroUsize::MIN))
            .subscribe_fn(
                move |batch| store_all(&mut store, batch),
                move |outcome| {
                    if let Err(error) = outcome {
                        give_up("the pipeline has failed", &error);
                    }
                    drop(end);
                },
            );

        let counter = Counter::new(admission, checkouts, spill, &tokio);
        Ok(Self {
            counter: Arc::new(counter),
            inspector,
            places: waiting.elements().get(),
            stop_imports,
            pipeline,
            ended,
            _threads: [store_thread, spill_thread],
        })
    }

    /// What it serves.
    pub(super) fn routes(&self) -> Router {
        Router::new()
            .nest("/page", page::router([self.inspector.clone()]))
            .route("/orders", post(counter::take_order))
            .route("/imports", post(counter::take_import))
            .with_state(Arc::clone(&self.counter))
            .merge(health::routes(&self.inspector, CHECKOUTS, self.places as u64))
    }

    /// Lets what is in memory come to its end. What is on disk stays there for the next time.
    pub(super) async fn close(self) -> AnyResult<()> {
        let Self { counter, stop_imports, pipeline, ended, _threads, .. } = self;
        drop(counter);
        // If nobody takes it the lane has ended already.
        stop_imports.try_send(()).ok();
        // Nothing is ever sent: it closes when the pipeline has ended.
        spawn_blocking(move || ended.recv().is_err()).await?;
        pipeline.detach();
        Ok(())
    }
}

/// What is left of the capacity for the interactive lane while the other has something.
fn interactive_rate(capacity: NonZeroU32) -> Rate {
    let share = INTERACTIVE.get();
    let all = INTERACTIVE.get() + BATCH.get();
    Rate::per_second(NonZeroU32::new(capacity.get() * share / all).unwrap_or(NonZeroU32::MIN))
}

fn store_all(store: &mut Store, batch: Vec<Work>) {
    let orders: Vec<_> = batch.iter().map(Work::order).collect();
    match store.store(&orders) {
        Ok(stored) => batch.into_iter().zip(stored).for_each(|(work, stored)| work.stored(stored)),
        // Nobody is told that it has been stored; what is on disk comes again after a restart.
        Err(error) => give_up("the database refuses", &*error),
    }
}

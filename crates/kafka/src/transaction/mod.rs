mod notes;
mod offsets;
mod options;
mod producer;

use std::fmt;
use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;
use reactive_streams_operators::delivery::{Acknowledge, Delivery};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;

use self::offsets::Offsets;
pub use self::options::KafkaTransactionOptions;
use self::producer::{Failure, Transactor};
use crate::{Kafka, KafkaAcknowledgement, KafkaError, Record};

impl Kafka {
    /// Transactions under an id, which is this one's alone as long as it runs: who opens it fences off who had it
    /// before, and has what that one left behind aborted.
    ///
    /// So a process that is started again uses the id that it had, and two that run at the same time have two.
    pub fn transactions(&self, id: impl Into<String>) -> KafkaTransactionOptions {
        KafkaTransactionOptions::new(self, id.into())
    }
}

/// What produces in transactions, and commits in them what it was made of: see [`TransactExt::transact`].
#[must_use = "transactions do nothing unless a stream goes through them"]
pub struct KafkaTransactions {
    transactor: Transactor,
    size: NonZeroUsize,
    every: Duration,
}

impl fmt::Debug for KafkaTransactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KafkaTransactions")
            .field("size", &self.size)
            .field("every", &self.every)
            .finish_non_exhaustive()
    }
}

/// A transaction that was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Committed {
    /// How many deliveries it has dealt with.
    pub deliveries: usize,
    /// How many records were made of them.
    pub records: usize,
}

/// Exactly once: consume, transform and produce within a cluster.
pub trait TransactExt: Publisher {
    /// Produces what was made of deliveries, and commits the deliveries, both or neither, in one transaction for
    /// several.
    ///
    /// Each delivery has become the records that are to be produced for it: an array, a `Vec`, an `Option`. None
    /// at all is fine. The deliveries come from a source that is
    /// [transactional](crate::KafkaSource::transactional), or from several. Who reads the topics with
    /// `isolation.level` `read_committed`, as every [`KafkaSource`](crate::KafkaSource) does, sees the effect of each
    /// message exactly once, whatever is killed meanwhile.
    ///
    /// Within a partition the deliveries have to come in their order. One before which another is missing is
    /// dropped, so that it comes again behind that one. So do not leave out deliveries before this; map them to no
    /// record.
    ///
    /// # Demand
    ///
    /// Collects up to [`size`](KafkaTransactionOptions::size) deliveries, or what has come when the first of
    /// them has waited for [`every`](KafkaTransactionOptions::every); requests four times `size` at once, and three
    /// quarters of that whenever so many have been collected. A transaction begins when the one before it has
    /// ended and there is demand for its result.
    ///
    /// Transactions run, and results come, on a thread of this stream's own, which waits for the cluster.
    ///
    /// # Errors
    ///
    /// A transaction that is aborted is a result, [`KafkaError::Aborted`], and the stream goes on: nothing of it is
    /// visible, and its deliveries come again. It is aborted when servers do not answer in time, or
    /// when a partition has gone to another consumer.
    ///
    /// The stream fails when going on would not help: with [`KafkaError::Fenced`] if another one has the id now; with
    /// what is wrong with a record ([`TooLarge`](KafkaError::TooLarge),
    /// [`UnknownTopic`](KafkaError::UnknownTopic) and so on); with [`KafkaError::Fatal`]; with
    /// [`KafkaError::Unreachable`] if the cluster does not even say what has become of a transaction. Whoever opens
    /// the same id next learns that, and goes on.
    ///
    /// # Cancel
    ///
    /// Goes to the upstream at once, and drops what waits. A transaction that is under way is finished.
    ///
    /// ```no_run
    /// use reactive_streams_kafka::{Kafka, KafkaError, TransactExt};
    /// use reactive_streams_operators::prelude::*;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let kafka = Kafka::at("127.0.0.1:29091");
    /// let consumer = kafka.source("billing", ["orders"]).transactional().open()?;
    /// let transactions = kafka.transactions("billing-1").open()?;
    /// consumer
    ///     .deliveries()
    ///     .map(|delivery| delivery.map(|order| [order.to("bills")]))
    ///     .transact(transactions)
    ///     .for_each(|result| match result {
    ///         Ok(committed) => println!("{} bills", committed.records),
    ///         Err(aborted) => println!("{aborted}"),
    ///     })
    ///     .block()?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "Transactional.sink")]
    #[doc(alias = "Transactional.flow")]
    #[doc(alias = "receiveExactlyOnce")]
    #[doc(alias = "sendTransactionally")]
    #[doc(alias = "TransactionManager")]
    fn transact<R>(
        self,
        transactions: KafkaTransactions,
    ) -> impl Publisher<Item = Result<Committed, KafkaError>, Error = Self::Error>
    where
        Self: Publisher<Item = Delivery<R, KafkaAcknowledgement>>,
        Self::Error: From<KafkaError>,
        R: IntoIterator<Item = Record> + Send + 'static,
    {
        let KafkaTransactions { transactor, size, every } = transactions;
        let thread = ThreadScheduler::new("kafka-transactions");
        self.chunks_timeout(size, every, &thread)
            .map(move |deliveries| {
                let _thread = &thread; // as long as this is there
                match transact(&transactor, deliveries) {
                    Ok(committed) => Ok(Ok(committed)),
                    Err(Failure::Aborted(error)) => Ok(Err(error)),
                    Err(Failure::Over(error)) => Err(error.into()),
                }
            })
            .lift_results()
    }
}

impl<P: Publisher> TransactExt for P {}

fn transact<R>(
    transactor: &Transactor,
    deliveries: Vec<Delivery<R, KafkaAcknowledgement>>,
) -> Result<Committed, Failure>
where
    R: IntoIterator<Item = Record>,
{
    let mut offsets = Offsets::default();
    let (mut records, mut acknowledgements) = (Vec::new(), Vec::new());
    for delivery in deliveries {
        let (element, acknowledgement) = delivery.into_parts();
        if offsets.add(&acknowledgement)? {
            records.extend(element);
            acknowledgements.push(acknowledgement);
        }
    }
    let committed = Committed { deliveries: acknowledgements.len(), records: records.len() };
    transactor.run(&records, &offsets)?;
    acknowledgements.into_iter().for_each(Acknowledge::acknowledge);
    Ok(committed)
}

//! Kafka.

mod read;
mod send;
mod topic;

use std::num::NonZeroUsize;
use std::rc::Rc;

use read::kept;
pub(crate) use read::{channel, ours, plain};
pub(crate) use topic::Topic;

use crate::Outcome;
use crate::contest::Contest;
use crate::take::Tally;
use crate::work::Work;

/// How many records are in flight.
pub(crate) const WINDOW: NonZeroUsize = NonZeroUsize::new(5000).expect("5000 is not zero");

/// Records to one topic, each told that it has arrived.
pub(crate) fn produce(work: Work) -> Outcome<Contest> {
    Ok(Contest {
        title: "Kafka, produce",
        work,
        ours: Box::new(move || send::ours(work)),
        plain: Box::new(move || send::plain(work)),
    })
}

/// A topic from its begin, each message acknowledged: in a group that nobody has been in.
pub(crate) fn consume(work: Work) -> Outcome<Contest> {
    beside("Kafka, consume", work, plain)
}

/// The same, of messages that own what is in them.
pub(crate) fn consume_kept(work: Work) -> Outcome<Contest> {
    beside("Kafka, consume, kept", work, kept)
}

fn beside(
    title: &'static str,
    work: Work,
    plain: fn(&str, Tally) -> Outcome<Tally>,
) -> Outcome<Contest> {
    let topic = Rc::new(Topic::create().fill(work)?);
    let same = Rc::clone(&topic);
    Ok(Contest {
        title,
        work,
        ours: Box::new(move || ours(topic.name(), Tally::new(work))?.finish()),
        plain: Box::new(move || plain(same.name(), Tally::new(work))?.finish()),
    })
}

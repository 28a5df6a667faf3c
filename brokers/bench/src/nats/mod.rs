//! NATS.

mod read;
mod send;
mod stream;

use std::num::NonZeroUsize;
use std::rc::Rc;

pub(crate) use read::{channel, ours, plain};
pub(crate) use stream::Stream;

use crate::Outcome;
use crate::contest::Contest;
use crate::take::Tally;
use crate::work::Work;

/// How many messages are in flight.
pub(crate) const WINDOW: NonZeroUsize = NonZeroUsize::new(1000).expect("1000 is not zero");

/// Messages to one stream, each told that it is stored.
pub(crate) fn publish(work: Work) -> Outcome<Contest> {
    Ok(Contest {
        title: "NATS, publish",
        work,
        ours: Box::new(move || send::ours(work)),
        plain: Box::new(move || send::plain(work)),
    })
}

/// A stream from its begin, each message acknowledged: by a consumer that is new.
pub(crate) fn pull(work: Work) -> Outcome<Contest> {
    let stream = Rc::new(Stream::create()?.fill(work)?);
    let same = Rc::clone(&stream);
    Ok(Contest {
        title: "NATS, pull",
        work,
        ours: Box::new(move || ours(stream.name(), Tally::new(work))?.finish()),
        plain: Box::new(move || plain(same.name(), Tally::new(work))?.finish()),
    })
}

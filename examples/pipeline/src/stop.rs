//! How a process is told to end: whoever has started it closes its standard input.

use std::io::Read;
use std::num::NonZeroUsize;
use std::thread;

use reactive_streams::Publisher;
use reactive_streams_operators::channel;

/// Completes when standard input has ended: for [`take_until`](reactive_streams_operators::ext::TimeExt::take_until).
pub(crate) fn told_to_stop<E: Send + 'static>() -> impl Publisher<Item = (), Error = E> {
    let (sender, told) = channel(NonZeroUsize::MIN);
    thread::spawn(move || {
        // An error is an end as well: nobody can say anything any more.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        drop(sender);
    });
    told
}

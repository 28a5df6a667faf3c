//! A stage that ends the stream while the downstream cancels.

use reactive_streams_operators::prelude::*;

use super::support::{Emitter, explore, subscribe};

#[test]
fn the_upstream_is_cancelled_once_whoever_ends_the_stream() {
    explore(|| {
        let emitter = Emitter::default();
        let (seen, subscription) = subscribe(emitter.publisher().take_while(|_| false));
        subscription.cancel();
        emitter.join();
        assert_eq!(emitter.cancelled(), 1);
        assert_eq!((seen.elements(), seen.dropped()), (0, 1));
    });
}

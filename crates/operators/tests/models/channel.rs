//! A sender that waits for room while room is made: the engine of `channel`, and of sub-streams.

use std::convert::Infallible;
use std::future::Future;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use reactive_streams::Demand;
use reactive_streams_operators::channel;

use super::support::{Woken, explore, requesting, subscribe};

#[test]
fn who_waits_for_room_is_woken() {
    explore(|| {
        let (sender, publisher) = channel::<u32, Infallible>(NonZeroUsize::MIN);
        let (seen, subscription) = subscribe(publisher);
        sender.try_send(0).unwrap();
        let other = requesting(&subscription, 1);
        let woken = Arc::<Woken>::default();
        let waker = Waker::from(Arc::clone(&woken));
        let mut sending = pin!(sender.send(1));
        let first = sending.as_mut().poll(&mut Context::from_waker(&waker));
        other.join().unwrap();
        if first.is_pending() {
            assert!(woken.is_woken());
            assert_eq!(sending.poll(&mut Context::from_waker(&waker)), Poll::Ready(Ok(())));
        }
        subscription.request(Demand::ONE);
        assert_eq!(seen.elements(), 2);
    });
}

//! Waiting for what a sink comes to, while it comes to that.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use reactive_streams_operators::prelude::*;

use super::support::{Emitter, Woken, explore};

#[test]
fn who_waits_for_an_outcome_is_woken() {
    explore(|| {
        let emitter = Emitter::default();
        let mut outcome = emitter.publisher().fold(1, |sum, n| sum + n).start();
        let woken = Arc::<Woken>::default();
        let waker = Waker::from(Arc::clone(&woken));
        let mut poll = || Pin::new(&mut outcome).poll(&mut Context::from_waker(&waker));
        let first = poll();
        emitter.join();
        let last = match first {
            Poll::Ready(result) => result,
            Poll::Pending => {
                assert!(woken.is_woken());
                let Poll::Ready(result) = poll() else { panic!("woken for nothing") };
                result
            }
        };
        assert_eq!(last, Ok(1));
    });
}

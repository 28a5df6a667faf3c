//! Tests of `AnyError`.
#![allow(clippy::unwrap_used)] // also in helpers

use std::error::Error;
use std::num::{NonZeroUsize, ParseIntError};
use std::time::Duration;

use reactive_streams_operators::ext::Carries;
use reactive_streams_operators::operator::{
    BufferOverflow, Elapsed, GroupError, LimitExceeded, NotSingle, Overflowed, TooManyOpen,
};
use reactive_streams_operators::prelude::*;
use reactive_streams_operators::scheduler::ThreadScheduler;
use reactive_streams_operators::{AnyError, Panicked, RetryError, SinkError, range};
use reactive_streams_test::VirtualTime;

/// An error with a cause.
#[derive(Debug)]
struct Outer(ParseIntError);

impl std::fmt::Display for Outer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a port")
    }
}

impl Error for Outer {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn it_carries_what_operators_add() {
    fn carries<X>()
    where
        AnyError: Carries<X> + Clone,
    {
    }
    carries::<BufferOverflow>();
    carries::<Elapsed>();
    carries::<GroupError>();
    carries::<LimitExceeded>();
    carries::<NotSingle>();
    carries::<Overflowed<u32>>();
    carries::<Panicked>();
    carries::<RetryError<ParseIntError>>();
    carries::<TooManyOpen>();
}

#[test]
fn it_shows_itself_as_the_error_does() {
    let cause = "x".parse::<u16>().unwrap_err();
    let error = AnyError::new(Outer(cause.clone()));
    assert_eq!(error.to_string(), "not a port");
    assert_eq!(format!("{error:?}"), format!("{:?}", Outer(cause.clone())));
    assert_eq!(error.source().unwrap().to_string(), cause.to_string());
    assert!(error.clone().downcast_ref::<Outer>().is_some());
    assert_eq!(AnyError::new("a text").to_string(), "a text");
}

#[test]
fn an_operator_s_own_error_is_found_in_it() {
    let clock = VirtualTime::new(1);
    let late = range(0..3).fallible::<AnyError>().delay_elements(Duration::from_secs(9), &clock);
    let late = late.timeout(Duration::from_secs(1), &clock).count().start();
    clock.advance(Duration::from_secs(20));
    let Err(SinkError::Upstream(error)) = late.block() else { panic!("it was in time") };
    assert!(error.downcast_ref::<Elapsed>().is_some(), "{error}");
}

#[test]
fn a_question_mark_does() {
    fn panics() -> Result<usize, Box<dyn Error + Send + Sync>> {
        let threads = ThreadScheduler::new("work");
        let mapped = range(0..3).fallible::<AnyError>().map_async(
            NonZeroUsize::MIN,
            &threads,
            |n| async move { assert!(n == 9, "on purpose") },
        );
        let all: Vec<()> = mapped.collect().block()?;
        Ok(all.len())
    }
    assert!(panics().unwrap_err().to_string().contains("map_async"));
}

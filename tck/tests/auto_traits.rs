//! What may cross threads: suites are shared by those that run them, and what a run gives away ends up
//! wherever the implementation takes it.

use reactive_streams_tck::log::{Log, Recorder};
use reactive_streams_tck::report::Report;
use reactive_streams_tck::{
    Check, Element, Elements, Given, Handler, Limits, Options, Subject, Suite, TestError,
    TestScheduler, TestWorker, Work, WorkCounter,
};

fn is_send<T: Send>() {}
fn is_sync<T: Sync>() {}

macro_rules! assert_send_and_sync {
    ($($type:ty),* $(,)?) => {
        $(
            is_send::<$type>();
            is_sync::<$type>();
        )*
    };
}

#[test]
fn what_is_shared_may_be_shared() {
    assert_send_and_sync!(
        Suite,
        Options,
        Check,
        Report,
        Log,
        Recorder,
        Given,
        Handler,
        Limits,
        TestScheduler,
        TestWorker,
        Element,
        Elements,
        TestError,
        Work,
        WorkCounter,
    );
}

#[test]
fn a_subject_may_be_moved_to_where_it_is_driven() {
    is_send::<Subject>();
}

use std::fmt::Debug;

use super::{End, TestSubscriber};
use crate::oracle::lock;

impl<T: Debug, E: Debug> TestSubscriber<T, E> {
    /// These elements have come and were not taken, no more and no fewer.
    #[doc(alias = "assertValues")]
    #[doc(alias = "assertResult")]
    #[doc(alias = "assertValueSequence")]
    #[track_caller]
    pub fn assert_values(&self, expected: impl IntoIterator<Item = T>) -> &Self
    where
        T: PartialEq,
    {
        let expected: Vec<T> = expected.into_iter().collect();
        // Without the lock: comparing is foreign code.
        let values = self.take_values();
        let found = values == expected;
        self.put_values_back(values);
        self.assert(found, || format!("the elements {expected:?}"))
    }

    /// So many elements have come in all.
    #[doc(alias = "assertValueCount")]
    #[track_caller]
    pub fn assert_value_count(&self, expected: usize) -> &Self {
        let received = lock(&self.shared().state).received;
        self.assert(received == expected, || format!("{expected} elements (and not {received})"))
    }

    /// `on_subscribe` has been called.
    #[track_caller]
    pub fn assert_subscribed(&self) -> &Self {
        let subscribed = lock(&self.shared().state).passed_on_to.is_some();
        self.assert(subscribed, || "on_subscribe".to_owned())
    }

    /// The stream has completed.
    #[doc(alias = "assertComplete")]
    #[track_caller]
    pub fn assert_complete(&self) -> &Self {
        let found = matches!(lock(&self.shared().state).end, Some(End::Complete));
        self.assert(found, || "completion".to_owned())
    }

    /// The stream has failed with this error.
    #[doc(alias = "assertError")]
    #[doc(alias = "assertFailure")]
    #[track_caller]
    pub fn assert_error(&self, expected: E) -> &Self
    where
        E: PartialEq,
    {
        let end = lock(&self.shared().state).end.take();
        let found = matches!(&end, Some(End::Error(error)) if *error == expected);
        lock(&self.shared().state).end = end;
        self.assert(found, || format!("the error {expected:?}"))
    }

    /// No terminal signal has come.
    #[doc(alias = "assertNotComplete")]
    #[track_caller]
    pub fn assert_not_terminated(&self) -> &Self {
        let found = !self.is_terminated();
        self.assert(found, || "no terminal signal".to_owned())
    }

    /// The publisher has dropped the subscriber without a terminal signal, although nobody cancelled;
    /// that this breaks §1.4 is not held against it.
    #[track_caller]
    pub fn assert_abandoned(&self) -> &Self {
        self.shared().oracle.tolerate("1.4");
        let found = self.is_dropped() && !self.is_terminated();
        self.assert(found, || "that the subscriber is dropped without a terminal signal".to_owned())
    }

    fn put_values_back(&self, values: Vec<T>) {
        let mut state = lock(&self.shared().state);
        let later = std::mem::replace(&mut state.items, values.into());
        state.items.extend(later);
    }

    #[track_caller]
    fn assert(&self, holds: bool, expected: impl FnOnce() -> String) -> &Self {
        if !holds {
            panic!("expected {}, and this came: {}", expected(), self.log().join(", "));
        }
        self
    }
}

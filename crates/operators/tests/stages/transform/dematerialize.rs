use std::convert::Infallible;

use reactive_streams_operators::operator::Notification::{self, Complete, Error, Next};
use reactive_streams_operators::prelude::*;
use rstest::rstest;

use crate::between;

#[rstest]
#[case(Complete, &["subscribe", "1", "complete"])]
#[case(Error("broken"), &["subscribe", "1", "error \"broken\""])]
fn a_notification_of_the_end_cancels_the_upstream(
    #[case] end: Notification<u32, &'static str>,
    #[case] expected: &[&str],
) {
    let (source, subscriber) = between::<_, Infallible, _>(5, |head| head.dematerialize());
    source.next(Next(1));
    source.next(end);
    source.assert_cancelled();
    assert_eq!(subscriber.log(), expected);
    subscriber.verify();
}

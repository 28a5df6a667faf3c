//! The payment provider is as fast as it says, in virtual time.

use std::num::NonZeroU32;
use std::time::Duration;

use flash_sale::payments::Payments;
use tokio::task::JoinSet;
use tokio::time::Instant;

const CAPACITY: NonZeroU32 = NonZeroU32::new(2_000).unwrap();

#[tokio::test(start_paused = true)]
async fn a_check_takes_its_time() {
    let payments = Payments::new(CAPACITY);
    assert_eq!(payments.service_time(), Duration::from_millis(4));
    let start = Instant::now();
    payments.check().await;
    assert_eq!(start.elapsed(), Duration::from_millis(4));
}

#[tokio::test(start_paused = true)]
async fn so_many_are_done_in_a_second() {
    let payments = std::sync::Arc::new(Payments::new(CAPACITY));
    let start = Instant::now();
    let mut checks = JoinSet::new();
    for _ in 0..2_000 {
        let payments = std::sync::Arc::clone(&payments);
        checks.spawn(async move { payments.check().await });
    }
    checks.join_all().await;
    assert_eq!(start.elapsed(), Duration::from_secs(1));
}

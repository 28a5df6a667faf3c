use std::num::NonZeroUsize;
use std::time::Duration;

use reactive_streams::Publisher;

use super::{AtMostOne, Both, Mono, Single, Solo, mono};
use crate::engine::Pass;
use crate::ext::{ClockExt, ScheduleExt, TimeExt};
use crate::operator::{
    Delay, DelaySubscription, Elapsed, Late, PublishOn, SubscribeOn, TakeUntil, TimeInterval,
    Timeout, Timestamp,
};
use crate::scheduler::Scheduler;

/// When and where it runs.
impl<S: Solo> Mono<S> {
    /// As [`timeout`](crate::ext::TimeExt::timeout) of any publisher.
    pub fn timeout(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<Timeout<S, Late<S::Item, S::Error>>, S::Cardinality>>
    where
        S: Solo<Error: From<Elapsed>>,
    {
        mono(self.into_flux().timeout(limit, scheduler))
    }

    /// As [`timeout_or`](crate::ext::TimeExt::timeout_or) of any publisher, with a mono to fall
    /// back to.
    pub fn timeout_or<Q>(
        self,
        limit: Duration,
        scheduler: &dyn Scheduler,
        fallback: Q,
    ) -> Mono<Single<Timeout<S, Q>, Both<S, Q>>>
    where
        Q: Solo<Item = S::Item, Error = S::Error>,
    {
        mono(self.into_flux().timeout_or(limit, scheduler, fallback))
    }

    /// As [`delay_elements`](crate::ext::TimeExt::delay_elements) of any publisher.
    pub fn delay_elements(
        self,
        delay: Duration,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<Delay<S>, S::Cardinality>> {
        mono(self.into_flux().delay_elements(delay, scheduler))
    }

    /// As [`delay_subscription`](crate::ext::TimeExt::delay_subscription) of any publisher.
    pub fn delay_subscription(
        self,
        delay: Duration,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<DelaySubscription<S>, S::Cardinality>> {
        mono(self.into_flux().delay_subscription(delay, scheduler))
    }

    /// As [`timestamp`](crate::ext::ClockExt::timestamp) of any publisher.
    pub fn timestamp(
        self,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<Pass<S, Timestamp>, S::Cardinality>> {
        mono(self.into_flux().timestamp(scheduler))
    }

    /// As [`elapsed`](crate::ext::ClockExt::elapsed) of any publisher.
    pub fn elapsed(
        self,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<TimeInterval<S>, S::Cardinality>> {
        mono(self.into_flux().elapsed(scheduler))
    }

    /// As [`take_until`](crate::ext::TimeExt::take_until) of any publisher.
    pub fn take_until<N>(self, notifier: N) -> Mono<Single<TakeUntil<S, N>, AtMostOne>>
    where
        N: Publisher<Error = S::Error>,
    {
        mono(self.into_flux().take_until(notifier))
    }

    /// As [`publish_on`](crate::ext::ScheduleExt::publish_on) of any publisher; one element is requested
    /// ahead.
    pub fn publish_on(
        self,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<PublishOn<S>, S::Cardinality>> {
        mono(self.into_flux().publish_on(scheduler, NonZeroUsize::MIN))
    }

    /// As [`subscribe_on`](crate::ext::ScheduleExt::subscribe_on) of any publisher.
    pub fn subscribe_on(
        self,
        scheduler: &dyn Scheduler,
    ) -> Mono<Single<SubscribeOn<S>, S::Cardinality>> {
        mono(self.into_flux().subscribe_on(scheduler))
    }
}

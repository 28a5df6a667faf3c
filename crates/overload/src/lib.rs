//! Rate limits, circuit breakers, adaptive concurrency and load shedding, for pipelines and for what feeds them.
#![forbid(unsafe_code)]
